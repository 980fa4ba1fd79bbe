"""The frozen values that pass between stages.

Percentages are integers in hundredths of a percentage point ("bp": 59.99% is 5999), so that every
comparison is exact. Dates are days; a window is inclusive at both ends (DOMAIN.md, "How each is
counted").
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    import pyarrow as pa

CUMULATIVE = "cumulative"
PAST = "past"  # the cumulative figures PACE_DAYS before as_of; in no fact
PACE_DAYS = 10


class PipelineError(Exception):
    """The run can't go on; carries a whole Vietnamese message for the user. Exit status 2."""


class NoUsableInputError(PipelineError):
    """No input holds a usable row, so nothing was written. Exit status 3."""


class OutputBusyError(PipelineError):
    """An output can't be written (open elsewhere, disk full); earlier outputs are whole."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong in an input: what, where, the value and what to do (CONTRACT.md, problems).

    `row` is the row number that Excel shows, `column` the header as printed in the file.
    `value` never comes from a column that no contract names.
    """

    severity: str
    code: str
    file: str
    sheet: str = ""
    row: int | None = None
    column: str = ""
    value: str = ""
    message: str = ""
    remedy: str = ""


@dataclass(frozen=True)
class Source:
    """One input sheet and what became of its rows (CONTRACT.md, outputs/nguon).

    rows_read = rows_kept + rows_rejected + rows_duplicate + rows_ignored, always.
    """

    file: str
    sha256: str
    sheet: str
    kind: str
    rows_read: int = 0
    rows_kept: int = 0
    rows_rejected: int = 0
    rows_duplicate: int = 0
    rows_ignored: int = 0
    message: str = ""


@dataclass(frozen=True)
class Unit:
    """A unit of the plan (sheet Đơn vị); `parent`: a unit's code, "" at the top."""

    code: str
    name: str
    other_names: tuple[str, ...] = ()
    parent: str = ""


@dataclass(frozen=True)
class Target:
    """What a unit is to reach for one indicator, in hundredths of a percent; None where unset.

    `day100_bp` is already filled by the rule of plan III.2; `by_rule` says whether it was. What a
    unit leaves open it has from the units above it; `inherited_from` is the code of the one that
    `day100_bp` comes from, "" where it is the unit's own. `baseline_bp` is always its own.
    """

    unit: str
    indicator: str
    baseline_bp: int | None
    central_bp: int | None
    day50_bp: int | None
    day100_bp: int | None
    by_rule: bool = False
    inherited_from: str = ""


@dataclass(frozen=True)
class Assignment:
    """Who answers for a field or a procedure of a unit, where a dossier names nobody."""

    official: str
    title: str
    unit: str
    field: str
    procedure: str


@dataclass(frozen=True)
class Procedure:
    """A procedure of the catalogue; `code` is N.NNNNNN, `printed_code` as the plan has it.

    `level` is `partial` (một phần), `full` (toàn trình) or `information` (dịch vụ công).
    """

    code: str
    printed_code: str
    name: str
    field: str
    level: str
    has_fee: bool


@dataclass(frozen=True)
class Period:
    """A window that facts are counted for: `cumulative` or `10d-01`, `10d-02`, …"""

    name: str
    start: date
    end: date


@dataclass(frozen=True)
class Plan:
    """The plan workbook as one checked value.

    `units` are in the plan's order, but each right before what is below it: a unit and all its
    descendants stand together.
    """

    number: str
    issued: date | None
    issuer: str
    campaign: str
    start: date
    end: date
    day50: date
    cycle_days: int
    partial_count: int | None
    full_count: int | None
    units: tuple[Unit, ...]
    targets: tuple[Target, ...]
    assignments: tuple[Assignment, ...]
    procedures: tuple[Procedure, ...]
    warnings: tuple[str, ...] = ()

    def target(self, unit: str, indicator: str) -> Target | None:
        """The unit's target for the indicator, None where the plan sets none."""
        return self._targets.get((unit, indicator))

    @cached_property
    def _targets(self) -> dict[tuple[str, str], Target]:
        return {(target.unit, target.indicator): target for target in self.targets}

    @cached_property
    def _children(self) -> dict[str, tuple[Unit, ...]]:
        children: dict[str, list[Unit]] = {}
        for unit in self.units:
            children.setdefault(unit.parent, []).append(unit)
        return {code: tuple(units) for code, units in children.items()}

    @cached_property
    def _by_code(self) -> dict[str, Unit]:
        return {unit.code: unit for unit in self.units}

    @property
    def roots(self) -> tuple[Unit, ...]:
        """The units without a parent, in the plan's order."""
        return self.children("")

    @property
    def top(self) -> str:
        """The code of the one unit above all others; "" where several are at the top."""
        return self.roots[0].code if len(self.roots) == 1 else ""

    @property
    def is_tree(self) -> bool:
        """Whether any unit has a parent."""
        return len(self.roots) < len(self.units)

    def unit(self, code: str) -> Unit:
        """The unit of a code; KeyError where the plan has none."""
        return self._by_code[code]

    def children(self, code: str) -> tuple[Unit, ...]:
        """The units right below one, in the plan's order; of "" the roots."""
        return self._children.get(code, ())

    def siblings(self, code: str) -> tuple[Unit, ...]:
        """The units with the same parent, itself among them, in the plan's order."""
        return self.children(self.unit(code).parent)

    def ancestors(self, code: str) -> tuple[Unit, ...]:
        """The units above one, its parent first."""
        above = []
        while code := self.unit(code).parent:
            above.append(self.unit(code))
        return tuple(above)

    def descendants(self, code: str) -> tuple[Unit, ...]:
        """The units below one at every level, in the plan's order; of "" all units."""
        below: list[Unit] = []
        for unit in self.children(code):
            below += [unit, *self.descendants(unit.code)]
        return tuple(below)

    def periods(self, as_of: date) -> tuple[Period, ...]:
        """Cumulative, then the ten-day windows up to as_of, the last cut at as_of or the end."""
        periods = [Period(CUMULATIVE, self.start, as_of)]
        last, first, step = min(as_of, self.end), self.start, timedelta(days=self.cycle_days)
        while first <= last:
            end = min(first + step - timedelta(days=1), last)
            periods.append(Period(f"10d-{len(periods):02d}", first, end))
            first += step
        return tuple(periods)

    def past(self, as_of: date) -> tuple[Period, ...]:
        """What was cumulative PACE_DAYS earlier; none where the campaign was not on then."""
        end = as_of - timedelta(days=PACE_DAYS)
        return (Period(PAST, self.start, end),) if end >= self.start else ()

    def day_of_campaign(self, as_of: date) -> int:
        """1 on the first day."""
        return (as_of - self.start).days + 1

    @property
    def days(self) -> int:
        """How many days the plan's dates give (94 for plan 35/KH-UBND, whose name says 100)."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True)
class Results:
    """All that a report is a view of.

    `facts`: the columns of CONTRACT.md, but rates and targets as integers in hundredths of a
    percent (`rate_bp`, `target_bp`, `variance_bp`, pandas Int64, NA where empty); dates are
    `datetime.date`; text columns hold "" where they do not apply. Sorted as written.
    `corrections`: what is to be corrected, by input file.
    `procedures`: for every unit and procedure of the catalogue the accepted dossiers received, of
    these online, and successful online payments in [start, as_of] (unit_code, procedure, dossiers,
    online_dossiers, online_payments), and what it counts for (services_with_dossiers,
    procedures_with_online_payment: NA, 0 or 1).
    `publicity`: unit_code, procedure, file, sheet, row_number, transparency (0 or 1).
    `forecasts`: where indicators are heading; `standings`: where units are, in the plan's order.
    `detail_file`: Parquet, a row a dossier (aggregate/detail.sql). `changes`: since the previous
    report, None where there is none. `sheets_of_units`: unit -> (file, sheet) of the exports that
    have rows of it, None unless every unit is to have a workbook of its own.
    """

    plan: Plan
    as_of: date
    facts: pd.DataFrame
    procedures: pd.DataFrame
    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]
    notices: tuple[str, ...] = ()
    is_sample: bool = False
    corrections: dict[str, tuple[Correction, ...]] = field(default_factory=dict)
    publicity: pd.DataFrame | None = None
    forecasts: tuple[Forecast, ...] = ()
    standings: tuple[Standing, ...] = ()
    detail_file: Path | None = None
    changes: Changes | None = None
    sheets_of_units: dict[str, set[tuple[str, str]]] | None = None


@dataclass(frozen=True)
class Forecast:
    """Where an indicator of all units, a unit or an official is heading (forecast.py).

    `gained` of `grown`: by how much numerator and denominator grew in the last `days` days, None
    where the campaign was not on then. `needed_day50`, `needed_day100`: how many more must count
    each day until then, in tenths, rounded up; None without a target or where the day is past.
    `projected_bp`: the rate at the campaign's end if it goes on so; `status` as of facts, of it.
    """

    scope: str
    unit_code: str
    unit: str
    official: str
    indicator: str
    numerator: int
    denominator: int
    rate_bp: int | None
    days: int
    gained: int | None
    grown: int | None
    day50_bp: int | None
    needed_day50: int | None
    day100_bp: int | None
    needed_day100: int | None
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
class PastFact:
    """What the previous report said of an indicator of all units (code empty) or a unit."""

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
class InputFile:
    """A file below inputs/: where it is, and how it is named in messages (with /)."""

    path: Path
    name: str


@dataclass(frozen=True)
class Limits:
    """What reading one file may cost; the defaults fit an office PC of 4 GiB.

    `memory_mib`: what the process that reads it may hold; `seconds`: how long it may take;
    `cells`: how many cells, empty ones between others included, one sheet may have.
    """

    memory_mib: int = 1024
    seconds: int = 20
    cells: int = 8_000_000

    @property
    def file_bytes(self) -> int:
        """A larger file is not even opened."""
        return self.memory_mib << 18

    @property
    def inflated_bytes(self) -> int:
        """What the entries of a zipped workbook may come to."""
        return self.memory_mib << 19


@dataclass(frozen=True)
class Doubt:
    """Something wrong with a sheet as a whole: a code of the problem catalogue and its details."""

    code: str
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class RawTable:
    """The data rows of one sheet as text, under our column names.

    `headers` maps our column names to the header as printed; `columns` maps them to Arrow string
    arrays of equal length, null where the cell is empty, "#N/A" and the like where it holds an
    error; `rows` are the row numbers that Excel shows; `numbering` is the first and last number in
    the column that numbers the rows. Columns that no contract names are gone.
    """

    kind: str
    headers: dict[str, str]
    columns: dict[str, pa.StringArray]
    rows: pa.Int32Array
    rows_ignored: int
    numbering: tuple[int, int] | None = None


@dataclass(frozen=True)
class RawSheet:
    """A sheet as found: its table, if it has one, and what is wrong with it as a whole.

    `notes` go to the source's message.
    """

    name: str
    table: RawTable | None
    doubts: tuple[Doubt, ...] = ()
    notes: tuple[str, ...] = ()


class UnreadableFileError(Exception):
    """The bytes are of no kind that can be read; carries a Vietnamese reason."""


@dataclass(frozen=True)
class Origin:
    """A row of a corrected copy and the row that it takes the place of.

    `content` and `sheet` name the original: how its sha256 begins, and its sheet's position.
    """

    row: int
    is_kept: bool
    content: str
    sheet: int
    original: int


@dataclass(frozen=True)
class SheetResult:
    """A sheet of an export, validated: its source line before duplicates are known, the headers
    of the columns that it has by our names, and the file with its kept rows (empty: none).

    `texts_file` holds the rows that may need a correction as they were: `row_number`, and text
    columns by our names. `numbering`: the first and last number in the column that numbers the
    rows.
    """

    source: Source
    headers: dict[str, str]
    rows_file: str
    texts_file: str = ""
    origins: tuple[Origin, ...] = ()
    numbering: tuple[int, int] | None = None


@dataclass(frozen=True)
class Correction:
    """The rows of one sheet that need a correction, for a copy that staff correct.

    `headers` as printed, by our names; `texts` has `row_number` and a text column for each;
    `mark` begins what the copy's rows are known by; `problems` are those of the rows.
    """

    sheet: str
    kind: str
    headers: dict[str, str]
    texts: pa.Table
    mark: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class FileResult:
    """One export from bytes to kept rows: the unit of work, and of the cache."""

    sheets: tuple[SheetResult, ...]
    problems: tuple[Problem, ...]
