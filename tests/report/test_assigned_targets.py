"""Giao chỉ tiêu cán bộ: what each official is to reach, with and without dossiers."""

from __future__ import annotations

import pytest

from tests.builders import PLAN_ROWS, plan
from tests.report.commune import NASTY, book_of, results_of

SHEET = "Giao chỉ tiêu cán bộ"
HEADINGS = [
    "TT", "Đơn vị", "Cán bộ", "Chức danh", "Lĩnh vực, thủ tục phụ trách", "Chỉ tiêu", "Giao 50 ngày",
    "Giao 94 ngày", "Đã đạt", "Còn thiếu (hồ sơ)", "Ký nhận",
]  # fmt: skip
ON_TIME, ONLINE = "Tiến độ giải quyết", "Tỷ lệ dịch vụ công trực tuyến"


def rows_of(tmp_path, campaign):
    """The sheet's rows from its headings down to the first empty one."""
    sheet = book_of(results_of(tmp_path, campaign), tmp_path)[SHEET]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    top = next(number for number, row in enumerate(rows) if row[0] == "TT")
    count = next(n for n, row in enumerate(rows[top:]) if row[0] is None)
    return rows[top : top + count], rows[top + count :]


def test_each_official_has_the_units_targets_and_what_is_reached(tmp_path):
    """Those of the plan first, with title, fields and procedures, also without any dossier; then
    those whom dossiers name.
    """
    assigned = [
        ["Trần Thị B", "Công chức Tư pháp", "H21.65", "Đất đai", None],
        ["Nguyễn Văn A", "Công chức", "H21.65", "Hộ tịch", None],
        ["trần  thị b", None, "H21.65", None, "1.000001.H21"],
    ]
    campaign = plan(tmp_path, **{"Phân công": assigned})
    one = [1, "Xã Một", "Trần Thị B", "Công chức Tư pháp", "Đất đai; Thủ tục một"]
    two = [2, "Xã Một", "Nguyễn Văn A", "Công chức", "Hộ tịch"]
    three = [3, "Xã Một", NASTY, "", ""]
    assert rows_of(tmp_path, campaign)[0] == [
        HEADINGS,
        [*one, ON_TIME, 1, 1, "–", "–", None],
        [*one[:3], "", "", ONLINE, 0.3, 0.6, "–", "–", None],
        [*two, ON_TIME, 1, 1, 1, 0, None],
        [*two[:3], "", "", ONLINE, 0.3, 0.6, 1, 0, None],
        [*three, ON_TIME, 1, 1, 1, 0, None],
        [*three, ONLINE, 0.3, 0.6, 0, 1, None],
    ]


def test_an_officials_own_target_stands_before_the_units(tmp_path):
    """Where the plan sets one; and who signs is who the plan says."""
    items = [
        ["Số kế hoạch", "35/KH-UBND"], ["Cơ quan ban hành", "UBND xã Một"],
        ["Tên chiến dịch", "Chiến dịch"], ["Ngày bắt đầu", "28/03/2024"],
        ["Ngày kết thúc", "29/06/2024"], ["Mốc 50 ngày", "16/05/2024"],
        ["Người ký", "Lê Văn C"], ["Chức vụ người ký", "Chủ tịch"],
    ]  # fmt: skip
    targets = [
        ["H21.65", "online", 0.2, 50, 30, None],
        ["H21.65", "online", None, None, 45, 80, "Nguyễn Văn A"],
    ]
    campaign = plan(tmp_path, **{"Kế hoạch": items, "Chỉ tiêu": targets})
    rows, below = rows_of(tmp_path, campaign)
    assert [row[6:8] for row in rows[1:]] == [[0.45, 0.8], [0.3, 0.6]]
    assert [text for row in below for text in row if text] == [
        "Người lập biểu", "Chủ tịch", "Lê Văn C",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("signer", "office", "printed"),
    [
        ("Lê Văn C", "Phó Chủ tịch UBND", ["Phó Chủ tịch UBND", "Lê Văn C"]),
        ("Siu Ba", "Trưởng Công an xã", ["………", "………"]),
        ("Siu Ba", None, ["………", "………"]),
        (None, "Trưởng Công an xã", ["………", "………"]),
        (None, None, ["Người giao chỉ tiêu"]),
    ],
)
def test_targets_are_assigned_by_the_head_of_the_commune(tmp_path, signer, office, printed):
    """Never by the head of the police, who signs reports: then office and name are left open."""
    items = dict(PLAN_ROWS["Kế hoạch"]) | {"Người ký": signer, "Chức vụ người ký": office}
    campaign = plan(tmp_path, **{"Kế hoạch": [list(item) for item in items.items()]})
    _, below = rows_of(tmp_path, campaign)
    assert [text for row in below for text in row if text] == ["Người lập biểu", *printed]


def test_without_a_middle_milestone_there_is_one_target(tmp_path):
    """One column, named by the campaign's days."""
    items = [
        ["Số kế hoạch", "35/KH-UBND"], ["Cơ quan ban hành", "UBND xã Một"],
        ["Tên chiến dịch", "Chiến dịch 100 ngày"], ["Ngày bắt đầu", "28/03/2024"],
        ["Ngày kết thúc", "29/06/2024"],
    ]  # fmt: skip
    targets = [["H21.65", "online", 0.2, 50, None, 60]]
    campaign = plan(tmp_path, **{"Kế hoạch": items, "Chỉ tiêu": targets})
    rows, _ = rows_of(tmp_path, campaign)
    assert rows[0][6:] == ["Giao 100 ngày", "Đã đạt", "Còn thiếu (hồ sơ)", "Ký nhận"]
    assert rows[1][6:] == [0.6, 1, 0, None]
