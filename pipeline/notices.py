"""Notices to staff: what a run could not do, and what it did instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.causes import brief, rows_of_messages
from pipeline.values.text import percent

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from pipeline.model import DueRuleCount, Plan, Problem

NO_SPARK = (
    "Bộ máy spark chưa được cài trên máy này.\n"
    "Cài bằng lệnh make spark (cần Java 17), hoặc dùng --engine duckdb."
)
NO_DATES = "Không dòng nào có ngày; lấy ngày kết thúc chiến dịch làm ngày số liệu."
_MOST_PROBLEMS = 20  # that an error lists
_MOST_NAMES = 10  # of units that no plan has
_OF_FILES = ("copy_without_original", "identical_file")  # what files are beside each other


def data_after_end(latest: date, end: date) -> str:
    """The data go on after the campaign's end; the report does not."""
    later = f"{latest:%d/%m/%Y}"
    return (
        f"Có số liệu đến {later}, sau ngày kết thúc chiến dịch {end:%d/%m/%Y}; báo cáo lấy "
        f"đến ngày kết thúc. Xem số liệu sau đó: thêm --as-of {later}."
    )


def due_rules(plan: Plan, counted: Iterable[DueRuleCount]) -> tuple[str, ...]:
    """What the plan's two rules that systems count differently are worth, where they are worth
    anything: the rate of on_time by the rule chosen, and by the other one (DOMAIN.md).
    """
    rows = list(counted)
    timed, by_day, by_hour, in_time, waiting = (
        sum(getattr(row, name) for row in rows)
        for name in ("timed", "by_day", "by_hour", "in_time", "waiting_late")
    )
    chosen, other = (by_hour, by_day) if plan.due_rule == "by_hour" else (by_day, by_hour)
    is_on_time = plan.waiting_rule == "on_time"
    kept = in_time + (waiting if is_on_time else 0)
    lines = []
    if waiting:
        with_them = _rate(chosen + in_time + waiting, timed)
        without = _rate(chosen + in_time, timed)
        choices = [f"tính là đúng hạn {with_them}", f"tính theo hạn {without}"]
        lines.append(
            f"{waiting} hồ sơ đang chờ (bổ sung, thực hiện nghĩa vụ tài chính, rút, dừng xử lý) đã "
            "quá hạn trả, liệt kê riêng ở trang “Cần xử lý”. Tiến độ giải quyết: "
            f"{_chosen_first(choices, is_first=is_on_time)} (mục “Hồ sơ đang chờ” của kế hoạch)."
        )
    if by_day != by_hour:
        choices = [
            f"so hạn theo ngày {_rate(by_day + kept, timed)}",
            f"theo giờ {_rate(by_hour + kept, timed)}",
        ]
        lines.append(
            f"{abs(chosen - other)} hồ sơ xong trong ngày hẹn trả nhưng sau giờ hẹn. Tiến độ giải "
            f"quyết: {_chosen_first(choices, is_first=plan.due_rule != 'by_hour')} (mục “So hạn "
            "theo” của kế hoạch)."
        )
    return tuple(lines)


def _chosen_first(choices: list[str], *, is_first: bool) -> str:
    """The choice of the plan, which the report has, and then the other one."""
    chosen, other = choices if is_first else reversed(choices)
    return f"{chosen} như báo cáo này, nếu {other}"


def _rate(numerator: int, denominator: int) -> str:
    """As facts round: half up."""
    bp = (2 * 10_000 * numerator + denominator) // (2 * denominator)
    return f"{percent(bp)} ({numerator}/{denominator})"


def detail_unreadable(as_of: date, detail: Path) -> str:
    """The previous report, of `as_of`, can't be compared dossier by dossier."""
    return (
        f"Không so được từng hồ sơ với báo cáo ngày {as_of:%d/%m/%Y}: tệp "
        f"{detail.name} không đọc được."
    )


def no_exports(inputs: Path) -> str:
    """There is nothing in the folder."""
    return (
        f"Thư mục {inputs} chưa có bản xuất nào.\n"
        "Bỏ các bản xuất của hệ thống một cửa (.xlsx, .xls, .csv, …) vào đó rồi chạy lại."
    )


def no_usable_rows(problems: Iterable[Problem]) -> str:
    """There are files, but no row of them is usable: the causes, of each file as a whole and of its
    rows, with a value and what to do. Problems hold no personal data. Errors before warnings.
    """
    deciding = [p for p in problems if p.rows is None or p.severity == "error"]
    causes = [f"  - {line}" for line in brief(deciding, _MOST_PROBLEMS)]
    first = "Không có dòng nào dùng được trong các tệp đã bỏ vào; không ghi đè báo cáo nào."
    rest = len(causes) - _MOST_PROBLEMS
    more = [f"  … và {rest} nguyên nhân khác: xem bằng pipeline check"] if rest > 0 else []
    return "\n".join([first, *causes[:_MOST_PROBLEMS], *more])


def whole_inputs(problems: Iterable[Problem]) -> list[str]:
    """What is lacking or twice in inputs/ as a whole."""
    files = [p for p in problems if p.code in _OF_FILES]
    lacking = [p.message for p in problems if p.severity == "warning" and not p.file]
    return [*(f"{p.file}: {p.message} {p.remedy}" for p in files), *lacking]


def unknown_units(problems: Iterable[Problem]) -> list[str]:
    """Each name of no unit of the plan once, those of most rows first."""
    rows = rows_of_messages(p for p in problems if p.code == "unknown_unit")
    shown = [f"{count} dòng bị loại. {name}" for name, count in rows.most_common(_MOST_NAMES)]
    rest = len(rows) - len(shown)
    return [*shown, *([f"… và {rest} tên đơn vị khác không có trong kế hoạch."] if rest else [])]
