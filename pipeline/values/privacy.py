"""Which texts may name a person, and must not be repeated in any message or output.

Personal data of applicants serves no number (DOMAIN.md, quirks). It stands in columns that no
contract names, which never leave the reader; but people also write it where it does not belong.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pipeline.values.person_names import WORD, common_words, names_someone, surnames
from pipeline.values.text import clean, key
from schemas.contracts import vocabulary

HIDDEN = "(ẩn: có thể là dữ liệu cá nhân)"
# Phone numbers, CCCD (12 digits), CMND (9) and tax codes (10 or 10-3), in groups or not.
_NUMBERS = re.compile(
    r"(?<![\d.,])(?:(?:\+?84|0)(?:[ .-]?\d){8,10}|\d{12}|\d{9}|\d{10}(?:-\d{3})?)(?!\d)"
)
_DATE = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4}.*")
OTHER_PLACE = "(khác)"
_PLACE = re.compile(r"[^\d,;:/@]{1,40}(?:\d{1,3}[^\W\d_]?)?|\d{1,3}")
_MOST = 60  # characters of a text that is no code: more is a story, which may be about somebody


def is_personal(text: str) -> bool:
    """Whether the text may hold a name, a number or an address of a person."""
    shown = clean(text)
    if "@" in shown and any(map(_is_address, shown.split())):
        return True
    if not _DATE.fullmatch(shown) and _NUMBERS.search(shown):
        return True
    return _names_someone(shown)


def _is_address(word: str) -> bool:
    """Something, @, something, a point and something behind it."""
    at = word.find("@", 1)
    point = word.find(".", at + 2)
    return 0 < at < point < len(word) - 1


@lru_cache(maxsize=1 << 14)  # a wrong text stands in a problem and in the row to correct
def public(text: str) -> str:
    """The text as messages may repeat it: whole, or not at all."""
    shown = clean(text)
    return HIDDEN if is_personal(shown) or len(shown) > _MOST else shown


def public_place(text: str) -> str:
    """The name of a village, or OTHER_PLACE instead of what may be more: an address or a person.

    A name is short, without commas, colons and slashes, with at most one number, which ends it
    (Thôn 3, Tổ dân phố 7A). It names no person: behind such a word as Thôn nobody by surname and
    two words more (a village called so is not named either), without one nobody at all.
    """
    shown = clean(text)
    is_village = shown.casefold().startswith(_villages())
    is_person = _has_full_name(shown) if is_village else is_personal(shown)
    return shown if _PLACE.fullmatch(shown) and not is_person else OTHER_PLACE


def _has_full_name(text: str) -> bool:
    words = WORD.findall(text)
    return any(
        key(first) in surnames()
        and all(word[0].isupper() for word in (first, middle, last))
        and key(middle) not in common_words()
        for first, middle, last in zip(words, words[1:], words[2:], strict=False)
    )


def _names_someone(text: str) -> bool:
    return not key(text).startswith(_places()) and names_someone(text)


@cache
def _places() -> tuple[str, ...]:
    return tuple(key(place) for place in vocabulary("place")["place"])


@cache
def _villages() -> tuple[str, ...]:
    return tuple(f"{word.casefold()} " for word in vocabulary("village_type")["village_type"])
