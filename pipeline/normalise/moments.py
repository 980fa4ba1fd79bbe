"""Dates leave normalise as two columns: `x_on`, the day, and `x_at`, the moment, null where only
the day is known (00:00:00 is no time of day, DOMAIN.md "How each is counted").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.normalise.columns import is_true

if TYPE_CHECKING:
    from pipeline.normalise.columns import Columns


def day_and_moment(moment: pa.Array, prefix: str) -> dict[str, pa.Array]:
    """The two columns of a date."""
    day = moment.cast(pa.date32())
    has_time = pc.not_equal(moment, day.cast(pa.timestamp("s")))
    return {
        f"{prefix}_on": day,
        f"{prefix}_at": pc.if_else(has_time, moment, pa.scalar(None, moment.type)),
    }


def is_before(dates: dict[str, pa.Array], late: str, early: str) -> np.ndarray:
    """Where `late` lies before `early`: by moments where both have one, else by days."""
    by_time = pc.less(dates[f"{late}_at"], dates[f"{early}_at"])
    by_day = pc.less(dates[f"{late}_on"], dates[f"{early}_on"])
    return is_true(pc.coalesce(by_time, by_day))


def is_undated(columns: Columns, is_expected: pa.Array, *names: str) -> np.ndarray:
    """Where a date is expected and every cell that may hold it says nothing."""
    missing = is_true(is_expected)
    for name in names:
        missing = missing & columns.is_blank(name)
    return np.asarray(missing)
