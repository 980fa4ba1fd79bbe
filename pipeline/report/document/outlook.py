"""What was good, what was not, and what is to be done next, from the figures (plan IV.4.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline import notices
from pipeline.report.document.attainment import asked
from pipeline.report.document.wording import HEADINGS
from pipeline.values.dates import official_day
from pipeline.values.text import grouped, short_percent
from schemas.indicators import indicator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Forecast, Results

TASKS = "[…… đơn vị bổ sung: nhiệm vụ khác trong thời gian tới ……]"


def assessment(results: Results) -> Iterator[str]:
    """The indicators of the report's body by what they have met of what is due."""
    met: list[str] = []
    missed: list[str] = []
    ahead: list[str] = []
    for (scope, code, official, name), verdict in results.analysis.verdicts.items():
        if (code, official) != (results.plan.top, "") or (scope == "total") != (not code):
            continue
        if verdict.due:
            (met if verdict.due.status == "dat" else missed).append(HEADINGS[name])
        if verdict.ahead and verdict.ahead.status == "chua_dat":
            ahead.append(HEADINGS[name])
    if met:
        yield f"Ưu điểm: hoàn thành {len(met)} chỉ tiêu đến hạn ({'; '.join(met)})."
    if missed:
        yield f"Hạn chế: chưa hoàn thành {len(missed)} chỉ tiêu đến hạn ({'; '.join(missed)})."
    if ahead:
        day = official_day(results.plan.deadline(results.as_of))
        yield f"Chỉ tiêu chưa bằng mức phải đạt đến ngày {day}: {'; '.join(ahead)}."


def tasks(results: Results) -> Iterator[str]:
    """What is overdue first, then what each unmet target asks for where it can still be met."""
    if overdue := notices.overdue(results):
        yield f"- {overdue}"
    for forecast in results.analysis.forecasts:
        is_ours = (forecast.unit_code, forecast.official) == (results.plan.top, "")
        if is_ours and (forecast.scope == "total") == (not results.plan.top):
            yield from _task(results, forecast)


def _task(results: Results, forecast: Forecast) -> Iterator[str]:
    aim, heading = forecast.day100, HEADINGS[forecast.indicator]
    if told := asked(aim, forecast.indicator):
        day = official_day(results.plan.end)
        yield f"- {heading}: {told}, để bằng mức {short_percent(aim.target_bp)} vào ngày {day}."
    elif aim.is_reachable is False and forecast.winnable:
        counted = indicator(forecast.indicator).counted
        yield f"- {heading}: làm xong {grouped(forecast.winnable)} {counted} còn làm được."
