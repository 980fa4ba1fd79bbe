"""What is no log says what it is: summaries, filtered lists, our own outputs, photos, documents."""

from __future__ import annotations

import pytest

from pipeline.ingest import read_tables
from pipeline.model import UnreadableFileError
from tests.builders import csv_bytes, dossier, portal, table, xlsx_bytes
from tests.formats import packed
from tests.outcomes import outcome

LIST = table("dossiers", [dossier()])
SUMMARY = [
    ["STT", "Lĩnh vực", "Số hồ sơ đã giải quyết", "", ""],
    ["", "", "Trước hạn", "Đúng hạn", "Quá hạn"],
    ["1", "Hộ tịch", "60", "45", "5"],
]


def _doubts(rows):
    (sheet,) = read_tables(csv_bytes(rows))
    return {doubt.code: doubt.details for doubt in sheet.doubts}


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("", "06a"),
        ("Biểu số II.06a/VPCP/KSTT", "06a"),
        ("Tình hình, kết quả giải quyết TTHC tại cơ quan", "06a"),
        ("THEO DÕI SỐ HÓA - THEO QUYẾT ĐỊNH SỐ 766/QĐ-TTg", "766"),
    ],
)
def test_a_table_of_figures_is_named(title, name):
    """By its title, or by its headings; nothing of it is read."""
    rows = SUMMARY if name == "06a" else [["STT", "Đơn vị", "Tiếp nhận"], ["1", "Xã Một", "5"]]
    doubts = _doubts([[title], *rows])
    assert list(doubts) == ["summary"]
    assert name in doubts["summary"]["name"]


@pytest.mark.parametrize(
    "title", ["TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT HỒ SƠ", "SỔ THEO DÕI TÌNH HÌNH TIẾP NHẬN"]
)
def test_a_list_of_dossiers_is_no_summary_whatever_its_title(title):
    """It is read."""
    assert "summary" not in _doubts([[title], *LIST])


def test_a_summary_beside_dossiers_changes_no_figure(tmp_path):
    """And it brings one warning, no error."""
    files = {"06a.csv": csv_bytes(SUMMARY), "hs.csv": csv_bytes(LIST)}
    result = outcome(tmp_path, files)
    assert result.count("online") == (1, 1)
    assert [p.code for p in result.problems if p.file == "06a.csv"] == ["summary"]


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("DANH SÁCH HỒ SƠ QUÁ HẠN", "quá hạn"),
        ("DANH SÁCH ĐƠN VỊ, CÁ NHÂN CHẬM TRỄ TRONG VIỆC GIẢI QUYẾT HỒ SƠ TTHC", "chậm trễ"),
        ("Thống kê hồ sơ tiếp nhận trễ hạn", "trễ hạn"),
        ("Danh sách hồ sơ đã trả kết quả", "đã trả kết quả"),
        ("Danh sách hồ sơ giải quyết đúng hạn", "đúng hạn"),
        ("HỒ SƠ ĐÃ TRẢ KẾT QUẢ TRỄ HẠN", "trễ hạn"),
        ("DANH SÁCH HỒ SƠ ĐÚNG HẠN, QUÁ HẠN", ""),
        ("DANH SÁCH HỒ SƠ TIẾP NHẬN", ""),
        ("BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ", ""),
        ("Lưu ý: hồ sơ quá hạn tô màu đỏ", ""),
        ("Từ ngày 28/03/2024 đến ngày 29/06/2024", ""),
    ],
)
def test_a_list_whose_title_names_a_choice_is_warned_of(title, word):
    """All of its rows are read all the same; a note or an office above it is no choice."""
    doubts = _doubts([["Phụ lục I"], [title], *LIST])
    assert doubts == ({"filtered_list": {"word": word}} if word else {})


def test_only_lists_of_dossiers_are_warned_of():
    """Nothing is lost where the portal's figures are those of late dossiers."""
    assert _doubts([["DANH SÁCH QUÁ HẠN"], *table("portal", [portal()])]) == {}


@pytest.mark.parametrize(
    "content",
    [
        csv_bytes([["as_of", "scope", "unit_code", "unit"], ["2024-06-29", "total", "", ""]]),
        csv_bytes([["severity", "code", "file", "sheet"], ["error", "no_code", "a", ""]]),
        xlsx_bytes(dict.fromkeys(("Tổng quan", "Phụ lục II", "Chi tiết hồ sơ", "Số liệu", "Nguồn dữ liệu", "Lỗi dữ liệu"), LIST)),
    ],
)  # fmt: skip
def test_our_own_outputs_are_not_read(content):
    """A CSV by its headings, the workbook as a whole by its sheets: told once."""
    (sheet,) = read_tables(content)
    assert (sheet.table, [doubt.code for doubt in sheet.doubts]) == (None, ["own_output"])


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"\x89PNG\r\n\x1a\n....", "ảnh"),
        (b"\xff\xd8\xff\xe0....JFIF", "ảnh"),
        (b"%PDF-1.7 ...", "tài liệu PDF"),
        (b"{\\rtf1 ...}", "tài liệu Word"),
        (packed([("word/document.xml", b"<a/>")]), "tài liệu Word"),
        (packed([("ppt/presentation.xml", b"<a/>")]), "bài trình chiếu"),
    ],
)
def test_a_photo_or_a_document_by_a_spreadsheets_name_is_named(content, name):
    """Not "damaged": nothing in it can be mended."""
    with pytest.raises(UnreadableFileError, match=f"^đây là {name}, không phải bảng tính$"):
        read_tables(content)
