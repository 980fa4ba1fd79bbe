"""Columns that nothing was made of, for staff to say what they mean (decision 18)."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from pipeline.ingest.tables.contents import (
    CODES,
    DATES,
    NUMBERS,
    PROCEDURES,
    described,
    fits,
    is_mostly,
)
from pipeline.ingest.tables.header import MAX_HEADER_ROWS, SEARCHED_ROWS, missing_columns
from pipeline.ingest.tables.headings import bare_heading, merged, named_column, spelling_of
from pipeline.model import Doubt, UnreadColumn
from pipeline.values.privacy import is_personal, public
from pipeline.values.text import clean, key
from schemas.contracts import contracts, vocabulary
from schemas.draft import draft_words
from schemas.taught import heading_title, passed_over, taught_vocabularies

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from pipeline.ingest.grid import Grid
    from pipeline.ingest.tables.header import Header
    from pipeline.model import Taught
    from schemas.contracts import Column

_LEAST_COLUMNS = 3  # of what looks like a table
_ALIKE = 0.7  # how alike a heading and a spelling are that may be meant for it
_TELLING = (DATES, NUMBERS, CODES, PROCEDURES)  # what stands in a log, and in no heading
# Required columns that can be told by their values where one is missing; words tell themselves.
_OF_TYPE = {"date": DATES, "code": CODES, "amount": NUMBERS}
_VALUE = re.compile(r"\d{2,}")  # no heading has such a number, dates and codes do


@dataclass(frozen=True)
class _Headings:
    """The headings of a table and the index of the first row below them."""

    printed: list[str]
    below: int


def unread_columns(grid: Grid, header: Header | None) -> tuple[UnreadColumn, ...]:
    """The sheet's columns that nothing was made of, but for those that serve no number; none where
    it does not look like a table. No value of them is repeated.
    """
    headings = _Headings(header.printed, header.last + 1) if header else _likely(grid)
    if headings is None:
        return ()
    is_needed = header is None or bool(header.missing) or _lacks_something(header)
    listed = {
        key(text): index
        for index, text in reversed(list(enumerate(headings.printed)))
        if text and _is_unread(text, header, grid)
    }
    contents = {
        index: described(grid.columns[index].slice(headings.below))
        for index in sorted(listed.values())
    }
    only = _only_ones(headings.printed, contents, header, grid.taught)
    return tuple(
        UnreadColumn(
            clean(headings.printed[index]),
            holds,
            _suggestion(grid, headings, index, header, holds) or only.get(index, ""),
            is_needed,
        )
        for index, holds in contents.items()
    )


def contested_doubt(header: Header) -> Doubt | None:
    """Two headings of the sheet that mean one column, one of them because that was taught."""
    contested = header.contested()
    if contested is None:
        return None
    name, places = contested
    headings = [header.printed[index] for index in places]
    taught_at = [
        header.taught.places.get((header.contract.kind, key(text)), "") for text in headings
    ]
    shown = ", ".join(
        f"“{public(text)}”{f' ({place})' if place else ''}"
        for text, place in zip(headings, taught_at, strict=True)
    )
    meaning = heading_title(header.contract.kind, name)
    return Doubt("taught_twice", {"headings": shown, "meaning": meaning})


def learnt_notes(header: Header) -> Iterator[str]:
    """What was read as it was taught, for the source's message."""
    learnt = header.learnt()
    if learnt:
        shown = ", ".join(
            f"“{public(header.printed[header.columns[name]])}” là "
            f"{header.contract.column(name).spellings[0]}"
            for name in learnt
        )
        files = dict.fromkeys(place.partition(",")[0] for place in learnt.values())
        yield f"đọc theo {', '.join(files)}: {shown}"


def _lacks_something(header: Header) -> bool:
    """Whether a column that a number hangs on is not there."""
    columns = header.contract.columns
    return any(column.absent and column.name not in header.columns for column in columns)


def _is_unread(heading: str, header: Header | None, grid: Grid) -> bool:
    if is_personal(heading) or public(heading) != clean(heading) or _is_passed_over(heading):
        return False
    if key(heading) in grid.taught.ignored:
        return False
    return header is None or not spelling_of(header.contract.kind, heading, grid.taught)


def _is_passed_over(heading: str) -> bool:
    shown = key(bare_heading(heading))
    headings, begins = _nothing_to_ask()
    return shown in headings or shown.startswith(begins) or not shown


@cache
def _nothing_to_ask() -> tuple[frozenset[str], tuple[str, ...]]:
    """Keys of headings that serve no number, and what others of them begin with. Procedures and
    levels are read of any kind by the draft of a plan.
    """
    headings, begins = passed_over()
    dossiers = contracts()["dossiers"]
    of_plans = [text for name in ("procedure_name", "field")
                for text in dossiers.column(name).spellings]  # fmt: skip
    known = (*headings, *vocabulary("numbering")["header"], *draft_words().level, *of_plans)
    return frozenset(map(key, known)), tuple(map(key, begins))


def _likely(grid: Grid) -> _Headings | None:
    """Of a sheet without a header the first row that fills most of its columns, with the rows below
    it that fill its gaps; None where that is a row of values or of people, or where nothing below
    it shows that it is none of them.
    """
    rows = [tuple(clean(cell or "") for cell in row) for row in grid.head(SEARCHED_ROWS)]
    width = max((sum(map(bool, row)) for row in rows), default=0)
    least = max(_LEAST_COLUMNS, (width + 1) // 2)
    first = next((at for at, row in enumerate(rows) if sum(map(bool, row)) >= least), None)
    if first is None or not _names_columns(rows[first]):
        return None
    last = first
    while _goes_on(rows, first, last):
        last += 1
    below = grid.top + last + 1
    if not any(described(column.slice(below)) in _TELLING for column in grid.columns):
        return None
    return _Headings(merged(rows[first : last + 1], grid.taught), below)


def _goes_on(rows: Sequence[Sequence[str]], first: int, last: int) -> bool:
    """Whether the next row belongs to a header: it names columns that have no name yet."""
    if last + 1 >= len(rows) or last + 1 - first >= MAX_HEADER_ROWS:
        return False
    above = merged(rows[first : last + 1])
    row = rows[last + 1]
    is_new = any(cell and not over for cell, over in zip(row, above, strict=True))
    return is_new and not all(row) and any(row) and _names_columns(row)


def _names_columns(row: Sequence[str]) -> bool:
    """Whether the cells may be headings: no values among them, nobody's name."""
    filled = [cell for cell in row if cell]
    return not any(_VALUE.search(cell) or cell.isdecimal() or is_personal(cell) for cell in filled)


def _suggestion(
    grid: Grid, headings: _Headings, index: int, header: Header | None, contents: str
) -> str:
    """The title of what a column may be by its heading, else by its words; "" where neither says
    it.
    """
    candidates = [
        (contract.kind, wanted)
        for contract in contracts().values()
        if header is None or contract.kind == header.contract.kind
        for wanted in contract.columns[:-1]  # "Dòng gốc" is none of an export
        if header is None or wanted.name not in header.columns
    ]
    fitting = [(kind, wanted) for kind, wanted in candidates if fits(wanted.type, contents)]
    cells = grid.columns[index].slice(headings.below)
    return _nearest(headings.printed[index], fitting) or _by_words(cells, fitting)


def _only_ones(
    printed: Sequence[str], contents: dict[int, str], header: Header | None, taught: Taught
) -> dict[int, str]:
    """Index -> the title of the required column that it alone can be, as no other unread column
    holds such values and no other required one of its type is missing. `contents`: of unread
    columns, by their index. Without a header, of the kinds that lack nothing else.
    """
    found: dict[int, set[str]] = defaultdict(set)
    for kind, missing in _lacking(printed, header, taught):
        unread = [index for index in contents if not named_column(kind, printed[index], taught)]
        for of, sort in _OF_TYPE.items():
            wanted = [name for name in missing if contracts()[kind].column(name).type == of]
            holding = [index for index in unread if contents[index] == sort]
            if len(wanted) == len(holding) == 1:
                found[holding[0]].add(heading_title(kind, wanted[0]))
    return {index: next(iter(titles)) for index, titles in found.items() if len(titles) == 1}


def _lacking(
    printed: Sequence[str], header: Header | None, taught: Taught
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The kinds that a table may be of, with the required columns that it lacks."""
    if header is not None:
        required = header.contract.required
        yield header.contract.kind, tuple(name for name in header.missing if name in required)
        return
    for contract in contracts().values():
        named = {named_column(contract.kind, text, taught) for text in printed} - {""}
        missing = missing_columns(contract, named)
        if named and len(missing) == 1 and missing[0] in contract.required:
            yield contract.kind, missing


def _nearest(heading: str, columns: Sequence[tuple[str, Column]]) -> str:
    """The title of the column of which a spelling is most like a heading, "" where none is."""
    known = {
        key(spelling): heading_title(kind, column.name)
        for kind, column in reversed(columns)
        for spelling in (*column.spellings, *column.by_content)
    }
    alike = get_close_matches(key(bare_heading(heading)), known, n=1, cutoff=_ALIKE)
    return known[alike[0]] if alike else ""


def _by_words(cells: pa.StringArray, columns: Sequence[tuple[str, Column]]) -> str:
    """The title of the first column of a procedure's codes where the cells are such, or of whose
    vocabulary most cells are words.
    """
    first = {column.type: (kind, column.name) for kind, column in reversed(columns)}
    words = (of for of in first if of in taught_vocabularies() and is_mostly(cells, of))
    found = "procedure_code" if described(cells) == PROCEDURES else next(words, "")
    return heading_title(*first[found]) if found in first else ""
