"""Several tables on one sheet, beside or below each other: each with a header of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from pipeline.ingest.tables.header import (
    MAX_HEADER_ROWS,
    SEARCHED_ROWS,
    Header,
    find_header,
)
from pipeline.ingest.tables.headings import is_spelling, named_column
from pipeline.ingest.tables.noise import key_column
from pipeline.values.text import clean, key
from schemas.contracts import contracts, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.ingest.grid import Grid
    from pipeline.model import Taught

MAX_TABLES = 20  # on a sheet; what follows stays part of the last one
_NAMED = 2  # so many cells of a row name columns where a header may be


def sections(grid: Grid) -> list[tuple[Grid, Header | None]]:
    """The sheet's tables: its cells without those of the other tables, and the header found.

    The first keeps the sheet's name, notes and doubts, the others are named by their number.
    """
    found = list(_sections(grid))
    if len(found) == 1:
        return found
    first, header = found[0]
    notes = (*grid.notes, f"trang có {len(found)} bảng, mỗi bảng đọc theo tiêu đề của nó")
    parts = [(replace(first, notes=notes), header)]
    for number, (part, header) in enumerate(found[1:], 2):
        name = f"{grid.name} (bảng {number})".strip()
        row = header.first if header else part.top
        note = f"bảng thứ {number} của trang, từ dòng {row + 1}"
        parts.append((replace(part, name=name, notes=(note,), doubts=()), header))
    return parts


def _sections(grid: Grid) -> Iterator[tuple[Grid, Header | None]]:
    waiting, count = [grid], 0
    while waiting:
        part = waiting.pop(0)
        header = find_header(part)
        count += 1
        if header is None or header.missing or count + len(waiting) >= MAX_TABLES:
            yield part, header
        elif (column := _beside(part)) is not None:
            count -= 1
            width = len(part.columns)
            waiting[:0] = [part.between(0, column), part.between(column, width)]
        elif (row := _below(part, header)) is not None:
            yield part.above(row), header
            waiting.insert(0, part.below(row))
        else:
            yield part, header


def _beside(grid: Grid) -> int | None:
    """The column that another table begins with, None where there is but one: on both sides of it
    there is a whole header.
    """
    named = _required_columns(grid)
    width = len(grid.columns)
    for column in sorted({column for columns in named.values() for column in columns}):
        if not (_is_complete(named, 0, column) and _is_complete(named, column, width)):
            continue
        first = _first_column(grid, column, named)
        left = find_header(grid.between(0, first))
        right = find_header(grid.between(first, width))
        if left and right and _stand_beside(grid, left, right, first):
            return first
    return None


def _stand_beside(grid: Grid, left: Header, right: Header, column: int) -> bool:
    """Whether two headers are whole, and those of tables on two sides of a column: in the same
    rows, or in rows where the other side names nothing. Else they are of tables below each other.
    """
    if left.missing or right.missing:
        return False
    if left.first <= right.last and right.first <= left.last:
        return True
    other = [*grid.row(left.last)[column:], *grid.row(right.last)[:column]]
    return not any(text and is_spelling(text, grid.taught) for text in other)


def _required_columns(grid: Grid) -> dict[tuple[str, str], set[int]]:
    """Kind and name of a required column -> the columns whose first rows have a word for it."""
    cells = {
        (index, text)
        for row in grid.head(SEARCHED_ROWS)
        for index, text in enumerate(row)
        if text and is_spelling(text, grid.taught)
    }
    return {
        (kind, name): {
            index for index, text in cells if named_column(kind, text, grid.taught) == name
        }
        for kind, contract in contracts().items()
        for name in contract.required
    }


def _is_complete(named: dict[tuple[str, str], set[int]], first: int, end: int) -> bool:
    """Whether some kind has all of its required columns between two columns."""
    return any(
        all(any(first <= c < end for c in named[kind, name]) for name in contract.required)
        for kind, contract in contracts().items()
    )


def _first_column(grid: Grid, column: int, named: dict[tuple[str, str], set[int]]) -> int:
    """Where the table begins that needs this column: behind the blank one before it, or with the
    numbering.
    """
    words = {key(word) for word in vocabulary("numbering")["header"]}
    rows = grid.head(SEARCHED_ROWS)
    heads = [{key(cell) for cell in cells if cell} - {""} for cells in zip(*rows, strict=True)]
    blank = next((index for index in range(column - 1, 0, -1) if not heads[index]), 0)
    if _is_complete(named, 0, blank):
        return blank + 1
    return column - 1 if heads[column - 1] & words else column


def _below(grid: Grid, header: Header) -> int | None:
    """The row that the next table's header begins with; a header printed again begins none."""
    passed = header.last
    for row in _rows_that_name(grid, header):
        if row <= passed:
            continue
        passed = row + MAX_HEADER_ROWS - 1
        rest = replace(grid, columns=[column.slice(row) for column in grid.columns], top=0)
        found = find_header(rest, MAX_HEADER_ROWS)
        if found is not None and found.names_as(header):
            continue
        texts = [clean(cell) if cell else "" for cell in grid.row(row)]
        is_whole = found is not None and not found.missing
        is_named = _is_mostly_named(texts, grid.taught)
        if is_whole or (is_named and not header.is_printed_again(texts)):
            return row
    return None


def _is_mostly_named(texts: list[str], taught: Taught) -> bool:
    filled = [text for text in texts if text]
    return 2 * sum(is_spelling(text, taught) for text in filled) >= len(filled)


def _rows_that_name(grid: Grid, header: Header) -> Iterator[int]:
    """Rows below the header in which cells name columns, as no row of data does: a code has a
    digit.
    """
    keys = grid.columns[key_column(header)].slice(header.last + 1)
    has_digit = np.asarray(pc.fill_null(pc.match_substring_regex(keys, r"\d"), False))
    rows = np.flatnonzero(~has_digit) + header.last + 1
    if not len(rows):
        return
    named = np.zeros(len(rows), dtype=np.int32)
    for column in grid.columns:
        encoded = column.take(rows).dictionary_encode()
        texts = encoded.dictionary.to_pylist()
        is_named = np.array(
            [*(is_spelling(text, grid.taught) for text in texts), False], dtype=np.int32
        )
        named += is_named[encoded.indices.fill_null(len(texts)).to_numpy(zero_copy_only=False)]
    yield from map(int, rows[named >= _NAMED])
