"""Tiến độ … ngày: each window and the cumulative figures, with charts against the targets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_range_abs

from pipeline.report.facts import is_recorded
from pipeline.report.layout.cells import Styled
from pipeline.report.layout.charts import progress
from pipeline.report.layout.page import Column, Page, quoted
from pipeline.report.live_cells import live_rate
from schemas.indicators import indicators

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Fact, Period
    from pipeline.report.content import Content

_FIXED = (
    Column("Kỳ", "text", 19),
    Column("Từ ngày", "day", 12),
    Column("Đến ngày", "day", 12),
)
_CHART_ROWS = 16
_DRAWN = ("Vẽ: {heading}", "Vẽ: giao lúc đầu", "Vẽ: giao về sau")
_NOTE = (
    "Một kỳ chỉ tính đến ngày cuối kỳ: hồ sơ nhận trong kỳ mà thanh toán, số hóa sau ngày đó chưa "
    "đạt ở kỳ, nhưng đạt ở lũy kế."
)


def write_progress(page: Page, content: Content) -> None:
    """A block per unit (all together first; of many those above others), charts below the first."""
    page.line(f"TIẾN ĐỘ TỪNG KỲ {content.results.plan.cycle_days} NGÀY", "title")
    page.line(
        "Mỗi kỳ tính riêng, theo chỉ tiêu áp dụng vào ngày cuối kỳ; lũy kế tính từ đầu chiến dịch.",
        "note",
    )
    page.line("Ô xám: bản xuất chưa có số liệu của kỳ đó, chưa dùng để đánh giá.", "note")
    page.paragraph(_NOTE + _apart(content), _shown(), characters=190)
    for line in _cut(content):
        page.line(line, "note")
    for number, (code, name) in enumerate(content.blocks):
        page.gap()
        page.line(name, "strong")
        top = page.row + 1
        count = page.table(_columns(), _rows(content, code)) - 1
        _note_places(page, content, code, top, count)
        if number == 0:
            _insert_charts(page, content, code, top, count)
    page.shown = _shown()


def _shown() -> int:
    """How many columns are to be read; those behind them are only drawn from."""
    return len(_FIXED) + 2 * len(_main())


def _windows(content: Content) -> list[Period]:
    return list(content.results.plan.periods(content.results.as_of)[1:])


def _cut(content: Content) -> Iterator[str]:
    """Which window can't be compared with the others."""
    plan = content.results.plan
    for window in filter(plan.is_cut, _windows(content)):
        yield (
            f"{_label(content, window)}: cắt đến {window.end:%d/%m}, {plan.cycle_days} → "
            f"{window.days} ngày, chưa so được với kỳ đủ ngày."
        )


def _apart(content: Content) -> str:
    """By how many dossiers the windows and the cumulative figures of the first block differ."""
    results, (code, name) = content.results, content.blocks[0]
    if results.as_of > results.plan.end:
        return ""
    parts = []
    for entry in indicators("dossier"):
        every = content.facts.of_unit(code, entry.id)
        windows = [content.facts.of_unit(code, entry.id, w.name) for w in _windows(content)]
        added = sum(fact.numerator for fact in windows)
        if entry.numerator_log and added != every.numerator:
            parts.append(f"{entry.heading} {added} và {every.numerator} hồ sơ")
    return f" Cộng các kỳ và lũy kế của {name}: {'; '.join(parts)}." if parts else ""


def _note_places(page: Page, content: Content, code: str, top: int, count: int) -> None:
    """Where the windows' results of a unit are, for sparklines."""
    for number, indicator in enumerate(_main() if count > 0 else ()):
        column = _shown() + len(_DRAWN) * number
        area = xl_range_abs(top, column, top + count - 1, column)
        content.places["windows", code, indicator.id] = f"{quoted(page.name)}!{area}"


def _main() -> list[Any]:
    return [indicator for indicator in indicators() if indicator.main]


def _columns() -> list[Column]:
    measures = [
        Column(heading, "percent", 13)
        for indicator in _main()
        for heading in (indicator.heading, "Giao")
    ]
    drawn = [
        Column(heading.format(heading=indicator.heading), "plotted", 13)
        for indicator in _main()
        for heading in _DRAWN
    ]
    return [*_FIXED, *measures, *drawn]


def _label(content: Content, window: Period) -> str:
    cut = f" (cắt, {window.days} ngày)" if content.results.plan.is_cut(window) else ""
    return f"Kỳ {int(window.name[4:])}{cut}"


def _rows(content: Content, code: str) -> Iterator[list[Any]]:
    """The windows in order, the cumulative row last; behind them what charts draw."""
    first, *windows = content.results.plan.periods(content.results.as_of)
    records = content.results.inputs.last_records
    for period in windows:
        row: list[Any] = [_label(content, period), period.start, period.end]
        drawn: list[int | None] = []
        for indicator in _main():
            fact = content.facts.of_unit(code, indicator.id, period.name)
            is_known = is_recorded(records, indicator, period.start)
            rate = fact.rate_bp if is_known else Styled(fact.rate_bp, "plotted_unrecorded")
            row += [rate, fact.target_bp]
            first_target = content.facts.of_unit(code, indicator.id, windows[0].name).target_bp
            drawn += [fact.rate_bp, *_steps(fact.target_bp, first_target)]
        yield [*row, *drawn]
    every = [content.facts.of_unit(code, indicator.id) for indicator in _main()]
    measures = [cell for fact in every for cell in (_live_rate(content, fact), fact.target_bp)]
    yield ["Lũy kế", first.start, first.end, *measures, *[None] * (len(_DRAWN) * len(every))]


def _steps(target_bp: int | None, first_bp: int | None) -> tuple[int | None, int | None]:
    """The target where it is the first window's, or where it is another."""
    return (target_bp, None) if target_bp == first_bp else (None, target_bp)


def _live_rate(content: Content, fact: Fact) -> Any:
    """The rate of a unit or of all."""
    return live_rate(content, fact, str(content.key(fact)) if fact.scope == "unit" else "")


def _insert_charts(page: Page, content: Content, code: str, first: int, count: int) -> None:
    """A small chart per indicator: the windows' results against the target."""
    if count < 1:
        return
    page.gap()
    top = page.row
    for number, indicator in enumerate(_main()):
        area = (first, first + count - 1, _shown() + len(_DRAWN) * number)
        at = (top + _CHART_ROWS * (number // 3), 5 * (number % 3))
        of_windows = (
            content.facts.of_unit(code, indicator.id, window.name) for window in _windows(content)
        )
        results = [fact.rate_bp for fact in of_windows]
        progress(page, content.book, at, area, indicator.heading, results)
    page.row = top + 2 * _CHART_ROWS
