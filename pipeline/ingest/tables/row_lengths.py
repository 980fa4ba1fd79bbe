"""Rows of another length than their table, in formats whose cells have no place but that they
follow each other: two rows that ran together, the header with the one below it, a cell that is
lost or doubled.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from pipeline.ingest.guards.cell_positions import named_rows
from pipeline.ingest.tables.noise import is_filled
from pipeline.model import Doubt

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.ingest.grid import Grid
    from pipeline.ingest.tables.header import Header

_FEW = 2  # a title has no more cells
_VALUE = re.compile(r"\d{4}")  # of a date or a code; headings have no such number


def ragged(grid: Grid, header: Header, data: np.ndarray) -> Iterator[Doubt]:
    """What is told of rows that are too long or too short; `data` are indexes of the grid."""
    if not grid.may_be_joined or not len(data):
        return
    longer, shorter = _by_cells(grid, header, data)
    longer |= _behind_headings(grid, header, data) | _joined_header(grid, header, data)
    yield from _of_rows("ragged_rows", longer)
    yield from _of_rows("short_rows", shorter)


def _by_cells(grid: Grid, header: Header, data: np.ndarray) -> tuple[set[int], set[int]]:
    """Rows with more and with fewer cells than most, empty ones counted, where the format tells;
    the header among them where it has as many as other rows.
    """
    if not len(grid.reaches):
        return set(), set()
    cells, own = grid.reaches[data], int(grid.reaches[header.first : header.last + 1].max())
    usual = _usual(cells, own)
    longer, shorter = set(data[cells > usual].tolist()), set(data[cells < usual].tolist())
    shorter |= _like_titles(grid, usual, header.last + 1, int(data[-1]) + 2)
    if not grid.is_header_exact:  # staff leave out empty cells at a line's end
        return longer, set()
    return longer | ({header.last} if own > usual else set()), shorter | (
        {header.last} if own < usual else set()
    )


def _like_titles(grid: Grid, usual: int, first: int, end: int) -> set[int]:
    """Rows of a table that lack one cell and are taken for titles where it is narrow."""
    cells = grid.reaches[first:end]
    rows = np.flatnonzero((cells == usual - 1) & (cells <= _FEW) & (cells > 1)) + first
    return {int(row) for row in rows if all(map(_has_text, grid.row(int(row))[: usual - 1]))}


def _has_text(cell: str | None) -> bool:
    return bool(cell and cell.strip())


def _usual(cells: np.ndarray, own: int) -> int:
    """The number of most rows; of two as frequent the header's, else the smaller, for what ran
    together is longer.
    """
    counts: Counter[int] = Counter([own, *cells.tolist()])
    return max(counts, key=lambda number: (counts[number], number == own, -number))


def _behind_headings(grid: Grid, header: Header, data: np.ndarray) -> set[int]:
    """Rows with something behind the last heading."""
    width = max((i + 1 for i, text in enumerate(header.printed) if text), default=0)
    is_long = np.zeros(grid.height, dtype=bool)
    for column in grid.columns[width:]:
        is_long |= is_filled(column)
    return set(data[is_long[data]].tolist())


def _joined_header(grid: Grid, header: Header, data: np.ndarray) -> set[int]:
    """The header's last row, where there are values among the headings behind all cells."""
    rows = pa.array(data)
    used = (i + 1 for i, cells in enumerate(grid.columns) if is_filled(cells.take(rows)).any())
    behind = [text for text in header.printed[max(used, default=0) :] if text]
    return {header.last} if len(behind) > 1 and any(map(_VALUE.search, behind)) else set()


def _of_rows(code: str, rows: set[int]) -> Iterator[Doubt]:
    """A doubt about rows, indexes of the grid."""
    if rows:
        numbers = [row + 1 for row in sorted(rows)]
        yield Doubt(code, {"count": len(rows), "rows": named_rows(numbers)})
