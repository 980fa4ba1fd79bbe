"""Units as exports spell them, before there is a plan."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.draft.units import place_name, seen_units
from schemas.contracts import affixes


def _seen(*rows):
    """Units of dossiers: (unit, code, how many)."""
    texts = [(unit, f"{code}-{n:04d}") for unit, code, count in rows for n in range(count)]
    return seen_units(pd.DataFrame(texts, columns=["unit", "code"], dtype="object"))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Xã Một", "Xã Một"),
        ("UBND xã Một", "xã Một"),
        ("Ủy ban nhân dân  xã Một", "xã Một"),
        ("Bộ phận Một cửa UBND xã Một", "xã Một"),
        ("Trung tâm Phục vụ hành chính công xã Một, huyện Hai", "xã Một"),
        ("Xã Một - Tỉnh Ba", "Xã Một"),
        ("Xã Một - UBND", "Xã Một"),
        ("UBND - Xã Một", "Xã Một"),
        ("Xã Ia-Ake", "Xã Ia-Ake"),
        ("UBNDx", "UBNDx"),  # no whole word
        ("UBND", "UBND"),  # nothing else is left
    ],
)
def test_an_office_is_no_part_of_a_places_name(text, place):
    """Nor is what the place lies in."""
    assert place_name(text) == place


@given(
    st.sampled_from([*affixes("unit").before, "Uỷ ban nhân dân"]), st.sampled_from(["", ", huyện Hai", " - Tỉnh Ba"]),
    st.sampled_from([str, str.upper, str.lower]),
)  # fmt: skip
def test_every_dress_of_a_name_is_one_unit(office, rest, dress):
    """Whatever office stands before it and whatever follows."""
    (unit,) = _seen(
        ("Xã Một", "H21.65-240401", 9), (dress(f"{office} xã Một{rest}"), "H21.65-240401", 3)
    )
    assert (unit.code, unit.name, unit.dossiers) == ("H21.65", "Xã Một", 12)


def test_a_unit_is_called_as_most_write_it_but_not_in_capitals():
    """Its code is what its dossiers' codes begin with."""
    (unit,) = _seen(("XÃ MỘT", "H21.65-240401", 9), ("UBND xã Một", "H21.65-240402", 1))
    assert (unit.code, unit.name, unit.others) == ("H21.65", "Xã Một", ("UBND xã Một",))


def test_a_code_in_the_names_place_is_the_unit_that_has_it():
    """Some systems print it so."""
    (unit,) = _seen(("Xã Một", "H21.65-240401", 9), ("H21.65", "H21.65-240402", 4))
    assert (unit.name, unit.dossiers, unit.others) == ("Xã Một", 13, ())


def test_one_code_for_two_places_names_only_the_one_that_has_most():
    """A centre that receives for others; the other gets a code to be replaced."""
    units = _seen(("Xã Một", "H21.65-240401", 9), ("Xã Hai", "H21.65-240402", 6))
    assert [(u.code, u.name, u.is_code_known) for u in units] == [
        ("H21.65", "Xã Một", True), ("DV2", "Xã Hai", False),
    ]  # fmt: skip


def test_what_hardly_occurs_and_has_no_code_is_a_stray():
    """Rather a slip of somebody's pen than a unit."""
    units = _seen(("Xã Một", "H21.65-240401", 9), ("Xã Hai", "X", 4), ("Xã Ba", "Y", 5))
    assert [(unit.name, unit.is_stray) for unit in units] == [
        ("Xã Một", False), ("Xã Ba", False), ("Xã Hai", True),
    ]  # fmt: skip


def test_without_a_column_there_is_one_unit_to_be_named():
    """Its code may still be known."""
    (unit,) = _seen((None, "H21.65-240401", 9))
    assert (unit.code, unit.is_name_known, unit.dossiers) == ("H21.65", False, 9)
