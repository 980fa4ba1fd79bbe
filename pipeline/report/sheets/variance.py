"""Chênh lệch: what is ahead, what is behind, by how many dossiers, whose they are."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_rowcol_to_cell

from pipeline.model import CUMULATIVE, MIDDLE, Fact
from pipeline.report.conclusions import MET, MISSED, ON_COURSE, OPEN, UNKNOWN, conclusions, words
from pipeline.report.content import MANY_UNITS
from pipeline.report.facts import status_words
from pipeline.report.layout import cells
from pipeline.report.layout.cells import Link, Live
from pipeline.report.layout.charts import ranking
from pipeline.report.layout.page import Column, Page
from pipeline.report.live_cells import linked, live_rate, live_shortfall
from schemas.indicators import Indicator, indicators

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.report.conclusions import Conclusion
    from pipeline.report.content import Content

_MEASURES = (
    Column("Chỉ tiêu", "wrapped", 34),
    Column("Số đạt", "count", 10),
    Column("Tổng số", "count", 10),
    Column("Kết quả", "percent", 11),
    Column("Giao", "percent", 11),
    Column("Chênh lệch (điểm %)", "decimal", 12),
    Column("Còn thiếu (hồ sơ)", "count", 11),
    Column("Đánh giá", "status", 18),
)
_NUMBER = Column("TT", "key", 5)
_UNIT = Column("Đơn vị", "wrapped", 20)
_MOST_LINKS = 60_000  # of a sheet; Excel takes 65,530
_HEADINGS = {indicator.id: indicator.heading for indicator in indicators()}


def measures(content: Content, fact: Fact, row: int, column: int, key: str) -> list[Any]:
    """The cells of _MEASURES behind the indicator's, from `column` on; `key` as Content.counts."""
    if not fact.denominator:  # no data is no 0
        return [None, None, None, fact.target_bp, None, None, fact.status]
    counts, words = content.counts(fact, key), status_words(content.results, fact)
    if counts is None:
        return [fact.numerator, fact.denominator, fact.rate_bp, fact.target_bp, fact.variance_bp,
                fact.shortfall, words[fact.status]]  # fmt: skip
    n, d, rate, target = (xl_rowcol_to_cell(row, column + offset) for offset in range(4))
    shown: Any = Live(f"={cells.rate(n, d)}", fact.rate_bp)
    live = [
        Live(f"={counts[0]}", fact.numerator),
        Live(f"={counts[1]}", fact.denominator),
        linked(content, fact, shown),
        fact.target_bp,
    ]
    if fact.target_bp is None:
        return [*live, None, None, ""]
    bp = cells.basis(target)
    return [
        *live,
        Live(f"={cells.variance(rate, bp)}", fact.variance_bp),
        Live(f"={cells.shortfall(n, d, bp)}", fact.shortfall),
        Live(f"={cells.status(n, d, bp, words)}", words[fact.status]),
    ]


def _rows(page: Page, content: Content, facts: Iterable[Fact], *fields: str) -> Iterator[list[Any]]:
    """Number, unit, what `fields` name of a fact, and its measures."""
    names = content.procedure_names
    for count, fact in enumerate(facts):
        key = f"$A{page.row + 1}"
        about = [names.get(fact.procedure, "(không có trong danh mục)") if field == "name"
                 else getattr(fact, field) for field in fields]  # fmt: skip
        measured = measures(content, fact, page.row, 3 + len(fields), key)
        if count >= _MOST_LINKS:
            measured[2] = measured[2].value if isinstance(measured[2], Link) else measured[2]
        yield [content.key(fact), fact.unit, *about, _HEADINGS[fact.indicator], *measured]


def write_by_unit(page: Page, content: Content) -> None:
    """Every unit and indicator."""
    page.line("CHÊNH LỆCH THEO ĐƠN VỊ VÀ CHỈ TIÊU", "title")
    rows = _rows(page, content, content.facts.cumulative("unit"))
    page.table((_NUMBER, _UNIT, *_MEASURES), rows, freeze=2, name="ChenhLechDonVi")


def write_by_official(page: Page, content: Content) -> None:
    """Every official and indicator, the largest shortfall first."""
    page.line("CHÊNH LỆCH THEO CÁN BỘ", "title")
    facts = sorted(content.facts.cumulative("official"), key=lambda fact: -(fact.shortfall or 0))
    columns = (_NUMBER, _UNIT, Column("Cán bộ", "wrapped", 26), *_MEASURES)
    rows = _rows(page, content, facts, "official")
    page.table(columns, rows, freeze=3, name="ChenhLechCanBo")


def write_by_field(page: Page, content: Content) -> None:
    """Every field and indicator."""
    page.line("CHÊNH LỆCH THEO LĨNH VỰC", "title")
    columns = (_NUMBER, _UNIT, Column("Lĩnh vực", "wrapped", 34), *_MEASURES)
    rows = _rows(page, content, content.facts.cumulative("field"), "field")
    page.table(columns, rows, freeze=3, name="ChenhLechLinhVuc")


def write_by_procedure(page: Page, content: Content) -> None:
    """Every procedure and indicator, with the procedure's name."""
    page.line("CHÊNH LỆCH THEO THỦ TỤC", "title")
    columns = (
        _NUMBER, _UNIT, Column("Mã TTHC", "text", 11), Column("Tên thủ tục", "wrapped", 56),
        *_MEASURES,
    )  # fmt: skip
    rows = _rows(page, content, content.facts.cumulative("procedure"), "procedure", "name")
    page.table(columns, rows, freeze=3, name="ChenhLechThuTuc")


def write_officials(page: Page, content: Content) -> None:
    """A row an official: who met the targets that are due and who did not (plan IV.4.1)."""
    page.line("CÁN BỘ HOÀN THÀNH VÀ CHƯA HOÀN THÀNH CHỈ TIÊU", "title")
    concluded = {(e.unit_code, e.official): e for e in conclusions(content.results, "official")}
    has_milestone = any(fact.period == MIDDLE for e in concluded.values() for fact in e.due)
    for note in _notes(content, has_milestone=has_milestone):
        page.line(note, "note")
    shown = _judged(content)
    columns = (
        _NUMBER,
        _UNIT,
        Column("Cán bộ", "wrapped", 26),
        Column("Kết luận", "status_text", 20),
        Column("Chỉ tiêu đạt", "count", 8),
        Column("Có số liệu", "count", 8),
        Column("Thiếu (lượt hồ sơ)", "count", 9),
        *(Column(indicator.heading, "percent", 11) for indicator in shown),
        *(Column(f"Thiếu: {indicator.heading}", "count", 11) for indicator in shown),
    )
    by_official: dict[tuple[str, str], dict[str, Fact]] = defaultdict(dict)
    for fact in content.facts.cumulative("official"):
        by_official[fact.unit_code, fact.official][fact.indicator] = fact
    order = {unit.code: number for number, unit in enumerate(content.results.plan.units)}
    ordered = sorted(
        by_official.items(),
        key=lambda entry: (order[entry[0][0]], -_missing(entry[1], shown), entry[0][1]),
    )
    top = page.row + 1
    rows = (
        _official_row(page, content, facts, shown, concluded.get(place)) for place, facts in ordered
    )
    count = page.table(columns, rows, freeze=3, name="CanBo")
    if count:
        due = {
            fact.indicator
            for entry in concluded.values()
            for fact in entry.due
            if fact.period == CUMULATIVE
        }
        _highlight_rates(page, top, count, [indicator.id in due for indicator in shown])
        if len(content.results.plan.units) <= MANY_UNITS:
            ranking(page, content.book, top, min(count, 25), name=2, value=6)


def _notes(content: Content, *, has_milestone: bool) -> Iterator[str]:
    """What a conclusion is drawn from."""
    plan = content.results.plan
    yield (
        "Hoàn thành: đạt mọi chỉ tiêu đã đến hạn, và có số liệu của ít nhất một nửa số chỉ tiêu "
        "được giao. Công khai minh bạch chỉ tính theo đơn vị. Bấm vào tỷ lệ để xem từng hồ sơ."
    )
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


def _missing(by_indicator: dict[str, Fact], shown: list[Indicator]) -> int:
    facts = (by_indicator.get(indicator.id) for indicator in shown)
    return sum(fact.shortfall or 0 for fact in facts if fact)


def _official_row(
    page: Page,
    content: Content,
    by_indicator: dict[str, Fact],
    shown: list[Indicator],
    concluded: Conclusion | None,
) -> list[Any]:
    """Conclusion, counts, then the rate and the shortfall of every indicator shown."""
    row, known = page.row + 1, next(iter(by_indicator.values()))
    rates = [live_rate(content, by_indicator.get(i.id), f"$A{row}") for i in shown]
    missing = [live_shortfall(content, by_indicator.get(i.id), f"$A{row}") for i in shown]
    judged = [f for i in shown if (f := by_indicator.get(i.id)) and f.status in ("dat", "chua_dat")]
    met = sum(fact.status == "dat" for fact in judged)
    first, last = 7 + len(shown), 6 + 2 * len(shown)
    area = f"{xl_rowcol_to_cell(row - 1, first)}:{xl_rowcol_to_cell(row - 1, last)}"
    return [
        content.key(known), known.unit, known.official,
        _conclusion(content, concluded, row),
        Live(f"=COUNTIF({area},0)", met),
        Live(f"=COUNT({area})", len(judged)),
        Live(f"=SUM({area})", sum(fact.shortfall or 0 for fact in judged)),
        *rates, *missing,
    ]  # fmt: skip


def _conclusion(content: Content, concluded: Conclusion | None, row: int) -> str | Live:
    """Follows the counts beside it where these are what it is drawn from: all of them due, or none;
    what was reached on a milestone is in no cell.
    """
    if concluded is None:
        return "–"
    named = words(content.results)
    if concluded.due and concluded.ahead:
        return named[concluded.state]
    good, bad = (MET, MISSED) if concluded.due else (ON_COURSE, OPEN)
    met = UNKNOWN if concluded.state == UNKNOWN else good
    formula = f'=IF(F{row}=0,"–",IF(E{row}=F{row},"{named[met]}","{named[bad]}"))'
    return Live(formula, named[concluded.state])


def _highlight_rates(page: Page, top: int, count: int, are_due: list[bool]) -> None:
    """Rates in the colour of what they lack, bad only where the target is due (`are_due`: of each
    indicator shown); the verdict by its sign.
    """
    page.judge(top, 3, top + count - 1, 3)
    for number, is_due in enumerate(are_due):
        missing = xl_rowcol_to_cell(top, 7 + len(are_due) + number)
        rules = {"good": f"=AND(ISNUMBER({missing}),{missing}=0)"}
        if is_due:
            rules["bad"] = f"=AND(ISNUMBER({missing}),{missing}>0)"
        for role, rule in rules.items():
            options = {"type": "formula", "criteria": rule, "format": page.theme.highlight(role)}
            page.sheet.conditional_format(top, 7 + number, top + count - 1, 7 + number, options)
