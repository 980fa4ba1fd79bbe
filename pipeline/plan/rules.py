"""What the schemas of the plan (schemas/plan_rules.py) refuse, in the catalogue's words.

pandera's own words never reach a user: here, and here alone, its failures become messages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import repeat
from string import Formatter
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from pandera.errors import SchemaErrors

from schemas.plan_problems import plan_problems
from schemas.plan_rules import SCHEMAS

if TYPE_CHECKING:
    import pandas as pd

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


def judge(*frames: Frame) -> list[Fault]:
    """The faults that the schemas of a sheet's frames find: by rows, those of a row in the order of
    frames and schemas.

    Raises pandera's SchemaErrors where a frame is not what its schema describes: a fault of the
    code, never of the plan.
    """
    return sorted((fault for frame in frames for fault in _judged(frame)), key=lambda f: f.row)


def _judged(frame: Frame) -> Iterator[Fault]:
    try:
        SCHEMAS[frame.name].validate(frame.data, lazy=True)
    except SchemaErrors as errors:
        failures = errors.failure_cases
        if not set(failures["check"]) <= plan_problems().keys():
            raise
        yield from _faults(frame, failures)


def _faults(frame: Frame, failures: pd.DataFrame) -> Iterator[Fault]:
    """Of failures: the schema's column, the code and the position of the row."""
    for (column, code), failed in failures.groupby(["column", "check"], sort=False, dropna=False):
        if column not in frame.data:  # a rule of the sheet as a whole
            yield Fault(code, 0, plan_problems()[code].message)
            continue
        rows = frame.data.iloc[failed["index"].astype("int64")]
        messages = _messages(frame, code, column.partition(".")[0], rows)
        yield from map(Fault, repeat(code), rows["row"], messages)


def _messages(frame: Frame, code: str, shown_at: str, rows: pd.DataFrame) -> Iterator[str]:
    """The catalogue's message for each row. `{name}` is what belongs to the column shown, as
    `<column>.name`, or else the column of that name.
    """
    message = plan_problems()[code].message
    header = frame.headers.get(shown_at, "")
    places = [f"trang “{frame.sheet}”, dòng {row}, cột “{header}”" for row in rows["row"]]
    details: dict[str, Iterable[Any]] = {"at": places, "column": repeat(header)}
    for _, name, _, _ in Formatter().parse(message):
        if name and name not in details:
            own = f"{shown_at}.{name}"
            details[name] = pa.array(rows[own if own in rows else name]).to_pylist()
    for values in zip(*details.values(), strict=False):  # the header is repeated without end
        yield message.format(**dict(zip(details, values, strict=True)))
