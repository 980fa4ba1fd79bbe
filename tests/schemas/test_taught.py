"""Meanings by their titles, and what is never asked for."""

from __future__ import annotations

from schemas.contracts import ORIGIN, contracts, vocabulary
from schemas.taught import heading_meanings, passed_over, taught_vocabularies, word_meanings


def test_every_column_and_every_value_has_a_title_of_its_own():
    """So that a title alone says what is meant."""
    columns = [
        (kind, c.name) for kind, of in contracts().items() for c in of.columns if c != ORIGIN
    ]
    assert list(heading_meanings().values()) == columns
    values = [(name, value) for name in taught_vocabularies() for value in vocabulary(name)]
    assert list(word_meanings().values()) == values


def test_every_vocabulary_of_a_column_may_be_taught():
    """None of an export's words is without an answer."""
    words = {column.type for of in contracts().values() for column in of.columns}
    plain = {
        "text",
        "place",
        "code",
        "procedure_code",
        "unit",
        "date",
        "amount",
        "count",
        "percent",
    }
    assert words - plain == set(taught_vocabularies())


def test_no_column_of_a_log_begins_as_what_is_never_asked_for():
    """Its heading, a little changed, must be asked for."""
    _, begins = passed_over()
    for of in contracts().values():
        for column in of.columns:
            assert not any(text.startswith(begins) for text in column.spellings), column.name
