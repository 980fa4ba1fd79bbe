"""Tóm tắt: a page that a chairman reads in half a minute, with links to all else below it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline import notices
from pipeline.report.facts import status_words
from pipeline.report.headline import headline
from pipeline.report.layout.cells import Live
from pipeline.report.layout.charts import results_and_targets
from pipeline.report.layout.page import Column, Page, quoted
from pipeline.report.live_cells import live_rate, live_shortfall
from pipeline.report.priorities import priorities
from schemas.indicators import indicators

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Changes, Plan, Results
    from pipeline.report.content import Content

SHEET = "Tóm tắt"
CHANGE, SINCE = "Tăng, giảm (điểm %)", "Tăng, giảm:"  # what stands on the report before
_COLUMNS = (
    Column("Chỉ tiêu", "wrapped", 32),
    Column("Kết quả", "percent", 11),
    Column("Giao", "percent", 11),
    Column("Còn thiếu", "count", 10),
    Column(CHANGE, "points", 12),
    Column("Đánh giá", "status", 20),
)
_CHARACTERS, _CHART_ROWS = 92, 17
# Group of sheets -> name, purpose and whether it is printed of each.
Sheets = dict[str, list[tuple[str, str, bool]]]


def write_summary(page: Page, content: Content, sheets: Sheets) -> None:
    """The first block's figures; `sheets`: every other sheet, in order."""
    results = content.results
    page.line("TÓM TẮT KẾT QUẢ THỰC HIỆN", "title")
    _write_whose(page, results)
    _write_reliance(page, results)
    code, name = content.blocks[0]
    said, below = headline(results, content.facts, code)
    page.sheet.set_row(page.row, 34)
    page.line(said, "headline")
    if below:
        _paragraph(page, below)
    top = page.row + 1
    page.table(_COLUMNS, _rows(content, code))
    _write_changes(page, results.analysis.changes)
    page.gap()
    _write_priorities(page, content)
    _write_data(page, content)
    values = [
        (entry.heading, fact.rate_bp, fact.target_bp)
        for entry in indicators()
        if entry.main and (fact := content.facts.of_unit(code, entry.id))
    ]
    title = f"Kết quả so với chỉ tiêu đang áp dụng: {name}"
    results_and_targets(page, content.book, (page.row, 0), top, title, values)
    page.row += _CHART_ROWS
    page.on_paper = (page.row, len(_COLUMNS))
    _write_notices(page, results)
    _write_links(page, sheets)
    page.sheet.set_portrait()
    page.sheet.fit_to_pages(1, 1)


def _paragraph(page: Page, text: str) -> None:
    page.paragraph(text, len(_COLUMNS), _CHARACTERS)


def _write_whose(page: Page, results: Results) -> None:
    plan = results.plan
    _paragraph(page, f"Đơn vị: {notices.listed([unit.name for unit in plan.units], 8)}")
    issued = f" ngày {plan.issued:%d/%m/%Y}" if plan.issued else ""
    _paragraph(page, f"Kế hoạch số {plan.number}{issued} của {plan.issuer}: {plan.campaign}")
    page.line(
        f"Số liệu từ {plan.start:%d/%m/%Y} đến {results.as_of:%d/%m/%Y}: ngày thứ "
        f"{plan.day_of_campaign(results.as_of)} của chiến dịch ({plan.days} ngày, {_middle(plan)})",
        "strong",
    )


def _middle(plan: Plan) -> str:
    """The milestone before the end."""
    if plan.day50 is None:
        return "không có mốc giữa"
    return f"mốc {plan.middle_label} là {plan.day50:%d/%m/%Y}"


def _write_reliance(page: Page, results: Results) -> None:
    """Why nobody may be judged by these figures yet."""
    if reasons := notices.unreliable(results):
        page.line(f"{notices.UNRELIABLE}:", "sample")
        for reason in reasons:
            page.paragraph(f"• {reason}", len(_COLUMNS), _CHARACTERS, "wrapped_warning")


def _rows(content: Content, code: str) -> Iterator[list[Any]]:
    """A row a main indicator: live where the marks are in the workbook."""
    before = content.results.analysis.changes
    then = (
        {(fact.unit_code, fact.indicator): fact.rate_bp for fact in before.facts} if before else {}
    )
    for entry in indicators():
        if not entry.main:
            continue
        fact = content.facts.of_unit(code, entry.id)
        whose = str(content.key(fact)) if code else ""
        old = then.get((code, entry.id))
        known = old is not None and fact.rate_bp is not None
        yield [
            entry.heading,
            live_rate(content, fact, whose) if fact.denominator else None,
            fact.target_bp,
            live_shortfall(content, fact, whose) if fact.denominator else None,
            fact.rate_bp - old if known else None,  # type: ignore[operator]
            status_words(content.results, fact)[fact.status],
        ]  # fmt: skip


def _write_changes(page: Page, before: Changes | None) -> None:
    """Since when, and which dossiers are new."""
    if before is None:
        page.line(f"{SINCE} chưa có báo cáo trước để so sánh.", "note")
        return
    dossiers = ""
    if before.added is not None:
        dossiers = (
            f"; hồ sơ mới {before.added}, có sửa {before.revised}, không còn trong bản xuất "
            f"{before.gone}"
        )
    page.line(f"{SINCE} so với báo cáo đến {before.as_of:%d/%m/%Y}{dossiers}.", "note")


def _write_priorities(page: Page, content: Content) -> None:
    page.line("Việc cần làm trước", "strong")
    found = priorities(content)
    for number, text in enumerate(found, start=1):
        _paragraph(page, f"{number}. {text}")
    if not found:
        page.line("Không có việc gấp. Chỉ tiêu chưa đạt, còn đạt được không: trang “Cần xử lý”.")
    page.gap()


def _write_data(page: Page, content: Content) -> None:
    """What the figures stand on, and where more is said."""
    results = content.results
    for standing in results.analysis.standings:
        rank = standing.overall
        if standing.unit_code == results.plan.top and rank and rank.of > 1:
            page.line(f"Xếp hạng chung trong các đơn vị cùng cấp trên: {rank}", "strong")
    if records := notices.last_records(results):
        _paragraph(page, records)
    _paragraph(page, _rows_read(results))
    if content.checked:
        cell, verdict = content.checked
        page.cell(page.row, 0, Live(f'="Kiểm chứng: "&{cell}', f"Kiểm chứng: {verdict}"), "plain")
        page.judge(page.row, 0, page.row, 0, criteria="containing")
        page.row += 1
    if count := len(_notices(results)):
        page.line(f"Có {count} lưu ý, đọc ở dưới biểu đồ của trang này.", "note")
    page.gap()


def _rows_read(results: Results) -> str:
    read, accepted, rejected, duplicate, ignored = (
        sum(getattr(source, f"rows_{name}") for source in results.inputs.sources)
        for name in ("read", "kept", "rejected", "duplicate", "ignored")
    )
    text = (
        f"Đã đọc {read} dòng của {len(results.inputs.sources)} trang bản xuất: {accepted} dùng "
        f"được, {rejected} bị loại, {duplicate} trùng, {ignored} không phải dữ liệu."
    )
    files = sorted({p.file for p in results.inputs.problems if p.severity == "error" and p.file})
    if not files:
        return text
    return f"{text} Có lỗi cần sửa trong {notices.listed(files, 5)}: xem trang “Lỗi dữ liệu”."


def _notices(results: Results) -> list[str]:
    whole = [p.message for p in results.inputs.problems if p.severity == "warning" and not p.file]
    of_rules = notices.due_rules(results.plan, results.counts.due_rules)
    return [*results.plan.warnings, *results.notices, *of_rules, *whole]


def _write_notices(page: Page, results: Results) -> None:
    if lines := _notices(results):
        page.line("Lưu ý", "strong")
        for line in lines:
            _paragraph(page, f"• {line}")
        page.gap()


def _write_links(page: Page, sheets: Sheets) -> None:
    """Name and purpose of every sheet, those for paper marked."""
    page.line("Các trang", "strong")
    _paragraph(
        page,
        "[In]: được in khi chọn in cả tệp. Muốn in trang khác: bôi đen vùng cần in, chọn in vùng "
        "đang chọn.",
    )
    for group, entries in sheets.items():
        page.line(group, "note")
        for name, purpose, is_printed in entries:
            place = f"internal:{quoted(name)}!A1"
            page.sheet.write_url(page.row, 0, place, page.theme["link"], name)
            shown = f"[In] {purpose}" if is_printed else purpose
            page.sheet.write_string(page.row, 1, shown, page.theme["plain"])
            page.row += 1
