"""Kiểm chứng: the workbook checks itself. Each number is counted in three ways that share no code:
the SQL that gave the facts, formulas over the marks of each dossier, the lists that rates lead to.
Of every source the rows that were read are those that became of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_rowcol_to_cell

from pipeline.report.layout.cells import Live
from pipeline.report.layout.page import Column, Page, quoted
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
_AGREES, _DIFFERS = "✔ Khớp", "✘ Lệch"
_NOTE = (
    "Báo cáo: số do chương trình đếm bằng SQL, như trong so-lieu. Công thức: đếm lại ngay trong "
    "tệp này từ trang “Chi tiết hồ sơ”. Danh sách: đếm từ trang “Hồ sơ được đếm”. Ai sửa một ô ở "
    "các trang đó thì dòng tương ứng ở đây thành Lệch."
)
_SOURCES = "Dòng đọc = dùng được + bị loại + trùng + bỏ qua, ở mọi nguồn (trang “Nguồn dữ liệu”)"
_PARTS = ("Dùng được", "Bị loại", "Trùng", "Bỏ qua")


def write_checks(page: Page, content: Content) -> None:
    """The verdict, the sources, then a row a unit and indicator that has data."""
    page.line("KIỂM CHỨNG CÁC CON SỐ", "title")
    columns = (*units_of(content), INDICATOR, *_WAYS)
    page.paragraph(_NOTE, len(columns), characters=130)
    verdict = page.row
    page.row += 1
    last = len(columns) - 1
    page.cell(page.row, 0, _SOURCES, "plain")
    page.cell(page.row, last, _of_sources(), "status_text")
    sources = page.row
    page.row += 2
    top = page.row + 1
    count = page.table(columns, _rows(page, content), freeze=1, name="KiemChung")
    area = f"{_cell(sources, last)}:{_cell(top + max(count, 1) - 1, last)}"
    differing = f'COUNTIF({area},"{_DIFFERS}")'
    agrees = f'IF({differing}=0,"✔ Mọi số đều khớp","✘ Có "&{differing}&" chỗ lệch")'
    page.cell(verdict, 0, Live(f"={agrees}", "✔ Mọi số đều khớp"), "strong")
    page.judge(verdict, 0, verdict, 0)
    page.judge(sources, last, top + max(count, 1) - 1, last)
    content.places["checked",] = f"{quoted(page.name)}!{_cell(verdict, 0, is_fixed=True)}"


def _cell(row: int, column: int, *, is_fixed: bool = False) -> str:
    return str(xl_rowcol_to_cell(row, column, row_abs=is_fixed, col_abs=is_fixed))


def _of_sources() -> Live:
    parts = "-".join(f"NguonDuLieu[{part}]" for part in _PARTS)
    wrong = f"SUMPRODUCT(--(NguonDuLieu[Dòng đọc]-{parts}<>0))"
    return Live(f'=IF({wrong}=0,"{_AGREES}","{_DIFFERS}")', _AGREES)


def _rows(page: Page, content: Content) -> Iterator[list[Any]]:
    for code, name in content.blocks:
        for entry in indicators():
            fact = content.facts.of_unit(code, entry.id)
            if fact.denominator:
                about = [name, entry.heading] if units_of(content) else [entry.heading]
                yield [*about, *_counted(page, content, fact, len(about))]


def _counted(page: Page, content: Content, fact: Fact, column: int) -> list[Any]:
    """Numerator and denominator in three ways each, and whether they agree."""
    whose = str(content.key(fact)) if fact.scope == "unit" else ""
    formulas, place = content.counts(fact, whose), content.place(fact)
    marks: list[Any] = [Live(f"={f}", v) for f, v in zip(formulas or (), _both(fact), strict=False)]
    lists: list[Any] = []
    if place:
        lists = [Live(f'=COUNTIF({place},"✔ Đạt")', fact.numerator),
                 Live(f"=ROWS({place})", fact.denominator)]  # fmt: skip
    ways = list(zip(_both(fact), marks or [None] * 2, lists or [None] * 2, strict=True))
    tests = [
        f"{_cell(page.row, column + start)}={_cell(page.row, column + start + way)}"
        for start in (0, 3)
        for way, known in ((1, marks), (2, lists))
        if known
    ]
    verdict: Any = "–"
    if tests:
        verdict = Live(f'=IF(AND({",".join(tests)}),"{_AGREES}","{_DIFFERS}")', _AGREES)
    return [*ways[0], *ways[1], verdict]


def _both(fact: Fact) -> tuple[int, int]:
    return fact.numerator, fact.denominator
