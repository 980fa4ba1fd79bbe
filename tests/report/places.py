"""Places of a sheet by headings: "[Kết quả, row 2]" instead of F4, so that a table may move or grow."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PLACE = re.compile(r"\$?[A-Z]{1,3}\$?\d+(:\$?[A-Z]{1,3}\$?\d+)?")


@dataclass(frozen=True)
class Block:
    """A heading of one row or several, and the rows below it; numbers of rows as the sheet's."""

    top: int
    first: int
    last: int
    names: dict[int, str]

    def rows(self, top: int, bottom: int) -> str:
        """What of the block the rows are."""
        if top < self.first:
            below = {self.first - 1: "", self.last: " and every row"}
            return "heading" + below.get(bottom, f" and rows to {self._number(bottom)}")
        if (top, bottom) == (self.first, self.last):
            return "every row"
        return f"rows {self._number(top)}-{self._number(bottom)}"

    def row(self, row: int) -> str:
        """What of the block the row is."""
        return "heading" if row < self.first else f"row {self._number(row)}"

    def _number(self, row: int) -> int:
        return row - self.first + 1


class Places:
    """The blocks of a workbook's sheets; `is_heading`: whether a cell is one of a heading."""

    def __init__(self, book: Any, is_heading: Callable[[Any], bool]) -> None:
        self.blocks = {sheet.title: list(_blocks(sheet, is_heading)) for sheet in book}

    def block(self, sheet: str, row: int) -> Block | None:
        """The block that the row belongs to."""
        return next((b for b in self.blocks[sheet] if b.top <= row <= b.last), None)

    def column(self, sheet: str, row: int, column: int) -> str:
        """A column's heading in the row's block, else in the next one below; its letter where
        there is none.
        """
        block = next((block for block in self.blocks[sheet] if row <= block.last), None)
        return (block and block.names.get(column)) or get_column_letter(column)

    def named(self, reference: str, home: str, row: int = 0) -> str:
        """The reference ("'Số liệu'!$A$2:$A$9") by headings, as a cell of row `row` of the sheet
        `home` has it; as it is where it does not lie in one block.
        """
        prefix, _, area = reference.rpartition("!")
        if not _PLACE.fullmatch(area):
            return reference
        sheet = prefix.strip("'").replace("''", "'") or home
        left, top, right, bottom = range_boundaries(area.replace("$", ""))
        block = self.block(sheet, top)
        if not block or bottom > block.last or not {left, right} <= block.names.keys():
            return reference
        columns = [block.names[left], block.names[right]][: 1 + (right > left)]
        text = "$" * area.startswith("$") + " … ".join(columns)
        if not (sheet == home and top == bottom == row):
            rows = block.rows(top, bottom) if ":" in area else block.row(top)
            text += ", " + "$" * bool(re.search(r"\$\d", area)) + rows
        return prefix + "!" * bool(prefix) + f"[{text}]"

    def formula(self, text: str, home: str, row: int) -> str:
        """The formula of a cell of that row, its references by headings."""
        tokens = Tokenizer(text).items
        return "=" + "".join(
            self.named(token.value, home, row) if token.subtype == Token.RANGE else token.value
            for token in tokens
        )


def _blocks(sheet: Any, is_heading: Callable[[Any], bool]) -> Iterator[Block]:
    """A heading is a row of two heading cells or more, with what they are merged with below; its
    block ends at an empty row or another heading.
    """
    areas = sheet.merged_cells.ranges
    ends: dict[int, int] = {}  # of headings, by their first rows
    for row in sheet.iter_rows():
        top = row[0].row
        if sum(map(is_heading, row)) > 1 and top > max(ends.values(), default=0):
            ends[top] = max([top, *(a.max_row for a in areas if a.min_row == top)])
    for top, end in ends.items():
        last = end
        while last < sheet.max_row and last + 1 not in ends and _is_filled(sheet[last + 1]):
            last += 1
        yield Block(top, end + 1, last, _names(sheet, top, end))


def _is_filled(row: Any) -> bool:
    return any(cell.value is not None or cell.has_style for cell in row)


def _names(sheet: Any, top: int, end: int) -> dict[int, str]:
    """Headings by column: a group's before its columns', the left one's before a repeated one."""
    spread = {
        place: sheet.cell(area.min_row, area.min_col).value
        for area in sheet.merged_cells.ranges
        for place in area.cells
    }
    headings: dict[int, str] = {}
    for column in range(1, sheet.max_column + 1):
        cells = [sheet.cell(row, column) for row in range(top, end + 1)]
        texts = [spread.get((cell.row, column), cell.value) for cell in cells]
        if any(texts):
            headings[column] = " / ".join(dict.fromkeys(filter(None, texts)))
    counts = Counter(headings.values())
    return {
        column: f"{headings[column - 1]} / {name}" if counts[name] > 1 else name
        for column, name in headings.items()
    }
