"""inputs/ke-hoach.xlsx of xã Ia Ake: plan 35/KH-UBND of 06/4/2024."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from schemas.plan import OPTIONAL_COLUMNS, PLAN_SHEETS
from tests.generator.catalogue import catalogue, officials

UNIT = ("H21.65", "Xã Ia Ake")
_CREATED = datetime(2024, 4, 6)
_WIDTHS = {
    "Mục": 26, "Giá trị": 70, "Tên khác": 60, "Chỉ tiêu": 18, "Cán bộ": 28, "Chức danh": 34,
    "Lĩnh vực": 28, "Tên TTHC": 90,
}  # fmt: skip
_GUIDE = (
    "HƯỚNG DẪN ĐIỀN TỆP KẾ HOẠCH",
    "Tiêu đề cột ở dòng 1 mỗi trang; giữ nguyên tên trang và tên cột. Phần trăm ghi bằng số: 0,2 là 0,2%.",
    "Kế hoạch: số, ngày, mốc của chiến dịch. Các ngày trong kế hoạch quyết định kỳ báo cáo.",
    "Đơn vị: mỗi đơn vị một dòng; cột Tên khác ghi các cách viết trong bản xuất, cách nhau bằng dấu ;",
    "Chỉ tiêu: để trống cột 100 ngày thì tính theo mục III.2 của kế hoạch: số lớn hơn giữa kết quả năm "
    "trước và chỉ tiêu Trung ương cộng 10%, không quá 100%; các chỉ tiêu khác 100%.",
    "Phân công: CÁC TÊN TRONG TRANG NÀY LÀ VÍ DỤ, hãy thay bằng cán bộ của đơn vị. Dùng khi hồ sơ không "
    "ghi tên cán bộ: xét theo mã thủ tục trước, theo lĩnh vực sau.",
    "Danh mục TTHC: 134 thủ tục (77 một phần, 57 toàn trình) là DANH MỤC MẪU, mã thủ tục là ví dụ; hãy "
    "thay bằng danh mục trên Cổng dịch vụ công của tỉnh.",
)


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
            ["So hạn theo", "ngày"],
            ["Hồ sơ đang chờ", "đúng hạn"],
        ],
        "Đơn vị": [[1, unit, name, "UBND xã Ia Ake; Ủy ban nhân dân xã Ia Ake; Xã Ia Ake - huyện Phú Thiện"]],
        "Chỉ tiêu": [
            [unit, "transparency", 75.8, None, 100, 100],
            [unit, "on_time", 99.77, None, 100, 100],
            [unit, "online", 0.2, 50, 30, None],
            [unit, "online_payment", 0, 45, 20, None],
            [unit, "satisfaction", 100, None, 100, 100],
            [unit, "digitization", 21.3, 80, 50, 100],
        ],
        "Phân công": [[person, title, unit, field, None] for person, title, field in officials()],
        "Danh mục TTHC": [
            [p.code, p.name, p.field, p.level, "Có" if p.has_fee else "Không"] for p in catalogue()
        ],
    }  # fmt: skip


def write_plan(path: Path, rows_of: dict[str, list[list[Any]]] | None = None) -> None:
    """Writes the workbook, of xã Ia Ake without other rows; the same bytes every time."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"title": "Kế hoạch 35/KH-UBND", "created": _CREATED})
    heading = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
    day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
    for name, rows in (rows_of or plan_rows()).items():
        sheet = book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        optional = OPTIONAL_COLUMNS.get(name, ()) if len(rows[0]) > len(PLAN_SHEETS[name]) else ()
        for index, column in enumerate((*PLAN_SHEETS[name], *optional)):
            sheet.write_string(0, index, column, heading)
            sheet.set_column(index, index, _WIDTHS.get(column, 22))
        for number, row in enumerate(rows, start=1):
            for index, value in enumerate(row):
                if value is not None:
                    sheet.write(number, index, value, day if isinstance(value, datetime) else None)
    _write_guide(book)
    book.close()


def _write_guide(book: Any) -> None:
    sheet = book.add_worksheet("Hướng dẫn")
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 120)
    for number, line in enumerate(_GUIDE):
        sheet.write_string(number, 0, line, wrapped)
