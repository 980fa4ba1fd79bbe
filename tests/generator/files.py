"""Rows to files as systems print them."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.formats import write_cell
from tests.generator.world import Row, World

KINDS = ("dossiers", "payments", "digitization", "ratings", "publicity")
TITLES = {
    "dossiers": "DANH SÁCH HỒ SƠ THỦ TỤC HÀNH CHÍNH", "payments": "DANH SÁCH GIAO DỊCH THANH TOÁN",
    "digitization": "TÌNH HÌNH SỐ HÓA HỒ SƠ", "ratings": "KẾT QUẢ ĐÁNH GIÁ",
    "publicity": "DANH MỤC THỦ TỤC HÀNH CHÍNH CÔNG KHAI",
}  # fmt: skip
_MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập – Tự do – Hạnh phúc"
_CREATED = datetime(2024, 5, 16)


def write_xlsx(path: Path, title: str, rows: list[Row], first: int = 1) -> None:
    """Motto, title, header on row 6, a number row, the data, and a Tổng cộng row."""
    headers = ["STT", *rows[0]]
    book = xlsxwriter.Workbook(
        str(path), {"strings_to_formulas": False, "strings_to_numbers": False}
    )
    book.set_properties({"created": _CREATED})
    bold = book.add_format({"bold": True, "align": "center", "text_wrap": True, "border": 1})
    day = book.add_format({"num_format": "dd/mm/yyyy hh:mm"})
    sheet = book.add_worksheet("Danh sách")
    sheet.merge_range(0, 0, 0, len(headers) - 1, _MOTTO, bold)
    sheet.merge_range(2, 0, 2, len(headers) - 1, title, bold)
    for index, header in enumerate(headers):
        sheet.write_string(5, index, header, bold)
        sheet.write_number(6, index, index + 1)
    for number, row in enumerate(rows):
        sheet.write_number(7 + number, 0, first + number)
        for index, value in enumerate(row.values(), start=1):
            write_cell(sheet, 7 + number, index, value, day)
    sheet.write_string(7 + len(rows), 0, "Tổng cộng")
    sheet.write_string(7 + len(rows), 1, f"{len(rows)} dòng")
    sheet.set_column(1, len(headers) - 1, 20)
    book.close()


def write_csv(path: Path, rows: list[Row]) -> None:
    """`;` between, UTF-8 with a BOM, dates and amounts as text."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(["STT", *rows[0]])
        for number, row in enumerate(rows, start=1):
            writer.writerow([number, *map(_text, row.values())])


def _text(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M:%S}"
    return f"{value:,} đồng".replace(",", ".") if isinstance(value, int) else value


def write_files(world: World, folder: Path, files: int) -> list[Path]:
    """Every kind but publicity in so many .xlsx files each; publicity in one."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for kind in KINDS:
        rows: list[Row] = getattr(world, kind)
        parts = min(1 if kind == "publicity" else files, len(rows))
        for number in range(parts):
            part = rows[number * len(rows) // parts : (number + 1) * len(rows) // parts]
            path = folder / f"{kind}-{number + 1:03d}.xlsx"
            write_xlsx(path, TITLES[kind], part, 1 + number * len(rows) // parts)
            paths.append(path)
    return paths
