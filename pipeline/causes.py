"""Problems as people read them: a line a cause, not a row (CONTRACT.md, problems)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.values.unit_names import bare_name
from schemas.contracts import contracts, problem_types

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model import Problem

MOST_LINES = 300  # that anybody reads
_FEW_VALUES = 5  # that get a line each
_MOST_RANGES = 8
_MOST_UNITS = 5  # that a line names


@dataclass(frozen=True)
class Line:
    """One cause in one sheet: all rows with the same problem, and the same value where values are
    few.

    `problem` says which it is and where; `count`: rows that have it, 0 where it is of a whole;
    `rows`: which, "4–17, 20"; `value`, `message`: of an example; `consequences`: kind of export ->
    how many of its rows hang on these; `others`: further problems that the line stands for, of the
    same code, whose rows are counted too.
    """

    problem: Problem
    count: int
    rows: str
    value: str
    message: str
    consequences: Counter[str]
    others: tuple[Problem, ...] = ()

    @property
    def file(self) -> str:
        """The file, and in how many more the same is wrong."""
        files = {other.file for other in self.others} - {self.problem.file}
        return f"{self.problem.file} và {len(files)} tệp khác" if files else self.problem.file

    @property
    def sheet(self) -> str:
        """The sheet, and how many more have it where these are of the same file."""
        places = {(other.file, other.sheet) for other in self.others}
        sheets = {sheet for file, sheet in places if file == self.problem.file}
        more = len(sheets - {self.problem.sheet})
        is_of_file = more and len(sheets) == len(places)
        return f"{self.problem.sheet} và {more} trang khác" if is_of_file else self.problem.sheet

    @property
    def follows(self) -> str:
        """What hangs on the rows, in words; empty where nothing does."""
        if not self.consequences:
            return ""
        hanging = (
            f"{self.consequences[kind]} dòng {contract.title}"
            for kind, contract in contracts().items()
            if self.consequences[kind]
        )
        return f"Kéo theo {', '.join(hanging)} của hồ sơ bị loại."

    def __str__(self) -> str:
        """Where, how many rows, which; what is wrong and what to do."""
        column = f"cột {self.problem.column}" if self.problem.column else ""
        where = ", ".join(filter(None, (self.file, self.sheet, column, self._which)))
        sentences = " ".join(filter(None, (self.message, self.follows, self.problem.remedy)))
        return ": ".join(filter(None, (where, sentences)))

    @property
    def _which(self) -> str:
        """The rows in words; empty where it is of a whole."""
        if self.count == 1 and self.rows:
            return f"dòng {self.rows}"
        shown = f" ({self.rows})" if self.rows else ""
        return f"{self.count} dòng{shown}" if self.count else ""


def lines(problems: Iterable[Problem]) -> list[Line]:
    """What is wrong with teaching first, then with whole files or sheets, then rejected rows, then
    warnings.

    Where there would be more than MOST_LINES, first a sheet's values share a line, then sheets with
    the same problem, but for the first of these. What follows from another problem is said with
    that one.
    """
    shown = _of_sheets(problems, MOST_LINES)
    if len(shown) <= MOST_LINES:
        return shown
    of_codes = _of_codes(shown)
    return _together(of_codes, MOST_LINES // len(of_codes))


def brief(problems: Iterable[Problem], most: int) -> list[Line]:
    """The same for a screen: where there would be more than `most`, a line a code."""
    shown = _of_sheets(problems, most)
    return shown if len(shown) <= most else _together(_of_codes(shown), 1)


def _of_sheets(problems: Iterable[Problem], most: int) -> list[Line]:
    """A line a value, as long as these are not more than `most`, else a line a sheet."""
    causes = sorted((p for p in problems if not p.is_consequence), key=_gravity)
    by_value = [line for problem in causes for line in _by_value(problem)]
    return by_value if len(by_value) <= most else [_line(problem) for problem in causes]


def urgency(line: Line) -> tuple[int, bool, int]:
    """Its place among the lines of a short list: of equally grave ones, first what is of a whole,
    then what has most rows.
    """
    return _gravity(line.problem), line.count > 0, -line.count


def _gravity(problem: Problem) -> int:
    """Its place among causes: the least is told first."""
    if problem_types()[problem.code].is_of_teaching:
        return 0
    if problem.severity == "error":
        return 1 if problem.rows is None else 2
    return 3


def _by_value(problem: Problem) -> list[Line]:
    """A line for each value, where these are few and no names of units."""
    is_of_units = bool(problem_types()[problem.code].of_units)
    if problem.value_of is None or len(problem.values) == 1 or is_of_units:
        return [_line(problem)]
    value_of = problem.value_of.to_numpy()
    values = np.unique(value_of)
    if len(values) > _FEW_VALUES:
        return [_line(problem)]
    return [_line(problem, value_of == value) for value in values]


def _line(problem: Problem, chosen: np.ndarray | None = None) -> Line:
    """Of all rows, or of those that are chosen."""
    if problem.rows is None or problem.value_of is None:
        rows, example, different = np.array([], np.int32), 0, 1
    else:
        rows, value_of = problem.rows.to_numpy(), problem.value_of.to_numpy()
        if chosen is not None:
            rows, value_of = rows[chosen], value_of[chosen]
        example, different = int(value_of[0]), len(np.unique(value_of))
    value = problem.values[example]
    return Line(
        problem,
        len(rows),
        row_ranges(rows),
        f"{value} … và {different - 1} giá trị khác" if different > 1 else value,
        _of_units(problem) or problem.message_of(example),
        _consequences(problem, chosen),
    )


def _consequences(problem: Problem, chosen: np.ndarray | None) -> Counter[str]:
    counts: Counter[str] = Counter()
    for kind, hanging in problem.consequences.items():
        every = hanging.to_numpy()
        if rows := int((every if chosen is None else every[chosen]).sum()):
            counts[kind] = rows
    return counts


def row_ranges(rows: np.ndarray) -> str:
    """Row numbers, ascending, as "4–17, 20"; beyond the first ranges, how many rows more."""
    if not len(rows):
        return ""
    ends = np.flatnonzero(np.diff(rows) > 1)
    firsts = rows[np.r_[0, ends + 1]][:_MOST_RANGES].tolist()
    lasts = rows[np.r_[ends, len(rows) - 1]][:_MOST_RANGES].tolist()
    shown = (
        f"{first}" if first == last else f"{first}–{last}"
        for first, last in zip(firsts, lasts, strict=True)
    )
    more = int((rows > lasts[-1]).sum())
    return ", ".join(shown) + (f" … và {more} dòng nữa" if more else "")


def _of_codes(by_sheet: list[Line]) -> list[list[Line]]:
    ordered = sorted(by_sheet, key=lambda line: (_gravity(line.problem), line.problem.code))
    return [list(alike) for _, alike in groupby(ordered, lambda line: line.problem.code)]


def _together(of_codes: list[list[Line]], each: int) -> list[Line]:
    """Of each code the first sheets' lines, and one for all others."""
    return [line for alike in of_codes for line in _first_ones(alike, max(1, each))]


def _first_ones(alike: list[Line], most: int) -> list[Line]:
    return alike if len(alike) <= most else [*alike[: most - 1], _sum(alike[most - 1 :])]


def _sum(alike: list[Line]) -> Line:
    """One for all, with the first as the example."""
    first = alike[0]
    return replace(
        first,
        count=sum(line.count for line in alike),
        rows="",
        consequences=sum((line.consequences for line in alike), Counter()),
        others=tuple(line.problem for line in alike[1:]),
    )


class NamedUnit(NamedTuple):
    """A unit as most rows write it, how many rows have it, and what is said of the nearest one."""

    name: str
    rows: int
    nearest: str

    def __str__(self) -> str:
        """In a list of several."""
        return f"“{self.name}” ({self.rows} dòng{self.nearest})"


def named_units(problems: Iterable[Problem]) -> list[NamedUnit]:
    """Each unit that rows of all files name once, however it is spelled, most rows first."""
    spelled: dict[str, Counter[tuple[str, str]]] = {}
    for problem in problems:
        near = problem.nearest or ("",) * len(problem.values)
        for value, nearest, rows in zip(
            problem.values, near, _rows_of_values(problem), strict=True
        ):
            unit = bare_name(value) or value
            spelled.setdefault(unit, Counter())[value, nearest] += rows
    units = []
    for spellings in spelled.values():
        (name, nearest), _ = spellings.most_common(1)[0]
        units.append(NamedUnit(name, spellings.total(), nearest))
    return sorted((unit for unit in units if unit.rows), key=lambda unit: -unit.rows)


def listed_units(units: list[NamedUnit]) -> str:
    """The first of them, and how many more."""
    shown = ", ".join(map(str, units[:_MOST_UNITS]))
    rest = len(units) - _MOST_UNITS
    return f"{shown} và {rest} đơn vị khác" if rest > 0 else shown


def _of_units(problem: Problem) -> str:
    """What is wrong where several units are named; empty of other problems."""
    message = problem_types()[problem.code].of_units
    units = named_units([problem]) if message else []
    return message.format(names=len(units), listed=listed_units(units)) if len(units) > 1 else ""


def _rows_of_values(problem: Problem) -> list[int]:
    if problem.value_of is None:
        return [1]
    counts: list[int] = np.bincount(
        problem.value_of.to_numpy(), minlength=len(problem.values)
    ).tolist()
    return counts
