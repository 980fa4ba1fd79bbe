"""Which texts may name a person, and must not be repeated in any message or output.

Personal data of applicants serves no number (DOMAIN.md, quirks). It stands in columns that no
contract names, which never leave the reader; but people also write it where it does not belong.
"""

from __future__ import annotations

import itertools
import re
from functools import cache, lru_cache

from pipeline.values.text import clean, key
from schemas.contracts import contracts, vocabulary, vocabulary_names

HIDDEN = "(ẩn: có thể là dữ liệu cá nhân)"
_EMAIL = re.compile(r"\S+@\S+\.\S+")
# Phone numbers, CCCD (12 digits), CMND (9) and tax codes (10 or 10-3), in groups or not.
_NUMBERS = re.compile(
    r"(?<![\d.,])(?:(?:\+?84|0)(?:[ .-]?\d){8,10}|\d{12}|\d{9}|\d{10}(?:-\d{3})?)(?!\d)"
)
_DATE = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}.*")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_MOST = 60  # characters of a text that is no code: more is a story, which may be about somebody


def is_personal(text: str) -> bool:
    """Whether the text may hold a name, a number or an address of a person."""
    shown = clean(text)
    if _EMAIL.search(shown):
        return True
    if not _DATE.fullmatch(shown) and _NUMBERS.search(shown):
        return True
    return _names_someone(shown)


@lru_cache(maxsize=1 << 14)  # a wrong text stands in a problem and in the row to correct
def public(text: str) -> str:
    """The text as messages may repeat it: whole, or not at all."""
    shown = clean(text)
    return HIDDEN if is_personal(shown) or len(shown) > _MOST else shown


def _names_someone(text: str) -> bool:
    """A surname with a capital, followed by another word with one that exports do not use."""
    shown = key(text)
    if shown.startswith(_places()):
        return False
    words = _WORD.findall(text)
    return any(
        first[0].isupper() and key(first) in _surnames()
        and then[0].isupper() and key(then) not in _common_words()
        for first, then in itertools.pairwise(words)
    )  # fmt: skip


@cache
def _places() -> tuple[str, ...]:
    return tuple(key(place) for place in vocabulary("place")["place"])


@cache
def _surnames() -> frozenset[str]:
    return frozenset(key(name) for name in vocabulary("surname")["surname"])


@cache
def _common_words() -> frozenset[str]:
    """Every word that a contract or a vocabulary has: "Hồ Sơ" is not a Mr Hồ."""
    columns = [column for contract in contracts().values() for column in contract.columns]
    texts = [text for column in columns for text in (*column.spellings, *column.by_content)]
    for name in vocabulary_names():
        if name not in ("surname", "legacy_font", "place", "place_type"):
            texts += [word for words in vocabulary(name).values() for word in words]
    return frozenset(key(word) for text in texts for word in _WORD.findall(text))
