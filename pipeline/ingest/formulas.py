"""Formula cells and what was last calculated for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def _none() -> np.ndarray:
    return np.empty((0, 3), dtype=np.int64)


@dataclass(frozen=True, eq=False)
class Formulas:
    """The formula cells of a sheet that have a result: a row of `cells` is row and column, from 0,
    and 1 where the result is 0 or nothing, which a program that does not calculate writes, too.
    """

    cells: np.ndarray = field(default_factory=_none)

    @classmethod
    def of(cls, cells: Iterable[tuple[int, int, bool]]) -> Formulas:
        """Of cells as they come."""
        listed = list(cells)
        return cls(np.array(listed, dtype=np.int64).reshape(len(listed), 3))

    def at_columns(self, places: Sequence[int]) -> Formulas:
        """Of a sheet whose columns are those at `places`, ascending, and no others."""
        cells = self.cells[np.isin(self.cells[:, 1], places)]
        cells[:, 1] = np.searchsorted(places, cells[:, 1])
        return Formulas(cells)

    def idle(self, column: int, rows: np.ndarray) -> int:
        """How many of these rows have a formula in the column, where all of these give 0 or
        nothing; else 0.
        """
        in_column = self.cells[self.cells[:, 1] == column]
        results = in_column[np.isin(in_column[:, 0], rows), 2]
        return len(results) if results.all() else 0
