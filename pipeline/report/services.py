"""DVC phát sinh hồ sơ: which procedures had online dossiers and payments, and which had none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report.page import Column, Page

if TYPE_CHECKING:
    from pipeline.model import Results
    from pipeline.report.facts import Facts

_LEVELS = {"partial": "Một phần", "full": "Toàn trình", "information": "Dịch vụ công"}
_COLUMNS = (
    Column("Đơn vị", "wrapped", 20),
    Column("Mã TTHC", "text", 16),
    Column("Tên thủ tục", "wrapped", 70),
    Column("Lĩnh vực", "wrapped", 24),
    Column("Mức độ", "centered", 13),
    Column("Có phí", "centered", 9),
    Column("Hồ sơ", "count", 9),
    Column("Trực tuyến", "count", 11),
    Column("Thanh toán trực tuyến", "count", 12),
    Column("Hồ sơ trực tuyến", "centered", 18),
    Column("Thanh toán", "centered", 18),
)


def write_services(page: Page, results: Results, facts: Facts) -> None:
    """A row a unit and procedure of the catalogue."""
    page.line("DỊCH VỤ CÔNG PHÁT SINH HỒ SƠ VÀ THANH TOÁN TRỰC TUYẾN", "title")
    for unit in results.plan.units[:30]:
        services = facts.of_unit(unit.code, "services_with_dossiers")
        paid = facts.of_unit(unit.code, "procedures_with_online_payment")
        page.line(
            f"{unit.name}: {services.numerator}/{services.denominator} dịch vụ "
            "có hồ sơ trực tuyến; "
            f"{paid.numerator}/{paid.denominator} thủ tục có phí có thanh toán trực tuyến."
        )
    page.gap()
    page.table(_COLUMNS, _rows(results), freeze=3)


def _rows(results: Results) -> list[list[object]]:
    names = {unit.code: unit.name for unit in results.plan.units}
    counts = {
        (unit, procedure): (dossiers, online, payments)
        for unit, procedure, dossiers, online, payments, *_ in results.procedures.itertuples(
            index=False, name=None
        )
    }
    rows: list[list[object]] = []
    for unit in results.plan.units:
        for entry in results.plan.procedures:
            dossiers, online, payments = counts[unit.code, entry.code]
            is_service = entry.level in ("partial", "full")
            rows.append([
                names[unit.code], entry.printed_code, entry.name, entry.field, _LEVELS[entry.level],
                "Có" if entry.has_fee else "Không", dossiers, online, payments,
                _word(online, is_asked=is_service), _word(payments, is_asked=entry.has_fee),
            ])  # fmt: skip
    return rows


def _word(count: int, *, is_asked: bool) -> str:
    if not is_asked:
        return "–"
    return "✔ Có phát sinh" if count else "✘ Chưa phát sinh"
