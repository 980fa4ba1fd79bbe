"""Tổng quan: every unit and indicator, with the windows behind and the forecast ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline import notices
from pipeline.report.content import MANY_UNITS
from pipeline.report.facts import EACH_BY_ITSELF, units_with_catalogue
from pipeline.report.layout.page import Column, Page
from pipeline.report.sheets.ranking_summary import write_ranking_summary
from pipeline.report.variances import INDICATOR, MEASURES, measures, units_of
from schemas.indicators import indicators

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.report.content import Content

_SPARKLINE = {"type": "column", "min": 0, "max": 1, "series_color": "#1F4E79"}


def write_overview(page: Page, content: Content) -> None:
    """All units together first, then each in the plan's order; of many units first of all who
    leads and who lags.
    """
    results = content.results
    page.line("TỔNG QUAN KẾT QUẢ VÀ CHÊNH LỆCH", "title")
    page.line(f"Lũy kế đến {results.as_of:%d/%m/%Y}. {_where_from(content)}", "note")
    if notices.unreliable(results):
        page.line(f"{notices.UNRELIABLE}: lý do ở trang “Tóm tắt”.", "sample")
    _note_services(page, content)
    is_several = bool(units_of(content))
    columns = (
        *units_of(content),
        INDICATOR,
        *MEASURES,
        Column(_windows(content), "text", 17),
        Column("Dự báo cuối kỳ", "status", 18),
    )
    if len(results.plan.units) > MANY_UNITS:
        write_ranking_summary(page, content)
    page.table(columns, _rows(page, content), freeze=1 + is_several, name="ChenhLechDonVi")


def _windows(content: Content) -> str:
    plan = content.results.plan
    last = plan.periods(content.results.as_of)[-1]
    cut = f" (kỳ cuối {last.days} ngày)" if plan.is_cut(last) else ""
    return f"Các kỳ {plan.cycle_days} ngày{cut}"


def _where_from(content: Content) -> str:
    """What the numbers on the sheets are counted from."""
    if content.detail is not None:
        return "Các số là công thức đếm từ trang “Chi tiết hồ sơ”: bấm vào tỷ lệ để xem từng hồ sơ."
    which = content.results.output("ho-so", ".csv")
    if len(content.results.plan.units) > 1:
        which += " hoặc ở báo cáo riêng của từng đơn vị (chạy với --split)"
    return (
        f"Số hồ sơ quá nhiều cho một tệp Excel: từng hồ sơ ở tệp {which}; các công thức lấy số từ "
        "trang “Số liệu”."
    )


def _note_services(page: Page, content: Content) -> None:
    """That procedures of several units are added up."""
    if units_with_catalogue(content.results, "") > 1:
        counted = "; ".join(indicator.heading for indicator in indicators("procedure"))
        page.line(f"{counted}: {EACH_BY_ITSELF}, xem trang “DVC phát sinh hồ sơ”.", "note")


def _rows(page: Page, content: Content) -> Iterator[list[Any]]:
    plan, forecasts = content.results.plan, content.results.analysis.forecasts
    ahead = {(one.unit_code, one.indicator): one.status for one in forecasts if not one.official}
    units = [(unit.code, unit.name) for unit in plan.units]
    if not plan.top:
        units.insert(0, ("", "Tất cả đơn vị"))
    for code, name in units:
        for entry in indicators():
            fact = content.facts.of_unit(code, entry.id)
            about = [name, entry.heading] if units_of(content) else [entry.heading]
            measured = measures(content, fact, page.row, len(about))
            yield [*about, *measured, None, ahead.get((code, entry.id), "")]
            if area := content.places.get(("windows", code, entry.id)):
                column = len(about) + len(MEASURES)
                page.sheet.add_sparkline(page.row - 1, column, _SPARKLINE | {"range": area})
