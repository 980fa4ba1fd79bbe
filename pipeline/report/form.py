"""Phụ lục II as issued, and the same form with results (FORM.md)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline.report.page import Page
from pipeline.values.text import percent, short_percent
from schemas.indicators import Indicator, indicators

if TYPE_CHECKING:
    from pipeline.model import Plan, Results, Unit
    from pipeline.report.facts import Facts

_BOTH = ("online", "online_payment", "digitization")  # a target of their own for each milestone
_KEPT = "Chỉ tiêu 50 ngày và duy trì trong thời gian tiếp theo"
_DAY50, _DAY100 = "Chỉ tiêu 50 ngày", "100 ngày và duy trì trong thời gian tiếp theo"
_TITLE = (
    "Giao chỉ tiêu cụ thể của {body} được giao theo tiến độ 50 ngày, 100 ngày và thời gian thực "
    "hiện tiếp theo"
)
_LEVELS = ("xã", "phường", "thị trấn", "huyện", "quận", "thị xã", "thành phố", "tỉnh")

_DATE_WIDTH = 9.5  # dd/mm/yyyy on one line

Cell = Callable[[str, str], str]  # unit code and indicator -> text


@dataclass(frozen=True)
class _Group:
    """An indicator's columns: headings, and the text of each for a unit."""

    heading: str
    columns: tuple[tuple[str, Cell], ...]


def write_form(page: Page, results: Results, _facts: Facts) -> None:
    """Phụ lục II: 17 columns, a row a unit, ready to print."""
    plan = results.plan
    groups = [_Group(i.heading, _targets(plan, i)) for i in indicators() if i.main]
    body = _body(plan.issuer)
    issued = _official_day(plan.issued) if plan.issued else "…"
    note = f"(Kèm theo Kế hoạch số {plan.number} ngày {issued} của {body})"
    _write(page, plan, groups, ("PHỤ LỤC II", _TITLE.format(body=body), note), width=8.5)


def _body(issuer: str) -> str:
    """The issuing body as its own papers name it: "UBND xã" of "UBND xã Ia Ake"."""
    bodies = (f"UBND {level}" for level in sorted(_LEVELS, key=len, reverse=True))
    return next((body for body in bodies if issuer.startswith(f"{body} ")), issuer)


def _official_day(day: date) -> str:
    """06/4/2024: a zero before days below 10 and before January and February (NĐ 30/2020)."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"{day.day:02d}/{month}/{day.year}"


def write_results_form(page: Page, results: Results, facts: Facts) -> None:
    """The same form with what was reached and the variance beside every target."""
    plan = results.plan
    groups = [
        _Group(i.heading, (*_targets(plan, i), *_reached(results, facts, i)))
        for i in indicators()
        if i.main
    ]
    titles = (
        "KẾT QUẢ THỰC HIỆN CHỈ TIÊU ĐƯỢC GIAO",
        f"Số liệu từ {plan.start:%d/%m/%Y} đến {results.as_of:%d/%m/%Y}",
        f"(Theo Phụ lục II, Kế hoạch số {plan.number}; chênh lệch so với chỉ tiêu đang áp dụng)",
    )
    _write(page, plan, groups, titles, width=6.8)


def _targets(plan: Plan, indicator: Indicator) -> tuple[tuple[str, Cell], ...]:
    def shown(name: str) -> Cell:
        def text(unit: str, indicator_id: str) -> str:
            target = plan.target(unit, indicator_id)
            return short_percent(getattr(target, name)) if target else ""

        return text

    baseline = (f"Năm {plan.start.year - 1}", shown("baseline_bp"))
    if indicator.id in _BOTH:
        return (baseline, (_DAY50, shown("day50_bp")), (_DAY100, shown("day100_bp")))
    return (baseline, (_KEPT, shown("day50_bp")))


def _reached(results: Results, facts: Facts, _indicator: Indicator) -> tuple[tuple[str, Cell], ...]:
    def rate(unit: str, indicator_id: str) -> str:
        return percent(facts.of_unit(unit, indicator_id).rate_bp)

    def variance(unit: str, indicator_id: str) -> str:
        value = facts.of_unit(unit, indicator_id).variance_bp
        return percent(value).removesuffix("%") if value is not None else "–"

    return (f"Thực hiện đến {results.as_of:%d/%m/%Y}", rate), ("Chênh lệch (điểm %)", variance)


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
    for number, unit in enumerate(plan.units, start=1):
        _write_unit(page, number, unit, groups)
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
        for index, (name, _) in enumerate(group.columns, start=column):
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


def _write_unit(page: Page, number: int, unit: Unit, groups: list[_Group]) -> None:
    texts = [
        text(unit.code, indicator.id)
        for group, indicator in zip(groups, (i for i in indicators() if i.main), strict=True)
        for _, text in group.columns
    ]
    values: list[Any] = [number, unit.name, *texts]
    page.sheet.set_row(page.row, 30)
    page.write_row(values, ["form_cell"] * len(values))
