"""All that a report is a view of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from pipeline.model.earlier import Changes, Made
from pipeline.model.files import Correction, Problem, Source
from pipeline.model.handling import HandlingCheck, HandlingCount
from pipeline.model.index import Difference, Index, rate_bp
from pipeline.model.outputs import dated_name
from pipeline.model.plan import Period, Plan
from pipeline.model.taught import Unread
from schemas.indicators import indicators

if TYPE_CHECKING:
    from pathlib import Path


class Fact(NamedTuple):
    """A row of the facts (CONTRACT.md), but rates and targets as integers in hundredths of a
    percent; None where a number is empty, "" where a text does not apply.
    """

    as_of: date
    scope: str
    unit_code: str
    unit: str
    official: str
    field: str
    procedure: str
    period: str
    period_start: date
    period_end: date
    indicator: str
    numerator: int
    denominator: int
    rate_bp: int | None
    target_bp: int | None
    variance_bp: int | None
    shortfall: int | None
    status: str


def held(fact: Fact, period: Period, counts: tuple[int, int], target_bp: int | None) -> Fact:
    """The same of another period: what it counted, held against a target (CONTRACT.md, facts)."""
    numerator, denominator = counts
    rate, missing = rate_bp(numerator, denominator), None
    status = ""
    if target_bp is not None:
        missing = max(0, -(-target_bp * denominator // 10_000) - numerator)
        status = "chua_dat" if missing else "dat"
        status = status if denominator else "khong_co_so_lieu"
    is_compared = rate is not None and target_bp is not None
    return fact._replace(
        period=period.name,
        period_start=period.start,
        period_end=period.end,
        numerator=numerator,
        denominator=denominator,
        rate_bp=rate,
        target_bp=target_bp,
        variance_bp=rate - target_bp if is_compared else None,  # type: ignore[operator]
        shortfall=missing,
        status=status,
    )


class ProcedureCount(NamedTuple):
    """Of a unit and a procedure of the catalogue: the accepted dossiers received, of these online,
    and successful online payments in [start, as_of], and what it counts for (None, 0 or 1) of each
    indicator that counts procedures, in their order.
    """

    unit_code: str
    procedure: str
    dossiers: int
    online_dossiers: int
    online_payments: int
    marks: tuple[int | None, ...]

    def mark(self, indicator: str) -> int | None:
        """What it counts for."""
        return _mark(self.marks, "procedure", indicator)


class PublicityMark(NamedTuple):
    """The row of a publicity list that counts for a unit and procedure, and what it counts for of
    each indicator that counts such rows, in their order.
    """

    unit_code: str
    procedure: str
    file: str
    sheet: str
    row_number: int
    marks: tuple[int | None, ...]

    def mark(self, indicator: str) -> int | None:
        """What it counts for."""
        return _mark(self.marks, "publicity", indicator)


class DueRuleCount(NamedTuple):
    """Of a unit's own dossiers that on_time counts in [start, as_of] (`timed`): those finished in
    time by day and by hour, those unfinished and not yet due, and those that wait past their due
    date. Each choice of the plan's rules gives a sum of these (due_rule_count.sql).
    """

    unit_code: str
    timed: int
    by_day: int
    by_hour: int
    in_time: int
    waiting_late: int


NO_VILLAGE = "(không ghi thôn)"  # of what an export names none


class VillageCount(NamedTuple):
    """Of a unit's own dossiers received in [start, as_of] from a village, "" where the export names
    none: those sent online and not (neither, where an export does not tell), those that owe a fee
    and of these those paid online, None where no export tells (village_count.sql).
    """

    unit_code: str
    village: str
    dossiers: int
    online: int
    on_paper: int
    owing_fee: int | None
    paid_online: int | None


def _mark(marks: tuple[int | None, ...], grain: str, indicator: str) -> int | None:
    return marks[[entry.id for entry in indicators(grain)].index(indicator)]


@dataclass(frozen=True)
class LastYearFact:
    """What last year's exports give for a unit's indicator, and what the plan says it was.

    `is_used`: it is the baseline, because the plan leaves that empty.
    """

    unit_code: str
    unit: str
    indicator: str
    numerator: int
    denominator: int
    rate_bp: int
    stated_bp: int | None
    is_used: bool


@dataclass(frozen=True)
class LastYear:
    """The year before the plan's, counted from its exports: whole calendar year, as the plan's own
    baselines are. `months`: in how many of its months each unit received dossiers; `left_open`:
    dossiers without an end that only its exports have.
    """

    year: int
    facts: tuple[LastYearFact, ...]
    months: dict[str, int]
    left_open: int


@dataclass(frozen=True)
class Aim:
    """What is to be reached by a day (forecast.py), `target_bp` None where the plan sets nothing.

    `is_reachable`: whether it still can be, None without a target or a pace, or where the day is
    past. `backlog`: how many of those that are there and may still be done must be; `needed`: how
    many of those that come in must count each day besides, in tenths, rounded up, never more than
    come in. None where it can't be reached, or nobody knows.
    """

    target_bp: int | None
    is_reachable: bool | None = None
    backlog: int | None = None
    needed: int | None = None


@dataclass(frozen=True)
class Forecast:
    """Where an indicator of all units, a unit or an official is heading (forecast.py).

    Of those that don't count yet, `lost` never will (late, on paper, disliked), `winnable` still
    may. `gained` of `grown`: by how much numerator and denominator grew in the last `days` days,
    None where the campaign was not on then. `day50`, `day100`: what is to be reached by the
    milestone and by the end. `best_bp`: the best rate that the end can still see at this inflow;
    `projected_bp`: the one if it goes on so; `status` as of facts, of it.
    """

    scope: str
    unit_code: str
    unit: str
    official: str
    indicator: str
    numerator: int
    denominator: int
    rate_bp: int | None
    lost: int
    winnable: int
    days: int
    gained: int | None
    grown: int | None
    day50: Aim
    day100: Aim
    best_bp: int | None
    projected_bp: int | None
    status: str


@dataclass(frozen=True)
class Rank:
    """A place among so many that are placed; 1 is the best, equals share the better place."""

    place: int
    of: int

    def __str__(self) -> str:
        """As reports write it: 05/10."""
        width = max(2, len(str(self.of)))
        return f"{self.place:0{width}d}/{self.of:0{width}d}"


@dataclass(frozen=True)
class Standing:
    """Where a unit stands among its siblings (ranking.py), by the cumulative facts.

    `met` of `targets`: how many of the main indicators' targets are met; `with_data`: how many of
    those indicators have data; `shortfall`: what they lack together; `fulfilment_bp`: rate : target
    on average, at most 100% each. `overall` and `ranks` (by indicator): None or absent where it has
    no data to be placed by.
    """

    unit_code: str
    met: int
    targets: int
    with_data: int
    shortfall: int
    fulfilment_bp: int | None
    overall: Rank | None
    ranks: dict[str, Rank]


@dataclass(frozen=True)
class Inputs:
    """What was read, and what is wrong with it.

    `corrections`: what is to be corrected, by input file. `sheets_of_units`: unit -> (file, sheet)
    of the exports that have rows of it, None unless every unit is to have a workbook of its own.
    `is_sample`: there were no exports but the samples. `unread`: what was not understood.
    `last_records`: kind of log -> the last day of which it has a record.
    """

    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]
    corrections: dict[str, tuple[Correction, ...]] = field(default_factory=dict)
    sheets_of_units: dict[str, set[tuple[str, str]]] | None = None
    is_sample: bool = False
    last_records: dict[str, date] = field(default_factory=dict)
    unread: Unread = field(default_factory=Unread)


@dataclass(frozen=True)
class Counts:
    """What the SQL counted: `facts` sorted as written, `procedures` and `publicity` by unit and
    procedure. `handling`: by period, unit and field; [start, as_of] is among the periods.
    `villages`: of units of which an export names them, by unit, most dossiers first.
    `detail_file`: Parquet, a row a dossier (aggregate/detail.sql).
    """

    facts: tuple[Fact, ...]
    procedures: tuple[ProcedureCount, ...]
    publicity: tuple[PublicityMark, ...] = ()
    due_rules: tuple[DueRuleCount, ...] = ()
    handling: tuple[HandlingCount, ...] = ()
    villages: tuple[VillageCount, ...] = ()
    detail_file: Path | None = None


class Verdict(NamedTuple):
    """By which fact somebody is judged (analysis/verdicts.py).

    `due`: the fact whose target is due: of the report's day, or of the milestone where that is past
    and the end asks for more; None before. `ahead`: the fact of the report's day, where its target
    is not due yet.
    """

    due: Fact | None
    ahead: Fact | None


# Scope, unit code, official and indicator of a fact.
FactPlace = tuple[str, str, str, str]


@dataclass(frozen=True)
class Analysis:
    """What is worked out from the facts.

    `forecasts`: where indicators are heading; `standings`: where units are, in the plan's order.
    `verdicts`: of each fact of all units, a unit or an official that has a target and data.
    `maintained`: of all units and each unit what the windows after the end brought.
    `changes`: since the previous report, None where there is none. `index`: the 766 index.
    `differences`: our numbers beside the portal's; `checks`: beside tables 06a. `last_year`: None
    without exports of the year before; the plan of the results has its results as baselines.
    """

    forecasts: tuple[Forecast, ...] = ()
    standings: tuple[Standing, ...] = ()
    verdicts: dict[FactPlace, Verdict] = field(default_factory=dict)
    maintained: tuple[Fact, ...] = ()
    changes: Changes | None = None
    index: Index = field(default_factory=Index)
    differences: tuple[Difference, ...] = ()
    checks: tuple[HandlingCheck, ...] = ()
    last_year: LastYear | None = None


@dataclass(frozen=True)
class Results:
    """All that a report is a view of; `notices` stand on the screen and the overview."""

    plan: Plan
    as_of: date
    inputs: Inputs
    counts: Counts
    analysis: Analysis
    notices: tuple[str, ...] = ()
    made: Made = field(default_factory=Made)

    def output(self, stem: str, suffix: str = "") -> str:
        """The name of one of its outputs."""
        return dated_name(stem, self.as_of, suffix, is_sample=self.inputs.is_sample)
