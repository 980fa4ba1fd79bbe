"""The plan's keys that rows of exports are matched with."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model import Plan, Procedure
from pipeline.values.text import key


@dataclass(frozen=True)
class PlanKeys:
    """The plan's keys that rows are matched with: texts as they are compared.

    `units`: key of a name, other name or code -> unit code. `officials`, `fields`: key -> as the
    plan writes it. `procedures`: key of a name -> N.NNNNNN. `catalogue`: N.NNNNNN -> procedure.
    """

    units: dict[str, str]
    only_unit: str | None
    officials: dict[str, str]
    fields: dict[str, str]
    procedures: dict[str, str]
    catalogue: dict[str, Procedure]

    @classmethod
    def of(cls, plan: Plan) -> PlanKeys:
        """The keys of a plan."""
        units = {
            key(name): unit.code
            for unit in plan.units
            for name in (unit.code, unit.name, *unit.other_names)
        }
        return cls(
            units=units,
            only_unit=plan.units[0].code if len(plan.units) == 1 else None,
            officials={
                key(official): official
                for official in (
                    *(target.official for target in plan.official_targets),
                    *(assignment.official for assignment in plan.assignments),
                )
            },
            fields={key(p.field): p.field for p in plan.procedures},
            procedures={key(p.name): p.code for p in plan.procedures},
            catalogue={p.code: p for p in plan.procedures},
        )
