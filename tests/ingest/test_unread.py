"""Columns that nothing was made of are listed by heading and sort of values, never by a value."""

from __future__ import annotations

from datetime import datetime

import pytest

from pipeline.ingest import read_tables
from tests.builders import csv_bytes, dossier, table, xlsx_bytes

UNKNOWN = [
    ["Ký số", "Loại việc", "Vào lúc", "Bao nhiêu", "Ra sao", "Lời kể", "Bỏ trống"],
    *(
        [f"H{n}", f"1.{n:06}.H21", datetime(2024, 4, 1 + n % 9), f"{n}.000 đồng",
         ("xong rồi", "còn đó")[n % 2], f"kể lần {n} rằng", None]
        for n in range(1, 15)
    ),
]  # fmt: skip


def _unread(rows):
    (sheet,) = read_tables(xlsx_bytes({"S": rows}))
    return [(c.heading, c.contents, c.suggestion, c.is_needed) for c in sheet.unread]


def test_an_unknown_layout_is_listed_by_headings_and_sorts_of_values():
    """Codes, dates, numbers, few words, free text, nothing; a procedure's codes have one meaning."""
    assert _unread([["SỔ"], *UNKNOWN]) == [
        ("Ký số", "mã", "", True),
        ("Loại việc", "mã thủ tục", "Hồ sơ: Mã TTHC", True),
        ("Vào lúc", "ngày", "", True),
        ("Bao nhiêu", "số", "", True),
        ("Ra sao", "ít từ khác nhau", "", True),
        ("Lời kể", "chữ tự do", "", True),
        ("Bỏ trống", "trống", "", True),
    ]


def test_headings_in_two_rows_are_those_of_the_lowest_cells():
    """A generic leaf is told from others by what stands above it."""
    upper = ["Ký số", "Nhận vào", None, "Đưa ra", "Ra sao"]
    lower = [None, "Ngày, tháng, năm", "Cách", "Ngày, tháng, năm", None]
    rows = [["A1", "01/04/2024", "tay", "02/04/2024", "xong"]] * 3
    headings = [heading for heading, *_ in _unread([upper, lower, *rows])]
    assert headings == ["Ký số", "Ngày nhận vào", "Cách", "Ngày đưa ra", "Ra sao"]


def test_the_nearest_meaning_fits_what_the_cells_hold():
    """Like a spelling, or words of its vocabulary; only what the sheet lacks is proposed."""
    rows = table(
        "dossiers",
        [dossier(returned=None, unit=None)] * 3,
        without=("Hình thức tiếp nhận", "Ngày hẹn trả"),
    )
    odd = [["Hẹn trả kquả", "Cách thức"], *[["05/04/2024", "BCCI"]] * 3]
    assert _unread([[*row, *more] for row, more in zip(rows, odd, strict=True)]) == [
        ("Hẹn trả kquả", "ngày", "Hồ sơ: Ngày hẹn trả", True),
        ("Cách thức", "ít từ khác nhau", "Hồ sơ: Hình thức tiếp nhận", True),
    ]


MAKES = {
    "ngày": lambda n: f"{n:02}/04/2024", "mã": lambda n: f"H21-{n:04}", "số": lambda n: f"{n}.000",
    "từ": lambda n: ("xong rồi", "còn đó")[n % 2], "cách": lambda _: "Trực tuyến",
}  # fmt: skip


def _suggested(**columns):
    """Heading -> suggestion, of a sheet of these headings and sorts of values."""
    rows = [[MAKES[sort](n) for sort in columns.values()] for n in range(1, 9)]
    headings = [heading.replace("_", " ") for heading in columns]
    return {heading: suggested for heading, _, suggested, _ in _unread([headings, *rows])}


# Columns, and which of them is proposed as what, if any.
ONLY_ONES = [
    ({"Mã_hồ_sơ": "mã", "Vào_lúc": "ngày", "Lĩnh_vực": "từ", "Hình_thức_tiếp_nhận": "cách"}, "Vào lúc", "Hồ sơ: Ngày tiếp nhận"),
    ({"Mã_hồ_sơ": "mã", "Vào_lúc": "ngày", "Hình_thức_tiếp_nhận": "cách"}, "Vào lúc", "Hồ sơ: Ngày tiếp nhận"),
    ({"Ký_nhớ": "mã", "Ngày_tiếp_nhận": "ngày", "Hình_thức_tiếp_nhận": "cách"}, "Ký nhớ", "Hồ sơ: Mã hồ sơ"),
    ({"Mã_hồ_sơ": "mã", "Vào_lúc": "ngày", "Mức_độ_hài_lòng": "từ"}, "Vào lúc", "Đánh giá hài lòng: Ngày đánh giá"),
    ({"Mã_hồ_sơ": "mã", "Đã_đóng": "số", "Thời_gian_giao_dịch": "ngày"}, "Đã đóng", "Thanh toán: Số tiền (VNĐ)"),
    ({"Mã_hồ_sơ": "mã", "Vào_lúc": "ngày", "Ra_lúc": "ngày", "Hình_thức_tiếp_nhận": "cách"}, "Vào lúc", ""),
    ({"Mã_hồ_sơ": "mã", "Vào_lúc": "số", "Hình_thức_tiếp_nhận": "cách"}, "Vào lúc", ""),
    ({"Mã_hồ_sơ": "mã", "Vào_lúc": "ngày", "Ra_sao": "từ"}, "Vào lúc", ""),
    ({"Mã_hồ_sơ": "mã", "Hẹn_trả_kquả": "ngày", "Hình_thức_tiếp_nhận": "cách"}, "Hẹn trả kquả", "Hồ sơ: Ngày hẹn trả"),
]  # fmt: skip


@pytest.mark.parametrize(("columns", "heading", "suggested"), ONLY_ONES)
def test_the_only_column_of_such_values_is_proposed_as_what_is_required(
    columns, heading, suggested
):
    """Where one required column of dates, codes or amounts is missing; not where two columns hold
    such values, the kind lacks more, or the heading is like another column's. Nothing is read by it.
    """
    assert _suggested(**columns)[heading] == suggested


def test_what_serves_no_number_is_not_asked_for():
    """Applicants, remarks, numbering, and what is read only for a plan."""
    heads = ["STT", "Chủ hồ sơ", "Số CCCD/CMND", "Địa chỉ biên lai", "GHI CHÚ", "Người nộp (In BL)", "Ngày nộp",
             "Mức độ DVC", "Cán bộ tiếp nhận", "Nguyễn Văn A"]  # fmt: skip
    rows = table("dossiers", [dossier()])
    assert _unread([[*rows[0], *heads], [*rows[1], *"0123456789"]]) == []


def test_a_column_on_which_nothing_hangs_is_no_need():
    """The sheet has all that numbers need."""
    rows = table("dossiers", [dossier(returned="03/04/2024")])
    assert _unread([[*rows[0], "Mã phụ"], [*rows[1], "x"]]) == [("Mã phụ", "chữ tự do", "", False)]


@pytest.mark.parametrize(
    "rows",
    [
        [["Nguyễn Văn A", "Thôn Một", "0912345678"], ["Trần Thị B", "Thôn Hai", "0912345679"]],
        [["người này", "thôn nọ", "ruộng"], ["người kia", "thôn kia", "vườn"]],
        [["A1", "01/04/2024", "5000"], ["A2", "02/04/2024", "6000"]],
        [["Ký số", "Vào lúc", "Ra sao"]],
        [["Danh mục trạng thái"], ["Mới đăng ký"], ["Được tiếp nhận"]],
        [
            ["TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT"],
            ["Lĩnh vực", "Đúng hạn", "Quá hạn"],
            ["Hộ tịch", "5", "6"],
        ],
    ],
    ids=["people", "only words", "values", "no rows", "no table", "a summary"],
)
def test_what_is_no_table_with_headings_is_not_asked_for(rows):
    """A row of people or values names no columns; a summary is named as one."""
    (sheet,) = read_tables(csv_bytes(rows))
    assert sheet.unread == ()
