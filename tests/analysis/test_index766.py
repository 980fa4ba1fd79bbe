"""The 766 index: points, groups, ranks, sources, and what the next point costs."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.analysis.index766 import points, scores, steps
from pipeline.analysis.split import results_of
from pipeline.model import Figure
from schemas.index766 import groups, measure, measures
from tests.builders import dossier, export, payment, plan, portal, rating
from tests.outcomes import outcome

DECIDED, SHOWN = date(2024, 6, 29), date(2026, 8, 31)
ABOVE = {
    "Đơn vị": [
        [1, "H44", "UBND tỉnh Phú Thọ", None, None],
        [2, "H44.1", "UBND Phường Một", None, "H44"],
        [3, "H44.2", "UBND xã Hai", None, "H44"],
        [4, "H44.01", "Sở Tài chính", None, "H44"],
    ],
    "Chỉ tiêu": [["H44.1", "online", 0.2, 50, 30, None]],
    "Phân công": [["Nguyễn Văn A", "Công chức", "H44.1", "Hộ tịch", None]],
}


def _figure(name, numerator, denominator, unit="H44.1"):
    return Figure(unit, name, "portal", numerator, denominator)


def _points(name, numerator, denominator):
    return points(measure(name).on(SHOWN), _figure(name, numerator, denominator))


@pytest.mark.parametrize(
    ("name", "numerator", "denominator", "expected"),
    [
        ("on_time", 144625, 184513, 1568),
        ("on_time", 27, 32, 1688),  # 16.875: half up
        ("citizen_data_dossiers", 752, 1780, 84),  # 0.8449…: the rate is not rounded first
        ("e_result", 552, 710, 466),
        ("reuse", 77, 171, 113),  # full from 80% on
        ("reuse", 4, 5, 200),
        ("procedures_with_online_payment", 7, 8, 200),  # capped
        ("dossier_satisfaction", 144574, 184513, 522),  # full from 90% on
        ("online", 1, 4, 300),  # full from 50% on
        ("on_time", 0, 0, 0),  # no dossiers
        ("dossier_satisfaction", 0, 0, 0),
        ("publish_on_time", 0, 0, 0),
        ("petition_on_time", 0, 0, 600),  # no petition at all
        ("petition_satisfaction", 0, 0, 600),
        ("petition_satisfaction", 0, 1, 0),
    ],
)
def test_points_are_rounded_half_up_from_the_unrounded_fraction(
    name, numerator, denominator, expected
):
    """Points = max x min(1, rate / threshold), as the portal publishes it."""
    assert _points(name, numerator, denominator) == expected


def test_a_rate_without_counts_gives_points():
    """certified_copy is published as a rate alone; no figure, no points."""
    entry = measure("certified_copy")
    assert points(entry, Figure("H44", entry.id, "portal", rate_bp=9776)) == 196
    assert points(entry, None) is None


@pytest.fixture
def tree(tmp_path):
    """A province with two communes and a department."""
    return plan(tmp_path, **ABOVE)


def _score(scored, unit, group, name=""):
    (matching,) = [s for s in scored if (s.unit_code, s.group, s.measure) == (unit, group, name)]
    return matching


def test_communes_carry_the_provinces_value(tree):
    """The first three of công khai, where they have none of their own; dossier_sync is theirs."""
    above = [_figure("content_full", 87, 89, "H44"), _figure("dossier_sync", 1, 1, "H44")]
    scored = scores(tree, (*above, _figure("content_full", 89, 89, "H44.2")), {}, SHOWN)
    carried = [
        _score(scored, unit, "công khai", "content_full").points for unit in ("H44.1", "H44.2")
    ]
    assert carried == [196, 200]
    assert _score(scored, "H44.1", "công khai", "dossier_sync").points is None


def test_units_below_a_province_get_nothing_for_its_services(tree):
    """0 points by rule, whatever the figures; no gap in what is known."""
    figures = [_figure("online_services_share", 52, 56, u) for u in ("H44", "H44.1", "H44.01")]
    figures += [_figure("services_with_dossiers", 1, 2), _figure("online", 1, 2)]
    scored = scores(tree, tuple(figures), {}, SHOWN)
    share = {
        unit: _score(scored, unit, "DVC trực tuyến", "online_services_share").points
        for unit in ("H44", "H44.1", "H44.2", "H44.01")
    }
    assert share == {"H44": 200, "H44.1": 0, "H44.2": 0, "H44.01": 0}
    group = _score(scored, "H44.1", "DVC trực tuyến")
    assert (group.points, group.known, group.expected, group.source) == (800, 3, 3, "portal")


def test_a_group_is_the_sum_of_rounded_parts(tree):
    """Rounded before it is summed: 1/3 of 6, 4 and 2 points."""
    names = ("publish_on_time", "update_on_time", "content_full", "dossier_sync")
    scored = scores(tree, tuple(_figure(name, 1, 3, "H44") for name in names), {}, SHOWN)
    assert [_score(scored, "H44", "công khai", name).points for name in names] == [
        200,
        133,
        67,
        200,
    ]
    assert _score(scored, "H44", "công khai").points == 600
    total = _score(scored, "H44", "total")
    assert (total.points, total.max_points, total.known, total.expected) == (600, 100, 4, 21)
    assert total.source == ""


def test_the_portal_goes_before_the_logs(tree):
    """Each sub-indicator says where it is from; a group that is not the portal's alone says so."""
    logs = {
        (unit, name): Figure(unit, name, "logs", 1, 4)
        for unit in ("H44.1", "H44.2")
        for name in ("online_payment", "procedures_with_online_payment")
    }
    figures = (_figure("online_payment", 1, 2), _figure("fee_procedures_integrated", 1, 2))
    scored = scores(tree, figures, logs, SHOWN)
    rows = {s.measure: (s.points, s.source) for s in scored
            if (s.unit_code, s.group) == ("H44.1", "thanh toán")}  # fmt: skip
    assert rows == {
        "fee_procedures_integrated": (125, "portal"),
        "procedures_with_online_payment": (63, "logs"),
        "online_payment": (300, "portal"),
        "": (488, "logs"),
    }
    partial = _score(scored, "H44.2", "thanh toán")
    assert (partial.points, partial.known, partial.source) == (213, 2, "")


def _ranks(tree, *figures):
    scored = scores(tree, figures, {}, SHOWN)
    totals = [_score(scored, unit.code, "total") for unit in tree.units]
    return {score.unit_code: (score.rank, score.peers) for score in totals}


def test_siblings_are_ranked_and_ties_share_the_better_rank(tree):
    """By points among the units of one parent; a unit without any data has no rank."""
    figures = [_figure("on_time", n, 10, unit) for unit, n in
               (("H44.1", 8), ("H44.2", 8), ("H44", 1))]  # fmt: skip
    assert _ranks(tree, *figures) == {
        "H44": (1, 1), "H44.1": (1, 2), "H44.2": (1, 2), "H44.01": (None, 0),
    }  # fmt: skip


def test_only_units_with_the_same_sub_indicators_known_are_ranked_together(tree):
    """Points of nine sub-indicators are not fewer than points of nineteen."""
    units = ("H44.1", "H44.2", "H44.01")
    figures = [_figure("on_time", n, 10, unit) for n, unit in enumerate(units, 6)]
    figures.append(_figure("online_payment", 1, 1, "H44.1"))
    assert _ranks(tree, *figures) == {
        "H44": (None, 0), "H44.1": (1, 1), "H44.2": (2, 2), "H44.01": (1, 2),
    }  # fmt: skip


def _steps(tree, *figures):
    scored = steps(scores(tree, figures, {}, SHOWN))
    return [(s.measure, s.count, s.gain, s.is_full, s.full_count) for s in scored]


def test_what_the_next_point_costs_best_first(tree):
    """The fewest that gain a whole point, or all that is left; most points per item first."""
    figures = [
        _figure("digitization", 50, 200),  # 1.00 of 4: 50 more gain a point, 150 all of them
        _figure("services_with_dossiers", 17, 20),  # 3.40 of 4: 3 more gain the 0.60 that are left
        _figure("personal_store", 10, 10),
        _figure("certified_copy", None, None),
    ]
    assert _steps(tree, *figures[:3]) == [
        ("services_with_dossiers", 3, 60, True, 3),
        ("digitization", 50, 100, False, 150),
    ]


def test_each_day_has_its_thresholds(tree):
    """By the decision of 2022 only 100% gives both points, by the portal's figures of 2026 80% does;
    a figure's own day counts, without one the report's.
    """
    figure = _figure("procedures_with_online_payment", 4, 5)
    dated = replace(figure, day=SHOWN)
    for shown, as_of, expected in (
        (figure, DECIDED, (160, 10_000)),
        (figure, SHOWN, (200, 8_000)),
        (dated, DECIDED, (200, 8_000)),
    ):
        scored = scores(tree, (shown,), {}, as_of)
        mine = [(s.points, s.full_bp) for s in scored if s.measure == shown.measure and s.figure]
        assert mine == [expected]


def test_what_the_next_point_costs_hangs_on_the_day(tree):
    """20 of 100 procedures: half of all points are 50 of them by the decision, 40 by the portal."""
    figure = _figure("procedures_with_online_payment", 20, 100)
    costs = [steps(scores(tree, (figure,), {}, day))[0].count for day in (DECIDED, SHOWN)]
    assert costs == [50, 40]


def test_new_dossiers_add_to_both_numbers(tree):
    """A dossier handed in on paper stays so: 20/100 are 2.40 points, 32/112 are 3.43."""
    assert _steps(tree, _figure("online", 20, 100)) == [("online", 12, 103, False, 60)]


def test_what_new_dossiers_can_never_reach_is_not_promised(tree):
    """One dossier was late: no number of further ones makes that 100%."""
    assert _steps(tree, _figure("on_time", 99, 100)) == []
    assert _steps(tree, _figure("on_time", 90, 100)) == [("on_time", 100, 100, False, None)]


PARTS = st.integers(1, 200_000).flatmap(
    lambda d: st.tuples(
        st.integers(0, d),
        st.just(d),
        st.sampled_from([entry.on(SHOWN) for entry in measures()[:21]]),
    )
)


@given(PARTS)
def test_points_stay_within_half_a_hundredth_of_the_rule(part):
    """Never below 0 nor above the maximum; one more item never costs points."""
    numerator, denominator, entry = part
    scored = _points(entry.id, numerator, denominator)
    exact = min(Fraction(1), Fraction(numerator * 10_000, denominator * entry.full_bp)) * entry.max
    assert abs(Fraction(scored, 100) - exact) <= Fraction(1, 200)
    assert 0 <= scored <= entry.max * 100
    assert scored <= _points(entry.id, min(numerator + 1, denominator), denominator)


@given(PARTS)
def test_a_step_is_the_smallest_that_gains_what_it_says(part):
    """One item fewer gains less, and what is promised comes."""
    numerator, denominator, entry = part
    figure = _figure(entry.id, numerator, denominator)
    matching = steps(scores(_CAMPAIGN, (figure,), {}, SHOWN))
    for step in matching:
        grown = denominator if entry.gain == "same" else denominator + step.count
        less = grown - (entry.gain == "new")
        before = _points(entry.id, numerator, denominator)
        wanted = min(100, entry.max * 100 - before)
        assert _points(entry.id, numerator + step.count, grown) - before == step.gain >= wanted
        assert _points(entry.id, numerator + step.count - 1, less) - before < wanted
        assert step.is_full == (before + step.gain == entry.max * 100)


def _campaign():
    with tempfile.TemporaryDirectory() as folder:
        return plan(Path(folder), **ABOVE)


_CAMPAIGN = _campaign()


def test_the_logs_give_what_they_suffice_for(tmp_path):
    """Eight sub-indicators; the others have no data, and the whole is no official score."""
    files = {
        "a.csv": export("dossiers", dossier(code="A", fee="8.000"), dossier(code="B", channel="1"),
                        dossier(code="C", ended="09/04/2024"), dossier(code="D")),
        "b.csv": export("payments", payment(code="A")),
        "c.csv": export("ratings", rating(code="B", rating="Không hài lòng"),
                        rating(code="C", rating="Chưa hài lòng"), rating(code="D", rating="Bình thường")),
        "d.csv": export("portal", portal(measure="dossier_sync", numerator=4, denominator=4)),
    }  # fmt: skip
    scored = outcome(tmp_path, files).index.scores
    rows = {s.measure: (s.figure.numerator, s.figure.denominator, s.points, s.source)
            for s in scored if s.measure and s.figure}  # fmt: skip
    assert rows == {
        "dossier_sync": (4, 4, 600, "portal"),
        "on_time": (3, 4, 1500, "logs"),
        "services_with_dossiers": (1, 2, 200, "logs"),
        "online": (3, 4, 600, "logs"),
        "procedures_with_online_payment": (1, 1, 200, "logs"),
        "online_payment": (1, 1, 600, "logs"),
        "e_result": (4, 4, 600, "logs"),
        # of 3 on time one was disliked; the overdue one is taken off once
        "dossier_satisfaction": (2, 4, 333, "logs"),
    }
    total = scored[-1]
    assert (total.points, total.known, total.expected, total.source) == (4633, 9, 21, "")
    assert [group.id for group in groups()] == [s.group for s in scored if not s.measure][:-1]


def test_without_ratings_the_logs_do_not_tell_who_disliked(tmp_path):
    """No export of a kind is no data, not "nobody"."""
    scored = outcome(tmp_path, {"a.csv": export("dossiers", dossier())}).index.scores
    matching = {
        s.measure: s.points for s in scored if s.measure in ("on_time", "dossier_satisfaction")
    }
    assert matching == {"on_time": 2000, "dossier_satisfaction": None}


def test_a_units_own_workbook_has_its_own_scores(tmp_path, tree):
    """And its rank among all its siblings, as in the whole one."""
    figures = [
        portal(unit=unit, measure="on_time", numerator=n, denominator=10, rate=None)
        for n, unit in ((8, "H44.1"), (9, "H44.2"))
    ]
    scored = outcome(tmp_path, {"a.csv": export("portal", *figures)}, campaign=tree)
    own = results_of(scored.results(tree), "H44.1", {}, tmp_path / "own.parquet")
    assert {score.unit_code for score in own.analysis.index.scores} == {"H44.1"}
    assert {figure.unit for figure in own.analysis.index.portal} == {"H44.1"}
    assert {step.unit_code for step in own.analysis.index.steps} == {"H44.1"}
    assert [difference.unit_code for difference in own.analysis.differences] == ["H44.1"]
    total = own.analysis.index.scores[-1]
    assert (total.points, total.rank, total.peers) == (1600, 2, 2)
