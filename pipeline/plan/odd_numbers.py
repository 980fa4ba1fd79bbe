"""Numbers that no plan holds and that readers fail at: NaN, infinities, 1e308 as a date.

They become texts before a reader sees them, so that the rules name them with their cells.
"""

from __future__ import annotations

import io
import re
import zipfile

_SHEETS = "xl/worksheets/"
# A cell, what stands before its value, and a value that is no number of at most nine digits before
# its point. No piece runs over a "<", so a cell that does not close costs no more than its length.
_CELL = re.compile(
    rb"""<(?P<prefix>(?:\w+:)?)c\b(?P<attributes>[^<>]*)(?<!/)>"""
    rb"""(?P<formula>\s*(?:<(?:\w+:)?f\b[^<>]*/>|<(?:\w+:)?f\b[^<>]*>[^<]*</(?:\w+:)?f>)?\s*)"""
    rb"""<(?:\w+:)?v\b[^<>]*>(?!\s*-?\d{1,9}(?:\.\d{1,20})?(?:[eE]-\d\d?)?\s*<)(?P<value>[^<]+)<"""
)
_TYPE = re.compile(rb"""\st=["'](\w+)["']""")
_TYPE_OR_STYLE = re.compile(rb"""\s[ts]=["']\w*["']""")


def odd_numbers_as_texts(content: bytes) -> bytes:
    """The workbook with such numbers as texts; itself where it has none, as nearly always."""
    changed = False
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for name, part in parts.items():
        if name.lower().startswith(_SHEETS):
            parts[name] = _CELL.sub(_as_text, part)
            changed |= parts[name] != part
    return _packed(parts) if changed else content


def _as_text(cell: re.Match[bytes]) -> bytes:
    kind = _TYPE.search(cell["attributes"])
    if kind and kind[1] != b"n":
        return cell[0]
    attributes = _TYPE_OR_STYLE.sub(b"", cell["attributes"])
    prefix, value = cell["prefix"], cell["value"]
    return b'<%sc%s t="str"><%sv>%s<' % (prefix, attributes, prefix, value)


def _packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return stream.getvalue()
