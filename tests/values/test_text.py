"""Texts as shown, without a spreadsheet's dress, and rates as Vietnamese write them."""

from __future__ import annotations

import pytest

from pipeline.values.row_reference import parse_reference, sheet_reference
from pipeline.values.text import bare, clean, grouped, percent, short_percent


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("H21.65-0001", "H21.65-0001"),
        (" two  words ", " two  words "),
        ("'00123", "00123"),
        (" '00123", "00123"),
        ("\u2018\u2019' 00123", "00123"),
        ("\u200b'00123", "00123"),
        ("đ'00123", "đ'00123"),
        ('="00123"', "00123"),
        ("='00123'", "='00123'"),
        ("", ""),
    ],
)
def test_what_keeps_a_spreadsheet_from_counting_is_taken_off(text, shown):
    """Apostrophes before a text and ="…" around it, whatever stands unseen before them; nothing
    else is changed.
    """
    assert bare(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\0b", "ab"),
        ("\ta \n b\r\n", "a b"),
        ("\u00d0\u00f4ng \u00f0\u1ea5t", "\u0110\u00f4ng \u0111\u1ea5t"),
        ("so\u0302\u0301\u00ad 1\u200f", "s\u1ed1 1"),
        ('="a" ', "a"),
        ('= "="" 1"', '="" 1'),
        ('="="012""', "012"),
        ('="a', '="a'),
    ],
)
def test_a_text_is_shown_without_what_nobody_sees(text, shown):
    """Composed, on one line, without invisible characters and a formula's quotes."""
    assert clean(text) == shown


@pytest.mark.parametrize(
    ("bp", "long", "short"),
    [
        (None, "–", ""),
        (0, "0,00%", "0,00%"),
        (1, "0,01%", "0,01%"),
        (20, "0,20%", "0,2%"),
        (100, "1,00%", "1%"),
        (7580, "75,80%", "75,8%"),
        (9977, "99,77%", "99,77%"),
        (10_000, "100,00%", "100%"),
        (-1, "-0,01%", "-0,01%"),
        (-250, "-2,50%", "-2,5%"),
    ],
)
def test_rates_as_vietnamese_write_them(bp, long, short):
    """A comma, two decimals; in the form no zeros at the end, but for none at all."""
    assert (percent(bp), short_percent(bp)) == (long, short)


def test_a_row_is_named_by_file_sheet_and_row():
    """What is written is read again; what names no row is none."""
    sha256 = "0123456789abcdef" * 4
    assert parse_reference(f"{sheet_reference(sha256, 2)}.17") == ("01234567", 2, 17)
    assert parse_reference("01234567.2") is None
    assert parse_reference("") is None


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0"), (999, "999"), (1000, "1.000"), (1234567, "1.234.567")]
)
def test_counts_have_a_point_for_thousands(count, text):
    """As Vietnamese write them."""
    assert grouped(count) == text
