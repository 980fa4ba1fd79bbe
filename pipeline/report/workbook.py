"""The workbook: its sheets in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time
from typing import TYPE_CHECKING

from pipeline import __version__
from pipeline.report.content import Content
from pipeline.report.gaps import with_gaps
from pipeline.report.layout.book import book_at
from pipeline.report.layout.page import Page
from pipeline.report.layout.theme import Theme
from pipeline.report.sheets.assigned_targets import write_assigned_targets
from pipeline.report.sheets.busy_services import write_busy_services
from pipeline.report.sheets.changes import write_changes
from pipeline.report.sheets.data import (
    write_definitions,
    write_facts_sheet,
    write_problems,
    write_sources,
)
from pipeline.report.sheets.detail import SHEET as DETAIL
from pipeline.report.sheets.detail import write_detail
from pipeline.report.sheets.drill_down import write_drill_down
from pipeline.report.sheets.fields import write_fields
from pipeline.report.sheets.forecast import write_forecast
from pipeline.report.sheets.form import write_form
from pipeline.report.sheets.heat import write_heat
from pipeline.report.sheets.index766 import write_index
from pipeline.report.sheets.last_year import write_last_year
from pipeline.report.sheets.lessons import SHEET as LESSONS
from pipeline.report.sheets.lessons import write_lessons
from pipeline.report.sheets.overview import write_overview
from pipeline.report.sheets.progress import write_progress
from pipeline.report.sheets.ranking import SHEET as RANKING
from pipeline.report.sheets.ranking import write_ranking
from pipeline.report.sheets.reconciliation import write_reconciliation
from pipeline.report.sheets.results_form import write_results_form
from pipeline.report.sheets.services import write_publicity, write_services
from pipeline.report.sheets.todo import write_todo
from pipeline.report.sheets.variance import (
    write_by_field,
    write_by_official,
    write_by_procedure,
    write_by_unit,
    write_officials,
)
from pipeline.report.sheets.villages import SHEET as VILLAGES
from pipeline.report.sheets.villages import write_villages

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model import Results

OVERVIEW = "Tổng quan"
BUSY = "Dịch vụ nhiều hồ sơ"
RECONCILIATION = "Đối soát"
LAST_YEAR = "Năm trước"
# Name, what it is for, and who writes it, in the order of the tabs; {cycle}: days of a window.
_SHEETS: tuple[tuple[str, str, Callable[[Page, Content], None]], ...] = (
    (RANKING, "Đơn vị nào đứng thứ mấy trong các đơn vị cùng cấp trên", write_ranking),
    ("Bảng nhiệt", "Mọi đơn vị, mọi chỉ tiêu trên một trang", write_heat),
    ("Tra cứu đơn vị", "Chọn một đơn vị, xem mọi số của đơn vị đó", write_drill_down),
    ("Phụ lục II", "Biểu đã ban hành, kèm kết quả dưới từng chỉ tiêu; để ký", write_form),
    ("Kết quả thực hiện", "Từng chỉ tiêu một dòng, khổ đứng; để ký", write_results_form),
    ("Giao chỉ tiêu cán bộ", "Chỉ tiêu giao cho từng cán bộ, in ra ký nhận",
     write_assigned_targets),
    ("Cần xử lý", "Hồ sơ phải làm ngay, theo cán bộ, gấp nhất ở trên", write_todo),
    (LESSONS, "Hồ sơ không thể làm cho đạt nữa, để ghi nguyên nhân", write_lessons),
    ("Theo cán bộ", "Cán bộ hoàn thành và chưa hoàn thành chỉ tiêu", write_officials),
    ("Dự báo", "Tốc độ hiện nay, tốc độ cần có, kết quả cuối kỳ nếu giữ nhịp", write_forecast),
    ("Thay đổi", "So với báo cáo trước: kết quả, hồ sơ mới, sửa, mất", write_changes),
    ("Tiến độ {cycle} ngày", "Từng kỳ {cycle} ngày và lũy kế, có biểu đồ", write_progress),
    ("Theo lĩnh vực", "Biểu 06a và thanh toán trực tuyến của từng lĩnh vực", write_fields),
    (VILLAGES, "Thôn nào nhiều hồ sơ, còn bao nhiêu chưa nộp trực tuyến", write_villages),
    ("CL đơn vị", "Chênh lệch theo đơn vị và chỉ tiêu", write_by_unit),
    ("CL cán bộ", "Chênh lệch theo cán bộ, thiếu nhiều nhất ở trên", write_by_official),
    ("CL lĩnh vực", "Chênh lệch theo lĩnh vực", write_by_field),
    ("CL thủ tục", "Chênh lệch theo thủ tục", write_by_procedure),
    ("DVC phát sinh hồ sơ", "Thủ tục đã và chưa phát sinh hồ sơ trực tuyến", write_services),
    (BUSY, "Thủ tục nhiều hồ sơ, nên đơn giản hóa cái nào trước",
     write_busy_services),
    ("Chỉ số 766", "Điểm theo Quyết định 766, thiếu số liệu nào, thêm điểm từ đâu", write_index),
    (RECONCILIATION, "Số của báo cáo bên số của cổng và biểu 06a, lệch bao nhiêu, vì sao",
     write_reconciliation),
    (LAST_YEAR, "Kết quả năm trước tính từ bản xuất, bên số kế hoạch ghi", write_last_year),
    ("Công khai TTHC", "Thủ tục đã và chưa công khai đúng hạn, đủ nội dung", write_publicity),
    (DETAIL, "Từng hồ sơ được tính vào chỉ tiêu nào, ở tệp nào, dòng nào", write_detail),
    ("Số liệu", "Mọi con số của báo cáo trong một bảng", write_facts_sheet),
    ("Nguồn dữ liệu", "Từng bản xuất: đọc, dùng, loại, trùng bao nhiêu dòng", write_sources),
    ("Lỗi dữ liệu", "Dòng nào của tệp nào sai, và cách sửa", write_problems),
    ("Định nghĩa", "Công thức và căn cứ của từng chỉ tiêu", write_definitions),
)  # fmt: skip
_OF_SEVERAL = (RANKING, "Bảng nhiệt", "Tra cứu đơn vị")
# Sheets that are signed are blue, those to look things up in are grey.
_TABS = {
    **dict.fromkeys(("Phụ lục II", "Kết quả thực hiện", "Giao chỉ tiêu cán bộ"), "#1F4E79"),
    **dict.fromkeys((DETAIL, "Số liệu", "Nguồn dữ liệu", "Lỗi dữ liệu", "Định nghĩa"), "#A6A6A6"),
}
# Written before the others, which lead there or draw from there.
_FIRST = (write_detail, write_services, write_publicity, write_facts_sheet, write_progress)


def write_workbook(results: Results, path: Path) -> None:
    """Writes the workbook; the same results give the same bytes. OSError where it can't write."""
    results = replace(results, plan=with_gaps(results.plan))
    with book_at(
        path,
        title=f"Phụ lục II, số liệu đến {results.as_of:%d/%m/%Y}",
        subject=results.plan.campaign,
        author=results.plan.issuer,
        company=results.plan.issuer,
        comments=f"Phiên bản {__version__}",
        created=datetime.combine(results.as_of, time()),
    ) as book:
        theme, content = Theme(book), Content.of(results, book)
        cycle = results.plan.cycle_days
        sheets = [
            (name.format(cycle=cycle), purpose.format(cycle=cycle), write)
            for name, purpose, write in _SHEETS
            if _is_shown(name, content)
        ]
        overview = Page(book, theme, results, OVERVIEW)
        pages = [(Page(book, theme, results, name), write) for name, _, write in sheets]
        for page, _ in pages:
            if colour := _TABS.get(page.name):
                page.sheet.set_tab_color(colour)
        for page, write in sorted(pages, key=lambda entry: entry[1] not in _FIRST):
            write(page, content)
        write_overview(overview, content, [(name, purpose) for name, purpose, _ in sheets])
        overview.sheet.activate()


def _is_shown(name: str, content: Content) -> bool:
    """The detail where it is not too large, sheets that compare units where there are several,
    procedures with dossiers, the portal's figures, tables 06a, last year's results and villages
    where there are any.
    """
    if name in _OF_SEVERAL:
        return len(content.results.plan.units) > 1
    if name == BUSY:
        return any(content.volumes.values())
    if name == RECONCILIATION:
        analysis = content.results.analysis
        return bool(analysis.index.portal or analysis.checks)
    if name == VILLAGES:
        return bool(content.results.counts.villages)
    if name == LAST_YEAR:
        return content.results.analysis.last_year is not None
    return content.detail is not None or name != DETAIL
