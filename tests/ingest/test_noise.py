"""Rows that are no data: totals in other words, signatures, headers printed again, far-off slips."""

from __future__ import annotations

import pytest

from pipeline.ingest import read_tables
from tests.builders import csv_bytes, dossier, payment, table, xlsx_bytes

HEADER, *ROWS = table("dossiers", [dossier(code=f"H21.65-{n}") for n in range(1, 5)])
WIDTH = len(HEADER)
TWO_ROWS = [
    ["STT", "Mã hồ sơ", "Ngày, tháng, năm", None, None, "Hình thức nộp"],
    [None, None, "Nhận hồ sơ", "Hẹn trả kết quả", "Ngày có kết quả", None],
]


def _read(rows):
    (sheet,) = read_tables(xlsx_bytes({"S": rows}))
    return sheet.table.rows.to_pylist(), sheet.table.rows_ignored


@pytest.mark.parametrize(
    "label",
    ["Cộng trang", "Total", "GRAND TOTAL", "Lũy kế", "Luỹ kế từ đầu năm", "Cộng trang 2:",
     "Subtotal", "Tổng số: 4 hồ sơ", "Mang sang"],
)  # fmt: skip
@pytest.mark.parametrize("at", [0, 1])
def test_totals_in_other_words_are_no_dossiers(label, at):
    """With a count under the code, and sums further on, in the middle or at the end."""
    total = [*[None] * at, label, "4", *[None] * 8, "45.000", "45.000"]
    header, rows = ["STT", *HEADER], [[None, *row] for row in ROWS]
    assert _read([header, *rows[:2], total, *rows[2:], total]) == ([2, 3, 5, 6], 2)


def test_a_code_that_begins_as_a_total_does_is_a_dossier():
    """It has a digit, and is no count."""
    assert _read([HEADER, ["Total-0001", *ROWS[0][1:]], *ROWS]) == ([2, 3, 4, 5, 6], 0)


SIGNATURES = [
    ["NGƯỜI LẬP BIỂU", None, None, None, "KẾ TOÁN", None, None, "THỦ TRƯỞNG ĐƠN VỊ"],
    ["(Ký, họ tên)", None, None, None, "(Ký, họ tên)", None, None, "(Ký, đóng dấu)"],
    ["Nguyễn Văn A", None, None, None, "Trần Thị B", None, None, "Lê Văn C"],
]


def test_signatures_below_a_table_are_no_dossiers():
    """However many sign, with a blank row before them or not."""
    assert _read([HEADER, *ROWS, [], *SIGNATURES]) == ([2, 3, 4, 5], 3)
    assert _read([HEADER, *ROWS, *SIGNATURES]) == ([2, 3, 4, 5], 3)


def test_signatures_on_every_page_are_no_dossiers():
    """Behind them the header is printed again."""
    page = [*ROWS, [], *SIGNATURES]
    assert _read([HEADER, *page, HEADER, *page]) == ([2, 3, 4, 5, 11, 12, 13, 14], 7)


def test_a_row_among_dossiers_that_says_nothing_is_told():
    """No signature stands there: the row is rejected, not passed over."""
    broken = ["mất mã", "x", "y", None, "z"]
    assert _read([HEADER, *ROWS[:2], broken, *ROWS[2:]]) == ([2, 3, 4, 5, 6], 0)


@pytest.mark.parametrize("numbers", [[], [[f"({n})" for n in range(1, 7)]]])
def test_a_header_of_two_rows_printed_again(numbers):
    """Its rows, and the numbers of columns under them, are no dossiers."""
    rows = [[str(n), f"A{n}", "01/04/2024", "05/04/2024", None, "Trực tuyến"] for n in range(1, 5)]
    pages = [*TWO_ROWS, *numbers, *rows[:2], ["Trang 1/2"], *TWO_ROWS, *numbers, *rows[2:]]
    found, ignored = _read(pages)
    assert len(found) == 4
    assert ignored == 3 + 2 * len(numbers)


@pytest.mark.parametrize(("blank", "is_row"), [(199, True), (201, False)])
def test_what_stands_far_below_a_table_does_not_belong_to_it(blank, is_row):
    """Two hundred blank rows on, a code by itself is somebody's slip of the mouse."""
    rows, ignored = _read([HEADER, *ROWS, *[[]] * blank, ["H21.65-9"]])
    assert (len(rows), ignored) == ((5, 0) if is_row else (4, 1))


@pytest.mark.parametrize(("rows", "told"), [(65_536, ["sheet_full"]), (65_535, [])])
def test_a_sheet_that_is_full_is_told(rows, told):
    """Down to the last row of an .xls, in whatever format it came on."""
    body = "A1;01/04/2024;Đang xử lý\n" * (rows - 1)
    (sheet,) = read_tables(f"Mã hồ sơ;Ngày tiếp nhận;Tình trạng\n{body}".encode())
    assert [doubt.code for doubt in sheet.doubts] == told


def test_the_delimiter_is_the_one_under_which_there_is_a_header():
    """Addresses with more commas than there are columns do not choose it."""
    address = "Số 1, Thôn 2, Xã Ia Ake, Huyện Phú Thiện, Tỉnh Gia Lai"
    rows = [*table("payments", [payment(code=f"A{n}") for n in range(9)])]
    rows = [[*row, "Địa chỉ" if n == 0 else address] for n, row in enumerate(rows)]
    text = "\n".join(";".join(str(cell or "") for cell in row) for row in rows) + "\n"
    (sheet,) = read_tables(text.encode())
    assert (sheet.table.kind, len(sheet.table.rows)) == ("payments", 9)


def test_short_rows_do_not_make_a_header_doubtful():
    """Empty cells at a row's end may be left out, as long as some row has all."""
    lines = csv_bytes([HEADER, *ROWS]).decode("utf-8-sig").splitlines()
    lines[1] = lines[1].rstrip(";")
    (sheet,) = read_tables("\n".join([*lines, ""]).encode())
    assert "split_header" not in [doubt.code for doubt in sheet.doubts]
