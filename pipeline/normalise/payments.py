"""Rows of the payment log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.normalise.codes import code_and_written, compared
from pipeline.normalise.columns import added_up
from pipeline.normalise.moments import day_and_moment, is_undated
from pipeline.normalise.words import cells_or_exempt, rank, says_exempt
from schemas.cells import Cell
from schemas.contracts import contracts

if TYPE_CHECKING:
    from datetime import date

    from pipeline.normalise.columns import Columns
    from pipeline.plan.keys import PlanKeys

_PARTS = contracts()["payments"].column("amount").parts


def payments(columns: Columns, _keys: PlanKeys, _today: date) -> dict[str, Any]:
    """The columns that schemas/payments.py describes, but for cells as they are. An empty status
    is unpaid, no status column at all is paid (CONTRACT.md).
    """
    status = columns.value("payment_status")
    if not columns.has("payment_status"):
        status = pa.array(["paid"] * columns.length, type=pa.string())
    is_paid = pc.fill_null(pc.equal(status, "paid"), False)
    is_online = pc.fill_null(pc.equal(columns.value("method"), "online"), False)
    return {
        **code_and_written(columns),
        **day_and_moment(columns.value("paid"), "paid"),
        "amount": pc.fill_null(_amount(columns), 0),
        "amount.value": columns.value("amount"),
        **{f"{name}.value": columns.value(name) for name in _PARTS if columns.has(name)},
        "reference": _reference(columns, status),
        "status_rank": rank(status, "payment_status", "unpaid"),
        "payment_status.cell": cells_or_exempt(columns, "payment_status"),
        "is_paid": is_paid,
        "is_online": is_online,
        "method.cell": cells_or_exempt(columns, "method"),
        "payment.undated": is_undated(columns, pc.and_(is_paid, is_online), "paid"),
        "is_exempt": says_exempt(
            columns, "amount", "charge", "levy", "method", "collection", "payment_status"
        ),
    }


def _amount(columns: Columns) -> pa.Array:
    """The amount; where the sheet has no column of it, its parts added up."""
    return columns.value("amount") if columns.has("amount") else added_up(columns, *_PARTS)


def _reference(columns: Columns, status: pa.Array) -> pa.Array:
    """References as they are compared. A rounded one may be that of several payments, so it makes
    one payment only of rows that have the same status, of which no number hangs on how many.
    """
    reference = compared(columns.value("reference"))
    is_spoiled = columns.cell("reference") == Cell.SPOILED
    if not is_spoiled.any():
        return reference
    with_status = pc.binary_join_element_wise(reference, pc.fill_null(status, "unpaid"), " ")
    return pc.if_else(pa.array(is_spoiled), with_status, reference)
