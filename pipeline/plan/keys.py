"""The keys that rows of exports are matched with: the plan's, and what was taught beside it."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.model import NOTHING_TAUGHT, Plan, Procedure, Taught
from pipeline.values.text import key
from pipeline.values.unit_names import bare_name, bare_names, nearest_name


@dataclass(frozen=True)
class PlanKeys:
    """The keys that rows are matched with: texts as they are compared.

    `units`: key of a name, other name or code -> unit code; `bare_units`: the same without offices
    and places, where that is one unit's; `unit_names`: unit code -> name. `officials`,
    `fields`: key -> as the plan writes it. `procedures`: key of a name -> N.NNNNNN. `catalogue`:
    N.NNNNNN -> procedure. `taught`: headings and words that no schema has.
    """

    units: dict[str, str]
    only_unit: str | None
    officials: dict[str, str]
    fields: dict[str, str]
    procedures: dict[str, str]
    catalogue: dict[str, Procedure]
    bare_units: dict[str, str] = field(default_factory=dict)
    unit_names: dict[str, str] = field(default_factory=dict)
    taught: Taught = NOTHING_TAUGHT

    @classmethod
    def of(cls, plan: Plan, taught: Taught = NOTHING_TAUGHT) -> PlanKeys:
        """The keys of a plan, and what was taught."""
        names = [
            (name, unit.code)
            for unit in plan.units
            for name in (unit.code, unit.name, *unit.other_names)
        ]
        return cls(
            units={key(name): code for name, code in names},
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
            bare_units=bare_names(names),
            unit_names={unit.code: unit.name for unit in plan.units},
            taught=taught,
        )

    def unit(self, text: str) -> str | None:
        """The code of the unit that a text names, None where it names none of the plan or two."""
        return self.units.get(key(text)) or self.bare_units.get(bare_name(text))

    def nearest_unit(self, text: str) -> str:
        """The name of the unit that a text may mean, "" where it is like none of the plan."""
        near = nearest_name(text, self.bare_units)
        return self.unit_names[self.bare_units[near]] if near else ""
