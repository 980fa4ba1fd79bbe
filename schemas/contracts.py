"""The contract of each kind of input, read from the TOML files and given types."""

from __future__ import annotations

from functools import cache
from typing import Literal

from schemas.index766 import measure_words
from schemas.reading import Entry, read

KINDS = ("dossiers", "payments", "digitization", "ratings", "publicity", "portal")
# A type of column: how its texts become values (pipeline/normalise/cells.py).
Type = Literal[
    "text", "code", "procedure_code", "unit", "date", "amount", "count", "percent",
    "channel", "status", "payment_status", "method", "yes_no", "rating", "level", "measure",
]  # fmt: skip


class Column(Entry, frozen=True):
    """One column of a contract: its name, type and spellings.

    `absent` tells staff what follows where an export lacks the column; empty: nothing.
    """

    name: str
    type: Type
    spellings: tuple[str, ...]
    ambiguous_due: tuple[str, ...] = ()
    absent: str = ""


# In a corrected copy, of whatever kind: which row of which file a row takes the place of.
ORIGIN = Column("origin", "text", ("Dòng gốc",))


class _ContractFile(Entry, frozen=True):
    """A file `<kind>.toml`."""

    kind: Literal["dossiers", "payments", "digitization", "ratings", "publicity", "portal"]
    title: str
    required: tuple[str, ...]
    column: tuple[Column, ...]
    also_one_of: tuple[str, ...] = ()


class Contract(Entry, frozen=True):
    """One kind of input; a sheet is of this kind if it has all of `required` and, if there are
    any, one of `also_one_of`. Its rules are in `schemas/<kind>.py`.
    """

    kind: str
    title: str
    columns: tuple[Column, ...]
    required: tuple[str, ...]
    also_one_of: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        """The column of that name; KeyError where the contract has none."""
        return {column.name: column for column in self.columns}[name]


@cache
def contracts() -> dict[str, Contract]:
    """The contract of every kind, in the order of KINDS."""
    return {kind: _contract(read(f"{kind}.toml", _ContractFile)) for kind in KINDS}


def _contract(data: _ContractFile) -> Contract:
    columns = (*data.column, ORIGIN)
    return Contract(data.kind, data.title, columns, data.required, data.also_one_of)


@cache
def _vocabularies() -> dict[str, dict[str, tuple[str, ...]]]:
    return read("vocabularies.toml", dict[str, dict[str, tuple[str, ...]]])


@cache
def vocabulary(name: str) -> dict[str, tuple[str, ...]]:
    """Our value -> its spellings, in the file's order (for statuses: the order of progress).

    `measure`: those of the 766 index and what else the portal may give.
    """
    return measure_words() if name == "measure" else _vocabularies()[name]


def vocabulary_names() -> tuple[str, ...]:
    """The names that `vocabulary` knows."""
    return tuple(_vocabularies())


class _ProblemEntry(Entry, frozen=True):
    """An entry of problems.toml."""

    severity: Literal["error", "warning"]
    message: str
    remedy: str


class ProblemType(Entry, frozen=True):
    """An entry of the problem catalogue."""

    code: str
    severity: str
    message: str
    remedy: str


@cache
def problem_types() -> dict[str, ProblemType]:
    """The catalogue of problems by code."""
    entries = read("problems.toml", dict[str, _ProblemEntry])
    return {
        code: ProblemType(code, entry.severity, entry.message, entry.remedy)
        for code, entry in entries.items()
    }
