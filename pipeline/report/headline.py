"""How many targets are met, in a line: only those that are due (analysis/verdicts.py)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline import notices
from pipeline.model import MIDDLE, is_due
from pipeline.report.conclusions import MET, ON_COURSE, conclusions
from schemas.indicators import indicators

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Fact, Results
    from pipeline.report.facts import Facts


@dataclass(frozen=True)
class _Tally:
    """Of the main indicators that have a target: how many are met and missed that are due, as many
    of these by what was reached on the milestone; of those ahead how many are on course and not;
    how many have no data, and of these how many were due.
    """

    met: int
    missed: int
    of_milestone: int
    on_course: int
    to_do: int
    unknown: int
    unknown_due: int


def headline(results: Results, facts: Facts, code: str) -> tuple[str, str]:
    """Of a unit, of all together where the code is empty: what is said large, and what below it."""
    main = [facts.of_unit(code, entry.id) for entry in indicators() if entry.main]
    tally = _tally(results, [fact for fact in main if fact.target_bp is not None])
    below = (
        *_counted(tally.missed, "chưa đạt"),
        *_counted(tally.unknown, "không có số liệu"),
        *_differing(results, main, code),
        *_milestone(results, tally.of_milestone),
        *_ahead(results, tally),
        *_units(results, code),
    )
    return _said(results, tally, code), " · ".join(below)


def _tally(results: Results, targeted: list[Fact]) -> _Tally:
    verdicts = results.analysis.verdicts
    known = [verdicts.get((fact.scope, fact.unit_code, "", fact.indicator)) for fact in targeted]
    due = [verdict.due for verdict in known if verdict and verdict.due]
    ahead = [verdict.ahead for verdict in known if verdict and verdict.ahead]
    without = [fact for fact, verdict in zip(targeted, known, strict=True) if verdict is None]
    return _Tally(
        met=sum(fact.status == "dat" for fact in due),
        missed=sum(fact.status == "chua_dat" for fact in due),
        of_milestone=sum(fact.period == MIDDLE for fact in due),
        on_course=sum(fact.status == "dat" for fact in ahead),
        to_do=sum(fact.status == "chua_dat" for fact in ahead),
        unknown=len(without),
        unknown_due=sum(_was_due(results, fact) for fact in without),
    )


def _was_due(results: Results, fact: Fact) -> bool:
    """Whether a target of it is due now, or was on the milestone."""
    plan = results.plan
    pair = plan.target_pair(fact.unit_code, "", fact.indicator)
    was_middle = plan.day50 is not None and results.as_of > plan.day50 and pair[0] is not None
    return was_middle or is_due(plan, results.as_of, pair)


def _said(results: Results, tally: _Tally, code: str) -> str:
    due, ahead = tally.met + tally.missed, tally.on_course + tally.to_do
    if due:
        word = "chỉ tiêu đến hạn đạt" if ahead else "chỉ tiêu đạt"
        return f"{tally.met}/{due + tally.unknown_due} {word}"
    if ahead:
        still = notices.still_open(results.plan, results.as_of)
        return f"{still}: {tally.on_course}/{ahead + tally.unknown} chỉ tiêu đang đạt"
    if tally.unknown:
        return "Chưa có số liệu"
    return "Không giao chỉ tiêu" if code else "Không có chỉ tiêu giao chung"


def _counted(count: int, word: str) -> Iterator[str]:
    if count:
        yield f"{count} {word}"


def _ahead(results: Results, tally: _Tally) -> Iterator[str]:
    """What is not due yet; where nothing is, the headline has the first part."""
    if tally.met + tally.missed and tally.on_course + tally.to_do:
        still = notices.still_open(results.plan, results.as_of)
        yield f"{still}: {tally.on_course} đang đạt"
    yield from _counted(tally.to_do, "còn phải thực hiện")


def _differing(results: Results, main: list[Fact], code: str) -> Iterator[str]:
    """How many targets units have that are not the same for all."""
    given = {target.indicator for target in results.plan.targets}
    count = sum(fact.target_bp is None and fact.indicator in given for fact in main)
    if count and not code:
        yield f"{count} chỉ tiêu giao khác nhau từng đơn vị"


def _milestone(results: Results, count: int) -> Iterator[str]:
    """How many of them were due on the milestone, because the end asks for more."""
    plan = results.plan
    if count and plan.day50:
        yield f"{count} chỉ tiêu xét theo mốc {plan.middle_label} ({plan.day50:%d/%m/%Y})"


def _units(results: Results, code: str) -> Iterator[str]:
    """Of the whole, how many of the units that have none below them have met all that is due."""
    plan = results.plan
    lowest = {unit.code for unit in plan.lowest}
    if code != plan.top or len(plan.units) == 1:
        return
    known = [entry for entry in conclusions(results, "unit") if entry.unit_code in lowest]
    is_due = any(entry.due for entry in known)
    good = sum(entry.state == (MET if is_due else ON_COURSE) for entry in known)
    word = "hoàn thành mọi chỉ tiêu đến hạn" if is_due else "đang đạt mọi chỉ tiêu"
    yield f"{good}/{len(lowest)} đơn vị {word}"
