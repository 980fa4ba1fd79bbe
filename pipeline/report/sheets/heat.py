"""Bảng nhiệt: every unit and indicator at one glance, in words first, then in colour."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.report.layout.cells import Styled
from pipeline.report.layout.page import Column, Page, quoted
from schemas.indicators import indicators

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Fact
    from pipeline.report.content import Content

_NEAR_BP = -1_000  # up to ten points short


def write_heat(page: Page, content: Content) -> None:
    """A row a unit in the plan's order, a column an indicator that is main or has data."""
    page.line("BẢNG NHIỆT: ĐƠN VỊ VÀ CHỈ TIÊU", "title")
    page.line(
        f"Lũy kế đến {content.results.as_of:%d/%m/%Y}, so với chỉ tiêu đang áp dụng của từng đơn "
        "vị. Đơn vị cấp trên (chữ đậm) gồm cả các đơn vị trực thuộc.",
        "note",
    )
    _write_legend(page)
    facts = {(f.unit_code, f.indicator): f for f in content.facts.cumulative("unit")}
    known = {fact.indicator for fact in facts.values() if fact.denominator}
    shown = [i for i in indicators() if i.main or i.id in known]
    columns = [Column("Đơn vị", "text", 28), *(Column(i.heading, "percent", 14) for i in shown)]
    top = page.row + 2
    page.table(columns, _rows(content, facts, [i.id for i in shown]), freeze=1, name="BangNhiet")
    area = f"$A${top}:$A${top + len(content.results.plan.units) - 1}"
    content.places["units",] = f"{quoted(page.name)}!{area}"


def _write_legend(page: Page) -> None:
    legend = (
        (9_000, "heat_good", "đạt chỉ tiêu"),
        (5_500, "heat_near", "thiếu không quá 10 điểm phần trăm"),
        (2_500, "heat_far", "thiếu trên 10 điểm phần trăm"),
    )
    for rate_bp, role, meaning in legend:
        page.cell(page.row, 0, meaning, "plain")
        page.cell(page.row, 1, Styled(rate_bp, role), "percent")
        page.row += 1
    page.gap()


def _rows(
    content: Content, facts: dict[tuple[str, str], Fact], shown: list[str]
) -> Iterator[list[Any]]:
    plan = content.results.plan
    for unit in plan.units:
        name = Styled(unit.name, "strong_text") if plan.children(unit.code) else unit.name
        yield [name, *(_cell(facts[unit.code, indicator]) for indicator in shown)]


def _cell(fact: Fact) -> Styled:
    if fact.rate_bp is None:
        return Styled("Không có số liệu" if fact.target_bp is not None else "–", "heat_none")
    if fact.variance_bp is None:
        return Styled(fact.rate_bp, "percent")
    if fact.status == "dat":
        return Styled(fact.rate_bp, "heat_good")
    return Styled(fact.rate_bp, "heat_near" if fact.variance_bp >= _NEAR_BP else "heat_far")
