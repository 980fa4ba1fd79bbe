"""The index of Quyết định 766/QĐ-TTg: groups, sub-indicators, weights and thresholds."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Literal

import msgspec

from schemas.reading import Entry, read

TOTAL = "total"  # the "group" of the whole index


class Group(Entry, frozen=True):
    """A group of sub-indicators; `max` in points."""

    id: str
    name: str
    max: int


class Change(Entry, frozen=True):
    """What of a sub-indicator holds from a day on; None: as before."""

    since: date
    max: int | None = None
    full_bp: int | None = None


class Measure(Entry, frozen=True):
    """A sub-indicator, or, without a group, a figure that is only set beside ours.

    `max` in points, `full_bp`: the rate from which on it has them all, in hundredths of a percent.
    The other fields are described at the top of index766.toml.
    """

    id: str
    name: str
    spellings: tuple[str, ...]
    group: str = ""
    max: int = 0
    full_bp: int = 10_000
    when_none: Literal["zero", "full"] = "zero"
    inherited: bool = False
    provinces_only: bool = False
    logs: str = ""
    gain: Literal["", "same", "new"] = ""
    more: str = ""
    rule: str = ""
    change: tuple[Change, ...] = ()

    def on(self, day: date) -> Measure:
        """The sub-indicator with the weight and the threshold that hold on a day."""
        past = [change for change in self.change if change.since <= day]
        most = [change.max for change in past if change.max is not None]
        full = [change.full_bp for change in past if change.full_bp is not None]
        return msgspec.structs.replace(
            self, max=[self.max, *most][-1], full_bp=[self.full_bp, *full][-1]
        )


@cache
def groups() -> tuple[Group, ...]:
    """The six groups, in order."""
    return _index().group


@cache
def measures() -> tuple[Measure, ...]:
    """All that a portal figure may be of, in order, those in no group last."""
    return _index().measure


@cache
def sub_indicators(group: str) -> tuple[Measure, ...]:
    """The sub-indicators of a group, in order."""
    return tuple(measure for measure in measures() if measure.group == group)


@cache
def measure(name: str) -> Measure:
    """The measure of an id; KeyError where there is none."""
    return {entry.id: entry for entry in measures()}[name]


@cache
def measure_words() -> dict[str, tuple[str, ...]]:
    """Measure id -> every text that means it: the names, each also as a rate, and the id."""
    return {
        entry.id: (*(w for name in (entry.name, *entry.spellings) for w in _forms(name)), entry.id)
        for entry in measures()
    }


def edge_minutes() -> int:
    """How near midnight a dossier may be counted on another day by another system."""
    return _index().edge_minutes


def provinces() -> tuple[str, ...]:
    """How the names of units begin that are scored as provinces are."""
    return _index().provinces


def _forms(name: str) -> tuple[str, str]:
    return name, f"Tỷ lệ {name}"


class _IndexFile(Entry, frozen=True):
    """The file index766.toml."""

    edge_minutes: int
    provinces: tuple[str, ...]
    group: tuple[Group, ...]
    measure: tuple[Measure, ...]


@cache
def _index() -> _IndexFile:
    return read("index766.toml", _IndexFile)
