"""The values of a table's columns and the state of each cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.normalise.cells import ARROW_TYPES, normaliser
from pipeline.values.dates import FIRST_YEAR, LAST_YEAR
from pipeline.values.text import clean, key
from schemas.contracts import State, contracts

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.model import RawTable
    from pipeline.plan.keys import PlanKeys

_ISO_LENGTH = len("2024-05-16 08:30:00")
_ISO = r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$"
# Neither a word for none nor an error, with nothing to clean.
_PLAIN = r"^[A-Za-z]*\d[A-Za-z\d./-]*$"
States = dict[str, np.ndarray]


@dataclass(frozen=True)
class Normalised:
    """Typed columns of equal length, the state of every cell that was looked at, and the row
    numbers. `headers` are those of the contract's columns that the sheet has.
    """

    kind: str
    headers: dict[str, str]
    texts: dict[str, pa.StringArray]
    values: dict[str, pa.Array]
    states: States
    rows: pa.Int32Array

    def has(self, name: str) -> bool:
        """Whether the sheet has the column."""
        return name in self.headers


def normalise_columns(table: RawTable, keys: PlanKeys) -> Normalised:
    """Every column by its type; a column that the sheet lacks has no entry."""
    values: dict[str, pa.Array] = {}
    states: States = {}
    for column in contracts()[table.kind].columns:
        if column.name in table.columns:
            convert = normaliser(column.type, keys.units)
            text = table.columns[column.name]
            values[column.name], states[column.name] = _convert(text, convert, column.type)
    return Normalised(table.kind, table.headers, table.columns, values, states, table.rows)


def _convert(text: pa.StringArray, convert: Any, kind: str) -> tuple[pa.Array, np.ndarray]:
    """Distinct texts are converted once and spread over the rows again.

    What is as workbooks and systems usually give it is converted all at once, only what is left of
    a column one by one.
    """
    if kind not in _AT_ONCE:
        return _convert_distinct(text, convert, kind)
    quick = _AT_ONCE[kind](text)
    is_quick = np.asarray(quick.is_valid())
    if quick.null_count == text.null_count:
        return quick, np.where(is_quick, np.int8(State.OK), np.int8(State.EMPTY))
    rest = pc.if_else(pa.array(is_quick), pa.scalar(None, text.type), text)
    values, states = _convert_distinct(rest, convert, kind)
    return pc.coalesce(quick, values), np.where(is_quick, np.int8(State.OK), states)


def _workbook_dates(text: pa.StringArray) -> pa.Array:
    """The moments of texts `yyyy-mm-dd hh:mm:ss`, null for any other."""
    lengths = pc.min_max(pc.binary_length(text)).as_py()
    if set(lengths.values()) != {_ISO_LENGTH}:
        is_iso = pc.fill_null(pc.match_substring_regex(text, _ISO), False)
        text = pc.if_else(is_iso, text, pa.scalar(None, text.type))
    try:
        moments = text.cast(pa.timestamp("s"))
    except pa.ArrowInvalid:  # a day that does not exist: each text is looked at by itself
        return pa.nulls(len(text), pa.timestamp("s"))
    year = pc.year(moments)
    is_likely = pc.and_(pc.greater_equal(year, FIRST_YEAR), pc.less_equal(year, LAST_YEAR))
    return pc.if_else(is_likely, moments, pa.scalar(None, moments.type))


def _plain_codes(text: pa.StringArray) -> pa.Array:
    """Codes of letters, digits and marks between them, null for any other text."""
    is_plain = pc.fill_null(pc.match_substring_regex(text, _PLAIN), False)
    return pc.if_else(is_plain, text, pa.scalar(None, text.type))


_AT_ONCE: dict[str, Callable[[pa.StringArray], pa.Array]] = {
    "code": _plain_codes,
    "date": _workbook_dates,
}


def _convert_distinct(text: pa.StringArray, convert: Any, kind: str) -> tuple[pa.Array, np.ndarray]:
    encoded = text.dictionary_encode()
    converted = [convert(distinct) for distinct in encoded.dictionary.to_pylist()]
    converted.append((None, State.EMPTY))
    empty = len(converted) - 1
    indices = encoded.indices.fill_null(empty).to_numpy(zero_copy_only=False)
    values = pa.array([value for value, _ in converted], type=ARROW_TYPES[kind])
    states = np.array([state for _, state in converted], dtype=np.int8)
    return values.take(pa.array(indices)), states[indices]


def mapped(texts: pa.Array, function: Any) -> pa.Array:
    """A function of text applied once per distinct text; null stays null."""
    encoded = texts.dictionary_encode()
    values = [function(text) for text in encoded.dictionary.to_pylist()]
    return pa.array(values, type=pa.string()).take(encoded.indices)


def display(known: dict[str, str]) -> Any:
    """A text as the plan writes it, else cleaned."""
    return lambda text: known.get(key(text), clean(text)) or None
