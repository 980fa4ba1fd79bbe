"""What exports have and a plan has not yet: only that is proposed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.draft.units import place_name
from pipeline.plan.keys import PlanKeys
from pipeline.values.text import key

if TYPE_CHECKING:
    from pipeline.draft.evidence import Evidence
    from pipeline.draft.units import UnitSeen
    from pipeline.model import Plan


@dataclass(frozen=True)
class Additions:
    """The evidence of what is new, and all officials by the plan's codes of units.

    `taken`: what somebody answers for already; `is_foreign`: the plan has none of the exports'
    units.
    """

    evidence: Evidence
    taken: frozenset[tuple[str, str]]
    is_foreign: bool


def additions(evidence: Evidence, plan: Plan) -> Additions:
    """Units and procedures that the plan does not name, and who answers for what it leaves open."""
    known = _known_units(plan)
    codes = {unit.code: known[found] for unit in evidence.units if (found := _found(unit, known))}
    if not any(unit.is_name_known for unit in evidence.units) and len(plan.units) == 1:
        codes = {evidence.units[0].code: plan.units[0].code}  # no export has a column for it
    keys = PlanKeys.of(plan)
    new = replace(
        evidence,
        units=tuple(unit for unit in evidence.units if unit.code not in codes),
        procedures=tuple(
            seen
            for seen in evidence.procedures
            if seen.code not in keys.catalogue and key(seen.name.value) not in keys.procedures
        ),
        officials=tuple(
            replace(official, unit=codes.get(official.unit, official.unit))
            for official in evidence.officials
        ),
    )
    return Additions(new, _taken(plan), is_foreign=not codes)


def _known_units(plan: Plan) -> dict[str, str]:
    """Key of a name, of the place that it names, or of a code -> code."""
    return {
        key(spelled): unit.code
        for unit in plan.units
        for name in (unit.code, unit.name, *unit.other_names)
        for spelled in (name, place_name(name))
    }


def _found(unit: UnitSeen, known: dict[str, str]) -> str:
    """The key by which the plan knows the unit; empty where it does not."""
    names = [unit.name, *unit.texts, *([unit.code] if unit.is_code_known else [])]
    spelled = (key(text) for name in names for text in (name, place_name(name)))
    return next((text for text in spelled if text in known), "")


def _taken(plan: Plan) -> frozenset[tuple[str, str]]:
    """Unit and field (its key) or procedure that somebody answers for; all of a unit's by both."""
    return frozenset(
        (entry.unit, entry.procedure or key(entry.field)) for entry in plan.assignments
    )
