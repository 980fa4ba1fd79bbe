"""Inputs written in code: valid by default, a test names only what differs."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from pipeline.model import (
    Plan,
)
from pipeline.plan.workbook import read_plan
from schemas.plan import OPTIONAL_COLUMNS, PLAN_SHEETS

TODAY = date(2026, 11, 24)
DAY50 = date(2024, 5, 16)

HEADERS = {
    "dossiers": (
        "Mã hồ sơ", "Mã TTHC", "Tên TTHC", "Lĩnh vực", "Hình thức tiếp nhận", "Ngày tiếp nhận",
        "Ngày hẹn trả", "Ngày kết thúc xử lý", "Ngày trả kết quả", "Trạng thái hồ sơ",
        "Cán bộ xử lý", "Đơn vị", "Lệ phí", "Kết quả điện tử", "Chủ hồ sơ",
    ),
    "payments": (
        "Mã hồ sơ", "Thời gian giao dịch", "Số tiền", "Hình thức thanh toán",
        "Trạng thái thanh toán", "Mã tham chiếu", "Đơn vị",
    ),
    "digitization": (
        "Mã hồ sơ", "Số hóa thành phần hồ sơ", "Số hóa kết quả", "Ngày số hóa", "Đơn vị",
    ),
    "ratings": ("Mã hồ sơ", "Mức độ hài lòng", "Ngày đánh giá", "Đơn vị"),
    "publicity": ("Mã TTHC", "Công khai đúng hạn", "Đủ nội dung", "Đơn vị"),
    "portal": ("Đơn vị", "Chỉ tiêu", "Tử số", "Mẫu số", "Tỷ lệ", "Ngày số liệu"),
}  # fmt: skip


def dossier(**differs: Any) -> dict[str, Any]:
    """A dossier received, finished in time, online and without a fee, in the first window."""
    return {
        "Mã hồ sơ": "H21.65-240401-0001",
        "Mã TTHC": "1.000001.H21",
        "Tên TTHC": "Thủ tục một",
        "Lĩnh vực": "Hộ tịch",
        "Hình thức tiếp nhận": "Trực tuyến",
        "Ngày tiếp nhận": "01/04/2024",
        "Ngày hẹn trả": "05/04/2024",
        "Ngày kết thúc xử lý": "03/04/2024",
        "Trạng thái hồ sơ": "Đã xử lý xong",
        "Cán bộ xử lý": "Nguyễn Văn A",
        "Đơn vị": "Xã Một",
        "Kết quả điện tử": "Có",
    } | {KEYWORDS[name]: value for name, value in differs.items()}


def payment(**differs: Any) -> dict[str, Any]:
    """A successful online payment for the dossier."""
    return {
        "Mã hồ sơ": "H21.65-240401-0001",
        "Thời gian giao dịch": "01/04/2024 09:00:00",
        "Số tiền": "8.000 đồng",
        "Hình thức thanh toán": "Trực tuyến",
        "Trạng thái thanh toán": "Đã thanh toán",
        "Mã tham chiếu": "PG1",
    } | {KEYWORDS[name]: value for name, value in differs.items()}


def digitization(**differs: Any) -> dict[str, Any]:
    """Both components and result of the dossier digitized."""
    return {
        "Mã hồ sơ": "H21.65-240401-0001",
        "Số hóa thành phần hồ sơ": "Có",
        "Số hóa kết quả": "Có",
        "Ngày số hóa": "03/04/2024",
    } | {KEYWORDS[name]: value for name, value in differs.items()}


def rating(**differs: Any) -> dict[str, Any]:
    """A good rating of the dossier."""
    return {
        "Mã hồ sơ": "H21.65-240401-0001",
        "Mức độ hài lòng": "Hài lòng",
        "Ngày đánh giá": "04/04/2024",
    } | {KEYWORDS[name]: value for name, value in differs.items()}


def publicity(**differs: Any) -> dict[str, Any]:
    """A procedure published in time and in full."""
    return {"Mã TTHC": "1.000001", "Công khai đúng hạn": "Có", "Đủ nội dung": "Có"} | {
        KEYWORDS[name]: value for name, value in differs.items()
    }


def portal(**differs: Any) -> dict[str, Any]:
    """A figure of the portal: 30 of 50 dossiers online."""
    return {
        "Đơn vị": "Xã Một",
        "Chỉ tiêu": "Hồ sơ nộp trực tuyến",
        "Tử số": 30,
        "Mẫu số": 50,
        "Tỷ lệ": "60%",
        "Ngày số liệu": "30/04/2024",
    } | {KEYWORDS[name]: value for name, value in differs.items()}


KEYWORDS = {
    "code": "Mã hồ sơ", "procedure": "Mã TTHC", "name": "Tên TTHC", "area": "Lĩnh vực",
    "channel": "Hình thức tiếp nhận", "received": "Ngày tiếp nhận", "due": "Ngày hẹn trả",
    "ended": "Ngày kết thúc xử lý", "returned": "Ngày trả kết quả", "status": "Trạng thái hồ sơ",
    "official": "Cán bộ xử lý", "unit": "Đơn vị", "fee": "Lệ phí", "e_result": "Kết quả điện tử",
    "applicant": "Chủ hồ sơ", "paid": "Thời gian giao dịch", "amount": "Số tiền",
    "method": "Hình thức thanh toán", "payment_status": "Trạng thái thanh toán",
    "reference": "Mã tham chiếu", "components": "Số hóa thành phần hồ sơ",
    "result": "Số hóa kết quả", "digitized": "Ngày số hóa", "rated": "Ngày đánh giá",
    "rating": "Mức độ hài lòng", "published": "Công khai đúng hạn", "full": "Đủ nội dung",
    "measure": "Chỉ tiêu", "numerator": "Tử số", "denominator": "Mẫu số", "rate": "Tỷ lệ",
    "figure": "Ngày số liệu",
}  # fmt: skip


# Kind -> a good row of it.
BUILDERS = {
    "dossiers": dossier, "payments": payment, "digitization": digitization, "ratings": rating,
    "publicity": publicity, "portal": portal,
}  # fmt: skip


def table(kind: str, rows: list[dict[str, Any]], without: tuple[str, ...] = ()) -> list[list[Any]]:
    """Header and rows of an export, without the named columns."""
    headers = [header for header in HEADERS[kind] if header not in without]
    return [headers, *([row.get(header) for header in headers] for row in rows)]


def csv_bytes(rows: list[list[Any]], delimiter: str = ";") -> bytes:
    """The table as text in UTF-8 with a BOM."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode("utf-8-sig")


@dataclass(frozen=True)
class Formula:
    """A formula cell with the value that was last calculated."""

    text: str
    value: str | int


def xlsx_bytes(sheets: dict[str, list[list[Any]]], hidden: tuple[str, ...] = ()) -> bytes:
    """Tables as sheets of a workbook."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"strings_to_formulas": False})
    day = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        if name in hidden:
            sheet.hide()
        for number, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(number, column, value, day)
                elif isinstance(value, Formula):
                    sheet.write_formula(number, column, value.text, None, value.value)
                elif value is not None:
                    sheet.write(number, column, value)
    book.close()
    return stream.getvalue()


def export(kind: str, *rows: dict[str, Any], without: tuple[str, ...] = ()) -> bytes:
    """An export of a kind as CSV."""
    return csv_bytes(table(kind, list(rows), without))


PLAN_ROWS: dict[str, list[list[Any]]] = {
    "Kế hoạch": [
        ["Số kế hoạch", "35/KH-UBND"], ["Ngày ban hành", "06/04/2024"],
        ["Cơ quan ban hành", "UBND xã Một"], ["Tên chiến dịch", "Chiến dịch cao điểm"],
        ["Ngày bắt đầu", "28/03/2024"], ["Ngày kết thúc", "29/06/2024"],
        ["Mốc 50 ngày", "16/05/2024"], ["Chu kỳ báo cáo (ngày)", 10],
        ["Số TTHC một phần", 1], ["Số TTHC toàn trình", 1],
    ],
    "Đơn vị": [[1, "H21.65", "Xã Một", "UBND xã Một"]],
    "Chỉ tiêu": [
        ["H21.65", "online", 0.2, 50, 30, None],
        ["H21.65", "on_time", 99.77, None, 100, 100],
    ],
    "Phân công": [["Nguyễn Văn A", "Công chức", "H21.65", "Hộ tịch", None]],
    "Danh mục TTHC": [
        ["1.000001.H21", "Thủ tục một", "Hộ tịch", "Một phần", "Có"],
        ["1.000002.H21", "Thủ tục hai", "Đất đai", "Toàn trình", "Không"],
    ],
}  # fmt: skip

TWO_UNITS = {"Đơn vị": [[1, "H21.65", "Xã Một", "UBND xã Một"], [2, "H21.66", "Xã Hai", None]]}

# A province of two districts; the first has two communes, the second one.
TREE = {
    "Đơn vị": [
        [1, "H21", "Tỉnh Gia Lai", None, None],
        [2, "H21.1", "Huyện Một", None, "H21"],
        [3, "H21.65", "Xã Một", "UBND xã Một", "H21.1"],
        [4, "H21.66", "Xã Hai", None, "H21.1"],
        [5, "H21.2", "Huyện Hai", None, "H21"],
        [6, "H21.67", "Xã Ba", None, "H21.2"],
    ]
}


# To write and read a plan takes a third of what all stages take on a few rows, and most tests have the same.
_WRITTEN: dict[str, bytes] = {}
_READ: dict[bytes, Plan] = {}


def plan_bytes(headers: dict[str, list[str]] | None = None, **differs: list[list[Any]]) -> bytes:
    """A plan workbook; a keyword argument replaces the rows of a sheet, None drops the sheet.

    A sheet has its optional columns where a row reaches into them, and other columns where
    `headers` says so; one that no plan has stands as it is.
    """
    rows = PLAN_ROWS | differs
    own = headers or {}
    sheets = {
        name: [own.get(name) or _plan_header(name, rows[name]), *rows[name]]
        for name in PLAN_SHEETS
        if rows[name] is not None
    } | {name: rows[name] for name in rows if name not in PLAN_SHEETS}
    written = repr(sheets)
    if written not in _WRITTEN:
        _WRITTEN[written] = xlsx_bytes(sheets)
    return _WRITTEN[written]


def _plan_header(name: str, rows: list[list[Any]]) -> list[str]:
    columns = PLAN_SHEETS[name]
    is_longer = any(len(row) > len(columns) for row in rows)
    return [*columns, *(OPTIONAL_COLUMNS.get(name, ()) if is_longer else ())]


def plan(tmp_path: Path, **differs: list[list[Any]]) -> Plan:
    """The plan as read, from a file there; the same for all that ask for the same."""
    path = tmp_path / "ke-hoach.xlsx"
    content = plan_bytes(**differs)
    path.write_bytes(content)
    if content not in _READ:
        _READ[content] = read_plan(path)
    return _READ[content]


def lesson(headings: dict[str, str] | None = None, words: dict[str, str] | None = None) -> bytes:
    """A workbook that teaches what headings and words mean."""
    return xlsx_bytes({
        "Cột lạ": [["Tiêu đề cột", "Nghĩa là"], *map(list, (headings or {}).items())],
        "Từ lạ": [["Từ", "Nghĩa là"], *map(list, (words or {}).items())],
    })  # fmt: skip
