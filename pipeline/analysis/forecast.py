"""Where the indicators are heading, by the pace of the last days, and what can still be won.

The method is one that can be checked with a pencil: what numerator and denominator have gained in
the last ten days, they gain again in every ten days up to the campaign's end. The best that can
come of it: all that still may count does, and so does every new one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model import CUMULATIVE, PACE_DAYS, PAST, Aim, Forecast, rate_bp
from pipeline.values.text import key
from schemas.indicators import indicator

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from pipeline.aggregate import Past
    from pipeline.model import Fact, Plan

_SCOPES = ("total", "unit", "official")
_WHOLE_BP = 10_000
Counts = tuple[int, int]  # numerator and denominator


def forecast(
    facts: Iterable[Fact],
    past: Iterable[Past],
    paid_otherwise: Mapping[tuple[str, str], int],
    plan: Plan,
    as_of: date,
) -> tuple[Forecast, ...]:
    """A forecast for every cumulative fact of all units, a unit or an official, in their order.

    `past`: what stood PACE_DAYS before `as_of` (period "past"); what is not in it was 0 then.
    `paid_otherwise`: unit and official -> dossiers whose fee is paid, but not online.
    """
    before = {
        (row.scope, row.unit_code, row.official, row.indicator): (row.numerator, row.denominator)
        for row in past
        if row.period == PAST
    }
    has_pace = plan.has_pace(as_of)
    shown = (fact for fact in facts if fact.scope in _SCOPES and fact.period == CUMULATIVE)
    return tuple(
        _forecast(fact, _then(fact, before) if has_pace else None, paid_otherwise, plan, as_of)
        for fact in shown
    )


def _then(fact: Fact, before: Mapping[tuple[str, str, str, str], Counts]) -> Counts:
    return before.get((fact.scope, fact.unit_code, fact.official, fact.indicator), (0, 0))


def _forecast(
    fact: Fact,
    then: Counts | None,
    paid_otherwise: Mapping[tuple[str, str], int],
    plan: Plan,
    as_of: date,
) -> Forecast:
    now = (fact.numerator, fact.denominator)
    gained, grown = (None, None) if then is None else (now[0] - then[0], now[1] - then[1])
    lost = _lost(fact, paid_otherwise, plan)
    winnable = fact.denominator - fact.numerator - lost
    days_left = max((plan.end - as_of).days, 0)
    day50, day100 = plan.target_pair(fact.unit_code, key(fact.official), fact.indicator)
    until_day50 = (plan.day50 - as_of).days if plan.day50 else 0
    projected = _projected(now, gained, grown, days_left)
    best = None if grown is None else _best(now, winnable, grown, days_left)
    return Forecast(
        scope=fact.scope,
        unit_code=fact.unit_code,
        unit=fact.unit,
        official=fact.official,
        indicator=fact.indicator,
        numerator=now[0],
        denominator=now[1],
        rate_bp=fact.rate_bp,
        lost=lost,
        winnable=winnable,
        days=PACE_DAYS,
        gained=gained,
        grown=grown,
        day50=_aim(now, winnable, grown, day50, until_day50),
        day100=_aim(now, winnable, grown, day100, days_left),
        best_bp=rate_bp(*best) if best and days_left else None,
        projected_bp=rate_bp(*projected),
        status=_status(*projected, day100),
    )


def _lost(fact: Fact, paid_otherwise: Mapping[tuple[str, str], int], plan: Plan) -> int:
    """Of those that don't count how many never will (indicators.toml, `lost`)."""
    lost = indicator(fact.indicator).lost
    if lost == "all":
        return fact.denominator - fact.numerator
    if lost == "none":
        return 0
    units = {fact.unit_code, *(unit.code for unit in plan.descendants(fact.unit_code))}
    return sum(
        dossiers
        for (unit, official), dossiers in paid_otherwise.items()
        if unit in units and (fact.scope != "official" or official == fact.official)
    )


def _projected(now: Counts, gained: int | None, grown: int | None, days_left: int) -> Counts:
    """Numerator and denominator at the end, times PACE_DAYS; neither below 0 nor above all."""
    denominator = max(now[1] * PACE_DAYS + (grown or 0) * days_left, 0)
    numerator = now[0] * PACE_DAYS + (gained or 0) * days_left
    return min(max(numerator, 0), denominator), denominator


def _best(now: Counts, winnable: int, grown: int, days_left: int) -> Counts:
    """The same where all that still may count does, and every new one."""
    new = max(grown, 0) * days_left
    return (now[0] + winnable) * PACE_DAYS + new, now[1] * PACE_DAYS + new


def _aim(
    now: Counts, winnable: int, grown: int | None, target_bp: int | None, days_left: int
) -> Aim:
    """First what is there and may still be done, then of what comes in each day so many as the
    target still asks for: never more than come in.
    """
    if target_bp is None or grown is None or days_left <= 0:
        return Aim(target_bp)
    most, denominator = _best(now, winnable, grown, days_left)
    if most * _WHOLE_BP < target_bp * denominator:
        return Aim(target_bp, is_reachable=False)
    one = PACE_DAYS * _WHOLE_BP  # dossier, in what follows
    missing = target_bp * denominator - now[0] * one
    backlog = min(winnable, max(0, -(-missing // one)))
    of_new = max(0, missing - winnable * one)
    needed = -(-of_new * 10 // (one * days_left))
    return Aim(target_bp, is_reachable=True, backlog=backlog, needed=needed)


def _status(numerator: int, denominator: int, target_bp: int | None) -> str:
    if target_bp is None:
        return ""
    if not denominator:
        return "khong_co_so_lieu"
    return "dat" if numerator * _WHOLE_BP >= target_bp * denominator else "chua_dat"
