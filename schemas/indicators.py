"""The indicators: ids, what they count, headings, formulas in words and legal sources."""

from __future__ import annotations

from functools import cache
from typing import Literal

from schemas.reading import Entry, read

DOSSIERS = "hồ sơ"


class Indicator(Entry, frozen=True):
    """One indicator of DOMAIN.md; `main` marks the six of Phụ lục II.

    The fields are described at the top of indicators.toml.
    """

    id: str
    grain: Literal["dossier", "rating", "procedure", "publicity"]
    heading: str
    column: str
    main: bool
    rule: Literal["plus10", "full"]
    numerator: str
    denominator: str
    source: str
    has_both_milestones: bool = False
    numerator_log: str = ""
    lost: Literal["all", "none", "paid_otherwise"] = "none"
    lost_as: str = ""
    counted: str = DOSSIERS
    revised: str = ""
    status_column: str = ""
    some: str = ""
    none: str = ""


class _IndicatorsFile(Entry, frozen=True):
    """The file indicators.toml."""

    indicator: tuple[Indicator, ...]


@cache
def indicators(*grains: str) -> tuple[Indicator, ...]:
    """Those that count one of the grains (none named: all), in the order of every table."""
    return tuple(entry for entry in _every() if not grains or entry.grain in grains)


@cache
def _every() -> tuple[Indicator, ...]:
    return read("indicators.toml", _IndicatorsFile).indicator


@cache
def indicator(name: str) -> Indicator:
    """The indicator of an id; KeyError where there is none."""
    return {entry.id: entry for entry in indicators()}[name]


def listed() -> tuple[Indicator, ...]:
    """Those whose marks stand in Chi tiết hồ sơ: a row there is a dossier or a rating."""
    return indicators("dossier", "rating")


def compared() -> tuple[Indicator, ...]:
    """Those whose marks are held against the previous report's, dossiers' first."""
    found = (*indicators("dossier"), *indicators("rating"))
    return tuple(entry for entry in found if entry.revised)
