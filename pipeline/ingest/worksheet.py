"""A worksheet's XML, measured before a reader gets it: extent, what it hides, what is missing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.ingest.grid import Hidden, column_number

_DATA = re.compile(rb"<((?:\w+:)?)sheetData\b")
_END = re.compile(rb"</(?:\w+:)?worksheet\s*>\s*\Z")
_TAIL = 256
_WIDE = re.compile(rb""" r=["']([A-Z]{2,3})\d""")
_NARROW = re.compile(rb""" r=["']([A-Z])\d""")
_ROW = re.compile(rb"""\sr=["'](\d+)""")
_HIDDEN = re.compile(rb"""\shidden=["'](?:1|true)["']""")
_SPAN = re.compile(rb"""\s(min|max)=["'](\d+)""")
_FORMULA_ONLY = (
    rb"""<%(p)sc\b[^>]*?\sr=["']([A-Z]{1,3})(\d{1,7})["'][^>]*>\s*"""
    rb"""<%(p)sf\b(?:[^>]*/>|[^>]*>[^<]*</%(p)sf>)\s*</%(p)sc>"""
)
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


@dataclass(frozen=True)
class SheetPart:
    """A sheet before it is read; rows and columns are counted from 1.

    `is_table` is False for chart, dialog and macro sheets; `is_doubtful`: it can be read, but its
    records do not come to their end. `extent` is the number of cells from A1
    to the last corner, which readers set memory aside for, `cells` how many there really are (0:
    not counted, the extent is small). `uncalculated` are formula cells (row, column) that hold no
    value, because the program that wrote them did not calculate.
    """

    is_table: bool = True
    is_damaged: bool = False
    is_doubtful: bool = False
    extent: int = 0
    cells: int = 0
    hidden: Hidden = field(default_factory=Hidden)
    uncalculated: tuple[tuple[int, int], ...] = ()


def measure(xml: bytes | bytearray, most_cells: int) -> SheetPart:
    """The measures of a worksheet; `most_cells` is the extent up to which they may be rough."""
    data = _DATA.search(xml)
    if data is None or not _END.search(xml, max(len(xml) - _TAIL, 0)):
        return SheetPart(is_damaged=True)
    prefix = re.escape(data[1])
    tags = re.findall(rb"<%srow\b[^>]*>" % prefix, xml)
    rows = _last_row(tags)
    columns = _last_column(xml, rows, most_cells)
    extent = rows * columns
    return SheetPart(
        extent=extent,
        cells=xml.count(b"<%sc " % data[1]) if extent > most_cells else 0,
        hidden=Hidden(_hidden_rows(tags), _hidden_columns(xml[: data.start()])),
        uncalculated=_uncalculated(xml, prefix),
    )


def _last_row(tags: list[bytes]) -> int:
    """Rows without a number follow each other."""
    numbers = [int(number) for number in _ROW.findall(b"".join(tags))]
    return min(max([len(tags), *numbers]), _LAST_ROW)


def _last_column(xml: bytes | bytearray, rows: int, most_cells: int) -> int:
    """Exact only where it matters: most sheets end before column Z."""
    if rows * _LAST_COLUMN <= most_cells:
        return _LAST_COLUMN
    names = set(_WIDE.findall(xml))
    if not names:
        if rows * 26 <= most_cells:
            return 26
        names = set(_NARROW.findall(xml)) or {b"A"}
    return min(max(column_number(name.decode()) for name in names), _LAST_COLUMN)


def _hidden_rows(tags: list[bytes]) -> tuple[int, ...]:
    if not _HIDDEN.search(b"".join(tags)):
        return ()
    hidden = (_ROW.search(tag) for tag in tags if _HIDDEN.search(tag))
    return tuple(int(found[1]) for found in hidden if found)


def _hidden_columns(head: bytes | bytearray) -> tuple[int, ...]:
    columns: list[int] = []
    for tag in re.findall(rb"<(?:\w+:)?col\b[^>]*>", head):
        if _HIDDEN.search(tag):
            span = {name: int(number) for name, number in _SPAN.findall(tag)}
            first, last = span.get(b"min", 1), min(span.get(b"max", 1), _LAST_COLUMN)
            columns += range(first, last + 1)
    return tuple(columns)


def _uncalculated(xml: bytes | bytearray, prefix: bytes) -> tuple[tuple[int, int], ...]:
    if b"<%sf" % prefix not in xml:
        return ()
    found = re.findall(_FORMULA_ONLY % {b"p": prefix}, xml)
    cells = [(int(row), column_number(letters.decode())) for letters, row in found]
    return tuple((r, c) for r, c in cells if r <= _LAST_ROW and c <= _LAST_COLUMN)
