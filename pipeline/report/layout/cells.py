"""Cells that are more than a value: live formulas with the value that the facts give, and links."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Live:
    """A formula, and its value as the facts have it: what a cell of its role takes."""

    formula: str
    value: Any


@dataclass(frozen=True, slots=True)
class Link:
    """A live cell that leads to a place of the workbook ("'Sheet'!A1:B2").

    A function of the cell, not a link laid over it: who sorts a table takes it along.
    """

    shown: Live
    place: str

    @property
    def live(self) -> Live:
        """The cell's formula, which has the value that it shows."""
        formula = self.shown.formula.removeprefix("=")
        return Live(f'=HYPERLINK("#{self.place}",{formula})', self.shown.value)


@dataclass(frozen=True, slots=True)
class Styled:
    """A cell with the format of another role than its column."""

    value: Any
    role: str


def rate(numerator: str, denominator: str) -> str:
    """Percent with two decimals, half up, exactly: every step but the last is between integers."""
    n, d = numerator, denominator
    return f'IF({d}=0,"–",INT(({n}*20000+{d})/(2*{d}))/10000)'


def variance(shown_rate: str, target_bp: str) -> str:
    """Points between a rate as shown and a target in hundredths of a percent."""
    return f'IF(ISNUMBER({shown_rate}),(ROUND({shown_rate}*10000,0)-{target_bp})/100,"–")'


def shortfall(numerator: str, denominator: str, target_bp: str) -> str:
    """How many more would have had to count; 0 without any."""
    return f"MAX(0,INT(({target_bp}*{denominator}+9999)/10000)-{numerator})"


def status(numerator: str, denominator: str, target_bp: str, words: dict[str, str]) -> str:
    """Met or not, compared as integers; `words` by the facts' status."""
    met = f"{numerator}*10000>={target_bp}*{denominator}"
    verdict = f'IF({met},"{words["dat"]}","{words["chua_dat"]}")'
    return f'IF({denominator}=0,"{words["khong_co_so_lieu"]}",{verdict})'


def basis(target_cell: str) -> str:
    """A target cell in hundredths of a percent, as an integer."""
    return f"ROUND({target_cell}*10000,0)"
