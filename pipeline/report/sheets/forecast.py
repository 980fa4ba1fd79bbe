"""Dự báo: the pace, what the targets ask for, and where it ends if it goes on so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.model import PACE_DAYS
from pipeline.report.layout.page import Column, Page
from pipeline.report.variances import units_of
from schemas.indicators import indicators

if TYPE_CHECKING:
    from pipeline.model import Aim, Forecast, Plan
    from pipeline.report.content import Content

_NOW = (
    Column("Cán bộ", "wrapped", 18),
    Column("Chỉ tiêu", "wrapped", 25),
    Column("Hiện nay", "percent", 10),
    Column("Đã lỡ", "count", 7),
    Column("Còn làm được", "count", 8),
    Column("Số đạt tăng", "signed", 8),
    Column("Tổng số tăng", "signed", 8),
    Column("Số đạt mỗi ngày", "tenths", 8),
)
_AHEAD = (
    Column("Cao nhất còn có thể", "percent", 10),
    Column("Dự báo cuối kỳ", "percent", 10),
    Column("Dự báo", "status", 17),
)
_EVERYBODY = {"total": "Tất cả đơn vị", "unit": "(cả đơn vị)"}
_METHOD = """\
Cách tính: lấy số tăng thêm của {days} ngày qua (lũy kế hôm nay trừ lũy kế {days} ngày trước); giả \
định mỗi {days} ngày còn lại tăng thêm đúng như vậy đến ngày {end}.
Đã lỡ: hồ sơ không đạt và không thể làm cho đạt nữa (trễ hạn, nộp giấy, nộp phí cách khác, đánh \
giá chưa hài lòng; từng hồ sơ ở trang “Đã lỡ”). Còn làm được: chưa đạt nhưng còn làm được.
Để kịp mốc: làm xong bấy nhiêu hồ sơ trong số còn làm được, và trong số nhận mới mỗi ngày theo \
nhịp đó phải có bấy nhiêu hồ sơ đạt (làm tròn lên một chữ số thập phân). Mốc đã qua, chưa có nhịp: \
để “–”.
Cao nhất còn có thể: mọi hồ sơ còn làm được và mọi hồ sơ sẽ nhận thêm đều đạt. Dưới chỉ tiêu thì \
chỉ tiêu đó không còn đạt được.
""".splitlines()


def write_forecast(page: Page, content: Content) -> None:
    """Every indicator of all units, each unit and each official."""
    plan, results = content.results.plan, content.results
    page.line("TỐC ĐỘ VÀ DỰ BÁO", "title")
    for line in _METHOD:
        page.line(line.format(days=PACE_DAYS, end=f"{plan.end:%d/%m/%Y}"), "note")
    if results.as_of >= plan.end:
        page.line("Chiến dịch đã kết thúc: dự báo là kết quả hiện có.", "strong")
    elif not plan.has_pace(results.as_of):
        page.line(f"Chưa đủ {PACE_DAYS} ngày: chưa có nhịp để dự báo, dùng số hiện có.", "strong")
    headings = {indicator.id: indicator.heading for indicator in indicators()}
    shown = [f for f in results.analysis.forecasts if not plan.top or f.scope != "total"]
    of_units = units_of(content)
    rows = (
        [*([f.unit] if of_units else []), *_row(f, headings, has_middle=plan.day50 is not None)]
        for f in shown
    )
    columns = (*of_units, *_columns(plan))
    page.table(columns, rows, freeze=len(of_units) + 2, name="DuBao")


def _columns(plan: Plan) -> tuple[Column, ...]:
    """Those of the milestone only where there is one."""
    milestones = filter(None, (plan.middle_label, plan.end_label))
    targets = [
        column
        for label in milestones
        for column in (
            Column(f"Giao {label}", "percent", 10),
            Column(f"Phải làm trong số còn làm được ({label.removesuffix(' ngày')})", "count", 10),
            Column(f"Cần mỗi ngày ({label.removesuffix(' ngày')})", "tenths", 15),
        )
    ]
    return (*_NOW, *targets, *_AHEAD)


def _row(forecast: Forecast, headings: dict[str, str], *, has_middle: bool) -> list[Any]:
    middle = _asked(forecast.day50) if has_middle else []
    pace = None if forecast.gained is None else forecast.gained * 10 / forecast.days
    return [
        forecast.official or _EVERYBODY[forecast.scope],
        headings[forecast.indicator], forecast.rate_bp, forecast.lost, forecast.winnable,
        forecast.gained, forecast.grown, pace,
        *middle, *_asked(forecast.day100),
        forecast.best_bp, forecast.projected_bp, forecast.status,
    ]  # fmt: skip


def _asked(aim: Aim) -> list[Any]:
    """The target, and what of the backlog and of each day's new ones it asks for."""
    needed: int | str | None = aim.needed
    if aim.is_reachable is False:
        needed = "không còn đạt được"
    return [aim.target_bp, aim.backlog, needed]
