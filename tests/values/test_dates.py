"""Dates in the forms that systems and spreadsheets give them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.dates import is_month_first, official_day, parse_date

MOMENTS = st.datetimes(datetime(1990, 1, 2), datetime(2089, 12, 30)).map(
    lambda moment: moment.replace(microsecond=0)
)
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def _half_day(moment):
    """11:30:00 SA, as computers with Vietnamese settings write it."""
    half = "SA" if moment.hour < 12 else "CH"
    return f"{moment:%d/%m/%Y} {(moment.hour - 1) % 12 + 1}:{moment:%M:%S} {half}"


FORMS = [
    lambda moment: f"{moment:%d/%m/%Y %H:%M:%S}",
    lambda moment: f"{moment.day}-{moment.month}-{moment.year}, {moment:%H:%M:%S}",
    lambda moment: f"{moment:%d/%m/%y %H:%M:%S}",
    lambda moment: f"{moment:%Y-%m-%dT%H:%M:%S}+07:00",
    lambda moment: f"{moment - timedelta(hours=7):%Y-%m-%dT%H:%M:%S}Z",
    lambda moment: f"{moment - timedelta(hours=9):%Y-%m-%d %H:%M:%S}-0200",
    lambda moment: f"{moment:%d}-{MONTHS[moment.month - 1]}-{moment:%y %H:%M:%S}",
    lambda moment: f"{moment:%d}-Thg{moment.month}-{moment:%Y %H:%M:%S}",
    lambda moment: f"{MONTHS[moment.month - 1]} {moment.day}, {moment:%Y %H:%M:%S}",
    _half_day,
]


@given(MOMENTS, st.sampled_from(FORMS))
def test_every_form_names_the_same_moment(moment, form):
    """A date in any of the forms is the date."""
    assert parse_date(form(moment)) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("45384,333333", datetime(2024, 4, 2, 8)),
        ("02/04/2024 08:00:00.7", datetime(2024, 4, 2, 8, 0, 1)),
        ("2024-04-02Z", datetime(2024, 4, 2)),
        ("02/04/2024 12:00:00 SA", datetime(2024, 4, 2)),
        ("02/04/2024 13:00:00 SA", None),
        ("02/04/2024 08:00:00 giờ", None),
        ("04/15/2024", None),
        ("28-Xyz-24", None),
        ("28 Thg. 3 2024", datetime(2024, 3, 28)),
        ("02/04/2024 12:30 CH", datetime(2024, 4, 2, 12, 30)),
        ("02/04/2024 13:30 CH", datetime(2024, 4, 2, 13, 30)),
        ("02/04/2024 1:30 p.m.", datetime(2024, 4, 2, 13, 30)),
        ("2024-04-02T08:00:00+07", datetime(2024, 4, 2, 8)),
        ("2024-04-02T08:00:00+05:30", datetime(2024, 4, 2, 9, 30)),
        ("02/04/90", datetime(1990, 4, 2)),
        ("02/04/89", datetime(2089, 4, 2)),
        ("02/04/2100", datetime(2100, 4, 2)),
        ("02/04/2101", None),
        ("02/04/1989", None),
    ],
)
def test_what_is_no_moment_is_not_read(text, moment):
    """Serials with a decimal comma and parts of a second are; hours that there are not, are not."""
    assert parse_date(text) == moment


@pytest.mark.parametrize(
    ("text", "is_so"),
    [
        ("04/15/2024 08:00", True),
        ("4-15-24", True),
        ("12/31/2024", True),
        ("15/04/2024", False),
        ("32/13/2024", False),
        ("12/12/2024", False),
        ("04/32/2024", False),
    ],
)
def test_month_first_is_what_can_be_nothing_else(text, is_so):
    """The second number is a day after the 12th."""
    assert is_month_first(text) is is_so


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2024, 2, 6), "06/02/2024"),
        (date(2024, 3, 6), "06/3/2024"),
        (date(2024, 12, 16), "16/12/2024"),
    ],
)
def test_official_days_have_a_zero_before_january_and_february_alone(day, text):
    """As Nghị định 30/2020 writes them; and one before days below 10."""
    assert official_day(day) == text
