"""Rows of variances: what is ahead, what is behind, by how many dossiers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_rowcol_to_cell

from pipeline.report.facts import status_words
from pipeline.report.layout import cells
from pipeline.report.layout.cells import Live
from pipeline.report.layout.page import Column
from pipeline.report.live_cells import linked

if TYPE_CHECKING:
    from pipeline.model import Fact
    from pipeline.report.content import Content

INDICATOR = Column("Chỉ tiêu", "wrapped", 32)
MEASURES = (
    Column("Số đạt", "count", 9),
    Column("Tổng số", "count", 9),
    Column("Kết quả", "percent", 10.5),
    Column("Giao", "percent", 10.5),
    Column("Chênh lệch (điểm %)", "decimal", 11),
    Column("Còn thiếu (hồ sơ)", "count", 10.5),
    Column("Đánh giá", "status", 19),
)
UNIT = Column("Đơn vị", "wrapped", 18)


def measures(content: Content, fact: Fact, row: int, column: int) -> list[Any]:
    """The cells of MEASURES from `column` on, live where they can be."""
    if not fact.denominator:  # no data is no 0
        return [None, None, None, fact.target_bp, None, None, fact.status]
    words = status_words(content.results, fact)
    counts = content.counts(fact, str(content.key(fact)) if fact.scope != "total" else "")
    if counts is None:
        return [fact.numerator, fact.denominator, fact.rate_bp, fact.target_bp, fact.variance_bp,
                fact.shortfall, words[fact.status]]  # fmt: skip
    n, d, rate, target = (xl_rowcol_to_cell(row, column + offset) for offset in range(4))
    live = [
        Live(f"={counts[0]}", fact.numerator),
        Live(f"={counts[1]}", fact.denominator),
        linked(content, fact, Live(f"={cells.rate(n, d)}", fact.rate_bp)),
        fact.target_bp,
    ]
    if fact.target_bp is None:
        return [*live, None, None, ""]
    bp = cells.basis(target)
    return [
        *live,
        Live(f"={cells.variance(rate, bp)}", fact.variance_bp),
        Live(f"={cells.shortfall(n, d, bp)}", fact.shortfall),
        Live(f"={cells.status(n, d, bp, words)}", words[fact.status]),
    ]


def units_of(content: Content) -> tuple[Column, ...]:
    """The column that says whose a row is, where there are several."""
    return (UNIT,) if len(content.results.plan.units) > 1 else ()
