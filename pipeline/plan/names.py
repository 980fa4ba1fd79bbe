"""Names in the workbook that no plan has: nothing of it is passed over in silence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from pipeline.plan.frames import Frame, fault, number, text
from pipeline.plan.nearest import nearest
from pipeline.values.text import key
from schemas.plan import OTHER_SHEETS, PLAN_HEADERS, PLAN_ITEMS

if TYPE_CHECKING:
    from pipeline.plan.sheets import PlanSheets, Sheet

_FAULTS = (
    "sheet.unknown", "column.unknown", "column.unheaded", "column.repeated", "item.unknown",
    "item.repeated",
)  # fmt: skip
_ITEMS = "Kế hoạch"


class _Name(NamedTuple):
    """A name and what is wrong with it; `row`: 0 where it is in no row."""

    fault: str
    where: str
    name: str
    known: str = ""
    row: int = 0


def names_frame(book: PlanSheets) -> Frame:
    """A row for each name that is wrong."""
    sheets = (*PLAN_HEADERS, *OTHER_SHEETS)
    names = [_Name("sheet.unknown", "", name, nearest(name, sheets)) for name in book.others]
    for sheet in book.sheets.values():
        names += _columns(sheet)
    names += _items(book[_ITEMS])
    judged = {code: fault(name.fault == code for name in names) for code in _FAULTS}
    details = {
        "row": number(name.row for name in names),
        **{
            part: text(getattr(name, part) for name in names) for part in ("where", "name", "known")
        },
    }
    return Frame("names", "", {}, pd.DataFrame(judged), pd.DataFrame(details))


def _columns(sheet: Sheet) -> Iterator[_Name]:
    headers = PLAN_HEADERS[sheet.name].values()
    known = {key(header) for header in headers}
    seen: set[str] = set()
    for place, heading in sheet.headings.items():
        if not heading:
            yield _Name("column.unheaded", sheet.name, _letters(place), nearest("", headers))
        elif key(heading) not in known:
            yield _Name("column.unknown", sheet.name, heading, nearest(heading, headers))
        elif key(heading) in seen:
            yield _Name("column.repeated", sheet.name, heading)
        seen.add(key(heading))


def _letters(place: int) -> str:
    from xlsxwriter.utility import xl_col_to_name  # noqa: PLC0415 - large, and seldom needed

    return str(xl_col_to_name(place))


def _items(sheet: Sheet) -> Iterator[_Name]:
    items = [item.name for item in PLAN_ITEMS]
    known = set(map(key, items))
    seen: set[str] = set()
    for row, name in zip(sheet.numbers, sheet["item"], strict=True):
        if key(name) not in known:
            yield _Name("item.unknown", sheet.name, name, nearest(name, items), row)
        elif key(name) in seen:
            yield _Name("item.repeated", sheet.name, name, row=row)
        seen.add(key(name))
