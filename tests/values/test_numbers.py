"""Numbers in the forms that exports print them in."""

from __future__ import annotations

import pytest

from pipeline.values.numbers import parse_amount, parse_count, parse_percent


@pytest.mark.parametrize(
    ("text", "hundredths"),
    [
        ("P: 8.000", 800_000),
        ("Phí: ; Lệ phí: 5.000", 500_000),
        ("1.000.5", None),  # a mark of thousands is no decimal mark
        ("10000000000000", 10**15),
        ("10000000000000,01", None),
    ],
)
def test_amounts_have_labels_and_an_end(text, hundredths):
    """A label of one letter is one, a label without a number is 0; above the limit is a slip."""
    assert parse_amount(text) == hundredths


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("30", 30),
        ("1.048", 1048),
        (" 1,048 ", 1048),
        ("30,00", 30),
        ("+5", 5),
        ("- 1.048", -1048),
        ("30,5", None),
        ("10.000.000.000.001", None),
        ("30 hồ sơ", None),
        ("", None),
    ],
)
def test_counts_are_whole(text, count):
    """Groups of thousands by either mark; a part of one, or a word, is no count. (An int, no float.)"""
    assert repr(parse_count(text)) == repr(count)


@pytest.mark.parametrize(
    ("text", "hundredths"),
    [
        ("78,38%", 7838),
        ("78.38", 7838),
        (" 78,3800 % ", 7838),
        ("100", 10_000),
        ("1.234", 123),  # no group of thousands
        ("0,005", 1),
        ("0,0049", 0),
        ("-5%", -500),
        ("+5", 500),
        ("5 phần", None),
        ("", None),
    ],
)
def test_percentages_are_rounded_half_up(text, hundredths):
    """To hundredths of a percent, with or without the sign. (An int, no float.)"""
    assert repr(parse_percent(text)) == repr(hundredths)
