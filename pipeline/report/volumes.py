"""The procedures that most dossiers come to, and how these come and are handled (plan IV.1.4)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.report.detail import received

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model import Fact, Plan, Results
    from pipeline.report.facts import Facts


@dataclass
class Volume:
    """The dossiers of a procedure in a unit and all below it, or in all units, in [start, as_of].

    `received` counts all that were accepted; `facts` are the procedure's in each of the units.
    `procedure` is empty for all dossiers together, of whatever procedure.
    """

    procedure: str
    received: int = 0
    facts: list[Fact] = field(default_factory=list)

    def of(self, indicator: str) -> list[Fact]:
        """The facts of an indicator, a unit each; none where nothing is known of it."""
        return [fact for fact in self.facts if fact.indicator == indicator and fact.denominator]

    def counted(self, indicator: str) -> tuple[int, int] | None:
        """Numerator and denominator of an indicator; None where nothing is known of it."""
        facts = self.of(indicator)
        if not facts:
            return None
        return sum(fact.numerator for fact in facts), sum(fact.denominator for fact in facts)

    def short(self, indicator: str) -> int | None:
        """How many do not count: came on paper (`online`), are late (`on_time`)."""
        counted = self.counted(indicator)
        return counted[1] - counted[0] if counted else None


def volumes(results: Results, facts: Facts, codes: Iterable[str]) -> dict[str, list[Volume]]:
    """By the code of a unit, or of all together (empty): the procedures with most dossiers first,
    and before them all dossiers together. Nothing where no dossier was received.
    """
    above = _above(results.plan, codes)
    by_code: dict[str, dict[str, Volume]] = {code: {} for code in codes}
    for (unit, procedure), count in received(results).items():
        for code in above[unit]:
            for name in dict.fromkeys(("", procedure)):
                by_code[code].setdefault(name, Volume(name)).received += count
    for fact in facts.cumulative("procedure"):
        for code in above[fact.unit_code]:
            if fact.procedure in by_code[code]:
                by_code[code][fact.procedure].facts.append(fact)
    for fact in (*facts.cumulative("total"), *facts.cumulative("unit")):
        if by_code.get(fact.unit_code):
            by_code[fact.unit_code][""].facts.append(fact)
    return {
        code: sorted(known.values(), key=lambda v: (v.procedure != "", -v.received, v.procedure))
        for code, known in by_code.items()
    }


def _above(plan: Plan, codes: Iterable[str]) -> dict[str, list[str]]:
    """Unit -> those of the codes that it is counted for: its own, of units above, of all."""
    above: dict[str, list[str]] = defaultdict(list)
    for code in codes:
        for unit in plan.descendants(code):
            above[unit.code].append(code)
        if code:
            above[code].append(code)
    return above
