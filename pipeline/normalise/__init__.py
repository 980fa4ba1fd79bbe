"""Their text to our values, column by column, each distinct text once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.normalise.kinds import finish
from pipeline.normalise.table import Normalised, mapped, normalise_columns

if TYPE_CHECKING:
    from datetime import date

    from pipeline.model import RawTable
    from pipeline.plan.keys import PlanKeys

__all__ = ["Normalised", "mapped", "normalise"]


def normalise(table: RawTable, keys: PlanKeys, today: date) -> Normalised:
    """The table's values and, cell by cell, what became of them on the way.

    `today` is the day of the run: a received date after it can't be right (CONTRACT.md).
    """
    return finish(normalise_columns(table, keys), keys, today)
