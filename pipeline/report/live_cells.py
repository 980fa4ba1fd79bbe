"""Cells of a fact as formulas over its marks, with a way to its dossiers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.report.layout import cells
from pipeline.report.layout.cells import Link, Live

if TYPE_CHECKING:
    from pipeline.model import Fact
    from pipeline.report.content import Content


def linked(content: Content, fact: Fact, shown: Live) -> Live | Link:
    """A cell that leads to the fact's dossiers, where they are in the workbook."""
    place = content.place(fact)
    return Link(shown, place) if place else shown


def live_rate(content: Content, fact: Fact | None, key: str) -> Any:
    """A rate that leads to its dossiers, None without a fact; `key` as Content.counts."""
    if fact is None or (counts := content.counts(fact, key)) is None:
        return fact.rate_bp if fact else None
    return linked(content, fact, Live(f"={cells.rate(*counts)}", fact.rate_bp))


def live_shortfall(content: Content, fact: Fact | None, key: str) -> Any:
    """How many dossiers are missing, None without a fact; `key` as Content.counts."""
    if fact is None or fact.target_bp is None or (counts := content.counts(fact, key)) is None:
        return fact.shortfall if fact else None
    missing = cells.shortfall(*counts, str(fact.target_bp))
    return Live(f'=IF({counts[1]}=0,"–",{missing})', fact.shortfall)


def live_variance(content: Content, fact: Fact, key: str) -> Any:
    """Points between the shown rate and the target, None without one; `key` as Content.counts."""
    if fact.target_bp is None or (counts := content.counts(fact, key)) is None:
        return fact.variance_bp
    shown = cells.variance(cells.rate(*counts), str(fact.target_bp))
    return Live(f"={shown}", fact.variance_bp)
