"""Sums of a table 06a/VPCP that do not hold, and what of it could not be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model import FIELD, GROUP, TOTAL, Doubt, HandlingRow, HandlingTable
from schemas.handling import handling_words, section

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_MOST = 10  # faults that a message names


def handling_doubts(table: HandlingTable) -> Iterator[Doubt]:
    """Told once each, with the first places."""
    for code, places in (("summary_unread", table.unread), ("summary_sums", [*_wrong_sums(table)])):
        if places:
            rest = len(places) - _MOST
            more = [f"và {rest} chỗ khác"] if rest > 0 else []
            yield Doubt(code, {"places": "; ".join([*places[:_MOST], *more])})


def _wrong_sums(table: HandlingTable) -> Iterator[str]:
    for row in table.rows:
        yield from _wrong_in_row(table, row)
    fields = [row for row in table.rows if row.grain == FIELD]
    for position, row in enumerate(table.rows):
        if row.grain == TOTAL:
            yield from _wrong_total(table, row, fields, "các dòng")
        elif row.grain == GROUP:
            below = _following(table.rows[position + 1 :])
            yield from _wrong_total(table, row, below, f"các dòng của mục {row.name}")


def _following(rows: Iterable[HandlingRow]) -> list[HandlingRow]:
    following: list[HandlingRow] = []
    for row in rows:
        if row.grain != FIELD or row.is_upper:
            break
        following.append(row)
    return following


def _wrong_in_row(table: HandlingTable, row: HandlingRow) -> Iterator[str]:
    """A column of several parts beside the columns that these stand in; what came in beside what
    was finished and what is open.
    """
    for position, column in enumerate(table.columns):
        finer = [
            other for other, entry in enumerate(table.columns)
            if entry.section == column.section and set(entry.parts) < set(column.parts)
        ]  # fmt: skip
        finest = [
            other for other in finer
            if not any(set(table.columns[o].parts) < set(table.columns[other].parts) for o in finer)
        ]  # fmt: skip
        if set(column.parts) == {part for other in finest for part in table.columns[other].parts}:
            yield from _unequal(table, row, position, [row.figures[other] for other in finest],
                                "các cột")  # fmt: skip
    totals = {
        column.section: position for position, column in enumerate(table.columns)
        if column.parts == section(column.section).parts
    }  # fmt: skip
    if len(totals) == len(handling_words().section):
        handled = [row.figures[totals[name]] for name in ("finished", "open")]
        yield from _unequal(table, row, totals["received"], handled, "đã và đang giải quyết")


def _wrong_total(
    table: HandlingTable, row: HandlingRow, parts: Sequence[HandlingRow], of: str
) -> Iterator[str]:
    for position in range(len(table.columns) if parts else 0):
        figures = [part.figures[position] for part in parts]
        yield from _unequal(table, row, position, figures, of)


def _unequal(
    table: HandlingTable, row: HandlingRow, position: int, figures: Sequence[int | None], of: str
) -> Iterator[str]:
    """The cell and the sum that it should be; with an empty cell among them nothing is known."""
    stated, known = row.figures[position], [figure for figure in figures if figure is not None]
    if stated is not None and len(known) == len(figures) and stated != sum(known):
        from xlsxwriter.utility import xl_rowcol_to_cell  # noqa: PLC0415 - large, seldom needed

        cell = xl_rowcol_to_cell(row.row - 1, table.columns[position].index)
        yield f"{cell} ghi {stated}, cộng {of} được {sum(known)}"
