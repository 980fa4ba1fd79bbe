"""Theo thôn: where dossiers come from, and how many of them are not sent online (plan IV.5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_rowcol_to_cell

from pipeline.model import NO_VILLAGE, rate_bp
from pipeline.report.layout import cells
from pipeline.report.layout.cells import Live
from pipeline.report.layout.page import Column, Page
from pipeline.values.privacy import OTHER_PLACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import VillageCount
    from pipeline.report.content import Content

_COLUMNS = (
    Column("TT", "key", 5),
    Column("Đơn vị", "wrapped", 22),
    Column("Thôn, tổ dân phố", "wrapped", 34),
    Column("Hồ sơ tiếp nhận", "count", 11),
    Column("Nộp trực tuyến", "count", 11),
    Column("Chưa nộp trực tuyến", "count", 13),
    Column("Tỷ lệ trực tuyến", "percent", 11),
    Column("Phải nộp phí, lệ phí", "count", 12),
    Column("Đã nộp phí trực tuyến", "count", 13),
    Column("Tỷ lệ nộp phí trực tuyến", "percent", 13),
)
_ONLINE, _FEE = 4, 7
_NOTE = """\
Hồ sơ tiếp nhận từ {start:%d/%m/%Y} đến {as_of:%d/%m/%Y}, nhiều nhất ở trên: thôn nào cần hướng \
dẫn, hỗ trợ nộp trực tuyến trước. Chỉ lấy từ cột Thôn, Tổ dân phố của bản xuất, không đọc địa chỉ; \
ô ghi nhiều hơn tên thôn được gộp vào “(khác)”.
"""


def write_villages(page: Page, content: Content) -> None:
    """A row a unit and village, most dossiers first; those without a name last."""
    results = content.results
    page.line("HỒ SƠ THEO THÔN, TỔ DÂN PHỐ", "title")
    note = _NOTE.format(start=results.plan.start, as_of=results.as_of).strip()
    page.paragraph(note, len(_COLUMNS), 110)
    page.gap()
    page.table(_COLUMNS, _rows(page, content), freeze=3, name="TheoThon")


def _rows(page: Page, content: Content) -> Iterator[list[Any]]:
    plan = content.results.plan
    units = {unit.code: (number, unit.name) for number, unit in enumerate(plan.units)}

    def order(count: VillageCount) -> tuple[Any, ...]:
        is_named = count.village not in ("", OTHER_PLACE)
        return not is_named, -count.dossiers, units[count.unit_code][0], count.village

    for number, count in enumerate(sorted(content.results.counts.villages, key=order), start=1):
        online, owing = count.online, count.owing_fee
        known = online + count.on_paper
        has_fees = owing is not None and count.paid_online is not None
        yield [
            number, units[count.unit_code][1], count.village or NO_VILLAGE, count.dossiers,
            *((online, count.on_paper) if known else (None, None)),
            _online_rate(page.row, online, known) if known else None,
            owing, count.paid_online,
            _fee_rate(page.row, count.paid_online or 0, owing or 0) if has_fees else None,
        ]  # fmt: skip


def _online_rate(row: int, online: int, known: int) -> Live:
    """Of the dossiers of which an export tells how they were sent."""
    counted, others = (xl_rowcol_to_cell(row, _ONLINE + offset) for offset in range(2))
    return Live(f"={cells.rate(counted, f'({counted}+{others})')}", rate_bp(online, known))


def _fee_rate(row: int, paid: int, owing: int) -> Live:
    owed, counted = (xl_rowcol_to_cell(row, _FEE + offset) for offset in range(2))
    return Live(f"={cells.rate(counted, owed)}", rate_bp(paid, owing))
