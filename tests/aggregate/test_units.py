"""A tree of units: each dossier counted once, at every level."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import TREE, digitization, dossier, export, payment, plan, publicity, rating
from tests.outcomes import outcome
from tests.test_laws import SLOW

FLAT = {"Đơn vị": [row[:4] for row in TREE["Đơn vị"]]}
PROVINCE, DISTRICT, ONE, TWO, OTHER_DISTRICT, THREE = (row[2] for row in TREE["Đơn vị"])


def _counts(tmp_path, indicator, files, **differs):
    """Numerator and denominator by unit ("" for the total), those without anything left out."""
    campaign = plan(tmp_path, **(TREE | differs))
    result = outcome(tmp_path, files, campaign=campaign)
    codes = {"": "", **{unit.name: unit.code for unit in campaign.units}}
    counts = {
        name: result.count(indicator, scope="unit" if code else "total", unit_code=code)
        for name, code in codes.items()
    }
    return {name: count for name, count in counts.items() if count != (0, 0)}


def _rows(result):
    """(accepted, rejected, duplicate) by file."""
    return {
        source.file: (source.rows_kept, source.rows_rejected, source.rows_duplicate)
        for source in result.sources
    }


def test_a_units_numbers_are_those_of_all_below_it_and_its_own(tmp_path):
    """Three levels, worked by hand: 3 dossiers in three communes, 1 of the province itself."""
    files = {
        "a.csv": export(
            "dossiers",
            dossier(code="A", unit=ONE),
            dossier(code="B", unit=TWO, channel="Trực tiếp"),
            dossier(code="C", unit=THREE),
            dossier(code="D", unit=PROVINCE, channel="Trực tiếp"),
        )
    }
    assert _counts(tmp_path, "online", files) == {
        "": (2, 4),
        PROVINCE: (2, 4),
        DISTRICT: (1, 2),
        ONE: (1, 1),
        TWO: (0, 1),
        OTHER_DISTRICT: (1, 1),
        THREE: (1, 1),
    }


REPEATED = {
    "xa-mot.csv": export(
        "dossiers",
        dossier(code="A", unit=ONE, ended=None, status="Đang xử lý", channel="Trực tiếp"),
        dossier(code="B", unit=ONE),
    ),
    "xa-ba.csv": export("dossiers", dossier(code="C", unit=THREE)),
    "tinh.csv": export(
        "dossiers",
        dossier(code="A", unit=PROVINCE, channel="Trực tiếp"),
        dossier(code="B", unit=PROVINCE),
        dossier(code="C", unit=PROVINCE),
        dossier(code="D", unit=PROVINCE),
    ),
    "huyen.csv": export("dossiers", dossier(code="B", unit=DISTRICT)),
}


def test_an_export_of_the_parent_repeats_what_its_communes_report(tmp_path):
    """Each dossier once, under the commune: of 8 rows in four exports 4 dossiers are left. In a
    flat plan, where nothing says that the units are one above the other, all 8 would count.
    """
    assert _counts(tmp_path, "online", REPEATED) == {
        "": (3, 4),
        PROVINCE: (3, 4),
        DISTRICT: (1, 2),
        ONE: (1, 2),
        OTHER_DISTRICT: (1, 1),
        THREE: (1, 1),
    }
    assert outcome(tmp_path, REPEATED, campaign=plan(tmp_path, **FLAT)).count("online") == (6, 8)


def test_the_rows_of_parent_and_commune_compete_by_the_usual_rules(tmp_path):
    """The province's row of A has an end date, so it is chosen, and belongs to the commune; of rows
    alike in all that the contract compares, the one of the file that sorts first.
    """
    result = outcome(tmp_path, REPEATED, campaign=plan(tmp_path, **TREE))
    assert _rows(result) == {
        "xa-mot.csv": (0, 0, 2),
        "xa-ba.csv": (0, 0, 1),
        "tinh.csv": (3, 0, 1),
        "huyen.csv": (1, 0, 0),
    }
    assert result.count("e_result", scope="unit", unit_code="H21.65") == (2, 2)
    assert result.codes() == []


def test_two_communes_with_the_same_code_and_their_parent(tmp_path):
    """Which of the two dossiers the parent's row repeats nobody knows: it is rejected, with a
    problem; the communes' own rows count.
    """
    files = {
        "xa.csv": export("dossiers", dossier(unit=ONE), dossier(unit=TWO)),
        "tinh.csv": export("dossiers", dossier(unit=PROVINCE)),
        "huyen.csv": export("dossiers", dossier(unit=OTHER_DISTRICT)),
    }
    result = outcome(tmp_path, files, campaign=plan(tmp_path, **TREE))
    assert result.count("online") == (3, 3)
    assert _rows(result) == {"xa.csv": (2, 0, 0), "tinh.csv": (0, 1, 0), "huyen.csv": (1, 0, 0)}
    assert [(p.code, p.file, p.row) for p in result.rows() if p.code == "ambiguous_unit"] == [
        ("ambiguous_unit", "tinh.csv", 2)
    ]


def test_what_hangs_on_a_dossier_follows_it(tmp_path):
    """The parent's payments, digitization and ratings are the commune's dossier's, each once; what
    a commune reports of a dossier that only its parent's export has is that dossier's.
    """
    files = {
        "xa.csv": export("dossiers", dossier(code="A", unit=ONE, fee="8.000")),
        "tinh.csv": export("dossiers", dossier(code="B", unit=PROVINCE, fee="8.000")),
        "tra-tinh.csv": export("payments", payment(code="A", unit=PROVINCE)),
        "tra-xa.csv": export("payments", payment(code="A", unit=ONE), payment(code="B", unit=TWO)),
        "so-hoa.csv": export("digitization", digitization(code="A", unit=DISTRICT)),
        "danh-gia.csv": export(
            "ratings", rating(code="A", unit=PROVINCE), rating(code="A"), rating(code="B")
        ),
    }
    result = outcome(tmp_path, files, campaign=plan(tmp_path, **TREE))
    for indicator, of_all, of_commune in (
        ("online_payment", (2, 2), (1, 1)),
        ("digitization", (1, 2), (1, 1)),
        ("satisfaction", (2, 2), (1, 1)),
    ):
        assert result.count(indicator) == of_all, indicator
        assert result.count(indicator, scope="unit", unit_code="H21.65") == of_commune, indicator
    assert _rows(result)["tra-tinh.csv"][2] + _rows(result)["tra-xa.csv"][2] == 1
    assert _rows(result)["danh-gia.csv"] == (2, 0, 1)
    assert result.codes() == []


def test_a_rating_without_a_dossier_counts_once(tmp_path):
    """In the commune's and the province's export: the commune's."""
    files = {
        "a.csv": export("ratings", rating(unit=ONE), rating(unit=PROVINCE)),
        "b.csv": export("dossiers", dossier(code="X", unit=ONE)),
    }
    counts = _counts(tmp_path, "satisfaction", files)
    assert counts == {"": (1, 1), PROVINCE: (1, 1), DISTRICT: (1, 1), ONE: (1, 1)}


def test_indicators_that_count_procedures_add_the_units_up(tmp_path):
    """Each commune has the catalogue's two services, a district without dossiers has none of its
    own; the province has, since it received a dossier itself.
    """
    files = {
        "a.csv": export("dossiers", dossier(code="A", unit=ONE), dossier(code="D", unit=PROVINCE)),
        "b.csv": export("publicity", publicity(unit=ONE), publicity(unit=TWO, full="Không")),
    }
    assert _counts(tmp_path, "services_with_dossiers", files) == {
        "": (2, 8),
        PROVINCE: (2, 8),
        DISTRICT: (1, 4),
        ONE: (1, 2),
        TWO: (0, 2),
        OTHER_DISTRICT: (0, 2),
        THREE: (0, 2),
    }
    assert _counts(tmp_path, "transparency", files)[DISTRICT] == (1, 2)


def test_a_parents_dossier_changes_no_earlier_window(tmp_path):
    """Its catalogue counts from the window on in which its first dossier was received."""
    files = {"a.csv": export("dossiers", dossier(unit=PROVINCE, received="20/04/2024", due=None,
                                                 ended=None))}  # fmt: skip
    result = outcome(tmp_path, files, campaign=plan(tmp_path, **TREE))
    province = {"scope": "unit", "unit_code": "H21"}
    assert result.count("services_with_dossiers", "10d-01", **province) == (0, 6)
    assert result.count("services_with_dossiers", "10d-03", **province) == (1, 8)


def test_official_field_and_procedure_stay_with_the_dossiers_own_unit(tmp_path):
    """A parent's officials are those of its own dossiers."""
    files = {"a.csv": export("dossiers", dossier(unit=ONE))}
    facts = outcome(tmp_path, files, campaign=plan(tmp_path, **TREE)).facts
    inner = [fact for fact in facts if fact.scope in ("official", "field", "procedure")]
    assert {fact.unit_code for fact in inner} == {"H21.65"}


UNITS = st.sampled_from([ONE, TWO, THREE])
DOSSIERS = st.lists(
    st.builds(
        dossier, unit=UNITS, code=st.sampled_from("ABCDE"),
        channel=st.sampled_from(["Trực tuyến", "BCCI"]), fee=st.sampled_from(["8.000", None]),
        ended=st.sampled_from(["03/04/2024", "09/04/2024", None]),
    ),
    max_size=8,
)  # fmt: skip


@cache
def _campaign(*, is_tree):
    targets = {"Chỉ tiêu": [["H21", "online", 0.2, 50, 30, None]]}
    with tempfile.TemporaryDirectory() as folder:
        return plan(Path(folder), **(TREE if is_tree else FLAT), **targets)


def _facts(files, *, is_tree=True):
    with tempfile.TemporaryDirectory() as folder:
        return outcome(Path(folder), files, campaign=_campaign(is_tree=is_tree)).facts


@settings(SLOW, max_examples=15)
@given(DOSSIERS)
def test_totals_of_a_tree_are_those_of_a_flat_plan(rows):
    """Where only communes report, nothing repeats: total and every commune count alike, and the
    top counts what all count. (Indicators that count procedures differ: a flat plan gives each
    unit a catalogue.)
    """
    files = {"a.csv": export("dossiers", *rows), "b.csv": export("payments", *_paid(rows))}
    tree, flat = _counted(files), _counted(files, is_tree=False)
    leaves = {key: n for key, n in tree.items() if key[1] in ("", "H21.65", "H21.66", "H21.67")}
    assert leaves == {key: flat[key] for key in leaves}
    top = {key[2:]: n for key, n in tree.items() if key[:2] == ("unit", "H21")}
    assert top == {key[2:]: n for key, n in tree.items() if key[0] == "total"}


def _counted(files, **kwargs):
    """Scope, unit, whose and what -> the counts; but for indicators that count procedures."""
    return {
        (
            fact.scope, fact.unit_code, fact.official, fact.field, fact.procedure, fact.period,
            fact.indicator,
        ): (fact.numerator, fact.denominator)
        for fact in _facts(files, **kwargs)
        if fact.indicator not in ("services_with_dossiers", "procedures_with_online_payment")
    }  # fmt: skip


def _paid(rows):
    return [payment(code=row["Mã hồ sơ"], unit=row["Đơn vị"]) for row in rows]


@settings(SLOW, max_examples=15)
@given(DOSSIERS, st.sampled_from([PROVINCE, DISTRICT]), st.randoms(use_true_random=False))
def test_an_export_of_the_parent_that_repeats_changes_no_fact(rows, parent, chance):
    """Of any of the rows whose code one commune alone has, in any order."""
    holders = {}
    for row in rows:
        holders.setdefault(row["Mã hồ sơ"], set()).add(row["Đơn vị"])
    below = {PROVINCE: {ONE, TWO, THREE}, DISTRICT: {ONE, TWO}}[parent]
    repeated = [
        row | {"Đơn vị": parent}
        for row in rows
        if len(holders[row["Mã hồ sơ"]]) == 1 and row["Đơn vị"] in below
    ]
    chance.shuffle(repeated)
    files = {"a.csv": export("dossiers", *rows), "b.csv": export("payments", *_paid(rows))}
    more = {"c.csv": export("dossiers", *repeated), "d.csv": export("payments", *_paid(repeated))}
    assert _facts(files | more) == _facts(files)
