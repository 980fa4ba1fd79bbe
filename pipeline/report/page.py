"""One sheet: its set-up for screen and print, and tables with roles for columns."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

from pipeline.report.facts import STATUS_ROLES, STATUS_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.model import Results
    from pipeline.report.theme import Theme

SAMPLE = "SỐ LIỆU MẪU"
MAX_ROWS = 1_000_000  # of a table; Excel's sheets end at 1,048,576
_A4, _CHARACTERS_OF_A_CELL = 9, 32_767


@dataclass(frozen=True)
class Column:
    """A column of a table: heading, role of its cells, width in characters."""

    heading: str
    role: str
    width: float


class Page:
    """A sheet being written from the top down; `row` is the next free row, from 0."""

    def __init__(self, book: Any, theme: Theme, results: Results, name: str) -> None:
        self.sheet = book.add_worksheet(name)
        self.theme = theme
        self.name = name
        self.row = 0
        self._set_up(results)
        if results.is_sample:
            self.line(SAMPLE + " (chưa có bản xuất nào trong inputs/)", "sample")

    def _set_up(self, results: Results) -> None:
        sheet = self.sheet
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.hide_gridlines(2)
        units = results.plan.units
        unit = units[0].name if len(units) == 1 else results.plan.issuer
        day = f"Số liệu đến {results.as_of:%d/%m/%Y}"
        sheet.set_footer(f"&L&10{_escaped(unit)}&C&10{day}&R&10Trang &P/&N")
        if results.is_sample:
            sheet.set_header(f"&C&12&B{SAMPLE}")

    def paragraph(self, text: str, columns: int, characters: int) -> None:
        """Wrapped text over so many columns, of about so many characters a line."""
        self.sheet.merge_range(self.row, 0, self.row, columns - 1, "")
        self.sheet.write_string(self.row, 0, text, self.theme["wrapped_note"])
        self.sheet.set_row(self.row, _LINE * _lines(text, characters))
        self.row += 1

    def line(self, text: str, role: str = "plain") -> None:
        """A line of text in the first column."""
        self.sheet.write_string(self.row, 0, text, self.theme[role])
        self.row += 1

    def gap(self) -> None:
        """An empty row."""
        self.row += 1

    def table(
        self,
        columns: Sequence[Column],
        rows: Iterable[Sequence[Any]],
        *,
        freeze: int | None = None,
        is_filtered: bool = True,
    ) -> int:
        """A table with its heading, from the next row on; how many rows it got.

        `freeze` freezes everything above the rows and so many columns, and repeats the heading in
        print. A table beyond MAX_ROWS is cut, and says so in its last line.
        """
        top = self.row
        for index, column in enumerate(columns):
            self.sheet.write_string(top, index, column.heading, self.theme["heading"])
            self.sheet.set_column(index, index, column.width)
        headings = [(column.heading, column.width / _BOLD) for column in columns]
        self._fit_height(headings)
        self.row += 1
        count = 0
        roles = [column.role for column in columns]
        wrapped = [(n, c.width) for n, c in enumerate(columns) if c.role in _WRAPPED_ROLES]
        for row in rows:
            if count == MAX_ROWS:
                self.line("Còn nữa; xem tệp .csv cùng thư mục.", "note")
                break
            self._fit_height([(row[index], width) for index, width in wrapped])
            self.write_row(row, roles)
            count += 1
        if freeze is not None:
            self.sheet.freeze_panes(top + 1, freeze)
            self.sheet.repeat_rows(top)
        if is_filtered and count:
            self.sheet.autofilter(top, 0, top + count, len(columns) - 1)
        return count

    def _fit_height(self, texts: list[tuple[Any, float]]) -> None:
        """Room for wrapped text: not every program fits rows by itself when it opens a file."""
        lines = max((_lines(str(text), width) for text, width in texts), default=1)
        if lines > 1:
            self.sheet.set_row(self.row, min(lines * _LINE, _TALLEST))

    def write_row(self, values: Sequence[Any], roles: Sequence[str]) -> None:
        """A row of cells; text from inputs is always text, never a formula or a link."""
        for index, (value, role) in enumerate(zip(values, roles, strict=True)):
            self.cell(self.row, index, value, role)
        self.row += 1

    def cell(self, row: int, column: int, value: Any, role: str) -> None:
        """One cell; None is a dash in number columns and empty in text columns."""
        look = self.theme[STATUS_ROLES[value]] if role == "status" else self.theme[role]
        if role == "status":
            self.sheet.write_string(row, column, STATUS_WORDS[value], look)
        elif value is None and role == "plotted":
            self.sheet.write_blank(row, column, None, look)  # a chart draws any text as 0
        elif value is None:
            self.sheet.write_string(row, column, "" if role in _TEXT_ROLES else "–", look)
        elif isinstance(value, str):
            self.sheet.write_string(row, column, value[:_CHARACTERS_OF_A_CELL], look)
        elif role == "day":
            self.sheet.write_datetime(row, column, value, look)
        elif role in ("percent", "plotted"):
            self.sheet.write_number(row, column, value / 10_000, look)
        elif role == "decimal":
            self.sheet.write_number(row, column, value / 100, look)
        else:
            self.sheet.write_number(row, column, value, look)


_TEXT_ROLES = ("text", "wrapped", "centered")
_WRAPPED_ROLES = ("wrapped", "centered")
_LINE, _TALLEST = 16.0, 400.0  # points
_BOLD = 1.2  # a bold character takes so much more room
_NARROW = 1.25  # characters of Times New Roman to a unit of column width


def _lines(text: str, width: float) -> int:
    return sum(max(1, ceil(len(part) / (width * _NARROW))) for part in text.split("\n"))


def _escaped(text: str) -> str:
    """A header or footer takes & for a command, and 255 characters in all."""
    return text[:120].replace("&", "&&")
