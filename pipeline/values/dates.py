"""Dates in every form that exports use (DOMAIN.md, quirks)."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
_DAY_FIRST = r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})"
_YEAR_FIRST = r"(?P<year>\d{4})[/-](?P<month>\d{1,2})[/-](?P<day>\d{1,2})"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_DAY_FIRST}(?:,?\s+{_TIME})?",
        rf"{_YEAR_FIRST}(?:[T\s]\s*{_TIME})?",
        rf"{_TIME},?\s+(?:ngày\s+)?{_DAY_FIRST}",
    )
)
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - the exports know no time zone: all times are local
FIRST_YEAR, LAST_YEAR = 1990, 2100


def parse_date(text: str) -> datetime | None:
    """The moment that a cell names, None where it names none that can be read.

    Day before month, as Vietnam writes; an Excel serial is read with the 1900 epoch. A time of
    00:00:00 means that only the day is known. Years outside 1990 to 2100 are slips of the pen.
    """
    text = text.strip()
    for form in _FORMS:
        if match := form.fullmatch(text):
            return _moment({name: int(part) for name, part in match.groupdict("0").items()})
    if _SERIAL.fullmatch(text):
        return _in_range(_EPOCH + timedelta(seconds=round(float(text) * 86_400)))
    return None


def _moment(parts: dict[str, int]) -> datetime | None:
    try:
        return _in_range(datetime(**parts))  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None


def _in_range(moment: datetime) -> datetime | None:
    return moment if FIRST_YEAR <= moment.year <= LAST_YEAR else None


def official_day(day: date) -> str:
    """06/4/2024: a zero before days below 10 and before January and February (NĐ 30/2020)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"
