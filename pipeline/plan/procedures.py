"""Sheet Danh mục TTHC: the catalogue of procedures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model import Procedure
from pipeline.plan.frames import Frame, fault, frame, read_cells, text, yes_no
from pipeline.values.text import key, procedure_code
from pipeline.values.words import values_by_word

if TYPE_CHECKING:
    from pipeline.plan.sheets import Sheet

_NO = key("Không")  # an empty cell


def procedure_frame(sheet: Sheet) -> Frame:
    """A row for each of the sheet; one without a code is not looked at further."""
    levels, words = values_by_word("level"), values_by_word("yes_no")
    code = [procedure_code(printed) or None for printed in sheet["code"]]
    level = [levels.get(key(shown)) for shown in sheet["level"]]
    has_fee = [words.get(key(shown) or _NO) for shown in sheet["has_fee"]]
    is_coded = [value is not None for value in code]
    codes = text(code)
    return frame("procedures", sheet, {
        "code": codes,
        "code.cell": read_cells(code),
        "name": text(sheet["name"]),
        "field": text(sheet["field"]),
        "level": text(level),
        "level.cell": read_cells(level, is_coded),
        "has_fee": yes_no(None if value is None else value == "yes" for value in has_fee),
        "has_fee.cell": read_cells(has_fee, is_coded),
        "code.repeated": fault(codes.duplicated() & codes.notna()),
    })  # fmt: skip


def procedures_of(procedures: Frame) -> tuple[Procedure, ...]:
    """The catalogue in the order of the sheet."""
    return tuple(
        Procedure(
            code=row["code"],
            printed_code=row["code.text"],
            name=row["name"],
            field=row["field"],
            level=row["level"] or "",
            has_fee=bool(row["has_fee"]),
        )
        for row in procedures.rows()
        if row["code"]
    )
