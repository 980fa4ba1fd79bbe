"""The facts as values that sheets pick from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline import notices
from pipeline.model import CUMULATIVE, is_due
from pipeline.report.layout.theme import STATUS_WORDS
from pipeline.values.text import key
from schemas.indicators import indicators

if TYPE_CHECKING:
    from datetime import date

    from pipeline.model import Fact, Plan, Results
    from schemas.indicators import Indicator

# What is counted -> the kind of log that it stands in.
_LOGS = {"dossier": "dossiers", "rating": "ratings"}

# How procedures of several units are counted, which is not how many of them no unit has.
EACH_BY_ITSELF = "mỗi đơn vị đếm riêng rồi cộng lại"


@dataclass(frozen=True)
class Facts:
    """All facts in their order, and those of total and units by key."""

    rows: tuple[Fact, ...]

    @cached_property
    def _by_unit(self) -> dict[tuple[str, str, str], Fact]:
        return {
            (row.unit_code, row.period, row.indicator): row
            for row in self.rows
            if row.scope in ("total", "unit")
        }

    @cached_property
    def _cumulative(self) -> list[Fact]:
        return [row for row in self.rows if row.period == CUMULATIVE]

    def of_unit(self, unit_code: str, indicator: str, period: str = CUMULATIVE) -> Fact:
        """The fact of a unit, of all units together where the code is empty."""
        return self._by_unit[unit_code, period, indicator]

    def cumulative(self, *scopes: str) -> list[Fact]:
        """The cumulative facts of some scopes, in order."""
        return [row for row in self._cumulative if row.scope in scopes]


def has_enough(plan: Plan, unit_code: str, scope: str, known: int) -> bool:
    """Whether so many indicators with data are at least half of those that a unit, or an official
    of it, has targets of; with fewer nobody has met them.
    """
    grains = ("dossier", "rating") if scope == "official" else ()
    targeted = [entry for entry in indicators(*grains) if plan.target(unit_code, entry.id)]
    return 2 * known >= len(targeted)


def status_words(results: Results, fact: Fact) -> dict[str, str]:
    """The words of a fact's status: nobody has missed a target that is not due yet."""
    plan = results.plan
    pair = plan.target_pair(fact.unit_code, key(fact.official), fact.indicator)
    if is_due(plan, results.as_of, pair):
        return STATUS_WORDS
    return STATUS_WORDS | {"chua_dat": notices.still_open(plan, results.as_of)}


def is_recorded(last_records: dict[str, date], entry: Indicator, start: date) -> bool:
    """Whether every log that an indicator is counted from has a record of a window that begins on a
    day, or of a later one: what ends before it tells nothing of it.
    """
    logs = filter(None, (_LOGS.get(entry.grain), entry.numerator_log))
    return all((last := last_records.get(log)) is not None and last >= start for log in logs)


def units_with_catalogue(results: Results, code: str) -> int:
    """How many of a unit and those below it answer for the procedures of the catalogue; of "" all.
    Indicators that count procedures add up what each of them has.
    """
    plan = results.plan
    within = {code, *(unit.code for unit in plan.descendants(code))}
    return len({counted.unit_code for counted in results.counts.procedures} & within)


def counted_anywhere(results: Results, indicator: str) -> dict[str, int]:
    """Of an indicator of procedures: procedure -> 1 where it counts in any unit, else 0."""
    most: dict[str, int] = {}
    for counted in results.counts.procedures:
        if (mark := counted.mark(indicator)) is not None:
            most[counted.procedure] = max(mark, most.get(counted.procedure, 0))
    return most
