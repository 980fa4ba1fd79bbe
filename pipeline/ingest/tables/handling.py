"""The table 06a/VPCP on a sheet: its period, whose it is, its figures."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from pipeline.ingest.tables.totals import begins_total, is_total
from pipeline.model import (
    FIELD,
    GROUP,
    TOTAL,
    HandlingColumn,
    HandlingRow,
    HandlingTable,
)
from pipeline.values.dates import parse_date
from pipeline.values.numbers import parse_count
from pipeline.values.privacy import HIDDEN, is_personal, public
from pipeline.values.text import clean, key
from pipeline.values.words import is_none
from schemas.contracts import vocabulary
from schemas.handling import Section, handling_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from pipeline.ingest.grid import Grid

_MOST_ROWS = 20_000  # of a table that has one a field or a unit: no country has as many
_HEADER_ROWS = 8  # at most, with what numbers the columns
_TITLE_ROWS = 40  # of a table that has nothing else
_SINGLE = 1
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_NUMBERED = re.compile(r"\(?\d{1,2}\)?(?:\s*=[\s\d()+*/:%-]+)?")  # a column: (3)=(4)+(5)+(6)
_DAY = r"(\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4})(?: 00:00:00)?"
Row = tuple[str, ...]


def read_handling(grid: Grid) -> HandlingTable:
    """The table of a page of figures; without columns where it has no header of two sections: its
    titles alone, which may be those of the next table of the page.
    """
    rows = [tuple(clean(cell or "") for cell in row) for row in grid.head(_MOST_ROWS)]
    first = next((n for n, row in enumerate(rows) if len(_sections_named(row)) > 1), None)
    if first is None:
        return _titled(rows[:_TITLE_ROWS])
    titles = _titled(rows[:first])
    last = _last_header_row(rows, first)
    columns = tuple(_columns(rows[first : last + 1]))
    name = _name_column(rows[first : last + 1])
    if not columns or name is None:
        return titles
    figures, unread = _rows(rows, last + 1, grid.top, name, columns)
    heading = " ".join(row[name] for row in rows[first : last + 1])
    is_by_unit = _holds(heading, handling_words().unit) and not _is_of_fields(heading)
    return replace(titles, is_by_unit=is_by_unit, columns=columns, rows=figures, unread=unread)


def _titled(above: Sequence[Row]) -> HandlingTable:
    start, end = _period(above)
    return HandlingTable(start, end, _reporter(above), tuple(_places(above)))


def _sections_named(row: Row) -> set[str]:
    return {named.id for cell in row if (named := _section(cell))}


@cache
def _section(cell: str) -> Section | None:
    """The one section that a heading names."""
    shown = _heading(cell)
    named = [entry for entry in handling_words().section if _holds(shown, entry.words)]
    return named[0] if len(named) == 1 else None


def _heading(cell: str) -> str:
    return _BRACKETS.sub(" ", cell)


def _holds(text: str, words: Iterable[str]) -> bool:
    shown = key(text)
    return any(key(word) in shown for word in words)


def _is_of_fields(heading: str) -> bool:
    return _holds(heading, handling_words().field)


def _last_header_row(rows: Sequence[Row], first: int) -> int:
    """The row before the first with figures or numbers of columns."""
    for number in range(first + 1, min(first + _HEADER_ROWS, len(rows))):
        if any(_NUMBERED.fullmatch(cell) or _figure(cell) is not None for cell in rows[number]):
            return number - 1
    return first


def _columns(header: Sequence[Row]) -> Iterator[HandlingColumn]:
    """Those whose lowest heading says which parts of the section above it they count."""
    sections: list[Section | None] = [None] * len(header[0])
    for row in header:
        if len(_sections_named(row)) > 1:
            sections = _spread(row)
    for index, of in enumerate(sections):
        heading = next((row[index] for row in reversed(header) if row[index]), "")
        parts = _parts(of, heading) if of else ()
        if of and parts:
            yield HandlingColumn(public(_heading(heading)), index, of.id, parts)


def _spread(row: Row) -> list[Section | None]:
    """The section of each column: a heading's, up to the next one that says something else."""
    sections: list[Section | None] = []
    current: Section | None = None
    for cell in row:
        if named := _section(cell):
            current = named
        elif cell and current and not _parts(current, cell):
            current = None
        sections.append(current)
    return sections


@cache
def _parts(of: Section, heading: str) -> tuple[str, ...]:
    """The parts that a heading is of; all for a total, none where it says something else."""
    shown = _heading(heading)
    if _holds(heading, handling_words().other):
        return ()
    named = {part.id for part in of.part if _holds(shown, part.words)}
    for group in of.group:
        if _holds(shown, group.words) and (group.is_whole or not named):
            named = set(group.parts)
    if not named and (begins_total(shown) or _section(heading) is of):
        return of.parts
    return tuple(part for part in of.parts if part in named)


def _name_column(header: Sequence[Row]) -> int | None:
    """The column that names fields, else units."""
    words = handling_words()
    for named in (words.field, words.unit):
        for index in range(len(header[0])):
            if any(_holds(row[index], named) and not _section(row[index]) for row in header):
                return index
    return None


def _period(above: Sequence[Row]) -> tuple[date | None, date | None]:
    """From which day to which the table counts; nothing where it says two things, or none."""
    texts = [" ".join(filter(None, row)) for row in above]
    found = {days for text in texts if (days := _days(text))}
    return found.pop() if len(found) == 1 else (None, None)


def _days(text: str) -> tuple[date, date] | None:
    for pattern in _periods():
        if match := pattern.search(text):
            start, end = (parse_date(day) for day in match.groups())
            if start and end and start <= end:
                return start.date(), end.date()
    return None


@cache
def _periods() -> tuple[re.Pattern[str], ...]:
    return tuple(
        re.compile(
            re.escape(words).replace(r"\{day\}", _DAY).replace(r"\ ", r"[\s:]+"), re.IGNORECASE
        )
        for words in handling_words().period
    )


def _reporter(above: Sequence[Row]) -> str:
    """Whose table it says that it is: in the same cell or the next one of the row."""
    for row in above:
        for index, cell in enumerate(row):
            if match := _reporter_words().search(cell):
                said = _receiver_words().split(cell[match.end() :])[0].strip(" .…:-–")
                if said or _receiver_words().search(cell):
                    return public(said)
                behind = next((other for other in row[index + 1 :] if other), "")
                return "" if _section(behind) else public(behind.strip(" .…:-–"))
    return ""


@cache
def _reporter_words() -> re.Pattern[str]:
    return _any_of(handling_words().reporter)


@cache
def _receiver_words() -> re.Pattern[str]:
    return _any_of(handling_words().receiver)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words)), re.IGNORECASE)


def _places(above: Sequence[Row]) -> Iterator[str]:
    """Cells that name a place or an office."""
    begins = tuple(key(word) for word in vocabulary("place")["place"])
    for row in above:
        for cell in row:
            if key(cell).startswith(begins) and not is_personal(cell):
                yield cell


def _rows(
    rows: Sequence[Row], begin: int, top: int, name: int, columns: Sequence[HandlingColumn]
) -> tuple[tuple[HandlingRow, ...], tuple[str, ...]]:
    """Rows with figures and a name, and what of such rows could not be read."""
    found: list[HandlingRow] = []
    unread: list[str] = []
    for number in range(begin, len(rows)):
        row = rows[number]
        figures = tuple(_figure(row[column.index]) for column in columns)
        is_empty = all(figure is None for figure in figures)
        if is_empty or _numbers_columns(row[name], figures):
            continue
        grain = _grain(row, name)
        if not row[name] and grain != TOTAL:
            unread.append(f"dòng {top + number + 1} không có tên")
            continue
        shown = HIDDEN if is_personal(row[name]) else row[name]
        found.append(HandlingRow(top + number + 1, shown, grain, figures))
        unread += [
            f"{_cell(top + number, column.index)} không phải số"
            for column, figure in zip(columns, figures, strict=True)
            if figure is None and row[column.index]
        ]
    return tuple(_with_groups(found)), tuple(unread)


def _with_groups(rows: Sequence[HandlingRow]) -> Iterator[HandlingRow]:
    """A group without a field below it is a field."""
    grains = [*(row.grain for row in rows[1:]), TOTAL]
    for row, follows in zip(rows, grains, strict=True):
        is_upper = row.grain == GROUP
        grain = FIELD if is_upper and follows != FIELD else row.grain
        yield replace(row, grain=grain, is_upper=is_upper)


def _numbers_columns(name: str, figures: Sequence[int | None]) -> bool:
    """Whether a row numbers the columns: "(2)", or "B", beside 1, 2, 3, …"""
    if _NUMBERED.fullmatch(name):
        return True
    known = [figure for figure in figures if figure is not None]
    is_counting = len(known) > _SINGLE and known == list(range(known[0], known[0] + len(known)))
    return is_counting and len(name) == _SINGLE


def _grain(row: Row, name: int) -> str:
    """A total by its label; a group by a number without digits, as I or A."""
    if any(is_total(cell) for cell in row[: name + 1] if cell):
        return TOTAL
    numbering = "".join(row[:name])
    return GROUP if numbering and not any(map(str.isdigit, numbering)) else FIELD


def _cell(row: int, column: int) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell  # noqa: PLC0415 - large, and seldom needed

    return str(xl_rowcol_to_cell(row, column))


def _figure(cell: str) -> int | None:
    """The number in a cell; a word for none is 0."""
    if not cell:
        return None
    count = parse_count(cell)
    return 0 if count is None and is_none(cell) else count


def use_of(table: HandlingTable) -> str:
    """What can be done with a table, for its message."""
    if not table.rows:
        return "không thấy cột hoặc dòng số liệu của biểu nên không đối soát được"
    if table.start is None or table.end is None:
        return "biểu không ghi từ ngày nào đến ngày nào nên không đối soát được"
    rows = sum(row.grain == FIELD for row in table.rows)
    days = f"từ {table.start:%d/%m/%Y} đến {table.end:%d/%m/%Y}"
    return f"biểu chỉ dùng để đối soát: {rows} dòng, {days}"
