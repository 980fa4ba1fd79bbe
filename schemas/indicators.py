"""The indicators: ids, what they count, headings, formulas in words and legal sources."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

DOSSIERS = "hồ sơ"


@dataclass(frozen=True)
class Indicator:
    """One indicator of DOMAIN.md; `main` marks the six of Phụ lục II.

    The fields are described at the top of indicators.toml.
    """

    id: str
    grain: str
    heading: str
    column: str
    main: bool
    rule: str
    numerator: str
    denominator: str
    source: str
    has_both_milestones: bool = False
    numerator_log: str = ""
    counted: str = DOSSIERS
    revised: str = ""
    status_column: str = ""
    some: str = ""
    none: str = ""


@cache
def indicators(*grains: str) -> tuple[Indicator, ...]:
    """Those that count one of the grains (none named: all), in the order of every table."""
    text = resources.files("schemas").joinpath("indicators.toml").read_text(encoding="utf-8")
    every = (Indicator(**entry) for entry in tomllib.loads(text)["indicator"])
    return tuple(entry for entry in every if not grains or entry.grain in grains)


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
