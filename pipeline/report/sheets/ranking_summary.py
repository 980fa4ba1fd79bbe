"""What of many units stands on the first page: how many meet each target, who leads, who lags."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from pipeline.report.layout.page import Column, Page
from pipeline.report.sheets.ranking import standings_by_rank
from schemas.indicators import indicators

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Fact, Standing
    from pipeline.report.content import Content

_LISTED = 10
_BY_INDICATOR = (
    Column("Chỉ tiêu", "wrapped", 16),
    Column("Đơn vị đạt", "count", 0),
    Column("Chưa đạt", "count", 0),
    Column("Không có số liệu", "count", 0),
    Column("Cao nhất", "percent", 0),
    Column("Thấp nhất", "percent", 0),
    Column("", "text", 0),
    Column("", "text", 0),
    Column("Cao nhất là", "wrapped", 19),
    Column("Thấp nhất là", "wrapped", 17),
)
_STANDINGS = (
    Column("Đơn vị", "wrapped", 18),
    Column("Hạng chung", "status_text", 0),
    Column("Đạt", "count", 0),
    Column("Trong số", "count", 0),
    Column("Mức hoàn thành bình quân", "percent", 0),
    Column("Thiếu (lượt)", "count", 0),
)


def write_ranking_summary(page: Page, content: Content) -> None:
    """Below the whole's figures; of the units that have none below them."""
    plan = content.results.plan
    lowest = [unit.code for unit in plan.units if not plan.children(unit.code)]
    page.line(f"{len(lowest)} đơn vị cơ sở, theo từng chỉ tiêu", "strong")
    page.sheet.set_row(page.row, 34)
    page.block(_BY_INDICATOR, _by_indicator(content, lowest))
    page.gap()
    placed = [
        standing
        for standing in standings_by_rank(content)
        if standing.overall and standing.unit_code in lowest
    ]
    placed.sort(key=lambda standing: standing.overall.place if standing.overall else 0)
    if len({plan.unit(standing.unit_code).parent for standing in placed}) > 1:
        return  # places among different siblings don't compare
    _write_standings(page, content, "Dẫn đầu", placed[:_LISTED])
    _write_standings(page, content, "Cần đôn đốc", placed[_LISTED:][-_LISTED:])


def _by_indicator(content: Content, units: list[str]) -> Iterator[list[Any]]:
    for indicator in (i for i in indicators() if i.main):
        facts = [content.facts.of_unit(code, indicator.id) for code in units]
        known = [fact for fact in facts if fact.rate_bp is not None]
        best = max(known, key=_rate, default=None)
        worst = min(known, key=_rate, default=None)
        statuses = [fact.status for fact in facts]
        yield [
            indicator.heading, statuses.count("dat"), statuses.count("chua_dat"),
            len(facts) - len(known),
            best.rate_bp if best else None, worst.rate_bp if worst else None, None,
            None, best.unit if best else None, worst.unit if worst else None,
        ]  # fmt: skip


def _rate(fact: Fact) -> Fraction:
    return Fraction(fact.numerator, fact.denominator)


def _write_standings(page: Page, content: Content, title: str, standings: list[Standing]) -> None:
    if not standings:
        return
    page.line(title, "strong")
    page.sheet.set_row(page.row, 34)
    names = {unit.code: unit.name for unit in content.results.plan.units}
    rows = (
        [names[s.unit_code], str(s.overall), s.met, s.targets, s.fulfilment_bp, s.shortfall]
        for s in standings
    )
    page.block(_STANDINGS, rows)
    page.gap()
