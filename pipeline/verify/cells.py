"""Two sheets cell by cell: what differs, and in which way."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from openpyxl.styles.numbers import BUILTIN_FORMATS
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import MultiCellRange

from pipeline.verify.book import Cell, Row, Sheet, Value
from pipeline.verify.formulas import Tables, is_moved, is_same
from pipeline.verify.rows import matched

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from collections.abc import Set as AbstractSet

_EMPTY = Cell(None)
_GENERAL, _TEXT = "general", "@"
_PRECISION = 1e-12  # of a calculation: what programs keep of its last digits differs
_SHORT_DAY, _DAY = BUILTIN_FORMATS[14], "dd/mm/yyyy"
# Of a number format: the language, and \ or quotes around one sign that means nothing else.
_NO_MATTER = (
    (re.compile(r"\[\$-[0-9A-Fa-f]+\]"), ""),
    (re.compile(r'\\([^0#?@.,%/a-zA-Z"\\])'), r"\1"),
    (re.compile(r'"([^0#?@.,%/a-zA-Z"\\])"'), r"\1"),
)


class Kind(Enum):
    """In which way cells or rows differ."""

    VALUE = "value"
    FORMULA = "formula"
    NO_FORMULA = "no_formula"  # a number stands where a formula stood, and is the same
    FORMAT = "format"  # the same number, shown in another way
    MISSING_ROW = "missing_row"
    EXTRA_ROW = "extra_row"
    REORDERED = "reordered"
    HIDDEN_ROWS = "hidden_rows"
    HIDDEN_COLUMNS = "hidden_columns"
    CONDITION = "condition"  # numbers are shown in another way, for there is a condition


@dataclass(frozen=True)
class Difference:
    """`place` is where the given workbook has it (of a missing row: where our own has it); `given`
    and `own` are what stands there, of a row its first cells.
    """

    kind: Kind
    place: str
    given: tuple[Cell, ...] = ()
    own: tuple[Cell, ...] = ()
    rows: int = 0  # that are reordered
    number_format: str = ""  # of a condition


def differences(given: Sheet, own: Sheet, tables: Tables) -> list[Difference]:
    """From the top down; rows in another order are one difference."""
    numbers = sorted(given.rows.keys() | own.rows.keys())
    differing = [
        number for number in numbers
        if (mine := given.rows.get(number)) is not (theirs := own.rows.get(number))
        and mine != theirs
        and any(_in_row(number, mine or {}, number, theirs or {}, tables))
    ]  # fmt: skip
    if not differing:
        return []
    found = matched(given.rows, own.rows, differing)
    result = [
        (number, difference)
        for number, other in (*found.pairs, *found.moved)
        for difference in _in_row(
            number, given.rows.get(number, {}), other, own.rows.get(other, {}), tables
        )
    ]
    result += [(n, Difference(Kind.EXTRA_ROW, str(n), given=_first_cells(given.rows.get(n, {}))))
               for n in found.extra]  # fmt: skip
    result += [(n, Difference(Kind.MISSING_ROW, str(n), own=_first_cells(own.rows.get(n, {}))))
               for n in found.missing]  # fmt: skip
    if found.is_reordered:
        first = min(number for number, _ in found.moved)
        moved = Difference(Kind.REORDERED, str(first), rows=len(found.moved))
        result.append((first, moved))
    return [difference for _, difference in sorted(result, key=lambda entry: entry[0])]


def hidden(given: Sheet, own: Sheet) -> list[Difference]:
    """Rows and columns with something in them that are hidden, but for those that a filter hides,
    as rows are looked for; conditional formats that show numbers in another way.
    """
    columns = {column for row in given.rows.values() for column in row}
    rows = (given.shown.rows - own.shown.rows) & given.rows.keys()
    columns &= given.shown.columns - own.shown.columns
    found = []
    if rows:
        found.append(Difference(Kind.HIDDEN_ROWS, _runs(rows, str)))
    if columns:
        found.append(Difference(Kind.HIDDEN_COLUMNS, _runs(columns, get_column_letter)))
    expected = [(MultiCellRange(area), _plain(shown)) for area, shown in own.shown.formats]
    found += [
        Difference(Kind.CONDITION, area, number_format=shown)
        for area, shown in sorted(given.shown.formats)
        if _plain(shown) != _GENERAL and not _is_expected(area, _plain(shown), expected)
    ]
    return found


def _is_expected(area: str, shown: str, expected: list[tuple[MultiCellRange, str]]) -> bool:
    """Whether conditions of ours show every cell of the area so: programs cut areas up."""
    own = [part for parts, code in expected if code == shown for part in parts.ranges]
    return all(any(part.issubset(one) for one in own) for part in MultiCellRange(area).ranges)


def _runs(numbers: AbstractSet[int], name: Callable[[int], str]) -> str:
    """As 3, 5–8."""
    ordered = sorted(numbers)
    starts = [number for number in ordered if number - 1 not in numbers]
    ends = [number for number in ordered if number + 1 not in numbers]
    return ", ".join(
        name(start) if start == end else f"{name(start)}–{name(end)}"
        for start, end in zip(starts, ends, strict=True)
    )


def _first_cells(row: Row) -> tuple[Cell, ...]:
    """Enough to know a row by."""
    return tuple(cell for _, cell in sorted(row.items()))[:4]


def _in_row(number: int, row: Row, other: int, own: Row, tables: Tables) -> Iterator[Difference]:
    for column in sorted(row.keys() | own.keys()):
        mine, theirs = row.get(column, _EMPTY), own.get(column, _EMPTY)
        if mine == theirs:
            continue
        kind = _kind(mine, number, theirs, other, tables)
        if kind is not None:
            yield Difference(kind, f"{get_column_letter(column)}{number}", (mine,), (theirs,))


def _kind(mine: Cell, row: int, theirs: Cell, other: int, tables: Tables) -> Kind | None:
    """A formula without a value, as some programs leave it, shows what it comes to, when opened."""
    is_uncalculated = mine.value is None and mine.formula and theirs.formula
    if not (is_uncalculated or _is_same_value(mine.value, theirs.value)):
        return Kind.VALUE
    if bool(mine.formula) != bool(theirs.formula):
        return Kind.FORMULA if mine.formula else Kind.NO_FORMULA
    if mine.formula and not _is_same_formula(mine.formula, row, theirs.formula, other, tables):
        return Kind.FORMULA
    value = theirs.value if is_uncalculated else mine.value
    is_shown_so = isinstance(value, (int, float)) or _shows_texts(mine.number_format)
    if is_shown_so and _plain(mine.number_format) != _plain(theirs.number_format):
        return Kind.FORMAT
    return None


def _shows_texts(number_format: str) -> bool:
    """Whether it has a part for texts; others leave a text as it is."""
    return number_format != _TEXT and ("@" in number_format or number_format.count(";") >= 3)


def _is_same_formula(mine: str, row: int, theirs: str, other: int, tables: Tables) -> bool:
    if is_same(mine, theirs, tables):
        return True
    return row != other and is_moved(mine, row, theirs, other, tables)


def _is_same_value(mine: Value, theirs: Value) -> bool:
    if isinstance(mine, (int, float)) and isinstance(theirs, (int, float)):
        return math.isclose(mine, theirs, rel_tol=_PRECISION, abs_tol=_PRECISION)
    return mine == theirs


def _plain(number_format: str) -> str:
    """In one spelling. The short day of the computer's language is what Excel may make of a day."""
    if number_format == _SHORT_DAY:
        return _DAY
    for pattern, instead in _NO_MATTER:
        number_format = pattern.sub(instead, number_format)
    return number_format.casefold()
