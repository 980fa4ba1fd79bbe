"""What a workbook says of itself, whoever has changed it."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from pipeline.model import Limits, UnreadableFileError
from pipeline.verify.said import said
from tests.report.commune import AS_OF
from tests.verify.books import written


def _edited(path, edit):
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    edit(book)
    book.save(path)
    return path


def _without(*names):
    def edit(book):
        for name in names:
            del book[name]

    return edit


def _day(text):
    return lambda book: book["Nguồn dữ liệu"].__setitem__("B2", text)


def test_the_day_files_and_rows(tmp_path):
    """Of every file its digest, and the rows read of all its sheets."""
    read = said(written(tmp_path), Limits())
    assert read.as_of == AS_OF
    assert {name: rows for name, (_, rows) in read.files.items()} == {
        "a.csv": 3, "b.csv": 1, "c.csv": 1, "d.csv": 1, "e.csv": 1,
    }  # fmt: skip
    assert {len(digest) for digest, _ in read.files.values()} == {64}


def test_one_edited_line_changes_no_day(tmp_path):
    """The rows of the facts have it, too; only without these the line counts."""
    path = _edited(written(tmp_path), _day("17/05/2024"))
    assert said(path, Limits()).as_of == AS_OF
    assert said(_edited(path, _without("Số liệu")), Limits()).as_of == date(2024, 5, 17)


@pytest.mark.parametrize(
    "edit", [_without("Nguồn dữ liệu"), lambda book: (_day("x")(book), _without("Số liệu")(book))]
)
def test_a_workbook_that_says_nothing(tmp_path, edit):
    """It is none of ours, or as good as none."""
    path = _edited(written(tmp_path), edit)
    with pytest.raises(UnreadableFileError, match="không phải tệp Phụ lục II"):
        said(path, Limits())
