"""What the schemas of the plan (schemas/plan_rules.py) refuse, in the catalogue's words.

pandera's own words never reach a user: here, and here alone, its failures become messages.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING, Any

from schemas.judge import SchemaErrors
from schemas.plan_problems import plan_problems
from schemas.plan_rules import SCHEMAS

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.plan.frames import Frame

_TYPED = {
    "code",
    "name",
    "official",
    "other",
    "procedure",
    "text",
}  # what messages name as it stands in a cell
_MOST_SHOWN = 200  # letters of it


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
        SCHEMAS[frame.name].validate(frame.judged, lazy=True)
    except SchemaErrors as errors:
        failures = errors.failure_cases
        if not set(failures["check"]) <= plan_problems().keys():
            raise
        yield from _faults(frame, failures)


def _faults(frame: Frame, failures: pd.DataFrame) -> Iterator[Fault]:
    """Of failures: the schema's column, the code and the position of the row."""
    for (column, code), failed in failures.groupby(["column", "check"], sort=False, dropna=False):
        if column not in frame.judged:  # a rule of the sheet as a whole
            yield Fault(code, 0, plan_problems()[code].message)
            continue
        positions = [int(position) for position in failed["index"]]
        messages = _messages(frame, code, column.partition(".")[0])
        numbers = frame["row"]
        yield from (Fault(code, numbers[place], messages(place)) for place in positions)


def _messages(frame: Frame, code: str, shown_at: str) -> Callable[[int], str]:
    """The catalogue's message for the row of a position. `{name}` is what belongs to the column
    shown, as `<column>.name`, or else the column of that name.
    """
    message = plan_problems()[code].message
    header = frame.headers.get(shown_at, "")
    details = {"row": frame["row"]}
    for _, name, _, _ in Formatter().parse(message):
        if name and name not in {"at", "column"}:
            own = f"{shown_at}.{name}"
            details[name] = frame[own if own in frame else name]

    def filled(position: int) -> str:
        values = {name: column[position] for name, column in details.items()}
        values |= {name: _shortened(values[name]) for name in _TYPED & values.keys()}
        at = f"trang “{frame.sheet}”, dòng {values['row']}, cột “{header}”"
        return message.format(**values | {"at": at, "column": header})

    return filled


def _shortened(value: Any) -> Any:
    """A cell may hold 32,767 letters; nobody reads them in a message."""
    is_long = isinstance(value, str) and len(value) > _MOST_SHOWN
    return f"{value[:_MOST_SHOWN]}…" if is_long else value
