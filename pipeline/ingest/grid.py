"""A sheet as cells: columns of text, all from row 1 on."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.ingest.formulas import Formulas
from pipeline.ingest.merges import Merges
from pipeline.model import NOTHING_TAUGHT, Taught

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pipeline.model import Doubt

# What stands in for the value of a formula that was never calculated; the vocabulary of errors
# has it.
UNCALCULATED = "#CHƯA TÍNH"
# What stands in for a text of more characters than any value has; no type knows it.
TOO_LONG, MOST_CHARACTERS = "#QUÁ DÀI", 1000
# What a spreadsheet holds at most: a span or an index beyond this is damage or malice.
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
HIDDEN_SHEET = "trang bị ẩn"  # a note


@dataclass(frozen=True)
class Grid:
    """Columns of text of equal length; position i of each is row i + 1 as Excel shows it.

    Dates are `yyyy-mm-dd hh:mm:ss`, numbers have a decimal point, error cells read "#N/A".
    `is_damaged`: the reader could not make out the sheet, which then has no columns. `is_1904`:
    plain numbers that mean dates count from 1904. `notes` go to the source's message. Cells that
    a merge covers are as the file has them, most of them empty. `top`: the rows before it are
    another table's and blank here. `numbers`, of a column's index, says which of its cells are
    numbers, where the format tells them from texts. `taught`: what headings of its file mean beside
    what the contracts say. `may_be_joined`: cells have no place but that they follow each other, so
    that two rows may have run together. `reaches`: how many cells each row has, empty ones counted,
    none where the format does not tell; `is_header_exact`: the header has as many as other rows.
    """

    name: str
    columns: list[pa.StringArray]
    is_damaged: bool = False
    is_1904: bool = False
    notes: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    merges: Merges = field(default_factory=Merges)
    formulas: Formulas = field(default_factory=Formulas)
    top: int = 0
    numbers: Callable[[int], pa.Array] | None = None
    taught: Taught = NOTHING_TAUGHT
    may_be_joined: bool = False
    reaches: np.ndarray = field(default_factory=lambda: np.array([], dtype=np.int64))
    is_header_exact: bool = False

    @property
    def height(self) -> int:
        """Rows, blank ones included."""
        return len(self.columns[0]) if self.columns else 0

    def row(self, index: int) -> list[str | None]:
        """The cells of one row, index from 0."""
        return [column[index].as_py() for column in self.columns]

    def head(self, rows: int) -> list[tuple[str | None, ...]]:
        """The cells of the first rows from `top` on."""
        columns = [column.slice(self.top, rows).to_pylist() for column in self.columns]
        return list(zip(*columns, strict=True))

    def above(self, row: int) -> Grid:
        """The rows before one."""
        return replace(self, columns=[column.slice(0, row) for column in self.columns])

    def below(self, row: int) -> Grid:
        """The rows from one on; those before it are blank, so that every row keeps its number."""
        blank = pa.nulls(row, pa.string())
        columns = [pa.concat_arrays([blank, column.slice(row)]) for column in self.columns]
        return replace(self, columns=columns, top=row)

    def between(self, first: int, end: int) -> Grid:
        """The columns from one on to before another; the others are blank."""
        blank = pa.nulls(self.height, pa.string())
        columns = [
            column if first <= index < end else blank for index, column in enumerate(self.columns)
        ]
        return replace(self, columns=columns)


def with_cells(
    columns: Sequence[pa.StringArray], cells: dict[tuple[int, int], str]
) -> list[pa.StringArray]:
    """The columns with some cells, (row, column) from 0, replaced or added."""
    if not cells:
        return list(columns)
    height = max([len(columns[0]) if columns else 0, *(row + 1 for row, _ in cells)])
    width = max([len(columns), *(column + 1 for _, column in cells)])
    by_column: dict[int, dict[int, str]] = defaultdict(dict)
    for (row, column), text in cells.items():
        by_column[column][row] = text
    padded = [_padded(columns[index] if index < len(columns) else None, height)
              for index in range(width)]  # fmt: skip
    return [
        _replaced(column, by_column[index]) if index in by_column else column
        for index, column in enumerate(padded)
    ]


def _padded(column: pa.StringArray | None, height: int) -> pa.StringArray:
    if column is None:
        return pa.nulls(height, pa.string())
    if len(column) == height:
        return column
    return pa.concat_arrays([column, pa.nulls(height - len(column), pa.string())])


def _replaced(column: pa.StringArray, texts: dict[int, str]) -> pa.StringArray:
    positions = sorted(texts)
    mask = np.zeros(len(column), dtype=bool)
    mask[positions] = True
    replacements = pa.array([texts[row] for row in positions])
    return pc.replace_with_mask(column, pa.array(mask), replacements)


@dataclass(frozen=True)
class Hidden:
    """What a sheet hides; rows and columns are counted from 1."""

    rows: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()

    def notes(self) -> tuple[str, ...]:
        """In words, for the source's message: "dòng ẩn: 5, 7–9", "cột ẩn: C"."""
        parts = []
        if self.rows:
            parts.append(f"dòng ẩn: {_ranges(self.rows, str)}")
        if self.columns:
            parts.append(f"cột ẩn: {_ranges(self.columns, _letters)}")
        return tuple(parts)


_MOST_RANGES = 10


def _letters(column: int) -> str:
    from xlsxwriter.utility import xl_col_to_name  # noqa: PLC0415 - large, and seldom needed

    return str(xl_col_to_name(column - 1))


def _ranges(numbers: tuple[int, ...], shown: Callable[[int], str]) -> str:
    """ "5, 7–9": runs of consecutive numbers, the first few of them."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    texts = [shown(a) if a == b else f"{shown(a)}–{shown(b)}" for a, b in runs[:_MOST_RANGES]]
    return ", ".join(texts) + (", …" if len(runs) > _MOST_RANGES else "")


@lru_cache(maxsize=LAST_COLUMN)
def column_index(letters: str) -> int:
    """A column from 0 by its letters."""
    from xlsxwriter.utility import xl_cell_to_rowcol  # noqa: PLC0415 - large, and seldom needed

    return int(xl_cell_to_rowcol(f"{letters}1")[1])
