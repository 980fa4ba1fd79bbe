"""A commune's workbook as `pipeline verify` reads it."""

from __future__ import annotations

from pipeline.model import Limits
from pipeline.report import write_workbook
from pipeline.verify.book import Book
from tests.builders import TWO_UNITS, plan
from tests.report.commune import results_of


def written(tmp_path, name="a.xlsx"):
    """The workbook of two units, as a file."""
    path = tmp_path / name
    write_workbook(results_of(tmp_path, plan(tmp_path, **TWO_UNITS)), path)
    return path


def sheets(path):
    """Every sheet by name."""
    book = Book(path.read_bytes(), Limits())
    return {name: book.sheet(name) for name in book.names}
