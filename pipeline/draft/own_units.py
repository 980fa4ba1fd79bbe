"""Which of the units that exports name are the plan's own: exports have neighbours' rows, too."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.draft.units import place_name
from pipeline.plan.keys import PlanKeys
from pipeline.values.text import key
from pipeline.values.unit_names import bare_name, bare_names

if TYPE_CHECKING:
    from pipeline.draft.units import UnitSeen
    from pipeline.model import Plan

_MOST_OF = (4, 5)  # of all dossiers; the unit that has more is the one whose exports these are


@dataclass(frozen=True)
class OwnUnits:
    """The plan's own units; `strays`: what is hardly a unit; `others`: those of other plans."""

    own: tuple[UnitSeen, ...]
    strays: tuple[UnitSeen, ...] = ()
    others: tuple[UnitSeen, ...] = ()


class KnownUnits:
    """The units of a plan, by all that names them."""

    def __init__(self, plan: Plan) -> None:
        self._keys = PlanKeys.of(plan)
        self._places = {
            key(place_name(name)): unit.code
            for unit in plan.units
            for name in (unit.code, unit.name, *unit.other_names)
        }

    def code(self, unit: UnitSeen) -> str | None:
        """The plan's code of a unit; None where the plan does not know it."""
        texts = [unit.name, *unit.texts, *([unit.code] if unit.is_code_known else [])]
        codes = (self._keys.unit(t) or self._places.get(key(place_name(t))) for t in texts)
        return next(filter(None, codes), None)


def own_units(seen: tuple[UnitSeen, ...], plan: Plan | None) -> OwnUnits:
    """A plan of one unit stays one. Without a plan, or with one that knows none of the units, the
    unit that nearly all dossiers are of is alone in it.
    """
    known = KnownUnits(plan) if plan else None
    found = tuple(unit for unit in seen if known and known.code(unit))
    if found and plan and len(plan.units) == 1:
        return OwnUnits(found, others=tuple(unit for unit in seen if unit not in found))
    main = _main(seen) if not found else None
    if main is not None:
        return OwnUnits(
            (main,), others=tuple(u for u in seen if not set(u.texts) <= set(main.texts))
        )
    strays = tuple(unit for unit in seen if unit.is_stray and unit not in found)
    if len(strays) == len(seen):
        strays = ()  # small exports, not slips
    return OwnUnits(tuple(unit for unit in seen if unit not in strays), strays)


def _main(seen: tuple[UnitSeen, ...]) -> UnitSeen | None:
    """The unit that most dossiers are of, with what names it without its place type; None where
    others have too many.
    """
    if len(seen) == 1:
        return None
    first = max(seen, key=lambda unit: unit.dossiers)
    bare = bare_names((text, first.code) for text in (first.name, *first.texts))
    same = [unit for unit in seen if unit != first and bare_name(unit.name) in bare]
    main = replace(
        first,
        texts=(*first.texts, *(text for unit in same for text in unit.texts)),
        dossiers=first.dossiers + sum(unit.dossiers for unit in same),
    )
    share, of = _MOST_OF
    return main if of * main.dossiers > share * sum(unit.dossiers for unit in seen) else None
