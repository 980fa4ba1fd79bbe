"""The sheets of a plan judged by the rules, and the plan that they make."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.model import Plan
from pipeline.plan.assignments import assignment_frame, assignments_of
from pipeline.plan.difficulties import difficulties_of, difficulty_frame
from pipeline.plan.errors import refuse
from pipeline.plan.items import item_frame, items_of
from pipeline.plan.names import names_frame
from pipeline.plan.procedures import procedure_frame, procedures_of
from pipeline.plan.rules import judge
from pipeline.plan.target_cells import (
    official_targets_of,
    target_frame,
    targets_of,
    with_doubts,
)
from pipeline.plan.targets import without_middle
from pipeline.plan.units import name_frame, unit_frame, units_of
from pipeline.plan.whole import whole_frame

if TYPE_CHECKING:
    from pipeline.plan.sheets import PlanSheets


def checked_plan(sheets: PlanSheets, file: str) -> Plan:
    """The plan with what is doubtful in it; raises PlanError naming every fault.

    Every sheet becomes a frame whatever is wrong with the others, so that all faults come at once.
    """
    unit_rows = unit_frame(sheets["Đơn vị"])
    units = units_of(unit_rows)
    item_row = item_frame(sheets["Kế hoạch"])
    items = items_of(item_row)
    procedure_rows = procedure_frame(sheets["Danh mục TTHC"])
    procedures = procedures_of(procedure_rows)
    target_rows = target_frame(sheets["Chỉ tiêu"], units)
    has_rule = items["target_rule"] != "none"
    targets = targets_of(target_rows, units, has_rule=has_rule)
    own_targets = official_targets_of(target_rows, targets)
    if items["day50"] is None:
        targets = {key: without_middle(target) for key, target in targets.items()}
        own_targets = tuple(replace(target, day50_bp=None) for target in own_targets)
    has_day50 = any(value is not None for value in target_rows["day50"])
    difficulty_rows = difficulty_frame(sheets["Khó khăn"])
    assignment_rows = assignment_frame(sheets["Phân công"], units, procedures)
    faults = [
        *judge(name_frame(unit_rows), unit_rows),
        *judge(item_row),
        *judge(procedure_rows),
        *judge(with_doubts(target_rows, targets, has_rule=has_rule)),
        *judge(assignment_rows),
        *judge(difficulty_rows),
        *judge(whole_frame(items, procedures, len(targets), has_day50=has_day50)),
        *judge(names_frame(sheets)),
    ]
    refuse(file, (fault.message for fault in faults if fault.severity == "error"))
    return Plan(
        **items,
        units=units,
        targets=tuple(targets.values()),
        official_targets=own_targets,
        assignments=assignments_of(assignment_rows),
        procedures=procedures,
        difficulties=difficulties_of(difficulty_rows),
        warnings=tuple(dict.fromkeys(fault.message for fault in faults)),
    )
