"""Which row is the header, and which contract and columns it names."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from pipeline.ingest.tables.contents import is_mostly
from pipeline.ingest.tables.headings import (
    by_content,
    deciding,
    is_of_person,
    is_spelling,
    known_spellings,
    merged,
    named_column,
    near_spelling,
    spelling_of,
)
from pipeline.ingest.tables.noise import is_filled
from pipeline.model import NOTHING_TAUGHT, Doubt, Taught
from pipeline.values.privacy import public
from pipeline.values.text import key
from schemas.contracts import Contract, contracts

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from pipeline.ingest.grid import Grid

SEARCHED_ROWS = 40  # real exports have it on row 2 to 15 (DOMAIN.md, quirks)
MAX_HEADER_ROWS = 3
_NEARLY = 3  # so many named columns make a sheet nearly of a kind
_DIGIT = re.compile(r"\d")
_ALIKE = 0.75  # how alike a header and a spelling are that may be meant for it


@dataclass(frozen=True)
class Header:
    """A header found: `columns` maps our names to the grid's column index.

    `first` and `last` are the indexes of its rows; `missing` are required columns that it lacks;
    `lines` are the cells of its rows; `is_decided`: a heading is there that only its kind has.
    `taught`: what headings mean beside what the contracts say.
    """

    contract: Contract
    first: int
    last: int
    columns: dict[str, int]
    printed: list[str]
    missing: tuple[str, ...]
    lines: tuple[tuple[str | None, ...], ...] = ()
    is_decided: bool = False
    taught: Taught = NOTHING_TAUGHT

    def nearest(self, name: str) -> str:
        """The header, of those that nothing was made of, that is most like a column's spellings;
        empty where none is.
        """
        used = set(self.columns.values())
        free = {key(text): text for i, text in enumerate(self.printed) if text and i not in used}
        for spelling in self.contract.column(name).spellings:
            if alike := get_close_matches(key(spelling), free, n=1, cutoff=_ALIKE):
                return free[alike[0]]
        return ""

    def twins(self) -> dict[str, list[int]]:
        """Our name -> columns of one heading, where there are several."""
        kind = self.contract.kind
        headings = [spelling_of(kind, text, self.taught) for text in self.printed]
        places: dict[str, list[int]] = defaultdict(list)
        for index, heading in enumerate(headings):
            places[heading].append(index)
        return {
            name: places[headings[index]]
            for name, index in self.columns.items()
            if len(places[headings[index]]) > 1
        }

    def nearly(self) -> Iterator[tuple[str, str]]:
        """Heading and spelling, for columns that a number hangs on and the sheet lacks,
        where a heading that is none is nearly one of theirs.
        """
        kind = self.contract.kind
        unread = [
            text for text in self.printed
            if text and not spelling_of(kind, text, self.taught)
            and key(text) not in self.taught.ignored
        ]  # fmt: skip
        for column in self.contract.columns:
            if column.name in self.columns or not column.counts:
                continue
            for heading in unread:
                if spelling := near_spelling(kind, column.name, heading):
                    yield heading, spelling
                    break

    def contested(self) -> tuple[str, list[int]] | None:
        """A column that two headings mean, one of which was taught to: our name and where they
        are; None where there is no such.
        """
        kind = self.contract.kind
        for name, used in self.columns.items():
            others = set(self.columns.values()) - {used}
            places = {
                spelling_of(kind, text, self.taught): index
                for index, text in reversed(list(enumerate(self.printed)))
                if index not in others and named_column(kind, text, self.taught) == name
            }  # fmt: skip
            if len(places) > 1 and any((kind, text) in self.taught.headings for text in places):
                return name, sorted(places.values())
        return None

    def learnt(self) -> dict[str, str]:
        """Our names of the columns that are read as was taught -> where that is said."""
        kind = self.contract.kind
        taught = {
            name: (kind, key(self.printed[index]))
            for name, index in self.columns.items()
            if self.taught.headings
        }
        return {
            name: self.taught.places.get(place, "")
            for name, place in taught.items()
            if self.taught.headings.get(place) == name
        }

    def missing_details(self) -> dict[str, str]:
        """What is missing, what was there, and what may have been meant; no other header of the
        file is repeated.
        """
        return {
            "title": self.contract.title,
            "missing": ", ".join(map(self._missing_column, self.missing)),
            "present": ", ".join(self.printed[index] for index in sorted(self.columns.values())),
        }

    def _missing_column(self, name: str) -> str:
        spelling, near = self.contract.column(name).spellings[0], self.nearest(name)
        return f"{spelling} (gần giống: “{near}”)" if near else spelling

    def is_printed_again(self, texts: Sequence[str]) -> bool:
        """Whether a row has in most of the columns that it names, as far as they are filled, what
        one of its own rows has.
        """
        filled = [(index, key(texts[index])) for index in self.columns.values() if texts[index]]
        same = sum(
            any(text == key(line[index] or "") for line in self.lines) for index, text in filled
        )
        return same > 1 and 2 * same > len(filled)

    def is_above(self, row: Sequence[str | None]) -> bool:
        """Whether a row below it is one of its rows of data: nothing is missing, and under the code
        there is a digit.
        """
        place = self.columns.get(self.contract.required[0])
        return not self.missing and place is not None and bool(_DIGIT.search(row[place] or ""))

    def names_as(self, other: Header) -> bool:
        """Whether it says of every column what another one says, or is that one printed again."""
        if self.contract.kind != other.contract.kind:
            return False
        return self.columns == other.columns or self.printed == other.printed

    @property
    def score(self) -> tuple[bool, int, int, int]:
        """Complete before incomplete, then more columns, fewer rows, further up."""
        return not self.missing, len(self.columns), self.first - self.last, -self.first

    @property
    def fitness(self) -> tuple[bool, bool, int]:
        """Of a kind for the same rows: complete, then decided, then more columns."""
        return not self.missing, self.is_decided, len(self.columns)


def find_header(grid: Grid) -> Header | None:
    """The best header of the sheet's first rows, None where none comes near a contract."""
    return _best_header(grid, grid.head(SEARCHED_ROWS), SEARCHED_ROWS)


def header_at(grid: Grid, row: int) -> Header | None:
    """The best header that begins with a row, as `find_header` finds it."""
    rest = replace(grid, columns=[column.slice(row) for column in grid.columns], top=0)
    found = _best_header(rest, rest.head(MAX_HEADER_ROWS), 1)
    return found and replace(found, first=row, last=row + found.last)


def _best_header(grid: Grid, rows: list[tuple[str | None, ...]], begins: int) -> Header | None:
    """Of these rows; it begins with one of the first `begins`."""
    names_column = [any(text and is_spelling(text, grid.taught) for text in row) for row in rows]
    best: Header | None = None
    for first in range(min(begins, len(rows))):
        header: Header | None = None
        for last in range(first, min(first + MAX_HEADER_ROWS, len(rows))):
            if header is not None and header.is_above(rows[last]):
                break
            if not any(names_column[first : last + 1]):
                continue
            headers = _headers(grid, rows, first, last)
            header = max(headers, key=lambda header: header.fitness, default=None)
            if header is not None and (best is None or header.score > best.score):
                best = header
    if best is None or not _is_near(best):
        return None
    best = replace(best, first=best.first + grid.top, last=best.last + grid.top)
    return _with_fuller_twins(grid, best)


def named_columns(grid: Grid) -> int:
    """How many columns the header of the sheet's table names; 0 where it has no whole header."""
    header = find_header(grid)
    return 0 if header is None or header.missing else len(header.columns)


def _with_fuller_twins(grid: Grid, header: Header) -> Header:
    """Of columns with one heading the one that has most values, of equals the first."""
    columns = {
        name: max(indexes, key=lambda index: (_values(grid, header, index), -index))
        for name, indexes in header.twins().items()
    }
    return replace(header, columns=header.columns | columns)


def _values(grid: Grid, header: Header, index: int) -> int:
    return int(is_filled(grid.columns[index].slice(header.last + 1)).sum())


def heading_doubts(grid: Grid, header: Header) -> Iterator[Doubt]:
    """Headings that are nearly those of columns that the sheet lacks, and headings that stand over
    two columns which say different things.
    """
    for heading, spelling in header.nearly():
        details = {"heading": public(heading), "spelling": spelling}
        yield Doubt("column_nearly", details | {"title": header.contract.title})
    for name, indexes in header.twins().items():
        texts = [grid.columns[index].slice(header.last + 1) for index in indexes]
        filled = [text for text in texts if is_filled(text).any()]
        if any(not text.equals(filled[0]) for text in filled):
            yield Doubt("heading_twice", {"column": header.printed[header.columns[name]]})


def _is_near(header: Header) -> bool:
    """Whether a header is one, or so nearly one that what it lacks is worth saying."""
    if not header.missing or len(header.columns) >= _NEARLY:
        return True
    return len(header.columns) > 1 and all(header.nearest(name) for name in header.missing)


def _headers(grid: Grid, rows: list[tuple[str | None, ...]], first: int, last: int) -> list[Header]:
    lines = tuple(rows[first : last + 1])
    printed, above = merged(lines, grid.taught), rows[max(first - 1, 0) : last]
    headers = []
    for contract in contracts().values():
        keys = [spelling_of(contract.kind, text, grid.taught) for text in printed]
        columns = {
            name: index
            for name, index in _columns(contract, keys, grid, last).items()
            if contract.column(name).type != "place" or not is_of_person(above, printed, index)
        }
        if columns:
            is_decided = not deciding(contract.kind).isdisjoint(keys)
            missing = missing_columns(contract, columns, is_decided=is_decided)
            headers.append(
                Header(
                    contract, first, last, columns, printed, missing, lines, is_decided,
                    grid.taught,
                )
            )  # fmt: skip
    return headers


def _columns(contract: Contract, keys: list[str], grid: Grid, last: int) -> dict[str, int]:
    """Our name -> column index; of two columns with one meaning the first-listed spelling wins.
    `last`: the header's last row, from the grid's top.
    """
    known = known_spellings(contract.kind, grid.taught)
    best: dict[str, tuple[int, int]] = {}
    for index, text in enumerate(keys):
        if text in known:
            name, rank = known[text]
            best[name] = min(best.get(name, (rank, index)), (rank, index))
    columns = {name: index for name, (_, index) in best.items()}
    columns = _with_those_by_content(contract, columns, keys, grid, last)
    return _due_told_from_returned(contract, columns, keys)


def _with_those_by_content(
    contract: Contract, columns: dict[str, int], keys: list[str], grid: Grid, last: int
) -> dict[str, int]:
    """Columns that no heading names by itself, by headings whose cells say so; what these headings
    mean else is not there then.
    """
    for spelling, name in by_content(contract.kind).items():
        if spelling not in keys or name in columns or grid.taught.says(contract.kind, spelling):
            continue
        index = keys.index(spelling)
        below = grid.columns[index].slice(grid.top + last + 1)
        if is_mostly(below, contract.column(name).type):
            columns = {other: at for other, at in columns.items() if at != index} | {name: index}
    return columns


def _due_told_from_returned(
    contract: Contract, columns: dict[str, int], keys: list[str]
) -> dict[str, int]:
    """ "Ngày trả" is the due date where there is no other, beside an end date or another return
    date.
    """
    if contract.kind != "dossiers" or "due" in columns:
        return columns
    ambiguous = {key(text) for text in contract.column("returned").ambiguous_due}
    place = next((index for index, text in enumerate(keys) if text in ambiguous), None)
    if place is None or ("ended" not in columns and columns.get("returned") == place):
        return columns
    rest = {name: index for name, index in columns.items() if index != place}
    return rest | {"due": place}


def missing_columns(
    contract: Contract, columns: Collection[str], *, is_decided: bool = False
) -> tuple[str, ...]:
    """What of the required columns is not there; parts of one are enough where the kind is sure."""
    missing = [
        name
        for name in contract.required
        if name not in columns
        and not (is_decided and any(part in columns for part in contract.column(name).parts))
    ]
    if contract.also_one_of and not any(name in columns for name in contract.also_one_of):
        missing.append(contract.also_one_of[0])
    return tuple(missing)
