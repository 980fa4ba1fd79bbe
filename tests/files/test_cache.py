"""A cached result holds on later days, unless the day made a difference."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pipeline.files import cache
from pipeline.files.convert import convert
from pipeline.model import InputFile, Limits
from pipeline.plan.keys import PlanKeys
from tests.builders import csv_bytes, dossier, export, plan
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
    assert cache.load(folder, DAY) == result
    assert cache.load(folder, DAY + timedelta(days=10)) == result


def test_what_can_be_taught_is_said_by_a_cached_result_too(tmp_path):
    """A file whose headings nobody knows: its remedies are those of the run that read it."""
    path, folder = tmp_path / "a.csv", tmp_path / "result"
    path.write_bytes(csv_bytes([["Số sổ", "Vào sổ", "Đi đâu"], ["A1", "16/05/2024", "B"]]))
    folder.mkdir()
    keys = PlanKeys.of(plan(tmp_path))
    result = convert(InputFile(path, path.name), keys, DAY, folder, Limits())
    assert any("cot-la.xlsx" in problem.remedy for problem in result.problems)
    cache.store(result, folder, DAY)
    assert cache.load(folder, DAY) == result


def test_a_result_does_not_hold_on_earlier_days(cached):
    """Where the clock was put back, its rows might be after today."""
    folder, _ = cached(dossier())
    assert cache.load(folder, DAY - timedelta(days=1)) is None


def test_a_row_after_today_is_judged_again_tomorrow(cached):
    """It was rejected because of the day."""
    folder, result = cached(dossier(received="01/06/2024", due=None, ended=None, status=None))
    assert [problem.code for problem in result.problems] == ["received_after_today"]
    assert cache.load(folder, DAY) == result
    assert cache.load(folder, DAY + timedelta(days=30)) is None
