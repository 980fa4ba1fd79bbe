"""The unit that a row belongs to (CONTRACT.md, Đơn vị)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from schemas.cells import Cell

if TYPE_CHECKING:
    from pipeline.normalise.columns import Columns
    from pipeline.plan.keys import PlanKeys

# Kinds whose rows must name a unit; rows of the others belong to the dossier of their code.
_MUST_NAME_ONE = ("dossiers", "publicity", "portal")

_MOST_NAMES = 100  # that are compared with the plan's; a column of more is none of units


def with_unit(columns: Columns, keys: PlanKeys) -> Columns:
    """Where the plan has one unit, an empty unit is that one.

    An error cell is an empty one with a warning where the unit may be empty.
    """
    unit, cells = columns.value("unit"), columns.cell("unit").copy()
    is_blank = columns.is_blank("unit")
    if keys.only_unit:
        unit = pc.if_else(pa.array(is_blank), keys.only_unit, unit)
        cells[cells == Cell.EMPTY] = Cell.VALUE
    elif columns.kind in _MUST_NAME_ONE:
        cells[is_blank] = Cell.EMPTY
    return replace(
        columns, values=columns.values | {"unit": unit}, cells=columns.cells | {"unit": cells}
    )


def nearest_units(columns: Columns, keys: PlanKeys) -> dict[str, str]:
    """Each text of no unit of the plan -> the name of the unit that it is most like."""
    is_unread = columns.cell("unit") == Cell.UNREAD
    if not is_unread.any():
        return {}
    names = columns.texts["unit"].filter(pa.array(is_unread)).unique().to_pylist()
    return {name: near for name in names[:_MOST_NAMES] if (near := keys.nearest_unit(name))}
