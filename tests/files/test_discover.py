"""Which workbooks teach is seen by their list of sheets, whatever stands there."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile

import pytest

from pipeline.files.discover import discover, teaches
from pipeline.model import Limits
from tests.builders import dossier, export, lesson, plan_bytes, xlsx_bytes
from tests.command import ROOT


def test_a_workbook_teaches_by_the_names_of_its_sheets(tmp_path):
    """The one that is written for it does, another one does not."""
    for name, content in (("a.xlsx", lesson({"x": "y"})), ("b.xlsx", xlsx_bytes({"A": [["x"]]}))):
        (tmp_path / name).write_bytes(content)
    assert teaches(tmp_path / "a.xlsx")
    assert not teaches(tmp_path / "b.xlsx")


@pytest.mark.parametrize("piece", ["<sheet ", "<a:sheet name", '<sheet name="', "<" + "a" * 50])
def test_a_list_of_sheets_that_never_ends_a_tag_stops_nothing(tmp_path, piece):
    """A megabyte of it, a few thousand bytes as packed, takes no longer than to read it."""
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", piece * ((1 << 20) // len(piece)))
    assert _names_found_in_time(path) == "False"


def _names_found_in_time(path):
    """Whether it teaches, by a process that ends."""
    code = f"from pathlib import Path; from pipeline.files.discover import teaches; print(teaches(Path({str(path)!r})))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return done.stdout.strip()


def _ods(*names):
    """No more of a workbook of OpenDocument than the list of its sheets."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        tables = "".join(
            f'<table:table table:style-name="ta1" table:name="{name}"><table:table-cell/></table:table>'
            for name in names
        )
        package.writestr("content.xml", f"<office:spreadsheet>{tables}</office:spreadsheet>")
    return stream.getvalue()


PLANS = {
    "ke-hoach (1).xlsx": plan_bytes(),
    "cũ/Kế hoạch 2023.xlsm": plan_bytes(),
    "ke-hoach_cu.ods": _ods("Hướng dẫn", "KẾ HOẠCH", "Đơn vị", "Chỉ tiêu"),
}


@pytest.mark.parametrize("name", PLANS)
def test_another_plan_is_named_and_not_read_as_an_export(tmp_path, name):
    """Whatever it is called, beside exports and beside nothing but samples; with the plan in use."""
    (tmp_path / "mau").mkdir()
    (tmp_path / "mau" / "a.csv").write_bytes(export("dossiers", dossier()))
    (tmp_path / "ke-hoach.xlsx").write_bytes(plan_bytes())
    (tmp_path / "ke-hoach-moi.xlsx").write_bytes(plan_bytes())
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(PLANS[name])
    for own in ([], ["a.csv"]):
        for file in own:
            (tmp_path / file).write_bytes(export("dossiers", dossier()))
        found = discover(tmp_path, tmp_path / "ke-hoach.xlsx", Limits())
        assert [file.name for file in found.files] == (own or ["mau/a.csv"])
        (problem,) = found.problems
        assert (problem.file, problem.code, problem.severity) == (name, "plan_copy", "warning")
        assert "kế hoạch đang dùng là ke-hoach.xlsx" in problem.message


@pytest.mark.parametrize("sheets", [("Kế hoạch",), ("Đơn vị", "Chỉ tiêu"), ("Kế hoạch", "Đơn vị")])
def test_sheets_named_as_some_of_a_plans_are_an_export(tmp_path, sheets):
    """Systems call sheets Đơn vị, too."""
    (tmp_path / "a.xlsx").write_bytes(xlsx_bytes({name: [["x"]] for name in sheets}))
    (tmp_path / "b.ods").write_bytes(_ods(*sheets))
    found = discover(tmp_path, tmp_path / "ke-hoach.xlsx", Limits())
    assert [file.name for file in found.files] == ["a.xlsx", "b.ods"]
    assert found.problems == ()


@pytest.mark.parametrize(
    "piece", ["<table:table ", '<table:table table:name="', "<table:table-cell "]
)
def test_tables_that_never_end_a_tag_stop_nothing(tmp_path, piece):
    """As of a list of sheets."""
    with zipfile.ZipFile(tmp_path / "a.ods", "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("content.xml", piece * ((1 << 20) // len(piece)))
    assert _names_found_in_time(tmp_path / "a.ods") == "False"
