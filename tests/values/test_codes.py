"""When two texts are the same code."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.codes import PLAIN, is_spoiled, written_code

CODES = st.sampled_from(
    [
        "H21.65-220914-0011",
        "000.00.12.H21-240328-0001",
        "00352112000539",
        "240404000112345601",
        "E21.65-1",
        "A",
    ]
)
DRESSES = st.sampled_from(
    [
        str.lower,
        str.title,
        lambda code: f"'{code}",
        lambda code: f'="{code}"',
        lambda code: f"\u200b{code}\u200b",
        lambda code: f"\u200e{code}",
        lambda code: f"\u202a{code}\u202c",
        lambda code: code.replace("-", "\u2011"),
        lambda code: code.replace("-", "\u2013"),
        lambda code: f" \u00a0{code}\t",
        lambda code: f"{code}.0" if code.isdigit() else code,
    ]
)


@given(CODES, st.lists(DRESSES, max_size=4))
def test_dress_makes_no_difference(code, dresses):
    """However many layers of it there are, in whatever order."""
    dressed = code
    for dress in dresses:
        dressed = dress(dressed)
    assert written_code(dressed).upper() == code


@given(st.text(max_size=20))
def test_a_written_code_has_no_dress(text):
    """Taking it off twice is taking it off once."""
    assert written_code(written_code(text)) == written_code(text)


@given(st.from_regex(PLAIN, fullmatch=True).map(str.strip) | CODES)
def test_what_passes_for_plain_has_no_dress(code):
    """Columns of such codes are not looked at one by one."""
    if re.fullmatch(PLAIN, code, re.ASCII):
        assert written_code(code).upper() == code
        assert not is_spoiled(code)


@pytest.mark.parametrize(
    ("code", "spoiled"),
    [
        ("2.40404E+15", True),
        ("2,40406E+15", True),
        ("2.404e15", True),
        ("2E+15", True),
        ("2E15", False),
        ("H21.65E+15", False),
        ("00352112000539", False),
        ("1.5", False),
    ],
)
def test_scientific_notation_is_told_from_codes_with_an_e(code, spoiled):
    """Spreadsheets write a decimal mark or a sign."""
    assert is_spoiled(code) is spoiled
