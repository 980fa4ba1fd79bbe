"""The fewest dossiers that turn an unmet target, by name (plan IV.1.1, IV.1.2).

Of the same dossiers each that is done adds one to those that count and none to all, so no fewer
than the shortfall turn a target, and any so many do: the first by their due dates are named. Where
too few may still be done, new ones must come and count, each of which adds one to both.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from schemas.indicators import indicator, indicators

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model import Fact, Plan

Row = dict[str, Any]  # of the detail, by column
Dossier = tuple[str, str]  # unit code, code
SOON = 3  # days
_WHOLE_BP = 10_000


@dataclass(frozen=True)
class Way:
    """How the unmet target of `fact` is met: by the dossiers `named`, as many as it lacks, in the
    order of their due dates; where fewer than that may still be done, by all of them and so many
    `new` ones, None where no number of new ones is enough.
    """

    fact: Fact
    winnable: int
    named: tuple[Dossier, ...]
    new: int | None


def can_still_count(row: Row, name: str) -> bool:
    """Whether a dossier that an indicator counts, and that does not count yet, still may."""
    lost = indicator(name).lost
    is_lost = lost == "all" or (lost == "paid_otherwise" and row["is_paid_otherwise"])
    return row[name] == 0 and not is_lost


def days_left(row: Row, as_of: date) -> int | None:
    """Until an unfinished dossier is due, below 0 where it is overdue; None without a due date that
    counts.
    """
    if not row["is_open"] or row["due_on"] is None or row["on_time"] is None:
        return None
    return int((row["due_on"] - as_of).days)


def ways(facts: Iterable[Fact], rows: Iterable[Row], plan: Plan) -> list[Way]:
    """Of each unmet target of a unit that has none below it, or of an official, in their order.

    `facts`: cumulative; `rows`: of the detail.
    """
    unmet = [
        fact
        for fact in facts
        if fact.status == "chua_dat"
        and fact.scope in ("unit", "official")
        and indicator(fact.indicator).grain in ("dossier", "rating")
        and not plan.children(fact.unit_code)
    ]
    winnable = _winnable(rows, {fact.indicator for fact in unmet})
    return [_way(fact, winnable[fact.unit_code, fact.official, fact.indicator]) for fact in unmet]


def _winnable(rows: Iterable[Row], names: set[str]) -> dict[tuple[str, str, str], list[Dossier]]:
    """By unit, official (empty: all of the unit) and indicator, in the order of due dates."""
    shown = [entry.id for entry in indicators("dossier") if entry.id in names]
    found: dict[tuple[str, str, str], list[Dossier]] = defaultdict(list)
    for row in sorted(rows, key=_in_due_order):
        for name in shown:
            if can_still_count(row, name):
                dossier = (row["unit_code"], row["code"])
                found[row["unit_code"], "", name].append(dossier)
                if row["official"]:
                    found[row["unit_code"], row["official"], name].append(dossier)
    return found


def _in_due_order(row: Row) -> tuple[date, date, str]:
    return row["due_on"] or date.max, row["received_on"] or date.max, row["code"]


def _way(fact: Fact, winnable: list[Dossier]) -> Way:
    missing = fact.shortfall or 0
    if len(winnable) >= missing:
        return Way(fact, len(winnable), tuple(winnable[:missing]), 0)
    return Way(fact, len(winnable), tuple(winnable), _new(fact, len(winnable)))


def _new(fact: Fact, done: int) -> int | None:
    """How many new ones must come and count once all that may still be done are."""
    target = fact.target_bp or 0
    if target >= _WHOLE_BP:
        return None
    missing = target * fact.denominator - _WHOLE_BP * (fact.numerator + done)
    return -(-missing // (_WHOLE_BP - target))
