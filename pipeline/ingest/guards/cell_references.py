"""Rows and cells of a worksheet's XML that do not say where they are: the standard lets writers
leave that out (ECMA-376 Part 1, 18.3.1.73 and 18.3.1.4), and each then follows the one before it.
"""

from __future__ import annotations

import re
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.ingest.grid import LAST_COLUMN, column_index

# A first attribute that is no reference, as most writers have none.
_MAYBE_UNNUMBERED = r"<%s(?:row|c)(?:\s+[^r\s]|\s*/?>)"
_UNNUMBERED = rb"""<%(p)s(?:row|c)(?=[\s/>])(?![^<>]*\sr=["'])"""
_TAG = rb"""<(%(p)s)(row|c)(?=[\s/>])([^<>]*)>"""
_ROW = re.compile(rb"""\sr=["'](\d{1,7})["']""")
_CELL = re.compile(rb"""\sr=["']([A-Z]{1,3})(\d{1,7})["']""")


def with_references(xml: bytes, prefix: bytes) -> bytes:
    """The XML with a reference in each row and cell; `prefix` is that of its elements, escaped."""
    if not matches_somewhere(xml, _MAYBE_UNNUMBERED % prefix.decode()):
        return xml
    if not re.search(_UNNUMBERED % {b"p": prefix}, xml):
        return xml
    return re.sub(_TAG % {b"p": prefix}, _Position().referred, xml)


def matches_somewhere(xml: bytes, pattern: str) -> bool:
    """Whether a pattern matches anywhere; Arrow's regular expressions are twice as fast."""
    offsets = pa.array([0, len(xml)], pa.int64()).buffers()[1]
    text = pa.Array.from_buffers(pa.large_binary(), 1, [None, offsets, pa.py_buffer(xml)])
    return bool(pc.match_substring_regex(text, pattern)[0].as_py())


class _Position:
    """Where the next row and the next cell are, from 0, as readers count."""

    def __init__(self) -> None:
        self._row, self._column = -1, 0

    def referred(self, tag: re.Match[bytes]) -> bytes:
        """The tag of a row or a cell with its reference."""
        prefix, name, attributes = tag.groups()
        own = self._next_row(attributes) if name == b"row" else self._next_cell(attributes)
        return b'<%s%s r="%s"%s>' % (prefix, name, own, attributes) if own else tag[0]

    def _next_row(self, attributes: bytes) -> bytes:
        named = _ROW.search(attributes)
        self._row, self._column = int(named[1]) - 1 if named else self._row + 1, 0
        return b"" if named else b"%d" % (self._row + 1)

    def _next_cell(self, attributes: bytes) -> bytes:
        named = _CELL.search(attributes)
        column = column_index(named[1].decode()) if named else self._column
        self._column = column + 1
        return b"" if named else b"%s%d" % (_letters(min(column, LAST_COLUMN)), self._row + 1)


@lru_cache(maxsize=LAST_COLUMN)
def _letters(column: int) -> bytes:
    from xlsxwriter.utility import xl_col_to_name  # noqa: PLC0415 - large, and seldom needed

    return str(xl_col_to_name(column)).encode()
