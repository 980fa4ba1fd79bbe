"""What hangs on a rejected dossier is said once, with the problem of its row."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import TWO_UNITS, digitization, dossier, export, payment, plan, rating
from tests.outcomes import outcome


def _hanging(result):
    """(code, kind) of problems -> rows of the kind that hang on theirs."""
    return {
        (p.code, kind): sum(rows.to_pylist())
        for p in result.problems
        for kind, rows in p.consequences.items()
    }


def _orphans(result, *, is_consequence):
    return sum(
        p.count
        for p in result.problems
        if p.code.startswith("orphan_") and p.is_consequence == is_consequence
    )


_CODES = st.sampled_from("ABCDE")
_DOSSIERS = st.lists(
    st.builds(dossier, code=_CODES, received=st.sampled_from(["01/04/2024", "mai", "kia"]),
              channel=st.sampled_from(["Trực tuyến", "Fax"])), min_size=1, max_size=6,
)  # fmt: skip


@given(_DOSSIERS, *(st.lists(_CODES, max_size=4) for _ in range(3)))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_row_without_a_dossier_is_said_once(dossiers, payments, digitized, rated):
    """With a rejected dossier of its code, or else by itself; never both, never neither."""
    files = {
        "hs.csv": export("dossiers", *dossiers),
        "gd.csv": export("payments", *(payment(code=c, reference=f"{n}") for n, c in enumerate(payments))),
        "sh.csv": export("digitization", *(digitization(code=code) for code in digitized)),
        "dg.csv": export("ratings", *(rating(code=code) for code in rated)),
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        result = outcome(Path(folder), files)
    orphans = [row for row in result.rows() if row.code.startswith("orphan_")]
    hanging = _orphans(result, is_consequence=True)
    assert hanging == sum(_hanging(result).values())
    assert hanging + _orphans(result, is_consequence=False) == len(orphans)
    rejected = {row["Mã hồ sơ"] for row in dossiers
                if row["Ngày tiếp nhận"] != "01/04/2024" or row["Hình thức tiếp nhận"] == "Fax"}  # fmt: skip
    assert hanging == sum(row.value in rejected for row in orphans)


def test_of_several_problems_of_a_row_one_says_it(tmp_path):
    """The sums of all lines are the rows that there are."""
    files = {
        "hs.csv": export("dossiers", dossier(channel="Fax", fee="-1")),
        "sh.csv": export("digitization", digitization()),
    }
    hanging = _hanging(outcome(tmp_path, files))
    assert list(hanging.values()) == [1]
    assert {kind for _, kind in hanging} == {"digitization"}


def test_rows_of_a_column_without_an_order_have_theirs_said_with_the_column(tmp_path):
    """Such a problem is told once, not of each row."""
    rows = [dossier(code=c, received=f"04/{15 + n}/2024", due=None, ended=None)
            for n, c in enumerate("ABC")]  # fmt: skip
    files = {
        "hs.csv": export("dossiers", *rows),
        "dg.csv": export("ratings", rating(code="A"), rating(code="B")),
    }
    assert _hanging(outcome(tmp_path, files)) == {("date_order", "ratings"): 2}


@pytest.mark.parametrize(("unit", "hanging"), [("Xã Một", 1), ("Xã Hai", 0), (None, 1)])
def test_a_unit_is_compared_where_both_rows_name_one(tmp_path, unit, hanging):
    """The same code in another unit is another dossier."""
    files = {
        "hs.csv": export("dossiers", dossier(received="mai"), dossier(code="B", unit="Xã Hai")),
        "gd.csv": export("payments", payment(unit=unit)),
    }
    result = outcome(tmp_path, files, campaign=plan(tmp_path, **TWO_UNITS))
    assert _orphans(result, is_consequence=True) == hanging


def test_a_dossier_that_counts_by_another_row_has_nothing_hanging(tmp_path):
    """The payment has its dossier."""
    files = {
        "a.csv": export("dossiers", dossier(received="mai")),
        "b.csv": export("dossiers", dossier()),
        "gd.csv": export("payments", payment()),
    }
    result = outcome(tmp_path, files)
    assert (_hanging(result), _orphans(result, is_consequence=True)) == ({}, 0)
