"""What the cells below a heading hold, where the heading alone does not say what it means."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pipeline.ingest.grid import UNCALCULATED
from pipeline.values.dates import is_month_first, parse_date
from pipeline.values.numbers import parse_amount
from pipeline.values.text import clean, key, procedure_code
from pipeline.values.words import is_exempt, is_none, value_of, values_by_word

if TYPE_CHECKING:
    import pyarrow as pa

_CELLS = 500  # are enough to tell
_DESCRIBED = 200  # are enough to say in words
_FEW_WORDS, _SHORT = 12, 40  # so many different texts of so many characters are a list of words
# What a column holds, in words that repeat nothing of it.
NOTHING, DATES, NUMBERS, CODES = "trống", "ngày", "số", "mã"
PROCEDURES, FEW, FREE = "mã thủ tục", "ít từ khác nhau", "chữ tự do"
_FITTING = {
    "date": (DATES, NUMBERS), "amount": (NUMBERS,), "count": (NUMBERS,), "percent": (NUMBERS,),
    "code": (CODES, NUMBERS), "procedure_code": (PROCEDURES,), "text": (FEW, FREE, CODES),
    "unit": (FEW, FREE, CODES),
}  # fmt: skip
_OF_WORDS = (FEW, NUMBERS)  # 1, 2, 3 are words of a vocabulary, too


def is_mostly(column: pa.StringArray, kind: str) -> bool:
    """Whether most of the first cells that say something say it in the words of a type: dates, or
    a vocabulary's. "-" and "Miễn phí" say nothing of it; where none says anything, dates have not
    come yet, but words are missing.
    """
    texts = column.drop_null().slice(0, _CELLS).to_pylist()
    shown = [text for text in dict.fromkeys(map(clean, texts)) if text and not _is_neutral(text)]
    read = sum(_is_read(text, kind) for text in shown)
    return 2 * read >= len(shown) and (read > 0 or kind == "date")


def described(column: pa.StringArray) -> str:
    """What sort of values most of the first cells hold, in words."""
    texts = [clean(text) for text in column.drop_null().slice(0, _DESCRIBED).to_pylist()]
    filled = [text for text in texts if text and not _is_neutral(text)]
    shown = list(dict.fromkeys(filled))
    if not shown:
        return NOTHING
    for contents, holds in _SORTS.items():
        if 2 * sum(map(holds, shown)) > len(shown):
            return contents
    is_list = len(shown) <= _FEW_WORDS and max(map(len, shown)) <= _SHORT
    return FEW if is_list and len(shown) < len(filled) else FREE


def fits(kind: str, contents: str) -> bool:
    """Whether a column of a type may hold such values."""
    return contents == NOTHING or contents in _FITTING.get(kind, _OF_WORDS)


_SORTS: dict[str, Callable[[str], bool]] = {
    PROCEDURES: lambda text: bool(procedure_code(text)),
    NUMBERS: lambda text: parse_amount(text) is not None,
    DATES: lambda text: _is_read(text, "date"),
    CODES: lambda text: " " not in text and any(map(str.isdigit, text)),
}


def _is_neutral(text: str) -> bool:
    return is_none(text) or is_exempt(text) or key(text) in values_by_word("null")


def _is_read(text: str, kind: str) -> bool:
    """What nobody can calculate or put in order is a date all the same."""
    if kind == "date":
        is_doubted = text == UNCALCULATED or is_month_first(text)
        return is_doubted or parse_date(text) is not None
    return value_of(kind, text) is not None
