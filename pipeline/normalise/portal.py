"""Rows of the portal's figures: what numerator, denominator and rate say together.

A percentage is trusted only where there is no fraction (DOMAIN.md, portal figures).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.normalise.columns import is_true
from schemas.cells import Cell

if TYPE_CHECKING:
    from datetime import date

    from pipeline.normalise.columns import Columns
    from pipeline.plan.keys import PlanKeys

_WHOLE_BP = 10_000


def portal(columns: Columns, _keys: PlanKeys, _today: date) -> dict[str, Any]:
    """The columns that schemas/portal.py describes, but for cells as they are."""
    return {
        "measure": columns.value("measure"),
        **_Fractions.of(columns).columns(),
        "figure_on": columns.value("figure").cast(pa.date32()),
    }


@dataclass(frozen=True)
class _Fractions:
    """Numerators, denominators and rates of 0 or more, and where there are both of the first."""

    sheet: Columns
    numerator: pa.Array
    denominator: pa.Array
    rate: pa.Array
    is_whole: np.ndarray

    @classmethod
    def of(cls, sheet: Columns) -> _Fractions:
        """Those of a sheet."""
        numerator, denominator, rate = (
            _not_negative(sheet.value(name)) for name in ("numerator", "denominator", "rate")
        )
        is_whole = is_true(pc.and_(numerator.is_valid(), denominator.is_valid()))
        return cls(sheet, numerator, denominator, rate, is_whole)

    def columns(self) -> dict[str, Any]:
        """The fraction where it is whole, else the rate; and what is wrong with the three."""
        none, whole = pa.scalar(None, pa.int64()), pa.array(self.is_whole)
        return {
            "numerator": pc.if_else(whole, self.numerator, none),
            "denominator": pc.if_else(whole, self.denominator, none),
            "rate_bp": pc.if_else(whole, none, self.rate),
            "numerator.value": self.sheet.value("numerator"),
            "denominator.value": self.sheet.value("denominator"),
            "rate.value": pc.if_else(whole, none, self.sheet.value("rate")),
            "numerator.over_denominator": self._is_over_denominator(),
            "rate.cell": self._rate_cells(),
            **self._rate_faults(),
            **self._missing_parts(),
        }

    def _is_over_denominator(self) -> np.ndarray:
        return is_true(pc.greater(self.numerator, self.denominator))

    def _rate_cells(self) -> np.ndarray:
        """Beside a whole fraction a rate is only compared, whatever it says."""
        cells = self.sheet.cell("rate").copy()
        cells[self.is_whole & (cells == Cell.UNREAD)] = Cell.VALUE
        return cells

    def _rate_faults(self) -> dict[str, np.ndarray]:
        """Alone a rate must be one, and say that it is one; else it must agree."""
        if not self.sheet.has("rate"):
            return {}
        is_doubtful = self._is_doubtful() & ~self.is_whole
        is_over = is_true(pc.greater(self.rate, _WHOLE_BP))
        is_compared = self.is_whole & ~self.sheet.is_blank("rate") & ~self._is_over_denominator()
        return {
            "rate.over_100": is_over & ~self.is_whole & ~is_doubtful,
            "rate.doubtful": is_doubtful,
            "rate.disagrees": is_compared & ~self._agrees(),
        }

    def _missing_parts(self) -> dict[str, np.ndarray]:
        numerator, denominator, rate = (
            self.sheet.is_blank(name) for name in ("numerator", "denominator", "rate")
        )
        return {
            "fraction.half": (numerator ^ denominator) & rate,
            "fraction.missing": numerator & denominator & rate,
        }

    def _is_doubtful(self) -> np.ndarray:
        """0,78 without a percent sign: may be meant as 78%."""
        is_bare = pc.invert(pc.match_substring(self.sheet.texts["rate"], "%"))
        is_small = pc.and_(pc.greater(self.rate, 0), pc.less_equal(self.rate, 100))
        return is_true(pc.and_(is_small, is_bare))

    def _agrees(self) -> np.ndarray:
        """Within a hundredth of a percent, as some round down; also where the cell holds the part
        of 1 that Excel shows as a percentage. Of nothing there is no rate to compare.
        """
        n, d, r = (_numbers(array) for array in (self.numerator, self.denominator, self.rate))
        as_percent = np.abs(r * d - n * _WHOLE_BP) <= d
        as_part = np.abs(r * d - n * 100) <= d
        return np.asarray((d == 0) | (is_true(self.rate.is_valid()) & (as_percent | as_part)))


def _not_negative(numbers: pa.Array) -> pa.Array:
    return pc.if_else(pc.less(numbers, 0), pa.scalar(None, numbers.type), numbers)


def _numbers(array: pa.Array) -> np.ndarray:
    return np.asarray(pc.fill_null(array, 0), dtype=object)  # of any size
