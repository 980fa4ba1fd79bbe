"""Numbers that a format of zeros shows longer than they are: 352112000531 by 00000000000000.

What is shown is the code (DOMAIN.md, "codes"), and readers give the number alone.
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING

from lxml import etree

from pipeline.ingest.grid import LAST_COLUMN, LAST_ROW, column_index

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# (row, column) from 0 -> the text that is shown.
Shown = dict[tuple[int, int], str]
MOST_DIGITS = 15  # that a number cell keeps
# What a format of zeros is made of: texts, room, locales and colours, digits; of these the first
# section counts, that of numbers which are not negative.
_PART = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[(?:\$[^\]]*|[A-Za-z]+\d*)\]|(0)|([-+() ])', re.DOTALL)
_FORMAT = re.compile(rf"(?:{_PART.pattern})*(?:;.*)?", re.DOTALL)
_QUOTED = re.compile(r'"(0{2,})"')  # as systems write that mean the zeros
_WITH_DECIMALS = re.compile(r"(0\.0{6})(?:;.*)?", re.DOTALL)  # of procedures' codes
_LEAST_ZEROS = 2
_LITERAL_ZERO = "\0"  # a zero that is no digit's place
_DIGITS = re.compile(r"\d{1,15}(?:\.\d+)?(?:[eE]\+?\d{1,2})?")
_REFERENCE = re.compile(rb"""\sr=["']([A-Z]{1,3})([1-9]\d{0,6})["']""")
_NO_NUMBER = re.compile(rb"""\st=["'](?!n["'])""")
_FIRST_STYLE = "0"  # of cells that name none
_BITS = struct.Struct("<I")
# Records of cells with numbers ([MS-XLS] 2.3), and the length of a style with such a number.
NUMBER, RK, MANY_RK, FORMULA = NUMBERS = 0x0203, 0x027E, 0x00BD, 0x0006
_STYLED_RK, _STYLED_NUMBER = 6, 10
_NO_RESULT = b"\xff\xff"  # how a formula's result ends that is no number
BRT_RK, BRT_NUMBER, BRT_RESULT = BRT_NUMBERS = 2, 5, 9  # the same of an .xlsb ([MS-XLSB] 2.3)


def zeros(format_code: str) -> str:
    """The zeros of a format that shows a number by zeros, with the texts that it puts before,
    between and behind them (`"H21.65-"0000`), "" for another format; and `0.000000` of procedures'
    codes.
    """
    code = format_code.strip().lstrip("#")
    if match := _WITH_DECIMALS.fullmatch(code) or _QUOTED.fullmatch(code):
        return match[1]
    if not _FORMAT.fullmatch(code):
        return ""
    picture, at = "", 0
    while part := _PART.match(code, at):
        text = part[1] or part[2] or part[4] or ""
        picture, at = picture + (part[3] or text.replace("0", _LITERAL_ZERO)), part.end()
    return picture if picture.count("0") >= _LEAST_ZEROS else ""


def shown_number(value: str, picture: str) -> str:
    """A number as the zeros show it, "" where it is none that they show in full."""
    if not _DIGITS.fullmatch(value):
        return ""
    if _WITH_DECIMALS.fullmatch(picture):
        return f"{float(value):.6f}"
    places = picture.count("0")
    digits = f"{float(value):.0f}".zfill(places)
    shown = iter([digits[: len(digits) - places + 1], *digits[len(digits) - places + 1 :]])
    filled = "".join(next(shown) if sign == "0" else sign for sign in picture)
    return filled.replace(_LITERAL_ZERO, "0").strip()


def styles_of_zeros(xml: bytes) -> dict[str, str]:
    """Of an .xlsx's styles.xml: number of a cell's style -> its zeros."""
    book = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True))
    patterns = {
        entry.get("numFmtId", ""): zeros(entry.get("formatCode", ""))
        for entry in book.iterfind("{*}numFmts/{*}numFmt")
    }
    styles = [entry.get("numFmtId", "") for entry in book.findall("{*}cellXfs/{*}xf")]
    return {str(n): patterns[id_] for n, id_ in enumerate(styles) if patterns.get(id_)}


def shown_in_worksheet(xml: bytes, styles: dict[str, str]) -> Shown:
    """Of a worksheet's XML whose cells have references, for cells of these styles; no other cell is
    looked at.
    """
    if not styles:
        return {}
    found: Shown = {}
    for style, attributes, value in _styled_cells(styles).findall(xml):
        place = _REFERENCE.search(attributes)
        if place is None or _NO_NUMBER.search(attributes):
            continue
        row, column = int(place[2]) - 1, column_index(place[1].decode())
        text = shown_number(value.decode().strip(), styles[style.decode() or _FIRST_STYLE])
        if text and row < LAST_ROW and column < LAST_COLUMN:
            found[row, column] = text
    return found


def _styled_cells(styles: Iterable[str]) -> re.Pattern[bytes]:
    """Cells of these styles with a value: style, attributes, value. No piece of the pattern runs
    over a "<", so what it costs is no more than the length of the XML, whatever does not close.
    """
    style = rf"""(?=[^<>]*?\ss=["']({"|".join(styles)})["'])"""
    if _FIRST_STYLE in styles:
        style = rf"""(?:{style}|(?![^<>]*?\ss=["']))"""
    return re.compile(
        rf"""<(?:\w+:)?c(?=\s){style}([^<>]*)(?<!/)>\s*"""
        r"""(?:<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)\s*)?"""
        r"""<(?:\w+:)?v\b[^<>]*>([^<]*)</""".encode()
    )


def shown_in_record(kind: int, data: bytes, styles: dict[int, str]) -> Iterator[tuple[int, str]]:
    """Of a cell's or several cells' record of an .xls ([MS-XLS] 2.4.180, 2.4.175, 2.4.220,
    2.4.127): columns and what they show.
    """
    column = int.from_bytes(data[2:4], "little")
    size = _STYLED_RK if kind in (RK, MANY_RK) else _STYLED_NUMBER
    cells = data[4:-2] if kind == MANY_RK else data[4 : 4 + size]
    for at in range(0, len(cells) - size + 1, size):
        picture = styles.get(int.from_bytes(cells[at : at + 2], "little"))
        held = cells[at + 2 : at + size]
        if picture and not (kind == FORMULA and held.endswith(_NO_RESULT)):
            value = rk_number(held) if kind in (RK, MANY_RK) else double_number(held)
            if text := shown_number(value, picture):
                yield column + at // size, text


def shown_in_brt(kind: int, data: bytes, styles: dict[int, str]) -> str:
    """What a cell of an .xlsb shows by zeros, "" where it does not (BrtCellRk ff)."""
    picture = styles.get(int.from_bytes(data[4:7], "little"))
    if not picture:
        return ""
    return shown_number(number_in_brt(kind, data), picture)


def number_in_brt(kind: int, data: bytes) -> str:
    """The number of a cell of an .xlsb."""
    return rk_number(data[8:12]) if kind == BRT_RK else double_number(data[8:16])


def format_of_record(data: bytes) -> tuple[int, str]:
    """Number and code of a format of an .xls ([MS-XLS] 2.4.126)."""
    length, is_wide = int.from_bytes(data[2:4], "little"), data[4] & 1
    encoding = "utf-16-le" if is_wide else "latin-1"
    text = data[5 : 5 + length * (1 + is_wide)].decode(encoding, errors="replace")
    return int.from_bytes(data[:2], "little"), text


def double_number(data: bytes) -> str:
    """The number that eight bytes hold."""
    return f"{struct.unpack('<d', data)[0]:.15g}"


def rk_number(data: bytes) -> str:
    """The number that four bytes of an .xls hold ([MS-XLS] 2.5.217)."""
    (bits,) = _BITS.unpack(data)
    if bits & 2:
        number = float((bits >> 2) - (1 << 30 if bits & 0x80000000 else 0))
    else:
        (number,) = struct.unpack("<d", b"\0\0\0\0" + _BITS.pack(bits & ~3))
    number /= 100 if bits & 1 else 1
    return f"{number:.15g}"
