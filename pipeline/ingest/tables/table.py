"""The table of a sheet: its header, its data rows under our names, its noise passed over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.ingest.readers.charset import font_reason, legacy_font
from pipeline.ingest.tables.header import SEARCHED_ROWS, Header, find_header, heading_doubts
from pipeline.ingest.tables.noise import is_filled, noise_and_blank
from pipeline.ingest.tables.row_count_checks import numbering, total_doubts
from pipeline.model import Doubt, RawSheet, RawTable
from schemas.contracts import contracts

if TYPE_CHECKING:
    from pipeline.ingest.grid import Grid

_SERIAL = r"^\s*\d{4,5}(\.\d+)?\s*$"
_LONG = r"^\d{16,}$"  # a number cell keeps 15 digits
_DAYS_1904 = 1462  # from 1900's epoch to 1904's
_SINGLE = 1  # one row proves nothing of a column
_FIRST_CELLS = 10


@dataclass(frozen=True)
class LocatedTable:
    """A sheet with its header, as far as there is one: what `explain` tells of."""

    sheet: RawSheet
    header: Header | None = None


def find_table(grid: Grid) -> RawSheet:
    """The sheet's table, or the doubt that says why there is none."""
    return locate_table(grid).sheet


def locate_table(grid: Grid) -> LocatedTable:
    """As `find_table`, with the header that was found."""
    if grid.is_damaged:
        return _without(grid, Doubt("unreadable_sheet"))
    if grid.height == 0:
        return LocatedTable(RawSheet(grid.name, None, grid.doubts, (*grid.notes, "trang trống")))
    header = find_header(grid)
    if header is None:
        return _without(grid, _unrecognised(grid))
    if header.missing:
        return _without(grid, Doubt("missing_column", header.told_missing()), header)
    table, doubts = _table(grid, header)
    empty, note = _empty_columns(table)
    notes = (*grid.notes, *([note] if note else []))
    return LocatedTable(RawSheet(grid.name, table, (*grid.doubts, *doubts, *empty), notes), header)


def _without(grid: Grid, doubt: Doubt, header: Header | None = None) -> LocatedTable:
    return LocatedTable(RawSheet(grid.name, None, (doubt, *grid.doubts), grid.notes), header)


def _unrecognised(grid: Grid) -> Doubt:
    """Old fonts show as other letters, so that no header is recognised."""
    head = range(min(SEARCHED_ROWS, grid.height))
    font = legacy_font("\n".join(" ".join(filter(None, grid.row(index))) for index in head))
    return Doubt("legacy_font", {"reason": font_reason(font)}) if font else Doubt("not_recognised")


def _table(grid: Grid, header: Header) -> tuple[RawTable, list[Doubt]]:
    """Only columns that the contract names leave here: personal data stops at the reader."""
    noise, blank = noise_and_blank(grid, header)
    below = header.last + 1
    data = np.flatnonzero(~noise & ~blank) + below
    numbers = numbering(grid, header, data)
    named = sorted(header.columns.items(), key=lambda column: column[1])
    columns = {
        name: _whole(
            _dated(_rows_of(grid.columns[index], data), name, grid, header),
            index,
            data,
            grid,
            header.contract.column(name).type,
        )
        for name, index in named
    }
    table = RawTable(
        kind=header.contract.kind,
        headers={name: header.printed[index] for name, index in named},
        columns=columns,
        rows=pa.array(data + 1, type=pa.int32()),
        rows_ignored=int(noise.sum()),
        numbering=numbers.ends,
    )
    totals = total_doubts(grid, header, data, np.flatnonzero(noise) + below)
    doubts = [*heading_doubts(grid, header), *numbers.gaps(), *totals]
    return table, doubts if len(data) else [Doubt("too_few_rows"), *doubts]


def _rows_of(column: pa.StringArray, positions: np.ndarray) -> pa.StringArray:
    """The cells at ascending positions; nothing is copied where these follow each other."""
    if len(positions) and positions[-1] - positions[0] == len(positions) - 1:
        return column.slice(int(positions[0]), len(positions))
    return column.take(pa.array(positions))


def _whole(
    column: pa.StringArray, index: int, data: np.ndarray, grid: Grid, kind: str
) -> pa.StringArray:
    """Codes that are numbers of more than 15 digits, which spreadsheets do not keep, as they show
    them: 2.40404E+17.
    """
    if kind != "code" or grid.numbers is None:
        return column
    is_long = np.asarray(pc.fill_null(pc.match_substring_regex(column, _LONG), False))
    if not is_long.any():
        return column
    is_number = np.asarray(grid.numbers(index))
    rows = data[is_long]
    is_long[is_long] = (rows < len(is_number)) & is_number[np.minimum(rows, len(is_number) - 1)]
    shown = [f"{int(text):.5E}" for text in column.filter(pa.array(is_long)).to_pylist()]
    return pc.replace_with_mask(column, pa.array(is_long), pa.array(shown, pa.string()))


def _dated(column: pa.StringArray, name: str, grid: Grid, header: Header) -> pa.StringArray:
    """Plain numbers in a date column of a workbook that counts from 1904, counted from 1900."""
    if not grid.is_1904 or header.contract.column(name).type != "date":
        return column
    is_serial = pc.fill_null(pc.match_substring_regex(column, _SERIAL), False)
    if not pc.any(is_serial).as_py():
        return column
    shifted = [
        re.sub(r"\d+", lambda days: str(int(days[0]) + _DAYS_1904), text, count=1)
        for text in column.filter(is_serial).to_pylist()
    ]
    return pc.replace_with_mask(column, is_serial, pa.array(shifted))


def _empty_columns(table: RawTable) -> tuple[list[Doubt], str]:
    """Columns without a single value: a doubt where a number hangs on it, a note for all."""
    if len(table.rows) <= _SINGLE:
        return [], ""
    contract = contracts()[table.kind]
    empty = [
        column for column in contract.columns
        if column.name in table.columns and _is_empty(table.columns[column.name])
    ]  # fmt: skip
    doubts = [
        Doubt("column_empty", {"column": table.headers[column.name]})
        for column in empty if column.absent
    ]  # fmt: skip
    names = ", ".join(table.headers[column.name] for column in empty)
    return doubts, f"cột trống ở mọi dòng: {names}" if names else ""


def _is_empty(column: pa.StringArray) -> bool:
    """Most columns show in their first cells that they are not."""
    return not (is_filled(column.slice(0, _FIRST_CELLS)).any() or is_filled(column).any())
