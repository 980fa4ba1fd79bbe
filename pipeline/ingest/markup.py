"""Tables in markup that calls itself .xls: HTML, and XML Spreadsheet 2003."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyarrow as pa
from lxml import etree, html

from pipeline.ingest.grid import Grid
from pipeline.model import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_NAME = re.compile(r"<x:Name>([^<]*)</x:Name>")
_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
# As Excel's own sheets: a span or an index beyond this is damage or malice.
MAX_COLUMNS, MAX_ROWS = 16_384, 1_048_576

Cells = dict[int, str]


def read_markup(content: bytes) -> list[Grid]:
    """The tables of an HTML page or of an XML Spreadsheet 2003 workbook, one sheet each."""
    if b"<!DOCTYPE" in content[:4096] and b"<!ENTITY" in content:
        raise UnreadableFileError("tệp XML có khai báo thực thể, không an toàn")
    try:
        if b"urn:schemas-microsoft-com:office:spreadsheet" in content[:4096]:
            return _read_spreadsheetml(content)
        return _read_html(content)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableFileError("tệp HTML hoặc XML bị hỏng") from error


def _read_html(content: bytes) -> list[Grid]:
    parser = html.HTMLParser(encoding=None if b"charset" in content[:4096] else "utf-8")
    page = html.document_fromstring(content, parser=parser)
    tables = [table for table in page.iter("table") if table.find(".//table") is None]
    if not tables:
        raise UnreadableFileError("trang HTML không có bảng nào")
    names = _sheet_names(page)
    return [
        _grid(_table_name(names, index), _html_rows(table.iter("tr")))
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


def _html_rows(rows: Iterable[html.HtmlElement]) -> Iterator[Cells]:
    """Each row's texts at their column, spans taken into account."""
    taken: dict[int, int] = {}  # column -> rows still covered by a cell from above
    for row in rows:
        cells: Cells = {}
        column = 0
        covered = {index for index, left in taken.items() if left > 0}
        taken = {index: left - 1 for index, left in taken.items() if left > 1}
        for cell in row.iterchildren("td", "th"):
            while column in covered:
                column += 1
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            _check(column + width, height)
            cells[column] = _text(cell)
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
    if columns > MAX_COLUMNS or rows > MAX_ROWS:
        raise UnreadableFileError("bảng khai báo số cột hoặc số dòng quá lớn")


def _read_spreadsheetml(content: bytes) -> list[Grid]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    book = etree.fromstring(content, parser=parser)
    return [
        _grid(sheet.get(f"{_SS}Name", ""), _xml_rows(sheet), hidden=_is_hidden(sheet))
        for sheet in book.iter(f"{_SS}Worksheet")
    ]


def _is_hidden(sheet: etree._Element) -> bool:
    visible = sheet.find(".//{urn:schemas-microsoft-com:office:excel}Visible")
    return visible is not None and visible.text != "SheetVisible"


def _xml_rows(sheet: etree._Element) -> Iterator[Cells]:
    position = 0
    for row in sheet.iter(f"{_SS}Row"):
        index = int(row.get(f"{_SS}Index", position + 1))
        _check(1, index)
        for _ in range(position, index - 1):
            yield {}
        yield _xml_cells(row)
        position = index


def _xml_cells(row: etree._Element) -> Cells:
    cells: Cells = {}
    column = 0
    for cell in row.iterchildren(f"{_SS}Cell"):
        column = int(cell.get(f"{_SS}Index", column + 1))
        width = int(cell.get(f"{_SS}MergeAcross", "0"))
        _check(column + width, 1)
        data = cell.find(f"{_SS}Data")
        if data is not None:
            cells[column - 1] = "".join(map(str, data.itertext()))
        column += width
    return cells


def _grid(name: str, rows: Iterable[Cells], *, hidden: bool = False) -> Grid:
    """Columns from rows; a table whose cells would overflow memory is refused by _check."""
    listed = list(rows)
    width = max((max(cells, default=-1) for cells in listed), default=-1) + 1
    columns = [
        pa.array([cells.get(index) or None for cells in listed], type=pa.string())
        for index in range(width)
    ]
    return Grid(name, hidden=hidden, columns=columns)
