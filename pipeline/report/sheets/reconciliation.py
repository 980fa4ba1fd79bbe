"""Đối soát: our numbers beside the portal's and those of tables 06a, and what differences mean."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.report.layout.page import Column, Page
from schemas.handling import measure_title
from schemas.index766 import measure, measures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.model import Difference, HandlingCheck, HandlingDifference
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
# In the widths of the portal's table, which may stand above; the last runs over those beside it.
_FIGURES = (
    Column("Lĩnh vực, đơn vị", "wrapped", 22),
    Column("Số liệu", "wrapped", 28),
    Column("Biểu 06a", "count", 11),
    Column("Báo cáo", "count", 11),
    Column("Lệch", "signed", 11),
    Column("Nghĩa là", "text", 11),
)
_HANDLING_NOTES = """\
Hệ thống lập biểu 06a từ chính những hồ sơ mà bản xuất liệt kê: số của biểu lớn hơn là bản xuất \
thiếu hồ sơ. Lệch = số của báo cáo trừ số của biểu. Biểu không làm đổi số nào của báo cáo.
Trước hạn, đúng hạn (trong ngày hẹn trả), quá hạn theo mục “So hạn theo” của kế hoạch. Biểu xếp \
hồ sơ trả lại, xin rút vào đúng hạn dù đã quá hẹn; báo cáo xếp theo ngày kết thúc.
""".splitlines()
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
    """A row a unit and measure, and how the portal counts otherwise; then the tables 06a."""
    analysis = content.results.analysis
    if analysis.index.portal:
        _write_portal(page, content)
    if analysis.index.portal and analysis.checks:
        page.gap()
    if analysis.checks:
        _write_checks(page, analysis.checks, is_first=not analysis.index.portal)


def _write_portal(page: Page, content: Content) -> None:
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


def _write_checks(page: Page, checks: Sequence[HandlingCheck], *, is_first: bool) -> None:
    """What each table 06a has beside the logs, or why it has nothing beside it."""
    title = "ĐỐI SOÁT VỚI BIỂU 06A/VPCP: BẢN XUẤT CÓ ĐỦ HỒ SƠ KHÔNG"
    page.line(title, "title" if is_first else "strong")
    for note in _HANDLING_NOTES:
        page.paragraph(note, len(_COLUMNS), characters=230)
    for check in checks:
        page.gap()
        page.line(_state(check), "strong")
        for note in check.notes:
            page.line(note, "note")
        if rows := [_figure(entry) for entry in check.differences if entry.theirs or entry.ours]:
            if is_first:
                page.table(_FIGURES, rows)
            else:
                page.block(_FIGURES, rows)
            is_first = False


def _state(check: HandlingCheck) -> str:
    """A table, and how many of its figures differ or why it is not used."""
    where = f"{check.file}, trang “{check.sheet}”" if check.sheet else check.file
    if check.reason:
        return f"{where}: không đối soát, vì {check.reason}."
    differing = sum(bool(difference.more) for difference in check.differences)
    result = f"{differing} số lệch" if differing else "mọi số đều khớp"
    return f"{where}, từ {check.start:%d/%m/%Y} đến {check.end:%d/%m/%Y}: {result}."


def _figure(difference: HandlingDifference) -> list[Any]:
    name = "Tổng" if difference.is_total else difference.field or difference.unit
    return [
        name, measure_title(difference.section, difference.parts), difference.theirs,
        difference.ours, difference.more, " ".join(difference.reasons),
    ]  # fmt: skip


def _row(difference: Difference) -> list[Any]:
    ours, portal = difference.ours, difference.portal
    return [
        difference.unit, measure(difference.measure).name, ours.numerator, ours.denominator,
        ours.shown_bp,
        portal.numerator, portal.denominator, portal.shown_bp, portal.day, difference.more_counted,
        difference.more, difference.more_bp, " ".join(difference.reasons),
    ]  # fmt: skip
