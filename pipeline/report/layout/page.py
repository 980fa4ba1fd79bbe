"""One sheet: its set-up for screen and print, and tables with roles for columns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import islice
from math import ceil
from typing import TYPE_CHECKING, Any

from pipeline.report.layout.cells import Link, Live, Styled
from pipeline.report.layout.sheet import TableColumn
from pipeline.report.layout.theme import STATUS_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.model import Results
    from pipeline.report.layout.theme import Theme

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

    def __init__(
        self, book: Any, theme: Theme, results: Results, name: str, *, is_printed: bool = True
    ) -> None:
        self.sheet = book.add_worksheet(name)
        self.theme = theme
        self.name = name
        self.row = 0
        self.shown: int | None = None  # columns to be read, None for all; others only count
        self.on_paper: tuple[int, int] | None = None  # rows and columns, None for all
        self._is_printed = is_printed
        self._widths: dict[int, float] = {}
        self._set_up(results)
        if results.inputs.is_sample:
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
        if results.inputs.is_sample:
            sheet.set_header(f"&C&12&B{SAMPLE}")

    def finish(self) -> None:
        """Once everything is written: what of it is printed, and how large it is on the screen.

        Who prints a whole workbook gets the sheets that are meant for paper: of another the print
        area is an empty cell, which no program prints (Excel: Microsoft's KB 288968; LibreOffice:
        "Suppress output of empty pages").
        """
        self.sheet.check_rows()
        width = sum(_pixels(w) for n, w in self._widths.items() if n < (self.shown or n + 1))
        self.sheet.set_zoom(min(100, max(_LEAST_ZOOM, _SCREEN * 100 // max(width, 1))))
        if not self._is_printed:
            self.sheet.print_area(*_NOTHING, *_NOTHING)
        elif self.shown or self.on_paper:
            rows, columns = self.on_paper or (self.row, self.shown or len(self._widths))
            self.sheet.print_area(0, 0, rows - 1, columns - 1)

    def set_width(self, column: int, width: float) -> None:
        """Of a column, in characters."""
        self.sheet.set_column(column, column, width)
        self._widths[column] = width

    def paragraph(
        self, text: str, columns: int, characters: int, role: str = "wrapped_note"
    ) -> None:
        """Wrapped text over so many columns, of about so many characters a line."""
        self.sheet.merge_range(self.row, 0, self.row, columns - 1, "")
        self.sheet.write_string(self.row, 0, text, self.theme[role])
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
        name: str = "",
        freeze: int | None = None,
    ) -> int:
        """A table with its heading, from the next row on; how many rows it got.

        `name` makes it an Excel table with filters, of one empty row at least, so that formulas may
        speak of it. `freeze` freezes everything above the rows, where that is little, and so many
        columns, and repeats the heading in print. A table beyond MAX_ROWS is cut, and says so in
        its last line.
        """
        top = self.row
        self._write_headings(columns)
        count = self._write_rows(columns, rows)
        if freeze is not None:
            self.sheet.freeze_panes(top + 1 if top < _MOST_FROZEN else 0, freeze)
            self.sheet.repeat_rows(top)
        last = max(self.row - 1, top + 1)
        if name:
            self._make_table(columns, name, top, last)
        self._judge(columns, top + 1, last)
        if count == MAX_ROWS:
            self.line("Còn nữa; xem tệp .csv cùng thư mục.", "note")
        elif name and not count:
            self.row += 1
        return count

    def block(self, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> None:
        """Headings and rows below a table, in that table's widths."""
        for index, column in enumerate(columns):
            self.sheet.write_string(self.row, index, column.heading, self.theme["heading"])
        self._fit_height([(c.heading, c.width / _BOLD) for c in columns])
        self.row += 1
        self._write_rows(columns, rows)

    def _write_headings(self, columns: Sequence[Column]) -> None:
        for index, column in enumerate(columns):
            self.sheet.write_string(self.row, index, column.heading, self.theme["heading"])
            self.set_width(index, column.width)
        self._fit_height([(c.heading, c.width / _BOLD) for c in columns])
        self.row += 1

    def _write_rows(self, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> int:
        roles = [column.role for column in columns]
        wrapped = [(n, c.width) for n, c in enumerate(columns) if c.role in _WRAPPED_ROLES]
        first = self.row
        waiting: list[Sequence[Any]] = []
        for row in islice(
            rows, MAX_ROWS
        ):  # each row when its turn comes: formulas contain its number
            if wrapped:
                self._fit_height([(row[index], width) for index, width in wrapped])
            if self.sheet.is_free(self.row):
                waiting.append(row)
                self.row += 1
            else:
                self._write_waiting(waiting, roles)
                waiting = []
                self.write_row(row, roles)
        self._write_waiting(waiting, roles)
        return self.row - first

    def _write_waiting(self, rows: list[Sequence[Any]], roles: Sequence[str]) -> None:
        """The rows above the next one, which nobody else has written in."""
        if rows:
            columns = [
                TableColumn(values, partial(self._resolved, role=role))
                for values, role in zip(zip(*rows, strict=True), roles, strict=True)
            ]
            self.sheet.write_rows(self.row - len(rows), columns)

    def _make_table(self, columns: Sequence[Column], name: str, top: int, last: int) -> None:
        headings = [
            {"header": column.heading, "header_format": self.theme["heading"]} for column in columns
        ]
        self.sheet.add_table(
            top, 0, last, len(columns) - 1, {"name": name, "columns": headings, "style": None}
        )

    def _judge(self, columns: Sequence[Column], first: int, last: int) -> None:
        """Colours that repeat what status cells say in words, also when a formula changes them."""
        for index, column in enumerate(columns):
            if column.role == "status":
                self.judge(first, index, last, index)

    def judge(
        self, top: int, left: int, bottom: int, right: int, criteria: str = "begins with"
    ) -> None:
        """Good and bad by the sign that a cell begins with, or that stands in it."""
        for sign, role in (("✔", "good"), ("✘", "bad")):
            rule = {"type": "text", "criteria": criteria, "value": sign}
            rule["format"] = self.theme.highlight(role)
            self.sheet.conditional_format(top, left, bottom, right, rule)

    def _fit_height(self, texts: list[tuple[Any, float]]) -> None:
        """Room for wrapped text: not every program fits rows by itself when it opens a file."""
        lines = max((_lines(_bare(text), width) for text, width in texts if width), default=1)
        if lines > 1:
            self.sheet.set_row(self.row, min(lines * _LINE, _TALLEST))

    def write_row(self, values: Sequence[Any], roles: Sequence[str]) -> None:
        """A row of cells; text from inputs is always text, never a formula or a link."""
        for index, (value, role) in enumerate(zip(values, roles, strict=True)):
            self.cell(self.row, index, value, role)
        self.row += 1

    def cell(self, row: int, column: int, value: Any, role: str) -> None:
        """One cell of a role, as `shown` has it; text is cut where Excel's cells end."""
        cell_format, content = self._resolved(value, role)
        if content is None:
            self.sheet.write_blank(row, column, None, cell_format)
        elif isinstance(content, Live):
            self.sheet.write_formula(row, column, content.formula, cell_format, content.value)
        elif isinstance(content, str):
            self.sheet.write_string(row, column, content[:_CHARACTERS_OF_A_CELL], cell_format)
        elif role == "day":
            self.sheet.write_datetime(row, column, content, cell_format)
        else:
            self.sheet.write_number(row, column, content, cell_format)

    def _resolved(self, value: Any, role: str) -> tuple[Any, Any]:
        """The format and content of a cell, as TableColumn has them."""
        name = role
        if isinstance(value, Styled):
            name, value = value.role, value.value
        if isinstance(value, Link):
            name, value = f"{name}_link", value.live
        if isinstance(value, Live):
            cached = shown(value.value, role)
            return self.theme[name], Live(value.formula, "–" if cached is None else cached)
        return self.theme[name], shown(value, role)


def shown(value: Any, role: str) -> Any:
    """What stands in a cell: None is a dash in number columns, and empty in others."""
    if role == "status":
        return STATUS_WORDS.get(value, value)  # or the words themselves
    if value is None:
        return None if role in _BLANK_ROLES else "–"
    if isinstance(value, str):
        return value
    if role in _PERCENT_ROLES:
        return value / 10_000
    if role == "tenths":
        return value / 10
    return value / 100 if role in ("decimal", "points", "form_points") else value


def _bare(value: Any) -> str:
    """What a cell says, without what it is besides."""
    if isinstance(value, Link):
        value = value.shown
    return _bare(value.value) if isinstance(value, (Live, Styled)) else str(value)


def quoted(name: str) -> str:
    """A sheet's name as formulas and links have it."""
    return "'" + name.replace("'", "''") + "'"


# Nothing rather than a dash: in text and marks; and a chart draws any text as 0.
_PERCENT_ROLES = (
    "percent", "plotted", "form_rate", "form_percent", "form_percent_1", "form_percent_2",
)  # fmt: skip
_BLANK_ROLES = ("text", "strong", "wrapped", "centered", "day", "mark", "key", "plotted")
_WRAPPED_ROLES = ("wrapped", "centered")
_MOST_FROZEN = 8  # rows; more would leave too little of a screen to scroll
# Pixels that a screen of 1366 leaves to columns; percent below which nobody reads.
_SCREEN, _LEAST_ZOOM = 1_300, 70
_NOTHING = (0, 16_383)  # the last cell of the first row
_LINE, _TALLEST = 16.0, 400.0  # points
_BOLD = 1.2  # a bold character takes so much more room
_NARROW = 1.25  # characters of Times New Roman to a unit of column width


def _pixels(width: float) -> int:
    """Of a column so many characters wide, of the workbook's normal font (Calibri 11)."""
    return int(width * 7 + 5)


@lru_cache(maxsize=10_000)
def _lines(text: str, width: float) -> int:
    return sum(max(1, ceil(len(part) / (width * _NARROW))) for part in text.split("\n"))


def _escaped(text: str) -> str:
    """A header or footer takes & for a command, and 255 characters in all."""
    return text[:120].replace("&", "&&")
