"""The layout of the plan workbook (CONTRACT.md, ke-hoach.xlsx)."""

from __future__ import annotations

from dataclasses import dataclass

# Sheet -> our name of a column -> its header on row 1, by which it is found.
_COLUMNS: dict[str, dict[str, str]] = {
    "Kế hoạch": {"item": "Mục", "value": "Giá trị"},
    "Đơn vị": {
        "number": "TT",
        "code": "Mã đơn vị",
        "name": "Tên đơn vị",
        "other_names": "Tên khác",
    },
    "Chỉ tiêu": {
        "unit": "Mã đơn vị",
        "indicator": "Chỉ tiêu",
        "baseline": "Kết quả năm trước (%)",
        "central": "Chỉ tiêu trung ương (%)",
        "day50": "Chỉ tiêu 50 ngày (%)",
        "day100": "Chỉ tiêu 100 ngày (%)",
    },
    "Phân công": {
        "official": "Cán bộ",
        "title": "Chức danh",
        "unit": "Mã đơn vị",
        "field": "Lĩnh vực",
        "procedure": "Mã TTHC",
    },
    "Danh mục TTHC": {
        "code": "Mã TTHC",
        "name": "Tên TTHC",
        "field": "Lĩnh vực",
        "level": "Mức độ",
        "has_fee": "Có phí",
    },
}

# Sheets that a plan may leave out, with any of their columns.
_OPTIONAL_SHEETS: dict[str, dict[str, str]] = {
    "Khó khăn": {
        "day": "Ngày",
        "official": "Cán bộ",
        "content": "Nội dung",
        "proposal": "Đề xuất",
    },
}
# Columns that a plan may leave out, as those made before the tree of units do.
_OPTIONAL: dict[str, dict[str, str]] = {
    "Đơn vị": {"parent": "Mã đơn vị cha"},
    "Chỉ tiêu": {"official": "Cán bộ"},
}

# The same by sheet: our name -> header, optional columns last.
PLAN_HEADERS = {
    sheet: columns | _OPTIONAL.get(sheet, {})
    for sheet, columns in (_COLUMNS | _OPTIONAL_SHEETS).items()
}
# Sheet -> headers.
PLAN_SHEETS = {sheet: tuple(columns.values()) for sheet, columns in _COLUMNS.items()}
OPTIONAL_SHEETS = {sheet: tuple(columns.values()) for sheet, columns in _OPTIONAL_SHEETS.items()}
# Sheets that may stand beside them, and are not read.
OTHER_SHEETS = ("Hướng dẫn",)
OPTIONAL_COLUMNS = {sheet: tuple(columns.values()) for sheet, columns in _OPTIONAL.items()}


@dataclass(frozen=True)
class PlanItem:
    """An entry of sheet Kế hoạch; `field` is the name in `pipeline.model.Plan` and in the rules of
    the sheet, which say what must be filled in.
    """

    name: str
    field: str
    # text, names (`;` between), date, count, points (0 to 100), rank (05/10), or a vocabulary whose
    # first value holds where the item is empty
    kind: str


PLAN_ITEMS = (
    PlanItem("Số kế hoạch", "number", "text"),
    PlanItem("Ngày ban hành", "issued", "date"),
    PlanItem("Cơ quan ban hành", "issuer", "text"),
    PlanItem("Tên chiến dịch", "campaign", "text"),
    PlanItem("Ngày bắt đầu", "start", "date"),
    PlanItem("Ngày kết thúc", "end", "date"),
    PlanItem("Mốc 50 ngày", "day50", "date"),
    PlanItem("Chu kỳ báo cáo (ngày)", "cycle_days", "count"),
    PlanItem("Số TTHC một phần", "partial_count", "count"),
    PlanItem("Số TTHC toàn trình", "full_count", "count"),
    PlanItem("Quy tắc chỉ tiêu", "target_rule", "target_rule"),
    PlanItem("So hạn theo", "due_rule", "due_rule"),
    PlanItem("Hồ sơ đang chờ", "waiting_rule", "waiting_rule"),
    PlanItem("Cơ quan cấp trên", "superior", "text"),
    PlanItem("Cơ quan báo cáo", "reporter", "text"),
    PlanItem("Gửi", "addressee", "text"),
    PlanItem("Nơi nhận", "recipients", "names"),
    PlanItem("Người ký", "signer", "text"),
    PlanItem("Chức vụ người ký", "signer_title", "text"),
    PlanItem("Điểm 766 năm trước", "past_score", "points"),
    PlanItem("Xếp hạng năm trước", "past_rank", "rank"),
)
