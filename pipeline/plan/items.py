"""Sheet Kế hoạch: the items of the plan."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.plan.frames import Frame, cells, day, fault, number, text
from pipeline.values.dates import parse_date
from pipeline.values.numbers import parse_percent
from pipeline.values.text import clean, key
from pipeline.values.words import values_by_word
from schemas.cells import Cell
from schemas.contracts import vocabulary, vocabulary_names
from schemas.plan import PLAN_ITEMS

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipeline.plan.frames import Columns
    from pipeline.plan.sheets import Sheet
    from schemas.plan import PlanItem

_MOST = 10**12  # of a count: more is a slip of the pen
_CYCLE_DAYS = 10  # where the plan does not say
_MOST_POINTS = 100_00  # hundredths
_RANK = re.compile(r"(\d{1,3})/(\d{1,3})")
_COLUMNS: dict[str, Callable[[list[Any]], Any]] = {"date": day, "count": number, "points": number}


def item_frame(sheet: Sheet) -> Frame:
    """One row; a column for each item of PLAN_ITEMS by its field."""
    values = dict(zip(map(key, sheet["item"]), sheet["value"], strict=True))
    shown = {item.field: values.get(key(item.name), "") for item in PLAN_ITEMS}
    parsed = {item.field: _parsed(item.kind, shown[item.field]) for item in PLAN_ITEMS}
    judged: Columns = {}
    for item in PLAN_ITEMS:
        judged |= _columns(item, shown[item.field], parsed[item.field])
    judged |= _faults(parsed["start"], parsed["day50"], parsed["end"])
    details = {
        "row": number([0]),
        **{f"{field}.text": text([value]) for field, value in shown.items()},
        **{
            f"{i.field}.choices": text([_choices(i.kind)]) for i in PLAN_ITEMS if _is_choice(i.kind)
        },
    }
    headers = {item.field: item.name for item in PLAN_ITEMS}
    return Frame("items", sheet.name, headers, pd.DataFrame(judged), pd.DataFrame(details))


def items_of(items: Frame) -> dict[str, Any]:
    """Values by the names that Plan knows; what holds where an item is empty."""
    values = {item.field: items[item.field][0] for item in PLAN_ITEMS}
    for item in PLAN_ITEMS:
        if values[item.field] is None:
            values[item.field] = _of_empty(item.kind)
        elif item.kind == "names":
            values[item.field] = _names(values[item.field])
    return values | {"cycle_days": values["cycle_days"] or _CYCLE_DAYS}


def _columns(item: PlanItem, shown: str, value: Any) -> Columns:
    column: Callable[[list[Any]], Any] = _COLUMNS.get(item.kind, text)
    cell = Cell.EMPTY if not shown else Cell.UNREAD if value is None else Cell.VALUE
    return {item.field: column([value]), f"{item.field}.cell": cells([cell])}


def _parsed(kind: str, shown: str) -> Any:
    """The value, None where the text is empty or has none of this kind."""
    if _is_choice(kind):
        return values_by_word(kind).get(key(shown))
    if kind == "date":
        moment = parse_date(shown)
        return moment.date() if moment else None
    if kind == "count":
        return int(shown) if _is_count(shown) else None
    if kind == "points":
        return _points(shown)
    if kind == "rank":
        return shown if _is_rank(shown) else None
    return shown or None


def _points(shown: str) -> int | None:
    points = parse_percent(shown)
    return points if points is not None and 0 <= points <= _MOST_POINTS else None


def _is_rank(shown: str) -> bool:
    match = _RANK.fullmatch(shown)
    return match is not None and 1 <= int(match[1]) <= int(match[2])


def _names(listed: str) -> tuple[str, ...]:
    return tuple(name for part in listed.split(";") if (name := clean(part)))


def _is_choice(kind: str) -> bool:
    return kind in vocabulary_names()


def _choices(kind: str) -> str:
    """What an item of a vocabulary may say."""
    return " hoặc ".join(words[0] for words in vocabulary(kind).values())


def _is_count(shown: str) -> bool:
    return shown.isdecimal() and len(shown) < len(str(_MOST)) and int(shown) > 0


def _faults(start: Any, day50: Any, end: Any) -> Columns:
    """Days that contradict each other; one that is not known contradicts none."""
    is_known = start is not None and end is not None
    is_reversed = is_known and start > end
    is_outside = is_known and day50 is not None and not start <= day50 <= end
    return {
        "start.after_end": fault([is_reversed]),
        "day50.outside": fault([is_outside and not is_reversed]),
    }


def _of_empty(kind: str) -> Any:
    if _is_choice(kind):
        return next(iter(vocabulary(kind)))
    if kind == "names":
        return ()
    return "" if kind in {"text", "rank"} else None
