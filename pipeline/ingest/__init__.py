"""Bytes to raw tables: what is this file, which tables are in it, which rows are noise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.ingest.delimited import read_delimited
from pipeline.ingest.find import find_table
from pipeline.ingest.markup import read_markup
from pipeline.ingest.workbook import read_workbook
from pipeline.model import RawSheet, UnreadableFileError

if TYPE_CHECKING:
    from pipeline.ingest.grid import Grid

# What files begin with, whatever their names say.
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_tables(content: bytes) -> list[RawSheet]:
    """Every sheet of the file with its table, or the reason why it has none.

    Raises UnreadableFileError where the bytes are no spreadsheet and no delimited text.
    """
    return [find_table(grid) for grid in _grids(content)]


def _grids(content: bytes) -> list[Grid]:
    if not content.strip():
        raise UnreadableFileError("tệp rỗng")
    if content.startswith((_ZIP, _OLE)):
        return read_workbook(content)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return read_markup(content)
    return [read_delimited(content)]
