"""What to do first: at most three things, for who has half a minute (plan IV.1.1, IV.1.2)."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from pipeline import notices
from pipeline.report.fewest import SOON, days_left
from pipeline.values.text import percent
from schemas.indicators import indicators

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Fact
    from pipeline.report.content import Content
    from pipeline.report.fewest import Row
    from schemas.indicators import Indicator

_MOST, _MOST_NAMED = 3, 3
_NOBODY = "chưa rõ cán bộ"


def priorities(content: Content) -> list[str]:
    """Overdue dossiers, what keeps the figures from being relied on, then the unmet targets that
    the fewest dossiers turn, then what is due soon; a sentence each.
    """
    every = (
        *_overdue(content),
        *(f"Bổ sung số liệu: {reason}." for reason in notices.unreliable(content.results)[:1]),
        *_targets(content),
        *_due_soon(content),
    )
    return list(islice(every, _MOST))


def _overdue(content: Content) -> Iterator[str]:
    if overdue := notices.overdue(content.results):
        late = [row for row, left in _unfinished(content) if left < 0]
        yield f"{overdue} {_by_official(late)}." if late else overdue


def _due_soon(content: Content) -> Iterator[str]:
    if soon := [row for row, left in _unfinished(content) if 0 <= left <= SOON]:
        yield f"Giải quyết {len(soon)} hồ sơ đến hạn trong {SOON} ngày tới: {_by_official(soon)}."


def _unfinished(content: Content) -> Iterator[tuple[Row, int]]:
    """Dossiers that wait for nobody outside, and how many days each has left."""
    for row in content.rows:
        left = days_left(row, content.results.as_of)
        if left is not None and not row["is_waiting"]:
            yield row, left


def _by_official(rows: list[Row]) -> str:
    counts = Counter(row["official"] or _NOBODY for row in rows).most_common()
    named = ", ".join(f"{official} {count}" for official, count in counts[:_MOST_NAMED])
    rest = len(counts) - _MOST_NAMED
    return f"{named} và {rest} cán bộ khác" if rest > 0 else named


def _targets(content: Content) -> Iterator[str]:
    """Of the main indicators that may still be met, the smallest shortfall first; of several units
    their sum.
    """
    lowest = [unit.code for unit in content.results.plan.lowest]
    found = []
    for entry in indicators():
        facts = [content.facts.of_unit(code, entry.id) for code in lowest] if entry.main else []
        unmet = [fact for fact in facts if fact.status == "chua_dat"]
        if unmet:
            found.append((sum(fact.shortfall or 0 for fact in unmet), entry, unmet))
    for missing, entry, unmet in sorted(found, key=lambda one: one[0]):
        if len(lowest) > 1 or missing <= _winnable(content, unmet[0]):
            yield _target(entry, unmet, missing, is_alone=len(lowest) == 1)


def _target(entry: Indicator, unmet: list[Fact], missing: int, *, is_alone: bool) -> str:
    if not is_alone:
        most = max(unmet, key=lambda fact: fact.shortfall or 0)
        return (
            f"{entry.heading}: {len(unmet)} đơn vị chưa đạt, thiếu {missing} {entry.counted}, "
            f"nhiều nhất là {most.unit} ({most.shortfall})."
        )
    target = percent(unmet[0].target_bp)
    return f"{entry.heading}: làm thêm {missing} {entry.counted} là đạt {target}."


def _winnable(content: Content, fact: Fact) -> int:
    """How many of what an unmet target lacks may still be done: all where nobody knows."""
    return next((way.winnable for way in content.ways if way.fact == fact), fact.shortfall or 0)
