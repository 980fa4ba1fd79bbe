"""A sheet as cells: columns of text, all from row 1 on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Grid:
    """Columns of text of equal length; position i of each is row i + 1 as Excel shows it.

    Dates are `yyyy-mm-dd hh:mm:ss`, numbers have a decimal point, error cells read "#N/A".
    `is_damaged`: the reader could not make out the sheet, which then has no columns.
    """

    name: str
    hidden: bool
    columns: list[pa.StringArray]
    is_damaged: bool = False

    @property
    def height(self) -> int:
        """Rows, blank ones included."""
        return len(self.columns[0]) if self.columns else 0

    def row(self, index: int) -> list[str | None]:
        """The cells of one row, index from 0."""
        return [column[index].as_py() for column in self.columns]
