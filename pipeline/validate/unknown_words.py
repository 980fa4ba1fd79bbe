"""Words that the vocabulary of their column does not have, for staff to say what they mean."""

from __future__ import annotations

from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

import pyarrow as pa

from pipeline.model import UnknownWord
from pipeline.values.privacy import HIDDEN, public
from pipeline.values.text import key
from schemas.cells import Cell
from schemas.contracts import contracts, vocabulary
from schemas.taught import taught_vocabularies, word_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import TypedTable

_MOST = 50  # of a column; one of more has no words, but texts
_ALIKE = 0.6  # how alike two words are of which one may be meant for the other


def unknown_words(table: TypedTable) -> tuple[UnknownWord, ...]:
    """Each once, with its rows, those of most rows first; none that may name a person."""
    return tuple(
        word
        for column in contracts()[table.kind].columns
        if column.type in taught_vocabularies() and column.name in table.texts
        for word in _of_column(table, column.name, column.type)
    )


def _of_column(table: TypedTable, name: str, kind: str) -> Iterator[UnknownWord]:
    is_unread = table.frame[f"{name}.cell"].to_numpy() == Cell.UNREAD
    if not is_unread.any():
        return
    counts: dict[str, int] = {}
    shown: dict[str, str] = {}
    for entry in table.texts[name].filter(pa.array(is_unread)).value_counts().to_pylist():
        word = public(entry["values"])
        if word != HIDDEN:
            shown.setdefault(key(word), word)
            counts[key(word)] = counts.get(key(word), 0) + entry["counts"]
    first = sorted(counts, key=lambda word: (-counts[word], word))[:_MOST]
    for word in first:
        yield UnknownWord(
            kind, table.headers[name], shown[word], counts[word], _nearest(kind, word)
        )


def _nearest(kind: str, word: str) -> str:
    """The title of the value of which a word is most like this one, "" where none is."""
    alike = get_close_matches(word, _titles(kind), n=1, cutoff=_ALIKE)
    return _titles(kind)[alike[0]] if alike else ""


@cache
def _titles(kind: str) -> dict[str, str]:
    """Key of a word -> the title of its value."""
    return {
        key(word): word_title(kind, value)
        for value, words in vocabulary(kind).items()
        for word in words
    }
