"""A worksheet that takes the rows of tables by columns: many rows in a fraction of the time.

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

from pipeline.report.layout.cells import Live

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_EPOCH = date(1899, 12, 30)
_CHARACTERS_OF_A_CELL = 32_767
_CALLED = re.compile(r"([A-Z][A-Z0-9.]*)\(")
# Of these a value that repeats is looked up rather than made anew.
_SIMPLE = frozenset((str, int, float, date, type(None)))
_OLD_FUNCTIONS = frozenset(
    (
        "AND", "COUNT", "COUNTIF", "COUNTIFS", "HYPERLINK", "IF", "INT", "ISNUMBER", "MAX", "OR",
        "ROUND", "ROWS", "SUM", "SUMPRODUCT",
    )
)  # fmt: skip


@dataclass(frozen=True)
class TableColumn:
    """The values of a column's cells, and what becomes of one: its format and content, which is
    None, text, a number, a day, or a formula with the value that it has.
    """

    values: Sequence[Any]
    cell: Callable[[Any], tuple[Any, Any]]


class Sheet(Worksheet):  # type: ignore[misc] # the library has no types
    """As the library's, which keeps an object for every cell until the file is written; rows of
    tables are held as the XML that they become.
    """

    dim_rowmin: Any
    dim_rowmax: Any

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[int, str] = {}

    def is_free(self, row: int) -> bool:
        """Whether the row has no cells yet."""
        return not self.table.get(row)

    def write_rows(self, first: int, columns: Sequence[TableColumn]) -> None:
        """Whole rows from the row `first` and the first column on; None is an empty cell. Nothing
        else may be written in them, but their heights may be set before.
        """
        last = first + len(columns[0].values) - 1
        self._check_dimensions(first, 0)
        self._check_dimensions(last, len(columns) - 1)
        cells = []
        for index, column in enumerate(columns):
            start = f'<c r="{_letters(index)}'
            numbered = enumerate(self._rests(column), first + 1)
            cells.append([f"{start}{number}{rest}" for number, rest in numbered])
        for row, texts in enumerate(zip(*cells, strict=True), first):
            self._rows[row] = f'<row r="{row + 1}"{self._height(row)}>{"".join(texts)}</row>'

    def check_rows(self) -> None:
        """Raises ValueError where something else was written in a table's rows: it would not be in
        the file.
        """
        if mixed := [row for row in self._rows if self.table.get(row)]:
            raise ValueError(f"Cells beside a table in rows {mixed[:3]} of {self.name}")

    def _rests(self, column: TableColumn) -> Iterable[str]:
        """Of each cell the XML behind its place; what stands in a column several times becomes XML
        once.
        """
        if not _SIMPLE.issuperset(map(type, column.values)):
            return [self._rest(*column.cell(value)) for value in column.values]
        rests = {value: self._rest(*column.cell(value)) for value in dict.fromkeys(column.values)}
        return map(rests.__getitem__, column.values)

    def _rest(self, cell_format: Any, content: Any) -> str:
        """Texts are their numbers in the shared table."""
        style = f'" s="{cell_format._get_xf_index()}"'  # noqa: SLF001
        if content is None:
            return f"{style}/>"
        if isinstance(content, Live):
            return f"{style}{self._formula(content)}"
        if isinstance(content, str):
            index = self.str_table._get_shared_string_index(content[:_CHARACTERS_OF_A_CELL])  # noqa: SLF001
            return f'{style} t="s"><v>{index}</v></c>'
        if isinstance(content, date):
            return f"{style}{_day(content)}"
        return f"{style}><v>{content:.16G}</v></c>"

    def _formula(self, live: Live) -> str:
        formula = self._escape_data(self._prepare_formula(live.formula))
        kind = ' t="str"' if isinstance(live.value, str) and live.value else ""
        return f"{kind}><f>{formula}</f><v>{self._escape_data(live.value)}</v></c>"

    def _height(self, row: int) -> str:
        """The attributes of a row whose height is set: pixels, of which four are three points."""
        if row not in self.row_info or self.row_info[row].height == self.original_row_height:
            return ""
        return f' ht="{self.row_info[row].height * 0.75:.16g}" customHeight="1"'

    def add_table(self, top: int, left: int, bottom: int, right: int, options: Any) -> None:
        """The library notes every cell of a table, in case another overlaps it; ours never do."""
        super().add_table(top, left, top + 1, right, options)
        area = xl_range(top, left, bottom, right)
        self.tables[-1] |= {"range": area, "a_range": area, "autofilter": area}

    def _write_rows(self) -> None:
        """The library's rows before, between and after those of tables."""
        first: int = self.dim_rowmin
        last: int = self.dim_rowmax
        start = first
        for _, numbered in groupby(enumerate(sorted(self._rows)), lambda pair: pair[1] - pair[0]):
            rows = [row for _, row in numbered]
            self.dim_rowmin, self.dim_rowmax = start, rows[0] - 1
            super()._write_rows()
            self.fh.writelines(self._rows[row] for row in rows)
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
