"""Kiểm chứng: the workbook checks itself. Each number is counted in three ways that share no code:
the SQL that gave the facts, formulas over the marks of each dossier, the lists that rates lead to.
Of every source the rows that were read are those that became of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_rowcol_to_cell

from pipeline.report.content import place_of
from pipeline.report.layout.cells import Live
from pipeline.report.layout.page import Column, Page, quoted
from pipeline.report.layout.theme import STATUS_WORDS
from pipeline.report.variances import INDICATOR, units_of
from schemas.indicators import indicators

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Fact
    from pipeline.report.content import Content

_WAYS = (
    Column("Số đạt: báo cáo", "count", 11),
    Column("Số đạt: công thức", "count", 11),
    Column("Số đạt: danh sách", "count", 11),
    Column("Tổng số: báo cáo", "count", 11),
    Column("Tổng số: công thức", "count", 11),
    Column("Tổng số: danh sách", "count", 11),
    Column("Kiểm chứng", "status_text", 16),
)
_AGREES, _DIFFERS, _ALL_AGREE = "✔ Khớp", "✘ Lệch", "✔ Mọi số đều khớp"
_NOTE = (
    "Báo cáo: số do chương trình đếm bằng SQL, như trong so-lieu. Công thức: đếm lại ngay trong "
    "tệp này từ trang “Chi tiết hồ sơ”. Danh sách: đếm từ trang “Hồ sơ được đếm”. Ở đây là số của "
    "đơn vị: ai sửa một dấu làm số ấy đổi thì dòng đó thành Lệch. Số của cán bộ, lĩnh vực, thủ tục "
    "và mọi ô khác: thả tệp này lên kiem-chung.cmd."
)
_SOURCES = "Dòng đọc = dùng được + bị loại + trùng + bỏ qua, ở mọi nguồn (trang “Nguồn dữ liệu”)"
_PARTS = ("Dùng được", "Bị loại", "Trùng", "Bỏ qua")


def write_checks(page: Page, content: Content) -> None:
    """The verdict, the sources, then a row a unit and indicator that has data."""
    page.line("KIỂM CHỨNG CÁC CON SỐ", "title")
    columns = (*units_of(content), INDICATOR, *_WAYS)
    width = int(sum(column.width for column in columns))
    page.paragraph(_NOTE, len(columns), characters=width)
    verdict, last = page.row, len(columns) - 1
    page.row += 1
    page.cell(page.row, 0, _SOURCES, "plain")
    of_sources = _of_sources(content)
    page.cell(page.row, last, of_sources, "status_text")
    sources = page.row
    page.row += 2
    top = page.row + 1
    rows = list(_rows(content, top))
    count = page.table(columns, rows, freeze=1, name="KiemChung")
    bottom = top + max(count, 1) - 1
    area = f"{_cell(sources, last)}:{_cell(bottom, last)}"
    found = [of_sources, *(row[-1] for row in rows)]
    differing = sum(isinstance(one, Live) and one.value == _DIFFERS for one in found)
    said = _verdict(f'COUNTIF({area},"{_DIFFERS}")', differing)
    page.cell(verdict, 0, said, "strong")
    page.judge(verdict, 0, verdict, 0)
    page.judge(sources, last, bottom, last)
    content.checked = (f"{quoted(page.name)}!{_cell(verdict, 0, is_fixed=True)}", str(said.value))


def _verdict(count: str, differing: int) -> Live:
    """Of so many places that differ; `count`: the formula of that number."""
    formula = f'=IF({count}=0,"{_ALL_AGREE}","✘ Có "&{count}&" chỗ lệch")'
    return Live(formula, f"✘ Có {differing} chỗ lệch" if differing else _ALL_AGREE)


def _cell(row: int, column: int, *, is_fixed: bool = False) -> str:
    return str(xl_rowcol_to_cell(row, column, row_abs=is_fixed, col_abs=is_fixed))


def _agreement(test: str, *, is_so: bool) -> Live:
    return Live(f'=IF({test},"{_AGREES}","{_DIFFERS}")', _AGREES if is_so else _DIFFERS)


def _of_sources(content: Content) -> Live:
    parts = "-".join(f"NguonDuLieu[{part}]" for part in _PARTS)
    wrong = f"SUMPRODUCT(--(NguonDuLieu[Dòng đọc]-{parts}<>0))"
    is_so = all(
        one.rows_read == one.rows_kept + one.rows_rejected + one.rows_duplicate + one.rows_ignored
        for one in content.results.inputs.sources
    )
    return _agreement(f"{wrong}=0", is_so=is_so)


def _rows(content: Content, first: int) -> Iterator[list[Any]]:
    """The first of them stands in row `first`, from 0."""
    row = first
    for code, name in content.blocks:
        for entry in indicators():
            fact = content.facts.of_unit(code, entry.id)
            if fact.denominator:
                about = [name, entry.heading] if units_of(content) else [entry.heading]
                yield [*about, *_counted(content, fact, row, len(about))]
                row += 1


def _counted(content: Content, fact: Fact, row: int, column: int) -> list[Any]:
    """Numerator and denominator in three ways each, and whether they agree. What the marks come to
    is what the lists have, which are made of them.
    """
    whose = str(content.key(fact)) if fact.scope == "unit" else ""
    formulas, place = content.counts(fact, whose), content.place(fact)
    report = (fact.numerator, fact.denominator)
    counted = content.listed.get(place_of(fact), report)
    by_list = (f'COUNTIF({place},"{STATUS_WORDS["dat"]}")', f"ROWS({place})") if place else None
    ways = [
        None if known is None else [Live(f"={f}", v) for f, v in zip(known, counted, strict=True)]
        for known in (formulas, by_list)
    ]
    tests = [
        f"{_cell(row, column + start)}={_cell(row, column + start + number)}"
        for start in (0, len(ways) + 1)
        for number, way in enumerate(ways, start=1)
        if way
    ]
    verdict = _agreement(f"AND({','.join(tests)})", is_so=counted == report) if tests else "–"
    shown = [[value, *(way and way[part] for way in ways)] for part, value in enumerate(report)]
    return [*shown[0], *shown[1], verdict]
