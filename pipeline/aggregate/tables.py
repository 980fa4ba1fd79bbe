"""The tables that the SQL starts from: rows of the inputs, and the plan."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pandas as pd  # noqa: F401 - Arrow imports it with the first values: here, while children start
import pyarrow as pa

from pipeline.values.text import key
from schemas.index766 import edge_minutes
from schemas.indicators import indicators

if TYPE_CHECKING:
    from datetime import date

    from pipeline.model import Plan, SheetResult, Source

_TEXT, _DAY, _MOMENT, _FLAG, _COUNT = (
    pa.string(), pa.date32(), pa.timestamp("ms"), pa.bool_(), pa.int32(),
)  # fmt: skip
_ORIGIN = {"file": _TEXT, "sheet": _TEXT, "row_number": _COUNT}

# Kind -> its table's name and columns; normalise makes them, a test compares the two.
ROWS: dict[str, tuple[str, dict[str, pa.DataType]]] = {
    "dossiers": ("dossier_row", {
        "code": _TEXT, "written": _TEXT, "unit": _TEXT,
        "procedure": _TEXT, "field": _TEXT, "field_key": _TEXT,
        "village": _TEXT, "village_key": _TEXT,
        "official": _TEXT, "official_key": _TEXT,
        "received_on": _DAY, "received_at": _MOMENT, "due_on": _DAY, "due_at": _MOMENT,
        "finished_on": _DAY, "finished_at": _MOMENT,
        "status_rank": _COUNT, "is_accepted": _FLAG, "is_waiting": _FLAG, "channel": _TEXT,
        "is_fee_due": _FLAG, "is_exempt": _FLAG, "has_e_result": _FLAG,
        "has_end_columns": _FLAG, "has_due_column": _FLAG,
    }),
    "payments": ("payment_row", {
        "code": _TEXT, "written": _TEXT, "unit": _TEXT,
        "paid_on": _DAY, "paid_at": _MOMENT, "amount": pa.int64(),
        "reference": _TEXT, "status_rank": _COUNT, "is_paid": _FLAG, "is_online": _FLAG,
        "is_exempt": _FLAG,
    }),
    "digitization": ("digitization_row", {
        "code": _TEXT, "written": _TEXT, "unit": _TEXT,
        "has_components": _FLAG, "is_reused": _FLAG, "has_result": _FLAG,
        "digitized_on": _DAY, "digitized_at": _MOMENT,
    }),
    "ratings": ("rating_row", {
        "code": _TEXT, "written": _TEXT, "unit": _TEXT,
        "rated_on": _DAY, "rated_at": _MOMENT,
        "rating_rank": _COUNT, "is_satisfied": _FLAG,
    }),
    "publicity": ("publicity_row", {"procedure": _TEXT, "unit": _TEXT, "is_transparent": _FLAG}),
    "portal": ("portal_row", {
        "unit": _TEXT, "measure": _TEXT, "numerator": pa.int64(), "denominator": pa.int64(),
        "rate_bp": pa.int64(), "figure_on": _DAY,
    }),
}  # fmt: skip


def input_tables(sheets: list[SheetResult]) -> dict[str, tuple[list[str], pa.Table]]:
    """Table name -> its Parquet files, and the empty table that stands where there are none."""
    return {
        name: (
            [s.rows_file for s in sheets if s.source.kind == kind and s.rows_file],
            pa.schema(_ORIGIN | columns).empty_table(),
        )
        for kind, (name, columns) in ROWS.items()
    }


def lineage_table(plan: Plan) -> pa.Table:
    """Every unit with itself and all that is below it, at any depth."""
    pairs = [
        (unit.code, below.code)
        for unit in plan.units
        for below in (unit, *plan.descendants(unit.code))
    ]
    return pa.table({
        "ancestor": pa.array([ancestor for ancestor, _ in pairs], _TEXT),
        "descendant": pa.array([descendant for _, descendant in pairs], _TEXT),
    })  # fmt: skip


def plan_tables(plan: Plan, as_of: date, sheets: list[SheetResult]) -> dict[str, pa.Table]:
    """The plan, the periods up to as_of and what the inputs give evidence of, as small tables."""
    return {
        "campaign": pa.table({
            "day50_on": pa.array([plan.day50], _DAY),
            "is_due_by_hour": [plan.due_rule == "by_hour"],
            "is_waiting_on_time": [plan.waiting_rule == "on_time"],
        }),
        "unit": _unit(plan),
        "period": _period(plan, as_of),
        "handling_period": _handling_period(plan, as_of, sheets),
        "indicator": pa.table({
            "indicator": [indicator.id for indicator in indicators()],
            "grain": [indicator.grain for indicator in indicators()],
            "indicator_order": list(range(len(indicators()))),
        }),
        "target": _target(plan),
        "official_target": _official_target(plan),
        "procedure": _procedure(plan),
        "assignment": _assignment(plan),
        "evidence": _evidence(sheets),
        "edge": _edge(plan, as_of),
    }  # fmt: skip


def _edge(plan: Plan, as_of: date) -> pa.Table:
    """The days at whose midnight [start, as_of] begins and ends."""
    day = timedelta(days=1)
    return pa.table({
        "before_start_on": [plan.start - day],
        "start_on": [plan.start],
        "end_on": [as_of],
        "after_end_on": [as_of + day],
        "edge_minutes": [edge_minutes()],
    })  # fmt: skip


def _unit(plan: Plan) -> pa.Table:
    return pa.table({
        "unit": [unit.code for unit in plan.units],
        "unit_name": [unit.name for unit in plan.units],
        "unit_order": list(range(len(plan.units))),
    })  # fmt: skip


def _period(plan: Plan, as_of: date) -> pa.Table:
    """The periods of the facts, and those in no fact: earlier cumulative ones, windows after the
    end.
    """
    reported = plan.periods(as_of)
    periods = [*reported, *plan.past(as_of), *plan.maintained(as_of)]
    return pa.table({
        "period": [period.name for period in periods],
        "period_start": [period.start for period in periods],
        "period_end": [period.end for period in periods],
        "period_order": list(range(len(periods))),
        "is_reported": [number < len(reported) for number in range(len(periods))],
    })  # fmt: skip


def _handling_period(plan: Plan, as_of: date, sheets: list[SheetResult]) -> pa.Table:
    """[start, as_of], and the days that tables 06a of the campaign say that they count."""
    stated = {
        (table.start, table.end)
        for sheet in sheets
        if (table := sheet.handling) and table.is_within(plan.start, max(as_of, plan.end))
    }
    periods = sorted({(plan.start, as_of), *stated})
    return pa.table({
        "period_start": pa.array([start for start, _ in periods], _DAY),
        "period_end": pa.array([end for _, end in periods], _DAY),
    })  # fmt: skip


def _target(plan: Plan) -> pa.Table:
    return pa.table({
        "unit": pa.array([target.unit for target in plan.targets], _TEXT),
        "indicator": pa.array([target.indicator for target in plan.targets], _TEXT),
        "day50_bp": pa.array([target.day50_bp for target in plan.targets], pa.int64()),
        "day100_bp": pa.array([target.day100_bp for target in plan.targets], pa.int64()),
    })  # fmt: skip


def _official_target(plan: Plan) -> pa.Table:
    targets = plan.official_targets
    return pa.table({
        "unit": pa.array([target.unit for target in targets], _TEXT),
        "official_key": pa.array([target.official_key for target in targets], _TEXT),
        "indicator": pa.array([target.indicator for target in targets], _TEXT),
        "day50_bp": pa.array([target.day50_bp for target in targets], pa.int64()),
        "day100_bp": pa.array([target.day100_bp for target in targets], pa.int64()),
    })  # fmt: skip


def _procedure(plan: Plan) -> pa.Table:
    return pa.table({
        "procedure": pa.array([entry.code for entry in plan.procedures], _TEXT),
        "is_service": pa.array(
            [entry.level in ("partial", "full") for entry in plan.procedures], _FLAG
        ),
        "is_full": pa.array([entry.level == "full" for entry in plan.procedures], _FLAG),
        "has_fee": pa.array([entry.has_fee for entry in plan.procedures], _FLAG),
    })  # fmt: skip


def _assignment(plan: Plan) -> pa.Table:
    return pa.table({
        "unit": pa.array([entry.unit for entry in plan.assignments], _TEXT),
        "official": pa.array([entry.official for entry in plan.assignments], _TEXT),
        "official_key": pa.array([key(entry.official) for entry in plan.assignments], _TEXT),
        "field_key": pa.array([key(entry.field) for entry in plan.assignments], _TEXT),
        "procedure": pa.array([entry.procedure for entry in plan.assignments], _TEXT),
    })  # fmt: skip


def _is_usable(source: Source) -> bool:
    return bool(source.rows_kept or not (source.rows_rejected or source.rows_duplicate))


def _evidence(sheets: list[SheetResult]) -> pa.Table:
    """No file of a kind, or no column, is no data (DOMAIN.md); nor is one with no usable row, or
    none that is not in a copy to correct (rows_duplicate, before duplicates are known).
    """

    def has_column(kind: str, column: str) -> bool:
        return any(
            sheet.source.kind == kind and column in sheet.headers and _is_usable(sheet.source)
            for sheet in sheets
        )

    return pa.table({
        "has_channel": [has_column("dossiers", "channel")],
        "has_payment_method": [has_column("payments", "method")],
        "has_digitization": [has_column("digitization", "components")],
    })  # fmt: skip
