"""Tổng quan: one page for leadership, with links to all else."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING, Any

from pipeline import notices
from pipeline.model import Fact
from pipeline.report.content import MANY_UNITS
from pipeline.report.facts import EACH_BY_ITSELF, status_words, units_with_catalogue
from pipeline.report.layout import cells
from pipeline.report.layout.cells import Link, Live
from pipeline.report.layout.charts import results_and_targets
from pipeline.report.layout.page import Column, Page, quoted
from pipeline.report.sheets.ranking_summary import write_ranking_summary
from schemas.indicators import indicators

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Plan, Results
    from pipeline.report.content import Content

_COLUMNS = (
    Column("Chỉ tiêu", "wrapped", 42),
    Column("Kết quả", "percent", 13),
    Column("Số đạt", "count", 11),
    Column("Tổng số", "count", 11),
    Column("Chỉ tiêu đang áp dụng", "percent", 16),
    Column("Chênh lệch (điểm %)", "decimal", 14),
    Column("Còn thiếu (hồ sơ)", "count", 13),
    Column("Đánh giá", "status", 20),
    Column("Các kỳ {cycle}", "text", 16),
    Column("Dự báo cuối kỳ", "status", 20),
)
_CHART_ROWS = 17


def write_overview(page: Page, content: Content, sheets: list[tuple[str, str]]) -> None:
    """`sheets`: name and purpose of every other sheet, in order."""
    results, plan = content.results, content.results.plan
    page.line("TỔNG QUAN KẾT QUẢ THỰC HIỆN", "title")
    page.line(f"Đơn vị: {notices.listed([unit.name for unit in plan.units], 8)}", "strong")
    issued = f" ngày {plan.issued:%d/%m/%Y}" if plan.issued else ""
    page.line(f"Kế hoạch số {plan.number}{issued} của {plan.issuer}: {plan.campaign}")
    page.line(
        f"Số liệu từ {plan.start:%d/%m/%Y} đến {results.as_of:%d/%m/%Y}: ngày thứ "
        f"{plan.day_of_campaign(results.as_of)} của chiến dịch ({plan.days} ngày, {_middle(plan)})",
        "strong",
    )
    _write_reliance(page, results)
    if overdue := notices.overdue(results):
        page.line(overdue, "warning")
    _write_rank(page, results)
    _write_rejected(page, results)
    page.line(_where_from(content), "note")
    page.gap()
    _write_units(page, content)
    _write_warnings(page, results)
    _write_links(page, sheets)


def _write_reliance(page: Page, results: Results) -> None:
    """Why nobody may be judged by these figures yet, and the last day of each log."""
    if reasons := notices.unreliable(results):
        page.line(f"{notices.UNRELIABLE}:", "sample")
        for reason in reasons:
            page.line(f"• {reason}", "warning")
    if records := notices.last_records(results):
        page.line(records, "note")


def _middle(plan: Plan) -> str:
    """The milestone before the end."""
    if plan.day50 is None:
        return "không có mốc giữa"
    return f"mốc {plan.middle_label} là {plan.day50:%d/%m/%Y}"


def _write_rank(page: Page, results: Results) -> None:
    """Of the unit at the top, where it has siblings in the whole report."""
    placed = [
        s for s in results.analysis.standings if s.unit_code == results.plan.top and s.overall
    ]
    for standing in placed:
        if standing.overall and standing.overall.of > 1:
            page.line(
                f"Xếp hạng chung trong các đơn vị cùng cấp trên: {standing.overall}", "strong"
            )


def _where_from(content: Content) -> str:
    """What the numbers on the sheets are counted from."""
    if content.detail is not None:
        return (
            "Các tỷ lệ là công thức đếm từ trang “Chi tiết hồ sơ”: bấm vào tỷ lệ để xem từng hồ sơ."
        )
    which = content.results.output("chi-tiet", ".parquet")
    if len(content.results.plan.units) > 1:
        which += " hoặc ở báo cáo riêng của từng đơn vị (chạy với --split)"
    return (
        f"Số hồ sơ quá nhiều cho một tệp Excel: từng hồ sơ ở tệp {which}; các công thức lấy số từ "
        "trang “Số liệu”."
    )


def _columns(content: Content) -> list[Column]:
    plan = content.results.plan
    last = plan.periods(content.results.as_of)[-1]
    cycle = f"{plan.cycle_days} ngày"
    if plan.is_cut(last):
        cycle += f" (kỳ cuối {last.days} ngày)"
    return [replace(column, heading=column.heading.format(cycle=cycle)) for column in _COLUMNS]


def _write_units(page: Page, content: Content) -> None:
    """A table a unit, all together first; a chart of the first, and what of many units to know."""
    units = content.results.plan.units
    for number, (code, name) in enumerate(content.blocks):
        if len(units) > 1:
            page.line(name, "strong")
        top = page.row + 1
        page.table(_columns(content), _rows(page, content, code))
        _note_services(page, content, code)
        page.gap()
        if number == 0:
            title = f"Kết quả so với chỉ tiêu đang áp dụng: {name}"
            facts = [content.facts.of_unit(code, i.id) for i in indicators() if i.main]
            values = [(fact.rate_bp, fact.target_bp) for fact in facts]
            results_and_targets(page, content.book, (page.row, 0), top, title, values)
            page.row += _CHART_ROWS
            if len(units) > MANY_UNITS:
                write_ranking_summary(page, content)


def _note_services(page: Page, content: Content, code: str) -> None:
    """That procedures of several units are added up."""
    if units_with_catalogue(content.results, code) > 1:
        counted = "; ".join(indicator.heading for indicator in indicators("procedure"))
        page.line(f"{counted}: {EACH_BY_ITSELF}, xem trang “DVC phát sinh hồ sơ”.", "note")


def _rows(page: Page, content: Content, unit_code: str) -> Iterator[list[Any]]:
    forecasts = {
        (ahead.scope, ahead.unit_code, ahead.indicator): ahead.status
        for ahead in content.results.analysis.forecasts
    }
    scope = "unit" if unit_code else "total"
    for indicator in indicators():
        fact = content.facts.of_unit(unit_code, indicator.id)
        yield [
            indicator.heading, *_measures(page, content, fact), None,
            forecasts.get((scope, unit_code, indicator.id), ""),
        ]  # fmt: skip
        windows = content.places.get(("windows", unit_code, indicator.id))
        if windows:
            sparkline = {
                "range": windows,
                "type": "column",
                "min": 0,
                "max": 1,
                "series_color": "#1F4E79",
            }
            page.sheet.add_sparkline(page.row - 1, 8, sparkline)


def _measures(page: Page, content: Content, fact: Fact) -> list[Any]:
    """Rate, numerator, denominator, target, variance, shortfall, status: live where they can be."""
    key = str(content.key(fact)) if fact.scope == "unit" else ""
    if not fact.denominator:  # no data is no 0
        return [None, None, None, fact.target_bp, None, None, fact.status]
    words = status_words(content.results, fact)
    plain = [fact.rate_bp, fact.numerator, fact.denominator, fact.target_bp, fact.variance_bp,
             fact.shortfall, words[fact.status]]  # fmt: skip
    if (counts := content.counts(fact, key)) is None:
        return plain
    row = page.row + 1
    n, d, bp = f"C{row}", f"D{row}", cells.basis(f"E{row}")
    shown: Any = Live(f"={cells.rate(n, d)}", fact.rate_bp)
    if place := content.place(fact):
        shown = Link(shown, place, "Xem từng hồ sơ")
    counted = [
        shown,
        Live(f"={counts[0]}", fact.numerator),
        Live(f"={counts[1]}", fact.denominator),
    ]
    if fact.target_bp is None:
        return [*counted, *plain[3:]]
    return [
        *counted,
        fact.target_bp,
        Live(f"={cells.variance(f'B{row}', bp)}", fact.variance_bp),
        Live(f"={cells.shortfall(n, d, bp)}", fact.shortfall),
        Live(f"={cells.status(n, d, bp, words)}", words[fact.status]),
    ]


def _write_rejected(page: Page, results: Results) -> None:
    read, accepted, rejected, duplicate, ignored = (
        sum(getattr(source, f"rows_{name}") for source in results.inputs.sources)
        for name in ("read", "kept", "rejected", "duplicate", "ignored")
    )
    page.line(
        f"Đã đọc {read} dòng của {len(results.inputs.sources)} trang bản xuất: {accepted} dùng "
        f"được, {rejected} bị loại, {duplicate} trùng, {ignored} không phải dữ liệu."
    )
    files = sorted({p.file for p in results.inputs.problems if p.severity == "error" and p.file})
    if files:
        page.line(
            f"Có lỗi cần sửa trong: {notices.listed(files, 5)}. Xem trang “Lỗi dữ liệu”.", "strong"
        )


def _write_warnings(page: Page, results: Results) -> None:
    whole = [p.message for p in results.inputs.problems if p.severity == "warning" and not p.file]
    of_rules = notices.due_rules(results.plan, results.counts.due_rules)
    lines = [*results.plan.warnings, *results.notices, *of_rules, *whole]
    if lines:
        page.line("Lưu ý", "strong")
        for line in lines:
            page.paragraph(f"• {line}", len(_COLUMNS), characters=125)
        page.gap()


def _write_links(page: Page, sheets: list[tuple[str, str]]) -> None:
    """Name and purpose of every sheet, half of them beside the other half."""
    page.line("Các trang", "strong")
    half = ceil(len(sheets) / 2)
    for index, (name, purpose) in enumerate(sheets):
        row, column = page.row + index % half, 0 if index < half else 5
        place = f"internal:{quoted(name)}!A1"
        page.sheet.write_url(row, column, place, page.theme["link"], name)
        page.sheet.write_string(
            row, column + (1 if index < half else 2), purpose, page.theme["plain"]
        )
    page.row += half
