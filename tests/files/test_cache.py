"""A cached result holds on later days, unless the day made a difference."""

from __future__ import annotations

import hashlib
from datetime import date, timedelta

import pytest

from pipeline.files import cache
from pipeline.files.children import children
from pipeline.files.convert import convert
from pipeline.model import InputFile, Limits
from pipeline.plan.keys import PlanKeys
from tests.builders import csv_bytes, dossier, export, plan, rating
from tests.command import ROOT

DAY = date(2024, 5, 16)


@pytest.fixture
def cached(tmp_path):
    """cached(row): the folder of the result of an export with that row, read on DAY."""

    def make(row):
        path = tmp_path / "a.csv"
        path.write_bytes(export("dossiers", row))
        folder = tmp_path / "result"
        folder.mkdir()
        keys = PlanKeys.of(plan(tmp_path))
        result = convert(InputFile(path, path.name), keys, DAY, folder, Limits())
        cache.store(result, folder, DAY)
        return folder, result

    return make


def _load(folder, result, day):
    """What is kept of a file with the sha256 that the result says."""
    return cache.load(folder, result.sheets[0].source.sha256, day)


def test_every_file_of_the_packages_counts():
    """A change of the code, of SQL, of contracts or of a page's template makes results stale."""
    counted = {
        path for name in ("pipeline", "schemas") for path, _ in cache._sources(ROOT / name, name)
    }
    there = {
        path.relative_to(ROOT).as_posix()
        for name in ("pipeline", "schemas")
        for path in (ROOT / name).rglob("*")
        if path.is_file() and path.suffix != ".pyc" and path.name != "py.typed"
    }
    assert counted == there


def test_a_result_holds_on_later_days(cached):
    """A row that was right yesterday is right today."""
    folder, result = cached(dossier())
    assert _load(folder, result, DAY) == result
    assert _load(folder, result, DAY + timedelta(days=10)) == result


def test_what_can_be_taught_is_said_by_a_cached_result_too(tmp_path):
    """A file whose headings nobody knows: its remedies are those of the run that read it."""
    path, folder = tmp_path / "a.csv", tmp_path / "result"
    path.write_bytes(csv_bytes([["Số sổ", "Vào sổ", "Đi đâu"], ["A1", "16/05/2024", "B"]]))
    folder.mkdir()
    keys = PlanKeys.of(plan(tmp_path))
    result = convert(InputFile(path, path.name), keys, DAY, folder, Limits())
    assert any("cot-la.xlsx" in problem.remedy for problem in result.problems)
    cache.store(result, folder, DAY)
    assert _load(folder, result, DAY) == result


def test_a_result_does_not_hold_on_earlier_days(cached):
    """Where the clock was put back, its rows might be after today."""
    folder, result = cached(dossier())
    assert _load(folder, result, DAY - timedelta(days=1)) is None


def test_a_row_after_today_is_judged_again_tomorrow(cached):
    """It was rejected because of the day."""
    folder, result = cached(dossier(received="01/06/2024", due=None, ended=None, status=None))
    assert [problem.code for problem in result.problems] == ["received_after_today"]
    assert _load(folder, result, DAY) == result
    assert _load(folder, result, DAY + timedelta(days=30)) is None


def _damages(path):
    """What a power cut, a full disk or a program may leave of a file."""
    content = path.read_bytes()
    half = len(content) // 2
    flipped = content[:half] + bytes([content[half] ^ 1]) + content[half + 1 :]
    return {
        "empty": b"", "zeros": bytes(len(content)), "cut": content[:half],
        "its end in zeros": content[:half] + bytes(len(content) - half), "one bit": flipped,
        "longer": content + b"x", "other": b"PAR1" * (len(content) // 4),
    }  # fmt: skip


def test_a_damaged_part_of_a_result_is_noticed(cached):
    """Each of its files, whatever became of it, at the same size or another."""
    folder, result = cached(dossier(channel="Fax"))
    paths = [path for path in folder.iterdir() if path.is_file()]
    assert {path.suffix for path in paths} == {".json", ".parquet"}
    for path in paths:
        sound = path.read_bytes()
        for name, content in _damages(path).items():
            path.write_bytes(content)
            assert _load(folder, result, DAY) is None, (path.name, name)
        path.unlink()
        assert _load(folder, result, DAY) is None
        path.write_bytes(sound)
    assert _load(folder, result, DAY) == result


@pytest.mark.parametrize(
    "text",
    ["[]", "{}", "null", "[" * 100_000, '{"today": "2024-05-16", "sheets": [], "problems": []}'],
)
@pytest.mark.parametrize("is_signed", [True, False])
def test_a_result_that_says_something_else_is_none(cached, text, is_signed):
    """An empty list of sheets, another shape, whether its checksum holds or not."""
    folder, result = cached(dossier())
    digest = hashlib.sha256(text.encode()).hexdigest() if is_signed else "0" * 64
    (folder / "result.json").write_text(f"{digest}\n{text}", encoding="utf-8")
    assert _load(folder, result, DAY) is None


def test_a_result_is_of_one_file_alone(cached):
    """Under another file's sha256 it is none."""
    folder, _ = cached(dossier())
    assert cache.load(folder, "0" * 64, DAY) is None


def test_a_file_that_is_swapped_before_it_is_read_is_not_kept_under_its_first_content(tmp_path):
    """Its numbers come with the sha256 of what was read; the next run reads what is there then."""
    path, folder, other = tmp_path / "a.csv", tmp_path / "result", export("ratings", rating())
    path.write_bytes(export("dossiers", dossier()))
    file, keys = InputFile(path, path.name), PlanKeys.of(plan(tmp_path))
    hashed = cache.sha256(file)
    path.write_bytes(other)
    with children(1, Limits()) as pool:
        pool.read(file, hashed, keys, DAY, folder)
        ((_, result),) = pool.results()
    (sheet,) = result.sheets
    assert (sheet.source.kind, sheet.source.sha256) == (
        "ratings",
        hashlib.sha256(other).hexdigest(),
    )
    assert cache.load(folder, hashed, DAY) is None
    assert _load(folder, result, DAY) is None
