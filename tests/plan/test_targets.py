"""Targets of units from those above them."""

from __future__ import annotations

import pytest

from pipeline.model import Target
from pipeline.plan.targets import TargetCells, inherit, with_baseline
from tests.builders import TREE, plan

TARGETS = {
    "Chỉ tiêu": [
        ["H21", "online", 5, 50, 30, None],
        ["H21", "digitization", 21.3, 80, 50, 90],
        ["H21.65", "online", 72.35, None, None, None],
        ["H21.66", "digitization", None, None, None, 40],
        ["H21.2", "online", None, None, 45, 70],
        ["H21.2", "on_time", 99, None, None, None],
    ]
}


@pytest.mark.parametrize(
    ("unit", "indicator", "target"),
    [
        ("H21", "online", (500, 3000, 6000, True, "")),
        ("H21.1", "online", (None, 3000, 6000, True, "H21")),
        ("H21.65", "online", (7235, 3000, 8235, True, "")),  # the rule, from its own baseline
        ("H21.66", "online", (None, 3000, 6000, True, "H21")),
        ("H21.66", "digitization", (None, 4000, 4000, False, "")),  # day 50 not above day 100
        ("H21.65", "digitization", (None, 5000, 9000, False, "H21")),
        ("H21.67", "online", (None, 4500, 7000, False, "H21.2")),  # the nearest
        ("H21.67", "on_time", (None, 10000, 10000, True, "H21.2")),
    ],
)
def test_targets_are_inherited(tmp_path, unit, indicator, target):
    """What a unit leaves open is that of the nearest unit above that sets it, each cell by itself;
    a baseline is shown for its own unit alone. (baseline, day 50, day 100, by rule, from whom)
    """
    target_in_force = plan(tmp_path, **TREE, **TARGETS).target(unit, indicator)
    assert (
        target_in_force.baseline_bp,
        target_in_force.day50_bp,
        target_in_force.day100_bp,
        target_in_force.by_rule,
        target_in_force.inherited_from,
    ) == target


def test_no_target_where_no_unit_above_sets_one(tmp_path):
    """Not from children, not from siblings."""
    campaign = plan(tmp_path, **TREE, **TARGETS)
    assert campaign.target("H21", "on_time") is None
    assert campaign.target("H21.65", "on_time") is None


def test_units_stand_together_with_what_is_below_them(tmp_path):
    """However the plan's rows are sorted; siblings in the plan's order."""
    rows = TREE["Đơn vị"]
    shuffled = [rows[5], rows[3], rows[2], rows[4], rows[0], rows[1]]
    codes = [unit.code for unit in plan(tmp_path, **{"Đơn vị": shuffled}).units]
    assert codes == ["H21", "H21.2", "H21.67", "H21.1", "H21.66", "H21.65"]


@pytest.mark.parametrize(
    ("indicator", "cells", "target"),
    [
        ("digitization", (2130, 8000, 5000, 9000), (2130, 8000, 5000, 9000, False, "", False)),
        ("on_time", (2000, None, None, None), (2000, None, 10000, 10000, True, "", True)),
        ("online", (2000, None, None, None), (2000, None, 3000, 3000, True, "", True)),
        ("online", (None, None, 2000, None), (None, None, 2000, None, True, "", False)),
        ("online", (None, None, 6000, 5000), (None, None, 6000, 5000, False, "", False)),
    ],
)
def test_a_units_own_cells_are_its_target(tmp_path, indicator, cells, target):
    """As they are, an empty day 100 by the indicator's rule, an empty day 50 as day 100."""
    targets = inherit(plan(tmp_path).units, {("H21.65", indicator): TargetCells(*cells)})
    assert targets == {("H21.65", indicator): Target("H21.65", indicator, *target)}


def test_a_unit_with_a_row_of_its_own_names_whom_day_100_is_from(tmp_path):
    """The other cells make it no target of its own."""
    rows = {("H21", "online"): TargetCells(day100_bp=9000), ("H21.1", "online"): TargetCells(10)}
    target = inherit(plan(tmp_path, **TREE).units, rows)["H21.1", "online"]
    assert target == Target("H21.1", "online", 10, None, 9000, 9000, False, "H21", True)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((4000, 3000, 5000, 5000, True, "", True), (4000, 3000, 5000, 5000, True, "", True)),
        ((None, 3000, 2000, 4000, False, "", False), (5500, 3000, 2000, 4000, False, "", False)),
        ((None, 3000, 4000, 4000, True, "", True), (5500, 3000, 6500, 6500, True, "", True)),
        ((None, 3000, 2000, 4000, True, "", False), (5500, 3000, 2000, 6500, True, "", False)),
        ((None, 8000, 9000, 9000, True, "", True), (5500, 8000, 9000, 9000, True, "", True)),
    ],
)
def test_last_years_result_fills_an_empty_baseline(before, after):
    """And what the rule makes of it; what the plan sets stays."""
    target = with_baseline(Target("X", "online", *before), 5500)
    assert target == Target("X", "online", *after)


def test_last_years_result_leaves_a_target_of_100_percent():
    """Where the indicator's rule is that everything is reached."""
    before = Target("X", "on_time", None, None, 10_000, 10_000, True, "", True)
    after = Target("X", "on_time", 5500, None, 10_000, 10_000, True, "", True)
    assert with_baseline(before, 5500) == after
