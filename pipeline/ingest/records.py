"""Binary workbooks looked at record by record: .xls (BIFF) and .xlsb, before a reader gets them."""

from __future__ import annotations

import io
import re
import struct
from itertools import pairwise
from typing import TYPE_CHECKING

import olefile

from pipeline.ingest.grid import Hidden
from pipeline.ingest.worksheet import SheetPart
from pipeline.model import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator

# [MS-XLS] 2.3: records of the workbook's globals.
_BOF, _EOF, _FILEPASS, _DATE_MODE, _BOUND_SHEET = 0x0809, 0x000A, 0x002F, 0x0022, 0x0085
_WORKSHEET = 0
# ROW and COLINFO with their sizes; bytes after that up to the flags that hide.
_HIDDEN_ROW = re.compile(rb"\x08\x02\x10\x00(..).{10}([\x00-\xff]).{3}", re.DOTALL)
_COLUMNS = re.compile(rb"\x7d\x00[\x0b\x0c]\x00(..)(..).{4}(.)", re.DOTALL)
_ROW_IS_HIDDEN, _COLUMN_IS_HIDDEN = 0x20, 0x01
# [MS-XLSB] 2.3.
_BRT_ROW, _BRT_COLUMN, _BRT_BUNDLE_SHEET, _BRT_BOOK = 0, 60, 156, 153
_BRT_ROW_IS_HIDDEN = 0x10
_LAST_COLUMN = 16_384


def xls_sheets(content: bytes) -> tuple[tuple[SheetPart, ...], bool]:
    """The sheets of an .xls in the workbook's order, and whether its dates count from 1904.

    Raises UnreadableFileError where it is locked with a password, damaged, or no workbook.
    """
    stream = _workbook_stream(content)
    starts: list[tuple[int, bool]] = []
    is_1904 = False
    for kind, data in _biff(stream):
        if kind == _FILEPASS:
            raise UnreadableFileError("tệp có mật khẩu; hãy bỏ mật khẩu rồi lưu lại")
        if kind == _DATE_MODE and data:
            is_1904 = data[0] == 1
        if kind == _BOUND_SHEET and len(data) > 6:
            starts.append((int.from_bytes(data[:4], "little"), data[5] == _WORKSHEET))
    bounds = sorted({start for start, _ in starts} | {len(stream)})
    ends = dict(pairwise(bounds))
    return tuple(_xls_sheet(stream, start, ends.get(start, 0), is_table)
                 for start, is_table in starts), is_1904  # fmt: skip


def _workbook_stream(content: bytes) -> bytes:
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as compound:
            if compound.exists("EncryptedPackage"):
                raise UnreadableFileError("tệp có mật khẩu; hãy bỏ mật khẩu rồi lưu lại")
            name = next((name for name in ("Workbook", "Book") if compound.exists(name)), None)
            if name is None:
                raise UnreadableFileError("tệp của Office nhưng không phải bảng tính")
            return bytes(compound.openstream(name).read())
    except (OSError, ValueError, IndexError, struct.error) as error:
        raise UnreadableFileError("tệp bị hỏng hoặc chưa chép xong") from error


def _biff(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of the globals, which end with the first EOF."""
    position = 0
    while position + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, position)
        if position == 0 and kind != _BOF:
            raise UnreadableFileError("tệp .xls bị hỏng hoặc của Excel đời quá cũ")
        if kind == _EOF:
            return
        yield kind, stream[position + 4 : position + 4 + size]
        position += 4 + size
    raise UnreadableFileError("tệp bị hỏng hoặc chưa chép xong")


def _xls_sheet(stream: bytes, start: int, end: int, is_table: bool) -> SheetPart:  # noqa: FBT001
    if not is_table:
        return SheetPart(is_table=False)
    sheet = stream[start:end]
    if sheet[:2] != _BOF.to_bytes(2, "little"):
        return SheetPart(is_damaged=True)
    rows = (int.from_bytes(m[1], "little") + 1 for m in _HIDDEN_ROW.finditer(sheet)
            if m[2][0] & _ROW_IS_HIDDEN)  # fmt: skip
    columns: list[int] = []
    for found in _COLUMNS.finditer(sheet):
        if found[3][0] & _COLUMN_IS_HIDDEN:
            first, last = (int.from_bytes(found[n], "little") for n in (1, 2))
            columns += range(first + 1, min(last, 255) + 2)
    return SheetPart(hidden=Hidden(tuple(rows), tuple(columns)))


def _brt(part: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a part: number and size in groups of seven bits."""
    position = 0
    while position < len(part):
        kind = part[position]
        position += 1
        if kind & 0x80:
            kind = kind & 0x7F | part[position] << 7
            position += 1
        size = shift = 0
        while True:
            byte = part[position]
            position += 1
            size |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, part[position : position + size]
        position += size


def xlsb_sheets(book: bytes) -> tuple[list[str], bool]:
    """The relation of every sheet in the workbook's order, and whether dates count from 1904."""
    relations, is_1904 = [], False
    for kind, data in _brt(book):
        if kind == _BRT_BOOK and data:
            is_1904 = bool(data[0] & 1)
        if kind == _BRT_BUNDLE_SHEET:
            size = int.from_bytes(data[8:12], "little")
            relations.append(data[12 : 12 + 2 * size].decode("utf-16-le"))
    return relations, is_1904


def xlsb_hidden(part: bytes) -> Hidden:
    """What a sheet of an .xlsb hides."""
    rows: list[int] = []
    columns: list[int] = []
    for kind, data in _brt(part):
        if kind == _BRT_ROW and len(data) > 11 and data[11] & _BRT_ROW_IS_HIDDEN:
            rows.append(int.from_bytes(data[:4], "little") + 1)
        if kind == _BRT_COLUMN and len(data) > 16 and data[16] & _COLUMN_IS_HIDDEN:
            first, last = struct.unpack_from("<II", data)
            columns += range(first + 1, min(last, _LAST_COLUMN - 1) + 2)
    return Hidden(tuple(rows), tuple(columns))
