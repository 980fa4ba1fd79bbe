"""A plan for each problem of the catalogue, with the messages that it gives."""

from __future__ import annotations

from datetime import datetime

from schemas.plan import PLAN_SHEETS
from tests.builders import PLAN_ROWS

DIFFICULTIES = ["Ngày", "Cán bộ", "Nội dung", "Đề xuất"]
TARGET = "trang “Chỉ tiêu”, dòng 2, cột"
EMPTY = {"Chỉ tiêu": [], "Phân công": []}  # no sheet that names units


def items(**differs):
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
    "difficulty_day": (
        {"Khó khăn": [DIFFICULTIES, ["hôm qua", "Nguyễn Văn A", "Mạng chậm", None]]},
        [
            "trang “Khó khăn”, dòng 2, cột “Ngày”: không đọc được ngày “hôm qua” (ví dụ 16/05/2024); "
            "khó khăn này vào báo cáo mà không có ngày."
        ],
    ),
    "difficulty_empty": (
        {"Khó khăn": [DIFFICULTIES, ["16/05/2024", "Nguyễn Văn A", None, None]]},
        [
            "Trang “Khó khăn”, dòng 2: không có nội dung và đề xuất nào; dòng này không vào báo cáo."
        ],
    ),
    "unknown_item": (
        items(**{"Ngày bắt đau": "01/04/2024"}),
        [
            "Trang “Kế hoạch”, dòng 12: không đọc mục “Ngày bắt đau”: kế hoạch không có mục này; "
            "gần nhất là “Ngày bắt đầu”."
        ],
    ),
    "item_repeated": (
        items(**{"ngày  BẮT ĐẦU": "01/04/2024"}),
        ["trang “Kế hoạch”, dòng 12: mục “ngày BẮT ĐẦU” ghi hai lần; giữ một dòng"],
    ),
    "no_item": (items(**{"Ngày kết thúc": None}), ["trang “Kế hoạch” thiếu mục “Ngày kết thúc”"]),
    "bad_points": (
        items(**{"Điểm 766 năm trước": 105}),
        [
            "trang “Kế hoạch”, mục “Điểm 766 năm trước”: “105” không phải là điểm từ 0 đến 100, ví "
            "dụ 57,78"
        ],
    ),
    "bad_rank": (
        items(**{"Xếp hạng năm trước": datetime(2024, 10, 5)}),
        [
            "trang “Kế hoạch”, mục “Xếp hạng năm trước”: “2024-10-05 00:00:00” không có dạng 05/10 "
            "(đặt ô ở dạng Văn bản rồi gõ lại, để Excel không đổi thành ngày)"
        ],
    ),
    "bad_item": (
        items(**{"Chu kỳ báo cáo (ngày)": "0"}),
        ["trang “Kế hoạch”, mục “Chu kỳ báo cáo (ngày)”: không đọc được “0”"],
    ),
    "bad_day": (
        items(**{"Ngày bắt đầu": "31/02/2024"}),
        [
            "trang “Kế hoạch”, mục “Ngày bắt đầu”: không đọc được “31/02/2024” (phải là ngày có "
            "thật, dạng ngày/tháng/năm, ví dụ 16/05/2024)"
        ],
    ),
    "bad_choice": (
        items(**{"So hạn theo": "tuần"}),
        ["trang “Kế hoạch”, mục “So hạn theo”: không đọc được “tuần” (phải là ngày hoặc giờ)"],
    ),
    "start_after_end": (
        items(**{"Ngày kết thúc": "01/03/2024"}),
        ["ngày bắt đầu 28/03/2024 sau ngày kết thúc 01/03/2024"],
    ),
    "day50_outside": (
        items(**{"Mốc 50 ngày": "27/03/2024"}),
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
        items(**{"Mốc 50 ngày": None}),
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
        items(**{"Tên chiến dịch": "Chiến dịch 100 ngày"}),
        [
            "Kế hoạch ghi 100 ngày, nhưng từ 28/03/2024 đến 29/06/2024 là 94 ngày; báo cáo tính theo "
            "ngày, ngày thứ 100 là ngày kết thúc."
        ],
    ),
    "partial_count_differs": (
        items(**{"Số TTHC một phần": 77}),
        ["Kế hoạch ghi 77 TTHC một phần, danh mục có 1."],
    ),
    "full_count_differs": (
        items(**{"Số TTHC toàn trình": 57}),
        ["Kế hoạch ghi 57 TTHC toàn trình, danh mục có 1."],
    ),
    "no_targets": ({"Chỉ tiêu": []}, ["Trang “Chỉ tiêu” chưa giao chỉ tiêu nào."]),
}  # fmt: skip
