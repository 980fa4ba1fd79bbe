"""The workbook: its sheets in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from pipeline import __version__
from pipeline.report.content import MANY_FACTS, Content
from pipeline.report.gaps import with_gaps
from pipeline.report.layout.book import book_at
from pipeline.report.layout.page import Page
from pipeline.report.layout.theme import Theme
from pipeline.report.sheets.assigned_targets import write_assigned_targets
from pipeline.report.sheets.busy_services import write_busy_services
from pipeline.report.sheets.changes import write_changes
from pipeline.report.sheets.checks import write_checks
from pipeline.report.sheets.counted import write_counted
from pipeline.report.sheets.data import (
    write_definitions,
    write_facts_sheet,
    write_problems,
    write_sources,
)
from pipeline.report.sheets.detail import write_detail
from pipeline.report.sheets.drill_down import write_drill_down
from pipeline.report.sheets.fields import write_fields
from pipeline.report.sheets.forecast import write_forecast
from pipeline.report.sheets.form import write_form
from pipeline.report.sheets.heat import write_heat
from pipeline.report.sheets.index766 import write_index
from pipeline.report.sheets.last_year import write_last_year
from pipeline.report.sheets.lessons import has_lessons, write_lessons
from pipeline.report.sheets.officials import write_officials
from pipeline.report.sheets.overview import write_overview
from pipeline.report.sheets.progress import write_progress
from pipeline.report.sheets.ranking import write_ranking
from pipeline.report.sheets.reconciliation import write_reconciliation
from pipeline.report.sheets.results_form import write_results_form
from pipeline.report.sheets.services import write_publicity, write_services
from pipeline.report.sheets.summary import SHEET as SUMMARY
from pipeline.report.sheets.summary import Sheets, write_summary
from pipeline.report.sheets.todo import write_todo
from pipeline.report.sheets.variance import write_by_field, write_by_procedure
from pipeline.report.sheets.villages import write_villages

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model import Results

# Groups of sheets, in the order of the tabs, and the tabs' colours.
_SIGNED, _READ, _MORE, _TECHNICAL = "In ra, ký", "Đọc và làm việc", "Xem thêm", "Kỹ thuật"
_TABS = {_SIGNED: "#1F4E79", _READ: "#70AD47", _MORE: "#BDD7EE", _TECHNICAL: "#A6A6A6"}


def _always(_: Content) -> bool:
    return True


def _has_several(content: Content) -> bool:
    return len(content.results.plan.units) > 1


def _has_facts(scope: str) -> Callable[[Content], bool]:
    return lambda content: bool(content.facts.cumulative(scope))


def _has_detail(content: Content) -> bool:
    return content.detail is not None


def _has_reconciliation(content: Content) -> bool:
    return bool(content.results.analysis.index.portal or content.results.analysis.checks)


@dataclass(frozen=True)
class _Sheet:
    """A sheet: its name and what it is for ({cycle}: days of a window), who writes it, of which
    group it is, whether it is for paper, and when there is one: no sheet is empty.
    """

    name: str
    purpose: str
    write: Callable[[Page, Content], None]
    group: str
    is_printed: bool = False
    is_shown: Callable[[Content], bool] = _always


_SHEETS = (
    _Sheet("Phụ lục II", "Biểu đã ban hành, kèm kết quả dưới từng chỉ tiêu; để ký",
           write_form, _SIGNED, is_printed=True),
    _Sheet("Kết quả thực hiện", "Từng chỉ tiêu một dòng, khổ đứng; để ký",
           write_results_form, _SIGNED, is_printed=True),
    _Sheet("Giao chỉ tiêu cán bộ", "Chỉ tiêu giao cho từng cán bộ, in ra ký nhận",
           write_assigned_targets, _SIGNED, is_printed=True),
    _Sheet("Tổng quan", "Mọi đơn vị, mọi chỉ tiêu: kết quả, chênh lệch, còn thiếu, dự báo",
           write_overview, _READ),
    _Sheet("Xếp hạng", "Đơn vị nào đứng thứ mấy trong các đơn vị cùng cấp trên",
           write_ranking, _READ, is_shown=_has_several),
    _Sheet("Bảng nhiệt", "Mọi đơn vị, mọi chỉ tiêu trên một trang",
           write_heat, _READ, is_shown=_has_several),
    _Sheet("Tra cứu đơn vị", "Chọn một đơn vị, xem mọi số của đơn vị đó",
           write_drill_down, _READ, is_shown=_has_several),
    _Sheet("Cần xử lý", "Hồ sơ phải làm ngay, theo cán bộ, gấp nhất ở trên",
           write_todo, _READ, is_printed=True),
    _Sheet("Theo cán bộ", "Cán bộ hoàn thành, chưa hoàn thành, chênh lệch từng chỉ tiêu",
           write_officials, _READ, is_printed=True, is_shown=_has_facts("official")),
    _Sheet("Tiến độ {cycle} ngày", "Từng kỳ {cycle} ngày và lũy kế, có biểu đồ",
           write_progress, _MORE, is_printed=True),
    _Sheet("Dự báo", "Tốc độ hiện nay, tốc độ cần có, kết quả cuối kỳ nếu giữ nhịp",
           write_forecast, _MORE),
    _Sheet("Thay đổi", "So với báo cáo trước: kết quả, hồ sơ mới, sửa, mất", write_changes, _MORE,
           is_shown=lambda content: content.results.analysis.changes is not None),
    _Sheet("Đã lỡ", "Hồ sơ không thể làm cho đạt nữa, để ghi nguyên nhân",
           write_lessons, _MORE, is_shown=has_lessons),
    _Sheet("Theo lĩnh vực", "Biểu 06a và thanh toán trực tuyến của từng lĩnh vực",
           write_fields, _MORE),
    _Sheet("Theo thôn", "Thôn nào nhiều hồ sơ, còn bao nhiêu chưa nộp trực tuyến", write_villages,
           _MORE, is_shown=lambda content: bool(content.results.counts.villages)),
    _Sheet("Chênh lệch lĩnh vực", "Chênh lệch từng chỉ tiêu của từng lĩnh vực",
           write_by_field, _MORE, is_shown=_has_facts("field")),
    _Sheet("Chênh lệch thủ tục", "Chênh lệch từng chỉ tiêu của từng thủ tục",
           write_by_procedure, _MORE, is_shown=_has_facts("procedure")),
    _Sheet("Dịch vụ nhiều hồ sơ", "Thủ tục nhiều hồ sơ, nên đơn giản hóa cái nào trước",
           write_busy_services, _MORE, is_shown=lambda content: any(content.volumes.values())),
    _Sheet("DVC phát sinh hồ sơ", "Thủ tục đã và chưa phát sinh hồ sơ trực tuyến", write_services,
           _MORE, is_shown=lambda content: content.has_table("DichVu")),
    _Sheet("Công khai TTHC", "Thủ tục đã và chưa công khai đúng hạn, đủ nội dung", write_publicity,
           _MORE, is_shown=lambda content: content.has_table("CongKhai")),
    _Sheet("Chỉ số 766", "Điểm theo Quyết định 766, thiếu số liệu nào, thêm điểm từ đâu",
           write_index, _MORE),
    _Sheet("Đối soát", "Số của báo cáo bên số của cổng và biểu 06a, lệch bao nhiêu, vì sao",
           write_reconciliation, _MORE, is_shown=_has_reconciliation),
    _Sheet("Năm trước", "Kết quả năm trước tính từ bản xuất, bên số kế hoạch ghi", write_last_year,
           _MORE, is_shown=lambda content: content.results.analysis.last_year is not None),
    _Sheet("Lỗi dữ liệu", "Dòng nào của tệp nào sai, và cách sửa", write_problems, _TECHNICAL,
           is_shown=lambda content: bool(content.results.inputs.problems)),
    _Sheet("Nguồn dữ liệu", "Từng bản xuất: đọc, dùng, loại, trùng bao nhiêu dòng",
           write_sources, _TECHNICAL),
    _Sheet("Chi tiết hồ sơ", "Từng hồ sơ được tính vào chỉ tiêu nào, ở tệp nào, dòng nào",
           write_detail, _TECHNICAL, is_shown=_has_detail),
    _Sheet("Hồ sơ được đếm", "Mỗi con số đếm những hồ sơ nào",
           write_counted, _TECHNICAL, is_shown=_has_detail),
    _Sheet("Kiểm chứng", "Mỗi con số đếm theo ba cách: khớp hay lệch", write_checks, _TECHNICAL),
    _Sheet("Số liệu", "Mọi con số của báo cáo trong một bảng", write_facts_sheet, _TECHNICAL),
    _Sheet("Định nghĩa", "Công thức và căn cứ của từng chỉ tiêu", write_definitions, _TECHNICAL),
)  # fmt: skip
# Written before the others, which lead there or draw from there, in this order.
_FIRST = (
    write_detail, write_services, write_publicity, write_counted, write_facts_sheet, write_progress,
)  # fmt: skip


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
        in_memory=len(results.counts.facts) < MANY_FACTS,
    ) as book:
        theme, content = Theme(book), Content.of(results, book)
        cycle = results.plan.cycle_days
        sheets = [
            replace(s, name=s.name.format(cycle=cycle), purpose=s.purpose.format(cycle=cycle))
            for s in _SHEETS
            if s.is_shown(content)
        ]
        summary = Page(book, theme, results, SUMMARY)
        summary.sheet.set_tab_color(_TABS[_READ])
        pages = [(_page(book, theme, results, sheet), sheet.write) for sheet in sheets]
        for page, write in sorted(pages, key=lambda entry: _turn(entry[1])):
            write(page, content)
            page.finish()
        write_summary(summary, content, _listed(sheets))
        summary.finish()
        summary.sheet.activate()


def _turn(write: Callable[[Page, Content], None]) -> int:
    return _FIRST.index(write) if write in _FIRST else len(_FIRST)


def _page(book: Any, theme: Theme, results: Results, sheet: _Sheet) -> Page:
    page = Page(book, theme, results, sheet.name, is_printed=sheet.is_printed)
    page.sheet.set_tab_color(_TABS[sheet.group])
    return page


def _listed(sheets: list[_Sheet]) -> Sheets:
    """By group, as the summary lists them."""
    groups: Sheets = {}
    for sheet in sheets:
        groups.setdefault(sheet.group, []).append((sheet.name, sheet.purpose, sheet.is_printed))
    return groups
