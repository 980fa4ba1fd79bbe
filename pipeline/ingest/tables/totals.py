"""Words that label a total, and of what (schemas/vocabularies.toml, total)."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from pipeline.values.text import clean, key
from schemas.contracts import vocabulary


@cache
def _label() -> str:
    """Any of the labels, as a key, the longest first."""
    labels = sorted(map(key, vocabulary("total")["label"]), key=len, reverse=True)
    return f"(?:{'|'.join(map(re.escape, labels))})"


@cache
def _row() -> re.Pattern[str]:
    units = "|".join(re.escape(key(word)) for word in vocabulary("total")["unit"])
    return re.compile(rf"{_label()}[:\d.]*(?:{units})?")


def is_total(text: str) -> bool:
    """A label alone or with its number: "Tổng cộng", "Tổng số: 125 hồ sơ"."""
    return bool(_row().fullmatch(key(text)))


def is_total_label(text: str) -> bool:
    """A label alone."""
    return bool(re.fullmatch(f"{_label()}:?", key(text)))


def begins_total(text: str) -> bool:
    """A text whose first words are a label."""
    words = clean(text).split(maxsplit=_longest_label())[: _longest_label()]
    return any(is_total_label(" ".join(words[:count])) for count in range(1, len(words) + 1))


@cache
def _longest_label() -> int:
    """In words; those of a text may stand apart that a label writes as one."""
    return 2 * max(len(label.split()) for label in vocabulary("total")["label"])


@cache
def total_starts() -> str:
    """A pattern of RE2 for texts that may begin with a label: its first word, in whatever case."""
    words = {label.split()[0] for label in vocabulary("total")["label"]}
    firsts = words | {unicodedata.normalize("NFD", word) for word in words}
    return rf"(?i)^\s*(?:{'|'.join(sorted(map(re.escape, firsts)))})"


@cache
def counted() -> re.Pattern[str]:
    """A number of things behind a label, as a text or a title says it: "Tổng số: 1.250 hồ sơ"."""
    firsts = "|".join(re.escape(word) for word in vocabulary("total")["counted"])
    units = "|".join(re.escape(word) for word in vocabulary("total")["unit"])
    number = r"\d{1,3}(?:[.,]\d{3}){1,2}|\d{1,9}"
    return re.compile(rf"(?:{firsts})\D{{0,40}}?({number})\s*(?:{units})", re.IGNORECASE)
