"""A copy of a plan with further rows below its own, which stay as they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from typing import TYPE_CHECKING

import openpyxl
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from pipeline.draft.results import NO_RESULTS, Results
from pipeline.model import OutputBusyError
from pipeline.plan.template import YELLOW, CellValue, Proposed, Row
from pipeline.values.text import clean, key
from schemas.indicators import indicators
from schemas.plan import PLAN_SHEETS

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

_FILL = PatternFill("solid", fgColor=f"FF{YELLOW}")
_TARGETS = "Chỉ tiêu"
_OFFICIAL = key("Cán bộ")
_NEW = "Dòng mới, thêm từ bản xuất."
_AUTHOR = "pipeline"


def write_copy(
    plan: Path, path: Path, rows: Mapping[str, Sequence[Row]], results: Results = NO_RESULTS
) -> None:
    """Writes the plan's workbook with the rows of each sheet behind its last, and last year's
    results where it leaves them empty, all marked yellow.
    """
    book = openpyxl.load_workbook(plan)
    names = {key(name): name for name in book.sheetnames}
    for name, new in rows.items():
        sheet = book[names[key(name)]]
        places = _places(sheet, name)
        for number, row in enumerate(new, start=_last_row(sheet) + 1):
            for place, cell in zip(places, row, strict=False):
                _write(sheet, number, place, cell)
    _fill(book[names[key(_TARGETS)]], results)
    try:
        book.save(path)
    except OSError as error:
        raise OutputBusyError(f"Không ghi được {path}: chọn thư mục khác.") from error


def _places(sheet: Worksheet, name: str) -> list[int]:
    """Where each column of PLAN_SHEETS stands; columns are found by name."""
    header = {key(clean(str(cell.value))): cell.column for cell in sheet[1] if cell.value}
    return [header[key(column)] for column in PLAN_SHEETS[name]]


def _fill(sheet: Worksheet, results: Results) -> None:
    """Writes each unit's results into its rows; officials' rows stay as they are."""
    unit, heading, result, *_ = _places(sheet, _TARGETS)
    official = next((cell.column for cell in sheet[1] if key(str(cell.value)) == _OFFICIAL), None)
    ids = {key(name): entry.id for entry in indicators() for name in (entry.heading, entry.id)}
    of_units = {(key(code), name): proposed for (code, name), proposed in results.items()}
    for row in range(2, sheet.max_row + 1):
        whose = (key(_text(sheet, row, unit)), ids.get(key(_text(sheet, row, heading)), ""))
        is_empty = sheet.cell(row, result).value is None
        is_units = official is None or sheet.cell(row, official).value is None
        if whose in of_units and is_empty and is_units:
            _write(sheet, row, result, of_units[whose])


def _text(sheet: Worksheet, row: int, column: int) -> str:
    return clean(str(sheet.cell(row, column).value or ""))


def _last_row(sheet: Worksheet) -> int:
    """The last row in which anything stands."""
    filled = [cell.row for row in sheet.iter_rows() for cell in row if cell.value is not None]
    return max(filled, default=1)


def _write(sheet: Worksheet, row: int, column: int, cell: CellValue) -> None:
    proposed = cell if isinstance(cell, Proposed) else Proposed(cell, _NEW)
    target = sheet.cell(row, column, proposed.value)
    if isinstance(proposed.value, str):
        target.data_type = "s"  # "=1+1" is a text, no formula
    target.fill = copy(_FILL)
    if proposed.value is not None or proposed.reason != _NEW:
        target.comment = Comment(proposed.reason or _NEW, _AUTHOR)
