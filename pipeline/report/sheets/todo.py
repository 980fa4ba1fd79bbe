"""Cần xử lý: which dossiers to work on this morning, by official, the most urgent first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_rowcol_to_cell

from pipeline.report.content import MANY_UNITS
from pipeline.report.fewest import Dossier, Row, Way, can_still_count, ways
from pipeline.report.layout.cells import Live
from pipeline.report.layout.page import Column, Page
from schemas.indicators import indicator

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from pipeline.report.content import Content

_SOON = 3  # days


@dataclass(frozen=True)
class _Task:
    """Something to do about a dossier: its heading, and what stands in its cell, "" where none."""

    heading: str
    text: Callable[[Row, date], str]


def _days_left(row: Row, as_of: date) -> int | None:
    """Until an unfinished dossier is due, below 0 where it is overdue; None without a due date."""
    if not row["is_open"] or row["due_on"] is None or row["on_time"] is None:
        return None
    return int((row["due_on"] - as_of).days)


def _overdue(row: Row, as_of: date) -> str:
    left = _days_left(row, as_of)
    return "" if left is None or left >= 0 or row["is_waiting"] else f"✘ quá {-left} ngày"


def _overdue_waiting(row: Row, as_of: date) -> str:
    """Apart from the others, whatever the plan says that it counts for."""
    left = _days_left(row, as_of)
    if left is None or left >= 0 or not row["is_waiting"]:
        return ""
    return f"{'!' if row['on_time'] else '✘'} quá {-left} ngày"


def _due_soon(row: Row, as_of: date) -> str:
    left = _days_left(row, as_of)
    if left is None or not 0 <= left <= _SOON:
        return ""
    return f"! còn {left} ngày" if left else "! hôm nay"


def _undigitized(row: Row, _as_of: date) -> str:
    if row["digitization"] != 0:
        return ""
    lacking = [word for name, word in (("has_components", "thành phần"), ("has_result", "kết quả"))
               if not row[name]]  # fmt: skip
    return f"✘ {', '.join(lacking)}" if lacking else "✘ sau ngày số liệu"


# The most urgent first.
_TASKS = (
    _Task("Quá hạn", _overdue),
    _Task("Đang chờ, quá hạn", _overdue_waiting),
    _Task("Sắp đến hạn", _due_soon),
    _Task("Chưa nộp phí trực tuyến",
          lambda row, _: "✘" if can_still_count(row, "online_payment") else ""),
    _Task("Chưa số hóa", _undigitized),
    _Task("Thiếu kết quả điện tử",
          lambda row, _: "✘" if can_still_count(row, "e_result") else ""),
)  # fmt: skip
_WIDTHS = (15, 15, 14, 15, 18, 14)
_COLUMNS = (
    Column("Đơn vị", "text", 16),
    Column("Cán bộ", "text", 24),
    Column("Mã hồ sơ", "text", 25),
    Column("Gấp nhất", "text", 22),
    *(Column(task.heading, "centered", width)
      for task, width in zip(_TASKS, _WIDTHS, strict=True)),
    Column("Đủ để đơn vị đạt", "text", 26),
    Column("Đủ để cán bộ đạt", "text", 26),
    Column("Thủ tục", "text", 44),
    Column("Tiếp nhận", "day", 11.5),
    Column("Hẹn trả", "day", 11.5),
)  # fmt: skip
_FIRST_TASK = 4
_WAYS = (
    Column("Đơn vị", "text", 0),
    Column("Chỉ tiêu", "wrapped", 18),
    Column("Giao", "percent", 0),
    Column("Kết quả", "percent", 0),
    Column("Còn thiếu (hồ sơ)", "count", 15),
    Column("Còn làm được (hồ sơ)", "count", 15),
    Column("Cách đạt", "text", 0),
)
_NOBODY, _EVERYBODY = "(chưa rõ cán bộ)", "(mọi cán bộ)"


def write_todo(page: Page, content: Content) -> None:
    """What turns each unmet target, counts by official, then the dossiers."""
    results, as_of = content.results, content.results.as_of
    page.line("HỒ SƠ CẦN XỬ LÝ", "title")
    page.line(
        f"Tính đến {as_of:%d/%m/%Y}. Chỉ gồm việc còn làm được, mỗi hồ sơ một dòng, việc gấp nhất "
        "của từng cán bộ ở trên; lọc theo cán bộ hoặc theo việc bằng mũi tên ở đầu cột. Việc đã "
        "lỡ: trang “Đã lỡ”.",
        "note",
    )
    if content.detail is None:
        page.line("Số hồ sơ quá nhiều để liệt kê ở đây; xem tệp chi-tiet cùng thư mục.", "strong")
        if len(results.plan.units) > 1:
            page.line("Báo cáo riêng của từng đơn vị (chạy với --split) có danh sách này.")
        return
    rows = list(content.detail.rows)
    found = ways(content.facts.cumulative("unit", "official"), rows, results.plan)
    marked = _marked(found)
    listed = [entry for row in rows if (entry := _entry(row, as_of, content, marked))]
    order = {unit.name: number for number, unit in enumerate(results.plan.units)}
    listed.sort(key=lambda e: (order[e[0]], e[1] == _NOBODY, e[1], _urgency(e), e[2]))
    is_by_unit = len(results.plan.units) > MANY_UNITS
    if not is_by_unit:
        _write_ways(page, found)
    _write_counts(page, listed, is_by_unit=is_by_unit)
    page.gap()
    _write_shown(page, listed)
    page.table(_COLUMNS, (entry[:-1] for entry in listed), freeze=3, name="CanXuLy")


def _marked(found: list[Way]) -> dict[tuple[str, Dossier], str]:
    """Scope and dossier -> of which targets it is one of the fewest that turn it, and the how
    manieth; none where they are not enough.
    """
    marked: dict[tuple[str, Dossier], list[str]] = defaultdict(list)
    for way in found:
        for number, dossier in enumerate(way.named if way.new == 0 else (), start=1):
            heading = indicator(way.fact.indicator).heading
            text = f"{heading} {number}/{len(way.named)}"
            marked[way.fact.scope, dossier].append(text)
    return {place: "; ".join(texts) for place, texts in marked.items()}


def _write_ways(page: Page, found: list[Way]) -> None:
    """What each unit's unmet targets still take."""
    of_units = [way for way in found if way.fact.scope == "unit"]
    if not of_units:
        return
    page.line("Chỉ tiêu chưa đạt, và ít nhất phải làm gì để đạt", "strong")
    page.block(_WAYS, (_way_row(way) for way in of_units))
    page.gap()


def _way_row(way: Way) -> list[Any]:
    fact = way.fact
    if way.new == 0:
        text = f"làm xong {len(way.named)} hồ sơ có số ở cột “Đủ để đơn vị đạt”"
    elif way.new is None:
        text = "không còn đạt được"
    else:
        done = f"làm xong cả {way.winnable} hồ sơ còn làm được, và " if way.winnable else ""
        text = f"{done}{way.new} hồ sơ mới liên tiếp đều đạt"
    return [
        fact.unit, indicator(fact.indicator).heading, fact.target_bp, fact.rate_bp, fact.shortfall,
        way.winnable, text,
    ]  # fmt: skip


def _entry(
    row: Row, as_of: date, content: Content, marked: dict[tuple[str, Dossier], str]
) -> list[Any] | None:
    """A line of the list, and behind it the days left; None where there is nothing to do."""
    texts = [task.text(row, as_of) for task in _TASKS]
    if not any(texts):
        return None
    most_urgent = next(task.heading for task, text in zip(_TASKS, texts, strict=True) if text)
    left = _days_left(row, as_of)
    dossier = (row["unit_code"], row["code"])
    return [
        row["unit"], row["official"] or _NOBODY, row["code"], most_urgent,
        *(text or None for text in texts),
        *(marked.get((scope, dossier)) for scope in ("unit", "official")),
        content.procedure_names.get(row["procedure"], row["procedure"]),
        row["received_on"], row["due_on"], left if left is not None else 10_000,
    ]  # fmt: skip


def _urgency(entry: list[Any]) -> tuple[int, int]:
    """The most urgent task, then how little time is left."""
    first = next(n for n, text in enumerate(entry[_FIRST_TASK:]) if text)
    return first, entry[-1]


def _write_counts(page: Page, listed: list[list[Any]], *, is_by_unit: bool) -> None:
    """How many dossiers each official has, and of each task; of many units each unit."""
    headings = ["Đơn vị", "Cán bộ", "Số hồ sơ", "Trong đó:", *(task.heading for task in _TASKS)]
    roles = ["text", "text", "count", "text", *["count"] * len(_TASKS)]
    columns = [Column(h, role, 0) for h, role in zip(headings, roles, strict=True)]
    groups = groupby(listed, key=lambda e: (e[0], _EVERYBODY if is_by_unit else e[1]))
    by_official = ((unit, official, list(entries)) for (unit, official), entries in groups)
    page.sheet.set_row(page.row, 34)
    page.block(columns, ([u, o, len(e), None, *_counts(e)] for u, o, e in by_official))


def _counts(listed: list[list[Any]]) -> list[int]:
    return [sum(bool(entry[_FIRST_TASK + n]) for entry in listed) for n in range(len(_TASKS))]


def _write_shown(page: Page, listed: list[list[Any]]) -> None:
    """What a filter leaves of the list below, counted by the sheet itself."""
    top = page.row + 2  # behind this row and the list's heading
    last = top + max(len(listed), 1) - 1
    page.write_row([None, "Đang hiện (khi lọc)", None, None], ["strong"] * 4)
    columns = (2, *range(_FIRST_TASK, _FIRST_TASK + len(_TASKS)))
    for column, count in zip(columns, [len(listed), *_counts(listed)], strict=True):
        area = f"{xl_rowcol_to_cell(top, column)}:{xl_rowcol_to_cell(last, column)}"
        page.cell(page.row - 1, column, Live(f"=SUBTOTAL(103,{area})", count), "count")
