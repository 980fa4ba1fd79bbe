"""Which report one is, by the milestone that its data cover (plan IV.4.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pipeline.model import Edition, EditionKind, Period, edition
from tests.builders import plan

MIDDLE, END = date(2024, 5, 16), date(2024, 6, 29)  # a Thursday and a Saturday


@pytest.mark.parametrize(
    ("as_of", "kind", "milestone", "number"),
    [
        (date(2024, 3, 28), EditionKind.PERIODIC, None, 1),
        (date(2024, 5, 6), EditionKind.PERIODIC, None, 4),
        (date(2024, 5, 15), EditionKind.PERIODIC, None, 5),
        (MIDDLE, EditionKind.MIDDLE, MIDDLE, 5),
        (date(2024, 5, 17), EditionKind.PERIODIC, None, 6),
        (date(2024, 6, 27), EditionKind.PERIODIC, None, 10),
        (date(2024, 6, 28), EditionKind.FINAL, END, 10),
        (END, EditionKind.FINAL, END, 10),
        (date(2024, 6, 30), EditionKind.MAINTAINED, None, 10),
    ],
)
def test_the_data_say_which_report_it_is(tmp_path, as_of, kind, milestone, number):
    """What a milestone leaves is a weekend: it is covered; a working day: it is not."""
    this = edition(plan(tmp_path), as_of)
    assert (this.kind, this.milestone, this.number) == (kind, milestone, number)
    assert this.is_final == (kind in (EditionKind.FINAL, EditionKind.MAINTAINED))


def test_its_own_days_are_the_last_window_that_it_covers(tmp_path):
    """As facts have it: cut at the day of the figures."""
    assert edition(plan(tmp_path), date(2024, 5, 10)) == Edition(
        EditionKind.PERIODIC, 5, Period("10d-05", date(2024, 5, 7), date(2024, 5, 10)), None
    )


def test_without_a_middle_milestone_there_is_no_middle_report(tmp_path):
    """The day is one like others."""
    campaign = replace(plan(tmp_path), day50=None)
    assert edition(campaign, MIDDLE).kind is EditionKind.PERIODIC
