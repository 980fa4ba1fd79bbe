"""A run with nothing new: the last one stands; with anything new, it does not."""

from __future__ import annotations

import pytest

from tests.builders import dossier, export, plan_bytes
from tests.command import pipeline
from tests.formats import xls_that_kills

SAME = "Không có gì thay đổi từ lần chạy trước"


@pytest.fixture
def office(tmp_path):
    """Inputs, a report of them, and run() for another one."""
    inputs, outputs = tmp_path / "inputs", tmp_path / "outputs"
    inputs.mkdir()
    (inputs / "ke-hoach.xlsx").write_bytes(plan_bytes())
    (inputs / "a.csv").write_bytes(export("dossiers", dossier(), dossier(code="B", channel="Fax")))

    class Office:
        folder = inputs
        results = outputs

        def run(self, *arguments, as_of="16/05/2024"):
            places = ("--inputs", inputs, "--outputs", outputs, "--as-of", as_of)
            done = pipeline("report", *places, *arguments)
            return done.returncode, done.stdout

        def files(self):
            return {
                path.relative_to(outputs): (path.stat().st_mtime_ns, path.read_bytes())
                for path in outputs.rglob("*")
                if path.is_file() and ".bo-nho-dem" not in path.parts
            }

    office = Office()
    office.first = office.run()
    return office


def test_nothing_new_leaves_every_file_as_it_is_and_says_the_same(office):
    """Not a byte is written anew; the summary is repeated, with the reason why nothing was done."""
    before = office.files()
    status, screen = office.run()
    assert (status, office.files()) == (0, before)
    first = office.first[1].splitlines()
    assert screen.splitlines() == [*first, f"{SAME}: các báo cáo được giữ nguyên."]


def test_nothing_new_is_as_strict_as_the_run_before(office):
    """Status 1 with --strict, where a row was rejected."""
    status, screen = office.run("--strict")
    assert (status, SAME in screen) == (1, True)


def _new_export(office):
    (office.folder / "b.csv").write_bytes(export("dossiers", dossier(code="C")))


def _changed_export(office):
    (office.folder / "a.csv").write_bytes(export("dossiers", dossier(code="C")))


def _renamed_export(office):
    (office.folder / "a.csv").rename(office.folder / "c.csv")


def _other_file(office):
    (office.folder / "ghi-chu.txt").write_text("x", encoding="utf-8")


def _changed_plan(office):
    units = [[1, "H21.65", "Xã Một", "UBND xã Một; Xã 1"]]
    (office.folder / "ke-hoach.xlsx").write_bytes(plan_bytes(**{"Đơn vị": units}))


def _removed_output(office):
    (office.results / "loi_2024-05-16.csv").unlink()


def _changed_output(office):
    with (office.results / "so-lieu_2024-05-16.csv").open("a", encoding="utf-8") as stream:
        stream.write("x\n")


def _removed_copy_to_correct(office):
    (office.results / "can-sua" / "sua_a.xlsx").unlink()


def _removed_cache(office):
    for path in (office.results / ".bo-nho-dem").glob("*.json"):
        path.unlink()


@pytest.mark.parametrize(
    "change",
    [
        _new_export, _changed_export, _renamed_export, _other_file, _changed_plan,
        _removed_output, _changed_output, _removed_copy_to_correct, _removed_cache,
    ],
    ids=lambda change: change.__name__.lstrip("_"),
)  # fmt: skip
def test_anything_new_is_a_new_run(office, change):
    """Inputs, the plan, what lies beside them, outputs that were changed or removed."""
    change(office)
    status, screen = office.run()
    assert (status, SAME in screen) == (0, False)
    assert (office.results / "loi_2024-05-16.csv").exists()
    assert office.run()[1].splitlines()[-1].startswith(SAME)


def test_another_day_is_a_new_run(office):
    """A report of another day is another report; the earlier one is part of what it depends on."""
    assert SAME not in office.run(as_of="17/05/2024")[1]
    assert SAME in office.run(as_of="17/05/2024")[1]
    (office.results / "so-lieu_2024-05-16.csv").unlink()
    assert SAME not in office.run(as_of="17/05/2024")[1]


def test_a_file_that_was_lost_is_read_again(office):
    """What broke its reader, took too long or too much memory is tried anew."""
    rows = [["Mã hồ sơ", "Ngày tiếp nhận", "Tình trạng"], ["K", "01/04/2024", "Đang xử lý"]]
    (office.folder / "b.xls").write_bytes(xls_that_kills(rows))
    assert SAME not in office.run()[1]
    assert SAME not in office.run()[1]


def test_without_cache_nothing_is_remembered(office):
    """--no-cache reads everything again."""
    assert SAME not in office.run("--no-cache")[1]
