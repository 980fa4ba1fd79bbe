"""Worksheets with few cells far apart, cell by cell: a reader of whole sheets would ask for
hundreds of gigabytes for what lies between. Slow, and seldom needed.
"""

from __future__ import annotations

import io
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pipeline.ingest.grid import UNCALCULATED
from pipeline.ingest.guards.reasons import FAR_APART, NO_SPREADSHEET
from pipeline.model import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

    from pipeline.ingest.guards.worksheet_xml import SheetPart
    from pipeline.model import Limits


@dataclass(frozen=True)
class SheetCells:
    """Columns of text, and whether the sheet is visible; `values`: how many cells have a value in
    the file. `places` are the columns that they are in the sheet, from 0, where some were left out.
    """

    columns: list[pa.StringArray]
    is_visible: bool
    values: int
    places: tuple[int, ...] = ()


def read_sparse(
    content: bytes, parts: dict[str, SheetPart], limits: Limits
) -> dict[str, SheetCells]:
    """The cells of the named sheets of an .xlsx; columns without any cell are left out.

    Raises UnreadableFileError where the workbook or one of these sheets is damaged.
    """
    import openpyxl  # noqa: PLC0415 - slow to import, seldom needed

    with _errors_refused():
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        sheets = [sheet for sheet in book.worksheets if sheet.title in parts]
        if sorted(sheet.title for sheet in sheets) != sorted(parts):
            raise UnreadableFileError("bảng tính có trang không đọc được")
        return {sheet.title: _sheet_cells(sheet, parts[sheet.title], limits) for sheet in sheets}


@contextmanager
def _errors_refused() -> Iterator[None]:
    """The reader lets errors of every kind out: of XML, of numbers, of its own."""
    try:
        yield
    except (UnreadableFileError, MemoryError):
        raise
    except Exception as error:
        raise UnreadableFileError(NO_SPREADSHEET) from error


def _sheet_cells(sheet: ReadOnlyWorksheet, part: SheetPart, limits: Limits) -> SheetCells:
    columns = _cells(sheet)
    values = sum(map(len, columns.values()))
    for row, column in part.uncalculated:
        columns.setdefault(column, {})[row] = UNCALCULATED
    height = max((max(cells) + 1 for cells in columns.values()), default=0)
    if height * len(columns) > 4 * limits.cells:
        raise UnreadableFileError(FAR_APART)
    arrays = [
        pa.array((cells.get(number) for number in range(height)), type=pa.string(), size=height)
        for _, cells in sorted(columns.items())
    ]
    return SheetCells(arrays, sheet.sheet_state == "visible", values, tuple(sorted(columns)))


def _cells(sheet: ReadOnlyWorksheet) -> dict[int, dict[int, str]]:
    """Texts by column and row, both from 0; `reset_dimensions`, for a sheet may lie about its
    own size.
    """
    sheet.reset_dimensions()
    rows: Iterator[tuple[Any, ...]] = sheet.iter_rows(values_only=True)  # type: ignore[misc]
    columns: dict[int, dict[int, str]] = {}
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                columns.setdefault(column, {})[number] = _text(value)
    return columns


def _text(value: Any) -> str:
    """As the other reader has it."""
    match value:
        case bool():
            return "true" if value else "false"
        case datetime():
            return value.isoformat(" ", "milliseconds" if value.microsecond else "seconds")
        case date() | time():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)
