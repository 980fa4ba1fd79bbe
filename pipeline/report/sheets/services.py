"""DVC phát sinh hồ sơ: which procedures had online dossiers and payments, and which had none."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_rowcol_to_cell

from pipeline.report.content import LEVELS
from pipeline.report.facts import EACH_BY_ITSELF, counted_anywhere, units_with_catalogue
from pipeline.report.layout.page import Column, Page, quoted
from schemas.indicators import indicators

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Results
    from pipeline.report.content import Content

_COLUMNS = (
    Column("Đơn vị", "wrapped", 20),
    Column("Mã TTHC", "text", 16),
    Column("Tên thủ tục", "wrapped", 70),
    Column("Lĩnh vực", "wrapped", 24),
    Column("Mức độ", "centered", 13),
    Column("Có phí", "centered", 9),
    Column("Hồ sơ", "count", 9),
    Column("Trực tuyến", "count", 11),
    Column("Thanh toán trực tuyến", "count", 12),
    *(Column(indicator.status_column, "status_text", 18) for indicator in indicators("procedure")),
    *(Column(indicator.column, "mark", 8) for indicator in indicators("procedure")),
    Column("Số ĐV", "key", 7),
)
_PUBLICITY = (
    Column("Đơn vị", "wrapped", 22),
    Column("Mã TTHC", "text", 16),
    Column("Tên thủ tục", "wrapped", 80),
    *(Column(indicator.column, "mark", 8) for indicator in indicators("publicity")),
    Column("Tệp", "text", 30),
    Column("Trang", "text", 20),
    Column("Dòng", "count", 8),
    Column("Số ĐV", "key", 7),
)
_FIRST_STATUS, _FIRST_PUBLISHED = 9, 3
_SEVERAL = 2


def write_services(page: Page, content: Content) -> None:
    """A row a unit and procedure of the catalogue."""
    results, facts = content.results, content.facts
    page.line("DỊCH VỤ CÔNG PHÁT SINH HỒ SƠ VÀ THANH TOÁN TRỰC TUYẾN", "title")
    for code, name in content.blocks:
        counted = ((i.some, facts.of_unit(code, i.id)) for i in indicators("procedure"))
        texts = (
            f"{fact.numerator}/{fact.denominator} {some}"
            if fact.denominator
            else f"chưa có số liệu về {some}"
            for some, fact in counted
        )
        how = f" ({EACH_BY_ITSELF})" if units_with_catalogue(results, code) > 1 else ""
        page.line(f"{name}{how}: {'; '.join(texts)}.")
    for line in _nowhere(results):
        page.line(line)
    page.line("Cột “Tính”: 1 đã phát sinh, 0 chưa, trống là không tính.", "note")
    statuses = len(indicators("procedure"))
    _note_places(page, content, "DichVu", _FIRST_STATUS + statuses, "procedure")
    top = page.row + 1
    count = page.table(_COLUMNS, _rows(results), freeze=3, name="DichVu")
    page.judge(top, _FIRST_STATUS, top + max(count, 1) - 1, _FIRST_STATUS + statuses - 1)


def _nowhere(results: Results) -> Iterator[str]:
    """Procedures that count in none of several units."""
    if units_with_catalogue(results, "") < _SEVERAL:
        return
    for indicator in indicators("procedure"):
        marks = counted_anywhere(results, indicator.id)
        if marks:
            lacking = sum(not mark for mark in marks.values())
            yield f"Tính chung, {lacking}/{len(marks)} {indicator.none} ở bất kỳ đơn vị nào."


def write_publicity(page: Page, content: Content) -> None:
    """A row a unit and procedure of the publicity lists."""
    page.line("CÔNG KHAI THỦ TỤC HÀNH CHÍNH", "title")
    page.line(
        "1: công khai đúng hạn và đủ nội dung; 0: chưa. Thủ tục có nhiều dòng lấy dòng kém hơn.",
        "note",
    )
    _note_places(page, content, "CongKhai", _FIRST_PUBLISHED, "publicity")
    page.table(_PUBLICITY, _published(content), freeze=2, name="CongKhai")


def _note_places(page: Page, content: Content, table: str, first: int, grain: str) -> None:
    """Where each column of marks begins, for links; `first`: the first of them."""
    for column, indicator in enumerate(indicators(grain), start=first):
        cell = xl_rowcol_to_cell(page.row, column, row_abs=True, col_abs=True)
        content.places[table, indicator.column] = f"{quoted(page.name)}!{cell}"


def _published(content: Content) -> list[list[Any]]:
    units = {unit.code: (unit.name, n) for n, unit in enumerate(content.results.plan.units, 1)}
    rows: list[list[Any]] = [
        [units[unit][0], procedure, content.procedure_names.get(procedure), *marks, file, sheet,
         row, units[unit][1]]
        for unit, procedure, file, sheet, row, marks in content.results.counts.publicity
    ]  # fmt: skip
    return sorted(rows, key=itemgetter(-1, 1))


def _rows(results: Results) -> list[list[object]]:
    counts = {
        (counted.unit_code, counted.procedure): counted for counted in results.counts.procedures
    }
    rows: list[list[object]] = []
    for number, unit in enumerate(results.plan.units, start=1):
        for entry in results.plan.procedures:
            counted = counts.get((unit.code, entry.code))
            if counted is None:
                break  # a unit above others, without dossiers of its own
            rows.append([
                unit.name, entry.printed_code, entry.name, entry.field, LEVELS[entry.level],
                "Có" if entry.has_fee else "Không",
                counted.dossiers, counted.online_dossiers, counted.online_payments,
                *(_WORDS[mark] for mark in counted.marks), *counted.marks, number,
            ])  # fmt: skip
    return rows


_WORDS = {None: "–", 1: "✔ Có phát sinh", 0: "✘ Chưa phát sinh"}
