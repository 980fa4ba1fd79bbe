"""Sheet Đơn vị: units, their names, and what stands above them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pipeline.model import Unit
from pipeline.plan.frames import Frame, fault, frame, number, text
from pipeline.values.text import clean, key

if TYPE_CHECKING:
    from pipeline.plan.sheets import Sheet


def unit_frame(sheet: Sheet) -> Frame:
    """A row for each of the sheet."""
    named = zip(sheet["code"], sheet["name"], strict=True)
    is_whole = [bool(code and name) for code, name in named]
    above = list(zip(sheet["code"], sheet["parent"], strict=True))
    parents = {code: parent for (code, parent), whole in zip(above, is_whole, strict=True) if whole}
    # of a code that is there twice, the last row says what is above it
    judged = [(code, parent if parents.get(code) == parent else "") for code, parent in above]
    circles = [_circle(code, parents) if parent in parents else () for code, parent in judged]
    return frame("units", sheet, {
        **{name: text(sheet[name]) for name in ("code", "name", "other_names", "parent")},
        "code.incomplete": fault(not whole for whole in is_whole),
        "parent.unknown": fault(bool(parent) and parent not in parents for _, parent in judged),
        "parent.above_itself": fault(bool(path) for path in circles),
    }, {"parent.circle": text(" → ".join((*path, *path[:1])) for path in circles)})  # fmt: skip


def name_frame(units: Frame) -> Frame:
    """A row for each code, name and other name, each once a unit, in the order of units."""
    data = pd.DataFrame(
        [
            (row["row"], row["name"], row["code"], spelled)
            for row in units.rows()
            if not row["code.incomplete"]
            for spelled in dict.fromkeys(map(key, (row["code"], row["name"], *_others(row))))
        ],
        columns=["row", "name", "code", "key"],
    )
    taken_by = data.groupby("key")["code"].shift()
    judged = {"name.taken": fault(taken_by.notna())}
    details = {
        "row": number(data["row"]),
        "name.text": text(data["name"]),
        "name.taken_by": text(taken_by),
    }
    return Frame(
        "unit_names", units.sheet, units.headers, pd.DataFrame(judged), pd.DataFrame(details)
    )


def units_of(units: Frame) -> tuple[Unit, ...]:
    """The units in the order of the tree."""
    return _in_tree_order([
        Unit(row["code"], row["name"], tuple(_others(row)), row["parent"])
        for row in units.rows()
        if not row["code.incomplete"]
    ])  # fmt: skip


def _others(row: dict[str, str]) -> list[str]:
    """The other names that a cell lists."""
    return [other for part in row["other_names"].split(";") if (other := clean(part))]


def _in_tree_order(units: list[Unit]) -> tuple[Unit, ...]:
    """Each unit right behind the one above it and what is below that one's earlier children.

    Units that lead to no top, which is a fault of the plan, come last.
    """
    children: dict[str, list[Unit]] = {}
    for unit in units:
        children.setdefault(unit.parent, []).append(unit)
    ordered: list[Unit] = []
    waiting = children.get("", [])[::-1]
    while waiting:
        unit = waiting.pop()
        ordered.append(unit)
        waiting += children.get(unit.code, [])[::-1]
    placed = {unit.code for unit in ordered}
    return (*ordered, *(unit for unit in units if unit.code not in placed))


def _circle(code: str, parents: dict[str, str]) -> tuple[str, ...]:
    """The codes that lead from a unit up to itself again; empty where they lead to the top."""
    path = [code]
    while (above := parents.get(path[-1], "")) and above not in path:
        path.append(above)
    return tuple(path) if above == code else ()
