"""XML Spreadsheet 2003."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from pipeline.ingest.grid import HIDDEN_SHEET, LAST_COLUMN, LAST_ROW, UNCALCULATED, Grid, Hidden
from pipeline.ingest.guards.zero_formats import MOST_DIGITS, shown_number, zeros
from pipeline.ingest.readers.cells_by_row import Cells, CellsByRow
from pipeline.model import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.model import Limits

NAMESPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_SS = f"{{{NAMESPACE}}}"
# Where cells and their data stand; a comment has data, too.
_PLACES = {f"{_SS}Cell": (f"{_SS}Row",), f"{_SS}Data": (f"{_SS}Cell", f"{_SS}Comment")}
_ZERO = re.compile(r"\s*+-?0*+\.?0*+\s*+")


def read_xml_spreadsheet(text: str, limits: Limits) -> list[Grid]:
    """Every sheet of the workbook."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
    )
    book = etree.fromstring(text, parser=parser)
    is_1904 = book.find(".//{*}Date1904") is not None
    styles = _styles_of_zeros(book)
    return [
        _cells(sheet, styles, limits).grid(
            sheet.get(f"{_SS}Name", ""), _hidden(sheet),
            notes=(HIDDEN_SHEET,) if _is_hidden(sheet) else (), is_1904=is_1904,
        )
        for sheet in book.iter(f"{_SS}Worksheet")
    ]  # fmt: skip


def _is_hidden(sheet: etree._Element) -> bool:
    visible = sheet.find(".//{urn:schemas-microsoft-com:office:excel}Visible")
    return visible is not None and visible.text != "SheetVisible"


def _styles_of_zeros(book: etree._Element) -> dict[str, str]:
    """Styles that show numbers by zeros."""
    styles = {
        style.get(f"{_SS}ID", ""): zeros(entry.get(f"{_SS}Format", ""))
        for style in book.iter(f"{_SS}Style")
        for entry in style.iterchildren(f"{_SS}NumberFormat")
    }
    return {name: pattern for name, pattern in styles.items() if pattern}


def _cells(sheet: etree._Element, styles: dict[str, str], limits: Limits) -> CellsByRow:
    cells = CellsByRow(limits)
    for index, row in _indexed(sheet.iter(f"{_SS}Row"), LAST_ROW):
        if index <= len(cells.rows):
            cells.lost.add(len(cells.rows))
        for _ in range(len(cells.rows), index - 1):
            cells.add_row({})
        cells.add_row(_row(row, styles, cells))
    cells.lost |= _rows_outside(sheet)
    return cells


def _rows_outside(sheet: etree._Element) -> set[int]:
    """The rows, from 0, behind whose cells there are some that are in no row."""
    number, rows = -1, set[int]()
    for element in sheet.iter(f"{_SS}Row", f"{_SS}Cell", f"{_SS}Data"):
        parent = element.getparent()
        if element.tag == f"{_SS}Row":
            number += 1
        elif parent is not None and parent.tag not in _PLACES[element.tag]:
            rows.add(max(number, 0))
    return rows


def _row(row: etree._Element, styles: dict[str, str], found: CellsByRow) -> Cells:
    cells: Cells = {}
    number = len(found.rows)
    for index, cell in _indexed(row.iterchildren(f"{_SS}Cell"), LAST_COLUMN):
        column = index - 1
        if column in cells:
            found.lost.add(number)
        data = cell.find(f"{_SS}Data")
        text = None if data is None else _text(data, styles.get(cell.get(f"{_SS}StyleID", ""), ""))
        if cell.get(f"{_SS}Formula") is not None:
            if data is None or (not text and data.get(f"{_SS}Type") != "String"):
                text = UNCALCULATED
            else:
                found.formulas.append((number, column, bool(_ZERO.fullmatch(text or ""))))
        if text is not None:
            cells[column] = text
        height, width = (int(cell.get(f"{_SS}Merge{way}", "0")) + 1 for way in ("Down", "Across"))
        found.add_merge(number, column, height, width)
    return cells


def _text(data: etree._Element, pattern: str) -> str:
    """What a cell shows: a number by the zeros of its format, if it has such a one; a longer one
    than spreadsheets keep as they show it.
    """
    text = "".join(map(str, data.itertext()))
    if data.get(f"{_SS}Type") != "Number":
        return text
    if pattern and (shown := shown_number(text, pattern)):
        return shown
    return f"{int(text):.5E}" if text.isdecimal() and len(text) > MOST_DIGITS else text


def _indexed(elements: Iterable[etree._Element], most: int) -> Iterator[tuple[int, etree._Element]]:
    """Elements with their row or column, from 1: the index that they name, else the next one."""
    position = 0
    for element in elements:
        position = int(element.get(f"{_SS}Index", position + 1))
        if not 0 < position <= most:
            raise UnreadableFileError("bảng khai báo số cột hoặc số dòng quá lớn")
        yield position, element
        position += int(element.get(f"{_SS}MergeAcross", element.get(f"{_SS}Span", "0")))


def _hidden(sheet: etree._Element) -> Hidden:
    hidden: list[list[int]] = []
    for name, most in (("Row", LAST_ROW), ("Column", LAST_COLUMN)):
        hidden.append([])
        for index, element in _indexed(sheet.iter(f"{_SS}{name}"), most):
            if element.get(f"{_SS}Hidden") == "1":
                last = min(index + int(element.get(f"{_SS}Span", "0")), most)
                hidden[-1] += range(index, last + 1)
    return Hidden(tuple(hidden[0]), tuple(hidden[1]))
