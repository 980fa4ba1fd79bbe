"""Last year's results from last year's exports: compared with what the plan says they were, used as
baselines only where the plan leaves them empty.

Exports of the year before lie in inputs/nam-truoc/. Without that folder, dossiers of that year
among the others will do for a unit that received some in every month of it: stragglers are no year.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from pipeline.aggregate import choose, count, left_open, months_received
from pipeline.model import CUMULATIVE, LastYear, LastYearFact
from pipeline.plan.targets import with_baseline
from pipeline.values.text import percent
from schemas.indicators import indicator, indicators

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.aggregate import Outcomes
    from pipeline.aggregate.engine import Engine
    from pipeline.model import Fact, Plan, SheetResult

_MONTHS = 12
_MOST_LISTED = 4  # results that a notice lists


def by_year(sheets: Iterable[SheetResult]) -> tuple[list[SheetResult], list[SheetResult]]:
    """Sheets of this year, and those of the folder for the year before."""
    now: list[SheetResult] = []
    before: list[SheetResult] = []
    for sheet in sheets:
        (before if sheet.source.is_last_years else now).append(sheet)
    return now, before


def year_before(plan: Plan) -> Plan:
    """The plan as if the campaign had been the calendar year before it."""
    year = plan.start.year - 1
    end = date(year, 12, 31)
    return replace(plan, start=date(year, 1, 1), end=end, day50=end, cycle_days=366)


def of_folder(
    engine: Engine, sheets: list[SheetResult], plan: Plan
) -> tuple[LastYear, Outcomes] | None:
    """What the folder for the year before gives, and what became of the rows of its files; None
    where it has none. `sheets`: all, also this year's, which may know how a dossier ended.
    """
    _, before = by_year(sheets)
    if not before:
        return None
    campaign = year_before(plan)
    choose(engine, sheets, plan)
    counted = count(engine, before, campaign, campaign.end)
    past = last_year(plan, counted.facts, months_received(engine), left_open(engine))
    return past, counted.outcomes.of_files({sheet.source.file for sheet in before})


def of_these(engine: Engine, now: list[SheetResult], plan: Plan) -> LastYear | None:
    """The year before from this year's exports, which `engine` has chosen from; None where they do
    not cover it.
    """
    months = months_received(engine)
    if not covered(plan, months):
        return None
    dated = [sheet for sheet in now if sheet.source.kind != "publicity"]
    campaign = year_before(plan)
    facts = count(engine, dated, campaign, campaign.end).facts
    return last_year(plan, facts, months, None)


def covered(plan: Plan, months: dict[tuple[str, int], int]) -> bool:
    """Whether any unit received dossiers in every month of the year before."""
    return any(
        count == _MONTHS for (_, year), count in months.items() if year == plan.start.year - 1
    )


def last_year(
    plan: Plan, facts: Iterable[Fact], months: dict[tuple[str, int], int], still_open: int | None
) -> LastYear:
    """`facts` as of the end of the year before; `still_open`: None where there is no folder for
    that year, and only units with dossiers in every month of it are taken.
    """
    year = plan.start.year - 1
    of_unit = {unit.code: _months(plan, unit.code, months) for unit in plan.units}
    past_facts = []
    for fact in facts:
        if fact.scope != "unit" or fact.period != CUMULATIVE or fact.rate_bp is None:
            continue
        code, counted = fact.unit_code, indicator(fact.indicator)
        by_dates = of_unit[code] == _MONTHS and (fact.numerator or not counted.numerator_log)
        if still_open is not None or by_dates:
            target = plan.target(code, counted.id)
            stated = target.baseline_bp if target else None
            is_used = target is not None and stated is None
            past_facts.append(
                LastYearFact(
                    code, fact.unit, counted.id, fact.numerator, fact.denominator, fact.rate_bp,
                    stated, is_used,
                )
            )  # fmt: skip
    return LastYear(year, tuple(past_facts), of_unit, still_open or 0)


def _months(plan: Plan, unit: str, months: dict[tuple[str, int], int]) -> int:
    """The fullest of a unit and those below it."""
    codes = (unit, *(below.code for below in plan.descendants(unit)))
    return max(months.get((code, plan.start.year - 1), 0) for code in codes)


def with_baselines(plan: Plan, past: LastYear | None) -> Plan:
    """The plan with last year's results where it leaves them empty, and the targets that follow."""
    used = {(f.unit_code, f.indicator): f.rate_bp for f in past.facts if f.is_used} if past else {}
    if not used:
        return plan
    targets = tuple(
        with_baseline(target, used[target.unit, target.indicator])
        if (target.unit, target.indicator) in used
        else target
        for target in plan.targets
    )
    return replace(plan, targets=targets)


def notices_of(past: LastYear | None, plan: Plan) -> tuple[str, ...]:
    """What the screen and the overview say of it."""
    if past is None:
        return ()
    lines = [_notice_of_use(past, has_rule=plan.target_rule != "none")]
    if past.left_open:
        lines.append(
            f"{past.left_open} hồ sơ trong inputs/nam-truoc chưa có ngày kết thúc và không có "
            "trong bản xuất năm nay: không tính vào số liệu nào của năm nay. Nếu các hồ sơ này còn "
            "đang giải quyết, bỏ thêm bản xuất năm nay có chúng."
        )
    return tuple(lines)


def _notice_of_use(past: LastYear, *, has_rule: bool) -> str:
    used = [fact for fact in past.facts if fact.is_used]
    if not used:
        return (
            f"Đã tính kết quả năm {past.year} từ bản xuất để đối chiếu với kế hoạch (trang Năm "
            "trước); kế hoạch đã ghi kết quả năm trước nên dùng số của kế hoạch."
        )
    headings = {entry.id: entry.heading for entry in indicators()}
    listed = [
        f"{f.unit}, {headings[f.indicator]} {percent(f.rate_bp)}" for f in used[:_MOST_LISTED]
    ]
    rest = f"; và {len(used) - _MOST_LISTED} kết quả khác" if len(used) > _MOST_LISTED else ""
    ruled = " Chỉ tiêu tính theo mục III.2 dựa trên số này." if has_rule else ""
    return (
        f"Kế hoạch để trống kết quả năm {past.year}; lấy kết quả tính từ bản xuất năm đó (trang "
        f"Năm trước): {'; '.join(listed)}{rest}.{ruled}"
    )
