"""What an .ods hides, merges and has not calculated, by its content.xml."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field, replace
from itertools import pairwise, product
from typing import TYPE_CHECKING

from lxml import etree

from pipeline.ingest.formulas import Formulas
from pipeline.ingest.grid import LAST_COLUMN, LAST_ROW, Hidden
from pipeline.ingest.guards.reasons import DAMAGED, FAR_APART
from pipeline.ingest.guards.worksheet_xml import SheetPart
from pipeline.ingest.guards.zero_formats import Shown
from pipeline.ingest.merges import Merges
from pipeline.model import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator

_T = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_O = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_P = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"
_END = re.compile(rb"</(?:\w+:)?document-content\s*>\s*\Z")
_TAIL = 256
_MOST = 10_000  # rows or columns that are named as hidden
# Most sheets hide nothing, merge nothing and have no formula: then no cell is looked at.
_TELLING = (b"table:visibility=", b"table:formula=")
_SPANS = re.compile(rb"""-spanned=["'](?!1["'])""")
_LONG_INTEGERS = re.compile(rb"""min-integer-digits=["'](?:[2-9]|\d\d)["']""")
_NUMBER = re.compile(r"\d{1,15}(?:\.0*)?")
_TABLE, _VALUE = re.compile(rb"<table:table[\s>]"), b" office:value-type="
_TABLE_END = b"</table:table>"
_LONG_ROW = re.compile(rb"""number-rows-repeated=["'](?:[3-9]\d{5}|\d{7})""")
_CELLS = (f"{_T}table-cell", f"{_T}covered-table-cell")


def ods_sheets(xml: bytes, styles: bytes = b"") -> tuple[SheetPart, ...]:
    """A part for every table, none where there is nothing to tell of any; `styles`: what the
    package keeps of styles beside its content.

    Raises UnreadableFileError where the content does not come to its end.
    """
    if not _END.search(xml, max(len(xml) - _TAIL, 0)):
        raise UnreadableFileError(DAMAGED)
    is_merged = b"-spanned=" in xml and bool(_SPANS.search(xml))
    is_padded = any(_LONG_INTEGERS.search(part) for part in (xml, styles))
    values = _values(xml)
    if _has_far_rows(xml):
        raise UnreadableFileError(FAR_APART)
    if not (is_merged or is_padded or any(words in xml for words in _TELLING)):
        return tuple(SheetPart(values=count) for count in values)
    tags = (f"{_T}table", f"{_T}table-row", f"{_T}table-column")
    events = etree.iterparse(
        io.BytesIO(xml), ("start", "end"), tag=tags, resolve_entities=False, no_network=True
    )
    return tuple(replace(part, values=n) for part, n in zip(_parts(events), values, strict=False))


def _has_far_rows(xml: bytes) -> bool:
    """Whether a cell has a value within or behind hundreds of thousands of rows in one, as sheets
    end with: readers set memory aside for all of them.
    """
    at = 0
    while long := _LONG_ROW.search(xml, at):
        at = xml.find(_TABLE_END, long.end())
        at = len(xml) if at < 0 else at
        if xml.find(_VALUE, long.end(), at) >= 0:
            return True
    return False


def _values(xml: bytes) -> list[int]:
    """How many cells of each table have a value, one that stands for several alike counted once."""
    starts = [match.start() for match in _TABLE.finditer(xml)]
    return [xml.count(_VALUE, start, end) for start, end in pairwise([*starts, len(xml)])]


@dataclass
class _Table:
    """A table as far as it is read; `rows` and `columns` are how many have passed."""

    rows: int = 0
    columns: int = 0
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    uncalculated: list[tuple[int, int]] = field(default_factory=list)
    formulas: list[tuple[int, int, bool]] = field(default_factory=list)
    shown: Shown = field(default_factory=dict)

    def add_row(self, row: etree._Element) -> None:
        """A row, which may stand for several alike."""
        count = _number(row, "number-rows-repeated")
        self.hidden_rows += _hidden(row, self.rows, count)
        rows = range(self.rows, min(self.rows + count, LAST_ROW))
        column = 0
        for cell in row.iterchildren(*_CELLS):
            repeated = _number(cell, "number-columns-repeated")
            self._add_cells(cell, rows, range(column, min(column + repeated, LAST_COLUMN)))
            column += repeated
        self.rows += count

    def add_column(self, column: etree._Element) -> None:
        """A column, which may stand for several alike."""
        count = _number(column, "number-columns-repeated")
        self.hidden_columns += _hidden(column, self.columns, count)
        self.columns += count

    def _add_cells(self, cell: etree._Element, rows: range, columns: range) -> None:
        """A cell, which may stand for several alike."""
        height = min(_number(cell, "number-rows-spanned"), LAST_ROW)
        width = min(_number(cell, "number-columns-spanned"), LAST_COLUMN)
        if height > 1 or width > 1:
            self.merges += (
                (row, column, row + height - 1, column + width - 1)
                for row, column in product(rows, columns)
            )
        if cell.get(f"{_T}formula") is not None:
            is_idle = _is_idle(cell)
            if is_idle is None:
                self.uncalculated += product(rows, columns)
            else:
                self.formulas += ((*place, is_idle) for place in product(rows, columns))
        if cell.get(f"{_O}value-type") == "float" and (text := _padded(cell)):
            self.shown |= dict.fromkeys(product(rows, columns), text)

    def part(self) -> SheetPart:
        """What there is to tell of it."""
        return SheetPart(
            hidden=Hidden(tuple(self.hidden_rows), tuple(self.hidden_columns)),
            uncalculated=tuple(self.uncalculated),
            formulas=Formulas.of(self.formulas),
            merges=Merges.of(self.merges),
            shown=self.shown,
        )


def _parts(events: etree.iterparse[tuple[str, etree._Element]]) -> Iterator[SheetPart]:
    table = _Table()
    for event, element in events:
        name = element.tag.removeprefix(_T)
        if event == "start" and name == "table":
            table = _Table()
        elif event == "end" and name == "table":
            yield table.part()
        elif event == "end":
            add = table.add_row if name == "table-row" else table.add_column
            add(element)
            element.clear()


def _number(element: etree._Element, name: str) -> int:
    return int(element.get(f"{_T}{name}", "1"))


def _hidden(element: etree._Element, passed: int, count: int) -> range:
    """The rows or columns, from 1, that an element hides."""
    if element.get(f"{_T}visibility", "visible") == "visible":
        return range(0)
    return range(passed + 1, passed + 1 + min(count, _MOST))


def _is_idle(cell: etree._Element) -> bool | None:
    """Whether a formula's result is 0 or nothing; None where it has none."""
    kind = cell.get(f"{_O}value-type")
    is_shown = bool(_text(cell).strip())
    if kind is None and not is_shown:
        return None
    value = cell.get(f"{_O}value")
    return float(value) == 0 if value else not is_shown and kind in (None, "string")


def _text(cell: etree._Element) -> str:
    """What a cell shows, without its comment."""
    return "\n".join("".join(map(str, line.itertext())) for line in cell.iterchildren(_P))


def _padded(cell: etree._Element) -> str:
    """What a number's cell shows where that is the number behind zeros or behind a text with a
    dash, "" elsewhere.
    """
    value, text = cell.get(f"{_O}value", ""), _text(cell).strip()
    if not _NUMBER.fullmatch(value):
        return ""
    digits = str(int(value.partition(".")[0]))
    before = text.removesuffix(digits)
    is_split = re.fullmatch(r"[\d() +-]+", text) and re.sub(r"\D", "", text).lstrip("0") == digits
    if before == text:
        return text if is_split else ""
    prefix = before.rstrip("0")
    is_apart = not prefix[-1:].isdigit() and not prefix.endswith((".", ","))
    return text if is_apart and (prefix != before or "-" in prefix) else ""
