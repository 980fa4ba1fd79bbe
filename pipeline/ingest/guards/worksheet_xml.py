"""A worksheet's XML, measured before a reader gets it: extent, what it hides, what is missing."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.ingest.formulas import Formulas
from pipeline.ingest.grid import LAST_COLUMN, LAST_ROW, Hidden, column_index
from pipeline.ingest.guards.cell_references import matches_somewhere, with_references
from pipeline.ingest.guards.well_formed import check_small
from pipeline.ingest.guards.zero_formats import Shown, shown_in_worksheet
from pipeline.ingest.merges import Merges

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.ingest.guards.cell_positions import Positions

# No piece of these patterns that may be long runs over a "<": a tag or a cell that does not close
# costs no more than its length.
_DATA = re.compile(rb"<((?:\w+:)?)sheetData\b")
_END = re.compile(rb"</(?:\w+:)?worksheet\s*>\s*\Z")
_TAIL = 256
_WIDE = re.compile(rb""" r=["']([A-Z]{2,3})\d""")
_WIDE_START = """ r=["'][A-Z]{2}"""
_NARROW = re.compile(rb""" r=["']([A-Z])\d""")
_ROW = re.compile(rb"""\sr=["'](\d+)""")
_HIDDEN = re.compile(rb"""\shidden=["'](?:1|true)["']""")
_SPAN = re.compile(rb"""\s(min|max)=["'](\d+)""")
# A formula cell: its attributes, and the text of its value, if it has one.
_FORMULA = (
    rb"""<%(p)sc\b([^<>]*)>\s*<%(p)sf\b(?:[^<>]*/>|[^<>]*>[^<]*</%(p)sf>)\s*"""
    rb"""(?:<%(p)sv\b[^<>]*/>|<%(p)sv\b[^<>]*>([^<]*)</%(p)sv>)?\s*</%(p)sc>"""
)
_CELL = re.compile(rb"""\sr=["']([A-Z]{1,3})([1-9]\d{0,6})["']""")
_IS_TEXT = re.compile(rb"""\st=["']str["']""")
_ZERO = re.compile(rb"\s*+[-+]?0*+\.?0*+(?:[eE][-+]?\d+)?\s*+")
_MERGE = re.compile(
    rb"""<(?:\w+:)?mergeCell\b[^<>]*?\sref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']"""
)
# Patterns that begin with one letter which cells seldom hold are looked for at memory's speed.
_MAYBE_FORMULA = re.compile(rb"f(?<=[<:]f)[\s/>]")
_QUOTED_E = re.compile(rb"""e(?<=["']e)["']""")  # the type of an error cell: t="e"
_MAYBE_HIDDEN = re.compile(rb"h(?<=\sh)idden=")
_OWN_TEXT, _FIRST_CELLS = b'"inlineStr"', 1 << 16
_TO_FIRST = re.compile(rb"""\st=["']s["'][^<>]*+>\s*+<(?:\w+:)?v>0++</""")
_TO_NOTHING = re.compile(
    rb"""\st=["']s["'][^<>]*+>\s*+<(?:\w+:)?v\b[^<>]*+>(?!\s*+\d++\s*+</|</)"""
    rb"""|<(?:\w+:)?c\b(?![^<>]*\st=)[^<>]*+>\s*+<(?:\w+:)?v\b[^<>]*+>\s++</"""
)
_NARROW_COLUMNS = 26
# A cell beyond column Z, a row or a cell beyond row 299,999.
_FAR = r""" r=["'](?:[A-Z]{2}|[A-Z]?\d{7}|[A-Z]?[3-9]\d{5})"""
_NEAR = 299_999 * _NARROW_COLUMNS  # cells of a sheet without these, at most


@dataclass(frozen=True)
class SheetPart:
    """A sheet before it is read.

    `is_table` is False for chart, dialog and macro sheets; `is_doubtful`: it can be read, but its
    records do not come to their end. `extent` is the number of cells from A1
    to the last corner, which readers set memory aside for, `cells` how many there really are (0:
    not counted, the extent is small). `uncalculated` are formula cells, (row, column) from 0, that
    hold no value, because the program that wrote them did not calculate; `formulas` the others.
    `has_no_errors`: no cell can hold an error; only then `is_visible` is told. `shown`: numbers
    that a format shows otherwise than readers give them. `values`: how many cells with a value its
    bytes have, None where nobody counted; `positions`: where they are, by the file's content.
    `may_be_joined`: cells follow each other and do not say where they are. `first_string`: of the
    shared ones the first, which readers also give for a reference that is no number;
    `references_near`: how many cells at the sheet's top refer to it. `xml`: the sheet's own, by the
    file's content, to be looked at once more.
    """

    is_table: bool = True
    is_damaged: bool = False
    is_doubtful: bool = False
    extent: int = 0
    cells: int = 0
    hidden: Hidden = field(default_factory=Hidden)
    uncalculated: tuple[tuple[int, int], ...] = ()
    formulas: Formulas = field(default_factory=Formulas)
    merges: Merges = field(default_factory=Merges)
    has_no_errors: bool = False
    is_visible: bool = True
    shown: Shown = field(default_factory=dict)
    values: int | None = None
    positions: Callable[[bytes], Positions] | None = None
    may_be_joined: bool = False
    first_string: str = ""
    references_near: int = 0
    xml: Callable[[bytes], bytes] | None = None


def references_to_first(xml: bytes) -> int:
    """How many cells refer to the first shared string."""
    return sum(1 for _ in _TO_FIRST.finditer(xml))


def refers_to_nothing(xml: bytes) -> bool:
    """Whether a cell refers to a shared string by what is no number, or has a number of blanks."""
    return bool(_TO_NOTHING.search(xml))


def measure(
    xml: bytes, most_cells: int, styles: dict[str, str], *, is_calculated: bool = True
) -> SheetPart:
    """The measures of a worksheet; `most_cells` is the extent up to which they may be rough,
    `styles` are those that show numbers by zeros.

    `is_calculated`: the workbook does not ask to be calculated anew, so that a formula's 0 is one.

    Raises UnreadableFileError where it is no XML, as far as that is looked at.
    """
    data = _DATA.search(xml)
    if data is None or not _END.search(xml, max(len(xml) - _TAIL, 0)):
        return SheetPart(is_damaged=True)
    check_small(xml)
    prefix = re.escape(data[1])
    may_be_joined = not _names_place(xml, data[1], data.start())
    is_near = most_cells >= _NEAR and _is_near(xml, b"<%srow" % data[1])
    is_plain = is_near and not _MAYBE_HIDDEN.search(xml, data.start())
    if styles or not is_plain or _MAYBE_FORMULA.search(xml):
        xml = with_references(xml, prefix)
    tags = [] if is_plain else re.findall(rb"<%srow\b[^<>]*>" % prefix, xml)
    extent = _NEAR if is_near else _extent(xml, tags, most_cells)
    uncalculated, formulas = _formulas(xml, prefix, is_calculated=is_calculated)
    return SheetPart(
        extent=extent,
        cells=xml.count(b"<%sc " % data[1]) if extent > most_cells else 0,
        hidden=Hidden(_hidden_rows(tags), _hidden_columns(xml[: data.start()])),
        uncalculated=uncalculated,
        formulas=formulas,
        merges=_merges(xml),
        has_no_errors=not _QUOTED_E.search(xml),
        shown=shown_in_worksheet(xml, styles),
        values=_values(xml, data[1], data.start()),
        may_be_joined=may_be_joined,
        references_near=references_to_first(xml[data.start() : data.start() + _FIRST_CELLS]),
    )


def _names_place(xml: bytes, prefix: bytes, start: int) -> bool:
    """Whether the first cell says where it is."""
    at = xml.find(b"<%sc " % prefix, start)
    return at >= 0 and bool(_CELL.search(xml, at, xml.find(b">", at)))


def _values(xml: bytes, prefix: bytes, start: int) -> int:
    """How many cells have a value, or a text of their own where the first ones have; a formula's
    empty value is none.
    """
    values = xml.count(b"</%sv>" % prefix)
    if _OWN_TEXT in xml[start : start + _FIRST_CELLS]:
        values += xml.count(b"</%sis>" % prefix)
    if _MAYBE_FORMULA.search(xml):
        values -= xml.count(b"<%sv></" % prefix)
    return values


def _is_near(xml: bytes, row: bytes) -> bool:
    """Whether rows are numbered and no row and no cell lies far off, as in most sheets: then none
    is looked at by itself. `row` is what a row's tag begins with.
    """
    last = xml.rfind(row)
    is_numbered = last >= 0 and bool(_ROW.search(xml, last, xml.find(b">", last)))
    return is_numbered and not matches_somewhere(xml, _FAR)


def _extent(xml: bytes, tags: list[bytes], most_cells: int) -> int:
    numbers = [int(number) for number in _ROW.findall(b"".join(tags))]
    rows = min(max([len(tags), *numbers]), LAST_ROW)
    return rows * _last_column(xml, rows, most_cells)


def _last_column(xml: bytes, rows: int, most_cells: int) -> int:
    """Exact only where it matters: most sheets end before column Z."""
    if rows * LAST_COLUMN <= most_cells:
        return LAST_COLUMN
    if rows * _NARROW_COLUMNS <= most_cells and not matches_somewhere(xml, _WIDE_START):
        return _NARROW_COLUMNS
    names = set(_WIDE.findall(xml)) or set(_NARROW.findall(xml)) or {b"A"}
    last = max(column_index(name.decode()) for name in names) + 1
    return min(last, LAST_COLUMN)


def _hidden_rows(tags: list[bytes]) -> tuple[int, ...]:
    hidden = (_ROW.search(tag) for tag in tags if _HIDDEN.search(tag))
    return tuple(int(match[1]) for match in hidden if match)


def _hidden_columns(head: bytes) -> tuple[int, ...]:
    columns: list[int] = []
    for tag in re.findall(rb"<(?:\w+:)?col\b[^<>]*>", head):
        if _HIDDEN.search(tag):
            span = {name: int(number) for name, number in _SPAN.findall(tag)}
            first, last = span.get(b"min", 1), min(span.get(b"max", 1), LAST_COLUMN)
            columns += range(first, last + 1)
    return tuple(columns)


def _formulas(
    xml: bytes, prefix: bytes, *, is_calculated: bool
) -> tuple[tuple[tuple[int, int], ...], Formulas]:
    """The cells that were never calculated, and the other formulas with what they give.

    An empty text is what a formula gives for nothing; an empty value without that type is none.
    """
    if not _MAYBE_FORMULA.search(xml):
        return (), Formulas()
    uncalculated, others = [], []
    for match in re.finditer(_FORMULA % {b"p": prefix}, xml):
        place = _CELL.search(match[1])
        if place is None:
            continue
        row, column = int(place[2]) - 1, column_index(place[1].decode())
        is_idle = not match[2] or bool(_ZERO.fullmatch(match[2]))
        is_nothing = match[2] is None or (not match[2] and not _IS_TEXT.search(match[1]))
        if row >= LAST_ROW or column >= LAST_COLUMN:
            continue
        if is_nothing or (is_idle and not is_calculated):
            uncalculated.append((row, column))
        else:
            others.append((row, column, is_idle))
    return tuple(uncalculated), Formulas.of(others)


def _merges(xml: bytes) -> Merges:
    """They stand behind the cells."""
    found = _MERGE.findall(xml, max(xml.rfind(b"sheetData"), 0))
    return Merges.of(
        (int(top) - 1, column_index(left.decode()), int(bottom) - 1, column_index(right.decode()))
        for left, top, right, bottom in found
    )
