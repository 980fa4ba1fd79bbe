"""Formulas that mean the same, and those that do not."""

from __future__ import annotations

import pytest

from pipeline.verify.formulas import Tables, is_moved, is_same

TABLES = Tables.of(
    {"HoSo": ("Chi tiết hồ sơ", "A3:C10", ("Mã", "Số ĐV", "Đúng [hạn]")),
     "Một": ("It's", "B1:B2", ("x",))}
)  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("=SUM(A1:B2)", "= sum( $a$1:$B$2 )"),
        ("=COUNTIFS(HoSo[Số ĐV],1)", "=COUNTIFS('Chi tiết hồ sơ'!$B$4:$B$10,1.0)"),
        ("=SUM(hoso[số đv])", "=SUM(HoSo[[#Data],[Số ĐV]])"),
        ("=SUM(HoSo[Đúng '[hạn']])", "=SUM('Chi tiết hồ sơ'!C4:C10)"),
        ("=SUM(Một[x])", "=SUM('It''s'!B2:B2)"),
        ("=Tong!A1", "='Tong'!A1"),
        ("=_xlfn.XLOOKUP(A1,B:B,C:C)", "=XLOOKUP(A1,B:B,C:C)"),
        ("=IF(A1>=0.5,TRUE,1)", "=if(A1>=0.50,TRUE,1)"),
    ],
)
def test_one_formula_in_two_spellings(one, other):
    """Spaces, case, $, quotes, prefixes, a table's column by name or as its range."""
    assert is_same(one, other, TABLES)
    assert is_same(other, one, TABLES)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("=SUM(A1:B2)", "=SUM(A1:B3)"),
        ('=IF(A1="a",1,0)', '=IF(A1="A",1,0)'),
        ("=COUNTIFS(HoSo[Số ĐV],1)", "=COUNTIFS('Chi tiết hồ sơ'!B4:B9,1)"),
        ("=COUNTIFS(HoSo[Số ĐV],1)", "=COUNTIFS(HoSo[Mã],1)"),
        ("=A1+1", "=A1-1"),
        ("={1,2}", "={1;2}"),
        ("=A1*0.3", "=A1*0.31"),
        ('=IF(A1="a', '=IF(A1="b'),
    ],
)
def test_two_formulas(one, other):
    """Other cells, texts, columns, signs, numbers; what can't be parsed is compared as it is."""
    assert not is_same(one, other, TABLES)
    assert is_same(one, one, TABLES)


@pytest.mark.parametrize(
    ("one", "row", "other", "other_row", "is_it"),
    [
        ("=B6/C6", 6, "=B5/C5", 5, True),
        ("=B6/C$2", 6, "=B5/C$2", 5, True),
        ("=B5/C5", 6, "=B5/C5", 5, True),
        ("=B7/C6", 6, "=B5/C5", 5, False),
        ("=B6/D6", 6, "=B5/C5", 5, False),
        ("=B6/C6+1", 6, "=B5/C5", 5, False),
    ],
)
def test_a_formula_that_has_moved_with_its_row(one, row, other, other_row, is_it):
    """Rows may stay or move with the formula; columns and all else may not."""
    assert is_moved(one, row, other, other_row, TABLES) is is_it
