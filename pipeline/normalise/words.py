"""What words of a vocabulary say of a row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.normalise.columns import mapped
from pipeline.values.text import bare
from pipeline.values.words import is_exempt, value_of
from schemas.cells import Cell
from schemas.contracts import vocabulary

if TYPE_CHECKING:
    from pipeline.normalise.columns import Columns


def is_word(columns: Columns, name: str, word: str) -> pa.Array:
    """Whether the cell says it. Empty does not; no column is no data: null."""
    if not columns.has(name):
        return pa.nulls(columns.length, pa.bool_())
    return pc.fill_null(pc.equal(columns.value(name), word), False)


def says(columns: Columns, name: str, words: str, word: str) -> pa.Array:
    """Whether the cell says it in the words of another vocabulary than its column's; null where it
    says none of them.
    """
    if not columns.has(name):
        return pa.nulls(columns.length, pa.bool_())
    said = mapped(columns.texts[name], lambda text: value_of(words, bare(text)))
    return pc.equal(said, word)


def is_one_of(values: pa.Array, words: tuple[str, ...]) -> pa.Array:
    """Whether the value is one of the words."""
    return pc.fill_null(pc.is_in(values, pa.array(words)), False)


def rank(values: pa.Array, name: str, when_empty: str) -> pa.Array:
    """How far along a status is: its place in the vocabulary."""
    order = list(vocabulary(name))
    filled = pc.fill_null(values, when_empty)
    return pc.index_in(filled, pa.array(order)).cast(pa.int32())


def says_exempt(columns: Columns, *names: str) -> pa.Array:
    """Whether one of the cells says "miễn phí"."""
    exempt = np.zeros(columns.length, dtype=bool)
    for name in names:
        if columns.has(name):
            is_said = mapped(columns.texts[name], lambda text: "1" if is_exempt(text) else None)
            exempt |= np.asarray(is_said.is_valid())
    return pa.array(exempt)


def cells_or_exempt(columns: Columns, name: str) -> np.ndarray:
    """The cells; one that says "miễn phí" is read, though it names no word of its column."""
    cells = columns.cell(name).copy()
    cells[(cells == Cell.UNREAD) & np.asarray(says_exempt(columns, name))] = Cell.EMPTY
    return cells
