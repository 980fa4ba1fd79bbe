"""Dates in every form that exports use (DOMAIN.md, quirks)."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from pipeline.values.text import key
from pipeline.values.words import values_by_word

_WORD = r"[^\W\d_]+"
_TIME = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d+))?)?"
    rf"(?:\s*(?P<offset>Z|[+-]\d{{2}}(?::?\d{{2}})?)|\s*(?P<half>{_WORD}(?:\.{_WORD}\.?)?))?"
)
_YEAR = r"(?P<year>\d{4}|\d{2})"
_DAY_FIRST = rf"(?P<day>\d{{1,2}})[/.-](?P<month>\d{{1,2}})[/.-]{_YEAR}"
_YEAR_FIRST = r"(?P<year>\d{4})[/-](?P<month>\d{1,2})[/-](?P<day>\d{1,2})"
_NAMED = rf"(?P<day>\d{{1,2}})[\s/.-]*(?P<name>{_WORD}\.?\s?\d{{0,2}})[\s/.,-]+{_YEAR}"
_NAMED_FIRST = rf"(?P<name>{_WORD})\.?\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_DAY_FIRST}(?:,?\s+{_TIME})?",
        rf"{_YEAR_FIRST}(?:Z|[T\s]\s*{_TIME})?",
        rf"{_TIME},?\s+(?:ngày\s+)?{_DAY_FIRST}",
        rf"{_NAMED}(?:,?\s+{_TIME})?",
        rf"{_NAMED_FIRST}(?:,?\s+{_TIME})?",
    )
)
# As most systems print them: read first, and quickest.
_USUAL = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?: (\d{1,2}):(\d{2}):(\d{2}))?")
_MONTH_FIRST = re.compile(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{4}|\d{2})\b.*", re.DOTALL)
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - the exports know no time zone: all times are local
_VIETNAM = timedelta(hours=7)
FIRST_YEAR, LAST_YEAR = 1990, 2100
_NOON = 12
_LONGEST = 200  # characters of a cell that names a moment and nothing else
MONTHS = 12


def parse_date(text: str) -> datetime | None:
    """The moment that a cell names, None where it names none that can be read.

    Day before month, as Vietnam writes; an Excel serial is read with the 1900 epoch; a time with an
    offset is turned into Vietnam's. A time of 00:00:00 means that only the day is known. Years
    outside 1990 to 2100 are slips of the pen, those of two digits are 1990 to 2089.
    """
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    if usual := _USUAL.fullmatch(text):
        day, month, year, *time = usual.groups("0")
        return _read(int(year), int(month), int(day), *map(int, time))
    for form in _FORMS:
        if match := form.fullmatch(text):
            return _moment(match.groupdict())
    if _SERIAL.fullmatch(text):
        days = float(text.replace(",", "."))
        return _in_range(_EPOCH + timedelta(seconds=round(days * 86_400)))
    return None


def is_month_first(text: str) -> bool:
    """Whether the text can only be a date whose month stands before its day: 04/15/2024."""
    match = _MONTH_FIRST.fullmatch(text) if len(text) <= _LONGEST else None
    return match is not None and int(match[1]) <= MONTHS < int(match[2]) <= 31


def _moment(parts: dict[str, str | None]) -> datetime | None:
    month, hour = _month(parts), _hour(parts)
    if month is None or hour is None:
        return None
    day, minute, second = (int(parts[name] or 0) for name in ("day", "minute", "second"))
    moment = _read(_year(parts["year"] or ""), month, day, hour, minute, second)
    if moment is None:
        return None
    return _in_range(moment + _rounding(parts["fraction"]) - _ahead(parts["offset"]))


def _read(*parts: int) -> datetime | None:
    """From year to second, where there is such a moment."""
    try:
        return _in_range(datetime(*parts))  # type: ignore[arg-type]  # noqa: DTZ001 - as above
    except ValueError:
        return None


def _month(parts: dict[str, str | None]) -> int | None:
    if number := parts.get("month"):
        return int(number)
    named = values_by_word("month").get(key((parts.get("name") or "").replace(".", "")))
    return int(named) if named else None


def _year(text: str) -> int:
    year = int(text)
    if len(text) > 2:
        return year
    return year + (2000 if year < FIRST_YEAR % 100 else 1900)


def _hour(parts: dict[str, str | None]) -> int | None:
    """Of the day; None where the word behind the time is none for a half of the day."""
    hour = int(parts["hour"] or 0)
    if not parts["half"]:
        return hour
    half = values_by_word("half_day").get(key(parts["half"].replace(".", "")))
    if half is None or (half == "morning" and hour > _NOON):
        return None
    if half == "morning":
        return hour % _NOON
    return hour if hour >= _NOON else hour + _NOON


def _rounding(fraction: str | None) -> timedelta:
    """Half a second is one more."""
    return timedelta(seconds=int(fraction[0]) // 5) if fraction else timedelta()


def _ahead(offset: str | None) -> timedelta:
    """How far a clock with this offset is ahead of Vietnam's."""
    if not offset:
        return timedelta()
    if offset in "Zz":
        return -_VIETNAM
    digits = offset[1:].replace(":", "").ljust(4, "0")
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return (-ahead if offset[0] == "-" else ahead) - _VIETNAM


def _in_range(moment: datetime) -> datetime | None:
    return moment if FIRST_YEAR <= moment.year <= LAST_YEAR else None


def official_day(day: date) -> str:
    """06/4/2024: a zero before days below 10 and before January and February (NĐ 30/2020)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"
