"""Words of the vocabularies as our values."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from pipeline.values.text import key
from schemas.contracts import affixes, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# What joins a word and what stands around it, as keys have it: brackets, dashes, commas.
JOINTS = "()[]-,;:."


@cache
def values_by_word(name: str) -> dict[str, str]:
    """Key of a word, as texts are compared -> our value."""
    return {key(word): value for value, words in vocabulary(name).items() for word in words}


def is_none(text: str) -> bool:
    """Whether the text is a word for "there is none"."""
    return key(text) in values_by_word("none")


def is_exempt(text: str) -> bool:
    """Whether the text says "miễn phí" (DOMAIN.md, online_payment)."""
    return any(word in key(text) for word in values_by_word("exempt"))


@lru_cache(maxsize=1 << 12)
def value_of(name: str, text: str) -> str | None:
    """Our value of a text: a word of the vocabulary, as it stands or with what may stand around
    it (schemas/affixes.toml).
    """
    words = values_by_word(name)
    return next((words[bare] for bare in _bare_words(name, key(text)) if bare in words), None)


def _bare_words(name: str, shown: str) -> Iterator[str]:
    yield shown
    before, behind = affix_keys(name)
    for start in (shown, *(shown.removeprefix(b) for b in before if shown.startswith(b))):
        yield start
        end = start.rstrip(JOINTS)
        yield from (end.removesuffix(b).rstrip(JOINTS) for b in behind if end.endswith(b))


@cache
def affix_keys(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Keys of what may stand before and behind, the longest first."""
    return _longest_first(affixes(name).before), _longest_first(affixes(name).behind)


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(map(key, words), key=len, reverse=True))
