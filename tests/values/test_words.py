"""Words of vocabularies: what may stand around a status changes nothing of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.words import value_of
from schemas.contracts import affixes, vocabulary

STATUSES = [(word, value) for value, words in vocabulary("status").items() for word in words]
JOINED = st.sampled_from(["{} {}", "{} ({})", "{} - {}", "{}, {}", "{}  {}", "{} ({}"])


@given(
    st.sampled_from(STATUSES), st.sampled_from(["", "Hồ sơ "]), JOINED,
    st.sampled_from(affixes("status").behind), st.sampled_from([str, str.upper]),
)  # fmt: skip
def test_a_status_means_the_same_with_what_stands_around_it(status, before, joined, verdict, case):
    """Any status, "Hồ sơ" before it or not, any verdict behind it, in brackets or not."""
    word, value = status
    assert value_of("status", case(f"{before}{word}")) == value
    assert value_of("status", case(joined.format(f"{before}{word}", verdict))) == value


@pytest.mark.parametrize(
    "text", ["quá hạn", "Hồ sơ", "Hồ sơ quá hạn", "Đang xử lý nhanh", "(quá hạn)"]
)
def test_what_stands_around_a_status_is_none_by_itself(text):
    """And no other word behind one is taken off."""
    assert value_of("status", text) is None


@pytest.mark.parametrize("name", ["channel", "rating", "payment_status"])
def test_words_of_other_vocabularies_have_nothing_around_them(name):
    """ "Trực tuyến quá hạn" is no channel."""
    word = next(iter(vocabulary(name).values()))[-1]
    assert value_of(name, word)
    assert value_of(name, f"{word} quá hạn") is None
