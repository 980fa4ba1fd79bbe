"""The rules of the plan workbook as pandera schemas: they judge its sheets, and nobody else does."""

from __future__ import annotations

import pandera.pandas as pandera
import pytest
from pandera.errors import SchemaErrors

from pipeline.plan import checked, rules
from pipeline.plan.workbook import PlanError
from schemas.plan import PLAN_HEADERS, PLAN_ITEMS
from schemas.plan_problems import plan_problems
from schemas.plan_rules import SCHEMAS
from tests.builders import plan
from tests.plan.faulty_plans import CASES, items


@pytest.fixture
def faults(monkeypatch):
    """The faults of the plans that are read."""
    recorded_faults = []

    def recorded(*frames):
        judged = rules.judge(*frames)
        recorded_faults.extend(judged)
        return judged

    monkeypatch.setattr(checked, "judge", recorded)
    return recorded_faults


@pytest.mark.parametrize("code", plan_problems())
def test_every_problem_of_the_catalogue_is_raised(tmp_path, faults, code):
    """By a plan without another, with its message whole; an error stops, a warning does not."""
    differs, messages = CASES[code]
    severity = plan_problems()[code].severity
    if severity == "warning":
        assert plan(tmp_path, **differs).warnings == tuple(messages)
    else:
        with pytest.raises(PlanError) as error:
            plan(tmp_path, **differs)
        lines = str(error.value).split("\n")
        assert lines[0] == f"Tệp kế hoạch {tmp_path / 'ke-hoach.xlsx'} có lỗi:"
        assert lines[1:-1] == [f"  - {message}" for message in messages]
    assert {fault.code for fault in faults if fault.severity == severity} == {code}


def test_a_plan_without_fault(tmp_path, faults):
    """What those above differ from: no message."""
    assert plan(tmp_path).warnings == ()
    assert faults == []


def test_all_faults_come_at_once_by_sheet_and_row(tmp_path):
    """Units, items, procedures, targets, assignments; no warnings among them."""
    with pytest.raises(PlanError) as error:
        plan(
            tmp_path,
            **items(**{"So hạn theo": "tuần", "Ngày bắt đầu": None, "Số TTHC một phần": 9}),
            **{
                "Đơn vị": [[1, "A", "Một", None, "T"], [2, "", "Hai", None], [3, "B", "một", None, "T"]],
                "Chỉ tiêu": [["A", "online", 0, "x", 30, 250], ["C", "on", 0, 50, 30, 60]],
                "Phân công": [["", "", "A", "Hộ tịch", None], ["Q", "", "C", "Lạ", "zz"]],
                "Danh mục TTHC": [["1.000001", "x", "y", "Nửa", "Sai"], ["zz", "x", "y", "", ""]],
            },
        )  # fmt: skip
    places = [line.partition(":")[0] for line in str(error.value).split("\n")[1:-1]]
    assert places == [
        "  - trang “Đơn vị”, dòng 2, cột “Mã đơn vị cha”",
        "  - trang “Đơn vị”, dòng 3, cột “Mã đơn vị”",
        "  - trang “Đơn vị”, dòng 4, cột “Tên đơn vị”",
        "  - trang “Đơn vị”, dòng 4, cột “Mã đơn vị cha”",
        "  - trang “Kế hoạch” thiếu mục “Ngày bắt đầu”",
        "  - trang “Kế hoạch”, mục “So hạn theo”",
        "  - trang “Danh mục TTHC”, dòng 2, cột “Mức độ”",
        "  - trang “Danh mục TTHC”, dòng 2, cột “Có phí”",
        "  - trang “Danh mục TTHC”, dòng 3, cột “Mã TTHC”",
        "  - trang “Chỉ tiêu”, dòng 2, cột “Chỉ tiêu trung ương (%)”",
        "  - trang “Chỉ tiêu”, dòng 2, cột “Chỉ tiêu 100 ngày (%)”",
        "  - trang “Chỉ tiêu”, dòng 3, cột “Mã đơn vị”",
        "  - trang “Chỉ tiêu”, dòng 3, cột “Chỉ tiêu”",
        "  - trang “Phân công”, dòng 2, cột “Cán bộ”",
        "  - trang “Phân công”, dòng 3, cột “Mã đơn vị”",
        "  - trang “Phân công”, dòng 3, cột “Mã TTHC”",
    ]


def test_every_row_of_every_sheet_is_judged(tmp_path, monkeypatch):
    """By the schema of its sheet; names of units one by one, items in one row."""
    seen = {}
    whole = pandera.DataFrameSchema.validate

    def counted(schema, frame, *rest, **options):
        seen[next(name for name in SCHEMAS if SCHEMAS[name] is schema)] = len(frame)
        return whole(schema, frame, *rest, **options)

    monkeypatch.setattr(pandera.DataFrameSchema, "validate", counted)
    plan(tmp_path, **{"Khó khăn": [["Ngày", "Nội dung"], [None, "Mạng đứt"]]})
    assert seen == {
        "unit_names": 3, "units": 1, "items": 1, "procedures": 2, "targets": 2, "assignments": 1,
        "difficulties": 1, "whole": 1, "names": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "column", "code"),
    [
        ("units", "parent.unknown", "unknown_parent"),
        ("unit_names", "name.taken", "unit_name_taken"),
        ("items", "due_rule.cell", "bad_choice"),
        ("procedures", "level.cell", "bad_level"),
        ("targets", "day100.below_rule", "target_below_rule"),
        ("assignments", "official.two", "two_officials"),
        ("whole", "full_count.differs", "full_count_differs"),
    ],
)
def test_a_rule_that_is_turned_off_lets_a_bad_row_through(
    tmp_path, monkeypatch, name, column, code
):
    """The schema alone judges: without this check the plan is taken without a message."""
    loose = SCHEMAS[name].update_column(column, checks=[])
    monkeypatch.setitem(SCHEMAS, name, loose)
    warnings = plan(tmp_path, **CASES[code][0]).warnings
    assert [warning for warning in warnings if warning in CASES[code][1]] == []


def test_a_frame_that_the_schema_does_not_describe_is_a_fault_of_the_code(tmp_path, monkeypatch):
    """Never a fault of the plan: pandera's own error comes through."""
    monkeypatch.setitem(
        SCHEMAS, "targets", SCHEMAS["targets"].remove_columns(["indicator.repeated"])
    )
    with pytest.raises(SchemaErrors):
        plan(tmp_path)


@pytest.mark.parametrize(
    ("name", "sheet"),
    [("units", "Đơn vị"), ("procedures", "Danh mục TTHC"), ("targets", "Chỉ tiêu"), ("assignments", "Phân công"), ("difficulties", "Khó khăn")],
)  # fmt: skip
def test_faults_are_shown_at_columns_of_the_sheet(name, sheet):
    """Every column that can fail has a header to be shown at; items by their names."""
    failing = {c.partition(".")[0] for c, column in SCHEMAS[name].columns.items() if column.checks}
    assert failing <= PLAN_HEADERS[sheet].keys()


def test_every_item_of_the_plan_is_judged():
    """A value and its cell for each, in the order of the sheet."""
    values = [name for name in SCHEMAS["items"].columns if name in {i.field for i in PLAN_ITEMS}]
    cells = [name for name in SCHEMAS["items"].columns if name.endswith(".cell")]
    assert values == [item.field for item in PLAN_ITEMS]
    assert cells == [f"{item.field}.cell" for item in PLAN_ITEMS]


def test_a_count_that_is_no_count_of_anything(tmp_path):
    """Digits without end are a slip of the pen, not a number."""
    with pytest.raises(PlanError, match=r"mục “Số TTHC một phần”: không đọc được “9{30}”"):
        plan(tmp_path, **items(**{"Số TTHC một phần": "9" * 30}))
