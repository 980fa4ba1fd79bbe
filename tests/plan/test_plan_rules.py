"""The rules of the plan workbook as pandera schemas: they judge its sheets, and nobody else does."""

from __future__ import annotations

from datetime import datetime

import pandera.pandas as pandera
import pytest
from pandera.errors import SchemaErrors

from pipeline.plan import checked, rules
from pipeline.plan.workbook import PlanError
from schemas.plan import PLAN_HEADERS, PLAN_ITEMS, PLAN_SHEETS
from schemas.plan_problems import plan_problems
from schemas.plan_rules import SCHEMAS
from tests.builders import PLAN_ROWS, plan

TARGET = "trang “Chỉ tiêu”, dòng 2, cột"
EMPTY = {"Chỉ tiêu": [], "Phân công": []}  # no sheet that names units


def _items(**differs):
    return {
        "Kế hoạch": [
            [name, value] for name, value in (dict(PLAN_ROWS["Kế hoạch"]) | differs).items()
        ]
    }


def _units(*rows):
    return EMPTY | {"Đơn vị": list(rows)}


def _target(*row):
    return {"Chỉ tiêu": [["H21.65", *row]]}


def _assigned(*rows):
    return {"Phân công": list(rows)}


def _procedure(*row):
    """Beside the two of the catalogue, as the plan counts them."""
    return {"Danh mục TTHC": [*PLAN_ROWS["Danh mục TTHC"], list(row)]}


# code -> what differs from a plan without fault, and its messages
CASES = {
    "no_units": (_units(), ["trang “Đơn vị” không có đơn vị nào"]),
    "unit_incomplete": (
        _units([1, "A", "Xã Một", None], [2, "B", None, None]),
        ["trang “Đơn vị”, dòng 3, cột “Mã đơn vị”: thiếu mã hoặc tên đơn vị"],
    ),
    "unit_name_taken": (
        _units([1, "A", "Xã Một", "Một; Hai"], [2, "B", "Xã Hai", "hai;XÃ MỘT"], [3, "C", "Ba", "HAI"]),
        [
            "trang “Đơn vị”, dòng 3, cột “Tên đơn vị”: “Xã Hai” trùng tên với A",
            "trang “Đơn vị”, dòng 4, cột “Tên đơn vị”: “Ba” trùng tên với B",
        ],
    ),
    "unknown_parent": (
        _units([1, "A", "Xã Một", None, "T"]),
        [
            "trang “Đơn vị”, dòng 2, cột “Mã đơn vị cha”: không có đơn vị nào mang mã “T”; thêm một "
            "dòng cho đơn vị cấp trên của A, hoặc để trống ô này"
        ],
    ),
    "circle_of_parents": (
        _units([1, "A", "Xã Một", None, "B"], [2, "B", "Xã Hai", None, "A"], [3, "C", "Xã Ba", None, "A"]),
        [
            "trang “Đơn vị”, dòng 2, cột “Mã đơn vị cha”: A → B → A là một vòng khép kín; đơn vị cao "
            "nhất phải để trống ô này",
            "trang “Đơn vị”, dòng 3, cột “Mã đơn vị cha”: B → A → B là một vòng khép kín; đơn vị cao "
            "nhất phải để trống ô này",
        ],
    ),
    "unknown_sheet": (
        {"Chi tieu": [["x"]]},
        ["Không đọc trang “Chi tieu”: kế hoạch không có trang này; gần nhất là “Chỉ tiêu”."],
    ),
    "unknown_column": (
        {"headers": {"Đơn vị": [*PLAN_SHEETS["Đơn vị"], "Tên khac"]}},
        ["Trang “Đơn vị”: không đọc cột “Tên khac”: trang này không có cột đó; gần nhất là “Tên khác”."],
    ),
    "unheaded_column": (
        {"Phân công": [["Nguyễn Văn A", None, "H21.65", "Hộ tịch", None, "x"]]},
        [
            "Trang “Phân công”: không đọc cột F: dòng 1 không có tiêu đề; chỉ có “Cán bộ”, “Chức "
            "danh”, “Mã đơn vị”, “Lĩnh vực”, “Mã TTHC”."
        ],
    ),
    "column_repeated": (
        {"headers": {"Đơn vị": [*PLAN_SHEETS["Đơn vị"], "tên KHÁC"]}},
        ["trang “Đơn vị”: cột “tên KHÁC” ghi hai lần; xóa hoặc đổi tên một cột"],
    ),
    "unknown_item": (
        _items(**{"Ngày bắt đau": "01/04/2024"}),
        [
            "Trang “Kế hoạch”, dòng 12: không đọc mục “Ngày bắt đau”: kế hoạch không có mục này; "
            "gần nhất là “Ngày bắt đầu”."
        ],
    ),
    "item_repeated": (
        _items(**{"ngày  BẮT ĐẦU": "01/04/2024"}),
        ["trang “Kế hoạch”, dòng 12: mục “ngày BẮT ĐẦU” ghi hai lần; giữ một dòng"],
    ),
    "no_item": (_items(**{"Ngày kết thúc": None}), ["trang “Kế hoạch” thiếu mục “Ngày kết thúc”"]),
    "bad_points": (
        _items(**{"Điểm 766 năm trước": 105}),
        [
            "trang “Kế hoạch”, mục “Điểm 766 năm trước”: “105” không phải là điểm từ 0 đến 100, ví "
            "dụ 57,78"
        ],
    ),
    "bad_rank": (
        _items(**{"Xếp hạng năm trước": datetime(2024, 10, 5)}),
        [
            "trang “Kế hoạch”, mục “Xếp hạng năm trước”: “2024-10-05 00:00:00” không có dạng 05/10 "
            "(đặt ô ở dạng Văn bản rồi gõ lại, để Excel không đổi thành ngày)"
        ],
    ),
    "bad_item": (
        _items(**{"Ngày bắt đầu": "31/02/2024", "Chu kỳ báo cáo (ngày)": "0"}),
        [
            "trang “Kế hoạch”, mục “Ngày bắt đầu”: không đọc được “31/02/2024”",
            "trang “Kế hoạch”, mục “Chu kỳ báo cáo (ngày)”: không đọc được “0”",
        ],
    ),
    "bad_choice": (
        _items(**{"So hạn theo": "tuần"}),
        ["trang “Kế hoạch”, mục “So hạn theo”: không đọc được “tuần” (phải là ngày hoặc giờ)"],
    ),
    "start_after_end": (
        _items(**{"Ngày kết thúc": "01/03/2024"}),
        ["ngày bắt đầu 28/03/2024 sau ngày kết thúc 01/03/2024"],
    ),
    "day50_outside": (
        _items(**{"Mốc 50 ngày": "27/03/2024"}),
        ["mốc giữa (mục Mốc 50 ngày) 27/03/2024 không nằm giữa ngày bắt đầu và ngày kết thúc"],
    ),
    "bad_procedure_code": (
        _procedure("abc", "x", "y", "Nửa phần", "Có lẽ"),
        ["trang “Danh mục TTHC”, dòng 4, cột “Mã TTHC”: “abc” không có dạng 1.001193"],
    ),
    "bad_level": (
        _procedure("1.000003", "x", "y", "Nửa phần", "Có"),
        ["trang “Danh mục TTHC”, dòng 4, cột “Mức độ”: “Nửa phần” phải là Một phần, Toàn trình, Dịch vụ công"],
    ),
    "bad_has_fee": (
        _procedure("1.000003", "x", "y", "Dịch vụ công", "Có lẽ"),
        ["trang “Danh mục TTHC”, dòng 4, cột “Có phí”: “Có lẽ” phải là Có hoặc Không"],
    ),
    "procedure_repeated": (
        _procedure("1.000002", "x", "y", "Dịch vụ công", None),
        ["trang “Danh mục TTHC”, dòng 4, cột “Mã TTHC”: thủ tục 1.000002 ghi hai lần"],
    ),
    "unknown_unit": (
        {"Chỉ tiêu": [["H21.99", "online", 0, 50, 30, 60]], "Phân công": [["A", "", "X", "Hộ tịch", None]]},
        [
            f"{TARGET} “Mã đơn vị”: đơn vị “H21.99” không có ở trang Đơn vị",
            "trang “Phân công”, dòng 2, cột “Mã đơn vị”: đơn vị “X” không có ở trang Đơn vị",
        ],
    ),
    "unknown_indicator": (
        _target("onlin", "x", 50, 30, None),
        [f"{TARGET} “Chỉ tiêu”: không có chỉ tiêu “onlin”; gần nhất là “online”"],
    ),
    "target_repeated": (
        {"Chỉ tiêu": [["H21.65", "online", 0, 50, 30, 60]] * 2},
        ["trang “Chỉ tiêu”, dòng 3, cột “Chỉ tiêu”: “online” của H21.65 ghi hai lần"],
    ),
    "bad_percent": (
        _target("online", "x", "nan", "1,2,3", "60%"),
        [
            f"{TARGET} “Kết quả năm trước (%)”: “x” không phải là số phần trăm",
            f"{TARGET} “Chỉ tiêu trung ương (%)”: “nan” không phải là số phần trăm",
            f"{TARGET} “Chỉ tiêu 50 ngày (%)”: “1,2,3” không phải là số phần trăm",
        ],
    ),
    "percent_outside": (
        _target("online", "-0,1", "100,001", "Infinity", 250),
        [
            f"{TARGET} “Kết quả năm trước (%)”: “-0,1” không nằm trong 0 đến 100%",
            f"{TARGET} “Chỉ tiêu trung ương (%)”: “100,001” không nằm trong 0 đến 100%",
            f"{TARGET} “Chỉ tiêu 50 ngày (%)”: “Infinity” không nằm trong 0 đến 100%",
            f"{TARGET} “Chỉ tiêu 100 ngày (%)”: “250” không nằm trong 0 đến 100%",
        ],
    ),
    "target_open": (
        _target("online", None, None, 30, None),
        [
            f"{TARGET} “Chỉ tiêu 100 ngày (%)”: để trống, mà không có kết quả năm trước và chỉ tiêu "
            "trung ương để tính; chỉ tiêu này chưa được giao"
        ],
    ),
    "target_tiny": (
        _target("online", 0.2, 50, 0.6, 60),
        [
            f"{TARGET} “Chỉ tiêu 50 ngày (%)”: chỉ tiêu chỉ có 0,6%; nếu muốn nói 60%, gõ số phần trăm "
            "(60, không phải 0,6) hoặc gõ cả dấu %"
        ],
    ),
    "target_below_rule": (
        _target("online", 0.2, 50, None, "59,99"),
        [f"{TARGET} “Chỉ tiêu 100 ngày (%)”: chỉ tiêu 59,99% thấp hơn mức 60% theo mục III.2 của kế hoạch"],
    ),
    "target_below_unit": (
        {
            "Chỉ tiêu": [
                ["H21.65", "online", 0.2, 50, 30, None],
                ["H21.65", "online", None, None, 29, 59.99, "Nguyễn Văn A"],
                ["H21.65", "online", None, None, 30, 60, "Nguyễn Văn B"],
            ]
        },
        [
            "trang “Chỉ tiêu”, dòng 3, cột “Chỉ tiêu 50 ngày (%)”: chỉ tiêu 29% của Nguyễn Văn A thấp "
            "hơn chỉ tiêu 30% của đơn vị",
            "trang “Chỉ tiêu”, dòng 3, cột “Chỉ tiêu 100 ngày (%)”: chỉ tiêu 59,99% của Nguyễn Văn A "
            "thấp hơn chỉ tiêu 60% của đơn vị",
        ],
    ),
    "day50_unused": (
        _items(**{"Mốc 50 ngày": None}),
        [
            "Không dùng cột “Chỉ tiêu 50 ngày (%)”: kế hoạch không có mục “Mốc 50 ngày”, cả chiến dịch "
            "có một chỉ tiêu."
        ],
    ),
    "no_official": (
        _assigned(["", "Công chức", "X", "Hộ tịch", "abc"]),
        ["trang “Phân công”, dòng 2, cột “Cán bộ”: thiếu tên cán bộ"],
    ),
    "two_officials": (
        _assigned(
            ["A", "", "H21.65", "Hộ tịch", None],
            ["a", "", "H21.65", "Hộ tịch", None],
            ["B", "", "H21.65", "hộ  tịch", None],
            ["C", "", "H21.65", None, "1.000001.H21"],
            ["D", "", "H21.65", None, "1.000001"],
        ),
        [
            "trang “Phân công”, dòng 4, cột “Cán bộ”: “B” và “A” cùng được phân công “hộ tịch”",
            "trang “Phân công”, dòng 6, cột “Cán bộ”: “D” và “C” cùng được phân công “1.000001”",
        ],
    ),
    "procedure_unlisted": (
        _assigned(["A", "", "H21.65", "Lạ", "1.000009"]),
        ["Phân công của A: 1.000009 không có trong danh mục."],
    ),
    "field_unlisted": (
        _assigned(["A", "", "H21.65", "Lạ", None], ["B", "", "H21.65", None, None]),
        ["Phân công của A: “Lạ” không có trong danh mục."],
    ),
    "days_differ": (
        _items(**{"Tên chiến dịch": "Chiến dịch 100 ngày"}),
        [
            "Kế hoạch ghi 100 ngày, nhưng từ 28/03/2024 đến 29/06/2024 là 94 ngày; báo cáo tính theo "
            "ngày, ngày thứ 100 là ngày kết thúc."
        ],
    ),
    "partial_count_differs": (
        _items(**{"Số TTHC một phần": 77}),
        ["Kế hoạch ghi 77 TTHC một phần, danh mục có 1."],
    ),
    "full_count_differs": (
        _items(**{"Số TTHC toàn trình": 57}),
        ["Kế hoạch ghi 57 TTHC toàn trình, danh mục có 1."],
    ),
    "no_targets": ({"Chỉ tiêu": []}, ["Trang “Chỉ tiêu” chưa giao chỉ tiêu nào."]),
}  # fmt: skip


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
            **_items(**{"So hạn theo": "tuần", "Ngày bắt đầu": None, "Số TTHC một phần": 9}),
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
    plan(tmp_path)
    assert seen == {
        "unit_names": 3, "units": 1, "items": 1, "procedures": 2, "targets": 2, "assignments": 1,
        "whole": 1, "names": 0,
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
    [("units", "Đơn vị"), ("procedures", "Danh mục TTHC"), ("targets", "Chỉ tiêu"), ("assignments", "Phân công")],
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
        plan(tmp_path, **_items(**{"Số TTHC một phần": "9" * 30}))
