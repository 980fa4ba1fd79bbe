"""Thay đổi: what is different from the previous report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.report.facts import status_words
from pipeline.report.layout.page import Column, Page
from pipeline.report.layout.theme import STATUS_WORDS
from schemas.indicators import indicators

if TYPE_CHECKING:
    from pipeline.model import Changes, Fact, PastFact
    from pipeline.report.content import Content

# Wide enough for the dossiers below, too.
_COLUMNS = (
    Column("Đơn vị", "wrapped", 20),
    Column("Chỉ tiêu", "wrapped", 34),
    Column("Trước: số đạt", "count", 12),
    Column("Trước: tổng số", "count", 24),
    Column("Trước: kết quả", "percent", 34),
    Column("Nay: số đạt", "count", 24),
    Column("Nay: tổng số", "count", 18),
    Column("Nay: kết quả", "percent", 12),
    Column("Tăng, giảm (điểm %)", "decimal", 12),
    Column("Trước: đánh giá", "status", 16),
    Column("Nay: đánh giá", "status", 16),
)
_DOSSIERS = (
    Column("Đơn vị", "wrapped", 22),
    Column("Mã hồ sơ", "text", 34),
    Column("Thay đổi", "text", 12),
    Column("Cán bộ", "text", 24),
    Column("Khác ở", "wrapped", 34),
    Column("Tệp", "text", 24),
    Column("Trang", "text", 18),
    Column("Dòng", "count", 12),
)
_WORDS = {"gone": "Không còn", "revised": "Sửa đổi"}


def write_changes(page: Page, content: Content) -> None:
    """Each indicator then and now; dossiers added, revised, gone."""
    page.line("THAY ĐỔI SO VỚI BÁO CÁO TRƯỚC", "title")
    before = content.results.analysis.changes
    if before is None:
        return
    page.line(f"So với báo cáo số liệu đến {before.as_of:%d/%m/%Y}.", "strong")
    page.line(_dossier_line(before))
    page.table(_COLUMNS, _rows(content, before), freeze=2, name="ThayDoi")
    if before.listed:
        page.gap()
        page.line("Hồ sơ không còn trong bản xuất, rồi hồ sơ bị sửa đổi", "strong")
        names = {unit.code: unit.name for unit in content.results.plan.units}
        rows = (
            [names.get(d.unit_code, d.unit_code), d.code, _WORDS[d.change], d.official, d.what,
             d.file, d.sheet, d.row]
            for d in before.listed
        )  # fmt: skip
        page.block(_DOSSIERS, rows)


def _dossier_line(before: Changes) -> str:
    if before.added is None:
        return "Không so được từng hồ sơ: tệp chi-tiet của báo cáo trước không còn."
    more = (before.revised or 0) + (before.gone or 0) - len(before.listed)
    rest = f" Dưới đây liệt kê {len(before.listed)} hồ sơ đầu." if more > 0 else ""
    return (
        f"Hồ sơ mới: {before.added}; có thay đổi: {before.revised}; không còn trong bản xuất: "
        f"{before.gone}.{rest}"
    )


def _counted(fact: Fact | PastFact | None) -> list[int | None]:
    """Numerator, denominator and rate; nothing without data."""
    if fact is None or not fact.denominator:
        return [None, None, None]
    return [fact.numerator, fact.denominator, fact.rate_bp]


def _rows(content: Content, before: Changes) -> list[list[Any]]:
    then = {(fact.unit_code, fact.indicator): fact for fact in before.facts}
    units = [(unit.code, unit.name) for unit in content.results.plan.units]
    if not content.results.plan.top:
        units.insert(0, ("", "Tất cả đơn vị"))
    rows = []
    for code, name in units:
        for indicator in indicators():
            fact, old = content.facts.of_unit(code, indicator.id), then.get((code, indicator.id))
            known = old is not None and None not in (old.rate_bp, fact.rate_bp)
            rows.append([
                name, indicator.heading,
                *_counted(old), *_counted(fact),
                fact.rate_bp - old.rate_bp if known else None,  # type: ignore[operator,union-attr]
                old.status if old and old.status in STATUS_WORDS else "",
                status_words(content.results, fact)[fact.status],
            ])  # fmt: skip
    return rows
