"""A small commune with something of every kind, and its workbook read back."""

from __future__ import annotations

import io
from datetime import date

import openpyxl

from pipeline.report import write_workbook
from tests.builders import digitization, dossier, export, payment, publicity, rating
from tests.outcomes import outcome

SIGNED = ["Phụ lục II", "Kết quả thực hiện", "Giao chỉ tiêu cán bộ"]
READ = ["Tổng quan", "Cần xử lý", "Theo cán bộ"]
MORE = [
    "Tiến độ 10 ngày", "Dự báo", "Đã lỡ", "Theo lĩnh vực", "Chênh lệch lĩnh vực", "Chênh lệch thủ tục",
    "Dịch vụ nhiều hồ sơ", "DVC phát sinh hồ sơ", "Công khai TTHC", "Chỉ số 766",
]  # fmt: skip
TECHNICAL = [
    "Lỗi dữ liệu",
    "Nguồn dữ liệu",
    "Chi tiết hồ sơ",
    "Hồ sơ được đếm",
    "Kiểm chứng",
    "Số liệu",
    "Định nghĩa",
]
SHEETS = ["Tóm tắt", *SIGNED, *READ, *MORE, *TECHNICAL]
NASTY = '=1+1 O\'Nga [x]: "y"'
AS_OF = date(2024, 5, 16)


def results_of(tmp_path, campaign, *, is_sample=False, extra=()):
    """What a run gives for dossiers, payments, digitization, ratings and publicity of the commune."""
    files = {
        "a.csv": export("dossiers", dossier(fee="8.000"), dossier(code="B", official=NASTY, channel="BCCI"),
                        dossier(code="C", channel="=cmd|x")),
        "b.csv": export("payments", payment()),
        "c.csv": export("digitization", digitization()),
        "d.csv": export("ratings", rating()),
        "e.csv": export("publicity", publicity()),
    }  # fmt: skip
    result = outcome(tmp_path, files, AS_OF, campaign)
    problems = (*result.problems, *extra)
    return result.results(
        campaign, AS_OF, problems=problems, notices=("Lưu ý thêm",), is_sample=is_sample
    )


def book_of(results, tmp_path, *, data_only=True):
    """The workbook of the results, read back."""
    path = tmp_path / "a.xlsx"
    write_workbook(results, path)
    return openpyxl.load_workbook(io.BytesIO(path.read_bytes()), data_only=data_only)


def texts_of(sheet):
    """All that stands on a sheet, row by row."""
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
