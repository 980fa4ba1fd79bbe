"""Phụ lục II as issued, and the same form with results (FORM.md)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.report.layout import cells
from pipeline.report.layout.cells import Link, Live, Styled
from pipeline.report.layout.page import Page
from pipeline.values.dates import official_day
from pipeline.values.text import short_percent
from schemas.indicators import Indicator, indicators

if TYPE_CHECKING:
    from pipeline.model import Fact, Plan, Unit
    from pipeline.report.content import Content

_AND_MAINTAINED = " và duy trì trong thời gian tiếp theo"
_TITLE = (
    "Giao chỉ tiêu cụ thể của {body} được giao theo tiến độ {milestones} và thời gian thực hiện "
    "tiếp theo"
)
_LEVELS = ("xã", "phường", "thị trấn", "huyện", "quận", "thị xã", "thành phố", "tỉnh")

_DATE_WIDTH = 9.5  # dd/mm/yyyy on one line

Cell = Callable[[str, str, int], Any]  # unit code, indicator and row -> what stands there


@dataclass(frozen=True)
class _Group:
    """An indicator's columns: heading, role, and what stands in each for a unit."""

    heading: str
    columns: tuple[tuple[str, str, Cell], ...]


def write_form(page: Page, content: Content) -> None:
    """Phụ lục II: 17 columns, a row a unit, ready to print."""
    plan = content.results.plan
    groups = [_Group(i.heading, _targets(plan, i)) for i in indicators() if i.main]
    body = _body(plan.issuer)
    issued = official_day(plan.issued) if plan.issued else "…"
    note = f"(Kèm theo Kế hoạch số {plan.number} ngày {issued} của {body})"
    milestones = ", ".join(filter(None, (plan.middle_label, plan.end_label)))
    title = _TITLE.format(body=body, milestones=milestones)
    _write(page, plan, groups, ("PHỤ LỤC II", title, note), width=8.5)


def _body(issuer: str) -> str:
    """The issuing body as its own papers name it: "UBND xã" of "UBND xã Ia Ake"."""
    bodies = (f"UBND {level}" for level in sorted(_LEVELS, key=len, reverse=True))
    return next((body for body in bodies if issuer.startswith(f"{body} ")), issuer)


def write_results_form(page: Page, content: Content) -> None:
    """The same form with what was reached and the variance beside every target."""
    results, plan = content.results, content.results.plan
    groups = [
        _Group(i.heading, (*_targets(plan, i), *_reached(content))) for i in indicators() if i.main
    ]
    titles = (
        "KẾT QUẢ THỰC HIỆN CHỈ TIÊU ĐƯỢC GIAO",
        f"Số liệu từ {plan.start:%d/%m/%Y} đến {results.as_of:%d/%m/%Y}",
        f"(Theo Phụ lục II, Kế hoạch số {plan.number}; chênh lệch so với chỉ tiêu đang áp dụng)",
    )
    _write(page, plan, groups, titles, width=6.8)


def _targets(plan: Plan, indicator: Indicator) -> tuple[tuple[str, str, Cell], ...]:
    def shown(name: str) -> Cell:
        def text(unit: str, indicator_id: str, _row: int) -> str:
            target = plan.target(unit, indicator_id)
            return short_percent(getattr(target, name)) if target else ""

        return text

    baseline = (f"Năm {plan.start.year - 1}", "form_cell", shown("baseline_bp"))
    middle, end = plan.middle_label, plan.end_label
    if not middle:
        return (baseline, (f"Chỉ tiêu {end}{_AND_MAINTAINED}", "form_cell", shown("day100_bp")))
    day50 = (f"Chỉ tiêu {middle}", "form_cell", shown("day50_bp"))
    if indicator.has_both_milestones:
        return (baseline, day50, (f"{end}{_AND_MAINTAINED}", "form_cell", shown("day100_bp")))
    return (baseline, (f"{day50[0]}{_AND_MAINTAINED}", *day50[1:]))


def _reached(content: Content) -> tuple[tuple[str, str, Cell], ...]:
    """The rate, counted from the marks of the unit in column A, and its variance beside it."""

    def counts(fact: Fact, row: int) -> tuple[str, str] | None:
        is_tree = content.results.plan.is_tree  # then the first column is no key
        return content.counts(fact, str(content.key(fact)) if is_tree else f"$A{row + 1}")

    def rate(unit: str, indicator_id: str, row: int) -> Any:
        fact = content.facts.of_unit(unit, indicator_id)
        if (counted := counts(fact, row)) is None:
            return fact.rate_bp
        shown = Live(f"={cells.rate(*counted)}", fact.rate_bp)
        place = content.place(fact)
        return Link(shown, place, "Xem từng hồ sơ") if place else shown

    def variance(unit: str, indicator_id: str, row: int) -> Any:
        fact = content.facts.of_unit(unit, indicator_id)
        if fact.target_bp is None or (counted := counts(fact, row)) is None:
            return fact.variance_bp
        shown = cells.variance(cells.rate(*counted), str(fact.target_bp))
        return Live(f"={shown}", fact.variance_bp)

    day = f"Thực hiện đến {content.results.as_of:%d/%m/%Y}"
    return (day, "form_rate", rate), ("Chênh lệch (điểm %)", "form_points", variance)


def _write(
    page: Page, plan: Plan, groups: list[_Group], titles: tuple[str, str, str], width: float
) -> None:
    last = 1 + sum(len(group.columns) for group in groups)
    for text, role in zip(titles, ("form_title", "form_title", "form_note"), strict=True):
        page.sheet.merge_range(page.row, 0, page.row, last, text, page.theme[role])
        page.row += 1
    page.gap()
    top = page.row
    _write_header(page, groups, width)
    for unit, number in zip(plan.units, _numbers(plan), strict=True):
        _write_unit(page, number, unit, groups, is_total=bool(plan.children(unit.code)))
    page.sheet.freeze_panes(top + 3, 2)
    page.sheet.repeat_rows(top, top + 2)
    page.sheet.print_area(0, 0, page.row - 1, last)
    page.sheet.center_horizontally()


def _write_header(page: Page, groups: list[_Group], width: float) -> None:
    """Three rows as the plan's table: groups, sub-columns over two rows, merged."""
    sheet, heading, top = page.sheet, page.theme["form_heading"], page.row
    sheet.set_column(0, 0, 4.5)
    sheet.set_column(1, 1, 14)
    sheet.merge_range(top, 0, top + 2, 0, "TT", heading)
    sheet.merge_range(top, 1, top + 2, 1, "Địa phương", heading)
    column, dates = 2, []
    for group in groups:
        end = column + len(group.columns) - 1
        sheet.merge_range(top, column, top, end, group.heading, heading)
        for index, (name, _, _) in enumerate(group.columns, start=column):
            sheet.merge_range(top + 1, index, top + 2, index, name, heading)
            if "/" in name:
                dates.append(index)
        column = end + 1
    sheet.set_column(2, column - 1, width)
    for index in dates:
        sheet.set_column(index, index, _DATE_WIDTH)
    sheet.set_row(top, 36)
    sheet.set_row(top + 1, 75)
    sheet.set_row(top + 2, 75)
    page.row = top + 3


def _numbers(plan: Plan) -> list[int | str]:
    """1, 2, 3 among siblings; I, II, III for those with units below them, none for the top."""
    numbers: dict[str, int | str] = {}
    for parent in ("", *(unit.code for unit in plan.units)):
        upper = [unit for unit in plan.children(parent) if plan.children(unit.code)]
        lower = [unit for unit in plan.children(parent) if not plan.children(unit.code)]
        numbers |= {unit.code: number for number, unit in enumerate(lower, start=1)}
        numbers |= {unit.code: _roman(number) for number, unit in enumerate(upper, start=1)}
    if plan.is_tree and plan.top:
        numbers[plan.top] = ""
    return [numbers[unit.code] for unit in plan.units]


def _roman(number: int) -> str:
    numeral = ""
    for value, letters in ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"),
                           (5, "V"), (4, "IV"), (1, "I")):  # fmt: skip
        numeral += letters * (number // value)
        number %= value
    return numeral


def _write_unit(
    page: Page, number: int | str, unit: Unit, groups: list[_Group], *, is_total: bool
) -> None:
    """A unit's row; that of a unit with others below it is a row of totals."""
    columns = [
        (role, cell(unit.code, indicator.id, page.row))
        for group, indicator in zip(groups, (i for i in indicators() if i.main), strict=True)
        for _, role, cell in group.columns
    ]
    page.sheet.set_row(page.row, 30)
    values: list[Any] = [number, unit.name, *(value for _, value in columns)]
    roles = ["form_cell", "form_cell", *(role for role, _ in columns)]
    if is_total:
        values = [Styled(v, f"{role}_total") for v, role in zip(values, roles, strict=True)]
    page.write_row(values, roles)
