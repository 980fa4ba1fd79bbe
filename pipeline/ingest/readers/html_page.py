"""Tables of an HTML page."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from lxml import etree, html

from pipeline.ingest.grid import Grid, Hidden
from pipeline.ingest.guards.zero_formats import shown_number
from pipeline.ingest.readers.cells_by_row import CellsByRow, check_extent
from pipeline.ingest.readers.plain_page import Styles, make_part_of_cell, make_plain
from pipeline.model import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.model import Limits

_NAME = re.compile(r"<x:Name>([^<]*)</x:Name>")
_ROW = re.compile(r"<tr(?=[\s/>])")
_ASIDE = re.compile(r"<(?:!--|(script|style|template)\b)")
_HEAD = 60  # rows by which a table shows that it has a header


def read_html(text: str, limits: Limits, named: Callable[[Grid], int]) -> list[Grid]:
    """Every table of the page that is no part of another one's cell."""
    lowered = text.lower()
    if lowered.count("<table") > lowered.count("</table"):
        raise UnreadableFileError("trang HTML bị cắt ngang: có bảng không kết thúc")
    page = html.document_fromstring(text, parser=html.HTMLParser(huge_tree=True))
    aside = _rows_aside(lowered, page)
    styles = Styles.of(page)
    make_plain(page, styles)
    tables = [table for outer in _tables(page) for table in _data_tables(outer, limits, named)]
    if not tables:
        raise UnreadableFileError("trang HTML không có bảng nào")
    names = _sheet_names(page)
    grids = [
        _grid(_table_name(names, index), table, styles, limits)
        for index, table in enumerate(tables)
    ]
    return [replace(grids[0], notes=(*grids[0].notes, *aside)), *grids[1:]]


def _rows_aside(lowered: str, page: html.HtmlElement) -> tuple[str, ...]:
    """A note of rows in comments and scripts, which no browser shows.

    Raises UnreadableFileError where the page holds others that its parser did not find in a table:
    behind the page's or the table's end, in a comment, script or text that does not end.
    """
    read = sum(1 for row in page.iter("tr") if next(row.iterancestors("table"), None) is not None)
    held = len(_ROW.findall(lowered))
    if held <= read:
        return ()
    aside = _put_aside(lowered)
    if held > read + aside:
        raise UnreadableFileError(f"trang HTML bị hỏng: có {held} dòng mà chỉ đọc được {read}")
    return (
        f"{aside} dòng nằm trong chú thích hoặc mã lệnh của trang, không hiện ra nên không đọc",
    )


def _put_aside(lowered: str) -> int:
    """Rows within comments and scripts."""
    rows = at = 0
    while begin := _ASIDE.search(lowered, at):
        end = "-->" if begin[0] == "<!--" else f"</{begin[1]}"
        at = lowered.find(end, begin.end())
        if at < 0:
            break
        rows += len(_ROW.findall(lowered, begin.end(), at))
    return rows


def _tables(element: html.HtmlElement) -> list[html.HtmlElement]:
    """The tables of a page, or of a table's cells, that lie in no other one of these."""
    outer = element if element.tag == "table" else None
    return [
        table for table in element.iter("table")
        if table is not element and next(table.iterancestors("table"), None) is outer
    ]  # fmt: skip


def _data_tables(
    table: html.HtmlElement, limits: Limits, named: Callable[[Grid], int]
) -> Iterator[html.HtmlElement]:
    """The table itself where it has a header or no table in it; where a page's layout is a table,
    those in its cells.
    """
    inner = _tables(table)
    if not inner or named(_cells(table, limits, _HEAD).grid("", Hidden())):
        yield table
        return
    for part in inner:
        yield from _data_tables(part, limits, named)


def _table_name(names: list[str], index: int) -> str:
    """No two tables of a page under one name: rows are told apart by it."""
    if index < len(names) and names.index(names[index]) == index:
        return names[index]
    return f"Bảng {index + 1}" if index else ""


def _sheet_names(page: html.HtmlElement) -> list[str]:
    """Excel keeps them in a conditional comment, which is no element."""
    comments = "".join(comment.text or "" for comment in page.iter(etree.Comment))
    return [name.strip() for name in _NAME.findall(comments)]


def _grid(name: str, table: html.HtmlElement, styles: Styles, limits: Limits) -> Grid:
    for part in _tables(table):
        make_part_of_cell(part, styles)
    shown = styles if styles.has_zeros else None
    return _cells(table, limits, shown=shown).grid(name, _hidden(table, styles))


def _cells(
    table: html.HtmlElement, limits: Limits, most: int | None = None, shown: Styles | None = None
) -> CellsByRow:
    """The cells of the first rows; `shown`: the styles, where some show numbers by zeros."""
    found = CellsByRow(limits)
    for number, (row, reach) in enumerate(islice(_rows(table), most)):
        for column, cell in row:
            found.add_merge(number, column, _span(cell, "rowspan"), _span(cell, "colspan"))
        found.add_row({column: _text(cell, shown) for column, cell in row})
        found.reaches.append(reach)
    found.lost |= _rows_outside(table)
    return found


def _rows_outside(table: html.HtmlElement) -> set[int]:
    """The rows, from 0, behind whose cells there are some that are in no row."""
    outside = [c for c in table.xpath(".//*[self::td or self::th][not(parent::tr)]")
               if next(c.iterancestors("table")) is table]  # fmt: skip
    if not outside:
        return set()
    number, rows = -1, set[int]()
    is_outside = set(outside)
    for element in table.iter("tr", "td", "th"):
        if element.tag == "tr":
            number += next(element.iterancestors("table")) is table
        elif element in is_outside:
            rows.add(max(number, 0))
    return rows


def _text(cell: html.HtmlElement, shown: Styles | None) -> str:
    text = str(cell.text_content())
    if shown and (picture := shown.zeros(cell)):
        return shown_number(text.strip(), picture) or text
    return text


def _hidden(table: html.HtmlElement, styles: Styles) -> Hidden:
    hidden = set(styles.hidden(table))
    if not hidden:
        return Hidden()
    rows = [number for number, row in enumerate(_own_rows(table), 1) if row in hidden]
    columns = {c + 1 for row, _ in _rows(table) for c, cell in row if cell in hidden}
    return Hidden(tuple(rows), tuple(columns))


def _own_rows(table: html.HtmlElement) -> Iterator[html.HtmlElement]:
    return (row for row in table.iter("tr") if next(row.iterancestors("table")) is table)


def _rows(table: html.HtmlElement) -> Iterator[tuple[list[tuple[int, html.HtmlElement]], int]]:
    """Each row's cells with their column, spans taken into account, and where the row ends."""
    taken: dict[int, int] = {}  # column -> rows still covered by a cell from above
    for row in _own_rows(table):
        cells = []
        column = 0
        covered = {index for index, left in taken.items() if left > 0}
        taken = {index: left - 1 for index, left in taken.items() if left > 1}
        for cell in row.iterchildren("td", "th"):
            while column in covered:
                column += 1
            width, height = _span(cell, "colspan"), _span(cell, "rowspan")
            check_extent(column + width, height)
            cells.append((column, cell))
            if height > 1:
                taken |= dict.fromkeys(range(column, column + width), height - 1)
            column += width
        yield cells, max(column, *(index + 1 for index in covered)) if covered else column


def _span(cell: html.HtmlElement, name: str) -> int:
    text = cell.get(name, "1").strip()
    return max(int(text), 1) if text.isdecimal() else 1
