"""Tiến độ 10 ngày: each window and the cumulative figures, with charts against the targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.model import CUMULATIVE
from pipeline.report.page import Column, Page
from schemas.indicators import indicators

if TYPE_CHECKING:
    from pipeline.model import Results
    from pipeline.report.facts import Facts

_FIXED = (
    Column("Kỳ", "text", 12),
    Column("Từ ngày", "day", 12),
    Column("Đến ngày", "day", 12),
)
_CHART_ROWS = 16


def write_progress(page: Page, results: Results, facts: Facts, book: Any) -> None:
    """A block per unit (all together first where there are several), charts below the first."""
    page.line("TIẾN ĐỘ TỪNG KỲ 10 NGÀY", "title")
    page.line(
        "Mỗi kỳ tính riêng, theo chỉ tiêu áp dụng vào ngày cuối kỳ; lũy kế tính từ đầu chiến dịch.",
        "note",
    )
    units = [(unit.code, unit.name) for unit in results.plan.units]
    blocks = [("", "Tất cả đơn vị"), *units] if len(units) > 1 else units
    for number, (code, name) in enumerate(blocks):
        page.gap()
        page.line(name, "strong")
        top = page.row
        count = page.table(_columns(), _rows(results, facts, code), is_filtered=False)
        if number == 0:
            _insert_charts(page, book, top + 1, count - 1)


def _main() -> list[Any]:
    return [indicator for indicator in indicators() if indicator.main]


def _columns() -> list[Column]:
    measures = [
        Column(heading, "plotted", 13)
        for indicator in _main()
        for heading in (indicator.heading, "Giao")
    ]
    return [*_FIXED, *measures]


def _rows(results: Results, facts: Facts, code: str) -> list[list[Any]]:
    """The windows in order, the cumulative row last."""
    first, *windows = results.plan.periods(results.as_of)
    rows = []
    for period in [*windows, first]:
        label = "Lũy kế" if period.name == CUMULATIVE else f"Kỳ {int(period.name[4:])}"
        row: list[Any] = [label, period.start, period.end]
        for indicator in _main():
            fact = facts.of_unit(code, indicator.id, period.name)
            row += [fact.rate_bp, fact.target_bp]
        rows.append(row)
    return rows


def _insert_charts(page: Page, book: Any, first: int, count: int) -> None:
    """A small chart per indicator: the windows' results against the target."""
    if count < 1:
        return
    page.gap()
    top = page.row
    for number, indicator in enumerate(_main()):
        chart = book.add_chart({"type": "line"})
        for offset, name, look in (
            (0, "Thực hiện", {"color": "#1F4E79", "width": 2.25}),
            (1, "Chỉ tiêu", {"color": "#C00000", "width": 1.5, "dash_type": "dash"}),
        ):
            column = len(_FIXED) + 2 * number + offset
            series = {
                "name": name,
                "categories": [page.name, first, 0, first + count - 1, 0],
                "values": [page.name, first, column, first + count - 1, column],
                "line": look,
            }
            if offset == 0:
                series["marker"] = {"type": "circle", "size": 5, "fill": {"color": "#1F4E79"}}
            chart.add_series(series)
        chart.set_title({"name": indicator.heading, "name_font": {"size": 11}})
        chart.set_y_axis(
            {
                "min": 0,
                "max": 1,
                "num_format": "0%",
                "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
            }
        )
        chart.set_legend({"position": "bottom"})
        chart.show_blanks_as("gap")
        chart.set_size({"width": 480, "height": 300})
        page.sheet.insert_chart(top + _CHART_ROWS * (number // 3), 5 * (number % 3), chart)
    page.row = top + 2 * _CHART_ROWS
