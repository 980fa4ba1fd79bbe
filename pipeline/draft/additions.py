"""What exports have and a plan has not yet: only that is proposed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.draft.own_units import KnownUnits
from pipeline.plan.keys import PlanKeys
from pipeline.values.text import key

if TYPE_CHECKING:
    from pipeline.draft.evidence import Evidence
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
    known = KnownUnits(plan)
    codes = {unit.code: code for unit in evidence.units if (code := known.code(unit))}
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


def _taken(plan: Plan) -> frozenset[tuple[str, str]]:
    """Unit and field (its key) or procedure that somebody answers for; all of a unit's by both."""
    return frozenset(
        (entry.unit, entry.procedure or key(entry.field)) for entry in plan.assignments
    )
