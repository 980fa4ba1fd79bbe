"""Plain readers of the formats of seeds, none of them the pipeline's: openpyxl, the standard
library's csv and HTML parser, and for what no library in the environment reads the elements and
records of the format's specification, one after the other.

Each gives the sheets as rows of texts, row 1 first, or raises: then the bytes are damaged for it,
too. Numbers stay numbers, dates what the file has in their place.
"""

from __future__ import annotations

import csv
import io
import struct
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from html.parser import HTMLParser

import olefile
import openpyxl
from lxml import etree
from openpyxl.utils.cell import coordinate_to_tuple

from tests.formats import _STRICT, repacked

Cell = str | float | datetime | None
Rows = list[list[Cell]]
_MOST = 2000  # rows and columns: what lies farther off is no cell of a seed
_S = "{urn:schemas-microsoft-com:office:spreadsheet}"
_T = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_O = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


@dataclass(frozen=True)
class Found:
    """The sheets' rows; whether plain numbers that mean dates count from 1904."""

    sheets: list[Rows]
    is_1904: bool = False

    @property
    def rows(self) -> list[tuple[int, tuple[str, ...]]]:
        """Every row with a text, by its number in its sheet, up to its last text."""
        return [
            (number, texts)
            for sheet in self.sheets
            for number, row in enumerate(sheet, 1)
            if (texts := _texts(row))
        ]


def _texts(row: list[Cell]) -> tuple[str, ...]:
    texts = ["" if cell is None else str(cell).strip() for cell in row]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


class UnreadError(Exception):
    """Another reader can't read the bytes either."""


def other_reading(name: str, content: bytes) -> Found:
    """What a plain reader finds; raises UnreadError."""
    try:
        found = _READERS[name](content)
    except Exception as error:
        raise UnreadError(name) from error
    if not found.sheets:
        raise UnreadError(name)
    return found


def _placed(placed: dict[tuple[int, int], Cell]) -> Rows:
    cells = {place: cell for place, cell in placed.items() if max(place) < _MOST}
    height = max((row + 1 for row, _ in cells), default=0)
    width = max((column + 1 for _, column in cells), default=0)
    return [[cells.get((row, column)) for column in range(width)] for row in range(height)]


def plan_sheets(content: bytes) -> dict[str, Rows]:
    """The sheets of a plan by name; raises UnreadError."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
        return {
            sheet.title: _placed(
                {(c.row - 1, c.column - 1): c.value for c in sheet._cells.values()}
            )
            for sheet in book.worksheets
        }
    except Exception as error:
        raise UnreadError from error


def _xlsx(content: bytes) -> Found:
    """By openpyxl; it gives up at a cell whose text is no number: then the elements, one by one."""
    try:
        return _by_openpyxl(content)
    except (ValueError, TypeError, IndexError, KeyError, AttributeError):
        return _by_elements(content)


def _by_elements(content: bytes) -> Found:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {
            n: etree.fromstring(package.read(n)) for n in package.namelist() if n.endswith(".xml")
        }
    table = parts.get("xl/sharedStrings.xml")
    entries = [] if table is None else list(table.iter("{*}si"))
    strings = ["".join(str(t.text or "") for t in entry.iter("{*}t")) for entry in entries]
    cells: dict[tuple[int, int], Cell] = {}
    for cell in parts["xl/worksheets/sheet1.xml"].iter("{*}c"):
        row, column = coordinate_to_tuple(cell.get("r", ""))
        text = "".join(str(t) for part in cell.iter("{*}v", "{*}t") for t in part.itertext())
        if cell.get("t") == "s":
            text = strings[int(text)] if text.isdecimal() and int(text) < len(strings) else ""
        cells[row - 1, column - 1] = _number(text) if cell.get("t", "n") == "n" else text
    return Found(
        [_placed(cells)], parts["xl/workbook.xml"].find("{*}workbookPr[@date1904='1']") is not None
    )


def _number(text: str) -> Cell:
    try:
        return float(text)
    except ValueError:
        return text


def _by_openpyxl(content: bytes) -> Found:
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    sheets = []
    for sheet in book.worksheets:
        cells = {(c.row - 1, c.column - 1): c.value for c in sheet._cells.values()}
        sheets.append(
            _placed({place: value for place, value in cells.items() if value is not None})
        )
    return Found(sheets, book.epoch.year == 1904)


def _strict(content: bytes) -> Found:
    """As the transitional workbook, which openpyxl reads."""

    def change(_name: str, part: bytes) -> bytes:
        for transitional, strict in _STRICT:
            part = part.replace(strict, transitional)
        return part

    return _xlsx(repacked(content, change))


def _xlsb(content: bytes) -> Found:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    cells: dict[tuple[int, int], Cell] = {}
    row = 0
    for kind, data in _brt(parts["xl/worksheets/sheet1.bin"]):
        if kind == 0:
            row = int.from_bytes(data[:4], "little")
        elif kind == 5:
            cells[row, int.from_bytes(data[:4], "little")] = struct.unpack_from("<d", data, 8)[0]
        elif kind == 6:
            size = int.from_bytes(data[8:12], "little")
            cells[row, int.from_bytes(data[:4], "little")] = data[12 : 12 + 2 * size].decode(
                "utf-16-le", errors="replace"
            )
    book = dict(_brt(parts["xl/workbook.bin"]))
    return Found([_placed(cells)], bool(book[153][0] & 1))


def _brt(part: bytes) -> Iterator[tuple[int, bytes]]:
    stream = io.BytesIO(part)
    while first := stream.read(1):
        kind = first[0] if first[0] < 128 else first[0] & 0x7F | stream.read(1)[0] << 7
        size = shift = 0
        while (byte := stream.read(1)[0]) & 0x80:
            size, shift = size | (byte & 0x7F) << shift, shift + 7
        size |= byte << shift
        yield kind, stream.read(size)


def _xls(content: bytes) -> Found:
    with olefile.OleFileIO(io.BytesIO(content)) as compound:
        stream = compound.openstream("Workbook").read()
    strings: list[str] = []
    starts, is_1904 = [], False
    for kind, data in _biff(stream, 0):
        if kind == 0x0085:
            starts.append(int.from_bytes(data[:4], "little"))
        elif kind == 0x0022:
            is_1904 = data[0] == 1
        elif kind == 0x00FC:
            strings = list(_strings(data))
    return Found([_placed(dict(_cells(stream, start, strings))) for start in starts], is_1904)


def _biff(stream: bytes, position: int) -> Iterator[tuple[int, bytes]]:
    """Up to the end of the substream; a text table goes on in the records behind it."""
    depth = 0
    while True:
        kind, size = struct.unpack_from("<HH", stream, position)
        data, position = stream[position + 4 : position + 4 + size], position + 4 + size
        while kind == 0x00FC and stream[position : position + 2] == b"\x3c\x00":
            raise UnreadError  # no seed is so large
        yield kind, data
        depth += (kind == 0x0809) - (kind == 0x000A)
        if not depth:
            return


def _strings(data: bytes) -> Iterator[str]:
    position = 8
    for _ in range(int.from_bytes(data[4:8], "little")):
        size, flags = struct.unpack_from("<HB", data, position)
        position += 3
        runs = extra = 0
        if flags & 8:
            runs, position = int.from_bytes(data[position : position + 2], "little"), position + 2
        if flags & 4:
            extra, position = int.from_bytes(data[position : position + 4], "little"), position + 4
        end = position + size * (2 if flags & 1 else 1)
        yield data[position:end].decode("utf-16-le" if flags & 1 else "latin-1", errors="replace")
        position = end + 4 * runs + extra


def _cells(stream: bytes, start: int, strings: list[str]) -> Iterator[tuple[tuple[int, int], Cell]]:
    for kind, data in _biff(stream, start):
        if kind in (0x00FD, 0x0203, 0x027E, 0x00BD):
            row, column = struct.unpack_from("<HH", data)
        if kind == 0x00FD:
            index = int.from_bytes(data[6:10], "little")
            yield (row, column), strings[index] if index < len(strings) else None
        elif kind == 0x0203:
            yield (row, column), struct.unpack_from("<d", data, 6)[0]
        elif kind == 0x027E:
            yield (row, column), _rk(data[6:10])
        elif kind == 0x00BD:
            for index in range((len(data) - 6) // 6):
                yield (row, column + index), _rk(data[6 + 6 * index : 10 + 6 * index])


def _rk(data: bytes) -> float:
    bits = int.from_bytes(data, "little")
    if bits & 2:
        number = float(int.from_bytes(data, "little", signed=True) >> 2)
    else:
        number = struct.unpack("<d", bytes(4) + (bits & ~3).to_bytes(4, "little"))[0]
    return number / 100 if bits & 1 else number


def _ods(content: bytes) -> Found:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        if package.testzip():
            raise UnreadError
        root = etree.fromstring(package.read("content.xml"))
    sheets = []
    for table in root.iter(f"{_T}table"):
        rows: Rows = []
        for row in table.iter(f"{_T}table-row"):
            cells: list[Cell] = []
            for cell in row.iterchildren(f"{_T}table-cell"):
                times = int(cell.get(f"{_T}number-columns-repeated", "1"))
                cells += [_ods_value(cell)] * min(times, 30)
            rows += [cells] * min(int(row.get(f"{_T}number-rows-repeated", "1")), 30)
        sheets.append(rows)
    return Found(sheets)


def _ods_value(cell: etree._Element) -> Cell:
    kind = cell.get(f"{_O}value-type")
    if kind == "date":
        text = cell.get(f"{_O}date-value", "")
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            return text
    if kind == "float":
        return float(cell.get(f"{_O}value", ""))
    text = "\n".join("".join(map(str, part.itertext())) for part in cell)
    return text if kind and text else None


def _xml(content: bytes) -> Found:
    root = etree.fromstring(content)
    sheets = []
    for sheet in root.iter(f"{_S}Worksheet"):
        cells: dict[tuple[int, int], Cell] = {}
        row = 0
        for element in sheet.iter(f"{_S}Row"):
            row = int(element.get(f"{_S}Index", row + 1))
            column = 0
            for cell in element.iterchildren(f"{_S}Cell"):
                column = int(cell.get(f"{_S}Index", column + 1))
                data = cell.find(f"{_S}Data")
                if data is not None and (text := "".join(map(str, data.itertext()))):
                    cells[row - 1, column - 1] = text
                column += int(cell.get(f"{_S}MergeAcross", "0"))
        sheets.append(_placed(cells))
    return Found(sheets, root.find(".//{*}Date1904") is not None)


class _Page(HTMLParser):
    """Tables of a page; a cell or a row that does not end does where another one begins."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Rows] = []
        self._cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Of tables only."""
        if tag in ("table", "tr", "td", "th"):
            self._end()
        if tag == "table" or (tag == "tr" and not self.tables):
            self.tables.append([])
        if tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th") and self.tables and self.tables[-1]:
            self._cell = []
            if int(dict(attrs).get("colspan") or 1) > 1 or int(dict(attrs).get("rowspan") or 1) > 1:
                raise UnreadError  # no seed has any
        elif tag == "br" and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Of cells and what holds them."""
        if tag in ("table", "tr", "td", "th"):
            self._end()

    def handle_data(self, data: str) -> None:
        """Text outside of cells is none of the table."""
        if self._cell is not None:
            self._cell.append(data)

    def _end(self) -> None:
        if self._cell is not None:
            self.tables[-1][-1].append("".join(self._cell))
        self._cell = None


def _html(content: bytes) -> Found:
    page = _Page()
    page.feed(content.decode("utf-8", errors="replace"))
    page.close()
    page._end()
    return Found([table for table in page.tables if table])


def _text(delimiter: str, encoding: str) -> Callable[[bytes], Found]:
    def read(content: bytes) -> Found:
        text = unicodedata.normalize("NFC", content.decode(encoding, errors="replace"))
        return Found([list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))])

    return read


_READERS: dict[str, Callable[[bytes], Found]] = {
    "a.xlsx": _xlsx, "inline.xlsx": _xlsx, "1904.xlsx": _xlsx, "strict.xlsx": _strict,
    "prefix.xlsx": _xlsx, "really-xlsx.csv": _xlsx, "a.xlsb": _xlsb, "a.xls": _xls,
    "1904.xls": _xls, "a.ods": _ods, "xml.xls": _xml, "html.xls": _html, "charset.xls": _html,
    "bom.csv": _text(",", "utf-8-sig"), "utf8.csv": _text(";", "utf-8"),
    "utf16.csv": _text("\t", "utf-16"), "utf16le.csv": _text(",", "utf-16-le"),
    "cp1258.csv": _text(";", "cp1258"), "a.tsv": _text("\t", "utf-8"),
    "really-csv.xlsx": _text(",", "utf-8-sig"),
}  # fmt: skip
TEXTS = {name for name in _READERS if name.endswith((".csv", ".tsv"))} - {"really-xlsx.csv"} | {
    "really-csv.xlsx"
}
