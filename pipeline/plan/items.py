"""Sheet Kế hoạch: the items of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.plan.frames import Frame, cells, day, fault, number, text
from pipeline.plan.words import values_by_word
from pipeline.values.dates import parse_date
from pipeline.values.text import key
from schemas.cells import Cell
from schemas.contracts import vocabulary, vocabulary_names
from schemas.plan import PLAN_ITEMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.plan.sheets import Sheet
    from schemas.plan import PlanItem

_MOST = 10**12  # of a count: more is a slip of the pen
_CYCLE_DAYS = 10  # where the plan does not say
_COLUMNS: dict[str, Callable[[list[Any]], Any]] = {"date": day, "count": number}


def item_frame(sheet: Sheet) -> Frame:
    """One row; a column for each item of PLAN_ITEMS by its field."""
    texts = {key(name): value for name, value in zip(sheet["item"], sheet["value"], strict=True)}
    columns: dict[str, pd.Series] = {"row": number([0])}
    values = {}
    for item in PLAN_ITEMS:
        shown = texts.get(key(item.name), "")
        values[item.field] = _parsed(item.kind, shown) if shown else None
        columns |= _columns(item, shown, values[item.field])
    data = pd.DataFrame(columns | _faults(values["start"], values["day50"], values["end"]))
    return Frame("items", sheet.name, {item.field: item.name for item in PLAN_ITEMS}, data)


def items_of(items: Frame) -> dict[str, Any]:
    """Values by the names that Plan knows; what holds where an item is empty."""
    values = {item.field: items[item.field][0] for item in PLAN_ITEMS}
    for item in PLAN_ITEMS:
        if values[item.field] is None:
            values[item.field] = _of_empty(item.kind)
    return values | {"cycle_days": values["cycle_days"] or _CYCLE_DAYS}


def _columns(item: PlanItem, shown: str, value: Any) -> dict[str, pd.Series]:
    cell = Cell.EMPTY if not shown else Cell.UNREAD if value is None else Cell.VALUE
    column: Callable[[list[Any]], Any] = _COLUMNS.get(item.kind, text)
    columns = {
        item.field: column([value]),
        f"{item.field}.text": text([shown]),
        f"{item.field}.cell": cells([cell]),
    }
    if item.kind in vocabulary_names():
        words = " hoặc ".join(words[0] for words in vocabulary(item.kind).values())
        columns[f"{item.field}.choices"] = text([words])
    return columns


def _parsed(kind: str, shown: str) -> Any:
    """The value, None where the text has none of this kind."""
    if kind in vocabulary_names():
        return values_by_word(kind).get(key(shown))
    if kind == "date":
        moment = parse_date(shown)
        return moment.date() if moment else None
    if kind == "count":
        return int(shown) if _is_count(shown) else None
    return shown


def _is_count(shown: str) -> bool:
    return shown.isdecimal() and len(shown) < len(str(_MOST)) and int(shown) > 0


def _faults(start: Any, day50: Any, end: Any) -> dict[str, pd.Series]:
    """Days that contradict each other; one that is not known contradicts none."""
    is_known = start is not None and end is not None
    is_reversed = is_known and start > end
    is_outside = is_known and day50 is not None and not start <= day50 <= end
    return {
        "start.after_end": fault([is_reversed]),
        "day50.outside": fault([is_outside and not is_reversed]),
    }


def _of_empty(kind: str) -> Any:
    if kind in vocabulary_names():
        return next(iter(vocabulary(kind)))
    return "" if kind == "text" else None
