"""Several tables on one sheet, beside or below each other: each with a header of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from pipeline.ingest.tables.header import SEARCHED_ROWS, Header, find_header, header_at
from pipeline.ingest.tables.headings import is_spelling, named_column
from pipeline.ingest.tables.noise import key_column
from pipeline.model import Doubt
from pipeline.values.text import clean, key
from schemas.contracts import contracts, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from pipeline.ingest.grid import Grid
    from pipeline.model import Taught

MAX_TABLES = 20  # on a sheet; what follows is told
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
        doubts = part.doubts[len(grid.doubts) :]  # the others are the first one's
        parts.append((replace(part, name=name, notes=(note,), doubts=doubts), header))
    return parts


def _sections(grid: Grid) -> Iterator[tuple[Grid, Header | None]]:
    waiting, count = [grid], 0
    while waiting:
        part = waiting.pop(0)
        header = find_header(part)
        rest = _others(part, header) if header is not None and not header.missing else ()
        if rest and count + len(rest) + len(waiting) <= MAX_TABLES:
            waiting[:0] = rest
            continue
        if rest:
            told = Doubt("too_many_tables", {"most": MAX_TABLES, "row": rest[-1].top + 1})
            part = replace(rest[0], doubts=(*part.doubts, told))
            header = find_header(part)
        count += 1
        yield part, header


def _others(grid: Grid, header: Header) -> tuple[Grid, ...]:
    """The parts of a sheet that has another table beside the one with this header, above or below
    it; none where it has no other.
    """
    width = len(grid.columns)
    if (column := _beside(grid)) is not None:
        return grid.between(0, column), grid.between(column, width)
    if _is_below_another(grid, header):
        return grid.above(header.first), grid.below(header.first)
    if (place := _aside(grid, header)) is not None:
        row, first, end = place
        own = grid.between(end, width) if first == 0 else grid.between(0, first)
        return own, grid.between(first, end).below(row)
    if (below := _below(grid, header)) is not None:
        return grid.above(below), grid.below(below)
    return ()


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


def _is_below_another(grid: Grid, header: Header) -> bool:
    """Whether rows above the header, which is the best of the first ones, are another table's."""
    if header.first - grid.top < _NAMED:
        return False
    above = find_header(grid.above(header.first))
    if above is None:
        return False
    rows = [grid.row(index) for index in range(above.last + 1, header.first)]
    return any(sum(bool(cell and cell.strip()) for cell in row) > _NAMED for row in rows)


def _aside(grid: Grid, header: Header) -> tuple[int, int, int] | None:
    """The row of the first header among the columns before or behind those of this one, and these
    columns: first and end. Its table begins further down, so that no row says both.
    """
    headed = [index for index, text in enumerate(header.printed) if text]
    for first, end in ((headed[-1] + 1, len(grid.columns)), (0, headed[0])):
        filled = [column for column in grid.columns[first:end] if column.null_count < len(column)]
        if len(filled) < _NAMED:
            continue
        for row in _naming_rows(filled, np.arange(grid.top, grid.height), grid.taught):
            if header_at(grid.between(first, end), row) is not None:
                return row, first, end
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
        found = header_at(grid, row)
        if found is not None and found.names_as(header):
            passed = found.last
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
    yield from _naming_rows(grid.columns, rows, grid.taught)


def _naming_rows(
    columns: Sequence[pa.StringArray], rows: np.ndarray, taught: Taught
) -> Iterator[int]:
    """Of these rows those in which several cells name columns."""
    if not len(rows):
        return
    named = np.zeros(len(rows), dtype=np.int32)
    for column in columns:
        encoded = column.take(rows).dictionary_encode()
        texts = encoded.dictionary.to_pylist()
        is_named = np.array([*(is_spelling(text, taught) for text in texts), False], dtype=np.int32)
        named += is_named[encoded.indices.fill_null(len(texts)).to_numpy(zero_copy_only=False)]
    yield from map(int, rows[named >= _NAMED])
