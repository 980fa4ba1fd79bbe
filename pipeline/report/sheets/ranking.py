"""Xếp hạng: where every unit stands among those of the same parent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.report.layout.page import Column, Page, quoted
from schemas.indicators import indicators

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Standing
    from pipeline.report.content import Content

SHEET = "Xếp hạng"
_COLUMNS = (
    Column("Cấp trên", "text", 22),
    Column("Đơn vị", "text", 26),
    Column("Hạng chung", "status_text", 10),
    Column("Số chỉ tiêu đạt", "count", 9),
    Column("Số chỉ tiêu giao", "count", 9),
    Column("Có số liệu", "count", 9),
    Column("Mức hoàn thành bình quân", "percent", 12),
    Column("Thiếu (lượt hồ sơ)", "count", 10),
)
NAME, OVERALL, FIRST_INDICATOR = 1, 2, len(_COLUMNS)  # columns, from 0
_METHOD = """\
Xếp trong các đơn vị cùng một cấp trên. Hạng từng chỉ tiêu: theo tỷ lệ, so bằng số hồ sơ, không so \
số đã làm tròn. Bằng nhau thì cùng hạng, hạng sau lùi lại (1, 2, 2, 4). Không có số liệu thì không \
xếp.
Hạng chung: đạt được nhiều phần các chỉ tiêu được giao hơn thì xếp trên; bằng nhau thì so mức hoàn \
thành bình quân (kết quả : chỉ tiêu, mỗi chỉ tiêu không quá 100%, không có số liệu tính 0).
""".splitlines()


def write_ranking(page: Page, content: Content) -> None:
    """A row a unit, siblings together, the best first."""
    page.line("XẾP HẠNG CÁC ĐƠN VỊ", "title")
    for line in _METHOD:
        page.paragraph(line, 14, characters=150)
    main = [indicator for indicator in indicators() if indicator.main]
    columns = [*_COLUMNS, *(Column(f"Hạng: {i.heading}", "status_text", 11) for i in main)]
    top = page.row + 2
    standings = standings_by_rank(content)
    page.table(columns, _rows(content, standings), freeze=2, name="XepHang")
    content.places["ranks",] = f"{top}:{top + max(len(standings), 1) - 1}"


def standings_by_rank(content: Content) -> list[Standing]:
    """Siblings together in the plan's order of their parents, the best first; a single unit at the
    top has nobody to stand among.
    """
    plan = content.results.plan
    by_code = {standing.unit_code: standing for standing in content.results.analysis.standings}
    standings = []
    for parent in ("", *(unit.code for unit in plan.units)):
        siblings = [by_code[unit.code] for unit in plan.children(parent)]
        if parent or not plan.top:
            standings += sorted(
                siblings, key=lambda s: s.overall.place if s.overall else len(by_code)
            )
    return standings


def _rows(content: Content, standings: list[Standing]) -> Iterator[list[Any]]:
    plan = content.results.plan
    names = {unit.code: unit.name for unit in plan.units} | {"": None}
    for standing in standings:
        unit = plan.unit(standing.unit_code)
        ranks = (standing.ranks.get(i.id) for i in indicators() if i.main)
        yield [
            names[unit.parent], unit.name, _text(standing.overall), standing.met, standing.targets,
            standing.with_data, standing.fulfilment_bp, standing.shortfall, *map(_text, ranks),
        ]  # fmt: skip


def _text(rank: object) -> str:
    return str(rank) if rank else "–"


def column_of(column: int, rows: str) -> str:
    """A column of the table, from 0, as formulas name it; `rows`: "first:last"."""
    first, last = rows.split(":")
    letter = chr(ord("A") + column)
    return f"{quoted(SHEET)}!${letter}${first}:${letter}${last}"
