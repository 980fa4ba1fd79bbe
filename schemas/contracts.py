"""The contract of each kind of input, read from the TOML files and given types."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache
from importlib import resources
from typing import Any

from schemas.index766 import measure_words

KINDS = ("dossiers", "payments", "digitization", "ratings", "publicity", "portal")


class State(IntEnum):
    """What became of one cell on its way from text to value."""

    OK = 0
    EMPTY = 1
    ERROR = 2
    UNREADABLE = 3
    UNKNOWN = 4
    NEGATIVE = 5
    FUTURE = 6
    BEFORE_RECEIVED = 7
    NOT_IN_CATALOGUE = 8
    DATE_MISSING = 9
    TOO_LARGE = 10
    MISSING = 11
    HALF = 12
    DISAGREES = 13
    DOUBTFUL = 14


@dataclass(frozen=True)
class Column:
    """One column of a contract: its name, type, spellings, and the problem each state means.

    `absent` tells staff what follows where an export lacks the column; empty: nothing.
    """

    name: str
    type: str
    spellings: tuple[str, ...]
    problems: dict[State, str] = field(default_factory=dict)
    ambiguous_due: tuple[str, ...] = ()
    absent: str = ""


# In a corrected copy, of whatever kind: which row of which file a row takes the place of.
ORIGIN = Column("origin", "text", ("Dòng gốc",))


@dataclass(frozen=True)
class Derived:
    """A state judged from several columns; its problem is shown at the first of `shown_at`."""

    name: str
    shown_at: tuple[str, ...]
    problems: dict[State, str]


@dataclass(frozen=True)
class Contract:
    """One kind of input; a sheet is of this kind if it has all of `required` and, if there are
    any, one of `also_one_of`.
    """

    kind: str
    title: str
    columns: tuple[Column, ...]
    required: tuple[str, ...]
    also_one_of: tuple[str, ...] = ()
    derived: tuple[Derived, ...] = ()

    @property
    def judged(self) -> tuple[Column | Derived, ...]:
        """All that has a state to judge."""
        return (*self.columns, *self.derived)

    def column(self, name: str) -> Column:
        """The column of that name; KeyError where the contract has none."""
        return {column.name: column for column in self.columns}[name]


@cache
def contracts() -> dict[str, Contract]:
    """The contract of every kind, in the order of KINDS."""
    return {kind: _contract(_load(f"{kind}.toml")) for kind in KINDS}


@cache
def vocabulary(name: str) -> dict[str, tuple[str, ...]]:
    """Our value -> its spellings, in the file's order (for statuses: the order of progress).

    `measure`: those of the 766 index and what else the portal may give.
    """
    if name == "measure":
        return measure_words()
    return {value: tuple(words) for value, words in _load("vocabularies.toml")[name].items()}


def vocabulary_names() -> tuple[str, ...]:
    """The names that `vocabulary` knows."""
    return tuple(_load("vocabularies.toml"))


@dataclass(frozen=True)
class ProblemType:
    """An entry of the problem catalogue."""

    code: str
    severity: str
    message: str
    remedy: str


@cache
def problem_types() -> dict[str, ProblemType]:
    """The catalogue of problems by code."""
    return {code: ProblemType(code, **entry) for code, entry in _load("problems.toml").items()}


@cache
def _load(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.files("schemas").joinpath(name).read_text(encoding="utf-8"))


def _contract(data: dict[str, Any]) -> Contract:
    return Contract(
        kind=data["kind"],
        title=data["title"],
        columns=(*(_column(entry) for entry in data["column"]), ORIGIN),
        required=tuple(data["required"]),
        also_one_of=tuple(data.get("also_one_of", ())),
        derived=tuple(_derived(entry) for entry in data.get("derived", ())),
    )


def _column(entry: dict[str, Any]) -> Column:
    """An error cell is a warning unless the contract says otherwise (CONTRACT.md, warnings)."""
    problems = {State.ERROR: "error_value"}
    problems |= _problems(entry)
    return Column(
        name=entry["name"],
        type=entry["type"],
        spellings=tuple(entry["spellings"]),
        problems=problems,
        ambiguous_due=tuple(entry.get("ambiguous_due", ())),
        absent=entry.get("absent", ""),
    )


def _derived(entry: dict[str, Any]) -> Derived:
    return Derived(entry["name"], tuple(entry["shown_at"]), _problems(entry))


def _problems(entry: dict[str, Any]) -> dict[State, str]:
    return {State[name.upper()]: code for name, code in entry.get("problems", {}).items()}
