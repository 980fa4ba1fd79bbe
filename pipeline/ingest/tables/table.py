"""The table of a sheet: its header, its data rows under our names, its noise passed over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.ingest.grid import MOST_CHARACTERS, TOO_LONG
from pipeline.ingest.guards.cell_positions import named_rows
from pipeline.ingest.merges import with_values
from pipeline.ingest.readers.charset import font_reason, legacy_font
from pipeline.ingest.tables.header import SEARCHED_ROWS, Header, heading_doubts
from pipeline.ingest.tables.noise import is_filled, noise_and_blank
from pipeline.ingest.tables.other_pages import (
    filtered_doubts,
    is_own_page,
    summary_of,
    summary_page,
)
from pipeline.ingest.tables.row_count_checks import (
    full_sheet,
    numbering,
    rows_above,
    total_doubts,
)
from pipeline.ingest.tables.row_lengths import ragged
from pipeline.ingest.tables.sections import sections
from pipeline.ingest.tables.unread import contested_doubt, learnt_notes, unread_columns
from pipeline.model import Doubt, RawSheet, RawTable
from schemas.contracts import contracts, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.ingest.grid import Grid
    from schemas.other_pages import Summary

_SERIAL = r"^\s*\d{4,5}(\.\d+)?\s*$"
_FINER = r"^\s*\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d\.\d+\s*$"  # than a second
_LONG = r"^\d{16,}$"  # a number cell keeps 15 digits
_DAYS_1904 = 1462  # from 1900's epoch to 1904's
_TO_BE_TAUGHT = ("not_recognised", "missing_column")  # why a sheet is not read
_TEXTS = ("code", "procedure_code", "text", "place")  # types that take any text
_SINGLE = 1  # one row proves nothing of a column
_FIRST_CELLS = 10


@dataclass(frozen=True)
class LocatedTable:
    """A sheet with its header, as far as there is one: what `explain` tells of."""

    sheet: RawSheet
    header: Header | None = None


def find_tables(grid: Grid) -> list[RawSheet]:
    """The tables of a sheet, or the doubt that says why there is none."""
    return [located.sheet for located in locate_tables(grid)]


def locate_tables(grid: Grid) -> list[LocatedTable]:
    """As `find_tables`, with the headers that were found."""
    if grid.is_damaged:
        return [_without(grid, Doubt("unreadable_sheet"))]
    if grid.height == 0:
        return [LocatedTable(RawSheet(grid.name, None, grid.doubts, (*grid.notes, "trang trống")))]
    if is_own_page(grid):
        return [LocatedTable(RawSheet(grid.name, None, (Doubt("own_output"),), grid.notes))]
    return [_located(part, header) for part, header in sections(grid)]


def _located(grid: Grid, header: Header | None) -> LocatedTable:
    if header is None:
        summary = summary_of(grid)
        return _summarised(grid, summary) if summary else _without(grid, _unrecognised(grid))
    if header.missing:
        summary = None if "code" in header.columns else summary_of(grid)
        missing = Doubt("missing_column", header.missing_details())
        return _summarised(grid, summary, header) if summary else _without(grid, missing, header)
    if contested := contested_doubt(header):
        return _without(grid, contested, header)
    table, doubts, filled = _table(grid, header)
    empty, note = _empty_columns(table)
    notes = (*grid.notes, *learnt_notes(header), *filled, *([note] if note else []))
    unread = unread_columns(grid, header)
    sheet = RawSheet(grid.name, table, (*grid.doubts, *doubts, *empty), notes, unread)
    return LocatedTable(sheet, header)


def _summarised(grid: Grid, summary: Summary, header: Header | None = None) -> LocatedTable:
    doubts, handling = summary_page(grid, summary)
    sheet = RawSheet(grid.name, None, (*doubts, *grid.doubts), grid.notes, handling=handling)
    return LocatedTable(sheet, header)


def _without(grid: Grid, doubt: Doubt, header: Header | None = None) -> LocatedTable:
    unread = unread_columns(grid, header) if doubt.code in _TO_BE_TAUGHT else ()
    sheet = RawSheet(grid.name, None, (doubt, *grid.doubts), grid.notes, unread)
    return LocatedTable(sheet, header)


def _unrecognised(grid: Grid) -> Doubt:
    """Old fonts show as other letters, so that no header is recognised."""
    font = legacy_font("\n".join(" ".join(filter(None, row)) for row in grid.head(SEARCHED_ROWS)))
    return Doubt("legacy_font", {"reason": font_reason(font)}) if font else Doubt("not_recognised")


def _table(grid: Grid, header: Header) -> tuple[RawTable, list[Doubt], tuple[str, ...]]:
    """Only columns that the contract names leave here: personal data stops at the reader."""
    noise, blank = noise_and_blank(grid, header)
    below = header.last + 1
    data = np.flatnonzero(~noise & ~blank) + below
    numbers = numbering(grid, header, data)
    named = sorted(header.columns.items(), key=lambda column: column[1])
    filled, notes = _filled(grid, [index for _, index in named], data)
    columns = {
        name: _whole(
            _dated(_rows_of(filled.get(index, grid.columns[index]), data), name, grid, header),
            index,
            data,
            grid,
            header.contract.column(name).type,
        )
        for name, index in named
    }
    columns, long = _shortened(columns, header, data)
    table = RawTable(
        kind=header.contract.kind,
        headers={name: header.printed[index] for name, index in named},
        columns=columns,
        rows=pa.array(data + 1, type=pa.int32()),
        rows_ignored=int(noise.sum()),
        numbering=numbers.ends,
    )
    totals = total_doubts(grid, header, data, np.flatnonzero(noise) + below)
    doubts = [
        *filtered_doubts(grid, header), *heading_doubts(grid, header), *numbers.gaps(), *totals,
        *full_sheet(grid, data), *ragged(grid, header, data), *long,
        *rows_above(grid, header), *_idle_formulas(grid, header, data),
    ]  # fmt: skip
    return table, doubts if len(data) else [Doubt("too_few_rows"), *doubts], notes


def _shortened(
    columns: dict[str, pa.StringArray], header: Header, data: np.ndarray
) -> tuple[dict[str, pa.StringArray], list[Doubt]]:
    """The columns without texts that are longer than any cell that is read, and a doubt for each
    column that had some: words and values are looked for in no such text.
    """
    doubts = []
    for name, column in columns.items():
        if (pc.max(pc.binary_length(column)).as_py() or 0) <= MOST_CHARACTERS:
            continue
        is_long = pc.greater(pc.utf8_length(column), MOST_CHARACTERS).fill_null(False)
        rows = [int(row) + 1 for row in data[np.asarray(is_long)]]
        if rows:
            is_text = header.contract.column(name).type in _TEXTS
            stands_in = vocabulary("error")["error"][0] if is_text else TOO_LONG
            columns = columns | {name: pc.if_else(is_long, stands_in, column)}
            printed = header.printed[header.columns[name]]
            doubts.append(
                Doubt("long_cells", {
                    "count": len(rows), "column": printed, "most": MOST_CHARACTERS,
                    "rows": named_rows(rows),
                })
            )  # fmt: skip
    return columns, doubts


def _filled(
    grid: Grid, named: list[int], data: np.ndarray
) -> tuple[dict[int, pa.StringArray], tuple[str, ...]]:
    """The columns with the values that merges give to cells of these rows, and a word of it.

    What a merge covers nobody sees, so the merge's value stands in the place of another one, too.
    """
    if not grid.merges:
        return {}, ()
    is_data = np.zeros(grid.height, dtype=bool)
    is_data[data] = True
    filled, count = {}, 0
    for index in named:
        covered = grid.merges.covered(index, grid.height)
        covered = covered.where(is_data[covered.rows] & is_data[covered.anchor_rows])
        if len(covered.rows):
            filled[index] = with_values(grid.columns, index, covered)
            count += int(is_filled(filled[index].take(pa.array(covered.rows))).sum())
    return filled, (f"đã điền {count} ô gộp",) if count else ()


def _idle_formulas(grid: Grid, header: Header, data: np.ndarray) -> Iterator[Doubt]:
    """Columns whose formulas all give 0 or nothing."""
    for index in sorted(header.columns.values()):
        if count := grid.formulas.idle(index, data):
            yield Doubt("formulas_idle", {"column": header.printed[index], "count": count})


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
    """Dates to the second; plain numbers in a workbook that counts from 1904, counted from 1900."""
    if header.contract.column(name).type != "date":
        return column
    column = _to_the_second(column)
    if not grid.is_1904:
        return column
    is_serial = pc.fill_null(pc.match_substring_regex(column, _SERIAL), False)
    if not pc.any(is_serial).as_py():
        return column
    shifted = [
        re.sub(r"\d+", lambda days: str(int(days[0]) + _DAYS_1904), text, count=1)
        for text in column.filter(is_serial).to_pylist()
    ]
    return pc.replace_with_mask(column, is_serial, pa.array(shifted))


def _to_the_second(column: pa.StringArray) -> pa.StringArray:
    """Moments with parts of a second, which programs calculate, rounded half up."""
    if (pc.max(pc.binary_length(column)).as_py() or 0) <= len("2024-05-16 08:30:00"):
        return column
    is_finer = pc.fill_null(pc.match_substring_regex(column, _FINER), False)
    if not pc.any(is_finer).as_py():
        return column
    rounded = [_rounded(text) for text in column.filter(is_finer).to_pylist()]
    return pc.replace_with_mask(column, is_finer, pa.array(rounded))


def _rounded(text: str) -> str:
    """The moment to the second; a text that is none stays."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return text
    return (moment + timedelta(milliseconds=500)).replace(microsecond=0).isoformat(" ")


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
