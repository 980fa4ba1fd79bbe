"""The facts as values that sheets pick from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.model import CUMULATIVE

if TYPE_CHECKING:
    from pipeline.model import Fact


@dataclass(frozen=True)
class Facts:
    """All facts in their order, and those of total and units by key."""

    rows: tuple[Fact, ...]

    @cached_property
    def _by_unit(self) -> dict[tuple[str, str, str], Fact]:
        return {
            (row.unit_code, row.period, row.indicator): row
            for row in self.rows
            if row.scope in ("total", "unit")
        }

    def of_unit(self, unit_code: str, indicator: str, period: str = CUMULATIVE) -> Fact:
        """The fact of a unit, of all units together where the code is empty."""
        return self._by_unit[unit_code, period, indicator]

    def cumulative(self, scope: str) -> list[Fact]:
        """The cumulative facts of a scope, in order."""
        return [row for row in self.rows if row.scope == scope and row.period == CUMULATIVE]
