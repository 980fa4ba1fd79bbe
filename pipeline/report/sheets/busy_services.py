"""Dịch vụ nhiều hồ sơ: which procedures most dossiers come to, which of them to simplify first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_rowcol_to_cell

from pipeline.model import rate_bp
from pipeline.report.content import LEVELS, MARKS
from pipeline.report.layout import cells
from pipeline.report.layout.cells import Live
from pipeline.report.layout.page import Column, Page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.report.content import Content
    from pipeline.report.volumes import Volume

_COLUMNS = (
    Column("TT", "key", 5),
    Column("Mã TTHC", "text", 11),
    Column("Tên thủ tục", "wrapped", 48),
    Column("Mức độ", "centered", 11),
    Column("Hồ sơ tiếp nhận", "count", 9),
    Column("Tỷ trọng", "percent", 10),
    Column("Còn nộp giấy", "count", 8),
    Column("Tỷ lệ giấy", "percent", 10),
    Column("Trễ hạn", "count", 8),
    Column("Tỷ lệ đúng hạn", "percent", 10),
    Column("Tỷ lệ thanh toán trực tuyến", "percent", 11),
    Column("Giấy cộng trễ", "count", 8),
    Column("Nên đơn giản hóa trước", "wrapped", 34),
    Column("Nộp trực tuyến", "count", 9),
    Column("Đúng hạn", "count", 9),
    Column("Chưa thanh toán trực tuyến", "count", 10),
    Column("Đã thanh toán trực tuyến", "count", 10),
    Column("Số thủ tục", "key", 7),
)
_PRINTED = 13  # columns; the others only count
_MOST, _FIRST = 30, 3  # procedures of a block, and of these to simplify first
_MOST_ADDED = 60  # cells that a formula adds up; Excel's end at 8,192 characters
_NOTES = f"""\
Xếp theo số hồ sơ tiếp nhận từ {{start:%d/%m/%Y}} đến {{as_of:%d/%m/%Y}}, mỗi bảng nhiều nhất \
{_MOST} thủ tục. Giấy: nộp trực tiếp hoặc qua bưu chính, tính trên hồ sơ biết hình thức nộp.
Trễ hạn và tỷ lệ đúng hạn tính trên hồ sơ có giải quyết trong thời gian đó, kể cả hồ sơ nhận từ \
trước.
Nên đơn giản hóa trước (kế hoạch mục IV.1.4: rà soát, đơn giản hóa, tái cấu trúc quy trình): cộng \
số hồ sơ còn nộp giấy với số hồ sơ trễ hạn; {_FIRST} thủ tục có tổng lớn nhất trong bảng là ưu \
tiên 1, 2, 3, bằng nhau thì cùng thứ tự.
""".splitlines()


def write_busy_services(page: Page, content: Content) -> None:
    """A block per unit (all together first; of many those above others), all dossiers in the first
    row.
    """
    results = content.results
    page.line("DỊCH VỤ CÓ NHIỀU HỒ SƠ NHẤT", "title")
    for note in _NOTES:
        text = note.format(start=results.plan.start, as_of=results.as_of)
        page.paragraph(text, _PRINTED, characters=165)
    for code, name in content.blocks:
        page.gap()
        page.line(name, "strong")
        volumes = content.volumes[code]
        if not volumes:
            page.line("Chưa có hồ sơ nào tiếp nhận.", "note")
            continue
        rows = volumes[: _MOST + 1]
        page.table(_COLUMNS, _rows(page, content, code, rows))
        for line in _rest(volumes):
            page.line(line, "note")
    page.shown = _PRINTED


def _rest(volumes: list[Volume]) -> Iterator[str]:
    """What stands in the first row alone."""
    every, *procedures = volumes
    if more := procedures[_MOST:]:
        yield f"Còn {len(more)} thủ tục ít hồ sơ hơn: trang “Chênh lệch thủ tục”."
    if unnamed := every.received - sum(volume.received for volume in procedures):
        yield f"{unnamed} hồ sơ không rõ mã thủ tục, chỉ tính ở dòng “Tất cả hồ sơ”."


@dataclass(frozen=True)
class _Row:
    """A row being written, from 0: the cells that its formulas take."""

    content: Content
    code: str  # of the block's unit, empty for all
    number: int
    volume: Volume

    def cell(self, column: int) -> str:
        """A cell of the row."""
        return str(xl_rowcol_to_cell(self.number, column))

    def counts(self, indicator: str) -> tuple[Any, Any]:
        """How many dossiers count for an indicator and how many do not, live where they can be;
        None where nothing is known of it.
        """
        if (counted := self.volume.counted(indicator)) is None:
            return None, None
        some, none = counted[0], counted[1] - counted[0]
        if (formulas := self._formulas(indicator)) is None:
            return some, none
        return Live(f"={formulas[0]}", some), Live(f"={formulas[1]}", none)

    def received(self) -> Any:
        """The dossiers received since the start, whatever else is known of them."""
        received = self.volume.received
        if self.content.detail is None:
            return received
        start = self.content.results.plan.start
        since = f'">="&DATE({start.year},{start.month},{start.day})'
        return Live(f"=COUNTIFS({self._whose()},HoSo[Tiếp nhận],{since})", received)

    def _formulas(self, indicator: str) -> tuple[str, str] | None:
        """Over the marks where they are in the workbook, else from the facts' sheet."""
        if self.content.detail is not None:
            table, heading = MARKS[indicator]
            rows = f"COUNTIFS({self._whose()},{table}[{heading}]"
            return f"{rows},1)", f"{rows},0)"
        counts = [self.content.counts(fact) for fact in self.volume.of(indicator)]
        known = [count for count in counts if count is not None]
        if len(known) < len(counts) or len(counts) > _MOST_ADDED:
            return None
        some, all_of_them = ("+".join(parts) for parts in zip(*known, strict=True))
        return some, f"{all_of_them}-({some})"

    def _whose(self) -> str:
        key = self.cell(len(_COLUMNS) - 1) if self.volume.procedure else '">=0"'
        whose = f"HoSo[Số thủ tục],{key}"
        if not self.code:
            return whose
        unit = str(self.content.keys["unit"][self.code, ""])
        return f"{whose},{self.content.within('HoSo', self.code, unit)}"


def _rows(page: Page, content: Content, code: str, volumes: list[Volume]) -> Iterator[list[Any]]:
    top, every = page.row, volumes[0]
    sums = [_paper_and_late(volume) or 0 for volume in volumes[1:]]
    area = f"$L${top + 2}:$L${top + len(volumes)}"
    for number, volume in enumerate(volumes):
        row = _Row(content, code, top + number, volume)
        online, paper = row.counts("online")
        on_time, late = row.counts("on_time")
        paid, unpaid = row.counts("online_payment")
        share = cells.rate(row.cell(4), f"$E${top + 1}")
        yield [
            number or None, *_about(content, volume), row.received(),
            Live(f"={share}", rate_bp(volume.received, every.received)),
            paper, _rate(row, 6, 13, "online", is_of_others=True),
            late, _rate(row, 14, 8, "on_time"), _rate(row, 16, 15, "online_payment"),
            _sum(row), _advice(row, area, sums) if number else "–",
            online, on_time, unpaid, paid, content.procedure_numbers.get(volume.procedure),
        ]  # fmt: skip


def _about(content: Content, volume: Volume) -> list[Any]:
    """Code, name and level."""
    if not volume.procedure:
        return [None, "Tất cả hồ sơ", None]
    entry = content.catalogue.get(volume.procedure)
    if entry is None:
        return [volume.procedure, "(không có trong danh mục)", "–"]
    return [volume.procedure, entry.name, LEVELS[entry.level]]


def _rate(row: _Row, some: int, none: int, indicator: str, *, is_of_others: bool = False) -> Live:
    """A rate by the columns of those that count and those that don't; `is_of_others`: of these."""
    of_all = f"SUM({row.cell(some)},{row.cell(none)})"
    numerator, denominator = row.volume.counted(indicator) or (0, 0)
    if is_of_others:
        numerator = denominator - numerator
    return Live(f"={cells.rate(row.cell(some), of_all)}", rate_bp(numerator, denominator))


def _paper_and_late(volume: Volume) -> int | None:
    known = [n for name in ("online", "on_time") if (n := volume.short(name)) is not None]
    return sum(known) if known else None


def _sum(row: _Row) -> Live:
    parts = f"{row.cell(6)},{row.cell(8)}"
    return Live(f'=IF(COUNT({parts})=0,"–",SUM({parts}))', _paper_and_late(row.volume))


def _advice(row: _Row, area: str, sums: list[int]) -> Live:
    """Which to simplify first, and why: its place by the sums of the block."""
    own, more = row.cell(11), f'COUNTIF({area},">"&{row.cell(11)})'
    paper, late = row.cell(6), row.cell(8)
    why = f'"Ưu tiên "&({more}+1)&": "&{paper}&" hồ sơ còn nộp giấy, "&{late}&" hồ sơ trễ hạn"'
    formula = f'=IF(N({own})=0,"–",IF({more}<{_FIRST},{why},"–"))'
    total, volume = _paper_and_late(row.volume) or 0, row.volume
    place = sum(other > total for other in sums) + 1
    if not total or place > _FIRST:
        return Live(formula, "–")
    shown = ["–" if (n := volume.short(i)) is None else n for i in ("online", "on_time")]
    words = f"Ưu tiên {place}: {shown[0]} hồ sơ còn nộp giấy, {shown[1]} hồ sơ trễ hạn"
    return Live(formula, words)
