"""Rows of the dossier log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.normalise.codes import code_and_written
from pipeline.normalise.columns import added_up, display, is_true, mapped
from pipeline.normalise.moments import day_and_moment, is_before, is_undated
from pipeline.normalise.words import cells_or_exempt, is_one_of, is_word, rank, says_exempt
from pipeline.values.privacy import HIDDEN, is_personal
from pipeline.values.text import key
from schemas.cells import Cell

if TYPE_CHECKING:
    from datetime import date

    from pipeline.normalise.columns import Columns
    from pipeline.plan.keys import PlanKeys

_NOT_ACCEPTED = ("registered", "refused")  # counted nowhere, need no received date
_ENDED = ("finished", "returned")
_WAITING = ("awaiting_papers", "awaiting_payment", "withdrawn", "stopped")


def dossiers(columns: Columns, keys: PlanKeys, today: date) -> dict[str, Any]:
    """The columns that schemas/dossiers.py describes, but for cells as they are."""
    dates = _dates(columns)
    status = columns.value("status")
    is_accepted = pc.invert(is_one_of(status, _NOT_ACCEPTED))
    return {
        **code_and_written(columns),
        **_procedure_and_field(columns, keys),
        "village": columns.value("village"),
        "village_key": mapped(columns.value("village"), key),
        **_official(columns, keys),
        **dates,
        **_date_faults(columns, dates, is_true(is_accepted), today),
        "status_rank": rank(status, "status", "accepted"),
        "is_accepted": is_accepted,
        "is_waiting": is_one_of(status, _WAITING),
        "status.cell": cells_or_exempt(columns, "status"),
        "channel": _channel(columns),
        "fee.value": columns.value("fee"),
        **({"charge.value": columns.value("charge")} if columns.has("charge") else {}),
        "is_fee_due": pc.fill_null(pc.greater(added_up(columns, "fee", "charge"), 0), False),
        "is_exempt": says_exempt(columns, "fee", "charge", "status"),
        "has_e_result": is_word(columns, "e_result", "yes"),
        "has_end_columns": pa.array(np.full(columns.length, _has_end(columns))),
        "has_due_column": pa.array(np.full(columns.length, columns.has("due"))),
    }


def _channel(columns: Columns) -> pa.Array:
    """Empty is counter, as on the national portal; no column is no data: null."""
    channel = columns.value("channel")
    return pc.fill_null(channel, "counter") if columns.has("channel") else channel


def _has_end(columns: Columns) -> bool:
    """Whether the sheet can tell when a dossier was finished."""
    return columns.has("ended") or columns.has("returned")


def _dates(columns: Columns) -> dict[str, pa.Array]:
    """Received, due, and finished: the end date, where that is empty the return date."""
    finished = pc.coalesce(columns.value("ended"), columns.value("returned"))
    return {
        **day_and_moment(columns.value("received"), "received"),
        **day_and_moment(columns.value("due"), "due"),
        **day_and_moment(finished, "finished"),
    }


def _date_faults(
    columns: Columns, dates: dict[str, pa.Array], is_accepted: np.ndarray, today: date
) -> dict[str, np.ndarray]:
    """Finished before received is laid to the column that the end date came from."""
    is_early = is_before(dates, "finished", "received")
    from_ended = columns.cell("ended") == Cell.VALUE
    is_ended = is_one_of(columns.value("status"), _ENDED)
    faults = {
        "received.missing": is_accepted & (columns.cell("received") == Cell.EMPTY),
        "received.after_today": is_true(pc.greater(dates["received_on"], pa.scalar(today))),
        "due.before_received": is_before(dates, "due", "received"),
        "ended.before_received": is_early & from_ended,
        "returned.before_received": is_early & ~from_ended,
    }
    if _has_end(columns):
        faults["finished.undated"] = is_undated(columns, is_ended, "ended", "returned")
    return faults


def _procedure_and_field(columns: Columns, keys: PlanKeys) -> dict[str, Any]:
    """The procedure by N.NNNNNN, where there is no code by its name in the catalogue (DOMAIN.md);
    the field of the catalogue, else the row's.
    """
    name = columns.value("procedure_name")
    by_name = mapped(name, lambda text: keys.procedures.get(key(text)))
    procedure = pc.coalesce(columns.value("procedure_code"), by_name)
    is_listed = is_true(pc.is_in(procedure, pa.array(list(keys.catalogue), type=pa.string())))
    is_named = is_true(pc.or_(procedure.is_valid(), name.is_valid()))
    is_error = np.isin(columns.cell("procedure_code"), (Cell.ERROR, Cell.UNCALCULATED))
    fields = {code: entry.field for code, entry in keys.catalogue.items()}
    own = mapped(columns.value("field"), _public_field(keys.fields))
    field = pc.coalesce(mapped(procedure, fields.get), own)
    return {
        "procedure": procedure,
        "procedure_code.unlisted": ~is_listed & is_named & ~is_error,
        "field": field,
        "field_key": mapped(field, key),
    }


def _public_field(known: dict[str, str]) -> Any:
    """A field as the plan writes it; one that is none of the plan's may name a person."""
    shown = display(known)
    return lambda text: HIDDEN if key(text) not in known and is_personal(text) else shown(text)


def _official(columns: Columns, keys: PlanKeys) -> dict[str, pa.Array]:
    official = mapped(columns.value("official"), display(keys.officials))
    return {"official": official, "official_key": mapped(official, key)}
