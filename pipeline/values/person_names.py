"""Whether a text names somebody: with marks or without, in whatever case, given name first or last.

A word without any mark is compared without marks, one with marks with them: "dang ky" may be a Mr
Đặng, "đăng ký" is none.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from pipeline.values.text import key
from schemas.contracts import contracts, vocabulary, vocabulary_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_BY_H = re.compile(r"h['’][^\W\d_]{2,}", re.IGNORECASE)  # women's names of the highlands: H'Bia
_LONGEST = 5  # words of a name
_NOT_OF_EXPORTS = (
    "surname", "given_name", "middle_name", "clan", "office_phrase", "legacy_font", "place",
    "place_type", "village_type",
)  # fmt: skip


def names_someone(text: str) -> bool:
    """A surname and what may follow it, or a name as a whole, its given name first or last."""
    words = WORD.findall(text)
    return (
        _has_capitals(words)
        or bool(_BY_H.search(text))
        or _has_clan(words)
        or _has_name(words)
        or _is_name(words)
    )


def _has_capitals(words: list[str]) -> bool:
    """A surname with a capital, followed by another word with one that exports do not use."""
    return any(
        first[0].isupper() and key(first) in surnames()
        and then[0].isupper() and key(then) not in common_words()
        and not _has_common_pair((first, then))
        for first, then in itertools.pairwise(words)
    )  # fmt: skip


def _has_clan(words: list[str]) -> bool:
    """A word that is nothing but a clan's name, beside another word."""
    whole = " ".join(words)
    return len(words) > 1 and any(
        _is_of(name, _clans())
        for name in (*words, *(" ".join(pair) for pair in itertools.pairwise(words)))
        if name != whole
    )


def _has_name(words: list[str]) -> bool:
    """Within a text: a surname, a middle name and any word, or a surname and two given names; words
    that stand beside each other in exports are no name.
    """
    return any(
        _is_of(first, _surnames())
        and (_is_of(middle, _middle_names()) or _are_given((middle, last)))
        and not _has_common_pair((first, middle, last))
        for first, middle, last in zip(words, words[1:], words[2:], strict=False)
    )


def _is_name(words: list[str]) -> bool:
    """The whole of a text: a surname and given names, in either order."""
    if not 1 < len(words) <= _LONGEST or _has_common_pair(words):
        return False
    places = [index for index, word in enumerate(words) if _is_of(word, _surnames())]
    return any(_are_given((*words[:index], *words[index + 1 :])) for index in places)


def _are_given(words: Iterable[str]) -> bool:
    return all(len(word) == 1 or _is_of(word, _given_names()) for word in words)


def _has_common_pair(words: Iterable[str]) -> bool:
    return any(_is_of(" ".join(pair), _common_pairs()) for pair in itertools.pairwise(words))


_Names = tuple[frozenset[str], frozenset[str]]  # with marks, and without


def _is_of(name: str, names: _Names) -> bool:
    marked, plain = names
    return key(name) in (plain if name.isascii() else marked)


def _names(texts: Iterable[str]) -> _Names:
    marked = frozenset(map(key, texts))
    return marked, frozenset(map(_plain, marked))


def _plain(marked: str) -> str:
    letters = unicodedata.normalize("NFD", marked.replace("đ", "d").replace("’", "'"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


@cache
def surnames() -> frozenset[str]:
    """Keys of surnames, with marks."""
    return _surnames()[0]


@cache
def _surnames() -> _Names:
    return _names(vocabulary("surname")["surname"])


@cache
def _clans() -> _Names:
    return _names(vocabulary("clan")["clan"])


@cache
def _middle_names() -> _Names:
    return _names(vocabulary("middle_name")["middle_name"])


@cache
def _given_names() -> _Names:
    return _names(
        (*vocabulary("given_name")["given_name"], *vocabulary("middle_name")["middle_name"])
    )


@cache
def common_words() -> frozenset[str]:
    """Every word that a contract or a vocabulary has: "Hồ Sơ" is not a Mr Hồ."""
    return frozenset(key(word) for text in _common_texts() for word in WORD.findall(text))


@cache
def _common_pairs() -> _Names:
    """Words that stand beside each other there: "lệ phí" is no Mr Lê."""
    phrases = vocabulary("office_phrase")["office_phrase"]
    return _names(
        " ".join(pair)
        for text in (*_common_texts(), *phrases)
        for pair in itertools.pairwise(WORD.findall(text))
    )


def _common_texts() -> Iterator[str]:
    for contract in contracts().values():
        for column in contract.columns:
            if column.type != "place":  # Dân is a name, too
                yield from (*column.spellings, *column.by_content)
    for name in vocabulary_names():
        if name not in _NOT_OF_EXPORTS:
            for words in vocabulary(name).values():
                yield from words
