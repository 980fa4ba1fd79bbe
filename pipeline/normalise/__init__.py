"""Their text to our values, column by column, each distinct text once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa

from pipeline.model import TypedTable
from pipeline.normalise.columns import Columns, mapped
from pipeline.normalise.date_orders import with_doubted_orders
from pipeline.normalise.digitization import digitization
from pipeline.normalise.dossiers import dossiers
from pipeline.normalise.payments import payments
from pipeline.normalise.portal import portal
from pipeline.normalise.publicity import publicity
from pipeline.normalise.ratings import ratings
from pipeline.normalise.units import nearest_units, with_unit

if TYPE_CHECKING:
    from datetime import date

    from pipeline.model import RawTable
    from pipeline.plan.keys import PlanKeys

__all__ = ["mapped", "normalise"]

_KINDS = {
    "dossiers": dossiers,
    "payments": payments,
    "digitization": digitization,
    "ratings": ratings,
    "publicity": publicity,
    "portal": portal,
}


def normalise(table: RawTable, keys: PlanKeys, today: date) -> TypedTable:
    """The table's values and, cell by cell, what became of them on the way.

    `today` is the day of the run: a received date after it can't be right (CONTRACT.md).
    """
    columns = with_unit(with_doubted_orders(Columns.of(table, keys)), keys)
    columns_of_frame = {
        "unit": columns.value("unit"),
        **{f"{name}.cell": cells for name, cells in columns.cells.items()},
        **_KINDS[table.kind](columns, keys, today),
    }
    frame, nearest = _frame(columns_of_frame), nearest_units(columns, keys)
    return TypedTable(table.kind, table.headers, table.columns, frame, table.rows, nearest)


def _frame(columns: dict[str, Any]) -> pd.DataFrame:
    """Arrow's arrays as they are, nothing copied; cells and faults as numpy's."""
    return pd.DataFrame(
        {
            name: pd.arrays.ArrowExtensionArray(values) if _is_arrow(values) else np.asarray(values)
            for name, values in columns.items()
        },
        copy=False,
    )


def _is_arrow(values: Any) -> bool:
    return isinstance(values, (pa.Array, pa.ChunkedArray))
