"""Texts of the plan as values: words of a vocabulary, and percent."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from pipeline.values.text import key
from schemas.contracts import vocabulary


def values_by_word(name: str) -> dict[str, str]:
    """Key of a word -> our value."""
    return {key(word): value for value, words in vocabulary(name).items() for word in words}


def parse_number(text: str) -> Decimal | None:
    """The number before a percent sign, if there is one; None where the text is no number."""
    try:
        number = Decimal(text.removesuffix("%").strip().replace(",", "."))
    except InvalidOperation:
        return None
    return None if number.is_nan() else number
