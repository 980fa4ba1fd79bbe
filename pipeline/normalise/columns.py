"""The columns of a table on their way from texts to values: each distinct text is read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.normalise.cells import ARROW_TYPES, normaliser
from pipeline.values.codes import PLAIN
from pipeline.values.dates import FIRST_YEAR, LAST_YEAR
from pipeline.values.text import bare, clean, key
from schemas.cells import Cell
from schemas.contracts import contracts

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.model import RawTable
    from pipeline.plan.keys import PlanKeys

_ISO_LENGTH = len("2024-05-16 08:30:00")
_ISO = r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$"
_NOTHING = (Cell.EMPTY, Cell.ERROR)


@dataclass(frozen=True)
class Columns:
    """The columns that the sheet has, by our names and of equal length: their texts, their values
    and what became of their cells. `mixed`: columns of dates with dates as workbooks give them
    beside other texts.
    """

    kind: str
    length: int
    texts: dict[str, pa.StringArray]
    values: dict[str, pa.Array]
    cells: dict[str, np.ndarray]
    mixed: frozenset[str] = frozenset()

    @classmethod
    def of(cls, table: RawTable, keys: PlanKeys) -> Columns:
        """Every column by the type that its contract gives it."""
        values: dict[str, pa.Array] = {}
        cells: dict[str, np.ndarray] = {}
        mixed = set()
        for column in contracts()[table.kind].columns:
            if column.name in table.columns:
                convert = normaliser(column.type, keys.unit, keys.taught.words)
                text = table.columns[column.name]
                made = _convert(text, convert, column.type)
                values[column.name], cells[column.name], is_mixed = made
                if is_mixed and column.type == "date":
                    mixed.add(column.name)
        return cls(table.kind, len(table.rows), table.columns, values, cells, frozenset(mixed))

    def has(self, name: str) -> bool:
        """Whether the sheet has the column."""
        return name in self.values

    def value(self, name: str) -> pa.Array:
        """The column's values, all null where the sheet lacks it."""
        if name in self.values:
            return self.values[name]
        kind = ARROW_TYPES[contracts()[self.kind].column(name).type]
        return pa.nulls(self.length, type=kind)

    def cell(self, name: str) -> np.ndarray:
        """What became of the column's cells, all empty where the sheet lacks it."""
        if name in self.cells:
            return self.cells[name]
        return np.full(self.length, Cell.EMPTY, dtype=np.int8)

    def is_blank(self, name: str) -> np.ndarray:
        """Where the cells say nothing: they are empty or hold an error."""
        return np.isin(self.cell(name), _NOTHING)


def _convert(text: pa.StringArray, convert: Any, kind: str) -> tuple[pa.Array, np.ndarray, bool]:
    """Values, cells, and whether usual texts stand beside others.

    Distinct texts are converted once and spread over the rows again. What is as workbooks and
    systems usually give it is converted all at once, only what is left of a column one by one.
    """
    if kind not in _AT_ONCE:
        return *_convert_distinct(text, convert, kind), False
    quick = _AT_ONCE[kind](text)
    is_quick = np.asarray(quick.is_valid())
    if quick.null_count == text.null_count:
        return quick, np.where(is_quick, np.int8(Cell.VALUE), np.int8(Cell.EMPTY)), False
    rest = pc.if_else(pa.array(is_quick), pa.scalar(None, text.type), text)
    values, cells = _convert_distinct(rest, convert, kind)
    cells = np.where(is_quick, np.int8(Cell.VALUE), cells)
    return pc.coalesce(quick, values), cells, bool(is_quick.any())


def is_workbook_date(text: pa.StringArray) -> pa.Array:
    """Where the text is a date as workbooks give it."""
    return pc.fill_null(pc.match_substring_regex(text, _ISO), False)


def _workbook_dates(text: pa.StringArray) -> pa.Array:
    """The moments of texts `yyyy-mm-dd hh:mm:ss`, null for any other."""
    lengths = pc.min_max(pc.binary_length(text)).as_py()
    if set(lengths.values()) != {_ISO_LENGTH}:
        text = pc.if_else(is_workbook_date(text), text, pa.scalar(None, text.type))
    try:
        moments = text.cast(pa.timestamp("s"))
    except pa.ArrowInvalid:  # a day that does not exist: each text is looked at by itself
        return pa.nulls(len(text), pa.timestamp("s"))
    year = pc.year(moments)
    is_likely = pc.and_(pc.greater_equal(year, FIRST_YEAR), pc.less_equal(year, LAST_YEAR))
    return pc.if_else(is_likely, moments, pa.scalar(None, moments.type))


def _plain_codes(text: pa.StringArray) -> pa.Array:
    """Codes without any dress, null for any other text."""
    is_plain = pc.fill_null(pc.match_substring_regex(text, PLAIN), False)
    return pc.if_else(is_plain, text, pa.scalar(None, text.type))


_AT_ONCE: dict[str, Callable[[pa.StringArray], pa.Array]] = {
    "code": _plain_codes,
    "date": _workbook_dates,
}


def _convert_distinct(text: pa.StringArray, convert: Any, kind: str) -> tuple[pa.Array, np.ndarray]:
    encoded = text.dictionary_encode()
    converted = [convert(bare(distinct)) for distinct in encoded.dictionary.to_pylist()]
    converted.append((None, Cell.EMPTY))
    empty = len(converted) - 1
    indices = encoded.indices.fill_null(empty).to_numpy(zero_copy_only=False)
    values = pa.array([value for value, _ in converted], type=ARROW_TYPES[kind])
    cells = np.array([cell for _, cell in converted], dtype=np.int8)
    return values.take(pa.array(indices)), cells[indices]


def added_up(columns: Columns, *names: str) -> pa.Array:
    """The sum of amounts, of those that are there; null where none is."""
    values = [columns.value(name) for name in names if columns.has(name)]
    return reduce(_sum, values or [columns.value(names[0])])


def _sum(first: pa.Array, second: pa.Array) -> pa.Array:
    return pc.coalesce(pc.add(first, second), first, second)


def mapped(texts: pa.Array, function: Any) -> pa.Array:
    """A function of text applied once per distinct text; null stays null."""
    encoded = texts.dictionary_encode()
    values = [function(text) for text in encoded.dictionary.to_pylist()]
    return pa.array(values, type=pa.string()).take(encoded.indices)


def display(known: dict[str, str]) -> Any:
    """A text as the plan writes it, else cleaned."""
    return lambda text: known.get(key(text), clean(text)) or None


def is_true(array: pa.Array) -> np.ndarray:
    """Where it is True; null is not."""
    return np.asarray(pc.fill_null(array, False))
