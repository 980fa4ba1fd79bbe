"""What the schemas of the plan (schemas/plan_rules.py) refuse, in the catalogue's words.

pandera's own words never reach a user: here, and here alone, its failures become messages.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pandera.errors import SchemaErrors

from schemas.plan_problems import plan_problems
from schemas.plan_rules import SCHEMAS

if TYPE_CHECKING:
    import pandas as pd
    import pandera.pandas as pandera

    from pipeline.plan.frames import Frame


@dataclass(frozen=True)
class Fault:
    """A fault of the plan: its code, the number of its row (0: of no row) and the message."""

    code: str
    row: int
    message: str

    @property
    def severity(self) -> str:
        """As the catalogue has it."""
        return plan_problems()[self.code].severity


def judge(frame: Frame) -> list[Fault]:
    """The faults that the frame's schema finds, by rows, those of a row in the schema's order.

    Raises pandera's SchemaErrors where the frame is not what the schema describes: a fault of the
    code, never of the plan.
    """
    schema = SCHEMAS[frame.name]
    try:
        schema.validate(frame.data, lazy=True)
    except SchemaErrors as errors:
        failures = errors.failure_cases
        if not set(failures["check"]) <= plan_problems().keys():
            raise
        return _faults(frame, schema, failures)
    return []


def _faults(frame: Frame, schema: pandera.DataFrameSchema, failures: pd.DataFrame) -> list[Fault]:
    rows = frame.rows()
    faults: list[Fault] = []
    for column, code, place in failures[["column", "check", "index"]].itertuples(index=False):
        if column not in schema.columns:  # a rule of the sheet as a whole
            faults.append(Fault(code, 0, plan_problems()[code].message))
        else:
            row = rows[int(place)]
            faults.append(Fault(code, row["row"], _message(frame, code, column, row)))
    return sorted(faults, key=lambda fault: fault.row)


def _message(frame: Frame, code: str, column: str, row: dict[str, Any]) -> str:
    """The catalogue's message: `{name}` is the row's column of that name, or what belongs to the
    column shown.
    """
    shown_at = column.partition(".")[0]
    header = frame.headers.get(shown_at, "")
    details = {name: value for name, value in row.items() if "." not in name}
    own = {
        name.removeprefix(f"{shown_at}."): value
        for name, value in row.items()
        if name.startswith(f"{shown_at}.")
    }
    at = f"trang “{frame.sheet}”, dòng {row['row']}, cột “{header}”"
    return plan_problems()[code].message.format(**(details | own | {"at": at, "column": header}))
