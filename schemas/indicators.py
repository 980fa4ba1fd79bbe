"""The nine indicators: ids, headings, formulas in words and legal sources."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Indicator:
    """One indicator of DOMAIN.md; `main` marks the six of Phụ lục II.

    `rule` fills an empty day-100 target (plan III.2): `plus10` or `full`.
    """

    id: str
    heading: str
    main: bool
    rule: str
    numerator: str
    denominator: str
    source: str


@cache
def indicators() -> tuple[Indicator, ...]:
    """All nine, in the order of every table."""
    text = resources.files("schemas").joinpath("indicators.toml").read_text(encoding="utf-8")
    return tuple(Indicator(**entry) for entry in tomllib.loads(text)["indicator"])
