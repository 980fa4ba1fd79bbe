"""A status as the page has it: in words, and as the state that the style colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report.facts import status_words
from pipeline.report.layout.theme import STATUS_WORDS

if TYPE_CHECKING:
    from pipeline.model import Fact, Results

GOOD, BAD, OPEN, NONE = "good", "bad", "open", "none"


def judged(results: Results, fact: Fact) -> tuple[str, str]:
    """State and words: an unmet target that is not due is open, never bad."""
    words = status_words(results, fact)
    if fact.status == "dat":
        return GOOD, words["dat"]
    if fact.status == "chua_dat":
        is_due = words["chua_dat"] == STATUS_WORDS["chua_dat"]
        return (BAD if is_due else OPEN), words["chua_dat"]
    return NONE, words[fact.status]
