"""One text to one value and what became of its cell, by the type of the contract's column."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

import pyarrow as pa

from pipeline.values.codes import is_spoiled, written_code
from pipeline.values.dates import parse_date
from pipeline.values.numbers import parse_amount, parse_count, parse_percent
from pipeline.values.privacy import public, public_place
from pipeline.values.text import clean, key, procedure_code
from pipeline.values.words import is_exempt, is_none, value_of, values_by_word
from schemas.cells import Cell

Converted = tuple[Any, Cell]
Convert = Callable[[str], Converted]

_MOST = 10**12  # of a count; points stay within 64 bits
_VOCABULARIES = (
    "channel",
    "status",
    "payment_status",
    "method",
    "yes_no",
    "rating",
    "level",
    "measure",
)

ARROW_TYPES: dict[str, pa.DataType] = {
    "text": pa.string(),
    "place": pa.string(),
    "code": pa.string(),
    "procedure_code": pa.string(),
    "unit": pa.string(),
    "date": pa.timestamp("s"),
    "amount": pa.int64(),
    "count": pa.int64(),
    "percent": pa.int64(),
    **dict.fromkeys(_VOCABULARIES, pa.string()),
}


def normaliser(
    kind: str, unit_of: Callable[[str], str | None], taught: Mapping[tuple[str, str], str]
) -> Convert:
    """The function that converts a cell of this type; `unit_of` gives the code of a unit's name,
    `taught` has values by vocabulary and word.
    """
    if kind == "unit":
        return lambda text: _known(text, unit_of)
    if kind in _VOCABULARIES:
        return lambda text: _known(
            text, lambda word: value_of(kind, word) or taught.get((kind, key(word)))
        )
    return _BY_TYPE[kind]


def _special(text: str) -> Converted | None:
    shown = key(text)
    if not shown or shown in values_by_word("null"):
        return None, Cell.EMPTY
    if shown in values_by_word("error"):
        return None, Cell.ERROR
    if shown in values_by_word("uncalculated"):
        return None, Cell.UNCALCULATED
    return None


def _text(text: str) -> Converted:
    return _special(text) or ((None, Cell.EMPTY) if is_none(text) else (clean(text), Cell.VALUE))


def _place(text: str) -> Converted:
    """A village by its name, else by the word for what may be more than one."""
    value, cell = _text(text)
    return public_place(value) if value else value, cell


def _code(text: str) -> Converted:
    """As it was written; pipeline.normalise.codes says how codes are compared."""
    if (special := _special(text)) or is_none(text):
        return special or (None, Cell.EMPTY)
    code = written_code(text)
    return code, Cell.SPOILED if is_spoiled(code) else Cell.VALUE


def _procedure_code(text: str) -> Converted:
    """N.NNNNNN; another code stays as it is printed and is in no catalogue."""
    value, cell = _text(text)
    if cell is Cell.VALUE and (code := procedure_code(value)):
        return code, Cell.VALUE
    return public(value) if value else value, cell


def _date(text: str) -> Converted:
    if special := _special(text):
        return special
    if is_none(text):
        return None, Cell.EMPTY
    moment = parse_date(clean(text))
    return (moment, Cell.VALUE) if moment else (None, Cell.UNREAD)


def _amount(text: str) -> Converted:
    if special := _special(text):
        return special
    if is_none(text) or is_exempt(text):
        return None, Cell.EMPTY
    amount = parse_amount(unicodedata.normalize("NFC", text.replace("\u00a0", " ")))
    return (None, Cell.UNREAD) if amount is None else (amount, Cell.VALUE)


def _number(text: str, parse: Callable[[str], int | None]) -> Converted:
    if special := _special(text):
        return special
    if is_none(text):
        return None, Cell.EMPTY
    number = parse(clean(text))
    if number is None or abs(number) > _MOST:
        return None, Cell.UNREAD
    return number, Cell.VALUE


def _known(text: str, value_of_text: Callable[[str], str | None]) -> Converted:
    if special := _special(text):
        return special
    value = value_of_text(text)
    return (value, Cell.VALUE) if value else (None, Cell.UNREAD)


_BY_TYPE: dict[str, Convert] = {
    "text": _text,
    "place": _place,
    "code": _code,
    "procedure_code": _procedure_code,
    "date": _date,
    "amount": _amount,
    "count": lambda text: _number(text, parse_count),
    "percent": lambda text: _number(text, parse_percent),
}
