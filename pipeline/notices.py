"""Notices to staff: what a run could not do, and what it did instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.causes import brief, rows_of_messages

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from pipeline.model import Problem

NO_SPARK = (
    "Bộ máy spark chưa được cài trên máy này.\n"
    "Cài bằng lệnh make spark (cần Java 17), hoặc dùng --engine duckdb."
)
NO_DATES = "Không dòng nào có ngày; lấy ngày kết thúc chiến dịch làm ngày số liệu."
_MOST_PROBLEMS = 20  # that an error lists
_MOST_NAMES = 10  # of units that no plan has


def data_after_end(latest: date, end: date) -> str:
    """The data go on after the campaign's end; the report does not."""
    later = f"{latest:%d/%m/%Y}"
    return (
        f"Có số liệu đến {later}, sau ngày kết thúc chiến dịch {end:%d/%m/%Y}; báo cáo lấy "
        f"đến ngày kết thúc. Xem số liệu sau đó: thêm --as-of {later}."
    )


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


def unknown_units(problems: Iterable[Problem]) -> list[str]:
    """Each name of no unit of the plan once, those of most rows first."""
    rows = rows_of_messages(p for p in problems if p.code == "unknown_unit")
    shown = [f"{count} dòng bị loại. {name}" for name, count in rows.most_common(_MOST_NAMES)]
    rest = len(rows) - len(shown)
    return [*shown, *([f"… và {rest} tên đơn vị khác không có trong kế hoạch."] if rest else [])]
