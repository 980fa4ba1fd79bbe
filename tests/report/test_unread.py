"""The workbook that asks what headings and words mean."""

from __future__ import annotations

import io

import openpyxl
import pytest

from pipeline.model import Lesson, UnknownWord, Unread, UnreadColumn, UnreadSheet
from pipeline.report import write_unread

NEEDED = UnreadColumn("Ký số", "mã", "", is_needed=True)
OTHER = UnreadColumn("Mã phụ", "mã", "Hồ sơ: Phí", is_needed=False)
FAX = UnknownWord("channel", "Hình thức", "Fax", 3, "Hình thức tiếp nhận: Trực tiếp")
SHEETS = (
    UnreadSheet("a.xlsx", "S", "dossiers", (OTHER,), (FAX,)),
    UnreadSheet("b.xlsx", "S", "dossiers", (OTHER,), (FAX,)),
    UnreadSheet("c.csv", "", "", (NEEDED, OTHER), ()),
)


def _bytes(unread):
    stream = io.BytesIO()
    write_unread(unread, stream)
    return stream.getvalue()


@pytest.fixture
def book():
    """The workbook of SHEETS, where something has been taught already."""
    lessons = (
        Lesson("Vào sổ", "Hồ sơ: Ngày tiếp nhận", ""),
        Lesson("Xong", "Trạng thái hồ sơ: Đã xử lý xong", "", is_word=True),
    )
    return openpyxl.load_workbook(io.BytesIO(_bytes(Unread(SHEETS, lessons))))


def _rows(sheet):
    return [
        tuple(value or "" for value in row) for row in sheet.iter_rows(min_row=2, values_only=True)
    ]


def _choices(book, sheet):
    """Cell -> what its list offers."""
    offered = {}
    for entry in sheet.data_validations.dataValidation:
        name, _, cells = entry.formula1.partition("!")
        column = book[name.strip("'")][cells.replace("$", "")]
        offered[str(entry.sqref)] = [cell.value for (cell,) in column]
    return offered


def test_what_is_needed_stands_first_and_each_layout_once(book):
    """A heading of a kind is asked once, of an unknown layout by itself."""
    assert book.sheetnames == ["Hướng dẫn", "Cột lạ", "Từ lạ", "Đã dạy", "Nghĩa"]
    assert _rows(book["Cột lạ"]) == [
        ("c.csv", "", "chưa rõ", "Ký số", "mã", "cần", "", ""),
        (
            "a.xlsx và 1 trang khác",
            "S",
            "hồ sơ",
            "Mã phụ",
            "mã",
            "không bắt buộc",
            "Hồ sơ: Phí",
            "",
        ),
        ("c.csv", "", "chưa rõ", "Mã phụ", "mã", "không bắt buộc", "Hồ sơ: Phí", ""),
    ]
    assert _rows(book["Từ lạ"]) == [
        ("a.xlsx và 1 trang khác", "S", "Hình thức", "Fax", 6, "Hình thức tiếp nhận: Trực tiếp", "")
    ]
    assert _rows(book["Đã dạy"]) == [
        ("Vào sổ", "", "Hồ sơ: Ngày tiếp nhận"), ("", "Xong", "Trạng thái hồ sơ: Đã xử lý xong"),
    ]  # fmt: skip


def test_meanings_are_chosen_from_those_that_fit(book):
    """Of the sheet's kind where it is known, else of all; of the column's vocabulary."""
    headings, words = _choices(book, book["Cột lạ"]), _choices(book, book["Từ lạ"])
    assert headings["H2"][:2] == ["Bỏ qua", "Hồ sơ: Mã hồ sơ"]
    assert {title.partition(":")[0] for title in headings["H2"]} == {
        "Bỏ qua", "Hồ sơ", "Thanh toán", "Số hóa", "Đánh giá hài lòng", "Công khai thủ tục", "Số liệu cổng",
    }  # fmt: skip
    assert {title.partition(":")[0] for title in headings["H3"]} == {"Bỏ qua", "Hồ sơ"}
    assert words == {
        "G2": [
            f"Hình thức tiếp nhận: {word}"
            for word in ("Trực tiếp", "Trực tuyến", "Bưu chính công ích")
        ]
    }


def test_the_same_questions_give_the_same_bytes():
    """No clock is in it."""
    assert _bytes(Unread(SHEETS)) == _bytes(Unread(SHEETS))
