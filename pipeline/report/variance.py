"""Chênh lệch: what is ahead, what is behind, by how many dossiers, whose they are."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from pipeline.report.facts import Fact
from pipeline.report.page import Column, Page
from pipeline.values.text import percent
from schemas.indicators import indicators

if TYPE_CHECKING:
    from pipeline.model import Results
    from pipeline.report.facts import Facts

_MEASURES = (
    Column("Chỉ tiêu", "wrapped", 34),
    Column("Số đạt", "count", 10),
    Column("Tổng số", "count", 10),
    Column("Kết quả", "percent", 11),
    Column("Giao", "percent", 11),
    Column("Chênh lệch (điểm %)", "decimal", 12),
    Column("Còn thiếu (hồ sơ)", "count", 11),
    Column("Đánh giá", "status", 18),
)
_UNIT = Column("Đơn vị", "wrapped", 22)


def _headings() -> dict[str, str]:
    return {indicator.id: indicator.heading for indicator in indicators()}


def _measures(fact: Fact) -> list[Any]:
    return [
        _headings()[fact.indicator], fact.numerator, fact.denominator, fact.rate_bp, fact.target_bp,
        fact.variance_bp, fact.shortfall, fact.status,
    ]  # fmt: skip


def write_by_unit(page: Page, _results: Results, facts: Facts) -> None:
    """Every unit and indicator."""
    page.line("CHÊNH LỆCH THEO ĐƠN VỊ VÀ CHỈ TIÊU", "title")
    rows = ([fact.unit, *_measures(fact)] for fact in facts.cumulative("unit"))
    page.table((_UNIT, *_MEASURES), rows, freeze=1)


def write_officials(page: Page, results: Results, facts: Facts) -> None:
    """A row an official: who met the targets and who did not (plan IV.4.1)."""
    page.line("CÁN BỘ HOÀN THÀNH VÀ CHƯA HOÀN THÀNH CHỈ TIÊU", "title")
    page.line(
        "Hoàn thành: đạt mọi chỉ tiêu có số liệu. Trong ô: kết quả, và số hồ sơ còn thiếu nếu chưa "
        "đạt. Công khai minh bạch chỉ tính theo đơn vị.",
        "note",
    )
    shown = [i for i in indicators() if i.main and i.id != "transparency"]
    columns = (
        _UNIT,
        Column("Cán bộ", "wrapped", 28),
        Column("Kết luận", "centered", 20),
        Column("Chỉ tiêu đạt", "centered", 11),
        Column("Còn thiếu (lượt hồ sơ)", "count", 13),
        *(Column(indicator.heading, "centered", 19) for indicator in shown),
    )
    by_official: dict[tuple[str, str], dict[str, Fact]] = defaultdict(dict)
    for fact in facts.cumulative("official"):
        by_official[fact.unit, fact.official][fact.indicator] = fact
    order = {unit.name: number for number, unit in enumerate(results.plan.units)}
    rows = [
        _official_row(unit, official, measured, [indicator.id for indicator in shown])
        for (unit, official), measured in by_official.items()
    ]
    page.table(columns, sorted(rows, key=lambda row: (order[row[0]], -row[4], row[1])), freeze=2)


def _official_row(
    unit: str, official: str, measured: dict[str, Fact], shown: list[str]
) -> list[Any]:
    judged = [fact for fact in measured.values() if fact.status in ("dat", "chua_dat")]
    met = sum(fact.status == "dat" for fact in judged)
    missing = sum(fact.shortfall or 0 for fact in judged)
    verdict = "✔ Hoàn thành" if judged and met == len(judged) else "✘ Chưa hoàn thành"
    cells = [_official_cell(measured.get(indicator)) for indicator in shown]
    return [unit, official, verdict if judged else "–", f"{met}/{len(judged)}", missing, *cells]


def _official_cell(fact: Fact | None) -> str:
    if fact is None:
        return "–"
    missing = f"\nthiếu {fact.shortfall}" if fact.status == "chua_dat" else ""
    mark = {"dat": "✔ ", "chua_dat": "✘ "}.get(fact.status, "")
    return f"{mark}{percent(fact.rate_bp)}{missing}"


def write_by_official(page: Page, _results: Results, facts: Facts) -> None:
    """Every official and indicator, the largest shortfall first."""
    page.line("CHÊNH LỆCH THEO CÁN BỘ", "title")
    found = sorted(facts.cumulative("official"), key=lambda fact: -(fact.shortfall or 0))
    rows = ([fact.unit, fact.official, *_measures(fact)] for fact in found)
    page.table((_UNIT, Column("Cán bộ", "wrapped", 26), *_MEASURES), rows, freeze=2)


def write_by_field(page: Page, _results: Results, facts: Facts) -> None:
    """Every field and indicator."""
    page.line("CHÊNH LỆCH THEO LĨNH VỰC", "title")
    rows = ([fact.unit, fact.field, *_measures(fact)] for fact in facts.cumulative("field"))
    page.table((_UNIT, Column("Lĩnh vực", "wrapped", 34), *_MEASURES), rows, freeze=2)


def write_by_procedure(page: Page, results: Results, facts: Facts) -> None:
    """Every procedure and indicator, with the procedure's name."""
    page.line("CHÊNH LỆCH THEO THỦ TỤC", "title")
    names = {procedure.code: procedure.name for procedure in results.plan.procedures}
    rows = (
        [fact.unit, fact.procedure, names.get(fact.procedure, "(không có trong danh mục)"),
         *_measures(fact)]
        for fact in facts.cumulative("procedure")
    )  # fmt: skip
    columns = (
        _UNIT,
        Column("Mã TTHC", "text", 11),
        Column("Tên thủ tục", "wrapped", 60),
        *_MEASURES,
    )
    page.table(columns, rows, freeze=2)
