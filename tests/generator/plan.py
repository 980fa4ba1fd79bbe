"""inputs/ke-hoach.xlsx of xã Ia Ake: plan 35/KH-UBND of 06/4/2024."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from schemas.indicators import indicator
from schemas.plan import OPTIONAL_COLUMNS, OPTIONAL_SHEETS, PLAN_SHEETS
from tests.generator.catalogue import Procedure, catalogue

UNIT = ("H21.65", "Xã Ia Ake")
_CREATED = datetime(2024, 4, 6)
_WIDTHS = {
    "Mục": 26, "Giá trị": 70, "Tên khác": 60, "Chỉ tiêu": 32, "Cán bộ": 28, "Chức danh": 34,
    "Lĩnh vực": 28, "Tên TTHC": 90,
}  # fmt: skip
_GUIDE = (
    "HƯỚNG DẪN ĐIỀN TỆP KẾ HOẠCH",
    "Tiêu đề cột ở dòng 1 mỗi trang; giữ nguyên tên trang và tên cột. Phần trăm gõ 60 hay 60% đều được.",
    "Kế hoạch: số, ngày, mốc của chiến dịch. Các ngày trong kế hoạch quyết định kỳ báo cáo.",
    "Đơn vị: mỗi đơn vị một dòng; cột Tên khác ghi các cách viết trong bản xuất, cách nhau bằng dấu ;",
    "Chỉ tiêu: để trống cột 100 ngày thì tính theo mục III.2 của kế hoạch: số lớn hơn giữa kết quả năm "
    "trước và chỉ tiêu Trung ương cộng 10%, không quá 100%; các chỉ tiêu khác 100%.",
    "Phân công: ghi cán bộ của đơn vị, mỗi lĩnh vực hoặc thủ tục một dòng; để trống thì cán bộ lấy từ bản "
    "xuất. Dùng khi hồ sơ không ghi tên cán bộ: xét theo mã thủ tục trước, theo lĩnh vực sau.",
    "Danh mục TTHC: 134 thủ tục cấp xã có mã, tên, lĩnh vực lấy từ Cổng dịch vụ công quốc gia. Ô TÔ VÀNG "
    "LÀ GIẢ ĐỊNH: nguồn không ghi mức độ hoặc phí; mức độ được giả định sao cho đủ 77 một phần và 57 toàn "
    "trình như kế hoạch, phí được giả định là không. Hãy sửa theo danh mục của tỉnh, hoặc lập kế hoạch từ "
    "bản xuất của đơn vị: make plan (pipeline plan draft).",
)
_LEVEL = "Giả định: nguồn không ghi mức độ; đặt sao cho đủ 77 một phần, 57 toàn trình như kế hoạch."
_FEE = "Giả định: nguồn không ghi phí, lệ phí."


@dataclass(frozen=True)
class Assumed:
    """A value that no source gives: yellow, with a note that says so."""

    value: str
    reason: str


def plan_rows() -> dict[str, list[list[Any]]]:
    """The rows of every sheet below its header."""
    unit, name = UNIT
    return {
        "Kế hoạch": [
            ["Số kế hoạch", "35/KH-UBND"],
            ["Ngày ban hành", datetime(2024, 4, 6)],
            ["Cơ quan ban hành", "UBND xã Ia Ake"],
            ["Tên chiến dịch", "Chiến dịch cao điểm 100 ngày đêm “Nâng cao hiệu quả sử dụng dịch vụ công”"],
            ["Ngày bắt đầu", datetime(2024, 3, 28)],
            ["Ngày kết thúc", datetime(2024, 6, 29)],
            ["Mốc 50 ngày", datetime(2024, 5, 16)],
            ["Chu kỳ báo cáo (ngày)", 10],
            ["Số TTHC một phần", 77],
            ["Số TTHC toàn trình", 57],
            ["Quy tắc chỉ tiêu", "III.2"],
            ["So hạn theo", "ngày"],
            ["Hồ sơ đang chờ", "đúng hạn"],
            ["Cơ quan cấp trên", "UBND huyện Phú Thiện"],
            ["Cơ quan báo cáo", "Công an xã Ia Ake"],
            ["Gửi", "UBND xã Ia Ake"],
            ["Điểm 766 năm trước", 57.78],
            ["Xếp hạng năm trước", "05/10"],
        ],
        "Đơn vị": [[1, unit, name, "UBND xã Ia Ake; Ủy ban nhân dân xã Ia Ake; Xã Ia Ake - huyện Phú Thiện"]],
        "Chỉ tiêu": [
            [unit, _heading("transparency"), 75.8, None, 100, 100],
            [unit, _heading("on_time"), 99.77, None, 100, 100],
            [unit, _heading("online"), 0.2, 50, 30, None],
            [unit, _heading("online_payment"), 0, 45, 20, None],
            [unit, _heading("satisfaction"), 100, None, 100, 100],
            [unit, _heading("digitization"), 21.3, 80, 50, 100],
        ],
        "Phân công": [],
        "Danh mục TTHC": [_listed(procedure) for procedure in catalogue()],
    }  # fmt: skip


def _heading(name: str) -> str:
    return indicator(name).heading


def _listed(procedure: Procedure) -> list[Any]:
    level, fee = procedure.level, "Có" if procedure.has_fee else "Không"
    return [
        procedure.code,
        procedure.name,
        procedure.field,
        level if procedure.is_level_known else Assumed(level, _LEVEL),
        fee if procedure.is_fee_known else Assumed(fee, _FEE),
    ]


def write_plan(path: Path, rows_of: dict[str, list[list[Any]]] | None = None) -> None:
    """Writes the workbook, of xã Ia Ake without other rows; the same bytes every time."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"title": "Kế hoạch 35/KH-UBND", "created": _CREATED})
    heading = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
    yellow = book.add_format({"bg_color": "#FFFF00"})
    day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
    headers = PLAN_SHEETS | OPTIONAL_SHEETS
    empty: dict[str, list[list[Any]]] = {name: [] for name in OPTIONAL_SHEETS}
    for name, rows in ((rows_of or plan_rows()) | empty).items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        is_longer = any(len(row) > len(headers[name]) for row in rows)
        optional = OPTIONAL_COLUMNS.get(name, ()) if is_longer else ()
        for index, column in enumerate((*headers[name], *optional)):
            sheet.write_string(0, index, column, heading)
            sheet.set_column(index, index, _WIDTHS.get(column, 22))
        for number, row in enumerate(rows, start=1):
            for index, value in enumerate(row):
                if isinstance(value, Assumed):
                    sheet.write(number, index, value.value, yellow)
                    sheet.write_comment(number, index, value.reason)
                elif value is not None:
                    sheet.write(number, index, value, day if isinstance(value, datetime) else None)
    _write_guide(book)
    book.close()


def _write_guide(book: Any) -> None:
    sheet = book.add_worksheet("Hướng dẫn")
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 120)
    for number, line in enumerate(_GUIDE):
        sheet.write_string(number, 0, line, wrapped)
