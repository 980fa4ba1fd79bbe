"""Binary workbooks looked at record by record: .xls (BIFF) and .xlsb, before a reader gets them."""

from __future__ import annotations

import io
import struct
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

import olefile

from pipeline.ingest.formulas import Formulas
from pipeline.ingest.grid import LAST_COLUMN, LAST_ROW, Hidden
from pipeline.ingest.guards.cell_positions import Positions
from pipeline.ingest.guards.reasons import DAMAGED, LOCKED
from pipeline.ingest.guards.worksheet_xml import SheetPart
from pipeline.ingest.guards.zero_formats import (
    BRT_NUMBERS,
    FORMULA,
    MANY_RK,
    NUMBER,
    NUMBERS,
    RK,
    Shown,
    double_number,
    format_of_record,
    number_in_brt,
    rk_number,
    shown_in_brt,
    shown_in_record,
    zeros,
)
from pipeline.ingest.merges import Merges
from pipeline.model import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator

# [MS-XLS] 2.3: records of the workbook's globals.
_BOF, _EOF, _FILEPASS, _DATE_MODE, _BOUND_SHEET = 0x0809, 0x000A, 0x002F, 0x0022, 0x0085
_WORKSHEET = 0
_FORMAT, _STYLE = 0x041E, 0x00E0
_ROW, _COLUMNS, _MERGED = 0x0208, 0x007D, 0x00E5
_HEAD, _COLUMN = struct.Struct("<HH"), struct.Struct("<HHHHH")
_ROW_IS_HIDDEN, _COLUMN_IS_HIDDEN = 0x20, 0x01
_MERGE = struct.Struct("<HHHH")  # first and last row, first and last column
_PLACE = struct.Struct("<HH")  # row, column
_RESULT = struct.Struct("<HH2x8s")  # row, column, what a formula gave
_NO_NUMBER, _EMPTY_TEXT = b"\xff\xff", 3  # how a result ends that is none, and begins
# [MS-XLSB] 2.3.
_BRT_ROW, _BRT_COLUMN, _BRT_BUNDLE_SHEET, _BRT_BOOK, _BRT_END_SHEET = 0, 60, 156, 153, 130
_BRT_ROW_IS_HIDDEN = 0x10
_BRT_MERGED, _BRT_FORMULAS, _BRT_TEXT, _BRT_NUMBER = 176, range(8, 12), 8, 9
_BRT_CELL = 8  # bytes that each begins with: column, style
_BRT_MERGE = struct.Struct("<IIII")
# Where a compound file's header counts sectors of its tables, and where readers look for one.
_CFB_HEADER, _CFB_SECTOR, _CFB_COUNTS, _CFB_SMALL = 512, 512, (44, 62, 64, 72), 256 << 20
# Cells with a value; one of texts, numbers or truth values, and several numbers.
_VALUES = frozenset((0x00FD, 0x0204, 0x00D6, NUMBER, RK, 0x0205, FORMULA))
_XLS_COLUMNS = 256
_MANY_BEGIN, _MANY_SIZE = 6, 6
_BRT_VALUES = frozenset((*range(2, 12), 62))
_BRT_FORMAT, _BRT_STYLE, _BRT_STYLES, _BRT_END_STYLES = 44, 47, 617, 618


def xls_sheets(content: bytes) -> tuple[tuple[SheetPart, ...], bool]:
    """The sheets of an .xls in the workbook's order, and whether its dates count from 1904.

    Raises UnreadableFileError where it is locked with a password, damaged, or no workbook.
    """
    stream = _workbook_stream(content)
    try:
        return _sheets(stream)
    except (IndexError, struct.error) as error:
        raise UnreadableFileError(DAMAGED) from error


def _sheets(stream: bytes) -> tuple[tuple[SheetPart, ...], bool]:
    starts: list[tuple[int, bool]] = []
    formats: dict[int, str] = {}
    styles: list[int] = []
    is_1904 = False
    for kind, data in _biff(stream):
        if kind == _FILEPASS:
            raise UnreadableFileError(LOCKED)
        if kind == _DATE_MODE and data:
            is_1904 = data[0] == 1
        if kind == _BOUND_SHEET and len(data) > 6:
            starts.append((int.from_bytes(data[:4], "little"), data[5] == _WORKSHEET))
        if kind == _FORMAT:
            number, code = format_of_record(data)
            formats[number] = zeros(code)
        if kind == _STYLE:
            styles.append(int.from_bytes(data[2:4], "little"))
    of_zeros = {n: formats[number] for n, number in enumerate(styles) if formats.get(number)}
    bounds = sorted({start for start, _ in starts} | {len(stream)})
    ends = dict(pairwise(bounds))
    return tuple(_xls_sheet(stream, start, ends.get(start, 0), is_table, of_zeros)
                 for start, is_table in starts), is_1904  # fmt: skip


def _check_sectors(content: bytes) -> None:
    """Raises UnreadableFileError where the header of a compound file claims more sectors of its
    tables than the file has bytes for: readers set memory aside for all of them ([MS-CFB] 2.2).
    """
    header = content[:_CFB_HEADER].ljust(_CFB_HEADER, b"\0")
    claimed = max(int.from_bytes(header[at : at + 4], "little") for at in _CFB_COUNTS)
    if claimed > len(content) // _CFB_SECTOR and claimed * 4 > _CFB_SMALL:
        raise UnreadableFileError(DAMAGED)


def _workbook_stream(content: bytes) -> bytes:
    _check_sectors(content)
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as compound:
            if compound.exists("EncryptedPackage"):
                raise UnreadableFileError(LOCKED)
            name = next((name for name in ("Workbook", "Book") if compound.exists(name)), None)
            if name is None:
                raise UnreadableFileError("tệp của Office nhưng không phải bảng tính")
            return bytes(compound.openstream(name).read())
    except (OSError, ValueError, IndexError, struct.error) as error:
        raise UnreadableFileError(DAMAGED) from error


def _biff(stream: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of the globals, which end with the first EOF."""
    if stream[:2] != _BOF.to_bytes(2, "little"):
        raise UnreadableFileError("tệp .xls bị hỏng hoặc của Excel đời quá cũ")
    kind = 0
    for kind, data, following in _substream(stream, 0, len(stream)):
        yield kind, stream[data:following]
    if kind != _EOF:
        raise UnreadableFileError(DAMAGED)


def _substream(stream: bytes, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """(kind, where its data begin, where the next one begins) of the records up to the EOF that
    ends the substream; charts inside a sheet have an EOF of their own.
    """
    position, depth = start, 0
    while position + _HEAD.size <= end:
        kind, size = _HEAD.unpack_from(stream, position)
        data = position + _HEAD.size
        position = data + size
        yield kind, data, position
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 0:
            return


def _xls_sheet(
    stream: bytes,
    start: int,
    end: int,
    is_table: bool,  # noqa: FBT001
    styles: dict[int, str],
) -> SheetPart:
    """What follows a damaged record is lost to readers, who say nothing of it."""
    if not is_table:
        return SheetPart(is_table=False)
    if stream[start : start + 2] != _BOF.to_bytes(2, "little"):
        return SheetPart(is_damaged=True)
    rows: list[int] = []
    columns: list[int] = []
    merges: list[tuple[int, int, int, int]] = []
    formulas: list[tuple[int, int, bool]] = []
    shown: Shown = {}
    kind = reached = values = 0
    reach = (0, 0)
    for kind, data, following in _substream(stream, start, end):
        reached = following
        count = int(kind in _VALUES) or _many(kind, data, following)
        values += count
        reach = _last_place(reach, stream, data, count)
        if kind == _ROW and stream[data + 12] & _ROW_IS_HIDDEN:
            rows.append(int.from_bytes(stream[data : data + 2], "little") + 1)
        elif kind == _COLUMNS:
            first, last, _, _, flags = _COLUMN.unpack_from(stream, data)
            if flags & _COLUMN_IS_HIDDEN:
                columns += range(first + 1, min(last, 255) + 2)
        elif kind == _MERGED:
            merges += _xls_merges(stream[data:following])
        elif kind == FORMULA:
            row, column, result = _RESULT.unpack_from(stream, data)
            formulas.append((row, column, _is_idle(result)))
        if styles and kind in NUMBERS:
            cells = stream[data:following]
            row = int.from_bytes(cells[:2], "little")
            shown |= {(row, c): text for c, text in shown_in_record(kind, cells, styles)}
    is_whole = kind == _EOF and not stream[reached:end].strip(b"\0")
    return SheetPart(
        hidden=Hidden(tuple(rows), tuple(columns)),
        is_damaged=reach[1] >= _XLS_COLUMNS,  # readers set memory aside for all before it
        is_doubtful=not is_whole,
        cells=(reach[0] + 1) * (reach[1] + 1),
        merges=Merges.of(merges),
        formulas=Formulas.of(formulas),
        shown=shown,
        values=values,
        positions=partial(_xls_positions, start=start, end=end),
    )


def _last_place(last: tuple[int, int], stream: bytes, data: int, count: int) -> tuple[int, int]:
    """The last row and column so far, of a record of so many cells, too."""
    if not count:
        return last
    row, column = _PLACE.unpack_from(stream, data)
    return max(last[0], row), max(last[1], column + count - 1)


def _many(kind: int, data: int, following: int) -> int:
    """How many numbers a record of several has ([MS-XLS] 2.4.175), 0 where it is another one."""
    return max(following - data - _MANY_BEGIN, 0) // _MANY_SIZE if kind == MANY_RK else 0


def _xls_number(kind: int, cells: bytes, index: int) -> str:
    """The number of a record's cell, "" where it is none."""
    if kind in (RK, MANY_RK):
        at = _MANY_BEGIN + index * _MANY_SIZE  # an RK lies as the first of several
        return rk_number(cells[at : at + 4])
    is_number = kind == NUMBER or (kind == FORMULA and not cells[6:14].endswith(_NO_NUMBER))
    return double_number(cells[6:14]) if is_number else ""


def _xls_positions(content: bytes, start: int, end: int) -> Positions:
    stream, found, depth = _workbook_stream(content), Positions(), 0
    for kind, data, following in _substream(stream, start, end):
        depth += (kind == _BOF) - (kind == _EOF)
        if depth > 1:  # a chart has numbers of its own
            continue
        cells = int(kind in _VALUES) or _many(kind, data, following)
        for index in range(cells):
            row, column = _PLACE.unpack_from(stream, data)
            is_formula = kind == FORMULA
            is_sure = not (is_formula and _is_idle(_RESULT.unpack_from(stream, data)[2]))
            number = _xls_number(kind, stream[data:following], index)
            found.add(row, column + index, is_sure=is_sure, number=number)
    return found


def _xls_merges(data: bytes) -> Iterator[tuple[int, int, int, int]]:
    """[MS-XLS] 2.4.168: a count, then ranges."""
    count = min(int.from_bytes(data[:2], "little"), (len(data) - 2) // _MERGE.size)
    for index in range(count):
        top, bottom, left, right = _MERGE.unpack_from(data, 2 + index * _MERGE.size)
        yield top, left, bottom, right


def _is_idle(result: bytes) -> bool:
    """Whether a formula's result is 0 or an empty text ([MS-XLS] 2.5.133)."""
    if result.endswith(_NO_NUMBER):
        return result[0] == _EMPTY_TEXT
    return bool(struct.unpack("<d", result)[0] == 0)


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


def xlsb_styles_of_zeros(part: bytes) -> dict[int, str]:
    """Of an .xlsb's styles.bin: number of a cell's style -> its zeros (BrtFmt, BrtXF)."""
    formats: dict[int, str] = {}
    styles: list[int] = []
    is_of_cells = False
    for kind, data in _brt(part):
        if kind == _BRT_FORMAT:
            size = int.from_bytes(data[2:6], "little")
            text = data[6 : 6 + 2 * size].decode("utf-16-le", errors="replace")
            formats[int.from_bytes(data[:2], "little")] = zeros(text)
        elif kind in (_BRT_STYLES, _BRT_END_STYLES):
            is_of_cells = kind == _BRT_STYLES
        elif kind == _BRT_STYLE and is_of_cells:
            styles.append(int.from_bytes(data[2:4], "little"))
    return {n: formats[number] for n, number in enumerate(styles) if formats.get(number)}


def xlsb_sheet(part: bytes, styles: dict[int, str]) -> SheetPart:
    """What a sheet of an .xlsb hides, and whether its records come to their end, row after row;
    `styles` are those that show numbers by zeros.
    """
    rows: list[int] = []
    columns: list[int] = []
    merges: list[tuple[int, int, int, int]] = []
    formulas: list[tuple[int, int, bool]] = []
    shown: Shown = {}
    last = -1
    row = values = last_row = last_column = 0
    is_odd = is_short = False
    for kind, data in _brt(part):
        last = kind
        if kind in _BRT_VALUES:
            values += 1
            is_short |= len(data) < _BRT_CELL
            last_row = max(last_row, row)
            last_column = max(last_column, int.from_bytes(data[:4], "little"))
        if kind == _BRT_ROW and len(data) > 11:
            before, row = row, int.from_bytes(data[:4], "little")
            is_odd |= row < before or row >= LAST_ROW
            rows += [row + 1] if data[11] & _BRT_ROW_IS_HIDDEN else []
        elif kind == _BRT_COLUMN and len(data) > 16 and data[16] & _COLUMN_IS_HIDDEN:
            first, final = struct.unpack_from("<II", data)
            columns += range(first + 1, min(final, LAST_COLUMN - 1) + 2)
        elif kind == _BRT_MERGED and len(data) >= _BRT_MERGE.size:
            top, bottom, left, right = _BRT_MERGE.unpack_from(data)
            merges.append((top, left, bottom, right))
        elif kind in _BRT_FORMULAS and len(data) > _BRT_MERGE.size:
            formulas.append((row, int.from_bytes(data[:4], "little"), _is_idle_brt(kind, data)))
        if styles and kind in BRT_NUMBERS and (text := shown_in_brt(kind, data, styles)):
            shown[row, int.from_bytes(data[:4], "little")] = text
    return SheetPart(
        hidden=Hidden(tuple(rows), tuple(columns)),
        # Readers set memory aside for all columns before a cell's, a short one's being another's.
        is_damaged=is_short or last_column >= LAST_COLUMN,
        is_doubtful=last != _BRT_END_SHEET or is_odd,
        merges=Merges.of(merges),
        formulas=Formulas.of(formulas),
        shown=shown,
        values=values,
        cells=(min(last_row, LAST_ROW) + 1) * (min(last_column, LAST_COLUMN) + 1),
    )


def xlsb_positions(part: bytes) -> Positions:
    """Where a sheet of an .xlsb has its values; rows beyond the last are none for the reader."""
    found, row = Positions(), -1
    for kind, data in _brt(part):
        if kind == _BRT_ROW:
            row = int.from_bytes(data[:4], "little")
        elif kind in _BRT_VALUES:
            column = int.from_bytes(data[:4], "little")
            is_sure = kind not in _BRT_FORMULAS or not _is_idle_brt(kind, data)
            number = number_in_brt(kind, data) if kind in BRT_NUMBERS else ""
            place = min(row, LAST_ROW), min(column, LAST_COLUMN)
            found.add(*place, is_sure=is_sure, number=number)
    return found


def _is_idle_brt(kind: int, data: bytes) -> bool:
    """Whether a formula's number is 0, or its text of no length ([MS-XLSB] 2.4.655 ff)."""
    if kind == _BRT_NUMBER:
        return bool(struct.unpack_from("<d", data, 8)[0] == 0)
    return kind == _BRT_TEXT and int.from_bytes(data[8:12], "little") == 0
