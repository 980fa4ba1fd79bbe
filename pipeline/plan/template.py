"""A plan workbook for staff to fill in: empty (`pipeline plan new`) or drafted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from pipeline.model import OutputBusyError, PipelineError
from schemas.contracts import vocabulary, vocabulary_names
from schemas.indicators import indicators
from schemas.plan import OPTIONAL_COLUMNS, OPTIONAL_SHEETS, PLAN_ITEMS, PLAN_SHEETS

if TYPE_CHECKING:
    from pathlib import Path

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

YELLOW = "FFFF00"
GUIDE = "Hướng dẫn"
_ITEMS = "Kế hoạch"
_WIDTHS = {
    "Tên TTHC": 70, "Tên khác": 50, "Giá trị": 60, "Mục": 26, "Lĩnh vực": 26, "Chỉ tiêu": 32,
    "Cán bộ": 28, "Nội dung": 70, "Đề xuất": 70,
}  # fmt: skip
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
_GUIDE_LINES = """\
HƯỚNG DẪN ĐIỀN TỆP KẾ HOẠCH
Tiêu đề cột ở dòng 1 mỗi trang; giữ nguyên tên trang và tên cột. Phần trăm gõ 60 hay 60% đều được.
Ô TÔ VÀNG là phỏng đoán: chú thích của ô nói vì sao. Xem lại, sửa nếu sai, bỏ màu khi đã chắc.
Kế hoạch: gõ số, tên, các ngày của chiến dịch. Không có mốc giữa thì để trống mục Mốc 50 ngày.
Đơn vị: mỗi đơn vị một dòng; cột Tên khác ghi các cách viết trong bản xuất, cách nhau bằng dấu ;
Chỉ tiêu: gõ kết quả năm trước và chỉ tiêu được giao, bằng phần trăm. Cột Cán bộ chỉ dùng cho chỉ \
tiêu riêng của một cán bộ.
Phân công: dùng khi hồ sơ không ghi tên cán bộ: xét theo mã thủ tục trước, theo lĩnh vực sau.
Khó khăn: cán bộ ghi vướng mắc và đề xuất; báo cáo chép nguyên văn vào mục III và IV.
Danh mục TTHC: mức độ và phí quyết định thủ tục nào phải có hồ sơ trực tuyến, thanh toán trực tuyến.
Điền xong, kiểm tra: pipeline plan check TỆP. Báo cáo dùng tệp có tên inputs/ke-hoach.xlsx.
""".splitlines()
_CHOICES = 3  # the column of the guide that drop-downs take the indicators from
_LAST_ROW = 2000  # of drop-downs: as many rows as a province fills in
_DROP_DOWNS = {
    ("Danh mục TTHC", "Mức độ"): [words[0] for words in vocabulary("level").values()][::-1],
    ("Danh mục TTHC", "Có phí"): [words[0] for words in vocabulary("yes_no").values()],
    ("Chỉ tiêu", "Chỉ tiêu"): f"='{GUIDE}'!$D$2:$D${len(indicators()) + 1}",
    ("Chỉ tiêu", "Mã đơn vị"): "='Đơn vị'!$B$2:$B$500",
    ("Phân công", "Mã đơn vị"): "='Đơn vị'!$B$2:$B$500",
}


Value = str | float | date | None


@dataclass(frozen=True)
class Proposed:
    """What a draft writes into a cell, why, and whether that is only a guess: then it is yellow."""

    value: Value
    reason: str = ""
    is_guess: bool = True


CellValue = Proposed | Value
Row = Sequence[CellValue]


def write_template(path: Path) -> None:
    """Writes the sheets of CONTRACT.md with headers and notes; never over an existing file."""
    write_plan(path, {})


def write_plan(path: Path, rows: Mapping[str, Sequence[Row]], remarks: Sequence[str] = ()) -> None:
    """The same with rows; those of Kế hoạch are values in the order of PLAN_ITEMS. `remarks`: what
    the guide says besides.
    """
    if path.exists():
        raise PipelineError(f"Đã có tệp {path}; không ghi đè. Chọn tên khác.")
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    book.set_properties({"title": "Kế hoạch", "created": datetime(2024, 1, 1)})  # noqa: DTZ001
    formats = _Formats(book)
    for name, columns in (PLAN_SHEETS | OPTIONAL_SHEETS).items():
        sheet = book.add_worksheet(name)
        all_columns = (*columns, *OPTIONAL_COLUMNS.get(name, ()))
        _write_header(sheet, all_columns, formats.heading)
        for number, row in enumerate(_rows(name, rows.get(name, ())), start=1):
            for column, value in enumerate(row):
                kind = PLAN_ITEMS[number - 1].kind if name == _ITEMS and column else ""
                formats.write(sheet, number, column, value, kind)
        _write_drop_downs(sheet, name, all_columns)
    _write_items(book.get_worksheet_by_name(_ITEMS))
    _write_guide(book, formats, remarks)
    try:
        book.close()
    except FileCreateError as error:
        raise OutputBusyError(f"Không ghi được {path}: chọn thư mục khác.") from error


class _Formats:
    """The formats of a workbook, and cells written in them."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.heading = book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        shown = {"num_format": "dd/mm/yyyy", "align": "left"}
        yellow = {"bg_color": f"#{YELLOW}"}
        self._by_look = {
            ("", False): None,
            ("", True): book.add_format(yellow),
            ("date", False): book.add_format(shown),
            ("date", True): book.add_format(shown | yellow),
            ("rank", False): book.add_format({"num_format": "@"}),  # or Excel makes a date of 05/10
        }

    def write(self, sheet: Worksheet, row: int, column: int, cell: CellValue, kind: str) -> None:
        """A cell with the reason for it; `kind` of an item, else empty."""
        proposed = cell if isinstance(cell, Proposed) else Proposed(cell, is_guess=False)
        value = proposed.value
        shown_as = "date" if isinstance(value, date) else kind if kind in {"date", "rank"} else ""
        look = self._by_look[shown_as, proposed.is_guess]
        if value is None:
            sheet.write_blank(row, column, None, look)
        elif isinstance(value, str):
            sheet.write_string(row, column, value, look)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, look)
        else:
            sheet.write_number(row, column, value, look)
        if proposed.reason:
            sheet.write_comment(row, column, proposed.reason)


def _rows(name: str, rows: Sequence[Row]) -> Sequence[Row]:
    if name != _ITEMS:
        return rows
    values = [row[0] for row in rows] or [None] * len(PLAN_ITEMS)
    return [(item.name, value) for item, value in zip(PLAN_ITEMS, values, strict=True)]


def _write_header(sheet: Worksheet, columns: tuple[str, ...], heading: Format) -> None:
    sheet.freeze_panes(1, 0)
    for index, column in enumerate(columns):
        sheet.write_string(0, index, column, heading)
        sheet.set_column(index, index, _WIDTHS.get(column, 22))
        if column in _NOTES:
            sheet.write_comment(0, index, _NOTES[column])


def _write_items(sheet: Worksheet) -> None:
    """Notes and drop-downs of the items."""
    for row, item in enumerate(PLAN_ITEMS, start=1):
        if item.name in _NOTES:
            sheet.write_comment(row, 0, _NOTES[item.name])
        if item.kind in vocabulary_names():
            words = [words[0] for words in vocabulary(item.kind).values()]
            sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": words})


def _write_drop_downs(sheet: Worksheet, name: str, columns: tuple[str, ...]) -> None:
    for index, column in enumerate(columns):
        if source := _DROP_DOWNS.get((name, column)):
            choice = {"validate": "list", "source": source, "error_type": "warning"}
            sheet.data_validation(1, index, _LAST_ROW, index, choice)


def _write_guide(book: xlsxwriter.Workbook, formats: _Formats, remarks: Sequence[str]) -> None:
    sheet = book.add_worksheet(GUIDE)
    sheet.set_column(0, 0, 110)
    sheet.set_column(_CHOICES, _CHOICES, 40)
    for row, line in enumerate((*_GUIDE_LINES, *remarks)):
        sheet.write_string(row, 0, line, formats.wrapped)
    for row, text in enumerate(("Chỉ tiêu", *(entry.heading for entry in indicators()))):
        sheet.write_string(row, _CHOICES, text)
