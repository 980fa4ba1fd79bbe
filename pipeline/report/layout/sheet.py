"""A worksheet that takes plain cells by columns, and formulas as they are: tables of many rows in a
fraction of the time.

It stands on parts of xlsxwriter that are not public: pyproject.toml holds the library below its
next minor release, tests/report/test_sheet.py compares it with the public way, docs/performance.md
says what it is worth.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_col_to_name, xl_range
from xlsxwriter.worksheet import Worksheet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_EPOCH = date(1899, 12, 30)
_CHARACTERS_OF_A_CELL = 32_767
_CALLED = re.compile(r"([A-Z][A-Z0-9.]*)\(")
_OLD_FUNCTIONS = frozenset(
    (
        "AND", "COUNT", "COUNTIF", "COUNTIFS", "HYPERLINK", "IF", "INT", "ISNUMBER", "MAX", "OR",
        "ROUND", "ROWS", "SUM", "SUMPRODUCT",
    )
)  # fmt: skip


@dataclass(frozen=True)
class PlainColumn:
    """The values of plain cells, their format, and what of a value is shown."""

    values: Sequence[Any]
    cell_format: Any
    shown: Callable[[Any], Any]


class Sheet(Worksheet):  # type: ignore[misc] # the library has no types
    """As the library's, which keeps an object for every cell until the file is written; rows of
    texts, numbers and days are held as the XML that they become.
    """

    dim_rowmin: Any
    dim_rowmax: Any

    def __init__(self) -> None:
        super().__init__()
        self._plain: dict[int, str] = {}

    def is_plain(self, row: int) -> bool:
        """Whether the row has no height of its own and no cells yet."""
        return row not in self.row_info and not self.table.get(row)

    def write_plain_rows(self, first: int, columns: Sequence[PlainColumn]) -> None:
        """Plain rows from the row `first` and the first column on; None is an empty cell. What
        stands in a column several times becomes XML once.
        """
        last = first + len(columns[0].values) - 1
        self._check_dimensions(first, 0)
        self._check_dimensions(last, len(columns) - 1)
        cells = []
        for index, column in enumerate(columns):
            format_index = column.cell_format._get_xf_index()  # noqa: SLF001
            start, style = f'<c r="{_letters(index)}', f'" s="{format_index}"'
            rest = {
                value: f"{style}{self._rest(column.shown(value))}"
                for value in dict.fromkeys(column.values)
            }
            numbered = enumerate(column.values, first + 1)
            cells.append([f"{start}{number}{rest[value]}" for number, value in numbered])
        for row, texts in enumerate(zip(*cells, strict=True), first):
            self._plain[row] = f'<row r="{row + 1}">{"".join(texts)}</row>'

    def _rest(self, value: Any) -> str:
        """A cell's XML behind its format; texts are their numbers in the shared table."""
        if value is None:
            return "/>"
        if isinstance(value, str):
            index = self.str_table._get_shared_string_index(value[:_CHARACTERS_OF_A_CELL])  # noqa: SLF001
            return f' t="s"><v>{index}</v></c>'
        if isinstance(value, date):
            return _day(value)
        return f"><v>{value:.16G}</v></c>"

    def add_table(self, top: int, left: int, bottom: int, right: int, options: Any) -> None:
        """The library notes every cell of a table, in case another overlaps it; ours never do."""
        super().add_table(top, left, top + 1, right, options)
        area = xl_range(top, left, bottom, right)
        self.tables[-1] |= {"range": area, "a_range": area, "autofilter": area}

    def _write_rows(self) -> None:
        """The library's rows before, between and after the plain ones."""
        first: int = self.dim_rowmin
        last: int = self.dim_rowmax
        start = first
        for _, numbered in groupby(enumerate(sorted(self._plain)), lambda pair: pair[1] - pair[0]):
            rows = [row for _, row in numbered]
            self.dim_rowmin, self.dim_rowmax = start, rows[0] - 1
            super()._write_rows()
            self.fh.writelines(self._plain[row] for row in rows)
            start = rows[-1] + 1
        self.dim_rowmin, self.dim_rowmax = start, last
        super()._write_rows()
        self.dim_rowmin = first

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: FBT001, FBT002 - the library's
        """The library looks for each of thirty functions newer than Excel 2007, one by one."""
        if _OLD_FUNCTIONS.issuperset(_CALLED.findall(formula)):
            return formula.removeprefix("=")
        return str(super()._prepare_formula(formula, expand_future_functions))


@cache
def _letters(column: int) -> str:
    return str(xl_col_to_name(column))


@cache
def _day(day: date) -> str:
    return f"><v>{(day - _EPOCH).days}</v></c>"
