"""Names of units: offices and places around them make no difference, a place type does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.plan.keys import PlanKeys
from schemas.contracts import affixes
from tests.builders import plan

UNITS = {
    "Đơn vị": [
        [1, "H21.65", "Xã Ia Ake", None],
        [2, "H21.66", "Phường An Bình", "P. An Bình"],
        [3, "H21.60", "Thị trấn Phú Thiện", None],
        [4, "H21.6", "Huyện Phú Thiện", None],
    ],
    "Chỉ tiêu": [["H21.65", "online", 0.2, 50, 30, None]],
    "Phân công": [],
}
CODES = {row[2]: row[1] for row in UNITS["Đơn vị"]}
OFFICES = st.lists(st.sampled_from(affixes("unit").before), max_size=2).map(" ".join)
BEHIND = st.sampled_from(["", *(f" - {office}" for office in affixes("unit").behind),
                          *(f" ({office})" for office in affixes("unit").behind)])  # fmt: skip
PLACES = st.sampled_from([
    "", ", huyện Phú Thiện", ", huyện Phú Thiện, tỉnh Gia Lai", " - Tỉnh Gia Lai", ", TP. Pleiku",
    " (tỉnh Gia Lai)",
])  # fmt: skip
CASES = st.sampled_from([str, str.upper, str.lower])


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """Of a plan of four units, two of which differ by their place type alone."""
    return PlanKeys.of(plan(tmp_path_factory.mktemp("plan"), **UNITS))


@given(OFFICES, st.sampled_from(sorted(CODES)), BEHIND, PLACES, CASES)
def test_offices_and_places_around_a_name_are_no_part_of_it(
    keys, office, name, behind, place, case
):
    """Any of them, in any case, before and behind any unit's name: that unit."""
    assert keys.unit(case(f"{office} {name}{behind}{place}".strip())) == CODES[name]
    assert keys.unit(case(f"{office} {name}{place}{behind}".strip())) == CODES[name]


@given(OFFICES, PLACES)
def test_a_name_without_a_place_type_is_the_one_unit_of_that_name(keys, office, place):
    """ "Ia Ake" is one unit's name; "Phú Thiện" is a town's and its district's, so nobody's."""
    assert keys.unit(f"{office} Ia Ake{place}") == "H21.65"
    assert keys.unit(f"{office} Phú Thiện{place}") is None


@pytest.mark.parametrize(
    "name",
    [
        "UBND xã Ia Piar", "Phường Ia Ake", "Xa Ia Ake", "Trung tâm Phục vụ hành chính công",
        "Tỉnh Gia Lai", "huyện Phú Thiện, xã Ia Ake", "Xã Ia Ake, xã Ia Piar", "Xã Ia", "",
    ],
)  # fmt: skip
def test_nothing_is_guessed(keys, name):
    """Another place, another type, no marks above letters, an office alone, two places: no unit."""
    assert keys.unit(name) is None


def test_what_names_two_units_names_none(tmp_path):
    """A ward and its service centre, both in the plan: each by its own name alone."""
    units = [[1, "A", "Phường An Bình", None],
             [2, "B", "Trung tâm Phục vụ hành chính công phường An Bình", None]]  # fmt: skip
    targets = [["A", "online", 0.2, 50, 30, None]]
    both = PlanKeys.of(plan(tmp_path, **UNITS | {"Đơn vị": units, "Chỉ tiêu": targets}))
    names = ("Phường An Bình", units[1][2], "TTPVHCC phường An Bình", "UBND phường An Bình")
    assert [both.unit(name) for name in names] == ["A", "B", None, None]


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("TTPVHCC Phường An Binh", "Phường An Bình"), ("Xa Ia Ake", "Xã Ia Ake"),
     ("Xã Ia Ke", "Xã Ia Ake"), ("Phường Ia Ake", "Xã Ia Ake"),
     ("Trạm Y tế xã Ia Ake", "Xã Ia Ake"),
     ("UBND xã Ia Piar", ""), ("Xã Chư A Thai", ""), ("Bộ phận Một cửa", "")],
)  # fmt: skip
def test_a_unit_is_near_only_where_it_may_be_meant(keys, name, nearest):
    """Spelled nearly so, or its whole name in it; a neighbour, or an office alone, is like none."""
    assert keys.nearest_unit(name) == nearest
