"""Rows of the publicity list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from pipeline.normalise.words import is_word

if TYPE_CHECKING:
    from datetime import date

    from pipeline.normalise.columns import Columns
    from pipeline.plan.keys import PlanKeys


def publicity(columns: Columns, _keys: PlanKeys, _today: date) -> dict[str, Any]:
    """The columns that schemas/publicity.py describes, but for cells as they are."""
    is_published = is_word(columns, "published", "yes")
    return {
        "procedure": columns.value("procedure_code"),
        "is_transparent": pc.and_(is_published, is_word(columns, "full", "yes")),
    }
