"""Figures of the portal: which are read, which of several counts, and how they are worded."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.report import write_workbook
from schemas.index766 import measures
from tests.builders import TWO_UNITS, dossier, export, plan, portal
from tests.outcomes import outcome


@pytest.fixture
def figures(tmp_path):
    """The figures in force, as (unit, measure) -> (numerator, denominator, rate, day)."""

    def make(*rows, as_of=date(2024, 5, 16), **differs):
        files = {"a.csv": export("portal", *rows), "b.csv": export("dossiers", dossier())}
        result = outcome(tmp_path, files, as_of, plan(tmp_path, **differs))
        return {
            (figure.unit, figure.measure): (
                figure.numerator, figure.denominator, figure.rate_bp, figure.day,
            )
            for figure in result.figures
        }, result  # fmt: skip

    return make


def _day(day, month):
    return date(2024, month, day)


def test_the_latest_figure_not_after_as_of_counts(figures):
    """Rows may come in any order; a later one waits for a later report."""
    rows = [
        portal(numerator=20, rate=None, figure="30/04/2024"),
        portal(numerator=25, rate=None, figure="16/05/2024"),
        portal(numerator=29, rate=None, figure="17/05/2024"),
        portal(numerator=10, rate=None, figure="31/03/2024"),
    ]
    published, result = figures(*rows)
    assert published == {("H21.65", "online"): (25, 50, None, _day(16, 5))}
    assert (result.sources[0].rows_kept, result.sources[0].rows_duplicate) == (4, 0)


def test_of_figures_of_one_day_the_fraction_then_the_larger_counts(figures):
    """A fraction before a rate, the larger denominator, the worse numerator; others are duplicates."""
    rows = [
        portal(numerator=None, denominator=None, rate="99%"),
        portal(numerator=40, denominator=49, rate=None),
        portal(numerator=31, denominator=50, rate=None),
        portal(numerator=30, denominator=50, rate=None),
    ]
    published, result = figures(*rows)
    assert published == {("H21.65", "online"): (30, 50, None, _day(30, 4))}
    assert (result.sources[0].rows_kept, result.sources[0].rows_duplicate) == (1, 3)


def test_a_figure_without_a_day_counts_only_where_there_is_no_other(figures):
    """Nobody knows whether it is the newest."""
    rows = [
        portal(numerator=1, rate=None, figure=None),
        portal(numerator=2, rate=None),
        portal(measure="e_result", numerator=3, rate=None, figure=None),
    ]
    published, _ = figures(*rows)
    assert published == {
        ("H21.65", "online"): (2, 50, None, _day(30, 4)),
        ("H21.65", "e_result"): (3, 50, None, None),
    }


def test_a_rate_counts_only_where_there_is_no_fraction(figures):
    """Percentages printed in an export are never trusted where a fraction is there."""
    rows = [
        portal(rate="99%"),
        portal(measure="certified_copy", numerator=None, denominator=None, rate="97,755"),
        portal(measure="on_time", numerator=None, rate="78,38 %"),
    ]
    published, result = figures(*rows)
    assert published == {
        ("H21.65", "online"): (30, 50, None, _day(30, 4)),
        ("H21.65", "certified_copy"): (None, None, 9776, _day(30, 4)),
        ("H21.65", "on_time"): (None, None, 7838, _day(30, 4)),
    }
    assert result.codes().count("rate_disagrees") == 1


@pytest.mark.parametrize("rate", ["60", "60%", "60,00", "60,004", 60, 0.6, "59,99%", None])
def test_a_rate_that_agrees_brings_no_warning(figures, rate):
    """Rounded down, or the part of 1 that Excel shows as a percentage, is no contradiction."""
    _, result = figures(portal(rate=rate))
    assert "rate_disagrees" not in result.codes()


def test_a_figure_of_nothing_is_a_figure_and_an_empty_row_is_none(figures):
    """0/0 is what the portal publishes; without any number the row is ignored, with a warning."""
    published, result = figures(
        portal(measure="petition_on_time", numerator=0, denominator=0, rate=None),
        portal(numerator=None, denominator="-", rate=None),
    )
    assert published == {("H21.65", "petition_on_time"): (0, 0, None, _day(30, 4))}
    assert (result.sources[0].rows_kept, result.sources[0].rows_ignored) == (1, 1)
    assert result.codes().count("no_figure") == 1


def test_every_measure_is_found_by_id_and_name(figures):
    """As the portal words it, with or without "Tỷ lệ", in any case."""
    expected = {("H21.65", measure.id) for measure in measures()}
    for worded in (
        lambda m: m.id, lambda m: m.name.upper(), lambda m: f"Tỷ lệ {m.name.lower()}",
        lambda m: m.spellings[0],
    ):  # fmt: skip
        published, _ = figures(*(portal(measure=worded(measure)) for measure in measures()))
        assert set(published) == expected


def test_each_unit_has_figures_of_its_own(figures):
    """By name, other name or code, as in the dossier log."""
    rows = [portal(), portal(unit="H21.66", numerator=1, rate=None)]
    published, _ = figures(*rows, **TWO_UNITS)
    assert {unit: figure[0] for (unit, _), figure in published.items()} == {
        "H21.65": 30,
        "H21.66": 1,
    }


def test_a_report_that_lies_among_the_exports_brings_no_figures(tmp_path):
    """Our own numbers never become the portal's."""
    campaign = plan(tmp_path)
    files = {"a.csv": export("portal", portal()), "b.csv": export("dossiers", dossier())}
    write_workbook(outcome(tmp_path, files).results(campaign), tmp_path / "old.xlsx")
    again = {"old.xlsx": (tmp_path / "old.xlsx").read_bytes(), "b.csv": files["b.csv"]}
    assert outcome(tmp_path, again).figures == ()
