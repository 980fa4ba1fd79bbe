"""Where a unit stands among its siblings, the units with the same parent.

By every indicator, and overall; compared exactly, never by shown rates. Units that are equal share
the better place, and the next one is as far behind as if they did not (1, 2, 2, 4). Who has no data
is not placed, and not counted among those who are.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

from pipeline.model import CUMULATIVE, Rank, Standing
from schemas.indicators import indicators

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.model import Fact, Plan, Unit

Key = TypeVar("Key", bound=Hashable)
UnitFacts = dict[tuple[str, str], "Fact"]  # unit code and indicator -> cumulative fact


def places(values: Mapping[Key, Any]) -> dict[Key, Rank]:
    """The place of each by its value, the greatest first; None is not placed."""
    known = [value for value in values.values() if value is not None]
    first: dict[Any, int] = {}
    for place, value in enumerate(sorted(known, reverse=True), start=1):
        first.setdefault(value, place)
    return {
        key: Rank(first[value], len(known)) for key, value in values.items() if value is not None
    }


def standings(facts: Iterable[Fact], plan: Plan) -> tuple[Standing, ...]:
    """Of every unit, in the plan's order.

    Overall: by the share of the main indicators' targets that are met, then by how far they are
    met on average (rate : target, at most 1; no data is 0 there). Who has no data at all or no
    target is not placed.
    """
    unit_facts = {
        (fact.unit_code, fact.indicator): fact
        for fact in facts
        if fact.scope == "unit" and fact.period == CUMULATIVE
    }
    by_unit = {}
    for parent in ("", *(unit.code for unit in plan.units)):
        siblings = plan.children(parent)
        by_unit.update(_among(siblings, unit_facts))
    return tuple(by_unit[unit.code] for unit in plan.units)


def _among(siblings: tuple[Unit, ...], facts: UnitFacts) -> dict[str, Standing]:
    codes = [unit.code for unit in siblings]
    by_indicator = {
        indicator.id: places({code: _rate(facts[code, indicator.id]) for code in codes})
        for indicator in indicators()
    }
    judged = {code: _judged(code, facts) for code in codes}
    overall = places({code: _achieved(rows) for code, rows in judged.items()})
    return {
        code: Standing(
            unit_code=code,
            met=sum(row.status == "dat" for row in rows),
            targets=len(rows),
            with_data=sum(row.denominator > 0 for row in rows),
            shortfall=sum(row.shortfall or 0 for row in rows),
            fulfilment_bp=_basis_points(rows),
            overall=overall.get(code),
            ranks={name: ranks[code] for name, ranks in by_indicator.items() if code in ranks},
        )
        for code, rows in judged.items()
    }


def _judged(code: str, unit_facts: UnitFacts) -> list[Fact]:
    """The unit's main indicators that have a target."""
    facts = (unit_facts[code, indicator.id] for indicator in indicators() if indicator.main)
    return [fact for fact in facts if fact.target_bp is not None]


def _rate(fact: Fact) -> Fraction | None:
    return Fraction(fact.numerator, fact.denominator) if fact.denominator else None


def _achieved(rows: list[Fact]) -> tuple[Fraction, Fraction] | None:
    """The share of targets met, and how far they are met on average."""
    if not any(row.denominator for row in rows):
        return None
    met = sum(row.status == "dat" for row in rows)
    return Fraction(met, len(rows)), _fulfilment(rows)


def _fulfilment(rows: list[Fact]) -> Fraction:
    return sum(map(_fulfilled, rows), Fraction()) / len(rows)


def _fulfilled(row: Fact) -> Fraction:
    rate, target = _rate(row), Fraction(row.target_bp or 0, 10_000)
    if rate is None:
        return Fraction(0)
    return min(Fraction(1), rate / target) if target else Fraction(1)


def _basis_points(rows: list[Fact]) -> int | None:
    """The average fulfilment in hundredths of a percent, half up."""
    if not any(row.denominator for row in rows):
        return None
    exact = _fulfilment(rows)
    return (exact.numerator * 20_000 + exact.denominator) // (2 * exact.denominator)
