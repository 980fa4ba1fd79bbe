"""Tiến độ … ngày: each window and the cumulative figures, with charts against the targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_range_abs

from pipeline.model import CUMULATIVE
from pipeline.report.facts import is_recorded
from pipeline.report.layout import cells
from pipeline.report.layout.cells import Live, Styled
from pipeline.report.layout.charts import progress
from pipeline.report.layout.page import Column, Page, quoted
from schemas.indicators import indicators

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Fact
    from pipeline.report.content import Content

_FIXED = (
    Column("Kỳ", "text", 12),
    Column("Từ ngày", "day", 12),
    Column("Đến ngày", "day", 12),
)
_CHART_ROWS = 16


def write_progress(page: Page, content: Content) -> None:
    """A block per unit (all together first; of many those above others), charts below the first."""
    page.line(f"TIẾN ĐỘ TỪNG KỲ {content.results.plan.cycle_days} NGÀY", "title")
    page.line(
        "Mỗi kỳ tính riêng, theo chỉ tiêu áp dụng vào ngày cuối kỳ; lũy kế tính từ đầu chiến dịch.",
        "note",
    )
    page.line("Ô xám: bản xuất chưa có số liệu của kỳ đó, chưa dùng để đánh giá.", "note")
    for number, (code, name) in enumerate(content.blocks):
        page.gap()
        page.line(name, "strong")
        top = page.row + 1
        count = page.table(_columns(), _rows(content, code)) - 1
        _note_places(page, content, code, top, count)
        if number == 0:
            _insert_charts(page, content, top, count)


def _note_places(page: Page, content: Content, code: str, top: int, count: int) -> None:
    """Where the windows' results of a unit are, for sparklines."""
    for number, indicator in enumerate(_main() if count > 0 else ()):
        column = len(_FIXED) + 2 * number
        area = xl_range_abs(top, column, top + count - 1, column)
        content.places["windows", code, indicator.id] = f"{quoted(page.name)}!{area}"


def _main() -> list[Any]:
    return [indicator for indicator in indicators() if indicator.main]


def _columns() -> list[Column]:
    measures = [
        Column(heading, "plotted", 13)
        for indicator in _main()
        for heading in (indicator.heading, "Giao")
    ]
    return [*_FIXED, *measures]


def _rows(content: Content, code: str) -> Iterator[list[Any]]:
    """The windows in order, the cumulative row last."""
    first, *windows = content.results.plan.periods(content.results.as_of)
    records = content.results.inputs.last_records
    for period in [*windows, first]:
        is_cumulative = period.name == CUMULATIVE
        label = "Lũy kế" if is_cumulative else f"Kỳ {int(period.name[4:])}"
        row: list[Any] = [label, period.start, period.end]
        for indicator in _main():
            fact = content.facts.of_unit(code, indicator.id, period.name)
            is_known = is_cumulative or is_recorded(records, indicator, period.start)
            rate = live_rate(content, fact) if is_cumulative else fact.rate_bp
            row += [rate if is_known else Styled(rate, "plotted_unrecorded"), fact.target_bp]
        yield row


def live_rate(content: Content, fact: Fact) -> Any:
    """The rate of a unit or of all, as a formula over the marks."""
    counts = content.counts(fact, str(content.key(fact)) if fact.scope == "unit" else "")
    if counts is None:
        return fact.rate_bp
    return Live(f"={cells.rate(*counts)}", fact.rate_bp)


def _insert_charts(page: Page, content: Content, first: int, count: int) -> None:
    """A small chart per indicator: the windows' results against the target."""
    if count < 1:
        return
    page.gap()
    top = page.row
    for number, indicator in enumerate(_main()):
        area = (first, first + count - 1, len(_FIXED) + 2 * number)
        at = (top + _CHART_ROWS * (number // 3), 5 * (number % 3))
        progress(page, content.book, at, area, indicator.heading)
    page.row = top + 2 * _CHART_ROWS
