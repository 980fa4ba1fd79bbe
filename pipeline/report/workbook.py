"""The workbook: its sheets in order."""

from __future__ import annotations

from datetime import datetime, time
from functools import partial
from typing import TYPE_CHECKING, Any

from pipeline.report.book import book_at
from pipeline.report.data import write_definitions, write_facts_sheet, write_problems, write_sources
from pipeline.report.facts import Facts
from pipeline.report.form import write_form, write_results_form
from pipeline.report.overview import write_overview
from pipeline.report.page import Page
from pipeline.report.progress import write_progress
from pipeline.report.services import write_services
from pipeline.report.theme import Theme
from pipeline.report.variance import (
    write_by_field,
    write_by_official,
    write_by_procedure,
    write_by_unit,
    write_officials,
)

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model import Results

OVERVIEW = "Tổng quan"
# Name, what it is for, and who writes it.
_SHEETS: tuple[tuple[str, str, Any], ...] = (
    ("Phụ lục II", "Biểu chỉ tiêu được giao, như đã ban hành", write_form),
    ("Kết quả thực hiện", "Biểu chỉ tiêu kèm kết quả và chênh lệch", write_results_form),
    ("CL đơn vị", "Chênh lệch theo đơn vị và chỉ tiêu", write_by_unit),
    ("Theo cán bộ", "Cán bộ hoàn thành và chưa hoàn thành chỉ tiêu", write_officials),
    ("CL cán bộ", "Chênh lệch theo cán bộ, thiếu nhiều nhất ở trên", write_by_official),
    ("CL lĩnh vực", "Chênh lệch theo lĩnh vực", write_by_field),
    ("CL thủ tục", "Chênh lệch theo thủ tục", write_by_procedure),
    ("Tiến độ 10 ngày", "Từng kỳ 10 ngày và lũy kế, có biểu đồ", write_progress),
    ("DVC phát sinh hồ sơ", "Thủ tục đã và chưa phát sinh hồ sơ trực tuyến", write_services),
    ("Số liệu", "Mọi con số của báo cáo trong một bảng", write_facts_sheet),
    ("Nguồn dữ liệu", "Từng bản xuất: đọc, dùng, loại, trùng bao nhiêu dòng", write_sources),
    ("Lỗi dữ liệu", "Dòng nào của tệp nào sai, và cách sửa", write_problems),
    ("Định nghĩa", "Công thức và căn cứ của từng chỉ tiêu", write_definitions),
)  # fmt: skip


def write_workbook(results: Results, path: Path) -> None:
    """Writes the workbook; the same results give the same bytes. OSError where it can't write."""
    with book_at(
        path,
        title=f"Phụ lục II, số liệu đến {results.as_of:%d/%m/%Y}",
        subject=results.plan.campaign,
        company=results.plan.issuer,
        created=datetime.combine(results.as_of, time()),
    ) as book:
        theme, facts = Theme(book), Facts.of(results)
        overview = Page(book, theme, results, OVERVIEW)
        listed = [(name, purpose) for name, purpose, _ in _SHEETS]
        write_overview(overview, results, facts, listed)
        for name, _, write in _SHEETS:
            page = Page(book, theme, results, name)
            if write is write_progress:
                write = partial(write_progress, book=book)  # noqa: PLW2901 - it alone adds charts
            write(page, results, facts)
        overview.sheet.activate()
