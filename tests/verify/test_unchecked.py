"""What stands on an earlier report that is gone."""

from __future__ import annotations

from pipeline.verify.book import Cell, Sheet
from pipeline.verify.cells import Kind, differences
from pipeline.verify.formulas import Tables
from pipeline.verify.unchecked import without_changes


def _sheet(name, *lines):
    rows = {n: dict(enumerate(map(Cell, line), start=1)) for n, line in enumerate(lines, start=1)}
    return Sheet(name, {n: row for n, row in rows.items() if row})


def _compared(given, own):
    theirs, ours, unchecked = without_changes(given, own)
    return [(d.kind, d.place) for d in differences(theirs, ours, Tables())], unchecked


HEADINGS = ["Chỉ tiêu", "Kết quả", "Tăng, giảm (điểm %)", "Đánh giá"]


def test_changes_on_the_summary_are_left_out_and_all_else_is_compared():
    """The column, the line below it, the notice, the number of notices and the link are not; cells
    beside, above and below them are, at their places in the given workbook.
    """
    given = _sheet(
        "Tóm tắt", ["TÓM TẮT"], HEADINGS, ["A", 0.5, 3, "x"], ["B", 0.7, -1, "y"],
        ["Tăng, giảm: so với báo cáo đến 06/05/2024; hồ sơ mới 3"], ["Có 2 lưu ý"],
        ["• Không so với báo cáo số liệu đến 10/05/2024"], ["• Khác"], ["Dự báo", "p"],
        ["Thay đổi", "So với báo cáo trước"], ["Đã lỡ", "q"], ["Cuối", 5],
    )  # fmt: skip
    own = _sheet(
        "Tóm tắt", ["TÓM TẮT"], HEADINGS, ["A", 0.5, "–", "x"], ["B", 0.6, "–", "y"],
        ["Tăng, giảm: chưa có báo cáo trước để so sánh."], ["Có 1 lưu ý"], ["• Khác"],
        ["Dự báo", "p"], ["Đã lỡ", "q"], ["Cuối", 6],
    )  # fmt: skip
    assert _compared(given, own) == ([(Kind.VALUE, "B4"), (Kind.VALUE, "B12")], 7)


def test_lines_that_name_an_earlier_report_are_left_out():
    """And the table below them is compared, though it stands a row lower."""
    table = [["Tệp", "Dòng đọc"], ["a.csv", 3]]
    given = _sheet(
        "Nguồn dữ liệu", ["Số liệu đến", "16/05/2024"], ["So với báo cáo", "06/05/2024", "d"],
        ["Không so với báo cáo", "10/05/2024", "e"], *table,
    )  # fmt: skip
    own = _sheet(
        "Nguồn dữ liệu", ["Số liệu đến", "16/05/2024"], ["So với báo cáo", "chưa có"], *table
    )
    assert _compared(given, own) == ([], 6)


def test_other_sheets_are_compared_as_they_are():
    """A line that begins so elsewhere is a line like others."""
    given, own = _sheet("Khác", ["Tăng, giảm: 1"]), _sheet("Khác", ["Tăng, giảm: 2"])
    assert _compared(given, own) == ([(Kind.VALUE, "A1")], 0)
