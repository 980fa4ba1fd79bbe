"""Tables in markup that calls itself .xls: HTML, and XML Spreadsheet 2003."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyarrow as pa
from lxml import etree, html

from pipeline.ingest.grid import HIDDEN_SHEET, LAST_COLUMN, LAST_ROW, Grid, Hidden
from pipeline.ingest.guards.zero_formats import MOST_DIGITS, shown_number, zeros
from pipeline.model import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.model import Limits

_NAME = re.compile(r"<x:Name>([^<]*)</x:Name>")
_DECLARATION = re.compile(r"^\s*<\?xml\b[^>]*\?>")
_INVISIBLE = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
_SS = f"{{{_SPREADSHEET}}}"
_HEAD = 4096
_TOO_LARGE = "bảng khai báo số cột hoặc số dòng quá lớn"

Cells = dict[int, str]


def is_markup(text: str) -> bool:
    """Whether the text is HTML or XML, not delimited."""
    return text[:_HEAD].lstrip().startswith("<")


def read_markup(text: str, limits: Limits) -> list[Grid]:
    """The tables of an HTML page or of an XML Spreadsheet 2003 workbook, one sheet each."""
    if "<!ENTITY" in text[:_HEAD] or ("<!DOCTYPE" in text[:_HEAD] and _SPREADSHEET in text[:_HEAD]):
        raise UnreadableFileError("tệp XML có khai báo DOCTYPE, không an toàn")
    try:
        if _SPREADSHEET in text[:_HEAD]:
            return _read_spreadsheetml(_DECLARATION.sub("", text), limits)
        return _read_html(_DECLARATION.sub("", text), limits)
    except (etree.LxmlError, ValueError, RecursionError) as error:
        raise UnreadableFileError("tệp HTML hoặc XML bị hỏng hoặc chưa chép xong") from error


def _read_html(text: str, limits: Limits) -> list[Grid]:
    lowered = text.lower()
    if lowered.count("<table") > lowered.count("</table"):
        raise UnreadableFileError("trang HTML bị cắt ngang: có bảng không kết thúc")
    page = html.document_fromstring(text, parser=html.HTMLParser(huge_tree=True))
    tables = [table for table in page.iter("table") if table.find(".//table") is None]
    if not tables:
        raise UnreadableFileError("trang HTML không có bảng nào")
    names = _sheet_names(page)
    return [
        _grid(_table_name(names, index), _html_rows(table), _html_hidden(table), limits)
        for index, table in enumerate(tables)
    ]


def _table_name(names: list[str], index: int) -> str:
    """No two tables of a page under one name: rows are told apart by it."""
    if index < len(names) and names.index(names[index]) == index:
        return names[index]
    return f"Bảng {index + 1}" if index else ""


def _sheet_names(page: html.HtmlElement) -> list[str]:
    """Excel keeps them in a conditional comment, which is no element."""
    comments = "".join(comment.text or "" for comment in page.iter(etree.Comment))
    return [name.strip() for name in _NAME.findall(comments)]


def _html_rows(table: html.HtmlElement) -> Iterator[Cells]:
    """Each row's texts at their column."""
    for row in _html_cells(table):
        yield {column: _text(cell) for column, cell in row}


def _html_hidden(table: html.HtmlElement) -> Hidden:
    rows, columns = [], set()
    for number, row in enumerate(table.iter("tr"), 1):
        if _INVISIBLE.search(row.get("style", "")):
            rows.append(number)
    if table.xpath(".//*[self::td or self::th][contains(@style, 'none')]"):
        for row in _html_cells(table):
            columns |= {c + 1 for c, cell in row if _INVISIBLE.search(cell.get("style", ""))}
    return Hidden(tuple(rows), tuple(columns))


def _html_cells(table: html.HtmlElement) -> Iterator[list[tuple[int, html.HtmlElement]]]:
    """Each row's cells with their column, spans taken into account."""
    taken: dict[int, int] = {}  # column -> rows still covered by a cell from above
    for row in table.iter("tr"):
        cells = []
        column = 0
        covered = {index for index, left in taken.items() if left > 0}
        taken = {index: left - 1 for index, left in taken.items() if left > 1}
        for cell in row.iterchildren("td", "th"):
            while column in covered:
                column += 1
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            _check(column + width, height)
            cells.append((column, cell))
            if height > 1:
                taken |= dict.fromkeys(range(column, column + width), height - 1)
            column += width
        yield cells


def _span(cell: html.HtmlElement, name: str) -> int:
    text = cell.get(name, "1").strip()
    return max(int(text), 1) if text.isdecimal() else 1


def _text(cell: html.HtmlElement) -> str:
    for line_break in cell.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    return str(cell.text_content())


def _check(columns: int, rows: int) -> None:
    if columns > LAST_COLUMN or rows > LAST_ROW:
        raise UnreadableFileError(_TOO_LARGE)


def _read_spreadsheetml(text: str, limits: Limits) -> list[Grid]:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
    )
    book = etree.fromstring(text, parser=parser)
    is_1904 = book.find(".//{*}Date1904") is not None
    styles = _styles_of_zeros(book)
    return [
        _grid(
            sheet.get(f"{_SS}Name", ""), _xml_rows(sheet, styles), _xml_hidden(sheet), limits,
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


def _xml_number(text: str, pattern: str) -> str:
    """A number as its zeros show it; a longer one than spreadsheets keep as they show it."""
    if pattern and (shown := shown_number(text, pattern)):
        return shown
    return f"{int(text):.5E}" if text.isdecimal() and len(text) > MOST_DIGITS else text


def _xml_rows(sheet: etree._Element, styles: dict[str, str]) -> Iterator[Cells]:
    position = 0
    for index, row in _indexed(sheet.iter(f"{_SS}Row"), LAST_ROW):
        for _ in range(position, index - 1):
            yield {}
        yield _xml_cells(row, styles)
        position = index


def _indexed(elements: Iterable[etree._Element], most: int) -> Iterator[tuple[int, etree._Element]]:
    """Elements with their row or column, from 1: the index that they name, else the next one."""
    position = 0
    for element in elements:
        position = int(element.get(f"{_SS}Index", position + 1))
        if not 0 < position <= most:
            raise UnreadableFileError(_TOO_LARGE)
        yield position, element
        position += int(element.get(f"{_SS}MergeAcross", element.get(f"{_SS}Span", "0")))


def _xml_hidden(sheet: etree._Element) -> Hidden:
    hidden: list[list[int]] = []
    for name, most in (("Row", LAST_ROW), ("Column", LAST_COLUMN)):
        hidden.append([])
        for index, element in _indexed(sheet.iter(f"{_SS}{name}"), most):
            if element.get(f"{_SS}Hidden") == "1":
                last = min(index + int(element.get(f"{_SS}Span", "0")), most)
                hidden[-1] += range(index, last + 1)
    return Hidden(tuple(hidden[0]), tuple(hidden[1]))


def _xml_cells(row: etree._Element, styles: dict[str, str]) -> Cells:
    cells: Cells = {}
    for column, cell in _indexed(row.iterchildren(f"{_SS}Cell"), LAST_COLUMN):
        data = cell.find(f"{_SS}Data")
        if data is not None:
            text = "".join(map(str, data.itertext()))
            if data.get(f"{_SS}Type") == "Number":
                text = _xml_number(text, styles.get(cell.get(f"{_SS}StyleID", ""), ""))
            cells[column - 1] = text
    return cells


def _grid(
    name: str,
    rows: Iterable[Cells],
    hidden: Hidden,
    limits: Limits,
    *,
    notes: tuple[str, ...] = (),
    is_1904: bool = False,
) -> Grid:
    """Columns from rows; a table whose cells would overflow memory is refused."""
    listed: list[Cells] = []
    width = 0
    for cells in rows:
        listed.append(cells)
        width = max(width, *(column + 1 for column in cells)) if cells else width
        if width * len(listed) > limits.cells:
            raise UnreadableFileError(f"bảng có hơn {limits.cells} ô, hãy chia nhỏ tệp")
    columns = [
        pa.array([cells.get(index) or None for cells in listed], type=pa.string())
        for index in range(width)
    ]
    return Grid(name, columns, is_1904=is_1904, notes=(*notes, *hidden.notes()))
