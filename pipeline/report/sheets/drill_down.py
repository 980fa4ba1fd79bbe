"""Tra cứu đơn vị: one unit by choice from a list, looked up in the workbook itself.

Without dynamic arrays, so that any Excel and LibreOffice calculate it; by comparison, not by MATCH,
which would read * and ? in a name as wildcards. Who sorts or filters the tables changes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.model import CUMULATIVE, Fact
from pipeline.report.facts import status_words
from pipeline.report.layout.cells import Live
from pipeline.report.layout.page import Column, Page
from pipeline.report.layout.theme import STATUS_WORDS
from pipeline.report.sheets.ranking import FIRST_INDICATOR, NAME, OVERALL, column_of
from schemas.indicators import indicators

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Unit
    from pipeline.report.content import Content

_COLUMNS = (
    Column("Chỉ tiêu", "wrapped", 40),
    Column("Kết quả", "percent", 15),
    Column("Số đạt", "count", 15),
    Column("Tổng số", "count", 15),
    Column("Chỉ tiêu đang áp dụng", "percent", 15),
    Column("Chênh lệch (điểm %)", "decimal", 15),
    Column("Còn thiếu (hồ sơ)", "count", 15),
    Column("Đánh giá", "status", 20),
    Column("Xếp hạng", "status_text", 12),
)
_NAMES = Fact._fields
_STATUSES = ("dat", "chua_dat", "khong_co_so_lieu")


def write_drill_down(page: Page, content: Content) -> None:
    """The list to choose from, the indicators, then the windows."""
    plan = content.results.plan
    chosen = plan.units[0]
    page.line("TRA CỨU MỘT ĐƠN VỊ", "title")
    page.line(
        "Bấm vào ô có tên đơn vị, chọn ở mũi tên bên phải ô; mọi số bên dưới đổi theo.", "note"
    )
    page.gap()
    row = page.row
    page.cell(row, 0, "Đơn vị (chọn ở đây):", "strong")
    page.sheet.merge_range(row, 1, row, 4, chosen.name, page.theme["choice"])
    source = f"={content.places['units',]}"
    page.sheet.data_validation(
        row, 1, row, 1,
        {"validate": "list", "source": source, "error_title": "Không có đơn vị này",
         "error_message": "Hãy chọn một đơn vị trong danh sách."},
    )  # fmt: skip
    page.sheet.set_row(row, 24)
    page.row += 1
    lookup = _Lookup(content, f"$B${row + 1}", chosen)
    _write_overall(page, lookup)
    page.gap()
    page.table(_COLUMNS, lookup.indicators())
    page.gap()
    page.line(f"Từng kỳ {content.results.plan.cycle_days} ngày", "strong")
    main = [indicator for indicator in indicators() if indicator.main]
    headings = [Column("Kỳ", "text", 0), *(Column(i.heading, "percent", 0) for i in main)]
    page.sheet.set_row(page.row, 50)
    page.block(headings, lookup.windows())


def _write_overall(page: Page, lookup: _Lookup) -> None:
    page.cell(page.row, 0, "Xếp hạng chung trong các đơn vị cùng cấp trên:", "strong")
    page.cell(page.row, 1, lookup.rank(OVERALL, ""), "status_text")
    page.row += 1


class _Lookup:
    """Formulas for whatever unit is chosen in a cell, with the values of the one chosen first."""

    def __init__(self, content: Content, cell: str, chosen: Unit) -> None:
        self._content = content
        self._cell = cell
        self._chosen = chosen
        rows = sum(fact.scope in ("total", "unit") for fact in content.facts.rows)
        self._first = content.first_fact_row
        self._last = content.first_fact_row + rows - 1
        self._standing = next(
            standing
            for standing in content.results.analysis.standings
            if standing.unit_code == chosen.code
        )

    def indicators(self) -> Iterator[list[Any]]:
        """The cells of _COLUMNS for every indicator."""
        main = [indicator.id for indicator in indicators() if indicator.main]
        for indicator in indicators():
            fact = self._content.facts.of_unit(self._chosen.code, indicator.id)
            row = self._row_of(CUMULATIVE, indicator.id)
            total, is_known = f"INDEX({self._column('denominator')},{row})", fact.denominator > 0
            rank: Any = "–"
            if indicator.id in main:
                rank = self.rank(FIRST_INDICATOR + main.index(indicator.id), indicator.id)
            yield [
                indicator.heading,
                self._number(row, "rate_bp", fact.rate_bp, 100),
                self._number(row, "numerator", fact.numerator if is_known else None, of=total),
                self._number(row, "denominator", fact.denominator or None, of=total),
                self._number(row, "target_bp", fact.target_bp, 100),
                self._number(row, "variance_bp", fact.variance_bp),
                self._number(row, "shortfall", fact.shortfall if is_known else None, of=total),
                self._status(row, fact),
                rank,
            ]

    def windows(self) -> Iterator[list[Any]]:
        """A row a window, the rate of every main indicator."""
        plan = self._content.results.plan
        _, *windows = plan.periods(self._content.results.as_of)
        for number, window in enumerate(windows, start=1):
            rates = []
            for indicator in (i.id for i in indicators() if i.main):
                fact = self._content.facts.of_unit(self._chosen.code, indicator, window.name)
                row = self._row_of(window.name, indicator)
                rates.append(self._number(row, "rate_bp", fact.rate_bp, 100))
            cut = f" (cắt, {window.days} ngày)" if plan.is_cut(window) else ""
            days = f"{window.start:%d/%m} đến {window.end:%d/%m/%Y}"
            yield [f"Kỳ {number}{cut}: {days}", *rates]

    def rank(self, column: int, indicator: str) -> Live:
        """From the sheet of ranks; a dash for who is not in it."""
        standing = self._standing
        rank = standing.ranks.get(indicator) if indicator else standing.overall
        is_listed = self._chosen.code != self._content.results.plan.top
        rows = self._content.places["ranks",]
        names = column_of(NAME, rows)
        row = f"SUMPRODUCT(({names}={self._cell})*(ROW({names})-{rows.split(':')[0]}+1))"
        formula = f'=IF({row}=0,"–",INDEX({column_of(column, rows)},{row}))'
        return Live(formula, str(rank) if rank and is_listed else "–")

    def _column(self, name: str) -> str:
        letter = chr(ord("A") + _NAMES.index(name))
        return f"'Số liệu'!${letter}${self._first}:${letter}${self._last}"

    def _row_of(self, period: str, indicator: str) -> str:
        """The place of the unit's fact among the facts of units; 0 where there is none."""
        tests = (("scope", '"unit"'), ("unit", self._cell), ("period", f'"{period}"'),
                 ("indicator", f'"{indicator}"'))  # fmt: skip
        matches = "*".join(f"({self._column(name)}={value})" for name, value in tests)
        return f"SUMPRODUCT({matches}*(ROW({self._column('scope')})-{self._first}+1))"

    def _number(
        self, row: str, name: str, value: int | None, divisor: int = 1, of: str = ""
    ) -> Live:
        """Divided so that percent as the facts' sheet has it is percent as Excel has it; a dash
        where the number `of` which it counts is 0.
        """
        cell = f"INDEX({self._column(name)},{row})"
        part = f"/{divisor}" if divisor > 1 else ""
        is_number = f"AND(ISNUMBER({cell}),{of}>0)" if of else f"ISNUMBER({cell})"
        return Live(f'=IF({is_number},{cell}{part},"–")', value)

    def _status(self, row: str, fact: Fact) -> Live:
        """In one wording for all units: a target is due where it is of any."""
        every = (
            status_words(self._content.results, fact._replace(unit_code=unit.code))
            for unit in self._content.results.plan.units
        )
        known = next((words for words in every if words == STATUS_WORDS), None)
        words_of = known or status_words(self._content.results, fact)
        cell = f"INDEX({self._column('status')},{row})"
        words = '"–"'
        for name in reversed(_STATUSES):
            words = f'IF({cell}="{name}","{words_of[name]}",{words})'
        return Live(f"={words}", words_of[fact.status])
