"""An indicator in sentences: what was reached, since when, and what can still be (plan IV.4.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model import PACE_DAYS
from pipeline.report.facts import EACH_BY_ITSELF
from pipeline.values.dates import official_day
from pipeline.values.text import decimal, grouped, percent, short_percent, tenths
from schemas.indicators import DOSSIERS, indicator

if TYPE_CHECKING:
    from pipeline.model import Aim, Fact, Forecast, PastFact, Plan, Results
    from pipeline.report.facts import Facts

_WHOLE_BP = 10_000


def counted(fact: Fact, *, of_each_unit: bool = False) -> str:
    """`of_each_unit`: procedures are counted for several units."""
    entry = indicator(fact.indicator)
    how = f", {EACH_BY_ITSELF}" if of_each_unit and entry.grain == "procedure" else ""
    of_all = f"{grouped(fact.numerator)}/{grouped(fact.denominator)} {entry.counted}"
    return f"đạt {percent(fact.rate_bp)} ({of_all}{how})"


def reached(results: Results, fact: Fact) -> str:
    """Today's figure against the target that is due; where none is, what the next one asks for."""
    if not fact.denominator:
        return "chưa có số liệu."
    target = results.plan.target(fact.unit_code, fact.indicator)
    last = f"; năm {results.plan.start.year - 1} đạt {short_percent(target.baseline_bp)}" if (
        target and target.baseline_bp is not None) else ""  # fmt: skip
    if fact.target_bp is None:
        return f"{counted(fact)}{last}."
    verdict = results.analysis.verdicts[fact.scope, fact.unit_code, fact.official, fact.indicator]
    if verdict.ahead is None:
        return f"{counted(fact)}, {_judged(fact)}{last}."
    day = official_day(results.plan.deadline(results.as_of))
    ahead = f"{counted(fact)}{last}; {_to_go(fact)} phải đạt đến ngày {day}."
    return f"{_on_milestone(results.plan, verdict.due)}{ahead}"


def units(results: Results, facts: Facts, name: str) -> str:
    """How many of the units that have no others below them meet their targets in force."""
    statuses = [facts.of_unit(unit.code, name).status for unit in results.plan.lowest]
    if len(statuses) == 1 or not any(statuses):
        return ""
    return f"{statuses.count('dat')}/{len(statuses)} đơn vị đạt mức này."


def _judged(fact: Fact) -> str:
    """Against a target that is due."""
    target, points = short_percent(fact.target_bp), decimal(abs(fact.variance_bp or 0))
    if fact.status == "dat":
        over = f", vượt {points} điểm phần trăm" if fact.variance_bp else ""
        return f"đạt chỉ tiêu được giao {target}{over}"
    unit = indicator(fact.indicator).counted
    return (
        f"chưa đạt chỉ tiêu được giao {target}, thấp hơn {points} điểm phần trăm, còn thiếu "
        f"{grouped(fact.shortfall or 0)} {unit}"
    )


def _to_go(fact: Fact) -> str:
    """Against a target that is not due yet."""
    target = short_percent(fact.target_bp)
    if fact.status == "dat":
        return f"đã bằng hoặc hơn mức {target}"
    unit = indicator(fact.indicator).counted
    return f"còn thiếu {grouped(fact.shortfall or 0)} {unit} so với mức {target}"


def _on_milestone(plan: Plan, fact: Fact | None) -> str:
    """What was reached by the milestone, where the end asks for more."""
    if fact is None:
        return ""
    day = official_day(fact.period_end)
    return f"đến mốc {plan.middle_label} (ngày {day}) {counted(fact)}, {_judged(fact)}. Đến nay "


def changed(
    results: Results,
    fact: Fact,
    before: dict[tuple[str, str], PastFact],
    ahead: Forecast | None,
) -> str:
    """Since the previous report; without one, what the last ten days brought."""
    then = before.get((fact.unit_code, fact.indicator))
    if results.analysis.changes and then and then.rate_bp is not None and fact.rate_bp is not None:
        points = fact.rate_bp - then.rate_bp
        day = official_day(results.analysis.changes.as_of)
        if not points:
            return f"Không thay đổi so với báo cáo số liệu đến ngày {day}."
        word = "Tăng" if points > 0 else "Giảm"
        shown = decimal(abs(points))
        return (
            f"{word} {shown} điểm phần trăm so với báo cáo số liệu đến ngày {day} "
            f"({percent(then.rate_bp)})."
        )
    if (
        indicator(fact.indicator).counted != DOSSIERS
        or ahead is None
        or not ahead.grown
        or ahead.gained is None
    ):
        return ""
    gained = f"{'tăng' if ahead.gained > 0 else 'giảm'} {grouped(abs(ahead.gained))} hồ sơ"
    return (
        f"Trong {PACE_DAYS} ngày qua tổng số tăng {grouped(ahead.grown)} hồ sơ, số đạt "
        f"{gained if ahead.gained else 'không tăng'}."
    )


def forecast_sentence(forecast: Forecast | None) -> str:
    """What the target of the end asks for, where it can still be reached."""
    if forecast is None or forecast.gained is None or not forecast.denominator:
        return ""
    aim = forecast.day100
    if aim.is_reachable is None:
        return ""
    target = short_percent(aim.target_bp)
    if not aim.is_reachable:
        return _out_of_reach(forecast, target)
    needed = asked(aim, forecast.indicator) if forecast.status != "dat" else ""
    if not (forecast.gained or forecast.grown):  # nothing that could go on so
        return f"Để đạt chỉ tiêu {target} vào cuối chiến dịch, {needed}." if needed else ""
    word = "đạt" if forecast.status == "dat" else "chưa đạt"
    needed = needed and f"; để đạt, {needed}"
    return (
        f"Nếu giữ nhịp hiện nay, cuối chiến dịch dự kiến {percent(forecast.projected_bp)}, {word} "
        f"chỉ tiêu {target}{needed}."
    )


def asked(aim: Aim, name: str) -> str:
    """What an aim takes: of what is there, and of what comes in each day; "" where nothing."""
    entry, parts = indicator(name), []
    is_received = entry.grain in ("dossier", "rating")
    if aim.backlog:
        count = f"{grouped(aim.backlog)} {entry.counted}"
        also = "" if aim.needed else " (đã tính cả số sẽ nhận thêm)"
        parts.append(f"làm xong {count} đã nhận{also}" if is_received else f"thêm {count} đạt")
    if aim.needed:
        parts.append(f"mỗi ngày có {tenths(aim.needed)} {entry.counted} nhận mới đạt")
    return " và ".join(parts)


def _out_of_reach(forecast: Forecast, target: str) -> str:
    """All of them is out of reach with the first that is lost; less, only if no more come in."""
    entry = indicator(forecast.indicator)
    if forecast.day100.target_bp == _WHOLE_BP:
        which = f"Không còn đạt được chỉ tiêu {target} vào cuối chiến dịch"
    else:
        which = (
            f"Nếu chỉ nhận {entry.counted} như {PACE_DAYS} ngày qua thì không còn đạt được chỉ "
            f"tiêu {target} vào cuối chiến dịch"
        )
    return (
        f"{which}, vì đã có {grouped(forecast.lost)} {entry.counted} {entry.lost_as.lower()}; cao "
        f"nhất còn có thể đạt {percent(forecast.best_bp)}."
    )
