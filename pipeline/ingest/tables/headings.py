"""Which spelling of a contract a heading is, or nearly is (DOMAIN.md, "headers")."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from pipeline.model import NOTHING_TAUGHT, Taught
from pipeline.values.text import clean, key
from pipeline.values.words import values_by_word
from schemas.contracts import contracts, vocabulary
from schemas.taught import passed_over

if TYPE_CHECKING:
    from collections.abc import Sequence

_REMARK = re.compile(r"\([^()]*\)?|\[[^\[\]]*\]?|\{[^{}]*\}?")
_MARKS = " *†‡§¹²³⁰⁴⁵⁶⁷⁸⁹:.,;-–"
_NOTE = re.compile(r"(?<=[^\W\d_])\d{1,2}$")  # of a footnote, whose height is lost
_TAUGHT = -1  # the rank of a heading that was taught
_MOST_LETTERS, _LETTERS_OF_ONE = 2, 3  # differ; a letter for so many of the spelling's


@cache
def spellings(kind: str) -> dict[str, tuple[str, int]]:
    """Key of a spelling -> our column name, and its rank among the column's spellings."""
    return {
        key(spelling): (column.name, rank)
        for column in contracts()[kind].columns
        for rank, spelling in enumerate(column.spellings)
    }


def known_spellings(kind: str, taught: Taught) -> dict[str, tuple[str, int]]:
    """The same with what was taught."""
    if not taught.headings:
        return spellings(kind)
    own = {text: (name, _TAUGHT) for (of, text), name in taught.headings.items() if of == kind}
    return spellings(kind) | own


@cache
def by_content(kind: str) -> dict[str, str]:
    """Key of a spelling that means a column only where its cells are of its type -> our name."""
    return {
        key(spelling): column.name
        for column in contracts()[kind].columns
        for spelling in column.by_content
    }


@cache
def deciding(kind: str) -> frozenset[str]:
    """Keys of the spellings that decide for a kind."""
    return frozenset(map(key, contracts()[kind].deciding))


def spelling_of(kind: str, heading: str, taught: Taught = NOTHING_TAUGHT) -> str:
    """The key of the spelling that a heading is, "" where it is none: as it stands, else without
    remarks in brackets, marks of footnotes, stars and units. What was taught is taken as it stands.
    """
    if taught.headings and (kind, key(heading)) in taught.headings:
        return key(heading)
    return _contracts_spelling(kind, heading)


def named_column(kind: str, heading: str, taught: Taught) -> str:
    """Our name of the column that a heading means by itself, "" where it means none."""
    name, _ = known_spellings(kind, taught).get(spelling_of(kind, heading, taught), ("", 0))
    return name


@lru_cache(maxsize=4096)
def _contracts_spelling(kind: str, heading: str) -> str:
    known, conditional = spellings(kind), by_content(kind)
    shown = _readings(heading)
    return next((text for text in shown if text in known or text in conditional), "")


def is_spelling(heading: str, taught: Taught = NOTHING_TAUGHT) -> bool:
    """Whether a heading names a column of any contract, or was taught to."""
    if taught.headings and taught.is_heading(key(heading)):
        return True
    return _is_contracts_spelling(heading)


@lru_cache(maxsize=4096)
def _is_contracts_spelling(heading: str) -> bool:
    return not _all_spellings().isdisjoint(_readings(heading))


@cache
def _all_spellings() -> frozenset[str]:
    """Keys of the spellings of every kind."""
    return frozenset(text for kind in contracts() for text in (*spellings(kind), *by_content(kind)))


def merged(rows: Sequence[Sequence[str | None]], taught: Taught = NOTHING_TAUGHT) -> list[str]:
    """The lowest text of each column of a header's rows: a parent cell only groups its children. A
    leaf that says nothing by itself is what stands above it.
    """
    width = len(rows[0]) if rows else 0
    return [_lowest(rows, column, taught) for column in range(width)]


def _lowest(rows: Sequence[Sequence[str | None]], column: int, taught: Taught) -> str:
    for depth in range(len(rows) - 1, -1, -1):
        if leaf := clean(rows[depth][column] or ""):
            is_part = depth and _is_generic(leaf)
            return _of_leaf(leaf, rows[:depth], column, taught) if is_part else leaf
    return ""


def _of_leaf(leaf: str, above: Sequence[Sequence[str | None]], column: int, taught: Taught) -> str:
    """What stands above a generic leaf, by itself or behind its word; where neither is a spelling,
    the leaf if it is one by itself, else behind its word, so that no two are called alike. The
    cells that a merge covers are empty.
    """
    for row in reversed(above):
        cells = (clean(row[index] or "") for index in range(column, -1, -1))
        if parent := next(filter(None, cells), ""):
            full = f"{vocabulary('heading_leaf')['date'][0]} {parent[:1].lower()}{parent[1:]}"
            known = (text for text in (parent, full, leaf) if is_spelling(text, taught))
            return next(known, full)
    return leaf


def is_of_person(
    above: Sequence[Sequence[str | None]], printed: Sequence[str], column: int
) -> bool:
    """Whether a heading above a column's own says that it is of an applicant or of where they live.
    Cells that a merge covers are empty: it reaches from its text up to a column that names another.
    """
    for row in above:
        for index in range(column, -1, -1):
            if parent := key(row[index] or ""):
                if any(begin in parent for begin in _persons()):
                    return True
                break
            if index < column and is_spelling(printed[index]):
                break
    return False


@cache
def _persons() -> tuple[str, ...]:
    _, begins = passed_over()
    return tuple(map(key, begins))


def _is_generic(heading: str) -> bool:
    return values_by_word("heading_leaf").get(key(heading)) is not None


def bare_heading(heading: str) -> str:
    """A heading without remarks in brackets and marks of footnotes."""
    return _REMARK.sub(" ", clean(heading)).strip(_MARKS)


@lru_cache(maxsize=4096)
def _readings(heading: str) -> tuple[str, ...]:
    """Keys of a heading, the whole of it first."""
    shown, bare = clean(heading), bare_heading(heading)
    unitless = _units().sub("", bare).strip(_MARKS)
    return tuple(dict.fromkeys(map(key, (shown, bare, unitless, _NOTE.sub("", bare)))))


@cache
def _units() -> re.Pattern[str]:
    words = "|".join(map(re.escape, vocabulary("heading_unit")["unit"]))
    return re.compile(rf"(?<![\s,:;/-])[\s,:;/-]+(?:{words})$", re.IGNORECASE)


def near_spelling(kind: str, name: str, heading: str) -> str:
    """The spelling of a column that a heading nearly is, "" where it nearly is none: it has all
    words of the spelling, or at most two letters differ, or only the marks above letters.
    """
    bare = bare_heading(heading)
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
