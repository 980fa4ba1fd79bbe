"""Which workbooks teach is seen by their list of sheets, whatever stands there."""

from __future__ import annotations

import subprocess
import sys
import zipfile

import pytest

from pipeline.files.discover import teaches
from tests.builders import lesson, xlsx_bytes
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
    code = f"from pathlib import Path; from pipeline.files.discover import teaches; print(teaches(Path({str(path)!r})))"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.strip() == "False"
