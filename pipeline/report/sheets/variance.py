"""Chênh lệch lĩnh vực, Chênh lệch thủ tục: what is ahead, what is behind, by how many dossiers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.report.layout.page import Column, Page
from pipeline.report.variances import INDICATOR, MEASURES, measures, units_of
from schemas.indicators import indicator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.report.content import Content


def _rows(page: Page, content: Content, scope: str, *fields: str) -> Iterator[list[Any]]:
    """The unit where there are several, what `fields` name of a fact, and its measures."""
    names, has_units = content.procedure_names, bool(units_of(content))
    for fact in content.facts.cumulative(scope):
        about = [names.get(fact.procedure, "(không có trong danh mục)") if field == "name"
                 else getattr(fact, field) for field in fields]  # fmt: skip
        known = [*([fact.unit] if has_units else []), *about, indicator(fact.indicator).heading]
        yield [*known, *measures(content, fact, page.row, len(known))]


def write_by_field(page: Page, content: Content) -> None:
    """Every field and indicator."""
    page.line("CHÊNH LỆCH THEO LĨNH VỰC", "title")
    columns = (*units_of(content), Column("Lĩnh vực", "wrapped", 30), INDICATOR, *MEASURES)
    rows = _rows(page, content, "field", "field")
    page.table(columns, rows, freeze=len(units_of(content)) + 1, name="ChenhLechLinhVuc")


def write_by_procedure(page: Page, content: Content) -> None:
    """Every procedure and indicator, with the procedure's name."""
    page.line("CHÊNH LỆCH THEO THỦ TỤC", "title")
    columns = (
        *units_of(content), Column("Mã TTHC", "text", 11), Column("Tên thủ tục", "wrapped", 50),
        INDICATOR, *MEASURES,
    )  # fmt: skip
    rows = _rows(page, content, "procedure", "procedure", "name")
    page.table(columns, rows, freeze=len(units_of(content)) + 1, name="ChenhLechThuTuc")
