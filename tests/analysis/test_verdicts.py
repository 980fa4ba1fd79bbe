"""By which target somebody is judged: the milestone's and the end's are two."""

from __future__ import annotations

from datetime import date

import pytest

from tests.builders import PLAN_ROWS, dossier, export, plan
from tests.outcomes import outcome

# 30% by 16/05, 60% by 29/06; on_time is 100% by both. Until 16/05 1 of 2 online, then 1 of 4.
ROWS = [
    dossier(code="A"),
    dossier(code="B", channel="BCCI"),
    dossier(code="C", channel="BCCI", received="20/05/2024", due="30/06/2024", ended=None),
    dossier(code="D", channel="BCCI", received="20/05/2024", due="30/06/2024", ended=None),
]


def _verdict(tmp_path, as_of, indicator, rows=ROWS, campaign=None):
    campaign = campaign or plan(tmp_path)
    result = outcome(tmp_path, {"a.csv": export("dossiers", *rows)}, as_of, campaign)
    verdicts = result.results(campaign, as_of).analysis.verdicts
    found = verdicts["unit", "H21.65", "", indicator]
    return tuple(
        fact and (fact.period, fact.numerator, fact.denominator, fact.target_bp, fact.status)
        for fact in found
    )


@pytest.mark.parametrize(
    ("as_of", "due", "ahead"),
    [
        (date(2024, 4, 20), None, ("cumulative", 1, 2, 3000, "dat")),
        (date(2024, 5, 16), ("cumulative", 1, 2, 3000, "dat"), None),
        (date(2024, 5, 29), ("middle", 1, 2, 3000, "dat"), ("cumulative", 1, 4, 6000, "chua_dat")),
        (date(2024, 6, 28), ("cumulative", 1, 4, 6000, "chua_dat"), None),
        (date(2024, 6, 29), ("cumulative", 1, 4, 6000, "chua_dat"), None),
        (date(2024, 7, 9), ("cumulative", 1, 4, 6000, "chua_dat"), None),
    ],
)
def test_a_target_judges_when_it_is_due(tmp_path, as_of, due, ahead):
    """Before day 50 nothing; on it its target; after it what was reached on it, and today's figure
    is ahead; the Friday before the last Saturday, the end and after: the end's target.
    """
    assert _verdict(tmp_path, as_of, "online") == (due, ahead)


@pytest.mark.parametrize(
    ("as_of", "is_due"),
    [(date(2024, 4, 20), False), (date(2024, 5, 16), True), (date(2024, 5, 29), True)],
)
def test_what_is_to_be_kept_is_judged_by_todays_figure(tmp_path, as_of, is_due):
    """From day 50 on: "và duy trì trong thời gian tiếp theo"."""
    due, ahead = _verdict(tmp_path, as_of, "on_time")
    known = due or ahead
    assert (due is not None, ahead is None) == (is_due, is_due)
    assert known[0] == "cumulative"


def test_without_a_milestone_nothing_is_due_before_the_end(tmp_path):
    """A campaign with one target."""
    items = [row for row in PLAN_ROWS["Kế hoạch"] if row[0] != "Mốc 50 ngày"]
    campaign = plan(tmp_path, **{"Kế hoạch": items})
    assert campaign.day50 is None
    assert _verdict(tmp_path, date(2024, 6, 20), "online", campaign=campaign)[0] is None
    assert _verdict(tmp_path, date(2024, 6, 29), "online", campaign=campaign)[1] is None


def test_what_was_reached_on_the_milestone_is_the_report_of_that_day(tmp_path):
    """The very numbers, target, variance and shortfall of a report as of day 50."""
    campaign, day = plan(tmp_path), date(2024, 5, 16)
    files = {"a.csv": export("dossiers", *ROWS, dossier(code="E", channel="BCCI", official="B"))}
    later = outcome(tmp_path, files, date(2024, 6, 10), campaign)
    verdicts = later.results(campaign, date(2024, 6, 10)).analysis.verdicts
    told = {
        place: verdict.due._replace(as_of=day, period="cumulative")
        for place, verdict in verdicts.items()
        if verdict.due and verdict.due.period == "middle"
    }
    then = outcome(tmp_path, files, day, campaign)
    facts = {(f.scope, f.unit_code, f.official, f.indicator): f for f in then.facts
             if f.period == "cumulative" and f.scope in ("total", "unit", "official")}  # fmt: skip
    assert set(told) == {(scope, code, official, "online") for scope, code, official in
                         (("total", "", ""), ("unit", "H21.65", ""),
                          ("official", "H21.65", "B"), ("official", "H21.65", "Nguyễn Văn A"))}  # fmt: skip
    assert told == {place: facts[place] for place in told}
