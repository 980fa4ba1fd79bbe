"""What only the draft of a plan looks for in exports."""

from __future__ import annotations

from functools import cache

from schemas.reading import Entry, read


class DraftWords(Entry, frozen=True):
    """The file draft.toml."""

    level: tuple[str, ...]


@cache
def draft_words() -> DraftWords:
    """The words."""
    return read("draft.toml", DraftWords)
