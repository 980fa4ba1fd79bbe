"""Which meaning of the drop-down a person has typed: the whole of one, or only its own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.ingest.tables.headings import by_content, named_column, spelling_of
from pipeline.model import NOTHING_TAUGHT
from pipeline.values.text import key
from schemas.contracts import contracts
from schemas.taught import IGNORED, heading_meanings, taught_vocabularies, word_meanings

if TYPE_CHECKING:
    from collections.abc import Collection


def titles_typed(typed: str, of: Collection[str], *, is_word: bool) -> tuple[str, ...]:
    """The meanings that fit what was typed: the one whose title it is, else those which end so
    ("Ngày tiếp nhận" of "Hồ sơ: Ngày tiếp nhận"), only of these kinds or vocabularies if there are
    any in `of`.
    """
    meanings = word_meanings() if is_word else heading_meanings()
    whole = [*meanings] if is_word else [IGNORED, *meanings]
    if titles := tuple(title for title in whole if key(title) == key(typed)):
        return titles
    return tuple(
        title
        for title, (kind, _) in meanings.items()
        if key(title.partition(":")[2]) == key(typed) and (not of or kind in of)
    )


def kinds_called(title: str) -> frozenset[str]:
    """The kind of export of a title, none where no kind is called so ("chưa rõ")."""
    return frozenset(kind for kind, of in contracts().items() if key(of.title) == key(title))


def vocabularies_below(heading: str) -> frozenset[str]:
    """The vocabularies of the columns that a heading names by itself, in exports of any kind."""
    return frozenset(
        vocabulary_of(kind, name)
        for kind in contracts()
        for name in (
            named_column(kind, heading, NOTHING_TAUGHT),
            by_content(kind).get(spelling_of(kind, heading), ""),
        )
        if name
    ) - {""}


def vocabulary_of(kind: str, name: str) -> str:
    """That of a column, "" where it has none that is taught."""
    of = contracts()[kind].column(name).type
    return of if of in taught_vocabularies() else ""
