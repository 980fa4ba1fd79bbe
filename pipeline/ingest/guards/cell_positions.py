"""Where the cells with values of a sheet are, as its bytes have them: looked at only where a reader
gives another number of cells than were counted, to name the rows of those that it lost.

Readers lose cells without a word: of two at one place the first, and all that stand behind or
outside of what they take for the table.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from lxml import etree

from pipeline.ingest.grid import LAST_COLUMN, LAST_ROW, column_index

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

_NAMED_ROWS = 5
_DIGITS = 8  # more than any row has
_DAYS = 3_000_000  # up to the year 10,000, and some
_NOWHERE = LAST_COLUMN  # the column of a cell that is in no row of the table
_O = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_T = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CELL_TAGS = ("{*}sheetData", "{*}row", "{*}c", "{*}v", "{*}is")
_ODS_CELLS = (f"{_T}table-cell", f"{_T}covered-table-cell")
_ODS_TAGS = (f"{_T}table", f"{_T}table-row", *_ODS_CELLS)
_PARTS_OF_TABLE = ("table", "table-header-rows", "table-row-group", "table-rows")


@dataclass
class Positions:
    """(row, column) from 0 of each cell with a value, those that are none for the reader behind the
    last column. `count`: all cells that have a value, also those that may be an empty text;
    `numbers`: what stands in cells of numbers, which readers show as dates by their format.
    """

    sure: list[tuple[int, int]] = field(default_factory=list)
    count: int = 0
    numbers: dict[tuple[int, int], str] = field(default_factory=dict)

    def add(self, row: int, column: int, *, is_sure: bool = True, number: str = "") -> None:
        """One cell."""
        self.count += 1
        if is_sure:
            self.sure.append((row, column))
        if number:
            self.numbers[row, column] = number

    def no_dates(self) -> dict[tuple[int, int], str]:
        """Numbers that are no date that a reader could give."""
        return {place: text for place, text in self.numbers.items() if not _may_be_date(text)}

    def lost(
        self, columns: Sequence[pa.StringArray], places: tuple[int, ...] = ()
    ) -> tuple[list[int], dict[tuple[int, int], str]]:
        """The rows, from 1, of cells that a reader did not give: nothing is at their place in the
        columns, or another cell of the same place; and numbers that it could not make a date of, by
        row and column. `places`: where the columns are in the sheet, if some were left out.
        """
        cells = np.array(self.sure, dtype=np.int64).reshape(-1, 2)
        cells, counts = np.unique(cells, axis=0, return_counts=True)
        is_given = np.zeros(len(cells), dtype=bool)
        for place, column in zip(places or range(len(columns)), columns, strict=True):
            here = np.flatnonzero((cells[:, 1] == place) & (cells[:, 0] < len(column)))
            is_given[here] = np.asarray(column.is_valid())[cells[here, 0]]
        no_dates = self.no_dates()
        indexes = {place: index for index, place in enumerate(places or range(len(columns)))}
        given = {}
        for at in np.flatnonzero(~is_given & (counts == 1)):
            row, place = int(cells[at, 0]), int(cells[at, 1])
            if (row, place) in no_dates and place in indexes:
                is_given[at], given[row, indexes[place]] = True, no_dates[row, place]
        rows = np.unique(cells[~is_given | (counts > 1), 0])
        return [int(row) + 1 for row in rows], given


def worksheet_positions(xml: bytes) -> Positions:
    """Of a worksheet's XML. A cell without a reference follows the one before it; one outside of a
    row of the first table, and a value outside of a cell, are none for the reader.
    """
    found, tables = Positions(), 0
    row, column = -1, 0
    events = etree.iterparse(
        io.BytesIO(xml), ("start", "end", "comment"), tag=_CELL_TAGS, resolve_entities=False,
        no_network=True, huge_tree=True,
    )  # fmt: skip
    for event, element in events:
        if event == "comment":
            if "</v>" in (element.text or ""):
                found.add(max(row, 0), _NOWHERE)
            continue
        name = etree.QName(element).localname
        if event == "start":
            tables += name == "sheetData"
            if name == "row":
                row, column = _row_of(element, row), 0
            continue
        if name == "c":
            at, column = _place_of(element, row, column)
            is_read = tables == 1 and _path(element)[:2] == ["row", "sheetData"]
            _add_value(found, element, at, column if is_read else _NOWHERE)
            column += 1
        elif name in ("v", "is") and _path(element)[:1] != ["c"]:
            found.add(max(row, 0), _NOWHERE)
        elif name == "row":
            element.clear()
    return found


def _path(element: etree._Element) -> list[str]:
    return [etree.QName(parent).localname for parent in element.iterancestors()]


def _row_of(element: etree._Element, before: int) -> int:
    named = element.get("r", "")
    return int(named[:_DIGITS]) - 1 if named.isdecimal() else before + 1


def _place_of(element: etree._Element, row: int, column: int) -> tuple[int, int]:
    reference = element.get("r", "")
    letters = reference.rstrip("0123456789")
    digits = reference[len(letters) :]
    if not letters or not digits:
        return row, column
    return int(digits[:_DIGITS]) - 1, column_index(letters)


def _add_value(found: Positions, cell: etree._Element, row: int, column: int) -> None:
    for value in cell.iterchildren("{*}v", "{*}is"):
        text = "".join(map(str, value.itertext()))
        if cell.get("t") == "s" and text and not text.strip().isdecimal():
            column = _NOWHERE  # readers give the first shared string for it
        number = text if cell.get("t", "n") == "n" else ""
        found.add(row, column, is_sure=bool(text), number=number)


def ods_positions(xml: bytes, sheet: int) -> Positions:
    """Of the sheet with this number, from 0, of an .ods's content.xml."""
    found, row, column, number = Positions(), 0, 0, -1
    events = etree.iterparse(
        io.BytesIO(xml), ("start", "end"), tag=_ODS_TAGS, resolve_entities=False, no_network=True,
        huge_tree=True,
    )  # fmt: skip
    for event, element in events:
        name = element.tag.removeprefix(_T)
        if event == "start":
            if name == "table":
                number, row = number + 1, 0
            elif name == "table-row":
                column = 0
        elif element.tag in _ODS_CELLS:
            is_read = _is_of_row(element)
            if number == sheet and element.get(f"{_O}value-type"):
                is_sure = bool("".join(map(str, element.itertext())))
                found.add(row, column if is_read else _NOWHERE, is_sure=is_sure)
            column += _repeated(element, "columns", LAST_COLUMN)
        elif name == "table-row":
            row += _repeated(element, "rows", LAST_ROW)
            element.clear()
    return found


def _is_of_row(cell: etree._Element) -> bool:
    row = cell.getparent()
    table = None if row is None else row.getparent()
    return (
        row is not None and row.tag == f"{_T}table-row"
        and table is not None and table.tag.removeprefix(_T) in _PARTS_OF_TABLE
    )  # fmt: skip


def _repeated(element: etree._Element, what: str, most: int) -> int:
    text = element.get(f"{_T}number-{what}-repeated", "1")
    return min(int(text[:_DIGITS]), most) if text.isdecimal() else 1


def _may_be_date(text: str) -> bool:
    try:
        return abs(float(text)) < _DAYS
    except ValueError:
        return False


def named_rows(rows: list[int]) -> str:
    """The first of the rows, as a message names them."""
    return ", ".join(map(str, rows[:_NAMED_ROWS])) + (", …" if rows[_NAMED_ROWS:] else "")
