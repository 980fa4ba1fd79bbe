"""Units, officials and fields as tables, those that have most to do first."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pipeline import notices
from pipeline.report.conclusions import MET, MISSED, ON_COURSE, OPEN, UNKNOWN, conclusions, words
from pipeline.report.dashboard.nodes import node
from pipeline.report.dashboard.verdict import BAD, GOOD, NONE, judged
from pipeline.report.dashboard.verdict import OPEN as STILL_OPEN
from pipeline.values.text import grouped, percent, short_percent
from schemas.indicators import indicators

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from lxml import etree

    from pipeline.model import Fact, Plan, Results, Standing, Unit
    from pipeline.report.facts import Facts
    from schemas.indicators import Indicator

MOST_UNITS, MOST_OFFICIALS, MOST_FIELDS = 200, 300, 200  # rows; all are in the workbook
CONCLUDED = "Kết luận"  # the widest column of figures
# Rows of a table on the one page: below a banner of several reasons, and where there is more room.
_PRINTED, _PRINTED_OF_ONE, _MORE, _MORE_OF_ONE = 5, 10, 9, 15
_STATES = {MET: GOOD, ON_COURSE: GOOD, MISSED: BAD, OPEN: STILL_OPEN, UNKNOWN: NONE}
_SIGNS = {GOOD: "✔ ", BAD: "✘ "}  # what colour says, for paper without any
_FIRST = {BAD: 0, STILL_OPEN: 1, NONE: 2, GOOD: 3}  # who is spoken of first
Measured = dict[str, "Fact"]  # by indicator


def lists(results: Results, facts: Facts) -> list[etree._Element]:
    """Units where there are several, officials, fields."""
    several = len(results.plan.units) > 1
    is_short = len(notices.unreliable(results)) <= 1
    below_banner, below_little = (_PRINTED, _MORE) if several else (_PRINTED_OF_ONE, _MORE_OF_ONE)
    printed = str(below_little if is_short else below_banner)
    found = [_units(results, facts, printed)] if several else []
    return [*found, _officials(results, facts, printed), _fields(results, facts, printed)]


def keys(plan: Plan) -> dict[str, int]:
    """The number by which the page knows each unit, from 1."""
    return {unit.code: number for number, unit in enumerate(plan.units, start=1)}


def shown_units(results: Results) -> list[Unit]:
    """Siblings together, the best first; of too many only those above others, then the first."""
    plan = results.plan
    ranked = [unit for unit in _ranked(results) if unit.code != plan.top]
    if len(ranked) > MOST_UNITS:
        ranked = [unit for unit in ranked if plan.children(unit.code)] or ranked
    return ranked[:MOST_UNITS]


def _ranked(results: Results) -> list[Unit]:
    plan = results.plan
    places = {
        standing.unit_code: standing.overall.place
        for standing in results.analysis.standings
        if standing.overall
    }
    last = len(plan.units) + 1
    return [
        unit
        for parent in ("", *(unit.code for unit in plan.units))
        for unit in sorted(plan.children(parent), key=lambda unit: places.get(unit.code, last))
    ]


def _units(results: Results, facts: Facts, printed: str) -> etree._Element:
    plan, named, order = results.plan, words(results), keys(results.plan)
    main = [entry for entry in indicators() if entry.main]
    concluded = {entry.unit_code: entry.state for entry in conclusions(results, "unit")}
    standings = {standing.unit_code: standing for standing in results.analysis.standings}
    shown, whole = shown_units(results), len(plan.units) - (1 if plan.top else 0)
    rows = [
        node(
            "row",
            *_of_standing(standings[unit.code]),
            _conclusion(concluded.get(unit.code), named),
            *(_rate(results, facts.of_unit(unit.code, entry.id)) for entry in main),
            name=unit.name,
            of=_of(plan, order, unit.code),
            about=plan.unit(unit.parent).name if unit.parent and unit.parent != plan.top else None,
        )
        for unit in shown
    ]
    heads = ("Hạng", "Đang đạt / giao", CONCLUDED, *(entry.heading for entry in main))
    return _list(
        "don-vi", "Đơn vị", heads, rows, printed, _cut(len(rows), whole, "đơn vị", results)
    )


def _of_standing(standing: Standing) -> list[etree._Element]:
    rank = str(standing.overall) if standing.overall else "–"
    return [node("cell", text=rank), node("cell", text=f"{standing.met}/{standing.targets}")]


def _officials(results: Results, facts: Facts, printed: str) -> etree._Element:
    """Who has missed what is due first, then who lacks most."""
    plan, named, order = results.plan, words(results), keys(results.plan)
    states = {(e.unit_code, e.official): e.state for e in conclusions(results, "official")}
    measured = _measured(facts, "official")
    people = sorted(
        measured,
        key=lambda who: (_rank(states.get(who)), -_missing(measured[who]), order[who[0]], who[1]),
    )
    shown = _judging(plan)
    rows = [
        node(
            "row",
            _conclusion(states.get((code, name)), named),
            node("cell", text=grouped(_missing(measured[code, name]))),
            *(_rate(results, measured[code, name].get(entry.id)) for entry in shown),
            name=name,
            of=_of(plan, order, code),
            official=str(number),
            about=plan.unit(code).name if len(plan.units) > 1 else None,
        )
        for number, (code, name) in enumerate(people[:MOST_OFFICIALS], start=1)
    ]
    heads = (CONCLUDED, "Thiếu (lượt)", *(entry.heading for entry in shown))
    cut = _cut(len(rows), len(people), "cán bộ", results)
    return _list("can-bo", "Cán bộ", heads, rows, printed, cut)


def _fields(results: Results, facts: Facts, printed: str) -> etree._Element:
    """Where most is missing first."""
    plan, order = results.plan, keys(results.plan)
    measured = _measured(facts, "field")
    fields = sorted(
        measured, key=lambda place: (-_missing(measured[place]), order[place[0]], place[1])
    )
    shown = _judging(plan)
    rows = [
        node(
            "row",
            node("cell", text=grouped(_missing(measured[code, name]))),
            *(_rate(results, measured[code, name].get(entry.id)) for entry in shown),
            name=name,
            of=_of(plan, order, code),
            about=plan.unit(code).name if len(plan.units) > 1 else None,
        )
        for code, name in fields[:MOST_FIELDS]
    ]
    heads = ("Thiếu (lượt)", *(entry.heading for entry in shown))
    cut = _cut(len(rows), len(fields), "lĩnh vực", results)
    return _list("linh-vuc", "Lĩnh vực", heads, rows, printed, cut)


def _judging(plan: Plan) -> list[Indicator]:
    """What officials and fields are judged by: the main ones, and others that have a target."""
    targeted = {target.indicator for target in plan.targets}
    return [e for e in indicators("dossier", "rating") if e.main or e.id in targeted]


def _measured(facts: Facts, scope: str) -> dict[tuple[str, str], Measured]:
    """Cumulative facts by unit code and official or field."""
    found: dict[tuple[str, str], Measured] = defaultdict(dict)
    for fact in facts.cumulative(scope):
        found[fact.unit_code, fact.official or fact.field][fact.indicator] = fact
    return found


def _missing(measured: Measured) -> int:
    return sum(fact.shortfall or 0 for fact in measured.values())


def _rank(state: str | None) -> int:
    return _FIRST[_STATES[state] if state else NONE]


def _conclusion(state: str | None, named: Mapping[str, str]) -> etree._Element:
    if state is None:
        return node("cell", text="–")
    return node("cell", text=named[state], state=_STATES[state])


def _rate(results: Results, fact: Fact | None) -> etree._Element:
    """The rate, what it lacks and of which target."""
    if fact is None or fact.rate_bp is None:
        return node("cell", text="–")
    state, _ = judged(results, fact)
    missing = f"thiếu {grouped(fact.shortfall)}" if fact.shortfall else None
    given = "" if fact.target_bp is None else f", giao {short_percent(fact.target_bp)}"
    counted = f"{grouped(fact.numerator)}/{grouped(fact.denominator)}{given}"
    text = f"{_SIGNS.get(state, '')}{percent(fact.rate_bp)}"
    return node("cell", text=text, state=state, below=missing, about=counted)


def _of(plan: Plan, order: Mapping[str, int], code: str) -> str:
    """The keys of a unit and of those above it, by which rows are chosen."""
    above = (unit.code for unit in plan.ancestors(code))
    return " ".join(str(order[each]) for each in (code, *above))


def _cut(shown: int, whole: int, word: str, results: Results) -> str | None:
    """What says that there are more."""
    if shown == whole:
        return None
    return (
        f"Ở đây có {grouped(shown)} trong {grouped(whole)} {word}; còn "
        f"{grouped(whole - shown)} nữa, xem tệp {results.output('phu-luc-ii', '.xlsx')}."
    )


def _list(
    name: str,
    heading: str,
    heads: Iterable[str],
    rows: list[etree._Element],
    printed: str,
    cut: str | None,
) -> etree._Element:
    columns = [node("column", heading=head) for head in heads]
    for row in rows[int(printed) :]:
        row.set("beyond", "1")
    counted = grouped(len(rows))
    return node(
        "list", *columns, *rows, name=name, heading=heading, printed=printed, cut=cut, count=counted
    )
