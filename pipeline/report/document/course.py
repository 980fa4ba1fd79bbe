"""The ten-day windows in sentences: the report's own days, and the course of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report.document.attainment import counted
from pipeline.report.document.wording import HEADINGS
from pipeline.report.facts import is_recorded
from pipeline.values.dates import official_day
from pipeline.values.text import percent, short_percent
from schemas.indicators import indicator, indicators

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Edition, Fact, Period, Plan, Results
    from pipeline.report.facts import Facts


def of_window(plan: Plan, this: Edition, facts: Facts, code: str) -> Iterator[str]:
    """What the report's own days brought, beside the cumulative figures."""
    window = this.window
    known = [
        facts.of_unit(code, entry.id, window.name)
        for entry in indicators("dossier", "rating")
        if entry.main
    ]
    if told := [f"{HEADINGS[f.indicator]} {counted(f)}" for f in known if f.denominator]:
        days = f"từ ngày {official_day(window.start)} đến ngày {official_day(window.end)}"
        if plan.is_cut(window):
            days += f", {window.days} trong {plan.cycle_days} ngày của kỳ"
        yield f"Riêng kỳ này ({days}): {'; '.join(told)}."


def windows(results: Results, facts: Facts, code: str) -> Iterator[str]:
    """The rate of each indicator with two milestones, window by window, where a log reaches it."""
    plan = results.plan
    _, *every = plan.periods(results.as_of)
    for name in (i.id for i in indicators() if i.has_both_milestones):
        rates = {
            f"kỳ {number}{_cut(plan, window)}": percent(fact.rate_bp)
            for number, window in enumerate(every, start=1)
            if (fact := facts.of_unit(code, name, window.name)).denominator
            and is_recorded(results.inputs.last_records, indicator(name), window.start)
        }
        if rates:
            cycle = f"kỳ {plan.cycle_days} ngày"
            if indicator(name).numerator_log:
                # what comes later counts in the cumulative rate alone
                cycle += ", mỗi kỳ chỉ tính đến ngày cuối kỳ"
            yield f"Diễn biến {HEADINGS[name]} theo từng {cycle}: {_course(rates)}."


def after_end(results: Results, code: str) -> Iterator[str]:
    """What each window after the end brought, against the targets that are to be kept."""
    for number, window in enumerate(results.plan.maintained(results.as_of), start=1):
        known = [
            fact
            for fact in results.analysis.maintained
            if (fact.period, fact.unit_code) == (window.name, code)
            and indicator(fact.indicator).main
            and indicator(fact.indicator).grain in ("dossier", "rating")
            and fact.denominator
        ]
        days = f"từ ngày {official_day(window.start)} đến ngày {official_day(window.end)}"
        told = (f"{HEADINGS[f.indicator]} {counted(f)}{_kept(f)}" for f in known)
        if known:
            yield f"Sau chiến dịch, kỳ {number} ({days}): {'; '.join(told)}."


def _kept(fact: Fact) -> str:
    if fact.target_bp is None:
        return ""
    word = "giữ được" if fact.status == "dat" else "không giữ được"
    return f", {word} mức {short_percent(fact.target_bp)}"


def _course(rates: dict[str, str]) -> str:
    """Window -> rate; the same in all is said once."""
    if len(rates) > 1 and len(set(rates.values())) == 1:
        cut = "".join(f", kể cả {window}" for window in rates if "cắt" in window)
        return f"cả {len(rates)} kỳ có số liệu đều {next(iter(rates.values()))}{cut}"
    return "; ".join(f"{window}: {rate}" for window, rate in rates.items())


def _cut(plan: Plan, window: Period) -> str:
    """Of how many days a window is that has fewer than the others."""
    if not plan.is_cut(window):
        return ""
    return f" (cắt đến {window.end:%d/%m}, {plan.cycle_days} → {window.days} ngày)"
