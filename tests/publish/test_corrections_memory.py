"""Many copies to correct cost no more memory than a few."""

from __future__ import annotations

import gc

import xlsxwriter

from pipeline.publish.folder import garbage_collected
from pipeline.report.layout.book import book_at
from tests.builders import TODAY


def _books():
    return sum(isinstance(entry, xlsxwriter.Workbook) for entry in gc.get_objects())


def test_workbooks_that_were_written_are_freed(tmp_path):
    """As in a run, where nothing collects them: never more than ten wait, and the last."""
    gc.collect()
    before, most = _books(), 0
    gc.disable()
    try:
        with garbage_collected() as collect:
            for number in range(35):
                with book_at(tmp_path / f"{number}.xlsx", created=TODAY) as book:
                    book.add_worksheet("A")
                most = max(most, _books())
                collect()
        gc.collect()
    finally:
        gc.enable()
    assert most <= before + 11
    assert _books() <= before + 1
