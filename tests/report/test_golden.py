"""Every sheet as text, as it was reviewed."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import Path

import pytest

from pipeline.report import write_workbook
from tests.builders import plan
from tests.report.commune import SHEETS, results_of
from tests.report.workbook_text import described

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="module")
def texts(tmp_path_factory):
    """The small commune's workbook as text, a sheet a file; with GOLDEN=write it is written anew."""
    folder = tmp_path_factory.mktemp("golden")
    write_workbook(results_of(folder, plan(folder)), folder / "a.xlsx")
    by_file = {_file_name(title): text for title, text in described(folder / "a.xlsx").items()}
    if os.environ.get("GOLDEN") == "write":
        for path in GOLDEN.glob("*.txt"):
            path.unlink()
        for name, text in by_file.items():
            (GOLDEN / name).write_text(text, encoding="utf-8", newline="\n")
    return by_file


def _file_name(title):
    plain = unicodedata.normalize("NFD", (title or "workbook").lower().replace("đ", "d"))
    return re.sub(r"[^a-z0-9 ]", "", plain).replace(" ", "-") + ".txt"


@pytest.mark.parametrize("title", ["", *SHEETS])
def test_a_sheet_is_as_reviewed(texts, title):
    """Values, formulas, formats, widths, merges, names, links, charts and print set-up, as text.

    After a change that is wanted: `GOLDEN=write make test ARGS=tests/report/test_golden.py`, then read
    the difference.
    """
    name = _file_name(title)
    assert texts[name].split("\n") == (GOLDEN / name).read_text(encoding="utf-8").split("\n")


def test_no_sheet_is_left_out_of_the_review(texts):
    """A reviewed text for every sheet, and none for a sheet that is gone."""
    assert {path.name for path in GOLDEN.iterdir()} == texts.keys()
