"""What takes more than one column: the columns that leave normalise, kind by kind.

Dates leave as two columns: `x_on`, the day, and `x_at`, the moment, null where only the day is
known (00:00:00 is no time of day, DOMAIN.md "How each is counted").
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.normalise.cells import ARROW_TYPES, is_exempt
from pipeline.normalise.figures import fraction, fraction_states
from pipeline.normalise.table import Normalised, display, mapped
from pipeline.values.privacy import HIDDEN, is_personal
from pipeline.values.text import key
from schemas.contracts import State, contracts, vocabulary

if TYPE_CHECKING:
    from datetime import date

    from pipeline.plan.keys import PlanKeys

NOT_ACCEPTED = ("registered", "refused")  # counted nowhere, need no received date
_ENDED = ("finished", "returned")
_WAITING = ("awaiting_papers", "awaiting_payment", "withdrawn", "stopped")


def finish(table: Normalised, keys: PlanKeys, today: date) -> Normalised:
    """The columns of the kind's kept rows, and states that need more than one column."""
    return _FINISH[table.kind](_with_unit(table, keys), keys, today)


def _column(table: Normalised, name: str) -> pa.Array:
    """The column's values, all null where the sheet lacks it."""
    if name in table.values:
        return table.values[name]
    kind = ARROW_TYPES[contracts()[table.kind].column(name).type]
    return pa.nulls(len(table.rows), type=kind)


def _state(table: Normalised, name: str) -> np.ndarray:
    return table.states.get(name, np.full(len(table.rows), State.EMPTY, dtype=np.int8))


def _with_unit(table: Normalised, keys: PlanKeys) -> Normalised:
    """Where the plan has one unit, an empty unit is that one (CONTRACT.md, Đơn vị).

    An error cell is an empty one with a warning where the unit may be empty.
    """
    unit, state = _column(table, "unit"), _state(table, "unit").copy()
    missing = np.isin(state, (State.EMPTY, State.ERROR))
    if keys.only_unit:
        unit = pc.if_else(pa.array(missing), keys.only_unit, unit)
        state[state == State.EMPTY] = State.OK
    elif State.EMPTY in contracts()[table.kind].column("unit").problems:
        state[missing] = State.EMPTY
    return replace(
        table, values=table.values | {"unit": unit}, states=table.states | {"unit": state}
    )


def _split(moment: pa.Array, prefix: str) -> dict[str, pa.Array]:
    day = moment.cast(pa.date32())
    has_time = pc.not_equal(moment, day.cast(pa.timestamp("s")))
    return {
        f"{prefix}_on": day,
        f"{prefix}_at": pc.if_else(has_time, moment, pa.scalar(None, moment.type)),
    }


def _is_before(
    early: dict[str, pa.Array], first: str, late: dict[str, pa.Array], then: str
) -> np.ndarray:
    """Where `late` lies before `early`: by moments where both have one, else by days."""
    by_time = pc.less(late[f"{then}_at"], early[f"{first}_at"])
    by_day = pc.less(late[f"{then}_on"], early[f"{first}_on"])
    return _mask(pc.coalesce(by_time, by_day))


def _mask(array: pa.Array) -> np.ndarray:
    return np.asarray(pc.fill_null(array, False))


def _exempt(table: Normalised, *names: str) -> pa.Array:
    """Whether one of the cells says "miễn phí"."""
    exempt = np.zeros(len(table.rows), dtype=bool)
    for name in names:
        if name in table.texts:
            said = mapped(table.texts[name], lambda text: "1" if is_exempt(text) else None)
            exempt |= np.asarray(said.is_valid())
    return pa.array(exempt)


def _unknown_is_exempt(table: Normalised, name: str) -> np.ndarray:
    """A status cell that says "miễn phí" is known, though it names no status."""
    state = _state(table, name).copy()
    state[(state == State.UNKNOWN) & np.asarray(_exempt(table, name))] = State.EMPTY
    return state


def _dossiers(table: Normalised, keys: PlanKeys, today: date) -> Normalised:
    received = _split(_column(table, "received"), "received")
    due = _split(_column(table, "due"), "due")
    ended, returned = _column(table, "ended"), _column(table, "returned")
    finished = _split(pc.coalesce(ended, returned), "finished")
    status = _column(table, "status")
    accepted = pc.invert(pc.fill_null(pc.is_in(status, pa.array(NOT_ACCEPTED)), False))
    procedure, procedure_state = _procedure(table, keys)
    states = table.states | {
        "received": _received_state(table, np.asarray(accepted), received["received_on"], today),
        "status": _unknown_is_exempt(table, "status"),
        "procedure_code": procedure_state,
        **_order_states(table, received, due, finished),
    }
    ended_words = pc.fill_null(pc.is_in(status, pa.array(_ENDED)), False)
    if table_has_end(table):
        states["finished"] = _undated(table, ended_words, "ended", "returned")
    official = mapped(_column(table, "official"), display(keys.officials))
    field = _field(table, keys, procedure)
    values = {
        "code": _column(table, "code"),
        "unit": table.values["unit"],
        "procedure": procedure,
        "field": field,
        "field_key": mapped(field, key),
        "official": official,
        "official_key": mapped(official, key),
        **received, **due, **finished,
        "status_rank": _rank(status, "status", "accepted"),
        "is_accepted": accepted,
        "is_waiting": pc.fill_null(pc.is_in(status, pa.array(_WAITING)), False),
        "channel": _channel(table),
        "is_fee_due": pc.fill_null(pc.greater(_column(table, "fee"), 0), False),
        "is_exempt": _exempt(table, "fee", "status"),
        "has_e_result": _yes(table, "e_result"),
        "has_end_columns": pa.array(np.full(len(table.rows), table_has_end(table))),
        "has_due_column": pa.array(np.full(len(table.rows), table.has("due"))),
    }  # fmt: skip
    return replace(table, values=values, states=states)


def _undated(table: Normalised, expected: pa.Array, *names: str) -> np.ndarray:
    """Where a date is expected and every cell that may hold it is empty."""
    missing = _mask(expected)
    for name in names:
        missing &= np.isin(_state(table, name), (State.EMPTY, State.ERROR))
    return np.where(missing, State.DATE_MISSING, State.OK).astype(np.int8)


def table_has_end(table: Normalised) -> bool:
    """Whether the sheet can tell when a dossier was finished."""
    return table.has("ended") or table.has("returned")


def _received_state(
    table: Normalised, accepted: np.ndarray, received: pa.Array, today: date
) -> np.ndarray:
    state = _state(table, "received").copy()
    state[_mask(pc.greater(received, pa.scalar(today)))] = State.FUTURE
    state[~accepted & (state == State.EMPTY)] = State.OK
    return state


def _order_states(
    table: Normalised,
    received: dict[str, pa.Array],
    due: dict[str, pa.Array],
    finished: dict[str, pa.Array],
) -> dict[str, np.ndarray]:
    """Finished before received is laid to the column that the end date came from."""
    states = {name: _state(table, name).copy() for name in ("due", "ended", "returned")}
    states["due"][_is_before(received, "received", due, "due")] = State.BEFORE_RECEIVED
    early = _is_before(received, "received", finished, "finished")
    from_ended = states["ended"] == State.OK
    states["ended"][early & from_ended] = State.BEFORE_RECEIVED
    states["returned"][early & ~from_ended] = State.BEFORE_RECEIVED
    return states


def _procedure(table: Normalised, keys: PlanKeys) -> tuple[pa.Array, np.ndarray]:
    """By N.NNNNNN, where there is no code by its name in the catalogue (DOMAIN.md)."""
    by_name = mapped(_column(table, "procedure_name"), lambda name: keys.procedures.get(key(name)))
    procedure = pc.coalesce(_column(table, "procedure_code"), by_name)
    state = _state(table, "procedure_code").copy()
    known = _mask(pc.is_in(procedure, pa.array(list(keys.catalogue), type=pa.string())))
    named = _mask(pc.or_(procedure.is_valid(), _column(table, "procedure_name").is_valid()))
    state[~known & named & (state != State.ERROR)] = State.NOT_IN_CATALOGUE
    return procedure, state


def _field(table: Normalised, keys: PlanKeys, procedure: pa.Array) -> pa.Array:
    """The catalogue's, else the row's."""
    fields = {code: entry.field for code, entry in keys.catalogue.items()}
    own = mapped(_column(table, "field"), _public_field(keys.fields))
    return pc.coalesce(mapped(procedure, fields.get), own)


def _public_field(known: dict[str, str]) -> Any:
    """A field as the plan writes it; one that is none of the plan's may name a person."""
    shown = display(known)
    return lambda text: HIDDEN if key(text) not in known and is_personal(text) else shown(text)


def _rank(values: pa.Array, name: str, when_empty: str) -> pa.Array:
    """How far along a status is: its place in the vocabulary."""
    order = list(vocabulary(name))
    filled = pc.fill_null(values, when_empty)
    return pc.index_in(filled, pa.array(order)).cast(pa.int32())


def _channel(table: Normalised) -> pa.Array:
    """Empty is counter, as on the national portal; no column is no data: null."""
    if not table.has("channel"):
        return pa.nulls(len(table.rows), pa.string())
    return pc.fill_null(_column(table, "channel"), "counter")


def _yes(table: Normalised, name: str) -> pa.Array:
    """Empty is no; no column is no data: null."""
    if not table.has(name):
        return pa.nulls(len(table.rows), pa.bool_())
    return pc.fill_null(pc.equal(_column(table, name), "yes"), False)


def _payments(table: Normalised, _keys: PlanKeys, _today: date) -> Normalised:
    paid = _split(_column(table, "paid"), "paid")
    status = _column(table, "payment_status")
    if not table.has("payment_status"):
        status = pa.array(["paid"] * len(table.rows), type=pa.string())
    is_paid = pc.fill_null(pc.equal(status, "paid"), False)
    online = pc.fill_null(pc.equal(_column(table, "method"), "online"), False)
    amount = pc.fill_null(_column(table, "amount"), 0)
    states = table.states | {
        "method": _unknown_is_exempt(table, "method"),
        "payment_status": _unknown_is_exempt(table, "payment_status"),
        "payment": _undated(table, pc.and_(is_paid, online), "paid"),
    }
    values = {
        "code": _column(table, "code"),
        "unit": table.values["unit"],
        **paid,
        "amount": amount,
        "reference": _column(table, "reference"),
        "status_rank": _rank(status, "payment_status", "unpaid"),
        "is_paid": is_paid,
        "is_online": online,
        "is_exempt": _exempt(table, "amount", "method", "payment_status"),
    }
    return replace(table, values=values, states=states)


def _digitization(table: Normalised, _keys: PlanKeys, _today: date) -> Normalised:
    values = {
        "code": _column(table, "code"),
        "unit": table.values["unit"],
        "has_components": _yes(table, "components"),
        "has_result": _yes(table, "result"),
        **_split(_column(table, "digitized"), "digitized"),
    }
    return replace(table, values=values)


def _ratings(table: Normalised, _keys: PlanKeys, _today: date) -> Normalised:
    rating = _column(table, "rating")
    rated = _split(_column(table, "rated"), "rated")
    values = {
        "code": _column(table, "code"),
        "unit": table.values["unit"],
        **rated,
        "rating_rank": pc.index_in(rating, pa.array(list(vocabulary("rating")))).cast(pa.int32()),
        "is_satisfied": pc.is_in(rating, pa.array(["very_satisfied", "satisfied"])),
    }
    undated = _undated(table, rating.is_valid(), "rated")
    return replace(table, values=values, states=table.states | {"rating_date": undated})


def _publicity(table: Normalised, _keys: PlanKeys, _today: date) -> Normalised:
    published = pc.and_(_yes(table, "published"), _yes(table, "full"))
    values = {
        "procedure": _column(table, "procedure_code"),
        "unit": table.values["unit"],
        "is_transparent": published,
    }
    return replace(table, values=values)


def _portal(table: Normalised, _keys: PlanKeys, _today: date) -> Normalised:
    values = {
        "unit": table.values["unit"],
        "measure": _column(table, "measure"),
        **fraction(table),
        "figure_on": _column(table, "figure").cast(pa.date32()),
    }
    return replace(table, values=values, states=table.states | fraction_states(table))


_FINISH = {
    "dossiers": _dossiers,
    "payments": _payments,
    "digitization": _digitization,
    "ratings": _ratings,
    "publicity": _publicity,
    "portal": _portal,
}
