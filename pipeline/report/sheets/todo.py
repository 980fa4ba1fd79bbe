"""Cần xử lý: which dossiers to work on this morning, by official, the most urgent first."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_rowcol_to_cell

from pipeline.report.content import MANY_UNITS
from pipeline.report.fewest import SOON, Dossier, Row, Way, can_still_count, days_left
from pipeline.report.layout.cells import Live
from pipeline.report.layout.page import Column, Page
from pipeline.report.variances import units_of
from schemas.indicators import indicator

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from pipeline.report.content import Content


@dataclass(frozen=True)
class _Task:
    """Something to do about a dossier: its heading, and what stands in its cell, "" where none."""

    heading: str
    text: Callable[[Row, date], str]


def _overdue(row: Row, as_of: date) -> str:
    left = days_left(row, as_of)
    return "" if left is None or left >= 0 or row["is_waiting"] else f"✘ {-left} ngày"


def _overdue_waiting(row: Row, as_of: date) -> str:
    """Apart from the others, whatever the plan says that it counts for."""
    left = days_left(row, as_of)
    if left is None or left >= 0 or not row["is_waiting"]:
        return ""
    return f"{'!' if row['on_time'] else '✘'} {-left} ngày"


def _due_soon(row: Row, as_of: date) -> str:
    left = days_left(row, as_of)
    if left is None or not 0 <= left <= SOON:
        return ""
    return f"! {left} ngày" if left else "! hôm nay"


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
_WIDTHS = (10, 10.5, 9, 9.5, 20, 9.5)
_TASK_COLUMNS = tuple(
    Column(task.heading, "centered", width) for task, width in zip(_TASKS, _WIDTHS, strict=True)
)
_ABOUT = (
    Column("Đủ để đơn vị đạt", "text", 18),
    Column("Đủ để cán bộ đạt", "text", 18),
    Column("Thủ tục", "text", 30),
    Column("Tiếp nhận", "day", 11),
    Column("Hẹn trả", "day", 11),
)
_OFF_PAPER = 3  # columns at the end
_WAYS = (
    Column("Chỉ tiêu", "wrapped", 20),
    Column("Giao", "percent", 25),
    Column("Kết quả", "percent", 10),
    Column("Còn thiếu", "count", 10.5),
    Column("Còn làm được", "count", 9),
    Column("Cách đạt", "text", 0),
)
_NOBODY, _EVERYBODY = "(chưa rõ cán bộ)", "(mọi cán bộ)"


def write_todo(page: Page, content: Content) -> None:
    """What turns unmet targets, counts by official (these on paper), then the dossiers."""
    results, as_of = content.results, content.results.as_of
    page.line("HỒ SƠ CẦN XỬ LÝ", "title")
    page.line(
        f"Tính đến {as_of:%d/%m/%Y}. Chỉ gồm việc còn làm được, mỗi hồ sơ một dòng, việc gấp nhất "
        "của từng cán bộ ở trên; lọc theo cán bộ hoặc theo việc bằng mũi tên ở đầu cột.",
        "note",
    )
    if content.detail is None:
        which = results.output("ho-so", ".csv")
        page.line(f"Số hồ sơ quá nhiều để liệt kê ở đây; xem tệp {which} cùng thư mục.", "strong")
        if len(results.plan.units) > 1:
            page.line("Báo cáo riêng của từng đơn vị (chạy với --split) có danh sách này.")
        return
    listed = _listed(content)
    if not listed:
        page.line("Không còn hồ sơ nào phải xử lý.", "strong")
        return
    columns = (
        *units_of(content), Column("Cán bộ", "text", 22), Column("Mã hồ sơ", "text", 25),
        *_TASK_COLUMNS, *_ABOUT,
    )  # fmt: skip
    is_by_unit = len(results.plan.units) > MANY_UNITS
    if not is_by_unit:
        _write_ways(page, content)
    _write_counts(page, content, listed, is_by_unit=is_by_unit)
    page.on_paper = (page.row, len(columns) - _OFF_PAPER)
    page.gap()
    _write_shown(page, content, listed)
    rows = (entry.cells for entry in listed)
    page.table(columns, rows, freeze=len(units_of(content)) + 2, name="CanXuLy")


@dataclass(frozen=True)
class _Entry:
    """A line of the list: whose it is, what is to be done (a text a task), and how urgent it is."""

    unit: str
    official: str
    code: str
    tasks: list[str]
    urgency: tuple[int, int]
    cells: list[Any]


def _listed(content: Content) -> list[_Entry]:
    """Every dossier with something to do, by unit and official, the most urgent first."""
    order = {unit.name: number for number, unit in enumerate(content.results.plan.units)}
    marked = _marked(content.ways)
    entries = [entry for row in content.rows if (entry := _entry(row, content, marked))]
    entries.sort(
        key=lambda e: (order[e.unit], e.official == _NOBODY, e.official, e.urgency, e.code)
    )
    return entries


def _marked(found: list[Way]) -> dict[tuple[str, Dossier], str]:
    """Scope and dossier -> of which targets it is one of the fewest that turn it, and the how
    manieth; none where they are not enough.
    """
    marked: dict[tuple[str, Dossier], list[str]] = defaultdict(list)
    for way in found:
        for number, dossier in enumerate(way.named if way.new == 0 else (), start=1):
            text = f"{indicator(way.fact.indicator).column} {number}/{len(way.named)}"
            marked[way.fact.scope, dossier].append(text)
    return {place: "; ".join(texts) for place, texts in marked.items()}


def _write_ways(page: Page, content: Content) -> None:
    """What each unit's unmet targets still take."""
    of_units = [way for way in content.ways if way.fact.scope == "unit"]
    if not of_units:
        return
    page.line("Chỉ tiêu chưa đạt, và ít nhất phải làm gì để đạt", "strong")
    columns = [*(replace(column, width=0) for column in units_of(content)), *_WAYS]
    page.block(columns, (_way_row(content, way) for way in of_units))
    page.gap()


def _way_row(content: Content, way: Way) -> list[Any]:
    fact = way.fact
    if way.new == 0:
        text = f"làm xong {len(way.named)} hồ sơ có số ở cột “Đủ để đơn vị đạt”"
    elif way.new is None:
        text = "không còn đạt được"
    else:
        done = f"làm xong cả {way.winnable} hồ sơ còn làm được, và " if way.winnable else ""
        text = f"{done}{way.new} hồ sơ mới liên tiếp đều đạt"
    return [
        *([fact.unit] if units_of(content) else []), indicator(fact.indicator).heading,
        fact.target_bp, fact.rate_bp, fact.shortfall, way.winnable, text,
    ]  # fmt: skip


def _entry(
    row: Row, content: Content, marked: dict[tuple[str, Dossier], str]
) -> _Entry | None:  # fmt: skip
    """None where there is nothing to do."""
    as_of = content.results.as_of
    texts = [task.text(row, as_of) for task in _TASKS]
    if not any(texts):
        return None
    left, official = days_left(row, as_of), row["official"] or _NOBODY
    first = next(number for number, text in enumerate(texts) if text)
    dossier = (row["unit_code"], row["code"])
    cells = [
        *([row["unit"]] if units_of(content) else []), official, row["code"],
        *(text or None for text in texts),
        *(marked.get((scope, dossier)) for scope in ("unit", "official")),
        content.procedure_names.get(row["procedure"], row["procedure"]),
        row["received_on"], row["due_on"],
    ]  # fmt: skip
    urgency = (first, 10_000 if left is None else left)
    return _Entry(row["unit"], official, row["code"], texts, urgency, cells)


def _write_counts(
    page: Page, content: Content, listed: list[_Entry], *, is_by_unit: bool
) -> None:  # fmt: skip
    """How many dossiers each official has, and of each task; of many units each unit."""
    columns = [
        *(replace(column, width=0) for column in units_of(content)),
        Column("Cán bộ", "text", 0), Column("Số hồ sơ", "count", 0),
        *(replace(column, role="count") for column in _TASK_COLUMNS),
    ]  # fmt: skip
    groups = groupby(listed, key=lambda e: (e.unit, _EVERYBODY if is_by_unit else e.official))
    by_official = ((unit, official, list(entries)) for (unit, official), entries in groups)
    page.block(
        columns,
        ([*([u] if units_of(content) else []), o, len(e), *_counts(e)] for u, o, e in by_official),
    )


def _counts(listed: list[_Entry]) -> list[int]:
    return [sum(bool(entry.tasks[number]) for entry in listed) for number in range(len(_TASKS))]


def _write_shown(page: Page, content: Content, listed: list[_Entry]) -> None:
    """What a filter leaves of the list below, counted by the sheet itself."""
    top = page.row + 2  # behind this row and the list's heading
    last = top + len(listed) - 1
    first = len(units_of(content))
    page.cell(page.row, first, "Đang hiện (khi lọc)", "strong")
    for column, count in enumerate([len(listed), *_counts(listed)], start=first + 1):
        area = f"{xl_rowcol_to_cell(top, column)}:{xl_rowcol_to_cell(last, column)}"
        page.cell(page.row, column, Live(f"=SUBTOTAL(103,{area})", count), "count")
    page.row += 1
