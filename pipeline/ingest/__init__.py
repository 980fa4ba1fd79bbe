"""Bytes to raw tables: what is this file, which tables are in it, which rows are noise."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, count
from typing import TYPE_CHECKING

from pipeline.ingest.guards.other_files import refuse_other_files
from pipeline.ingest.readers.charset import decoded
from pipeline.ingest.readers.delimited import read_delimited
from pipeline.ingest.readers.markup import is_markup, read_markup
from pipeline.ingest.readers.workbook import OLE, ZIP, read_compound, read_package
from pipeline.ingest.tables.header import named_columns
from pipeline.ingest.tables.other_pages import is_lesson, is_own_output, under_titles
from pipeline.ingest.tables.table import find_tables
from pipeline.model import (
    NOTHING_TAUGHT,
    Doubt,
    Limits,
    RawSheet,
    Taught,
    UnreadableFileError,
)
from pipeline.values.privacy import is_personal
from pipeline.values.text import visible

if TYPE_CHECKING:
    from pipeline.ingest.grid import Grid


def read_tables(
    content: bytes, limits: Limits | None = None, taught: Taught = NOTHING_TAUGHT
) -> list[RawSheet]:
    """Every sheet of the file with its tables, or the reason why it has none. `taught`: what
    headings mean beside what the contracts say.

    Raises UnreadableFileError where the bytes are no spreadsheet and no delimited text, are
    damaged, locked or hostile, or hold more than `limits` allow.
    """
    grids = read_grids(content, limits or Limits(), taught)
    if is_own_output(grids):
        return [RawSheet("", None, (Doubt("own_output"),))]
    if is_lesson(grids):
        return [RawSheet("", None, (Doubt("lesson_form"),))]
    return under_titles(_named_apart([sheet for grid in grids for sheet in find_tables(grid)]))


def read_grids(content: bytes, limits: Limits, taught: Taught = NOTHING_TAUGHT) -> list[Grid]:
    """Every sheet of the file as cells; raises as `read_tables` does."""
    if not content.strip(b"\0 \t\r\n"):
        raise UnreadableFileError("tệp rỗng")
    refuse_other_files(content)
    if content.startswith(ZIP):
        grids = read_package(content, limits)
    elif content.startswith(OLE):
        grids = read_compound(content, limits)
    else:
        text = decoded(content)
        reader = read_markup if is_markup(text) else read_delimited
        grids = reader(text, limits, lambda grid: named_columns(replace(grid, taught=taught)))
    if not grids:
        raise UnreadableFileError("bảng tính không có trang nào")
    return [replace(grid, taught=taught) for grid in _named(grids)]


def _named_apart(sheets: list[RawSheet]) -> list[RawSheet]:
    """A sheet's second table may be called as another sheet is."""
    names: dict[str, RawSheet] = {}
    for sheet in sheets:
        numbered = (f"{sheet.name} [{number}]" for number in count(2))
        name = next(name for name in chain((sheet.name,), numbered) if name not in names)
        names[name] = replace(sheet, name=name)
    return list(names.values())


def _named(grids: list[Grid]) -> list[Grid]:
    """A sheet that is called after a person, or as one before it, is called by its place: rows are
    known by file, sheet and number, so no two sheets may have one name.
    """
    names: dict[str, Grid] = {}
    for number, grid in enumerate(grids, 1):
        name = visible(grid.name)
        if name in names or is_personal(name):
            places = (f"Trang {place}" for place in count(number))
            name = next(place for place in places if place not in names)
        names[name] = replace(grid, name=name)
    return list(names.values())
