"""Whose the exports are: neighbours' rows in them are of another plan."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.draft.own_units import own_units
from pipeline.draft.units import UnitSeen
from tests.builders import TWO_UNITS, plan


def _seen(**dossiers):
    """Units by name (spaces as _), each with so many dossiers."""
    names = [name.replace("_", " ") for name in dossiers]
    return tuple(
        UnitSeen(f"DV{n}", name, (name,), count, is_code_known=False)
        for n, (name, count) in enumerate(zip(names, dossiers.values(), strict=True), start=1)
    )


def _names(split):
    return [[unit.name for unit in units] for units in (split.own, split.strays, split.others)]


@pytest.mark.parametrize(
    ("dossiers", "names"),
    [
        ({"Xã_Một": 81, "Xã_Hai": 17, "Xã_Ba": 2}, [["Xã Một"], [], ["Xã Hai", "Xã Ba"]]),
        ({"Xã_Một": 80, "Xã_Hai": 17, "Xã_Ba": 3}, [["Xã Một", "Xã Hai"], ["Xã Ba"], []]),
        ({"Xã_Một": 70, "Một": 20, "Xã_Hai": 10}, [["Xã Một"], [], ["Xã Hai"]]),
        ({"Xã_Một": 3}, [["Xã Một"], [], []]),
    ],
)
def test_the_unit_of_nearly_all_dossiers_is_alone_in_a_new_plan(dossiers, names):
    """A name without its place type is the same unit; where others have many, they are taken."""
    assert _names(own_units(_seen(**dossiers), None)) == names


def test_a_plan_of_one_unit_stays_one(tmp_path):
    """Whoever has most; a neighbour that was left out is never proposed."""
    seen = _seen(Xã_Một=20, Xã_Hai=80)
    assert _names(own_units(seen, plan(tmp_path))) == [["Xã Một"], [], ["Xã Hai"]]


def test_a_plan_of_several_units_may_get_more(tmp_path):
    """Above communes somebody counts them all."""
    seen = _seen(Xã_Một=20, Xã_Hai=30, Xã_Ba=50)
    assert _names(own_units(seen, plan(tmp_path, **TWO_UNITS))) == [
        ["Xã Một", "Xã Hai", "Xã Ba"], [], [],
    ]  # fmt: skip


@given(st.lists(st.integers(1, 100), min_size=1, max_size=6))
def test_no_unit_is_lost_and_some_are_taken(counts):
    """Each is the plan's own, a slip, or another plan's."""
    seen = _seen(**{f"Xã_{'ABCDEF'[n]}": count for n, count in enumerate(counts)})
    split = own_units(seen, None)
    assert sorted(unit.code for units in (split.own, split.strays, split.others) for unit in units) == sorted(unit.code for unit in seen)  # fmt: skip
    assert split.own
