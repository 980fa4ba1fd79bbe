"""How many targets are met, in a line: only those that are due (analysis/verdicts.py)."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pipeline import notices
from pipeline.model import MIDDLE
from pipeline.report.conclusions import MET, ON_COURSE, conclusions
from schemas.indicators import indicators

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Fact, Results
    from pipeline.report.facts import Facts


def headline(results: Results, facts: Facts, code: str) -> tuple[str, str]:
    """Of a unit, of all together where the code is empty: what is said large, and what below it."""
    main = [facts.of_unit(code, entry.id) for entry in indicators() if entry.main]
    targeted = [fact for fact in main if fact.target_bp is not None]
    verdicts = [
        results.analysis.verdicts.get((fact.scope, code, "", fact.indicator)) for fact in targeted
    ]
    due = Counter(verdict.due.status for verdict in verdicts if verdict and verdict.due)
    ahead = Counter(verdict.ahead.status for verdict in verdicts if verdict and verdict.ahead)
    of_milestone = sum(v.due.period == MIDDLE for v in verdicts if v and v.due)
    unknown = verdicts.count(None)
    still = notices.still_open(results.plan, results.as_of)
    rest = [f"{unknown} không có số liệu"] if unknown else []
    rest += _differing(results, main, code)
    if not targeted:
        return "Không có chỉ tiêu giao chung", _joined((*rest, *_units(results, code)))
    if not due and ahead:
        parts = (*_to_do(ahead), *rest)
        said = f"{still}: {ahead['dat']}/{len(targeted)} chỉ tiêu đang đạt"
        return said, _joined((*parts, *_units(results, code)))
    whole = due.total() + unknown
    word = "chỉ tiêu đến hạn đạt" if ahead else "chỉ tiêu đạt"
    parts = (
        *([f"{due['chua_dat']} chưa đạt"] if due["chua_dat"] else []),
        *rest,
        *_milestone(results, of_milestone),
        *([f"{still}: {ahead['dat']} đang đạt", *_to_do(ahead)] if ahead else []),
        *_units(results, code),
    )
    return f"{due['dat']}/{whole} {word}", _joined(parts)


def _joined(parts: tuple[str, ...]) -> str:
    return " · ".join(parts)


def _to_do(ahead: Counter[str]) -> Iterator[str]:
    if ahead["chua_dat"]:
        yield f"{ahead['chua_dat']} còn phải thực hiện"


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
    lowest = {unit.code for unit in plan.units if not plan.children(unit.code)}
    if code != plan.top or len(plan.units) == 1:
        return
    known = [entry for entry in conclusions(results, "unit") if entry.unit_code in lowest]
    is_due = any(entry.due for entry in known)
    good = sum(entry.state == (MET if is_due else ON_COURSE) for entry in known)
    word = "hoàn thành mọi chỉ tiêu đến hạn" if is_due else "đang đạt mọi chỉ tiêu"
    yield f"{good}/{len(lowest)} đơn vị {word}"
