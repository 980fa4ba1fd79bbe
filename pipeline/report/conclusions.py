"""Who has met the targets that are due, who has not, what is still ahead (plan IV.1.8, IV.4.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline import notices
from pipeline.report.facts import has_enough

if TYPE_CHECKING:
    from pipeline.model import Fact, Results

MET, MISSED, UNKNOWN, ON_COURSE, OPEN = "met", "missed", "unknown", "on_course", "open"


@dataclass
class Conclusion:
    """Of a unit, or an official of it (empty: the unit).

    `due`: the facts by which it is judged; `ahead`: those of the report's day whose target is not
    due yet; `state`: one of those above.
    """

    unit_code: str
    unit: str
    official: str
    due: list[Fact]
    ahead: list[Fact]
    state: str = UNKNOWN

    @property
    def missed(self) -> list[Fact]:
        """What was due and is not met."""
        return [fact for fact in self.due if fact.status == "chua_dat"]

    @property
    def to_do(self) -> list[Fact]:
        """What is not met yet, and not due."""
        return [fact for fact in self.ahead if fact.status == "chua_dat"]


def conclusions(results: Results, scope: str) -> list[Conclusion]:
    """Of every unit or official that has a target and data, in the order of the facts."""
    found: dict[tuple[str, str], Conclusion] = {}
    units = {unit.code: unit.name for unit in results.plan.units}
    for (of, code, official, _), verdict in results.analysis.verdicts.items():
        if of == scope:
            place = (code, official)
            entry = found.setdefault(place, Conclusion(code, units[code], official, [], []))
            entry.due += filter(None, [verdict.due])
            entry.ahead += filter(None, [verdict.ahead])
    for entry in found.values():
        entry.state = _state(results, entry, scope)
    return list(found.values())


def _state(results: Results, entry: Conclusion, scope: str) -> str:
    if entry.missed:
        return MISSED
    if not entry.due and entry.to_do:
        return OPEN
    known = {fact.indicator for fact in (*entry.due, *entry.ahead)}
    if not has_enough(results.plan, entry.unit_code, scope, len(known)):
        return UNKNOWN
    return MET if entry.due else ON_COURSE


def words(results: Results) -> dict[str, str]:
    """A state as tables have it."""
    return {
        MET: "✔ Hoàn thành",
        MISSED: "✘ Chưa hoàn thành",
        UNKNOWN: "– Chưa đủ số liệu",
        ON_COURSE: "✔ Đang đạt",
        OPEN: notices.still_open(results.plan, results.as_of),
    }
