"""The plan workbook: the target rule, and every fault in one clear message."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.plan.targets import rule_target
from pipeline.plan.template import write_template
from pipeline.plan.workbook import PlanError, read_plan
from tests.builders import PLAN_ROWS, TREE, TWO_UNITS, plan, plan_bytes


@pytest.mark.parametrize(
    ("rule", "baseline", "central", "target"),
    [
        ("plus10", 20, 5000, 6000),  # 0,2% and at least 50%: 60%
        ("plus10", 0, 4500, 5500),
        ("plus10", 7235, 5000, 8235),
        ("plus10", 9310, 5000, 10000),  # never over 100%
        ("plus10", None, 5000, 6000),
        ("plus10", 3000, None, 4000),
        ("plus10", None, None, None),
        ("full", 2130, 8000, 10000),
    ],
)
def test_target_rule(rule, baseline, central, target):
    """Plan III.2: the larger of result and minimum plus 10 points, at most 100%; others 100%."""
    assert rule_target(rule, baseline, central) == target


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_no_target_is_below_the_minimum(baseline, central):
    """Plan III.2: not below the central minimum, unless that is above 100%."""
    assert (rule_target("plus10", baseline, central) or 0) >= min(central, 10_000)


def test_an_empty_day_50_target_is_day_100s(tmp_path):
    """And a filled day-100 one wins over the rule, with a warning where it is below."""
    campaign = plan(tmp_path, **{"Chỉ tiêu": [["H21.65", "online", 0.2, 50, None, 55]]})
    target = campaign.target("H21.65", "online")
    assert (target.day50_bp, target.day100_bp, target.by_rule) == (5500, 5500, False)
    assert [w for w in campaign.warnings if "thấp hơn" in w]


def test_periods(tmp_path):
    """Cumulative, then ten-day windows, the last cut at as_of or at the campaign's end."""
    campaign = plan(tmp_path)
    names = [period.name for period in campaign.periods(date(2024, 7, 15))]
    assert names == ["cumulative", *(f"10d-{n:02d}" for n in range(1, 11))]
    assert campaign.periods(date(2024, 7, 15))[0].end == date(2024, 7, 15)
    assert campaign.periods(date(2024, 7, 15))[-1].end == date(2024, 6, 29)
    first = campaign.periods(date(2024, 4, 8))
    assert [(p.start, p.end) for p in first[1:]] == [
        (date(2024, 3, 28), date(2024, 4, 6)),
        (date(2024, 4, 7), date(2024, 4, 8)),
    ]


def _items(**differs):
    rows = {name: value for name, value in PLAN_ROWS["Kế hoạch"]} | differs  # noqa: C416
    return {"Kế hoạch": [[name, value] for name, value in rows.items()]}


@pytest.mark.parametrize(
    ("differs", "message"),
    [
        ({"Chỉ tiêu": None}, "thiếu trang “Chỉ tiêu”"),
        ({"Chỉ tiêu": [["H21.65", "onlin", 0, 50, 30, None]]}, "“onlin”; gần nhất là “online”"),
        ({"Chỉ tiêu": [["H21.65", "online", 0, 50, 30, 250]]}, "“250” không nằm trong 0 đến 100%"),
        ({"Chỉ tiêu": [["H21.65", "online", "x", 50, 30, 60]]}, "“x” không phải là số phần trăm"),
        ({"Chỉ tiêu": [["H21.99", "online", 0, 50, 30, 60]]}, "đơn vị “H21.99” không có"),
        ({"Chỉ tiêu": [["H21.65", "online", 0, 50, 30, 60]] * 2}, "ghi hai lần"),
        (_items(**{"Ngày kết thúc": "01/03/2024"}), "sau ngày kết thúc 01/03/2024"),
        (_items(**{"Ngày bắt đầu": "31/02/2024"}), "không đọc được “31/02/2024”"),
        (_items(**{"Ngày bắt đầu": None}), "thiếu mục “Ngày bắt đầu”"),
        (_items(**{"Mốc 50 ngày": "16/05/2025"}), "16/05/2025 không nằm giữa"),
        (_items(**{"So hạn theo": "tuần"}), "“tuần” (phải là ngày hoặc giờ)"),
        (_items(**{"Hồ sơ đang chờ": "bỏ"}), "“bỏ” (phải là đúng hạn hoặc theo hạn)"),
        ({"Đơn vị": []}, "không có đơn vị nào"),
        ({"Đơn vị": [[1, "A", "Xã Một", None], [2, "B", "xã  một", None]]}, "trùng tên với"),
        ({"Đơn vị": [[1, "A", "Xã Một", None, "T"]]}, "không có đơn vị nào mang mã “T”"),
        ({"Đơn vị": [[1, "A", "Xã Một", None, "A"]]}, "dòng 2, cột “Mã đơn vị cha”: A → A là"),
        (
            {"Đơn vị": [[1, "A", "Xã Một", None, "B"], [2, "B", "Xã Hai", None, "A"]]},
            "A → B → A là một vòng khép kín",
        ),
        ({"Danh mục TTHC": [["abc", "x", "y", "Một phần", "Có"]]}, "“abc” không có dạng"),
        ({"Danh mục TTHC": [["1.000001", "x", "y", "Nửa phần", "Có"]]}, "“Nửa phần” phải là"),
        ({"Danh mục TTHC": [PLAN_ROWS["Danh mục TTHC"][0]] * 2}, "thủ tục 1.000001 ghi hai lần"),
        (
            {
                "Phân công": [
                    ["A", "", "H21.65", "Hộ tịch", None],
                    ["B", "", "H21.65", "hộ tịch", None],
                ]
            },
            "cùng được phân công",
        ),
    ],
)
def test_faults_are_named(tmp_path, differs, message):
    """Where the fault is and what it is; all in one message."""
    with pytest.raises(PlanError) as error:
        plan(tmp_path, **differs)
    assert message in str(error.value)
    assert "ke-hoach.xlsx" in str(error.value)


@pytest.mark.parametrize("content", [b"", b"hello", plan_bytes()[:2000]])
def test_a_plan_that_is_no_workbook(tmp_path, content):
    """A clear message, whatever the bytes are."""
    path = tmp_path / "ke-hoach.xlsx"
    path.write_bytes(content)
    with pytest.raises(PlanError, match="Không đọc được tệp kế hoạch"):
        read_plan(path)


def test_doubts_about_the_plan_itself(tmp_path):
    """A name of 100 days over 94, and catalogue counts that differ, are warned of."""
    items = {"Tên chiến dịch": "Chiến dịch 100 ngày", "Số TTHC toàn trình": 57}
    campaign = plan(tmp_path, **_items(**items))
    assert ["94 ngày" in campaign.warnings[0], "danh mục có 1" in campaign.warnings[1]] == [
        True,
        True,
    ]


def test_units_are_found_by_name_code_and_other_names(tmp_path):
    """Two units of a plan differ in all of these."""
    assert [unit.code for unit in plan(tmp_path, **TWO_UNITS).units] == ["H21.65", "H21.66"]


def test_a_tree_of_units(tmp_path):
    """Mã đơn vị cha makes a tree of any depth; without it every unit stands at the top."""
    tree, flat = plan(tmp_path, **TREE), plan(tmp_path, **TWO_UNITS)

    def codes(units):
        return [unit.code for unit in units]

    assert codes(tree.roots) == ["H21"]
    assert codes(tree.children("H21")) == ["H21.1", "H21.2"]
    assert codes(tree.siblings("H21.66")) == ["H21.65", "H21.66"]
    assert codes(tree.ancestors("H21.67")) == ["H21.2", "H21"]
    assert codes(tree.descendants("H21")) == ["H21.1", "H21.65", "H21.66", "H21.2", "H21.67"]
    assert codes(tree.descendants("H21.67")) == []
    assert codes(flat.roots) == codes(flat.units) == codes(flat.siblings("H21.65"))
    assert (tree.is_tree, flat.is_tree) == (True, False)


def test_the_template_has_every_sheet_and_names_what_to_fill(tmp_path):
    """`plan new` makes what `plan check` then asks to be filled in."""
    path = tmp_path / "moi.xlsx"
    write_template(path)
    with pytest.raises(PlanError) as error:
        read_plan(path)
    assert "thiếu mục “Ngày bắt đầu”" in str(error.value)
    assert "thiếu trang" not in str(error.value)
