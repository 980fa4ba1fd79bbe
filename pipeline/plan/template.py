"""An empty plan workbook for staff to fill in (`pipeline plan new`)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from pipeline.model import OutputBusyError, PipelineError
from schemas.indicators import indicators
from schemas.plan import OPTIONAL_COLUMNS, PLAN_ITEMS, PLAN_SHEETS

if TYPE_CHECKING:
    from pathlib import Path

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_WIDTHS = {"Tên TTHC": 70, "Tên khác": 50, "Giá trị": 60, "Mục": 26, "Lĩnh vực": 26}
_FIRST_COLUMN = {
    "Kế hoạch": [item.name for item in PLAN_ITEMS],
}
_NOTES = {
    "Tên khác": "Các cách viết khác của tên đơn vị trong bản xuất, cách nhau bằng dấu ;",
    "Mã đơn vị cha": "Đơn vị cấp trên, nếu kế hoạch có nhiều cấp; để trống ở cấp cao nhất",
    "Chỉ tiêu": "Một trong: " + "; ".join(indicator.heading for indicator in indicators()),
    "Chỉ tiêu 100 ngày (%)": "Chỉ tiêu cuối chiến dịch. Để trống thì tính theo mục III.2 (xem mục "
    "Quy tắc chỉ tiêu).",
    "Chỉ tiêu 50 ngày (%)": "Chỉ tiêu ở mốc giữa. Để trống thì lấy chỉ tiêu 100 ngày.",
    "Mốc 50 ngày": "Ngày của mốc giữa; để trống nếu cả chiến dịch chỉ có một chỉ tiêu",
    "Quy tắc chỉ tiêu": "III.2 (để trống cũng vậy): ô chỉ tiêu 100 ngày để trống là số lớn hơn "
    "giữa kết quả năm trước và chỉ tiêu Trung ương cộng 10%, không quá 100%, các chỉ tiêu khác "
    "100%; không: ô để trống là chưa giao chỉ tiêu",
    "Nơi nhận": "Các nơi nhận báo cáo, cách nhau bằng dấu ;",
    "Điểm 766 năm trước": "Từ 0 đến 100, ví dụ 57,78",
    "Xếp hạng năm trước": "Ví dụ 05/10; gõ vào ô dạng Văn bản",
    "So hạn theo": "ngày (để trống cũng vậy): kết thúc trong ngày hẹn trả là đúng hạn; giờ: so đến "
    "từng phút, nếu cả hai ô có giờ",
    "Hồ sơ đang chờ": "Hồ sơ chờ bổ sung, chờ nộp phí, xin rút, dừng xử lý mà chưa kết thúc: đúng "
    "hạn (để trống cũng vậy), hoặc theo hạn như mọi hồ sơ",
    "Mức độ": "Một phần, Toàn trình hoặc Dịch vụ công",
    "Có phí": "Có hoặc Không",
    "Mã TTHC": "Ví dụ 1.001193.H21",
}


def write_template(path: Path) -> None:
    """Writes the sheets of CONTRACT.md with headers and notes; never over an existing file."""
    if path.exists():
        raise PipelineError(f"Đã có tệp {path}; không ghi đè. Chọn tên khác.")
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    book.set_properties({"title": "Kế hoạch", "created": datetime(2024, 1, 1)})  # noqa: DTZ001
    heading = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
    plain = book.add_format({"num_format": "@"})  # or Excel makes a date of 05/10
    day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
    for name, columns in PLAN_SHEETS.items():
        sheet = book.add_worksheet(name)
        _write_header(sheet, (*columns, *OPTIONAL_COLUMNS.get(name, ())), heading)
        for row, text in enumerate(_FIRST_COLUMN.get(name, []), start=1):
            sheet.write_string(row, 0, text)
            if PLAN_ITEMS[row - 1].kind == "date":
                sheet.write_blank(row, 1, None, day)
            elif PLAN_ITEMS[row - 1].kind == "rank":
                sheet.write_blank(row, 1, None, plain)
            if text in _NOTES:
                sheet.write_comment(row, 0, _NOTES[text])
    try:
        book.close()
    except FileCreateError as error:
        raise OutputBusyError(f"Không ghi được {path}: chọn thư mục khác.") from error


def _write_header(sheet: Worksheet, columns: tuple[str, ...], heading: Format) -> None:
    sheet.freeze_panes(1, 0)
    for index, column in enumerate(columns):
        sheet.write_string(0, index, column, heading)
        sheet.set_column(index, index, _WIDTHS.get(column, 22))
        if column in _NOTES:
            sheet.write_comment(0, index, _NOTES[column])
