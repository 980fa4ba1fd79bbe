"""Date columns of which nobody knows whether day or month stands first (DOMAIN.md, "dates").

A spreadsheet under American settings takes 04/05/2024 for April 5 and leaves 15/04/2024 a text; a
system may print the month first. Nothing is guessed: all dates of such a column are left unread.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.normalise.columns import is_true, is_workbook_date
from pipeline.values.dates import MONTHS, is_month_first
from schemas.cells import Cell
from schemas.contracts import contracts

if TYPE_CHECKING:
    from pipeline.normalise.columns import Columns

_SLIP = 1  # so many of the wrong order in a column of the right one are slips of the pen


def with_doubted_orders(columns: Columns) -> Columns:
    """The columns, without the dates of those of them that are out of order; and, where there is
    one, of those that do not show by a day after the 12th that they are not.
    """
    dates = [column.name for column in contracts()[columns.kind].columns
             if column.type == "date" and columns.has(column.name)]  # fmt: skip
    wrong = [name for name in dates if _is_suspect(columns, name) and _is_wrong(columns, name)]
    if not wrong:
        return columns
    unproven = [name for name in dates if not _is_late(columns, name).any()]
    for name in {*wrong, *unproven}:
        columns = _without_dates(columns, name)
    return columns


def _is_suspect(columns: Columns, name: str) -> bool:
    """A cheap look: only texts that could not be read, or real dates beside texts."""
    return name in columns.mixed or bool((columns.cell(name) == Cell.UNREAD).any())


def _is_wrong(columns: Columns, name: str) -> bool:
    return _is_month_first(columns, name) or _is_half_converted(columns, name)


def _is_month_first(columns: Columns, name: str) -> bool:
    wrong = _month_first(columns, name).sum()
    return bool(wrong > _SLIP or (wrong and not _is_late(columns, name).any()))


def _is_half_converted(columns: Columns, name: str) -> bool:
    """Real dates all up to the 12th, while texts with later days stand beside them."""
    is_real = is_true(is_workbook_date(columns.texts[name])) & (columns.cell(name) == Cell.VALUE)
    is_late = _is_late(columns, name)
    return bool(is_real.any() and not (is_real & is_late).any() and is_late.any())


def _is_late(columns: Columns, name: str) -> np.ndarray:
    """Where a day after the 12th was read, which can be no month."""
    return is_true(pc.greater(pc.day(columns.value(name)), MONTHS))


def _month_first(columns: Columns, name: str) -> np.ndarray:
    """Where a text that was not read can only be month first."""
    unread = np.flatnonzero(columns.cell(name) == Cell.UNREAD)
    texts = columns.texts[name].take(pa.array(unread)).to_pylist()
    found = np.zeros(columns.length, dtype=bool)
    found[unread] = [is_month_first(text) for text in texts]
    return found


def _without_dates(columns: Columns, name: str) -> Columns:
    cells = columns.cell(name).copy()
    cells[(cells == Cell.VALUE) | _month_first(columns, name)] = Cell.UNORDERED
    nothing = pa.nulls(columns.length, columns.value(name).type)
    return replace(
        columns, values=columns.values | {name: nothing}, cells=columns.cells | {name: cells}
    )
