"""Numbers as exports print them: money (`8.000 đồng`, `8,000 VNĐ`, `1.234,5`, several values in one
cell), counts (`1.048`) and percentages (`78,38%`).
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

_NUMBER = r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_CURRENCY = r"(?:\s*(?:đồng|đ|₫|vnđ|vnd|đ/hồ sơ))?"
_MOST = 10**15  # ten million million đồng: more is a slip of the pen
_LONGEST = 1000  # characters of a cell of money: more is a story
_SINGLE = re.compile(rf"(?P<sign>[-+]?)\s*(?P<number>{_NUMBER}){_CURRENCY}", re.IGNORECASE)
_PLAIN = re.compile(rf"(?P<sign>[-+]?)\s*(?P<number>{_NUMBER})")
# No groups of thousands: 1.234 percent is one and a bit.
_PERCENT = re.compile(r"(?P<sign>[-+]?)\s*(?P<number>\d{1,9}(?:[.,]\d{1,20})?)\s*%?")
# "- Phí: 8.000 - Lệ phí: 5.000": every part has a label that ends in a colon. What may be long is
# never tried twice: a label of white space costs no more than its length.
_PART = re.compile(
    rf"(?:[\s,+-]*;)*+[^\d:;]++:(?:\s*+(?P<number>{_NUMBER}|-))?{_CURRENCY}\s*(?=$|[;\n+,-])",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?:(?!\1)[.,]\d+)?")


def parse_amount(text: str) -> int | None:
    """The amount in hundredths of a đồng, several labelled values added up; None if no number."""
    text = text.strip()
    if len(text) > _LONGEST:
        return None
    if match := _SINGLE.fullmatch(text):
        amount = _hundredths(match["number"])
        return -amount if match["sign"] == "-" and amount is not None else amount
    return _labelled_sum(text)


def parse_count(text: str) -> int | None:
    """A whole number; None where the text is none."""
    match = _PLAIN.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    hundredths = _hundredths(match["number"]) if match else None
    if match is None or hundredths is None or hundredths % 100:
        return None
    return -hundredths // 100 if match["sign"] == "-" else hundredths // 100


def parse_percent(text: str) -> int | None:
    """Hundredths of a percent, half up: `78,38%`, `78.38` and `78,3800` are 7838; None if none."""
    match = _PERCENT.fullmatch(text.strip())
    if match is None:
        return None
    value = Decimal(match["number"].replace(",", ".")) * 100
    return int(value.quantize(Decimal(1), ROUND_HALF_UP)) * (-1 if match["sign"] == "-" else 1)


def _labelled_sum(text: str) -> int | None:
    total, position = 0, 0
    while position < len(text):
        match = _PART.match(text, position)
        if match is None:
            return None
        amount = _hundredths(match["number"]) if (match["number"] or "-") != "-" else 0
        if amount is None:
            return None
        total, position = total + amount, match.end()
    return total if text else None


def _hundredths(number: str) -> int | None:
    """Groups of three are thousands whichever mark parts them; another mark is the decimal one."""
    if _GROUPED.fullmatch(number):
        mark = next(character for character in number if character in ".,")
        number = number.replace(mark, "")
    elif sum(number.count(mark) for mark in ".,") > 1:
        return None
    amount = int((Decimal(number.replace(",", ".")) * 100).to_integral_value())
    return amount if amount <= _MOST else None
