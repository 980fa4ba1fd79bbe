"""Kết quả thực hiện: a block a unit, an indicator a row, on paper that is signed (portrait A4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.report.facts import status_words
from pipeline.report.layout import cells
from pipeline.report.layout.cells import Live
from pipeline.report.layout.page import Column, Page
from pipeline.report.layout.paper import Paper
from pipeline.report.live_cells import live_rate, live_shortfall, live_variance
from pipeline.report.signatures import HEIGHT, write_signatures
from schemas.indicators import indicators

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Fact
    from pipeline.report.content import Content

_MARGIN = 0.25  # inches; a page wide at full size, also with fonts that are a third wider
_TITLE, _HEADING, _ROW, _LINE = 20, 50, 33, 16  # points
_PAGE = 842 - 2 * 43  # points of an A4 page within its margins


def write_results_form(page: Page, content: Content) -> None:
    """Every unit's main indicators: last year, targets, result, variance, shortfall, verdict."""
    results, plan = content.results, content.results.plan
    columns = _columns(content)
    for index, column in enumerate(columns):
        page.set_width(index, column.width)
    titles = (
        "KẾT QUẢ THỰC HIỆN CHỈ TIÊU ĐƯỢC GIAO",
        f"Số liệu từ {plan.start:%d/%m/%Y} đến {results.as_of:%d/%m/%Y}",
        f"(Theo Phụ lục II, Kế hoạch số {plan.number}; chênh lệch so với chỉ tiêu đang áp dụng)",
    )
    last = len(columns) - 1
    for text, role in zip(titles, ("form_title", "form_title", "form_note"), strict=True):
        page.sheet.merge_range(page.row, 0, page.row, last, text, page.theme[role])
        page.row += 1
    page.gap()
    paper = _write_blocks(page, content, columns)
    write_signatures(page, results, (0, 2), (4, last))
    page.sheet.set_portrait()
    page.sheet.set_margins(left=_MARGIN, right=_MARGIN, top=0.6, bottom=0.6)
    page.sheet.set_print_scale(100)
    paper.set_breaks(page.sheet)
    page.shown = last + 1
    page.sheet.center_horizontally()


def _columns(content: Content) -> list[Column]:
    plan = content.results.plan
    milestones = [label for label in (plan.middle_label, plan.end_label) if label]
    return [
        Column("Chỉ tiêu", "form_text", 16),
        Column(f"Năm {plan.start.year - 1}", "form_percent_2", 7.4),
        *(Column(f"Giao {label}", "form_percent_2", 7.4) for label in milestones),
        Column(f"Thực hiện đến {content.results.as_of:%d/%m/%Y}", "form_rate", 9.8),
        Column("Chênh lệch (điểm %)", "form_points", 7),
        Column("Còn thiếu", "form_count", 6),
        Column("Đánh giá", "form_cell", 12.9),
    ]


def _write_blocks(page: Page, content: Content, columns: list[Column]) -> Paper:
    """On pages that tear no block, nor the last from its signature."""
    units = content.results.plan.units
    rows = sum(indicator.main for indicator in indicators())
    height = _TITLE + _HEADING + rows * _ROW + _LINE
    paper = Paper(_PAGE, _PAGE - page.row * _LINE)
    for number, unit in enumerate(units, start=1):
        signature = HEIGHT * _LINE if number == len(units) else 0
        paper.lay(page.row, height, kept_with=signature)
        page.line(f"{number}. {unit.name}" if len(units) > 1 else f"Đơn vị: {unit.name}", "strong")
        _write_block(page, content, columns, unit.code)
    return paper


def _write_block(page: Page, content: Content, columns: list[Column], unit: str) -> None:
    page.sheet.set_row(page.row, _HEADING)
    page.write_row([column.heading for column in columns], ["block_heading"] * len(columns))
    top = page.row
    for values in _rows(content, unit):
        page.sheet.set_row(page.row, _ROW)
        page.write_row(values, [column.role for column in columns])
    page.judge(top, len(columns) - 1, page.row - 1, len(columns) - 1)
    page.gap()


def _rows(content: Content, unit: str) -> Iterator[list[Any]]:
    plan = content.results.plan
    for indicator in (entry for entry in indicators() if entry.main):
        fact, target = content.facts.of_unit(unit, indicator.id), plan.target(unit, indicator.id)
        targets = [target and target.day50_bp] if plan.middle_label else []
        yield [
            indicator.heading, target and target.baseline_bp, *targets, target and target.day100_bp,
            *_reached(content, fact),
        ]  # fmt: skip


def _reached(content: Content, fact: Fact) -> list[Any]:
    """Rate, variance, shortfall and status; live where the marks are in the workbook."""
    words, whose = status_words(content.results, fact), str(content.key(fact))
    if not fact.denominator:  # no data is no 0
        return [None, None, None, words[fact.status]]
    rate = live_rate(content, fact, whose)
    counts = content.counts(fact, whose)
    if fact.target_bp is None or counts is None:
        return [rate, fact.variance_bp, fact.shortfall, words[fact.status]]
    bp = str(fact.target_bp)
    return [
        rate,
        live_variance(content, fact, whose),
        live_shortfall(content, fact, whose),
        Live(f"={cells.status(*counts, bp, words)}", words[fact.status]),
    ]
