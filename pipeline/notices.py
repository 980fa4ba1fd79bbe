"""Notices to staff: what a run could not do, and what it did instead."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

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
_OF_FILES = ("copy_without_original", "identical_file")  # what files are beside each other


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
    causes: dict[tuple[str, str, str, str], list[Problem]] = defaultdict(list)
    for entry in problems:
        if entry.row is None or entry.severity == "error":
            causes[entry.file, entry.sheet, entry.code, entry.column].append(entry)
    errors_first = sorted(causes.values(), key=lambda alike: alike[0].severity != "error")
    lines = [_cause(alike) for alike in errors_first]
    first = "Không có dòng nào dùng được trong các tệp đã bỏ vào; không ghi đè báo cáo nào."
    rest = len(lines) - _MOST_PROBLEMS
    more = [f"  … và {rest} nguyên nhân khác: xem bằng pipeline check"] if rest > 0 else []
    return "\n".join([first, *lines[:_MOST_PROBLEMS], *more])


def _cause(alike: list[Problem]) -> str:
    """A line for problems of one code in one column of a sheet."""
    first = alike[0]
    where = ", ".join(filter(None, (first.file, first.sheet)))
    if first.row is None:
        return f"  - {where}: {first.message} {first.remedy}"
    column = f", cột {first.column}" if first.column else ""
    rows = f"{len(alike)} dòng (từ dòng {first.row}{column})"
    return f"  - {where}: {rows}: {first.message} {first.remedy}"


def whole_inputs(problems: Iterable[Problem]) -> list[str]:
    """What is lacking or twice in inputs/ as a whole."""
    files = [p for p in problems if p.code in _OF_FILES]
    lacking = [p.message for p in problems if p.severity == "warning" and not p.file]
    return [*(f"{p.file}: {p.message} {p.remedy}" for p in files), *lacking]


def unknown_units(problems: Iterable[Problem]) -> list[str]:
    """Each name of no unit of the plan once, those of most rows first."""
    rows = Counter(p.message for p in problems if p.code == "unknown_unit")
    shown = [f"{count} dòng bị loại. {name}" for name, count in rows.most_common(_MOST_NAMES)]
    rest = len(rows) - len(shown)
    return [*shown, *([f"… và {rest} tên đơn vị khác không có trong kế hoạch."] if rest else [])]
