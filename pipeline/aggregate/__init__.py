"""Kept rows of all files to one row per dossier, then to the table of facts.

Each `<table>.sql` is one SELECT that makes the table of its name from tables above it in TABLES.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.aggregate.tables import input_tables, plan_tables
from pipeline.model import CUMULATIVE

if TYPE_CHECKING:
    from datetime import date

    from pipeline.aggregate.engine import DuckDBEngine
    from pipeline.model import Plan, SheetResult

# What all rows together decide, before as_of is looked at.
CHOICES = (
    "code_unit", "dossier_choice", "payment_choice", "digitization_choice", "rating_choice",
    "latest_day",
)  # fmt: skip
# What is counted up to as_of, and what became of the rows.
COUNTS = (
    "answerable", "payment_state", "dossier", "dossier_count", "rating_count", "procedure_count",
    "publicity_count", "tally", "scope_tally", "scope_target", "fact", "outcome",
)  # fmt: skip


@dataclass(frozen=True)
class Aggregates:
    """`facts` and `procedures` as model.Results has them; `outcomes`: file, sheet, row_number,
    code, kind, outcome (`duplicate`, `orphan` or `ambiguous`).
    """

    facts: pd.DataFrame
    procedures: pd.DataFrame
    outcomes: pd.DataFrame


def choose(engine: DuckDBEngine, sheets: list[SheetResult]) -> date | None:
    """Which rows are kept of all; the latest day on which one of them tells of something.

    The order of sheets makes no difference.
    """
    for name, (paths, empty) in input_tables(sheets).items():
        engine.load_rows(name, paths, empty)
    for name in CHOICES:
        engine.create(name, _sql(name))
    latest = engine.fetch("latest_day")["latest_on"][0]
    return None if pd.isna(latest) else latest.date()


def count(engine: DuckDBEngine, sheets: list[SheetResult], plan: Plan, as_of: date) -> Aggregates:
    """The facts as of a day, from the rows that `choose` kept."""
    for name, table in plan_tables(plan, as_of, sheets).items():
        engine.load(name, table)
    for name in COUNTS:
        engine.create(name, _sql(name))
    counts = engine.fetch("procedure_count")
    procedures = counts[counts["period"] == CUMULATIVE].rename(columns={"unit": "unit_code"})
    columns = ["unit_code", "procedure", "dossiers", "online_dossiers", "online_payments"]
    order = procedures.sort_values(columns[:2], ignore_index=True)[columns]
    return Aggregates(_facts(engine.fetch("fact"), as_of), order, engine.fetch("outcome"))


def _sql(name: str) -> str:
    return resources.files("pipeline.aggregate").joinpath(f"{name}.sql").read_text(encoding="utf-8")


def _facts(facts: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The types that model.Results promises."""
    texts = ["unit_code", "unit", "official", "field", "procedure"]
    facts[texts] = facts[texts].fillna("")
    numbers = ["numerator", "denominator", "rate_bp", "target_bp", "variance_bp", "shortfall"]
    facts[numbers] = facts[numbers].astype("Int64")
    for name in ("period_start", "period_end"):
        facts[name] = facts[name].dt.date
    facts.insert(0, "as_of", as_of)
    return facts
