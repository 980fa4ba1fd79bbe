"""Which spelling of a contract a heading is, or nearly is (DOMAIN.md, "headers")."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import cache, lru_cache

from pipeline.values.text import clean, key
from schemas.contracts import contracts, vocabulary

_REMARK = re.compile(r"\([^()]*\)?|\[[^\[\]]*\]?|\{[^{}]*\}?")
_MARKS = " *†‡§¹²³⁰⁴⁵⁶⁷⁸⁹:.,;-–"
_NOTE = re.compile(r"(?<=[^\W\d_])\d{1,2}$")  # of a footnote, whose height is lost
_MOST_LETTERS, _LETTERS_OF_ONE = 2, 3  # differ; a letter for so many of the spelling's


@cache
def spellings(kind: str) -> dict[str, tuple[str, int]]:
    """Key of a spelling -> our column name, and its rank among the column's spellings."""
    return {
        key(spelling): (column.name, rank)
        for column in contracts()[kind].columns
        for rank, spelling in enumerate(column.spellings)
    }


@lru_cache(maxsize=4096)
def spelling_of(kind: str, heading: str) -> str:
    """The key of the spelling that a heading is, "" where it is none: as it stands, else without
    remarks in brackets, marks of footnotes, stars and units.
    """
    known = spellings(kind)
    return next((shown for shown in _readings(heading) if shown in known), "")


@lru_cache(maxsize=4096)
def is_spelling(heading: str) -> bool:
    """Whether a heading names a column of any contract."""
    return any(spelling_of(kind, heading) for kind in contracts())


@lru_cache(maxsize=4096)
def _readings(heading: str) -> tuple[str, ...]:
    """Keys of a heading, the whole of it first."""
    shown = clean(heading)
    bare = _REMARK.sub(" ", shown).strip(_MARKS)
    unitless = _units().sub("", bare).strip(_MARKS)
    return tuple(dict.fromkeys(map(key, (shown, bare, unitless, _NOTE.sub("", bare)))))


@cache
def _units() -> re.Pattern[str]:
    words = "|".join(map(re.escape, vocabulary("heading_unit")["unit"]))
    return re.compile(rf"[\s,:;/-]+(?:{words})$", re.IGNORECASE)


def near_spelling(kind: str, name: str, heading: str) -> str:
    """The spelling of a column that a heading nearly is, "" where it nearly is none: it has all
    words of the spelling, or at most two letters differ, or only the marks above letters.
    """
    bare = _REMARK.sub(" ", clean(heading)).strip(_MARKS)
    words, shown = _words(bare), key(bare)
    for spelling in contracts()[kind].column(name).spellings:
        if _words(spelling) <= words or _is_alike(key(spelling), shown):
            return spelling
    return ""


def _words(text: str) -> set[str]:
    return {key(word) for word in re.findall(r"\w+", text)}


def _is_alike(spelling: str, heading: str) -> bool:
    if _plain(spelling) == _plain(heading):
        return True
    most = min(_MOST_LETTERS, len(spelling) // _LETTERS_OF_ONE)
    if abs(len(spelling) - len(heading)) > most:
        return False
    steps = SequenceMatcher(None, spelling, heading, autojunk=False).get_opcodes()
    return sum(max(b - a, d - c) for step, a, b, c, d in steps if step != "equal") <= most


def _plain(text: str) -> str:
    """Letters without the marks above and below them."""
    parts = unicodedata.normalize("NFD", text).replace("đ", "d")
    return "".join(part for part in parts if not unicodedata.combining(part))
