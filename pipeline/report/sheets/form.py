"""Phụ lục II as issued, filled in: under each unit's targets what it reached (FORM.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.report.layout.cells import Styled
from pipeline.report.layout.page import Page
from pipeline.report.layout.paper import Paper
from pipeline.report.live_cells import live_rate, live_variance
from pipeline.report.signatures import HEIGHT, write_signatures
from pipeline.values.dates import official_day
from schemas.indicators import Indicator, indicators

if TYPE_CHECKING:
    from pipeline.model import Plan, Unit
    from pipeline.report.content import Content

_AND_MAINTAINED = " và duy trì trong thời gian tiếp theo"
_TITLE = (
    "Giao chỉ tiêu cụ thể của {body} được giao theo tiến độ {milestones} và thời gian thực hiện "
    "tiếp theo"
)
_LEVELS = ("xã", "phường", "thị trấn", "huyện", "quận", "thị xã", "thành phố", "tỉnh")
# A page wide also where a program has none of the usual fonts, whose substitutes are a third wider;
# then 10.5 points are printed as 9.
_SCALE, _MARGIN = 88, 0.25  # percent, inches
_WIDTHS = (3.5, 11, 6.8)
_HEADER, _HEIGHTS, _LINE = (36, 78, 78), (30, 44, 30), 16  # points
_PAGE = (595 - 2 * 43) * 100 // _SCALE  # points of a sheet on an A4 page within its margins


@dataclass(frozen=True)
class _Column:
    """A column below an indicator: its heading, the target that stands in it, and whether that is
    the one in force, so that the result stands below it.
    """

    indicator: str
    heading: str
    target: str
    is_in_force: bool


def write_form(page: Page, content: Content) -> None:
    """Phụ lục II: 17 columns as issued, three rows a unit, ready to print and to be signed."""
    plan = content.results.plan
    groups = {i.heading: _columns(content, i) for i in indicators() if i.main}
    body = _body(plan.issuer)
    issued = official_day(plan.issued) if plan.issued else "…"
    note = f"(Kèm theo Kế hoạch số {plan.number} ngày {issued} của {body})"
    milestones = ", ".join(filter(None, (plan.middle_label, plan.end_label)))
    title = _TITLE.format(body=body, milestones=milestones)
    last = 1 + sum(map(len, groups.values()))
    titles = (("PHỤ LỤC II", "form_title"), (title, "form_title"), (note, "form_note"))
    for text, role in titles:
        page.sheet.merge_range(page.row, 0, page.row, last, text, page.theme[role])
        page.row += 1
    page.gap()
    top = page.row
    _write_header(page, groups)
    paper = _write_units(page, content, [c for columns in groups.values() for c in columns])
    write_signatures(page, content.results, (0, 6), (9, last))
    page.sheet.freeze_panes(top + 3, 2)
    page.sheet.repeat_rows(top, top + 2)
    page.shown = last + 1
    page.sheet.set_margins(left=_MARGIN, right=_MARGIN, top=0.6, bottom=0.6)
    page.sheet.set_print_scale(_SCALE)
    paper.set_breaks(page.sheet)
    page.sheet.center_horizontally()


def _body(issuer: str) -> str:
    """The issuing body as its own papers name it: "UBND xã" of "UBND xã Ia Ake"."""
    bodies = (f"UBND {level}" for level in sorted(_LEVELS, key=len, reverse=True))
    return next((body for body in bodies if issuer.startswith(f"{body} ")), issuer)


def _columns(content: Content, indicator: Indicator) -> list[_Column]:
    plan, name = content.results.plan, indicator.id
    is_first = plan.deadline(content.results.as_of) == plan.day50
    before = _Column(name, f"Năm {plan.start.year - 1}", "baseline_bp", is_in_force=False)
    middle, end = plan.middle_label, plan.end_label
    if not middle:
        heading = f"Chỉ tiêu {end}{_AND_MAINTAINED}"
        return [before, _Column(name, heading, "day100_bp", is_in_force=True)]
    if not indicator.has_both_milestones:
        heading = f"Chỉ tiêu {middle}{_AND_MAINTAINED}"
        return [before, _Column(name, heading, "day50_bp", is_in_force=True)]
    return [
        before,
        _Column(name, f"Chỉ tiêu {middle}", "day50_bp", is_in_force=is_first),
        _Column(name, f"{end}{_AND_MAINTAINED}", "day100_bp", is_in_force=not is_first),
    ]


def _write_header(page: Page, groups: dict[str, list[_Column]]) -> None:
    """Three rows as the plan's table: groups, sub-columns over two rows, merged."""
    sheet, heading, top = page.sheet, page.theme["form_heading"], page.row
    number, name, rate = _WIDTHS
    page.set_width(0, number)
    page.set_width(1, name)
    sheet.merge_range(top, 0, top + 2, 0, "TT", heading)
    sheet.merge_range(top, 1, top + 2, 1, "Địa phương", heading)
    column = 2
    for group, columns in groups.items():
        end = column + len(columns) - 1
        sheet.merge_range(top, column, top, end, group, heading)
        for index, entry in enumerate(columns, start=column):
            sheet.merge_range(top + 1, index, top + 2, index, entry.heading, heading)
        column = end + 1
    for index in range(2, column):
        page.set_width(index, rate)
    for row, height in enumerate(_HEADER, start=top):
        sheet.set_row(row, height)
    page.row = top + len(_HEADER)


def _write_units(page: Page, content: Content, columns: list[_Column]) -> Paper:
    """On pages that tear no unit, nor the last from its signature."""
    plan = content.results.plan
    height = sum(_HEIGHTS)
    below_header = _PAGE - sum(_HEADER)  # which every page has
    paper = Paper(below_header, below_header - page.row * _LINE)
    for number, unit in zip(_numbers(plan), plan.units, strict=True):
        signature = HEIGHT * _LINE if unit is plan.units[-1] else 0
        paper.lay(page.row, height, kept_with=signature)
        _write_unit(page, content, number, unit, columns)
    return paper


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
    page: Page, content: Content, number: int | str, unit: Unit, columns: list[_Column]
) -> None:
    """The targets as issued, below them what was reached and how far it is from the target in
    force; a unit with others below it is a row of totals.
    """
    day = f"Thực hiện đến {content.results.as_of:%d/%m/%Y}"
    rows: tuple[list[Any], ...] = (
        [number, unit.name, *(_target(content, unit.code, c) for c in columns)],
        ["", day, *(_rate(content, unit.code, c) for c in columns)],
        ["", "Chênh lệch (điểm %)", *(_variance(content, unit.code, c) for c in columns)],
    )
    suffix = "_total" if content.results.plan.children(unit.code) else ""
    for values, height in zip(rows, _HEIGHTS, strict=True):
        page.sheet.set_row(page.row, height)
        shown = [
            Styled(value.value, f"{value.role}{suffix}")
            if isinstance(value, Styled)
            else Styled(value, f"form_cell{suffix}")
            for value in values
        ]
        page.write_row(shown, [value.role.removesuffix("_total") for value in shown])


def _target(content: Content, unit: str, column: _Column) -> Styled:
    """As many decimals as Phụ lục II prints: 75,8%, 100%, but 0,00% for none at all."""
    target = content.results.plan.target(unit, column.indicator)
    bp = getattr(target, column.target) if target else None
    if bp is None:
        return Styled("", "form_cell")
    if bp == 0 or bp % 10:
        return Styled(bp, "form_percent_2")
    return Styled(bp, "form_percent_1" if bp % 100 else "form_percent")


def _rate(content: Content, unit: str, column: _Column) -> Styled:
    if not column.is_in_force:
        return Styled("", "form_cell")
    fact = content.facts.of_unit(unit, column.indicator)
    return Styled(live_rate(content, fact, str(content.key(fact))), "form_rate")


def _variance(content: Content, unit: str, column: _Column) -> Styled:
    if not column.is_in_force:
        return Styled("", "form_cell")
    fact = content.facts.of_unit(unit, column.indicator)
    return Styled(live_variance(content, fact, str(content.key(fact))), "form_points")
