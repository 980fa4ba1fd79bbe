"""Which row of one sheet is which of another: in its place, moved, changed, gone or new.

Rows are known by what stands in them, formulas aside: who sorts a table or deletes a row changes
no row.
"""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from pipeline.verify.book import Row, Value

Content = tuple[tuple[int, str, str], ...]
_MOST_PAIRS = 40_000  # of rows whose likeness is looked at


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


def content(row: Row) -> Content:
    """What stands in a row, so that the last digits of a calculation make no difference."""
    return tuple((column, type(c.value).__name__[0], _key(c.value)) for column, c in
                 sorted(row.items()))  # fmt: skip


def _key(value: Value) -> str:
    return f"{value:.12g}" if isinstance(value, float) else str(value)


def matched(given: dict[int, Row], own: dict[int, Row], differing: Iterable[int]) -> Matched:
    """The rows among `differing`, where anything is not the same."""
    result = Matched()
    contents = {
        number: (content(given.get(number, {})), content(own.get(number, {})))
        for number in differing
    }
    result.pairs = [(n, n) for n, (theirs, ours) in contents.items() if theirs == ours]
    rest = {n: both for n, both in contents.items() if both[0] != both[1]}
    places: dict[Content, deque[int]] = defaultdict(deque)
    for number, (_, ours) in rest.items():
        places[ours].append(number)
    left = []
    for number, (theirs, _) in rest.items():
        if places[theirs]:
            result.moved.append((number, places[theirs].popleft()))
        else:
            left.append(number)
    _pair_the_rest(result, left, sorted(n for ours in places.values() for n in ours), given, own)
    return result


def _pair_the_rest(
    result: Matched, theirs: list[int], ours: list[int], given: dict[int, Row], own: dict[int, Row]
) -> None:
    """A row that has changed is the one that it is most like; what is like none is extra or
    missing. An empty row without a match is where rows end: below are those that moved up.
    """
    free, open_ = dict.fromkeys(theirs), dict.fromkeys(ours)
    if len(theirs) * len(ours) <= _MOST_PAIRS:
        pairs = _by_likeness(theirs, ours, lambda n, m: _likeness(given.get(n, {}), own.get(m, {})))
    else:
        pairs = [(number, number) for number in theirs if number in open_]
    for number, other in pairs:
        if number in free and other in open_:
            result.pairs.append((number, other))
            del free[number], open_[other]
    result.extra = [number for number in free if given.get(number)]
    result.missing = [number for number in open_ if own.get(number)]


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
