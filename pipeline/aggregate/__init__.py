"""Accepted rows of all files to one row per dossier, then to the table of facts.

Each `<table>.sql` is one SELECT that makes the table of its name from tables before it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import repeat
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.aggregate.engine import Materialization
from pipeline.aggregate.statements import proof, statement
from pipeline.aggregate.tables import input_tables, lineage_table, plan_tables
from pipeline.model import (
    CUMULATIVE,
    DueRuleCount,
    Fact,
    HandlingCount,
    ProcedureCount,
    PublicityMark,
    VillageCount,
)

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from pipeline.aggregate.engine import Engine, Row
    from pipeline.model import Plan, SheetResult

# What all rows together decide, before as_of is looked at.
CHOICES = (
    "doubtful_code", "code_place", "code_home", "dossier_rank", "dossier_choice", "payment_rank",
    "payment_choice", "digitization_rank", "digitization_choice", "rating_rank", "rating_choice",
    "latest_day", "last_record", "received_month", "left_open",
)  # fmt: skip
# What is counted up to as_of, and what became of the rows.
COUNTS = (
    "code_written", "answerable", "payment_state", "dossier", "official_name", "field_name",
    "dossier_period", "dossier_mark", "dossier_count", "rating_period", "rating_mark",
    "rating_count", "procedure_period", "procedure_mark", "procedure_count", "publicity_choice",
    "publicity_mark", "publicity_count", "tally", "scope_tally", "scope_target", "own_target",
    "fact", "past", "due_rule_count", "paid_otherwise_count", "handling_count", "village_count",
    "reuse_count", "portal_choice", "portal_figure", "doubt_count", "outcome", "outcome_count",
    "outcome_problem",
)  # fmt: skip
# What a period's numbers are counted from.
DETAILS = ("detail", "source_unit")
# View of one period -> the table of all periods.
PERIOD_VIEWS = {
    "detail_period": "period",
    "detail_dossier_mark": "dossier_mark",
    "detail_rating_mark": "rating_mark",
}
# What differs from the previous report's detail.
CHANGES = ("change", "change_count", "change_listed")
# What the 766 index needs of the detail.
INDEX = ("disliked_count",)
# What trace asks beside the detail.
TRACES = ("dossier_village",)
# Rows of no day, or of none that says which period they are for.
UNDATED = ("publicity_row", "portal_row")
# Texts of a fact, null where they do not apply.
_TEXTS = ("unit_code", "unit", "official", "field", "procedure")


class Past(NamedTuple):
    """What an indicator counted in a period that is in no fact (Plan.past, Plan.maintained)."""

    period: str
    scope: str
    unit_code: str
    official: str
    indicator: str
    numerator: int
    denominator: int


@dataclass(frozen=True)
class Outcomes:
    """What all inputs together tell of rows: `duplicate`, `orphan` (without a dossier) or
    `ambiguous` (of more than one).

    `counts`: file, sheet, outcome, rows; `problems` as outcome_problem.sql, row by row.
    """

    counts: list[Row]
    problems: pa.Table

    def of_files(self, names: set[str]) -> Outcomes:
        """Those of some files."""
        is_named = pc.is_in(self.problems["file"], value_set=pa.array(names, pa.string()))
        counts = [row for row in self.counts if row[0] in names]
        return Outcomes(counts, self.problems.filter(is_named))

    def with_those(self, others: Outcomes) -> Outcomes:
        """These and others, which are of other files."""
        problems = pa.concat_tables([self.problems, others.problems])
        return Outcomes([*self.counts, *others.counts], problems)


@dataclass(frozen=True)
class Aggregates:
    """`facts`, `procedures`, `publicity`, `due_rules`, `handling`, `villages` as model.Counts has
    them.

    `reuse`: unit -> dossiers reused, dossiers received (reuse_count.sql).

    `paid_otherwise`: unit and official -> dossiers whose fee is paid, but not online.
    `figures`: the portal's in force (unit, measure, numerator, denominator, rate_bp, figure_on);
    `doubts` as doubt_count.sql, none without portal figures.
    """

    facts: tuple[Fact, ...]
    procedures: tuple[ProcedureCount, ...]
    publicity: tuple[PublicityMark, ...]
    past: tuple[Past, ...]
    due_rules: tuple[DueRuleCount, ...]
    paid_otherwise: dict[tuple[str, str], int]
    handling: tuple[HandlingCount, ...]
    villages: tuple[VillageCount, ...]
    reuse: dict[str, tuple[int, int]]
    outcomes: Outcomes
    figures: list[Row]
    doubts: list[Row]


def choose(engine: Engine, sheets: list[SheetResult], plan: Plan) -> date | None:
    """Chooses one row of those that say the same; gives the latest day of anything in them.

    The order of sheets makes no difference.
    """
    for name, (paths, empty) in input_tables(sheets).items():
        if name not in UNDATED:
            engine.load_rows(name, paths, empty)
    engine.load("lineage", lineage_table(plan))
    _make(engine, CHOICES)
    latest: date | None = engine.fetch("latest_day")[0][0]
    return latest


def count(engine: Engine, sheets: list[SheetResult], plan: Plan, as_of: date) -> Aggregates:
    """The facts as of a day, from the rows that `choose` chose.

    Publicity and figures of the portal, whose dates belong to no period, and which columns there
    are, come from `sheets` alone.
    """
    tables = input_tables(sheets)
    for name in UNDATED:
        engine.load_rows(name, *tables[name])
    for name, table in plan_tables(plan, as_of, sheets).items():
        engine.load(name, table)
    _make(engine, COUNTS)
    figures = engine.fetch("portal_figure")
    return Aggregates(
        _facts(engine.fetch_table("fact"), as_of),
        _procedures(engine.fetch("procedure_mark"), CUMULATIVE),
        _publicity(engine.fetch("publicity_mark")),
        _past(engine.fetch("past")),
        tuple(DueRuleCount(*row) for row in engine.fetch("due_rule_count")),
        {(unit, official): n for unit, official, n in engine.fetch("paid_otherwise_count")},
        tuple(HandlingCount(*row) for row in engine.fetch("handling_count")),
        _villages(engine.fetch("village_count")),
        {unit: (reused, received) for unit, reused, received in engine.fetch("reuse_count")},
        Outcomes(engine.fetch("outcome_count"), engine.fetch_table("outcome_problem")),
        figures,
        engine.fetch("doubt_count") if figures else [],
    )


def disliked(engine: Engine, detail_file: Path, sheets: list[SheetResult]) -> dict[str, int] | None:
    """Dossiers by unit that are on time but disliked, of the cumulative detail; None without a
    rating log: nobody knows.
    """
    if not _has_rows(sheets, "ratings"):
        return None
    engine.load_files("detail_now", [str(detail_file)])
    _make(engine, INDEX)
    return dict(engine.fetch("disliked_count"))


def _has_rows(sheets: list[SheetResult], kind: str) -> bool:
    """Whether there is an export of the kind with a usable row."""
    return any(sheet.source.kind == kind and sheet.source.rows_kept for sheet in sheets)


def last_records(engine: Engine) -> dict[str, date]:
    """After `choose`: kind of log -> the last day of which it has a record."""
    return dict(engine.fetch("last_record"))


def months_received(engine: Engine) -> dict[tuple[str, int], int]:
    """After `choose`: in how many months of a year each unit received dossiers."""
    return dict(Counter((unit, int(year)) for unit, year, *_ in engine.fetch("received_month")))


def left_open(engine: Engine) -> int:
    """After `choose`: dossiers without an end that only exports of the year before have."""
    return sum(dossiers for _, dossiers in engine.fetch("left_open"))


def detail(engine: Engine, period: str, path: Path) -> None:
    """The rows that a period's numbers are counted from, after `count`, as Parquet (detail.sql)."""
    _view_period(engine, period)
    _make(engine, DETAILS)
    engine.write("detail", path)


def _view_period(engine: Engine, period: str) -> None:
    for name, table in PERIOD_VIEWS.items():
        # the period as a literal, so that no other is worked out; its name is ours (plan.periods)
        one = f"select * from {table} where period = '{period}'"  # noqa: S608
        engine.create(name, one, Materialization.VIEW)


def procedures(engine: Engine, period: str) -> tuple[ProcedureCount, ...]:
    """After `count`: the procedures of the catalogue as they count in a period."""
    return _procedures(engine.fetch("procedure_mark"), period)


def proofs(engine: Engine, indicator: str, period: str) -> list[Row]:
    """After `count`: unit, code of the dossier or procedure, kind, file, sheet and row of what
    decides of it in a period (proofs/*.sql); none where that is the row that is counted.
    """
    select = proof(indicator)
    if select is None:
        return []
    _view_period(engine, period)
    engine.create("proof", select.sql, select.materialization)
    return engine.fetch("proof")


def villages_of_dossiers(engine: Engine) -> dict[tuple[str, str], str | None]:
    """After `count`: unit and code of every accepted dossier -> its village, None where none is
    named.
    """
    _make(engine, TRACES)
    return {(unit, code): village for unit, code, village in engine.fetch("dossier_village")}


def sheets_of_units(engine: Engine) -> dict[str, set[tuple[str, str]]]:
    """After `detail`: unit -> (file, sheet) of the exports that have rows of it."""
    sheets: dict[str, set[tuple[str, str]]] = {}
    for file, sheet, unit in engine.fetch("source_unit"):
        sheets.setdefault(unit, set()).add((file, sheet))
    return sheets


def compare(engine: Engine, now: Path, before: Path) -> tuple[list[Row], list[Row]]:
    """What two files of `detail` differ in: how many dossiers, and which (change*.sql)."""
    engine.load_files("detail_now", [str(now)])
    engine.load_files("detail_before", [str(before)])
    _make(engine, CHANGES)
    return engine.fetch("change_count"), engine.fetch("change_listed")


def _make(engine: Engine, names: tuple[str, ...]) -> None:
    for name in names:
        select = statement(name)
        engine.create(name, select.sql, select.materialization)


def _facts(rows: pa.Table, as_of: date) -> tuple[Fact, ...]:
    """Texts that do not apply are empty."""
    columns = [
        _shared(rows[name].fill_null("") if name in _TEXTS else rows[name])
        for name in Fact._fields[1:]
    ]
    return tuple(map(Fact, repeat(as_of), *columns))


def _shared(column: pa.ChunkedArray) -> list[Any]:
    """The values, of which equal ones are one object: the facts of a province say the same few
    words some hundred thousand times, and go to a child in a third of the time.
    """
    encoded = pc.dictionary_encode(column, null_encoding="encode").combine_chunks()
    values = encoded.dictionary.to_pylist()
    return [values[index] for index in encoded.indices.to_pylist()]


def _procedures(rows: list[Row], of_period: str) -> tuple[ProcedureCount, ...]:
    """Rows of procedure_mark.sql: those of one period."""
    counts = (
        ProcedureCount(unit, procedure, dossiers, online, payments, tuple(marks))
        for period, unit, procedure, *marks, dossiers, online, payments in rows
        if period == of_period
    )
    return tuple(sorted(counts, key=attrgetter("unit_code", "procedure")))


def _publicity(rows: list[Row]) -> tuple[PublicityMark, ...]:
    """Rows of publicity_mark.sql."""
    entries = (
        PublicityMark(unit, procedure, file, sheet, row_number, tuple(marks))
        for unit, procedure, *marks, file, sheet, row_number in rows
    )
    return tuple(sorted(entries))


def _villages(rows: list[Row]) -> tuple[VillageCount, ...]:
    """By unit, most dossiers first."""
    counts = (VillageCount(*row) for row in rows)
    return tuple(sorted(counts, key=lambda v: (v.unit_code, -v.dossiers, v.village)))


def _past(rows: list[Row]) -> tuple[Past, ...]:
    return tuple(
        Past(period, scope, unit or "", official or "", *rest)
        for period, scope, unit, official, *rest in rows
        if scope != "official" or official
    )
