"""Tổng quan: one page for leadership, with links to all else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.report.page import Column, Page
from schemas.indicators import indicators

if TYPE_CHECKING:
    from pipeline.model import Results
    from pipeline.report.facts import Facts

_MOST_UNITS = 30  # more are on their own sheet
_COLUMNS = (
    Column("Chỉ tiêu", "wrapped", 42),
    Column("Kết quả", "percent", 13),
    Column("Số đạt", "count", 11),
    Column("Tổng số", "count", 11),
    Column("Chỉ tiêu đang áp dụng", "percent", 16),
    Column("Chênh lệch (điểm %)", "decimal", 14),
    Column("Còn thiếu (hồ sơ)", "count", 13),
    Column("Đánh giá", "status", 20),
)


def write_overview(
    page: Page, results: Results, facts: Facts, sheets: list[tuple[str, str]]
) -> None:
    """`sheets`: name and purpose of every other sheet, in order."""
    plan = results.plan
    several = len(plan.units) > 1
    page.line("TỔNG QUAN KẾT QUẢ THỰC HIỆN", "title")
    page.line(f"Đơn vị: {_listed([unit.name for unit in plan.units], 8)}", "strong")
    issued = f" ngày {plan.issued:%d/%m/%Y}" if plan.issued else ""
    page.line(f"Kế hoạch số {plan.number}{issued} của {plan.issuer}: {plan.campaign}")
    page.line(
        f"Số liệu từ {plan.start:%d/%m/%Y} đến {results.as_of:%d/%m/%Y}: ngày thứ "
        f"{plan.day_of_campaign(results.as_of)} của chiến dịch ({plan.days} ngày, mốc 50 ngày là "
        f"{plan.day50:%d/%m/%Y})",
        "strong",
    )
    _write_rejected(page, results)
    page.gap()
    for code, name in [("", "Tất cả đơn vị")] * several + [
        (u.code, u.name) for u in plan.units[:30]
    ]:
        if several:
            page.line(name, "strong")
        page.table(_COLUMNS, _rows(facts, code), is_filtered=False)
        page.gap()
    _write_warnings(page, results)
    _write_links(page, sheets)
    page.sheet.freeze_panes(0, 0)


def _rows(facts: Facts, unit_code: str) -> list[list[Any]]:
    rows = []
    for indicator in indicators():
        fact = facts.of_unit(unit_code, indicator.id)
        rows.append([
            indicator.heading, fact.rate_bp, fact.numerator, fact.denominator, fact.target_bp,
            fact.variance_bp, fact.shortfall, fact.status,
        ])  # fmt: skip
    return rows


def _write_rejected(page: Page, results: Results) -> None:
    read, kept, rejected, duplicate, ignored = (
        sum(getattr(source, f"rows_{name}") for source in results.sources)
        for name in ("read", "kept", "rejected", "duplicate", "ignored")
    )
    page.line(
        f"Đã đọc {read} dòng của {len(results.sources)} trang bản xuất: {kept} dùng được, "
        f"{rejected} bị loại, {duplicate} trùng, {ignored} không phải dữ liệu."
    )
    files = sorted({p.file for p in results.problems if p.severity == "error" and p.file})
    if files:
        page.line(f"Có lỗi cần sửa trong: {_listed(files, 5)}. Xem trang “Lỗi dữ liệu”.", "strong")


def _listed(names: list[str], most: int) -> str:
    rest = f" và {len(names) - most} nữa" if len(names) > most else ""
    return ", ".join(names[:most]) + rest


def _write_warnings(page: Page, results: Results) -> None:
    whole = [
        p.message
        for p in results.problems
        if p.severity == "warning" and p.row is None and not p.file
    ]
    lines = [*results.plan.warnings, *results.notices, *whole]
    if lines:
        page.line("Lưu ý", "strong")
        for line in lines:
            page.paragraph(f"• {line}", len(_COLUMNS), characters=125)
        page.gap()


def _write_links(page: Page, sheets: list[tuple[str, str]]) -> None:
    page.line("Các trang", "strong")
    for name, purpose in sheets:
        target = name.replace("'", "''")
        page.sheet.write_url(page.row, 0, f"internal:'{target}'!A1", page.theme["link"], name)
        page.sheet.write_string(page.row, 1, purpose, page.theme["plain"])
        page.row += 1
