"""Merged cells: readers report them as ranges, one place says which cell has which value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SIDES = 4


def _no_ranges() -> np.ndarray:
    return np.empty((0, _SIDES), dtype=np.int64)


@dataclass(frozen=True)
class Covered:
    """Cells of one column that lie in a merge, and the cells whose values they have: the first
    row and column of their merge. All are indexes from 0.
    """

    rows: np.ndarray
    anchor_rows: np.ndarray
    anchor_columns: np.ndarray

    def where(self, wanted: np.ndarray) -> Covered:
        """Those for which the mask is True."""
        return Covered(self.rows[wanted], self.anchor_rows[wanted], self.anchor_columns[wanted])


@dataclass(frozen=True, eq=False)
class Merges:
    """The merges of a sheet: a row of `ranges` is first row, first column, last row, last column,
    from 0, both ends included. Spreadsheets let none overlap; of those that do, the upper one has
    the cells.
    """

    ranges: np.ndarray = field(default_factory=_no_ranges)

    @classmethod
    def of(cls, ranges: Iterable[tuple[int, int, int, int]]) -> Merges:
        """Of ranges as they come."""
        listed = list(ranges)
        return cls(np.array(listed, dtype=np.int64).reshape(len(listed), _SIDES))

    def __bool__(self) -> bool:
        """Whether there is any."""
        return len(self.ranges) > 0

    def at_columns(self, places: Sequence[int]) -> Merges:
        """Of a sheet whose columns are those at `places`, ascending, and no others."""
        sides = self.ranges.copy()
        sides[:, 1] = np.searchsorted(places, sides[:, 1], side="left")
        sides[:, 3] = np.searchsorted(places, sides[:, 3], side="right") - 1
        return Merges(sides[sides[:, 1] <= sides[:, 3]])

    def covered(self, column: int, height: int) -> Covered:
        """The cells of a column, of `height` rows, that have the value of another one."""
        first, left, last, right = self.ranges.T
        sides = self.ranges[(left <= column) & (column <= right) & (first < height)]
        first, left, last, _ = sides[np.argsort(sides[:, 0], kind="stable")].T
        reached = np.maximum.accumulate(np.concatenate([[-1], last]))[:-1]
        starts, ends = np.maximum(first, reached + 1), np.minimum(last, height - 1)
        lengths = np.maximum(ends - starts + 1, 0)
        offsets = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        covered = Covered(
            np.repeat(starts, lengths) + offsets,
            np.repeat(first, lengths),
            np.repeat(left, lengths),
        )
        is_anchor = (covered.rows == covered.anchor_rows) & (covered.anchor_columns == column)
        return covered.where(~is_anchor)


def filled_down(columns: Sequence[pa.StringArray], merges: Merges) -> list[pa.StringArray]:
    """Every merge's value in all of its rows, but in its first column alone: titles and groups
    that stretch over the sheet still are one cell of their row.
    """
    filled = list(columns)
    tall = merges.ranges[merges.ranges[:, 0] < merges.ranges[:, 2]]
    for index in {int(column) for column in tall[:, 1] if column < len(columns)}:
        covered = Merges(tall[tall[:, 1] == index]).covered(index, len(columns[index]))
        down = covered.where(covered.anchor_columns == index)
        filled[index] = with_values(columns, index, down)
    return filled


def with_values(columns: Sequence[pa.StringArray], index: int, covered: Covered) -> pa.StringArray:
    """A column whose covered cells have the values of their merges; those of a merge without a
    value stay as they are.
    """
    column = columns[index]
    for anchor in np.unique(covered.anchor_columns):
        if anchor < len(columns):
            part = covered.where(covered.anchor_columns == anchor)
            values = columns[anchor].take(pa.array(part.anchor_rows))
            has_value = np.asarray(values.is_valid())
            mask = np.zeros(len(column), dtype=bool)
            mask[part.rows[has_value]] = True
            column = pc.replace_with_mask(column, pa.array(mask), values.drop_null())
    return column
