"""The frozen values of the 766 index and of the portal's figures.

Points are integers in hundredths of a point, rates in hundredths of a percent.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


def rate_bp(numerator: int, denominator: int) -> int | None:
    """A rate in hundredths of a percent, half up; None of nothing."""
    return (numerator * 20_000 + denominator) // (2 * denominator) if denominator else None


@dataclass(frozen=True)
class Figure:
    """What is known of a unit's measure (schemas/index766.toml): a fraction, or where there is none
    a rate in hundredths of a percent. `source`: `portal` or `logs`; `day`: what day it is of.
    """

    unit: str
    measure: str
    source: str
    numerator: int | None = None
    denominator: int | None = None
    rate_bp: int | None = None
    day: date | None = None

    @property
    def shown_bp(self) -> int | None:
        """The rate in hundredths of a percent, half up; None of nothing."""
        if self.numerator is None or self.denominator is None:
            return self.rate_bp
        return rate_bp(self.numerator, self.denominator)


@dataclass(frozen=True)
class Score:
    """Points of a unit for a sub-indicator, a group (`measure` empty) or the whole index.

    `points` in hundredths, None without any data; `rank` among `peers` siblings, None for
    sub-indicators. `known` of `expected` sub-indicators have points: a score of which not all are
    known is no official one. `source`: of a group and the whole `portal` where all of it is the
    portal's, `logs` where some of it is our own, empty where some of it is not known. `full_bp`:
    the rate from which on a sub-indicator has all points, on the figure's day.
    """

    unit_code: str
    unit: str
    group: str
    measure: str
    figure: Figure | None
    points: int | None
    max_points: int
    known: int
    expected: int
    source: str
    rank: int | None = None
    peers: int = 0
    full_bp: int = 0


@dataclass(frozen=True)
class Step:
    """What a unit can gain in a sub-indicator: `count` more for `gain` hundredths of a point.

    The smallest count that gains a whole point, or, where less is left, all that is left
    (`is_full`); `full_count`: for all that is left, None where no number of further items gets
    there.
    """

    unit_code: str
    measure: str
    count: int
    gain: int
    is_full: bool
    full_count: int | None


Figures = dict[tuple[str, str], Figure]  # by unit and measure


@dataclass(frozen=True)
class Index:
    """The 766 index: the figures that it is calculated from, its scores in the plan's order, and
    what each unit can gain, most points per item first.
    """

    portal: tuple[Figure, ...] = ()
    logs: Figures = field(default_factory=dict)
    scores: tuple[Score, ...] = ()
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Difference:
    """Our numbers of a unit's measure beside the portal's; ours 0/0 where we have none.

    `reasons`: Vietnamese sentences with counts of what could explain it and where that is.
    """

    unit_code: str
    unit: str
    measure: str
    ours: Figure
    portal: Figure
    reasons: tuple[str, ...]

    @property
    def more(self) -> int | None:
        """How many more of the denominator we have than the portal; None beside a rate alone."""
        if self.ours.denominator is None or self.portal.denominator is None:
            return None
        return self.ours.denominator - self.portal.denominator

    @property
    def more_counted(self) -> int | None:
        """As `more`, of the numerator."""
        if self.ours.numerator is None or self.portal.numerator is None:
            return None
        return self.ours.numerator - self.portal.numerator

    @property
    def more_bp(self) -> int | None:
        """Between the rates as shown, in hundredths of a point; None where one of them has none."""
        ours, portal = self.ours.shown_bp, self.portal.shown_bp
        return None if ours is None or portal is None else ours - portal
