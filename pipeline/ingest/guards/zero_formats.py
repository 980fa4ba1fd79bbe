"""Numbers that a format of zeros shows longer than they are: 352112000531 by 00000000000000.

What is shown is the code (DOMAIN.md, "codes"), and readers give the number alone.
"""

from __future__ import annotations

import io
import re
import struct
from typing import TYPE_CHECKING

from lxml import etree

from pipeline.ingest.grid import LAST_COLUMN, LAST_ROW, column_index

if TYPE_CHECKING:
    from collections.abc import Iterator

# (row, column) from 0 -> the text that is shown.
Shown = dict[tuple[int, int], str]
MOST_DIGITS = 15  # that a number cell keeps
_ZEROS = re.compile(r'"?(0{2,})"?(?:_.)?(?:;.*)?|(0\.0{6})(?:;.*)?', re.DOTALL)
_DIGITS = re.compile(r"\d{1,15}(?:\.\d+)?(?:[eE]\+?\d{1,2})?")
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_LONG_INTEGERS = re.compile(rb'min-integer-digits="(?:[2-9]|\d\d)"')
_BITS = struct.Struct("<I")
# Records of cells with numbers ([MS-XLS] 2.3), and the length of a style with such a number.
NUMBER, RK, MANY_RK = 0x0203, 0x027E, 0x00BD
_STYLED_RK = 6


def zeros(format_code: str) -> str:
    """The zeros of a format that shows a number by zeros alone, "" for another format: `0000`, and
    `0.000000` of procedures' codes.
    """
    match = _ZEROS.fullmatch(format_code.strip())
    return (match[1] or match[2]) if match else ""


def shown_number(value: str, pattern: str) -> str:
    """A number as the zeros show it, "" where it is none that they show in full."""
    if not _DIGITS.fullmatch(value):
        return ""
    decimals = len(pattern.partition(".")[2])
    return f"{float(value):0{len(pattern)}.{decimals}f}"


def styles_of_zeros(xml: bytes) -> dict[str, str]:
    """Of an .xlsx's styles.xml: number of a cell's style -> its zeros."""
    book = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    patterns = {
        entry.get("numFmtId", ""): zeros(entry.get("formatCode", ""))
        for entry in book.iter("{*}numFmt")
    }
    styles = [entry.get("numFmtId", "") for entry in book.findall("{*}cellXfs/{*}xf")]
    return {str(n): patterns[id_] for n, id_ in enumerate(styles) if patterns.get(id_)}


def shown_in_worksheet(xml: bytes, styles: dict[str, str]) -> Shown:
    """Of a worksheet's XML, for cells of these styles; no other cell is looked at."""
    if not styles:
        return {}
    numbers = "|".join(styles)
    cell = re.compile(
        rf"""<(?:\w+:)?c\b(?=[^>]*\ss=["']({numbers})["'])(?![^>]*\st=["'](?!n["']))"""
        r"""[^>]*?\sr=["']([A-Z]{1,3})([1-9]\d{0,6})["'][^>]*(?<!/)>(?:(?!</(?:\w+:)?c>).)*?"""
        r"<(?:\w+:)?v>([^<]*)</".encode(),
        re.DOTALL,
    )
    found: Shown = {}
    for style, letters, row, value in cell.findall(xml):
        place = int(row) - 1, column_index(letters.decode())
        text = shown_number(value.decode(), styles[style.decode()])
        if text and place[0] < LAST_ROW and place[1] < LAST_COLUMN:
            found[place] = text
    return found


def shown_in_tables(xml: bytes) -> list[Shown]:
    """Of an .ods's content.xml, a table each; empty where no format asks for leading zeros."""
    if not _LONG_INTEGERS.search(xml):
        return []
    tags = (f"{_TABLE}table", f"{_TABLE}table-row")
    events = etree.iterparse(
        io.BytesIO(xml), ("end",), tag=tags, resolve_entities=False, no_network=True
    )
    tables: list[Shown] = []
    found: Shown = {}
    position = 0
    for _, element in events:
        if element.tag == tags[0]:
            tables.append(found)
            found, position = {}, 0
            continue
        found |= {(position, column): text for column, text in _shown_in_row(element)}
        position += int(element.get(f"{_TABLE}number-rows-repeated", "1"))
        element.clear()
    return tables


def _shown_in_row(row: etree._Element) -> Iterator[tuple[int, str]]:
    column = 0
    for cell in row:
        if cell.get(f"{_OFFICE}value-type") == "float":
            text = "".join("".join(map(str, p.itertext())) for p in cell.iter(f"{_TEXT}p"))
            if re.fullmatch(r"0\d+", text):
                yield column, text
        column += int(cell.get(f"{_TABLE}number-columns-repeated", "1"))


def shown_in_record(kind: int, data: bytes, styles: dict[int, str]) -> Iterator[tuple[int, str]]:
    """Of a cell's or several cells' record of an .xls ([MS-XLS] 2.4.180, 2.4.175, 2.4.220): columns
    and what they show.
    """
    column = int.from_bytes(data[2:4], "little")
    cells = {NUMBER: data[4:14], RK: data[4:10], MANY_RK: data[4:-2]}[kind]
    size = len(cells) if kind == NUMBER else _STYLED_RK
    for at in range(0, len(cells) - size + 1, size):
        pattern = styles.get(int.from_bytes(cells[at : at + 2], "little"))
        if pattern:
            held = cells[at + 2 : at + size]
            value = f"{struct.unpack('<d', held)[0]:.15g}" if kind == NUMBER else _rk(held)
            if text := shown_number(value, pattern):
                yield column + at // size, text


def format_of_record(data: bytes) -> tuple[int, str]:
    """Number and code of a format of an .xls ([MS-XLS] 2.4.126)."""
    length, is_wide = int.from_bytes(data[2:4], "little"), data[4] & 1
    text = data[5 : 5 + length * (1 + is_wide)].decode("utf-16-le" if is_wide else "latin-1")
    return int.from_bytes(data[:2], "little"), text


def _rk(data: bytes) -> str:
    """The number that four bytes of an .xls hold ([MS-XLS] 2.5.217)."""
    (bits,) = _BITS.unpack(data)
    if bits & 2:
        number = float((bits >> 2) - (1 << 30 if bits & 0x80000000 else 0))
    else:
        (number,) = struct.unpack("<d", b"\0\0\0\0" + _BITS.pack(bits & ~3))
    number /= 100 if bits & 1 else 1
    return f"{number:.15g}"
