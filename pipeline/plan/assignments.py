"""Sheet Phân công: who answers for which field or procedure of a unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.model import Assignment, Procedure, Unit
from pipeline.plan.frames import Frame, cells, fault, frame, text, yes_no
from pipeline.values.text import key, procedure_code
from schemas.cells import Cell

if TYPE_CHECKING:
    from pipeline.plan.sheets import Sheet


def assignment_frame(sheet: Sheet, units: Sequence[Unit], procedures: Sequence[Procedure]) -> Frame:
    """A row for each of the sheet; one without an official is not looked at further.

    `is_first`: the row is the first that assigns this; `official.other`: whom the first names.
    """
    rows = pd.DataFrame(sheet.texts, dtype="object")
    code = rows["procedure"].map(procedure_code)
    is_named = rows["official"] != ""
    first = _first_rows(rows.assign(code=code)[is_named & ((rows["field"] != "") | (code != ""))])
    first = first.reindex(rows.index)
    is_first = first.eq(rows.index.to_series())
    other = rows["official"].reindex(first).set_axis(rows.index)
    is_listed = code.isin([procedure.code for procedure in procedures])
    is_unlisted = is_first & (code != "") & ~is_listed
    fields = {"", *(key(procedure.field) for procedure in procedures)}
    return frame("assignments", sheet, {
        **{name: text(rows[name]) for name in ("official", "title", "unit", "field")},
        "official.cell": cells(Cell.VALUE if named else Cell.EMPTY for named in is_named),
        "unit.unknown": fault(is_named & ~rows["unit"].isin([unit.code for unit in units])),
        "procedure": text(code),
        "procedure.cell": cells(map(_code_cell, rows["procedure"], code, is_named)),
        "is_first": yes_no(is_first),
        "official.two": fault(map(_is_another, rows["official"], other)),
        "procedure.unlisted": fault(is_unlisted),
        "field.unlisted": fault(is_first & ~is_unlisted & ~rows["field"].map(key).isin(fields)),
    }, {
        "official.other": text(other),
        "official.assigned": text(code.where(code != "", rows["field"])),
    })  # fmt: skip


def assignments_of(assignments: Frame) -> tuple[Assignment, ...]:
    """Each assignment once, in the order of the sheet."""
    return tuple(
        Assignment(row["official"], row["title"], row["unit"], row["field"], row["procedure"])
        for row in assignments.rows()
        if row["is_first"]
    )


def _first_rows(assigned: pd.DataFrame) -> pd.Series:
    """Of rows that assign something, the first that assigns the same."""
    same = [assigned["unit"], assigned["field"].map(key), assigned["code"]]
    return assigned.index.to_series().groupby(same).transform("first")


def _code_cell(printed: str, code: str, is_named: bool) -> Cell:  # noqa: FBT001 - a column each
    if not printed or not is_named:
        return Cell.EMPTY
    return Cell.VALUE if code else Cell.UNREAD


def _is_another(official: str, other: Any) -> bool:
    """Whether somebody else has been assigned the same."""
    return isinstance(other, str) and key(other) != key(official)
