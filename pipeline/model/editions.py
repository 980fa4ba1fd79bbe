"""Which of the reports one is that the plan asks for (IV.4.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.model.plan import Period, Plan

_SATURDAY = 5


class EditionKind(Enum):
    """Every ten days, at the middle milestone, of the whole campaign, of the time after it."""

    PERIODIC = "periodic"
    MIDDLE = "middle"
    FINAL = "final"
    MAINTAINED = "maintained"


@dataclass(frozen=True)
class Edition:
    """`window`: the last of the campaign's windows that the report covers, `number` from 1;
    `milestone`: the day that it reports on, None of a periodic one and of the time after the end.
    """

    kind: EditionKind
    number: int
    window: Period
    milestone: date | None

    @property
    def is_final(self) -> bool:
        """Whether it is of the whole campaign."""
        return self.kind in (EditionKind.FINAL, EditionKind.MAINTAINED)


def edition(plan: Plan, as_of: date) -> Edition:
    """By the milestone that the data cover: those of a Friday close what ends on the Saturday."""
    _, *windows = plan.periods(as_of)
    kind, milestone = _kind(plan, as_of)
    return Edition(kind, len(windows), windows[-1], milestone)


def _kind(plan: Plan, as_of: date) -> tuple[EditionKind, date | None]:
    if as_of > plan.end:
        return EditionKind.MAINTAINED, None
    if _covers(as_of, plan.end):
        return EditionKind.FINAL, plan.end
    if plan.day50 and _covers(as_of, plan.day50):
        return EditionKind.MIDDLE, plan.day50
    return EditionKind.PERIODIC, None


def _covers(as_of: date, milestone: date) -> bool:
    """Whether from the day after `as_of` on to the milestone there is nothing but a weekend."""
    left = (milestone - as_of).days
    days = (as_of + timedelta(days=n) for n in range(1, left + 1))
    return left >= 0 and all(day.weekday() >= _SATURDAY for day in days)


def is_due(plan: Plan, as_of: date, pair: tuple[int | None, int | None]) -> bool:
    """Whether the target in force is due, of `pair` for the milestone and for the end: on these
    days, and between them where the milestone's is to be kept and the end asks for no more.
    """
    kind, _ = _kind(plan, as_of)
    if kind is not EditionKind.PERIODIC:
        return True
    return plan.day50 is not None and as_of > plan.day50 and pair[0] == pair[1]
