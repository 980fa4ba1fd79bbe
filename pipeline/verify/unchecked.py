"""What on the summary stands on an earlier report: it can't be compared where that is gone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline import notices
from pipeline.report import provenance
from pipeline.report.sheets import summary

if TYPE_CHECKING:
    from pipeline.verify.book import Row, Sheet

# Sheet -> how lines begin that ours has not, or not so, from the top down: the number of notices,
# the one that a report was not compared with, the link to *Thay đổi*; which reports those are.
_LINES = {
    summary.SHEET: ("Có ", f"• {notices.NOT_COMPARED}", provenance.CHANGES_SHEET),
    provenance.SHEET: provenance.EARLIER,
}


def without_changes(given: Sheet, own: Sheet) -> tuple[Sheet, Sheet, int]:
    """Both sheets without those cells, and how many the given one has of them: such lines, and on
    the summary the column of changes and the line below that says since when.
    """
    if given.name not in _LINES:
        return given, own, 0
    theirs, ours = given.rows, own.rows
    for start in _LINES[given.name]:
        theirs, ours = _without_lines(theirs, ours, start)
    if given.name == summary.SHEET:
        theirs, ours = _without_column(theirs), _without_column(ours)
    count = sum(map(len, given.rows.values())) - sum(map(len, theirs.values()))
    return replace(given, rows=theirs), replace(own, rows=ours), count


def _without_lines(
    given: dict[int, Row], own: dict[int, Row], start: str
) -> tuple[dict[int, Row], dict[int, Row]]:
    """Where the given sheet has more of them, as many rows of ours are left empty there."""
    gone, own_gone = (
        {number for number, row in rows.items() if _first(row).startswith(start)}
        for rows in (given, own)
    )
    more, first = len(gone) - len(own_gone), min(gone, default=0)
    return (
        {number: row for number, row in given.items() if number not in gone},
        {number + more * (number >= first): row for number, row in own.items()
         if number not in own_gone},
    )  # fmt: skip


def _first(row: Row) -> str:
    return str(row[1].value) if 1 in row else ""


def _without_column(rows: dict[int, Row]) -> dict[int, Row]:
    """Without the column from its heading down to the line below, and without that line."""
    cleared, column = {}, None
    for number, row in sorted(rows.items()):
        if _first(row).startswith(summary.SINCE):
            column = None
            continue
        cleared[number] = row if column is None else {n: c for n, c in row.items() if n != column}
        headed = [n for n, cell in row.items() if cell.value == summary.CHANGE]
        column = headed[0] if headed else column
    return cleared
