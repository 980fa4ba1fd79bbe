"""Theo cán bộ: who met the targets that are due and who did not (plan IV.4.1), and by how much."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_rowcol_to_cell

from pipeline.model import CUMULATIVE, MIDDLE
from pipeline.report.conclusions import MET, MISSED, ON_COURSE, OPEN, UNKNOWN, conclusions, words
from pipeline.report.content import MANY_UNITS
from pipeline.report.layout.cells import Live
from pipeline.report.layout.charts import ranking
from pipeline.report.layout.page import Column, Page
from pipeline.report.live_cells import live_rate, live_shortfall
from pipeline.report.variances import INDICATOR, MEASURES, measures, units_of
from schemas.indicators import Indicator, indicator, indicators

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Fact
    from pipeline.report.conclusions import Conclusion
    from pipeline.report.content import Content

_OFFICIAL = Column("Cán bộ", "wrapped", 22)
_CONCLUDED = (
    Column("Kết luận", "status_text", 20),
    Column("Chỉ tiêu đạt", "count", 8),
    Column("Có số liệu", "count", 8),
    Column("Thiếu (lượt hồ sơ)", "count", 9),
)
_DRAWN = 25  # officials of the chart

_Officials = list[tuple[tuple[str, str], dict[str, "Fact"]]]  # unit code, name -> by indicator


def write_officials(page: Page, content: Content) -> None:
    """A row an official with the conclusion; below it each official's targets one by one."""
    page.line("CÁN BỘ HOÀN THÀNH VÀ CHƯA HOÀN THÀNH CHỈ TIÊU", "title")
    concluded = {(e.unit_code, e.official): e for e in conclusions(content.results, "official")}
    for note in _notes(content, concluded):
        page.line(note, "note")
    officials, shown = _officials(content), _judged(content)
    columns = _columns(content, shown)
    top = page.row + 1
    rows = (
        _official_row(page, content, facts, shown, concluded.get(place), len(columns))
        for place, facts in officials
    )
    count = page.table(columns, rows)
    page.shown = len(columns) - len(shown)
    _colour(page, content, top, count, _are_due(concluded, shown), len(columns))
    if len(content.results.plan.units) <= MANY_UNITS:
        first = len(units_of(content))
        drawn = [(place[1], _missing(facts, shown)) for place, facts in officials[:_DRAWN]]
        ranking(page, content.book, top, drawn, name=first, value=first + 4)
    page.on_paper = (page.row, page.shown)
    page.gap()
    _write_variances(page, content, columns)


def _columns(content: Content, shown: list[Indicator]) -> list[Column]:
    """As wide, and at least as many, as the table below needs; the last ones only count."""
    columns = [
        *units_of(content), _OFFICIAL, *_CONCLUDED,
        *(Column(entry.heading, "percent", 10.5) for entry in shown),
    ]  # fmt: skip
    spare = Column("", "plain", 0)
    pairs = zip_longest(columns, _below(content), fillvalue=spare)
    missing = [Column(f"Thiếu: {entry.heading}", "count", 11) for entry in shown]
    return [*(replace(one, width=max(one.width, other.width)) for one, other in pairs), *missing]


def _below(content: Content) -> list[Column]:
    return [*units_of(content), _OFFICIAL, INDICATOR, *MEASURES]


def _write_variances(page: Page, content: Content, above: list[Column]) -> None:
    """Every official and indicator, the largest shortfall first."""
    page.line("Chênh lệch từng chỉ tiêu của từng cán bộ, thiếu nhiều nhất ở trên", "strong")
    pairs = zip(_below(content), above, strict=False)
    columns = [replace(column, width=wide.width) for column, wide in pairs]
    page.table(columns, _variance_rows(page, content), name="ChenhLechCanBo")
    page.sheet.freeze_panes(0, len(units_of(content)) + 1)


def _variance_rows(page: Page, content: Content) -> Iterator[list[Any]]:
    has_units = bool(units_of(content))
    for fact in sorted(content.facts.cumulative("official"), key=lambda f: -(f.shortfall or 0)):
        about = [*([fact.unit] if has_units else []), fact.official]
        about.append(indicator(fact.indicator).heading)
        yield [*about, *measures(content, fact, page.row, len(about))]


def _notes(content: Content, concluded: dict[tuple[str, str], Conclusion]) -> Iterator[str]:
    """What a conclusion is drawn from."""
    plan = content.results.plan
    yield (
        "Hoàn thành: đạt mọi chỉ tiêu đã đến hạn, và có số liệu của ít nhất một nửa số chỉ tiêu "
        "được giao. Công khai minh bạch chỉ tính theo đơn vị. Bấm vào tỷ lệ để xem từng hồ sơ."
    )
    has_milestone = any(fact.period == MIDDLE for e in concluded.values() for fact in e.due)
    if has_milestone and plan.day50:
        yield (
            f"Kết luận theo mốc {plan.middle_label}: chỉ tiêu mà mốc sau giao cao hơn thì xét kết "
            f"quả đến hết ngày {plan.day50:%d/%m/%Y}. Các cột sau so với chỉ tiêu phải đạt đến "
            f"{plan.deadline(content.results.as_of):%d/%m/%Y}."
        )


def _judged(content: Content) -> list[Indicator]:
    """Indicators that officials are judged by: the main ones, and others that the plan targets."""
    targeted = {target.indicator for target in content.results.plan.targets}
    measured = {fact.indicator for fact in content.facts.cumulative("official")}
    return [
        i for i in indicators() if i.id in measured and (i.main or i.id in targeted)
    ]  # fmt: skip


def _officials(content: Content) -> _Officials:
    """In the order of their units, who lacks most first."""
    by_official: dict[tuple[str, str], dict[str, Fact]] = defaultdict(dict)
    for fact in content.facts.cumulative("official"):
        by_official[fact.unit_code, fact.official][fact.indicator] = fact
    order = {unit.code: number for number, unit in enumerate(content.results.plan.units)}
    shown = _judged(content)
    return sorted(
        by_official.items(),
        key=lambda entry: (order[entry[0][0]], -_missing(entry[1], shown), entry[0][1]),
    )


def _missing(by_indicator: dict[str, Fact], shown: list[Indicator]) -> int:
    facts = (by_indicator.get(entry.id) for entry in shown)
    return sum(fact.shortfall or 0 for fact in facts if fact)


def _official_row(
    page: Page,
    content: Content,
    by_indicator: dict[str, Fact],
    shown: list[Indicator],
    concluded: Conclusion | None,
    width: int,
) -> list[Any]:
    """Conclusion, counts, the rate of every indicator shown; in the last of `width` columns what
    each lacks.
    """
    known = next(iter(by_indicator.values()))
    about = [*([known.unit] if units_of(content) else []), known.official]
    whose = str(content.key(known))
    rates = [live_rate(content, by_indicator.get(i.id), whose) for i in shown]
    missing = [live_shortfall(content, by_indicator.get(i.id), whose) for i in shown]
    judged = [f for i in shown if (f := by_indicator.get(i.id)) and f.status in ("dat", "chua_dat")]
    first = width - len(shown)
    area = f"{_cell(page.row, first)}:{_cell(page.row, first + len(shown) - 1)}"
    met, total = _cell(page.row, len(about) + 1), _cell(page.row, len(about) + 2)
    return [
        *about,
        _conclusion(content, concluded, met, total),
        Live(f"=COUNTIF({area},0)", sum(fact.status == "dat" for fact in judged)),
        Live(f"=COUNT({area})", len(judged)),
        Live(f"=SUM({area})", sum(fact.shortfall or 0 for fact in judged)),
        *rates, *[None] * (first - len(about) - len(_CONCLUDED) - len(rates)), *missing,
    ]  # fmt: skip


def _cell(row: int, column: int) -> str:
    return str(xl_rowcol_to_cell(row, column))


def _conclusion(content: Content, concluded: Conclusion | None, met: str, total: str) -> str | Live:
    """Follows the counts beside it (their cells) where these are what it is drawn from: all of them
    due, or none; what was reached on a milestone is in no cell.
    """
    if concluded is None:
        return "–"
    named = words(content.results)
    if concluded.due and concluded.ahead:
        return named[concluded.state]
    good, bad = (MET, MISSED) if concluded.due else (ON_COURSE, OPEN)
    reached = UNKNOWN if concluded.state == UNKNOWN else good
    formula = f'=IF({total}=0,"–",IF({met}={total},"{named[reached]}","{named[bad]}"))'
    return Live(formula, named[concluded.state])


def _are_due(concluded: dict[tuple[str, str], Conclusion], shown: list[Indicator]) -> list[bool]:
    """Of each indicator shown, whether its target is due."""
    due = {
        fact.indicator
        for entry in concluded.values()
        for fact in entry.due
        if fact.period == CUMULATIVE
    }
    return [entry.id in due for entry in shown]


def _colour(
    page: Page, content: Content, top: int, count: int, are_due: list[bool], width: int
) -> None:
    """Rates in the colour of what they lack, bad only where the target is due; the verdict by its
    sign.
    """
    if not count:
        return
    verdict = len(units_of(content)) + 1
    page.judge(top, verdict, top + count - 1, verdict)
    for number, is_due in enumerate(are_due):
        missing = _cell(top, width - len(are_due) + number)
        rules = {"good": f"=AND(ISNUMBER({missing}),{missing}=0)"}
        if is_due:
            rules["bad"] = f"=AND(ISNUMBER({missing}),{missing}>0)"
        column = verdict + len(_CONCLUDED) + number
        for role, rule in rules.items():
            options = {"type": "formula", "criteria": rule, "format": page.theme.highlight(role)}
            page.sheet.conditional_format(top, column, top + count - 1, column, options)
