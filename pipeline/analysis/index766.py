"""The index of Quyết định 766/QĐ-TTg: from figures to points, ranks and what the next point costs.

Points = max x min(1, rate / threshold), from the unrounded fraction, rounded half up to hundredths
for every sub-indicator before the group is summed (DOMAIN.md, "Beyond the plan"). Exact fractions.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

import msgspec

from pipeline.model import CUMULATIVE, Figure, Index, Score, Step
from pipeline.values.text import clean, key
from schemas.index766 import TOTAL, Measure, groups, measure, measures, provinces, sub_indicators

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from pipeline.aggregate.engine import Row
    from pipeline.model import Fact, Figures, Plan, Unit

_WHOLE_BP = 10_000
_POINT = 100  # in hundredths


def portal_figures(rows: Iterable[Row]) -> tuple[Figure, ...]:
    """The portal's figures in force, as aggregate gives them."""
    return tuple(Figure(unit, name, "portal", *rest) for unit, name, *rest in rows)


def index(
    plan: Plan,
    facts: Sequence[Fact],
    portal: Iterable[Row],
    disliked: dict[str, int] | None,
    reuse: dict[str, tuple[int, int]],
) -> Index:
    """All of it: figures of portal and logs, scores, and what each unit can gain."""
    figures, log = portal_figures(portal), log_figures(plan, facts, disliked, reuse)
    scored = scores(plan, figures, log, facts[0].as_of)
    return Index(figures, log, scored, steps(scored))


def log_figures(
    plan: Plan,
    facts: Sequence[Fact],
    disliked: dict[str, int] | None,
    reuse: dict[str, tuple[int, int]],
) -> Figures:
    """What our own logs say of each unit; a measure of which they say nothing has no entry.

    Satisfaction by the portal's formula: dossiers on time less those `disliked`, of all active.
    None without a rating log: nobody knows who disliked. `reuse`: unit -> dossiers reused, dossiers
    received, of the units whose exports of digitization speak of reuse; a unit above has the sums
    of those, and dossiers of the others are in no denominator.
    """
    counted = {
        (fact.unit_code, fact.indicator): (fact.numerator, fact.denominator)
        for fact in facts
        if fact.scope == "unit" and fact.period == CUMULATIVE and fact.denominator
    }
    as_of = facts[0].as_of
    if disliked is not None:
        counted |= {
            (unit, "dossier_satisfaction"): (on_time - _of_all(plan, unit, disliked), active)
            for (unit, indicator), (on_time, active) in tuple(counted.items())
            if indicator == "on_time"
        }
    counted |= _reused(plan, reuse)
    return {
        (unit, entry.id): Figure(unit, entry.id, "logs", *counted[unit, entry.logs], day=as_of)
        for unit in {unit for unit, _ in counted}
        for entry in measures()
        if (unit, entry.logs) in counted
    }


def _reused(
    plan: Plan, reuse: dict[str, tuple[int, int]]
) -> dict[tuple[str, str], tuple[int, int]]:
    """(Unit, "reuse") -> reused and received, with those below; none where nobody knows."""
    reused = {unit: count for unit, (count, _) in reuse.items()}
    received = {unit: count for unit, (_, count) in reuse.items()}
    return {
        (unit.code, "reuse"): (_of_all(plan, unit.code, reused), known)
        for unit in plan.units
        if (known := _of_all(plan, unit.code, received))
    }


def _of_all(plan: Plan, unit: str, counts: dict[str, int]) -> int:
    """Of a unit and those below it."""
    below = (entry.code for entry in plan.descendants(unit))
    return sum(counts.get(code, 0) for code in (unit, *below))


def scores(plan: Plan, portal: tuple[Figure, ...], logs: Figures, as_of: date) -> tuple[Score, ...]:
    """Every unit's sub-indicators, groups and total, in the plan's order; portal before logs.
    `as_of`: the day whose weights and thresholds hold for figures without a day.
    """
    figures = logs | {(figure.unit, figure.measure): figure for figure in portal}
    scored = [score for unit in plan.units for score in _of_unit(plan, unit, figures, as_of)]
    return _with_ranks(plan, scored)


def points(entry: Measure, figure: Figure | None) -> int | None:
    """Hundredths of a point, half up; None without a figure."""
    if figure is None:
        return None
    if figure.denominator == 0:
        return entry.max * _POINT if entry.when_none == "full" else 0
    return _rounded(min(Fraction(1), _rate(figure) * _WHOLE_BP / entry.full_bp) * entry.max)


def _rate(figure: Figure) -> Fraction:
    if figure.numerator is None or figure.denominator is None:
        return Fraction(figure.rate_bp or 0, _WHOLE_BP)
    return Fraction(figure.numerator, figure.denominator)


def _rounded(value: Fraction) -> int:
    return int(value * _POINT + Fraction(1, 2))


def _of_unit(plan: Plan, unit: Unit, figures: Figures, as_of: date) -> list[Score]:
    scored, parts = [], []
    for group in groups():
        inside = [
            _sub_indicator(plan, unit, entry, figures, as_of) for entry in sub_indicators(group.id)
        ]
        parts += inside
        scored += [*inside, _sum(unit, group.id, inside)]
    return [*scored, _sum(unit, TOTAL, parts)]


def _sub_indicator(plan: Plan, unit: Unit, entry: Measure, figures: Figures, as_of: date) -> Score:
    figure = figures.get((unit.code, entry.id))
    if entry.inherited and figure is None:
        above = (figures.get((parent.code, entry.id)) for parent in plan.ancestors(unit.code))
        figure = next(filter(None, above), None)
    entry = entry.on((figure and figure.day) or as_of)
    gained = points(entry, figure)
    if entry.provinces_only and not _is_scored_as_province(unit):
        figure, gained = None, 0
    source = figure.source if figure else ""
    known = int(gained is not None)
    return Score(
        unit.code, unit.name, entry.group, entry.id, figure, gained, entry.max, known, 1, source,
        full_bp=entry.full_bp,
    )  # fmt: skip


def _is_scored_as_province(unit: Unit) -> bool:
    """Communes and departments are not, whatever stands above them in the plan."""
    words = clean(unit.name).split()
    for office in ("UBND", "Ủy ban nhân dân"):
        if _begins(words, office):
            words = words[len(office.split()) :]
    return any(_begins(words, name) for name in provinces())


def _begins(words: list[str], name: str) -> bool:
    return key(" ".join(words[: len(name.split())])) == key(name)


def _sum(unit: Unit, group: str, parts: list[Score]) -> Score:
    most = sum(part.max_points for part in parts)
    known = [part for part in parts if part.points is not None]
    sources = {part.source for part in parts if part.figure is not None}
    source = ""
    if len(known) == len(parts) and sources:
        source = "logs" if "logs" in sources else "portal"
    total = sum(part.points or 0 for part in known) if sources else None
    return Score(unit.code, unit.name, group, "", None, total, most, len(known), len(parts), source)


def _with_ranks(plan: Plan, scored: list[Score]) -> tuple[Score, ...]:
    """Groups and totals ranked among the siblings of which the same sub-indicators are known: more
    of them are no better points. Ties share the better rank.
    """
    known: dict[tuple[str, str], list[str]] = defaultdict(list)
    for score in scored:
        if score.measure and score.points is not None:
            for group in (score.group, TOTAL):
                known[score.unit_code, group].append(score.measure)

    def peer_group(score: Score) -> tuple[str, ...]:
        place = (score.unit_code, score.group)
        return (plan.unit(score.unit_code).parent, score.group, *known[place])

    gained: dict[tuple[str, ...], list[int]] = defaultdict(list)
    placed = [score for score in scored if not score.measure and score.points is not None]
    for score in placed:
        gained[peer_group(score)].append(score.points or 0)
    for all_points in gained.values():
        all_points.sort()
    ranks = {score: gained[peer_group(score)] for score in placed}
    return tuple(_with_rank(score, ranks.get(score, [])) for score in scored)


def _with_rank(score: Score, peers: list[int]) -> Score:
    if score.points is None or not peers:
        return score
    better = len(peers) - bisect_right(peers, score.points)
    return replace(score, rank=better + 1, peers=len(peers))


def steps(scored: tuple[Score, ...]) -> tuple[Step, ...]:
    """What each unit can gain, most points per item first; nothing where no number of items helps.

    Denominators of "same" measures stay; "new" items add to both numbers.
    """
    gains = [step for score in scored if score.measure and (step := _step(score))]
    order = {unit: n for n, unit in enumerate(dict.fromkeys(s.unit_code for s in scored))}
    gains.sort(key=lambda s: (order[s.unit_code], Fraction(-s.gain, s.count), -s.gain))
    return tuple(gains)


def _step(score: Score) -> Step | None:
    entry, figure = _measure_of(score), score.figure
    if not entry.gain or figure is None or not figure.denominator or score.points is None:
        return None
    left = entry.max * _POINT - score.points
    if left <= 0:
        return None
    count = _needed(entry, figure, score.points + min(left, _POINT))
    if count is None:
        return None
    gain = (points(entry, _with(entry, figure, count)) or 0) - score.points
    full = _needed(entry, figure, entry.max * _POINT)
    return Step(score.unit_code, entry.id, count, gain, gain == left, full)


def _measure_of(score: Score) -> Measure:
    """With the weight and the threshold that it was scored by."""
    return msgspec.structs.replace(
        measure(score.measure), max=score.max_points, full_bp=score.full_bp
    )


def _with(entry: Measure, figure: Figure, count: int) -> Figure:
    """The figure with so many more items."""
    numerator, denominator = figure.numerator or 0, figure.denominator or 0
    grown = denominator + count if entry.gain == "new" else denominator
    return replace(figure, numerator=numerator + count, denominator=grown)


def _needed(entry: Measure, figure: Figure, wanted: int) -> int | None:
    """The fewest more items that give so many hundredths of a point; None where none do.

    Points round half up: half a hundredth less is enough. But where only the rounding makes new
    items full points, the rate never gets there, and nothing is promised.
    """
    numerator, denominator = figure.numerator or 0, figure.denominator or 0
    enough = Fraction(2 * wanted - 1, 2 * _POINT * entry.max) * Fraction(entry.full_bp, _WHOLE_BP)
    if entry.gain == "same":
        return _ceiling(enough * denominator - numerator)
    if wanted == entry.max * _POINT and entry.full_bp == _WHOLE_BP:
        return None
    return _ceiling((enough * denominator - numerator) / (1 - enough))


def _ceiling(value: Fraction) -> int:
    return -int(-value // 1)
