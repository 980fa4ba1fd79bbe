"""Where the indicators are heading, by the pace of the last days.

The method is one that can be checked with a pencil: what numerator and denominator have gained in
the last ten days, they gain again in every ten days up to the campaign's end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model import CUMULATIVE, PACE_DAYS, Forecast
from pipeline.values.text import key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from pipeline.aggregate import Past
    from pipeline.model import Fact, Plan

_SCOPES = ("total", "unit", "official")


def forecast(
    facts: Iterable[Fact], past: Iterable[Past], plan: Plan, as_of: date
) -> tuple[Forecast, ...]:
    """A forecast for every cumulative fact of all units, a unit or an official, in their order.

    `past`: what stood PACE_DAYS before `as_of`; what is not in it was 0 then.
    """
    before = {
        (row.scope, row.unit_code, row.official, row.indicator): (row.numerator, row.denominator)
        for row in past
    }
    has_past = bool(plan.past(as_of))
    return tuple(_forecasts(facts, before if has_past else None, plan, as_of))


def _forecasts(
    facts: Iterable[Fact],
    before: dict[tuple[str, str, str, str], tuple[int, int]] | None,
    plan: Plan,
    as_of: date,
) -> Iterator[Forecast]:
    targets = _targets(plan)
    for fact in facts:
        if fact.scope not in _SCOPES or fact.period != CUMULATIVE:
            continue
        place = (fact.scope, fact.unit_code, fact.official, fact.indicator)
        whose = "" if fact.scope == "total" else fact.unit_code
        own = targets.get((whose, key(fact.official or ""), fact.indicator))
        day50, day100 = own or targets.get((whose, "", fact.indicator), (None, None))
        now = (fact.numerator, fact.denominator)
        then = None if before is None else before.get(place, (0, 0))
        gained, grown = (None, None) if then is None else (now[0] - then[0], now[1] - then[1])
        projected = _projected(now, gained, grown, max((plan.end - as_of).days, 0))
        yield Forecast(
            scope=fact.scope,
            unit_code=fact.unit_code,
            unit=fact.unit,
            official=fact.official,
            indicator=fact.indicator,
            numerator=now[0],
            denominator=now[1],
            rate_bp=fact.rate_bp,
            days=PACE_DAYS,
            gained=gained,
            grown=grown,
            day50_bp=day50,
            needed_day50=_needed(now, grown, day50, _days_left(plan.day50, as_of)),
            day100_bp=day100,
            needed_day100=_needed(now, grown, day100, (plan.end - as_of).days),
            projected_bp=_rate(*projected),
            status=_status(*projected, day100),
        )


def _days_left(milestone: date | None, as_of: date) -> int:
    return (milestone - as_of).days if milestone else 0


def _targets(plan: Plan) -> dict[tuple[str, str, str], tuple[int | None, int | None]]:
    """By unit, official (empty: the unit's) and indicator; of all units (code empty) only what they
    all share.
    """
    targets = {(t.unit, "", t.indicator): (t.day50_bp, t.day100_bp) for t in plan.targets}
    targets |= {
        (t.unit, key(t.official), t.indicator): (t.day50_bp, t.day100_bp)
        for t in plan.official_targets
    }
    for indicator in {t.indicator for t in plan.targets}:
        each = {targets.get((unit.code, "", indicator), (None, None)) for unit in plan.units}
        targets["", "", indicator] = tuple(  # type: ignore[assignment]
            values.pop() if len(values := {pair[which] for pair in each}) == 1 else None
            for which in (0, 1)
        )
    return targets


def _projected(
    now: tuple[int, int], gained: int | None, grown: int | None, days_left: int
) -> tuple[int, int]:
    """Numerator and denominator at the end, times PACE_DAYS; neither below 0 nor above all."""
    denominator = max(now[1] * PACE_DAYS + (grown or 0) * days_left, 0)
    numerator = now[0] * PACE_DAYS + (gained or 0) * days_left
    return min(max(numerator, 0), denominator), denominator


def _needed(
    now: tuple[int, int], grown: int | None, target_bp: int | None, days_left: int
) -> int | None:
    """Tenths a day that the numerator must gain until the target is met, rounded up."""
    if target_bp is None or days_left <= 0:
        return None
    denominator = now[1] * PACE_DAYS + max(grown or 0, 0) * days_left
    missing = target_bp * denominator - now[0] * PACE_DAYS * 10_000
    return max(0, -(-missing * 10 // (PACE_DAYS * 10_000 * days_left)))


def _rate(numerator: int, denominator: int) -> int | None:
    return (numerator * 20_000 + denominator) // (2 * denominator) if denominator else None


def _status(numerator: int, denominator: int, target_bp: int | None) -> str:
    if target_bp is None:
        return ""
    if not denominator:
        return "khong_co_so_lieu"
    return "dat" if numerator * 10_000 >= target_bp * denominator else "chua_dat"
