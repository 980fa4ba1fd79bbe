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
