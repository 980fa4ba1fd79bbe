"""Which row of one sheet is which of another: in its place, moved, changed, gone or new.

Rows are known by what stands in them, formulas aside: who sorts a table or deletes a row changes
no row.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pipeline.verify.book import Row, Value

Content = tuple[tuple[int | str, ...], ...]
Contents = dict[int, Content]
Pairs = list[tuple[int, int]]
_MOST_PAIRS = 40_000  # of rows whose likeness is looked at
_MOST_IN_ORDER, _MOST_ALIKE = 10_000, 20  # rows, and rows of one content


@dataclass
class Matched:
    """Rows that differ: `pairs` (given, own), of which `moved` have the same values in another
    place; `extra`, only in the given sheet; `missing`, only in our own.
    """

    pairs: list[tuple[int, int]] = field(default_factory=list)
    moved: list[tuple[int, int]] = field(default_factory=list)
    extra: list[int] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)

    @property
    def is_reordered(self) -> bool:
        """Whether rows have changed their order, not only their numbers."""
        theirs = [own for _, own in sorted(self.moved)]
        return theirs != sorted(theirs)


def _values(row: Row) -> Content:
    """What stands in a row, so that the last digits of a calculation make no difference."""
    return tuple((column, type(c.value).__name__[0], _key(c.value)) for column, c in
                 sorted(row.items()))  # fmt: skip


def _formulas(row: Row) -> Content:
    """That, and how it is calculated: which of several rows with the same values one is."""
    return *_values(row), *((column, c.formula) for column, c in sorted(row.items()) if c.formula)


def _key(value: Value) -> str:
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def matched(given: dict[int, Row], own: dict[int, Row], differing: Iterable[int]) -> Matched:
    """The rows among `differing`, where anything is not the same: by values and formulas, then by
    values, those in their places first.
    """
    result = Matched()
    theirs = ours = list(differing)
    for content, match in _WAYS:
        pairs = match(
            {number: content(given.get(number, {})) for number in theirs},
            {number: content(own.get(number, {})) for number in ours},
        )
        result.pairs += [pair for pair in pairs if pair[0] == pair[1]]
        result.moved += [pair for pair in pairs if pair[0] != pair[1]]
        done, own_done = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
        theirs = [number for number in theirs if number not in done]
        ours = [number for number in ours if number not in own_done]
    _pair_the_rest(result, theirs, ours, given, own)
    return result


def _in_place(theirs: Contents, ours: Contents) -> Pairs:
    return [(number, number) for number in theirs if theirs[number] == ours.get(number)]


def _in_order(theirs: Contents, ours: Contents) -> Pairs:
    """What follows each other on both sides; none of so many rows, or of so many that are the same,
    that it would take long.
    """
    if len(theirs) > _MOST_IN_ORDER or len(ours) > _MOST_ALIKE * len(set(ours.values())):
        return []
    numbers, own_numbers = [*theirs], [*ours]
    found = SequenceMatcher(None, [*theirs.values()], [*ours.values()], autojunk=False)
    return [
        (numbers[block.a + n], own_numbers[block.b + n])
        for block in found.get_matching_blocks()
        for n in range(block.size)
    ]


def _anywhere(theirs: Contents, ours: Contents) -> Pairs:
    places: dict[Content, deque[int]] = defaultdict(deque)
    for number, content in ours.items():
        places[content].append(number)
    return [(n, places[content].popleft()) for n, content in theirs.items() if places[content]]


_WAYS = (
    (_formulas, _in_order), (_formulas, _anywhere),
    (_values, _in_place), (_values, _in_order), (_values, _anywhere),
)  # fmt: skip


def _pair_the_rest(
    result: Matched, theirs: list[int], ours: list[int], given: dict[int, Row], own: dict[int, Row]
) -> None:
    """A row that has changed is the one that it is most like; what is like none is extra or
    missing. An empty row without a match is no row: others have moved up, or it was emptied.
    """
    theirs = [number for number in theirs if given.get(number)]
    ours = [number for number in ours if own.get(number)]
    free, open_ = dict.fromkeys(theirs), dict.fromkeys(ours)
    if len(theirs) * len(ours) <= _MOST_PAIRS:
        pairs = _by_likeness(theirs, ours, lambda n, m: _likeness(given[n], own[m]))
    else:
        pairs = [(number, number) for number in theirs if number in open_]
    for number, other in pairs:
        if number in free and other in open_:
            result.pairs.append((number, other))
            del free[number], open_[other]
    result.extra, result.missing = [*free], [*open_]


def _by_likeness(
    theirs: list[int], ours: list[int], likeness: Callable[[int, int], float]
) -> list[tuple[int, int]]:
    """The most like first; of two that are equally like the one in its place, or nearer to it."""
    scored = [
        (-score, abs(number - other), number, other)
        for number in theirs
        for other in ours
        if (score := likeness(number, other)) > 0 or number == other
    ]
    return [(number, other) for _, _, number, other in sorted(scored)]


def _likeness(one: Row, other: Row) -> float:
    """The share of cells that are the same, 0 where it is too small to mean anything."""
    same = sum(
        column in other and cell.value == other[column].value for column, cell in one.items()
    )
    share = same / max(len(one), len(other), 1)
    return share if share >= 0.5 else 0
