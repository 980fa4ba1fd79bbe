"""Workbooks that were written hold no memory, whatever the interpreter does with garbage."""

from __future__ import annotations

import gc
import weakref

from pipeline.report import write_workbook
from pipeline.report.layout import book as layout
from tests.builders import TODAY, plan
from tests.report.commune import results_of


def test_a_workbook_that_was_written_is_freed_without_looking_for_garbage(tmp_path, monkeypatch):
    """A whole one, with all its sheets, formats and charts: a run, which does not collect, writes a
    hundred of them.
    """
    alive = []

    class Watched(layout.Sheet):
        def __init__(self):
            super().__init__()
            alive.append(weakref.ref(self))

    monkeypatch.setattr(layout, "Sheet", Watched)
    results = results_of(tmp_path, plan(tmp_path))
    gc.disable()
    try:
        write_workbook(results, tmp_path / "a.xlsx")
        left = [sheet() for sheet in alive if sheet() is not None]
    finally:
        gc.enable()
    assert len(alive) > 10
    assert [sheet.__dict__ for sheet in left] == [{}] * len(left)


def test_the_parts_of_a_workbook_are_freed(tmp_path):
    """Not only what they hold."""
    gc.disable()
    try:
        with layout.book_at(tmp_path / "a.xlsx", created=TODAY) as book:
            sheet = weakref.ref(book.add_worksheet("A"))
            book.add_format({"bold": True})
            assert sheet() is not None
        assert sheet() is None
    finally:
        gc.enable()
