"""The workbook: its sheets in order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time
from typing import TYPE_CHECKING

from pipeline.report.book import book_at
from pipeline.report.changed import write_changed
from pipeline.report.content import Content
from pipeline.report.data import write_definitions, write_facts_sheet, write_problems, write_sources
from pipeline.report.detail import SHEET as DETAIL
from pipeline.report.detail import write_detail
from pipeline.report.drill_down import write_drill_down
from pipeline.report.form import write_form, write_results_form
from pipeline.report.heat import write_heat
from pipeline.report.outlook import write_outlook
from pipeline.report.overview import write_overview
from pipeline.report.page import Page
from pipeline.report.progress import write_progress
from pipeline.report.ranked import SHEET as RANKED
from pipeline.report.ranked import write_ranked
from pipeline.report.services import write_publicity, write_services
from pipeline.report.theme import Theme
from pipeline.report.todo import write_todo
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
# Name, what it is for, and who writes it, in the order of the tabs.
_SHEETS: tuple[tuple[str, str, Callable[[Page, Content], None]], ...] = (
    (RANKED, "Đơn vị nào đứng thứ mấy trong các đơn vị cùng cấp trên", write_ranked),
    ("Bảng nhiệt", "Mọi đơn vị, mọi chỉ tiêu trên một trang", write_heat),
    ("Tra cứu đơn vị", "Chọn một đơn vị, xem mọi số của đơn vị đó", write_drill_down),
    ("Phụ lục II", "Biểu chỉ tiêu được giao, như đã ban hành", write_form),
    ("Kết quả thực hiện", "Biểu chỉ tiêu kèm kết quả và chênh lệch", write_results_form),
    ("Cần xử lý", "Hồ sơ phải làm ngay, theo cán bộ, gấp nhất ở trên", write_todo),
    ("Theo cán bộ", "Cán bộ hoàn thành và chưa hoàn thành chỉ tiêu", write_officials),
    ("Dự báo", "Tốc độ hiện nay, tốc độ cần có, kết quả cuối kỳ nếu giữ nhịp", write_outlook),
    ("Thay đổi", "So với báo cáo trước: kết quả, hồ sơ mới, sửa, mất", write_changed),
    ("Tiến độ 10 ngày", "Từng kỳ 10 ngày và lũy kế, có biểu đồ", write_progress),
    ("CL đơn vị", "Chênh lệch theo đơn vị và chỉ tiêu", write_by_unit),
    ("CL cán bộ", "Chênh lệch theo cán bộ, thiếu nhiều nhất ở trên", write_by_official),
    ("CL lĩnh vực", "Chênh lệch theo lĩnh vực", write_by_field),
    ("CL thủ tục", "Chênh lệch theo thủ tục", write_by_procedure),
    ("DVC phát sinh hồ sơ", "Thủ tục đã và chưa phát sinh hồ sơ trực tuyến", write_services),
    ("Công khai TTHC", "Thủ tục đã và chưa công khai đúng hạn, đủ nội dung", write_publicity),
    (DETAIL, "Từng hồ sơ được tính vào chỉ tiêu nào, ở tệp nào, dòng nào", write_detail),
    ("Số liệu", "Mọi con số của báo cáo trong một bảng", write_facts_sheet),
    ("Nguồn dữ liệu", "Từng bản xuất: đọc, dùng, loại, trùng bao nhiêu dòng", write_sources),
    ("Lỗi dữ liệu", "Dòng nào của tệp nào sai, và cách sửa", write_problems),
    ("Định nghĩa", "Công thức và căn cứ của từng chỉ tiêu", write_definitions),
)  # fmt: skip
_OF_SEVERAL = (RANKED, "Bảng nhiệt", "Tra cứu đơn vị")
# Written before the others, which lead there or draw from there.
_FIRST = (write_detail, write_services, write_publicity, write_facts_sheet, write_progress)


def write_workbook(results: Results, path: Path) -> None:
    """Writes the workbook; the same results give the same bytes. OSError where it can't write."""
    with book_at(
        path,
        title=f"Phụ lục II, số liệu đến {results.as_of:%d/%m/%Y}",
        subject=results.plan.campaign,
        company=results.plan.issuer,
        created=datetime.combine(results.as_of, time()),
    ) as book:
        theme, content = Theme(book), Content.of(results, book)
        sheets = [sheet for sheet in _SHEETS if _is_shown(sheet[0], content)]
        overview = Page(book, theme, results, OVERVIEW)
        pages = [(Page(book, theme, results, name), write) for name, _, write in sheets]
        for page, write in sorted(pages, key=lambda entry: entry[1] not in _FIRST):
            write(page, content)
        write_overview(overview, content, [(name, purpose) for name, purpose, _ in sheets])
        overview.sheet.activate()


def _is_shown(name: str, content: Content) -> bool:
    """The detail where it is not too large, sheets that compare units where there are several."""
    if name in _OF_SEVERAL:
        return len(content.results.plan.units) > 1
    return content.detail is not None or name != DETAIL
