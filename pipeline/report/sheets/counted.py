"""Hồ sơ được đếm: what each number counts, in ranges that links lead to.

A range has what one fact counts and nothing else. Nothing sorts or filters this sheet, so that the
ranges hold whatever is done to the others.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Any, NamedTuple

from xlsxwriter.utility import xl_range_abs

from pipeline.report.layout.page import Column, Page, quoted
from pipeline.report.layout.theme import STATUS_WORDS
from pipeline.report.variances import units_of
from schemas.indicators import Indicator, indicators, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.report.content import Content

MOST_ROWS = 150_000  # with more an office PC takes too long to open the workbook
_WORDS = {1: STATUS_WORDS["dat"], 0: STATUS_WORDS["chua_dat"]}
_COLUMNS = (
    Column("Chỉ tiêu", "text", 28),
    Column("Kết quả", "status_text", 13),
    Column("Mã hồ sơ, thủ tục", "text", 25),
    Column("Cán bộ", "text", 22),
    Column("Mã TTHC", "text", 11),
    Column("Tệp, trang", "text", 44),
    Column("Dòng", "count", 8),
)


class _Counted(NamedTuple):
    """A dossier, or a procedure of a unit, that an indicator counts; `unit`: its number in the
    plan, so that a unit and those below it are neighbours.
    """

    unit: int
    official: str
    field: str
    procedure: str
    mark: int
    code: str
    where: str
    row: int | None


def write_counted(page: Page, content: Content) -> None:
    """A row for each that an indicator counts: by unit and official, then, where there is room, by
    unit, field and procedure.
    """
    page.line("HỒ SƠ ĐƯỢC ĐẾM Ở TỪNG CON SỐ", "title")
    page.line(
        "Bấm vào một tỷ lệ ở trang khác thì tới đây: vùng được chọn là đúng các hồ sơ của số đó, "
        "chưa đạt ở trên. Xin để nguyên thứ tự của trang này.",
        "note",
    )
    units = [unit.name for unit in content.results.plan.units]
    lists = _Lists(content, f"{quoted(page.name)}!", page.row + 1)
    rows = (_shown(entry, counted, units) for entry, counted in lists.rows())
    page.table((*units_of(content), *_COLUMNS), rows, freeze=0)


def _shown(entry: Indicator, counted: _Counted, units: list[str]) -> list[Any]:
    return [
        *([units[counted.unit]] if len(units) > 1 else []), entry.heading, _WORDS[counted.mark],
        counted.code, counted.official, counted.procedure, counted.where, counted.row,
    ]  # fmt: skip


class _Lists:
    """The rows in order, the first in row `row` from 0; notes where each fact's are."""

    def __init__(self, content: Content, sheet: str, row: int) -> None:
        self._content = content
        self._sheet = sheet
        self._next = row
        self._units = content.results.plan.units
        self._last_column = len(_COLUMNS) + len(units_of(content)) - 1
        self._counted = {entry: list(_counted(content, entry)) for entry in indicators()}

    def rows(self) -> Iterator[tuple[Indicator, _Counted]]:
        """Every row that there is room for."""
        size = sum(map(len, self._counted.values()))
        if size > MOST_ROWS:
            return
        for entry, counted in self._counted.items():
            yield from self._by_official(entry, counted)
        if 2 * size > MOST_ROWS:
            return
        for entry in listed():
            yield from self._by_procedure(entry, self._counted[entry])

    def _by_official(
        self, entry: Indicator, counted: list[_Counted]
    ) -> Iterator[tuple[Indicator, _Counted]]:
        counted.sort(key=lambda one: (one.unit, one.official, one.mark, one.code))
        self._note_units(entry, counted)
        self._note(entry, "official", counted, lambda one: one.official)
        yield from self._passed(entry, counted)

    def _by_procedure(
        self, entry: Indicator, counted: list[_Counted]
    ) -> Iterator[tuple[Indicator, _Counted]]:
        """A procedure that exports have in several fields is listed once more."""
        counted.sort(key=lambda one: (one.unit, one.field, one.procedure, one.mark, one.code))
        self._note(entry, "field", counted, lambda one: one.field)
        torn = self._note(entry, "procedure", counted, lambda one: one.procedure)
        yield from self._passed(entry, counted)
        again = [one for one in counted if (one.unit, one.procedure) in torn]
        again.sort(key=lambda one: (one.unit, one.procedure, one.mark, one.code))
        self._note(entry, "procedure", again, lambda one: one.procedure)
        yield from self._passed(entry, again)

    def _passed(
        self, entry: Indicator, counted: list[_Counted]
    ) -> Iterator[tuple[Indicator, _Counted]]:
        self._next += len(counted)
        yield from ((entry, one) for one in counted)

    def _note_units(self, entry: Indicator, counted: list[_Counted]) -> None:
        """Of all, and of each unit with those below it, which follow it in the plan."""
        plan, of = self._content.results.plan, [one.unit for one in counted]
        self._note_place((entry.id, "unit", "", ""), counted, 0, len(counted))
        for number, unit in enumerate(plan.units):
            last = number + len(plan.descendants(unit.code))
            place = (entry.id, "unit", unit.code, "")
            self._note_place(place, counted, bisect_left(of, number), bisect_right(of, last))

    def _note(
        self, entry: Indicator, scope: str, counted: list[_Counted],
        whose: Callable[[_Counted], str],
    ) -> set[tuple[int, str]]:  # fmt: skip
        """Of each that rows are of; those whose rows are no neighbours, which have no place yet."""
        ends: dict[tuple[int, str], tuple[int, int]] = {}
        torn = set()
        for row, one in enumerate(counted):
            key = (one.unit, whose(one))
            first, end = ends.get(key, (row, row))
            if end != row:
                torn.add(key)
            ends[key] = (first, row + 1)
        for (number, name), (first, end) in ends.items():
            if name and (number, name) not in torn:
                place = (entry.id, scope, self._units[number].code, name)
                self._note_place(place, counted, first, end)
        return torn

    def _note_place(
        self, place: tuple[str, ...], counted: list[_Counted], first: int, end: int
    ) -> None:
        """Rows of the list that begins in the next row."""
        if end > first:
            area = xl_range_abs(self._next + first, 0, self._next + end - 1, self._last_column)
            self._content.places[place] = f"{self._sheet}{area}"
            met = sum(one.mark for one in counted[first:end])
            self._content.listed[place] = (met, end - first)


def _counted(content: Content, entry: Indicator) -> Iterator[_Counted]:
    """What an indicator counts, in any order."""
    results = content.results
    numbers = {unit.code: number for number, unit in enumerate(results.plan.units)}
    if entry.grain == "publicity":
        for listed_row in results.counts.publicity:
            if (mark := listed_row.mark(entry.id)) is not None:
                unit, procedure, file, sheet, row, _ = listed_row
                of, where = numbers[unit], _where(file, sheet)
                yield _Counted(of, "", "", procedure, mark, procedure, where, row)
    elif entry.grain == "procedure":
        for counted in results.counts.procedures:
            if (mark := counted.mark(entry.id)) is not None:
                of, code = numbers[counted.unit_code], counted.procedure
                yield _Counted(of, "", "", code, mark, code, "", None)
    elif content.detail is not None:
        yield from _dossiers(content.detail.columns, entry, numbers)


def _dossiers(
    columns: dict[str, list[Any]], entry: Indicator, numbers: dict[str, int]
) -> Iterator[_Counted]:
    about = ("unit_code", "official", "field", "procedure", "code", "file", "sheet", "row_number")
    for mark, unit, official, field, procedure, code, file, sheet, row in zip(
        columns[entry.id], *(columns[name] for name in about), strict=True
    ):
        if mark is not None:
            yield _Counted(
                numbers[unit], official or "", field or "", procedure or "", mark, code or "",
                _where(file, sheet), row,
            )  # fmt: skip


def _where(file: str, sheet: str) -> str:
    return f"{file}, {sheet}" if sheet else file
