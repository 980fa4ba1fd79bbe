"""The rules of the plan workbook (CONTRACT.md, ke-hoach.xlsx); its layout: plan.py.

Each schema judges a frame that pipeline/plan makes of a sheet, with the columns that
schemas/rules.py tells of. Every check's error is a code of plan_problems.toml; what only its
message needs stands in columns beside the frame.
"""

from __future__ import annotations

from functools import partial

from schemas import rules
from schemas.judge import pandera
from schemas.rules import day, known, number, text

_CATALOGUE = "plan_problems.toml"
_fault = partial(rules.fault, catalogue=_CATALOGUE)
_is_filled = partial(rules.is_filled, catalogue=_CATALOGUE)
_is_read = partial(rules.is_read, catalogue=_CATALOGUE)
_cell = partial(rules.cell, warns_of_errors=False, uncalculated="")


def _table(columns: dict[str, pandera.Column], *checks: pandera.Check) -> pandera.DataFrameSchema:
    """These columns and no others."""
    return pandera.DataFrameSchema(columns, list(checks), strict=True)


def _has_rows(code: str) -> pandera.Check:
    """The sheet is not empty."""
    return pandera.Check(lambda frame: len(frame) > 0, error=known(code, _CATALOGUE))


def _is_positive(code: str) -> pandera.Check:
    """The number is 1 or more."""
    return pandera.Check.gt(0, error=known(code, _CATALOGUE))


# A row for each sheet, column and item that no plan has, or that is there twice.
NAMES = _table({
    "sheet.unknown": _fault("unknown_sheet"),
    "column.unknown": _fault("unknown_column"),
    "column.unheaded": _fault("unheaded_column"),
    "column.repeated": _fault("column_repeated"),
    "item.unknown": _fault("unknown_item"),
    "item.repeated": _fault("item_repeated"),
})  # fmt: skip

# Sheet Đơn vị.
UNITS = _table({
    "code": text(),
    "code.incomplete": _fault("unit_incomplete"),
    "name": text(),
    "other_names": text(),
    "parent": text(),
    "parent.unknown": _fault("unknown_parent"),
    "parent.above_itself": _fault("circle_of_parents"),
}, _has_rows("no_units"))  # fmt: skip

# A row for each code, name and other name of a unit.
UNIT_NAMES = _table({"name.taken": _fault("unit_name_taken")})

# Sheet Kế hoạch: a column for each item, one row.
ITEMS = _table({
    "number": text(),
    "number.cell": _cell(),
    "issued": day(),
    "issued.cell": _cell(_is_read("bad_day")),
    "issuer": text(),
    "issuer.cell": _cell(),
    "campaign": text(),
    "campaign.cell": _cell(),
    "start": day(),
    "start.cell": _cell(_is_filled("no_item"), _is_read("bad_day")),
    "end": day(),
    "end.cell": _cell(_is_filled("no_item"), _is_read("bad_day")),
    "day50": day(),
    "day50.cell": _cell(_is_read("bad_day")),
    "cycle_days": number(),
    "cycle_days.cell": _cell(_is_read("bad_item")),
    "partial_count": number(),
    "partial_count.cell": _cell(_is_read("bad_item")),
    "full_count": number(),
    "full_count.cell": _cell(_is_read("bad_item")),
    "target_rule": text(),
    "target_rule.cell": _cell(_is_read("bad_choice")),
    "due_rule": text(),
    "due_rule.cell": _cell(_is_read("bad_choice")),
    "waiting_rule": text(),
    "waiting_rule.cell": _cell(_is_read("bad_choice")),
    "superior": text(),
    "superior.cell": _cell(),
    "reporter": text(),
    "reporter.cell": _cell(),
    "addressee": text(),
    "addressee.cell": _cell(),
    "recipients": text(),
    "recipients.cell": _cell(),
    "signer": text(),
    "signer.cell": _cell(),
    "signer_title": text(),
    "signer_title.cell": _cell(),
    "past_score": number(),
    "past_score.cell": _cell(_is_read("bad_points")),
    "past_rank": text(),
    "past_rank.cell": _cell(_is_read("bad_rank")),
    # what takes several items
    "start.after_end": _fault("start_after_end"),
    "day50.outside": _fault("day50_outside"),
})  # fmt: skip

# Sheet Danh mục TTHC.
PROCEDURES = _table({
    "code": text(),
    "code.cell": _cell(_is_read("bad_procedure_code")),
    "name": text(),
    "field": text(),
    "level": text(),
    "level.cell": _cell(_is_read("bad_level")),
    "has_fee": rules.yes_no(),
    "has_fee.cell": _cell(_is_read("bad_has_fee")),
    # what takes several rows
    "code.repeated": _fault("procedure_repeated"),
})  # fmt: skip

# Sheet Chỉ tiêu, its numbers in hundredths of a percent.
TARGETS = _table({
    # of which unit, for which indicator
    "unit": text(),
    "unit.unknown": _fault("unknown_unit"),
    "official": text(),
    "indicator": text(),
    "indicator.cell": _cell(_is_read("unknown_indicator")),
    "indicator.repeated": _fault("target_repeated"),
    # what is to be reached
    "baseline": number(),
    "baseline.cell": _cell(_is_read("bad_percent")),
    "baseline.outside": _fault("percent_outside"),
    "central": number(),
    "central.cell": _cell(_is_read("bad_percent")),
    "central.outside": _fault("percent_outside"),
    "day50": number(),
    "day50.cell": _cell(_is_read("bad_percent")),
    "day50.outside": _fault("percent_outside"),
    "day100": number(),
    "day100.cell": _cell(_is_read("bad_percent")),
    "day100.outside": _fault("percent_outside"),
    # a share typed for a percentage: 0.6 is 0,6%
    "day50.tiny": _fault("target_tiny"),
    "day100.tiny": _fault("target_tiny"),
    # what holds with the units above it and the rule of plan III.2
    "day100.open": _fault("target_open"),
    "day100.below_rule": _fault("target_below_rule"),
    # an official's own, beside the unit's
    "day50.below_unit": _fault("target_below_unit"),
    "day100.below_unit": _fault("target_below_unit"),
})  # fmt: skip

# Sheet Phân công.
ASSIGNMENTS = _table({
    # who
    "official": text(),
    "official.cell": _cell(_is_filled("no_official")),
    "title": text(),
    # answers for what
    "unit": text(),
    "unit.unknown": _fault("unknown_unit"),
    "field": text(),
    "procedure": text(),
    "procedure.cell": _cell(_is_read("bad_procedure_code")),
    "is_first": rules.yes_no(),
    # what takes several rows, or the catalogue
    "official.two": _fault("two_officials"),
    "procedure.unlisted": _fault("procedure_unlisted"),
    "field.unlisted": _fault("field_unlisted"),
})  # fmt: skip

# Sheet Khó khăn.
DIFFICULTIES = _table({
    "day": day(),
    "day.cell": _cell(_is_read("difficulty_day")),
    "official": text(),
    "content": text(),
    "content.empty": _fault("difficulty_empty"),
    "proposal": text(),
})  # fmt: skip

# The plan as a whole, one row: what it says of itself that does not fit.
WHOLE = _table({
    "campaign.days_differ": _fault("days_differ"),
    "day50.unused": _fault("day50_unused"),
    "partial_count.differs": _fault("partial_count_differs"),
    "full_count.differs": _fault("full_count_differs"),
    "targets": number(_is_positive("no_targets")),
})  # fmt: skip

# What a frame of that name is judged by.
SCHEMAS = {
    "names": NAMES,
    "units": UNITS,
    "unit_names": UNIT_NAMES,
    "items": ITEMS,
    "procedures": PROCEDURES,
    "targets": TARGETS,
    "assignments": ASSIGNMENTS,
    "difficulties": DIFFICULTIES,
    "whole": WHOLE,
}
