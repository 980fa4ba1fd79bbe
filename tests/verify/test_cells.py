"""Cells that are the same though they are written in two ways, and cells that are not."""

from __future__ import annotations

import pytest

from pipeline.verify.book import Cell, Sheet, Truth
from pipeline.verify.cells import Kind, differences
from pipeline.verify.formulas import Tables


def _kinds(given, own):
    sheets = (Sheet("T", {1: {1: cell}}) for cell in (given, own))
    return [difference.kind for difference in differences(*sheets, Tables())]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("[$-42A]+0.00;[$-42A]-0.00;0.00", "[$-42A]\\+0.00;\\-0.00;0.00"),
        ("dd/mm/yyyy", "DD/MM/YYYY"),
        ("dd/mm/yyyy", "mm-dd-yy"),
        ('0" "', "0\\ "),
    ],
)
def test_number_formats_in_two_spellings(one, other):
    """Language, escapes, case, and the built-in day, which is shown as the computer shows days."""
    assert _kinds(Cell(1, "", one), Cell(1, "", other)) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0.00%", '"0.00%"'),
        ("0.00", "\\0.00"),
        ("0%", "0.0%"),
        ("dd/mm/yyyy", "mm/dd/yyyy"),
        ("0", "0,"),
    ],
)
def test_number_formats_that_show_another_number(one, other):
    """A text for a number, a place more or less, days as months, thousands."""
    assert _kinds(Cell(1, "", one), Cell(1, "", other)) == [Kind.FORMAT]


@pytest.mark.parametrize(
    ("one", "other", "kinds"),
    [
        (Cell(0.1 + 0.2), Cell(0.3), []),
        (Cell(1), Cell(1.0), []),
        (Cell(None, "=A1"), Cell(5, "=A1"), []),
        (Cell(None, "=A2"), Cell(5, "=A1"), [Kind.FORMULA]),
        (Cell(None, "=A1", "0%"), Cell(0.5, "=A1", "0.00%"), [Kind.FORMAT]),
        (Cell(None, "=A1", "0%"), Cell("–", "=A1", "0.00%"), []),
        (Cell("x", "", ';;;"✔ Đạt"'), Cell("x"), [Kind.FORMAT]),
        (Cell("x", "", "@"), Cell("x"), []),
        (Cell(0.4928), Cell(0.49280001), [Kind.VALUE]),
        (Cell("1"), Cell(1), [Kind.VALUE]),
        (Cell(Truth.TRUE), Cell(1), [Kind.VALUE]),
        (Cell("a "), Cell("a"), [Kind.VALUE]),
        (Cell(2, "=A1"), Cell(1, "=A1"), [Kind.VALUE]),
    ],
)
def test_values(one, other, kinds):
    """The last digits of a calculation make no difference, all others do; so does what a value is;
    a formula without a value has the one that it comes to.
    """
    assert _kinds(one, other) == kinds
