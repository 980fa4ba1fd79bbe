"""What the cells below a heading hold, where the heading alone does not say what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.ingest.grid import UNCALCULATED
from pipeline.values.dates import is_month_first, parse_date
from pipeline.values.text import clean, key
from pipeline.values.words import is_exempt, is_none, value_of, values_by_word

if TYPE_CHECKING:
    import pyarrow as pa

_CELLS = 500  # are enough to tell


def is_mostly(column: pa.StringArray, kind: str) -> bool:
    """Whether most of the first cells that say something say it in the words of a type: dates, or
    a vocabulary's. "-" and "Miễn phí" say nothing of it; where none says anything, dates have not
    come yet, but words are missing.
    """
    texts = column.drop_null().slice(0, _CELLS).to_pylist()
    shown = [text for text in dict.fromkeys(map(clean, texts)) if text and not _is_neutral(text)]
    read = sum(_is_read(text, kind) for text in shown)
    return 2 * read >= len(shown) and (read > 0 or kind == "date")


def _is_neutral(text: str) -> bool:
    return is_none(text) or is_exempt(text) or key(text) in values_by_word("null")


def _is_read(text: str, kind: str) -> bool:
    """What nobody can calculate or put in order is a date all the same."""
    if kind == "date":
        is_doubted = text == UNCALCULATED or is_month_first(text)
        return is_doubted or parse_date(text) is not None
    return value_of(kind, text) is not None
