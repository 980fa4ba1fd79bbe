"""Worksheets with few cells far apart, cell by cell: a reader of whole sheets would ask for
hundreds of gigabytes for what lies between. Slow, and seldom needed.
"""

from __future__ import annotations

import io
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import openpyxl
import pyarrow as pa
from openpyxl.utils.exceptions import InvalidFileException

from pipeline.ingest.grid import Grid
from pipeline.model import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

    from pipeline.ingest.package import Package
    from pipeline.model import Limits


def read_sparse(content: bytes, package: Package, limits: Limits) -> list[Grid]:
    """Every sheet; columns without any cell are left out, so positions are not Excel's."""
    try:
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        names = [sheet.title for sheet in book.worksheets]
    except (InvalidFileException, KeyError, ValueError, TypeError) as error:
        raise UnreadableFileError("tệp bị hỏng hoặc không phải bảng tính") from error
    tables = [part for part in package.sheets if part.is_table]
    if len(tables) != len(names):
        raise UnreadableFileError("bảng tính có trang không đọc được")
    return [
        Grid(
            sheet.title,
            _columns(sheet, limits),
            is_1904=package.is_1904,
            notes=(
                *(("trang bị ẩn",) if sheet.sheet_state != "visible" else ()),
                *part.hidden.notes(),
            ),
        )
        for sheet, part in zip(book.worksheets, tables, strict=True)
    ]


def _columns(sheet: ReadOnlyWorksheet, limits: Limits) -> list[pa.StringArray]:
    """The cells row by row; `reset_dimensions`, for a sheet may lie about its own size."""
    sheet.reset_dimensions()
    rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(values_only=True)  # type: ignore[misc]
    found: dict[int, dict[int, str]] = {}
    height = 0
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                found.setdefault(column, {})[number] = _text(value)
                height = number + 1
    if height * len(found) > 4 * limits.cells:
        raise UnreadableFileError("trang có ô ở quá xa bảng; hãy xóa các ô đó rồi lưu lại")
    return [
        pa.array((cells.get(number) for number in range(height)), type=pa.string(), size=height)
        for _, cells in sorted(found.items())
    ]


def _text(value: Any) -> str:
    """As the other reader has it."""
    match value:
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M:%S")
        case date() | time():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)
