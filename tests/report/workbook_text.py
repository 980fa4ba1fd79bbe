"""A workbook as text that a reviewer can read: everything that a person would see or print.

Cells are named by their headings and formats by their roles, so that what is new is all that differs.
"""

from __future__ import annotations

import io
import re
from itertools import groupby
from typing import TYPE_CHECKING, Any

import openpyxl
import xlsxwriter
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import get_column_letter

from pipeline.report.layout.theme import _ROLES, Theme
from tests.report.drawings import Drawing, drawn
from tests.report.places import Block, Places

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HEADINGS = ("heading", "form_heading")


def described(path: Path) -> dict[str, str]:
    """A text for every sheet by its title; for "": the workbook's properties, sheets and roles."""
    content = path.read_bytes()
    live = openpyxl.load_workbook(io.BytesIO(content))
    cached = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    roles = _roles()
    places = Places(live, lambda cell: roles.get(format_of(cell)) in _HEADINGS)
    texts = {"": [f"title: {live.properties.title}", f"subject: {live.properties.subject}", ""]}
    texts[""] += [f"sheet: {sheet.title}" for sheet in live]
    for sheet, drawings in zip(live, drawn(content), strict=True):
        text = _Text(sheet, cached[sheet.title], places, roles)
        rows = _without_runs(text.rows())
        texts[sheet.title] = [*text.set_up(), *rows, *text.rules(), *text.drawn(drawings)]
    texts[""] += ["", *(f"role {name}: {cell_format}" for cell_format, name in roles.items())]
    return {title: "\n".join(lines) + "\n" for title, lines in texts.items()}


def _roles() -> dict[str, str]:
    """The names of the theme's formats, read back from a workbook of one cell a role."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        theme, sheet = Theme(book), book.add_worksheet()
        for row, role in enumerate(_ROLES):
            sheet.write_blank(row, 0, None, theme[role])
    roles: dict[str, str] = {}
    for role, (cell,) in zip(_ROLES, openpyxl.load_workbook(stream).active.rows, strict=True):
        roles.setdefault(format_of(cell), role)
    return roles


def _without_runs(lines: Iterator[str]) -> Iterator[str]:
    """Equal lines one below the other once, with their number: the room of a chart."""
    for line, run in groupby(lines):
        number = len(list(run))
        yield line if number == 1 else f"{line} x {number}"


class _Text:
    """The text of one sheet; `cached` is the sheet with its formulas' values."""

    def __init__(self, sheet: Any, cached: Any, places: Places, roles: dict[str, str]) -> None:
        self.sheet, self.cached, self.places, self.roles = sheet, cached, places, roles
        self.widths = {
            get_column_letter(number): dimension.width
            for dimension in sheet.column_dimensions.values()
            for number in range(dimension.min, dimension.max + 1)
        }
        self.merged = {area.start_cell.coordinate: area for area in sheet.merged_cells.ranges}

    def set_up(self) -> Iterator[str]:
        """For screen and print, and the tables."""
        sheet = self.sheet
        page, fit, footer = sheet.page_setup, sheet.sheet_properties.pageSetUpPr, sheet.oddFooter
        yield f"page: {page.orientation}, paper {page.paperSize}, fit {fit and fit.fitToPage}"
        yield f"header: {sheet.oddHeader.center.text}"
        yield f"footer: {footer.left.text} | {footer.center.text} | {footer.right.text}"
        frozen = sheet.freeze_panes and self._named(sheet.freeze_panes)
        yield f"frozen: {frozen}, repeated: {self._repeated()}"
        yield f"print area: {self._print_area()}"
        for table in sheet.tables.values():
            yield f"table: {table.name} {self._named(table.ref)}"
            yield from self._other_names(table)

    def _named(self, reference: str) -> str:
        return self.places.named(reference, self.sheet.title)

    def _repeated(self) -> str:
        if not (rows := self.sheet.print_title_rows):
            return "None"
        top, bottom = (int(number) for number in re.findall(r"\d+", rows))
        block = self.places.block(self.sheet.title, top)
        return block.rows(top, bottom) if block else rows

    def _print_area(self) -> str:
        if not self.sheet.print_area:
            return ""
        area = self.sheet.print_area.rpartition("!")[2].replace("$", "")
        return " to ".join(self._named(corner) for corner in area.split(":"))

    def _other_names(self, table: Any) -> Iterator[str]:
        """Where a table's columns are not what stands above them."""
        headings = [cell.value for cell in self.sheet[table.ref][0]]
        names = [column.name for column in table.tableColumns]
        if names != headings:
            yield f"columns: {', '.join(names)}"

    def rows(self) -> Iterator[str]:
        """From the top down; a block's columns are described once, before its rows."""
        described: set[str] = set()
        for row in self.sheet.iter_rows():
            number = row[0].row
            block = self.places.block(self.sheet.title, number)
            if block and number == block.top:
                yield from ("", "block:", *self._columns(block, described))
            if block and number >= block.first:
                yield from self._row(row, block)
            else:
                yield self._headings(row) if block else self._line(row)
        yield from (f"width of {c}: {w:g}" for c, w in self.widths.items() if c not in described)

    def _columns(self, block: Block, described: set[str]) -> Iterator[str]:
        """Width, format and formula of each column; of formats the first row's, of formulas what all
        rows have that have one.
        """
        for column, name in block.names.items():
            letter, words = get_column_letter(column), []
            if letter not in described and letter in self.widths:
                words.append(f"width {self.widths[letter]:g}")
            described.add(letter)
            if block.first <= block.last:
                words.append(self._role(self.sheet.cell(block.first, column)))
            words += filter(None, [self._shared(block, column)])
            yield f"  column [{name}]: {', '.join(words)}"

    def _shared(self, block: Block, column: int) -> str:
        cells = (self.sheet.cell(row, column) for row in range(block.first, block.last + 1))
        formulas = [self._formula(cell) for cell in cells if cell.data_type == "f"]
        return formulas[0] if len(formulas) > 1 and len(set(formulas)) == 1 else ""

    def _formula(self, cell: Any) -> str:
        return self.places.formula(cell.value, self.sheet.title, cell.row)

    def _row(self, row: tuple[Any, ...], block: Block) -> Iterator[str]:
        """A line, and one more for every formula that is not its column's."""
        parts, below = [], []
        for cell in row:
            name = self.places.column(self.sheet.title, cell.row, cell.column)
            text = self._cell(cell)
            if self._role(cell) != self._role(self.sheet.cell(block.first, cell.column)):
                text = f"{{{self._role(cell)}}} {text}".rstrip()
            if cell.data_type == "f" and not self._shared(block, cell.column):
                below.append(f"      [{name}] {self._formula(cell)}")
            if text:
                parts.append(f"{name}: {text}")
        yield f"  row{self._height(row)} | {' | '.join(parts)}"
        yield from below

    def _headings(self, row: tuple[Any, ...]) -> str:
        """A row of a heading: of its cells what their columns' names do not say."""
        parts = []
        for cell in row:
            name = self.places.column(self.sheet.title, cell.row, cell.column)
            text = f"{{{self._role(cell)}}} {self._cell(cell)}"
            if text not in (f"{{heading}} {name}", "{no cell} "):
                parts.append(text)
        return f"  heading{self._height(row)}: {' | '.join(parts)}".rstrip()

    def _line(self, row: tuple[Any, ...]) -> str:
        """A row that is in no block: its cells with their roles and merges."""
        cells = [cell for cell in row if self._role(cell) != "no cell"]
        parts = []
        for cell in cells:
            column = self.places.column(self.sheet.title, cell.row, cell.column)
            name = "" if len(cells) == cell.column == 1 else f"{column} "
            formula = f" {self._formula(cell)}" if cell.data_type == "f" else ""
            parts.append(f"{name}{{{self._role(cell)}}}{formula} {self._cell(cell)}".rstrip())
        return f"line{self._height(row)}: {' | '.join(parts)}".rstrip(": ")

    def _cell(self, cell: Any) -> str:
        """Its value, nothing for an empty cell; a formula's behind an arrow; where it leads."""
        value = self.cached[cell.coordinate].value
        text = "" if value is None else f"{value:%Y-%m-%d %X}" if cell.is_date else str(value)
        text = text.removesuffix(" 00:00:00").replace("\n", "\\n")
        if isinstance(value, str) and (not value or value.replace(".", "", 1).isdigit()):
            text = f'"{value}"'
        text = f"-> {text}" if cell.data_type == "f" else text
        if cell.hyperlink:
            text += f" (to {self._named(cell.hyperlink.location)})"
        if area := self.merged.get(cell.coordinate):
            down, across = area.size["rows"], area.size["columns"]
            text += f" (merges {down} x {across})"
        return text

    def _role(self, cell: Any) -> str:
        if isinstance(cell, MergedCell) or not (cell.has_style or cell.value is not None):
            return "no cell"
        others = sum(name.startswith("other") for name in self.roles.values())
        return self.roles.setdefault(format_of(cell), f"other {others}")

    def _height(self, row: tuple[Any, ...]) -> str:
        height = self.sheet.row_dimensions[row[0].row].height
        return f" {height:g} high" if height else ""

    def rules(self) -> Iterator[str]:
        """Conditional formats: where, when, and with which format."""
        for area in self.sheet.conditional_formatting:
            where = " ".join(self._named(part.coord) for part in area.sqref.ranges)
            row = min(part.min_row for part in area.sqref.ranges)
            for rule in area.rules:
                when = rule.text or [
                    self.places.formula(f"={text}", self.sheet.title, row) for text in rule.formula
                ]
                font, fill = rule.dxf.font, rule.dxf.fill
                highlight = f"colour {font.color.rgb} fill {fill.bgColor.rgb}"
                yield f"rule: {where} {rule.type} {rule.operator} {when}: {highlight}"

    def drawn(self, drawings: list[Drawing]) -> Iterator[str]:
        """Charts and sparklines: where, and what they read."""
        for drawing in drawings:
            read = "; ".join(map(self._named, drawing.read))
            yield f"{drawing.what} at {self._named(drawing.place)}: {read}"


def format_of(cell: Any) -> str:
    """Font, colours, border, alignment and number format of a cell."""
    font, align = cell.font, cell.alignment
    words = [word for word in ("bold", "italic", "underline") if getattr(font, word[0])]
    colour = font.color.rgb if font.color and font.color.type == "rgb" else "-"
    fill = cell.fill.fgColor.rgb if cell.fill.patternType else "-"
    border = cell.border.left.style or "-"
    placed = [str(align.horizontal or "-"), str(align.vertical or "-")]
    placed += ["wrap"] if align.wrap_text else []
    return (
        f"{font.name} {font.size:g} {'+'.join(words)} colour {colour} fill {fill} "
        f"border {border} {' '.join(placed)} format {cell.number_format}"
    )
