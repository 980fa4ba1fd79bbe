"""Sheets whose reader finds cell after cell, row after row: from there to columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from pipeline.ingest.formulas import Formulas
from pipeline.ingest.grid import LAST_COLUMN, LAST_ROW, Grid, Hidden
from pipeline.ingest.guards.cell_positions import named_rows
from pipeline.ingest.merges import Merges
from pipeline.model import Doubt, UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Limits

Cells = dict[int, str]


def check_extent(columns: int, rows: int) -> None:
    """Raises UnreadableFileError where a table says that it is larger than any sheet."""
    if columns > LAST_COLUMN or rows > LAST_ROW:
        raise UnreadableFileError("bảng khai báo số cột hoặc số dòng quá lớn")


@dataclass
class CellsByRow:
    """What was found so far: each row's texts by their column, merges and formulas; all from 0.

    `lost`: rows with cells that are none of the table's; `reaches`: how many columns each row has,
    empty cells counted, where the format tells.
    """

    limits: Limits
    rows: list[Cells] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    formulas: list[tuple[int, int, bool]] = field(default_factory=list)
    lost: set[int] = field(default_factory=set)
    reaches: list[int] = field(default_factory=list)
    _width: int = 0

    def add_row(self, cells: Cells) -> None:
        """A row below the others; raises UnreadableFileError where they overflow memory."""
        self.rows.append(cells)
        self._width = max(self._width, *(column + 1 for column in cells)) if cells else self._width
        if self._width * len(self.rows) > self.limits.cells:
            raise UnreadableFileError(f"bảng có hơn {self.limits.cells} ô, hãy chia nhỏ tệp")

    def add_merge(self, row: int, column: int, height: int, width: int) -> None:
        """A cell that stretches; raises as `check_extent` does."""
        check_extent(column + width, height)
        if height > 1 or width > 1:
            self.merges.append((row, column, row + height - 1, column + width - 1))

    def grid(
        self, name: str, hidden: Hidden, *, notes: tuple[str, ...] = (), is_1904: bool = False
    ) -> Grid:
        """Columns from rows."""
        columns = [
            pa.array([cells.get(index) or None for cells in self.rows], type=pa.string())
            for index in range(self._width)
        ]
        return Grid(
            name, columns, is_1904=is_1904, notes=(*notes, *hidden.notes()),
            merges=Merges.of(self.merges), formulas=Formulas.of(self.formulas),
            doubts=tuple(self._doubts()), may_be_joined=True, is_header_exact=True,
            reaches=np.array(self.reaches, np.int64),
        )  # fmt: skip

    def _doubts(self) -> Iterator[Doubt]:
        if self.lost:
            rows = named_rows([row + 1 for row in sorted(self.lost)])
            yield Doubt("lost_cells", {"count": len(self.lost), "rows": rows})
