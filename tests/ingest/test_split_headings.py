"""Headings of a text file with a delimiter and no quotes: joined again, or told."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.ingest import read_tables
from tests.builders import csv_bytes, dossier, table

SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
FEE = "Phí, lệ phí"


def _unquoted(rows, delimiter=","):
    return "".join(delimiter.join(row) + "\n" for row in rows).encode()


@st.composite
def unquoted_tables(draw):
    """Dossiers with the fee's heading anywhere, columns that nobody knows among the others."""
    made = [dossier(code=f"H21.65-{n}", fee=str(n * 1000)) for n in range(draw(st.integers(2, 5)))]
    rows = table("dossiers", made)
    rows[0][rows[0].index("Lệ phí")] = FEE
    rows = [[*row, *(("x", "1") if number else ("Ghi chú", "Số bản"))]
            for number, row in enumerate(rows)]  # fmt: skip
    order = draw(st.permutations(range(len(rows[0]))))
    kept = [index for index in order if rows[0][index] in (FEE, "Mã hồ sơ", "Ngày tiếp nhận",
            "Trạng thái hồ sơ") or draw(st.booleans())]  # fmt: skip
    return [[row[index] or "-" for index in kept] for row in rows]


@given(unquoted_tables())
@SLOW
def test_a_name_with_a_comma_is_joined_wherever_it_stands(rows):
    """The same columns as with quotes, and a word of it."""
    (sheet,) = read_tables(_unquoted(rows))
    (quoted,) = read_tables(csv_bytes(rows, ","))
    assert sheet.table.columns == quoted.table.columns
    assert sheet.doubts == quoted.doubts
    note = f"tiêu đề “{FEE}” có dấu phân cách mà không có dấu nháy, đã ghép lại"
    assert sheet.notes == (note, *quoted.notes)


def test_one_row_with_a_comma_too_many_hides_no_heading():
    """What most rows have is what a header should have."""
    rows = [
        ["Mã hồ sơ", "Ngày tiếp nhận", FEE, "Tình trạng", "Địa chỉ"],
        *[[f"A{n}", "01/04/2024", "5000", "Đang xử lý", "Thôn 1"] for n in range(5)],
    ]
    rows[3][-1] = "Thôn 1, xã Một"
    (sheet,) = read_tables(_unquoted(rows))
    assert sheet.table.columns["status"].to_pylist() == ["Đang xử lý"] * 5
    assert [note for note in sheet.notes if FEE in note]
    (doubt,) = [doubt for doubt in sheet.doubts if doubt.code == "ragged_rows"]
    assert doubt.details == {"count": 1, "rows": "4"}


def test_columns_of_their_own_are_not_joined():
    """A space behind every delimiter is no sign of a name, nor are rows that end early."""
    header = "Mã hồ sơ, Ngày tiếp nhận, Phí, Lệ phí, Tình trạng, Ghi chú\n"
    (sheet,) = read_tables((header + "A1,01/04/2024,1000,2000,Đang xử lý\n" * 3).encode())
    assert sheet.table.columns["fee"].to_pylist() == ["2000"] * 3
    assert sheet.table.columns["charge"].to_pylist() == ["1000"] * 3


@pytest.mark.parametrize("heading", ["Họ, tên", "Họ,tên"])
def test_a_heading_that_is_not_known_is_told(heading):
    """Nothing says where it ends."""
    header = ["Mã hồ sơ", "Ngày tiếp nhận", "Tình trạng", heading]
    row = ["A1", "01/04/2024", "Đang xử lý", "a"]
    (sheet,) = read_tables(_unquoted([header, row, row]))
    (doubt,) = [doubt for doubt in sheet.doubts if doubt.code == "split_header"]
    assert doubt.details == {"header": 5, "rows": 4}


def test_a_delimiter_that_no_heading_holds_makes_no_difference():
    """Semicolons between, commas within."""
    rows = [["Mã hồ sơ", FEE, "Ngày tiếp nhận", "Tình trạng"], ["A1", "1", "01/04/2024", "-"]]
    (sheet,) = read_tables(_unquoted(rows, ";"))
    assert sheet.table.columns["fee"].to_pylist() == ["1"]
    assert not [note for note in sheet.notes if "dấu phân cách" in note]
