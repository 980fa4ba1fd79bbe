"""Rows of the rating log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.normalise.codes import code_and_written
from pipeline.normalise.moments import day_and_moment, is_undated
from schemas.contracts import vocabulary

if TYPE_CHECKING:
    from datetime import date

    from pipeline.normalise.columns import Columns
    from pipeline.plan.keys import PlanKeys

_SATISFIED = ("very_satisfied", "satisfied")


def ratings(columns: Columns, _keys: PlanKeys, _today: date) -> dict[str, Any]:
    """The columns that schemas/ratings.py describes, but for cells as they are."""
    rating = columns.value("rating")
    order = pa.array(list(vocabulary("rating")))
    return {
        **code_and_written(columns),
        **day_and_moment(columns.value("rated"), "rated"),
        "rated.missing": is_undated(columns, rating.is_valid(), "rated"),
        "rating_rank": pc.index_in(rating, order).cast(pa.int32()),
        "is_satisfied": pc.is_in(rating, pa.array(_SATISFIED)),
    }
