"""What the windows after the end brought: the targets are to be kept (plan I.2, Phụ lục II)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model import CUMULATIVE, held

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from pipeline.aggregate import Past
    from pipeline.model import Fact, Plan

_SCOPES = ("total", "unit")


def maintained(
    facts: Iterable[Fact], past: Iterable[Past], plan: Plan, as_of: date
) -> tuple[Fact, ...]:
    """Of all units and each unit, window by window, against the end's targets; none before the end.

    `past`: what each window counted; what is not in it was 0.
    """
    counts = {
        (row.period, row.scope, row.unit_code, row.indicator): (row.numerator, row.denominator)
        for row in past
    }
    cumulative = [f for f in facts if f.scope in _SCOPES and f.period == CUMULATIVE]
    return tuple(
        held(
            fact,
            window,
            counts.get((window.name, fact.scope, fact.unit_code, fact.indicator), (0, 0)),
            plan.target_pair(fact.unit_code, "", fact.indicator)[1],
        )
        for window in plan.maintained(as_of)
        for fact in cumulative
    )
