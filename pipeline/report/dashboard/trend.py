"""How an indicator went from window to window, drawn in units that need no rounding: a hundredth of
a percent is one step down, a window a hundred to the right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.report.dashboard.nodes import node
from pipeline.report.facts import is_recorded
from pipeline.values.text import grouped, percent, short_percent

if TYPE_CHECKING:
    from lxml import etree

    from pipeline.model import Fact, Period, Results
    from pipeline.report.facts import Facts
    from schemas.indicators import Indicator

_WIDTH, _MARGIN = 100, 14  # of a window, and left free on both sides of its bar
_WHOLE_BP = 10_000
# Windows; beyond that their rates, then their numbers, would run into each other.
_MOST_LABELLED, _MOST_NUMBERED, _NUMBERED = 7, 16, 10


def trend(results: Results, facts: Facts, code: str, entry: Indicator) -> etree._Element:
    """A bar a window, none where there is no data; the target in force as a line of steps."""
    _, *windows = results.plan.periods(results.as_of)
    rows = [facts.of_unit(code, entry.id, window.name) for window in windows]
    records = results.inputs.last_records
    known = [
        fact if fact.rate_bp is not None and is_recorded(records, entry, window.start) else None
        for fact, window in zip(rows, windows, strict=True)
    ]
    return node(
        "trend",
        *(
            _window(number, window, fact, len(windows))
            for number, (window, fact) in enumerate(zip(windows, known, strict=True))
        ),
        width=str(_WIDTH * len(windows)),
        steps=_steps([fact.target_bp for fact in rows]),
        finding=_finding(results, entry, known),
    )


def _window(place: int, window: Period, fact: Fact | None, count: int) -> etree._Element:
    """`place` of `count`, from 0."""
    number, is_labelled = place + 1, count <= _MOST_LABELLED
    is_numbered = count <= _MOST_NUMBERED or number in (1, count) or number % _NUMBERED == 0
    shown = str(number) if is_numbered else None
    days = f"Kỳ {number} ({window.start:%d/%m} đến {window.end:%d/%m})"
    if fact is None or fact.rate_bp is None:
        label = "–" if is_labelled else None
        return node("gap", number=shown, label=label, about=f"{days}: không có số liệu")
    return node(
        "bar",
        number=shown,
        label=short_percent(fact.rate_bp) if is_labelled else None,
        about=f"{days}: {percent(fact.rate_bp)} {_counted(fact)}",
        x=str(_WIDTH * place + _MARGIN),
        width=str(_WIDTH - 2 * _MARGIN),
        y=str(_WHOLE_BP - fact.rate_bp),
        height=str(fact.rate_bp),
    )


def _counted(fact: Fact) -> str:
    given = "" if fact.target_bp is None else f", giao {short_percent(fact.target_bp)}"
    return f"({grouped(fact.numerator)}/{grouped(fact.denominator)}{given})"


def _steps(targets: list[int | None]) -> str:
    """A path over the windows, broken where there is no target."""
    path, before = [], None
    for number, target in enumerate(targets):
        if target is not None:
            y = _WHOLE_BP - target
            begin = f"M{_WIDTH * number} {y}" if before is None else f"V{y}"
            path.append(f"{begin}H{_WIDTH * (number + 1)}")
        before = target
    return "".join(path)


def _finding(results: Results, entry: Indicator, known: list[Fact | None]) -> str:
    """What the drawing shows, for who can't see it."""
    named = f"{entry.heading}, từng kỳ {results.plan.cycle_days} ngày"
    shown = [(n, fact) for n, fact in enumerate(known, start=1) if fact]
    if not shown:
        return f"{named}: không có số liệu."
    rates = "; ".join(f"kỳ {number} {percent(fact.rate_bp)}" for number, fact in shown)
    judged = [fact for _, fact in shown if fact.target_bp is not None]
    met = sum(fact.status == "dat" for fact in judged)
    count = f"{met}/{len(judged)} kỳ có số liệu đạt mức giao; " if judged else ""
    gaps = len(known) - len(shown)
    missing = f"; {gaps} kỳ không có số liệu" if gaps else ""
    return f"{named}: {count}{rates}{missing}."
