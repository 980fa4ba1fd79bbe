"""The layout of the plan workbook (CONTRACT.md, ke-hoach.xlsx)."""

from __future__ import annotations

from dataclasses import dataclass

# Sheet -> its columns, header on row 1, found by name.
PLAN_SHEETS: dict[str, tuple[str, ...]] = {
    "Kế hoạch": ("Mục", "Giá trị"),
    "Đơn vị": ("TT", "Mã đơn vị", "Tên đơn vị", "Tên khác"),
    "Chỉ tiêu": (
        "Mã đơn vị",
        "Chỉ tiêu",
        "Kết quả năm trước (%)",
        "Chỉ tiêu trung ương (%)",
        "Chỉ tiêu 50 ngày (%)",
        "Chỉ tiêu 100 ngày (%)",
    ),
    "Phân công": ("Cán bộ", "Chức danh", "Mã đơn vị", "Lĩnh vực", "Mã TTHC"),
    "Danh mục TTHC": ("Mã TTHC", "Tên TTHC", "Lĩnh vực", "Mức độ", "Có phí"),
}

# Columns that a plan may leave out, as those made before the tree of units do.
OPTIONAL_COLUMNS: dict[str, tuple[str, ...]] = {"Đơn vị": ("Mã đơn vị cha",)}


@dataclass(frozen=True)
class PlanItem:
    """An entry of sheet Kế hoạch; `field` is the name in `pipeline.model.Plan`."""

    name: str
    field: str
    kind: str  # text, date, count, or a vocabulary whose first value holds where the item is empty
    required: bool = False


PLAN_ITEMS = (
    PlanItem("Số kế hoạch", "number", "text"),
    PlanItem("Ngày ban hành", "issued", "date"),
    PlanItem("Cơ quan ban hành", "issuer", "text"),
    PlanItem("Tên chiến dịch", "campaign", "text"),
    PlanItem("Ngày bắt đầu", "start", "date", required=True),
    PlanItem("Ngày kết thúc", "end", "date", required=True),
    PlanItem("Mốc 50 ngày", "day50", "date", required=True),
    PlanItem("Chu kỳ báo cáo (ngày)", "cycle_days", "count"),
    PlanItem("Số TTHC một phần", "partial_count", "count"),
    PlanItem("Số TTHC toàn trình", "full_count", "count"),
    PlanItem("So hạn theo", "due_rule", "due_rule"),
    PlanItem("Hồ sơ đang chờ", "waiting_rule", "waiting_rule"),
)
