"""One text to one value and its state, by the type that the contract gives the column."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any

import pyarrow as pa

from pipeline.values.dates import parse_date
from pipeline.values.numbers import parse_amount
from pipeline.values.privacy import public
from pipeline.values.text import clean, key, procedure_code
from schemas.contracts import State, vocabulary

Converted = tuple[Any, State]
Convert = Callable[[str], Converted]

_VOCABULARIES = ("channel", "status", "payment_status", "method", "yes_no", "rating", "level")

ARROW_TYPES: dict[str, pa.DataType] = {
    "text": pa.string(),
    "code": pa.string(),
    "procedure_code": pa.string(),
    "unit": pa.string(),
    "date": pa.timestamp("s"),
    "amount": pa.int64(),
    **dict.fromkeys(_VOCABULARIES, pa.string()),
}


def normaliser(kind: str, units: dict[str, str]) -> Convert:
    """The function that converts a cell of this type; `units` maps keys of names to codes."""
    if kind == "unit":
        return lambda text: _unit(text, units)
    if kind in _VOCABULARIES:
        words = _words(kind)
        return lambda text: _word(text, words)
    return _BY_TYPE[kind]


@cache
def _words(name: str) -> dict[str, str]:
    return {key(word): value for value, words in vocabulary(name).items() for word in words}


def is_none(text: str) -> bool:
    """Whether the text is a word for "there is none"."""
    return key(text) in _words("none")


def is_exempt(text: str) -> bool:
    """Whether the text says "miễn phí" (DOMAIN.md, online_payment)."""
    return any(word in key(text) for word in _words("exempt"))


def _special(text: str) -> Converted | None:
    shown = key(text)
    if not shown:
        return None, State.EMPTY
    if shown in _words("error"):
        return None, State.ERROR
    return None


def _text(text: str) -> Converted:
    return _special(text) or ((None, State.EMPTY) if is_none(text) else (clean(text), State.OK))


def _procedure_code(text: str) -> Converted:
    """N.NNNNNN; another code stays as it is printed and is in no catalogue."""
    value, state = _text(text)
    if state is State.OK and (found := procedure_code(value)):
        return found, State.OK
    return public(value) if value else value, state


def _date(text: str) -> Converted:
    if special := _special(text):
        return special
    if is_none(text):
        return None, State.EMPTY
    moment = parse_date(clean(text))
    return (moment, State.OK) if moment else (None, State.UNREADABLE)


def _amount(text: str) -> Converted:
    if special := _special(text):
        return special
    if is_none(text) or is_exempt(text):
        return None, State.EMPTY
    amount = parse_amount(unicodedata.normalize("NFC", text.replace("\u00a0", " ")))
    if amount is None:
        return None, State.UNREADABLE
    return (None, State.NEGATIVE) if amount < 0 else (amount, State.OK)


def _word(text: str, words: dict[str, str]) -> Converted:
    if special := _special(text):
        return special
    value = words.get(key(text))
    return (value, State.OK) if value else (None, State.UNKNOWN)


def _unit(text: str, units: dict[str, str]) -> Converted:
    if special := _special(text):
        return special
    code = units.get(key(text))
    return (code, State.OK) if code else (None, State.UNKNOWN)


_BY_TYPE: dict[str, Convert] = {
    "text": _text,
    "code": _text,
    "procedure_code": _procedure_code,
    "date": _date,
    "amount": _amount,
}
