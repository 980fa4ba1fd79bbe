"""The six indicators of a unit, or of all together, as tiles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model import MIDDLE
from pipeline.report.dashboard.nodes import node
from pipeline.report.dashboard.trend import trend
from pipeline.report.dashboard.verdict import BAD, GOOD, judged
from pipeline.report.headline import headline
from pipeline.values.text import grouped, percent, short_percent
from schemas.indicators import indicators

if TYPE_CHECKING:
    from lxml import etree

    from pipeline.model import Fact, Forecast, Results
    from pipeline.report.facts import Facts
    from schemas.indicators import Indicator

Forecasts = dict[tuple[str, str, str], "Forecast"]  # by scope, unit code and indicator


def forecasts(results: Results) -> Forecasts:
    """Those of all units together and of each."""
    return {
        (entry.scope, entry.unit_code, entry.indicator): entry
        for entry in results.analysis.forecasts
        if not entry.official
    }


def panel(
    results: Results, facts: Facts, ahead: Forecasts, code: str, name: str, key: int
) -> etree._Element:
    """`key`: the number by which the page knows the unit, 0 of the first panel."""
    said, below = headline(results, facts, code)
    tiles = [_tile(results, facts, ahead, code, entry) for entry in indicators() if entry.main]
    return node("panel", *tiles, key=str(key), name=name, headline=said, below=below)


def _tile(
    results: Results, facts: Facts, ahead: Forecasts, code: str, entry: Indicator
) -> etree._Element:
    fact = facts.of_unit(code, entry.id)
    state, words = judged(results, fact)
    milestone, reached = _milestone(results, fact)
    missing = None
    if fact.shortfall:
        missing = f"Còn thiếu {grouped(fact.shortfall)} {entry.counted}"
    return node(
        "tile",
        trend(results, facts, code, entry),
        heading=entry.heading,
        state=state,
        status=words,
        rate=percent(fact.rate_bp),
        counted=_counted(fact, entry),
        target=_target(results, fact),
        missing=missing,
        milestone=milestone,
        reached=reached,
        ahead=_ahead(ahead.get((fact.scope, code, entry.id))),
    )


def _counted(fact: Fact, entry: Indicator) -> str | None:
    if not fact.denominator:
        return None
    return f"{grouped(fact.numerator)}/{grouped(fact.denominator)} {entry.counted}"


def _target(results: Results, fact: Fact) -> str:
    """The target in force; units together have one only where all have the same."""
    plan = results.plan
    if fact.target_bp is not None:
        return f"Giao {short_percent(fact.target_bp)} (đến {plan.deadline(results.as_of):%d/%m})"
    each = {target.unit for target in plan.targets if target.indicator == fact.indicator}
    return "Giao khác nhau từng đơn vị" if each and not fact.unit_code else "Không giao chỉ tiêu"


def _milestone(results: Results, fact: Fact) -> tuple[str | None, str | None]:
    """What was reached on the milestone, where the end asks for more; and its state."""
    place = (fact.scope, fact.unit_code, "", fact.indicator)
    verdict = results.analysis.verdicts.get(place)
    if verdict is None or verdict.due is None or verdict.due.period != MIDDLE:
        return None, None
    due = verdict.due
    state, word = (GOOD, "✔ đạt") if due.status == "dat" else (BAD, "✘ chưa đạt")
    reached = f"Mốc {results.plan.middle_label}: {percent(due.rate_bp)}"
    return f"{reached}, {word} {short_percent(due.target_bp)}", state


def _ahead(forecast: Forecast | None) -> str | None:
    """Where it is heading at the pace of the last days, before the end."""
    is_told = forecast and forecast.denominator and forecast.day100.is_reachable is not None
    if forecast is None or not is_told:
        return None
    if not forecast.day100.is_reachable:
        return f"Cao nhất còn có thể: {percent(forecast.best_bp)}"
    return f"Dự báo cuối chiến dịch: {percent(forecast.projected_bp)}"
