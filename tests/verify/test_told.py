"""What stands on the screen of `pipeline verify`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pipeline.model import Made
from pipeline.verify.book import Cell, Truth
from pipeline.verify.cells import Difference, Kind
from pipeline.verify.compare import Compared, SheetDifferences
from pipeline.verify.inputs import InputDifferences
from pipeline.verify.said import Said
from pipeline.verify.told import lines_of_cells, lines_of_inputs
from pipeline.verify.verify import Opened, Verified

LONG = "+".join(f"A{number}" for number in range(100, 200))
PERCENT, DAY = "[$-42A]0.00%", "dd/mm/yyyy"


def _opened(inputs=None, version="0.1.0"):
    read = Said(date(2024, 5, 16), version, Made("ke-hoach.xlsx", "abc"), {"a.csv": ("d", 3)})
    return Opened(Path("x.xlsx"), read, inputs or InputDifferences({}, (), ()))


def _lines(compared, not_there=()):
    return [*lines_of_cells(Verified(_opened(), compared, not_there))]


@pytest.mark.parametrize(
    ("kind", "given", "own", "told"),
    [
        (Kind.VALUE, Cell(0.6, "", PERCENT), Cell(0.45, "=A1", PERCENT),
         "B5: tệp ghi 60%, tính lại 45%, công thức bị thay bằng số"),
        (Kind.VALUE, Cell(45428, "", DAY), Cell(None), "B5: tệp ghi 16/05/2024, tính lại (trống)"),
        (Kind.VALUE, Cell("a\x9b\n b"), Cell(1.5), "B5: tệp ghi “a· b”, tính lại 1,5"),
        (Kind.VALUE, Cell(1, "=A2"), Cell(2, "=A1"), "B5: tệp ghi 1, tính lại 2 (công thức =A2)"),
        (Kind.NO_FORMULA, Cell(3), Cell(3, "=A1"), "B5: công thức bị thay bằng số 3; đúng ra: =A1"),
        (Kind.FORMULA, Cell(3, "=A2"), Cell(3), "B5: tệp có công thức =A2; tính lại: không có công thức, 3"),
        (Kind.FORMAT, Cell(0.5, "", '"9%"'), Cell(0.5, "", PERCENT),
         f'B5: số 0,5 giữ nguyên, định dạng “"9%"”, đúng ra “{PERCENT}”'),
        (Kind.NO_FORMULA, Cell("✔ Đạt"), Cell("✔ Đạt", "=A1"),
         "B5: công thức bị thay bằng chữ “✔ Đạt”; đúng ra: =A1"),
        (Kind.FORMAT, Cell("a", "", ';;;"b"'), Cell("a"),
         'B5: chữ “a” giữ nguyên, định dạng “;;;"b"”, đúng ra “General”'),
        (Kind.FORMULA, Cell(3, f"={LONG}1"), Cell(3, f"={LONG}2"),
         f"B5: tệp có công thức …{LONG[-60:]}1; tính lại: …{LONG[-60:]}2"),
        (Kind.VALUE, Cell(f"{LONG}1{LONG}"), Cell(f"{LONG}2"),
         f"B5: tệp ghi “…{LONG[-60:]}1{LONG[:99]}…”, tính lại “…{LONG[-60:]}2”"),
        (Kind.VALUE, Cell(10**9, "", DAY), Cell(Truth.TRUE), "B5: tệp ghi 1000000000, tính lại TRUE"),
    ],
)  # fmt: skip
def test_a_cell_with_both_values(kind, given, own, told):
    """As the cells show them; control characters never reach the terminal."""
    sheet = SheetDifferences("T", {kind: 1}, (Difference(kind, "B5", (given,), (own,)),))
    assert _lines(Compared((sheet,)))[-1] == f"  {told}"


def test_rows_sheets_and_how_much_is_not_shown():
    """A line a sheet with the number of each kind, then the first differences, then how many more."""
    first = (
        Difference(Kind.MISSING_ROW, "7", own=(Cell("A"), Cell(1))),
        Difference(Kind.EXTRA_ROW, "9", given=(Cell("B"),)),
        Difference(Kind.REORDERED, "11", rows=4),
    )
    counts = {Kind.MISSING_ROW: 1, Kind.EXTRA_ROW: 1, Kind.REORDERED: 1, Kind.VALUE: 5}
    found = Compared(
        (SheetDifferences("T", counts, first, is_hidden=True),), missing=("U",), extra=("V",),
        is_reordered=True, tables=("HoSo",), looked_at=2, cells=90,
    )  # fmt: skip
    assert _lines(found) == [
        "KHÁC với số tính lại từ các bản xuất: 5 ô khác giá trị, thiếu 1 dòng, thừa 1 dòng, dòng bị "
        "đổi thứ tự, 2 trang thiếu hoặc thừa, 1 trang bị ẩn hoặc bỏ ẩn, 1 bảng khác phạm vi. Đã so 2 "
        "trang, 90 ô (giá trị, công thức, cả trang ẩn).",
        "Trang “U”: bị thiếu.",
        "Trang “V”: thừa, báo cáo không có trang này.",
        "Các trang bị đổi thứ tự.",
        "Bảng “HoSo”: phạm vi hoặc tiêu đề khác, nên công thức tính trên các ô khác.",
        "Trang “T”: bị ẩn, 5 ô khác giá trị, thiếu 1 dòng, thừa 1 dòng, dòng bị đổi thứ tự.",
        "  thiếu dòng 7 của báo cáo: “A” | 1",
        "  thừa dòng 9: “B”",
        "  từ dòng 11: 4 dòng khác thứ tự, nội dung giữ nguyên",
        "  … và 5 chỗ khác; xem hết: thêm --all.",
    ]


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        ({}, "Kế hoạch khác: tệp p.xlsx khi lập có nội dung khác (mã SHA-256 khác)."),
        ({"is_plan_here": False}, "Thiếu kế hoạch: không có tệp p.xlsx đã dùng khi lập."),
        ({"is_plan_known": False}, "Kế hoạch: không rõ khi lập dùng tệp nào, trang “Nguồn dữ liệu” "
         "không còn ghi mã SHA-256 của nó."),
    ],
)  # fmt: skip
def test_a_plan_that_is_another_is_gone_or_is_not_known(plan, told):
    """Nothing is said of its content where that can't be known."""
    inputs = InputDifferences({}, (), (), plan="p.xlsx", **plan)
    assert [*lines_of_inputs(_opened(inputs))][1] == told


def test_what_is_shown_otherwise_than_the_cells_say():
    """Days from 1904 first, for every sheet shows them; a filter last, for it is no difference."""
    first = (
        Difference(Kind.HIDDEN_ROWS, "3–4, 9"),
        Difference(Kind.HIDDEN_COLUMNS, "B"),
        Difference(Kind.CONDITION, "E7:E12", number_format='"100%"'),
    )
    counts = dict.fromkeys((Kind.HIDDEN_ROWS, Kind.HIDDEN_COLUMNS, Kind.CONDITION), 1)
    found = Compared(
        (SheetDifferences("T", counts, first),), is_1904=True, filtered={"U": 5},
        looked_at=2, cells=90,
    )  # fmt: skip
    assert _lines(found)[1:] == [
        "Cả tệp: ngày bị đổi sang tính từ năm 1904, nên mọi ngày hiện lệch 4 năm 1 ngày.",
        "Trang “T”: dòng bị ẩn, cột bị ẩn, 1 định dạng có điều kiện làm số hiện khác.",
        "  dòng bị ẩn: 3–4, 9",
        "  cột bị ẩn: B",
        '  E7:E12: định dạng có điều kiện làm số hiện theo “"100%"”',
        "Trang “U”: đang lọc, 5 dòng không hiện (vẫn so; không tính là khác).",
    ]


def test_what_is_not_compared_is_said():
    """So that nobody takes the verdict for more."""
    assert _lines(Compared(looked_at=2, cells=90)) == [
        "GIỐNG HỆT: 2 trang, 90 ô (giá trị, công thức, cả trang ẩn). Không so: màu, độ rộng, biểu "
        "đồ, ghi chú, vùng in."
    ]


def test_another_version_is_named():
    """Before the cells, whatever they are."""
    inputs = InputDifferences({}, (), (), version="0.0.9")
    lines = [*lines_of_inputs(_opened(inputs, version="0.0.9"))]
    assert lines[0].endswith("phiên bản 0.0.9.")
    assert lines[1].startswith("Chương trình khác: tệp do phiên bản 0.0.9 lập, nay là ")
    assert len(lines) == 3
