"""Figures of the portal: what numerator, denominator and rate say together.

A percentage is trusted only where there is no fraction (DOMAIN.md, portal figures).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from schemas.contracts import State

if TYPE_CHECKING:
    from pipeline.normalise.table import Normalised, States

_EMPTY = (State.EMPTY, State.ERROR)
_WHOLE_BP = 10_000


def fraction(table: Normalised) -> dict[str, pa.Array]:
    """`numerator` and `denominator` where both are given, else `rate_bp`."""
    numerator, denominator, rate = (_values(table, name) for name in _NAMES)
    whole = pc.and_(numerator.is_valid(), denominator.is_valid())
    none = pa.scalar(None, pa.int64())
    return {
        "numerator": pc.if_else(whole, numerator, none),
        "denominator": pc.if_else(whole, denominator, none),
        "rate_bp": pc.if_else(whole, none, rate),
    }


def fraction_states(table: Normalised) -> States:
    """States of the three cells together: too large, half, missing, at odds with each other."""
    numerator, denominator, rate = (_values(table, name) for name in _NAMES)
    whole = _mask(pc.and_(numerator.is_valid(), denominator.is_valid()))
    over = _mask(pc.greater(numerator, denominator))
    found: States = {}
    if table.has("numerator"):
        found["numerator"] = _marked(table, "numerator", over, State.TOO_LARGE)
    if table.has("rate"):
        found["rate"] = _rate_state(table, numerator, denominator, rate, whole)
    blank = {name: np.isin(_state(table, name), _EMPTY) for name in _NAMES}
    judged = np.full(len(table.rows), State.OK, dtype=np.int8)
    judged[(blank["numerator"] ^ blank["denominator"]) & blank["rate"]] = State.HALF
    judged[blank["numerator"] & blank["denominator"] & blank["rate"]] = State.MISSING
    return found | {"fraction": judged}


_NAMES = ("numerator", "denominator", "rate")


def _rate_state(
    table: Normalised, numerator: pa.Array, denominator: pa.Array, rate: pa.Array, whole: np.ndarray
) -> np.ndarray:
    """Beside a fraction a rate is only compared; alone it must be one, and say that it is one."""
    state = _state(table, "rate").copy()
    over = _mask(pc.greater(rate, _WHOLE_BP))
    state[over & ~whole] = State.TOO_LARGE
    state[_is_doubtful(table, rate) & ~whole] = State.DOUBTFUL
    given = whole & ~np.isin(state, _EMPTY) & _mask(pc.less_equal(numerator, denominator))
    state[whole & ~np.isin(state, _EMPTY)] = State.OK
    state[given & ~_agrees(numerator, denominator, rate)] = State.DISAGREES
    return state


def _is_doubtful(table: Normalised, rate: pa.Array) -> np.ndarray:
    """0,78 without a percent sign: may be meant as 78%."""
    is_bare = pc.invert(pc.match_substring(table.texts["rate"], "%"))
    is_small = pc.and_(pc.greater(rate, 0), pc.less_equal(rate, 100))
    return _mask(pc.and_(is_small, is_bare))


def _agrees(numerator: pa.Array, denominator: pa.Array, rate: pa.Array) -> np.ndarray:
    """Within a hundredth of a percent, as some round down; also where the cell holds the part of
    1 that Excel shows as a percentage. Of nothing there is no rate to compare.
    """
    n, d, r = (_numbers(array) for array in (numerator, denominator, rate))
    as_percent = np.abs(r * d - n * _WHOLE_BP) <= d
    as_part = np.abs(r * d - n * 100) <= d
    return np.asarray((d == 0) | (_mask(rate.is_valid()) & (as_percent | as_part)))


def _numbers(array: pa.Array) -> np.ndarray:
    return np.asarray(pc.fill_null(array, 0), dtype=object)  # of any size


def _values(table: Normalised, name: str) -> pa.Array:
    return table.values.get(name, pa.nulls(len(table.rows), pa.int64()))


def _state(table: Normalised, name: str) -> np.ndarray:
    return table.states.get(name, np.full(len(table.rows), State.EMPTY, dtype=np.int8))


def _marked(table: Normalised, name: str, where: np.ndarray, state: State) -> np.ndarray:
    states = _state(table, name).copy()
    states[where] = state
    return states


def _mask(array: pa.Array) -> np.ndarray:
    return np.asarray(pc.fill_null(array, False))
