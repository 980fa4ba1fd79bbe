"""Đối soát: our numbers beside the portal's, and what could explain how they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.report.layout.page import Column, Page
from schemas.index766 import measure, measures

if TYPE_CHECKING:
    from pipeline.model import Difference
    from pipeline.report.content import Content

_COLUMNS = (
    Column("Đơn vị", "wrapped", 22),
    Column("Chỉ tiêu", "wrapped", 28),
    Column("Báo cáo: tử số", "count", 11),
    Column("Báo cáo: mẫu số", "count", 11),
    Column("Báo cáo: tỷ lệ", "percent", 11),
    Column("Cổng: tử số", "count", 11),
    Column("Cổng: mẫu số", "count", 11),
    Column("Cổng: tỷ lệ", "percent", 11),
    Column("Cổng: ngày", "day", 13),
    Column("Lệch tử số", "signed", 10),
    Column("Lệch mẫu số", "signed", 10),
    Column("Lệch (điểm %)", "decimal", 10),
    Column("Có thể do", "wrapped", 70),
)
_NOTES = """\
Lệch = số của báo cáo trừ số của cổng. Cổng không công bố từng hồ sơ, nên không chỉ ra được đúng \
hồ sơ nào gây lệch; cột “Có thể do” đếm những gì đếm được và nói xem ở đâu.
Số nộp lãnh đạo theo kế hoạch là số của báo cáo (trang Phụ lục II, Số liệu); số của cổng dùng để \
đối chiếu và để tính Chỉ số 766.
""".splitlines()
# Of published figures: one province, one month (DOMAIN.md, "Beyond the plan").
_GENERAL = """\
Mẫu số của cổng khác nhau giữa các chỉ tiêu trong cùng một kỳ (một tỉnh, một tháng: 184.513 hồ sơ \
ở tiến độ và số hóa, 152.595 ở nộp trực tuyến, 98.459 ở thanh toán), nên không thể khớp mọi chỉ \
tiêu cùng lúc.\
"""


def write_reconciliation(page: Page, content: Content) -> None:
    """A row a unit and measure; then how the portal counts otherwise."""
    differences = content.results.analysis.differences
    page.line("ĐỐI SOÁT VỚI SỐ LIỆU CỔNG DỊCH VỤ CÔNG", "title")
    for note in _NOTES:
        page.paragraph(note, len(_COLUMNS), characters=230)
    if not differences:
        page.line("Số liệu cổng đã có không thuộc chỉ tiêu nào mà sổ hồ sơ tính được.")
        return
    page.gap()
    page.table(_COLUMNS, map(_row, differences), freeze=2, name="DoiSoat")
    page.gap()
    page.line("Cổng đếm theo quy tắc khác", "strong")
    page.paragraph(f"• {_GENERAL}", len(_COLUMNS), characters=230)
    shown = {difference.measure for difference in differences}
    for entry in measures():
        if entry.id in shown and entry.rule:
            page.paragraph(f"• {entry.name}: {entry.rule}", len(_COLUMNS), characters=230)


def _row(difference: Difference) -> list[Any]:
    ours, portal = difference.ours, difference.portal
    return [
        difference.unit, measure(difference.measure).name, ours.numerator, ours.denominator,
        ours.shown_bp,
        portal.numerator, portal.denominator, portal.shown_bp, portal.day, difference.more_counted,
        difference.more, difference.more_bp, " ".join(difference.reasons),
    ]  # fmt: skip
