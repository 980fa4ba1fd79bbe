"""The catalogue of what may be wrong with a plan workbook."""

from __future__ import annotations

from functools import cache
from typing import Literal

from schemas.reading import Entry, read


class PlanProblem(Entry, frozen=True):
    """An entry of plan_problems.toml; an error stops the run, a warning is shown."""

    severity: Literal["error", "warning"]
    message: str


@cache
def plan_problems() -> dict[str, PlanProblem]:
    """The catalogue by code."""
    return read("plan_problems.toml", dict[str, PlanProblem])
