"""By which fact a unit or an official is judged: never by a target that is not due yet.

A milestone and the end are two targets (plan III.3, IV.4.1: sơ kết 50 ngày, tổng kết 100 ngày). The
facts hold everything against the target in force; who has done his duty is asked of the target
that is due. On the milestone that is its target; after it, what was reached by then, where the end
asks for more, and today's figure where the target is to be kept ("và duy trì").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model import CUMULATIVE, MIDDLE, Period, Verdict, held, is_due
from pipeline.values.text import key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from pipeline.aggregate import Past
    from pipeline.model import Fact, FactPlace, Plan

_SCOPES = ("total", "unit", "official")
_JUDGED = ("dat", "chua_dat")


def verdicts(
    facts: Iterable[Fact], past: Iterable[Past], plan: Plan, as_of: date
) -> dict[FactPlace, Verdict]:
    """Of every cumulative fact of all units, a unit or an official that has a target and data.

    `past`: what stood on the milestone (period "middle"), where that is past.
    """
    then = {
        (row.scope, row.unit_code, row.official, row.indicator): (row.numerator, row.denominator)
        for row in past
        if row.period == MIDDLE
    }
    return {
        place: _verdict(fact, then.get(place, (0, 0)), plan, as_of)
        for fact in facts
        if fact.scope in _SCOPES and fact.period == CUMULATIVE and fact.status in _JUDGED
        for place in [(fact.scope, fact.unit_code, fact.official, fact.indicator)]
    }


def _verdict(fact: Fact, then: tuple[int, int], plan: Plan, as_of: date) -> Verdict:
    pair = plan.target_pair(fact.unit_code, key(fact.official), fact.indicator)
    if is_due(plan, as_of, pair):
        return Verdict(fact, None)
    if plan.day50 is None or as_of < plan.day50:
        return Verdict(None, fact)
    return Verdict(_on_milestone(fact, then, pair[0], plan), fact)


def _on_milestone(
    fact: Fact, then: tuple[int, int], target_bp: int | None, plan: Plan
) -> Fact | None:
    """The fact of [start, milestone]; None where there was no target or nothing to count."""
    if target_bp is None or plan.day50 is None or not then[1]:
        return None
    return held(fact, Period(MIDDLE, plan.start, plan.day50), then, target_bp)
