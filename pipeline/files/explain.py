"""What a file is taken for, and why: which sheet, which header row, which column became what."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_col_to_name

from pipeline.ingest import read_grids
from pipeline.ingest.tables.other_pages import under_titles
from pipeline.ingest.tables.table import LocatedTable, locate_tables
from pipeline.model import NOTHING_TAUGHT, UnreadableFileError
from pipeline.model.problems import problem
from pipeline.values.privacy import public
from schemas.handling import measure_title

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.ingest.grid import Grid
    from pipeline.ingest.tables.header import Header
    from pipeline.model import HandlingTable, Limits, RawTable, Taught


def explain(path: Path, limits: Limits, taught: Taught = NOTHING_TAUGHT) -> tuple[str, ...]:
    """Lines for staff and whoever helps them; no cell below a header is repeated. `taught`: what
    headings mean beside what the contracts say.
    """
    try:
        grids = read_grids(path.read_bytes(), limits, taught)
    except UnreadableFileError as error:
        notice = problem(error.code, path.name, reason=str(error))
        return (f"{notice.message} {notice.remedy}",)
    except OSError:
        return ("Không mở được tệp: không có quyền đọc, hoặc đang bị khóa.",)
    located = [(grid, table) for grid in grids for table in locate_tables(grid)]
    sheets = under_titles([table.sheet for _, table in located])
    return tuple(
        line
        for (grid, table), sheet in zip(located, sheets, strict=True)
        for line in _sheet(grid, replace(table, sheet=sheet))
    )


def _sheet(grid: Grid, located: LocatedTable) -> Iterator[str]:
    width = len(grid.columns)
    yield (
        f"Trang “{grid.name}”: {grid.height} dòng, {width} cột"
        if grid.name
        else (f"Bảng: {grid.height} dòng, {width} cột")
    )
    for note in located.sheet.notes:
        yield f"  {note}"
    if located.header is not None:
        yield from _header(located.header)
    if located.sheet.table is not None:
        yield from _table(located.sheet.table)
    if located.sheet.handling is not None:
        yield from _handling(located.sheet.handling)
    for doubt in located.sheet.doubts:
        notice = problem(doubt.code, "", **doubt.details)
        word = "LỖI" if notice.severity == "error" else "Lưu ý"
        yield f"  {word}: {notice.message} {notice.remedy}"


def _header(header: Header) -> Iterator[str]:
    contract = header.contract
    rows = str(header.first + 1)
    rows += f" đến {header.last + 1}" if header.last > header.first else ""
    known = len(contract.columns) - 1  # "Dòng gốc" of corrected copies is no column of an export
    yield (
        f"  Dòng tiêu đề: {rows}. Loại: {contract.title}, vì nhận ra "
        f"{len(header.columns)}/{known} cột của loại này"
    )
    names = {index: name for name, index in header.columns.items()}
    learnt = header.learnt()
    for index, printed in enumerate(header.printed):
        if index in names:
            meaning = contract.column(names[index]).spellings[0]
            source = f" (theo {learnt[names[index]]})" if names[index] in learnt else ""
            yield f"    cột {xl_col_to_name(index)} “{printed}” → {meaning}{source}"
    left = [
        f"{xl_col_to_name(index)} “{public(printed)}”"
        for index, printed in enumerate(header.printed)
        if printed and index not in names
    ]
    if left:
        yield f"    không dùng, không đọc: {', '.join(left)}"
    lacking = [c.spellings[0] for c in contract.columns[:-1] if c.name not in header.columns]
    if lacking:
        yield f"    không có: {', '.join(lacking)}"


def _handling(table: HandlingTable) -> Iterator[str]:
    """What the columns of a table 06a are taken for."""
    for column in table.columns:
        meaning = measure_title(column.section, column.parts)
        yield f"    cột {xl_col_to_name(column.index)} “{column.heading}” → {meaning}"


def _table(table: RawTable) -> Iterator[str]:
    yield f"  {len(table.rows)} dòng dữ liệu, bỏ qua {table.rows_ignored} dòng không phải dữ liệu"
    if len(table.rows):
        yield f"  dòng dữ liệu đầu: {table.rows[0]}, cuối: {table.rows[-1]}"
