"""What a report has of earlier ones, and what it was made from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True)
class PastFact:
    """The previous report's numbers for an indicator of all units (code empty) or a unit."""

    unit_code: str
    indicator: str
    numerator: int
    denominator: int
    rate_bp: int | None
    status: str


@dataclass(frozen=True)
class ChangedDossier:
    """A dossier that differs from the previous report; `change`: `gone` or `revised`.

    `what`: what was revised, in Vietnamese; file, sheet and row of the report that has it.
    """

    unit_code: str
    code: str
    official: str
    change: str
    what: str
    file: str
    sheet: str
    row: int


@dataclass(frozen=True)
class Changes:
    """What changed since the report of `as_of`; `listed` are the dossiers revised and gone, at most
    so many as people read (changes.py). Counts of dossiers are None where its detail is not there;
    `by_unit` has them by unit and change (added, revised, gone).
    """

    as_of: date
    facts: tuple[PastFact, ...]
    added: int | None = None
    revised: int | None = None
    gone: int | None = None
    listed: tuple[ChangedDossier, ...] = ()
    by_unit: dict[tuple[str, str], int] = field(default_factory=dict)


@dataclass(frozen=True)
class EarlierReport:
    """A report of an earlier day that lay in the folder: digests of its facts and its detail (empty
    where that was gone), and whether this one is compared with it; not, where it is of another
    plan.
    """

    as_of: date
    facts: str
    detail: str
    is_compared: bool


@dataclass(frozen=True)
class Made:
    """What the report is made from beside the exports, so that anybody can make it again.

    `plan` and `plan_digest`: the plan's file. `is_day_given`: whether somebody chose the day.
    `last_day`: where rows were rejected because they were received after the day of the run, the
    last day on which all of them still would be, else None. `unit`: of a workbook of one unit alone
    its code.
    """

    plan: str = ""
    plan_digest: str = ""
    is_day_given: bool = False
    last_day: date | None = None
    earlier: tuple[EarlierReport, ...] = ()
    unit: str = ""
