"""What on the summary stands on an earlier report: it can't be compared where that is gone."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.report.provenance import CHANGES_SHEET
from pipeline.report.sheets.summary import CHANGE, SHEET, SINCE

if TYPE_CHECKING:
    from pipeline.verify.book import Row, Sheet


def without_changes(given: Sheet, own: Sheet) -> tuple[Sheet, Sheet, int]:
    """Both sheets without those cells, and how many the given one has of them: the column of
    changes, the line below that says since when, and the link to the sheet *Thay đổi*. Ours does
    not have the link: a row is left empty there.
    """
    if given.name != SHEET:
        return given, own, 0
    cleared, own_cleared = _cleared(given.rows), _cleared(own.rows)
    link, own_link = _link(cleared), _link(own_cleared)
    if link and not own_link:
        del cleared[link]
        own_cleared = {n + (n >= link): row for n, row in own_cleared.items()}
    count = sum(map(len, given.rows.values())) - sum(map(len, cleared.values()))
    return replace(given, rows=cleared), replace(own, rows=own_cleared), count


def _link(rows: dict[int, Row]) -> int | None:
    return next((number for number, row in rows.items() if _first(row) == CHANGES_SHEET), None)


def _first(row: Row) -> str:
    return str(row[1].value) if 1 in row else ""


def _cleared(rows: dict[int, Row]) -> dict[int, Row]:
    """Without the column from its heading down to the line below, and without that line."""
    cleared, column = {}, None
    for number, row in sorted(rows.items()):
        if _first(row).startswith(SINCE):
            column = None
            continue
        cleared[number] = row if column is None else {n: c for n, c in row.items() if n != column}
        headed = [n for n, cell in row.items() if cell.value == CHANGE]
        column = headed[0] if headed else column
    return cleared
