"""Words of the vocabularies as our values."""

from __future__ import annotations

from functools import cache

from pipeline.values.text import key
from schemas.contracts import vocabulary


@cache
def values_by_word(name: str) -> dict[str, str]:
    """Key of a word, as texts are compared -> our value."""
    return {key(word): value for value, words in vocabulary(name).items() for word in words}
