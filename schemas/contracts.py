"""The contract of each kind of input, read from the TOML files and given types."""

from __future__ import annotations

from functools import cache
from typing import Literal, get_args

import msgspec

from schemas.index766 import measure_words
from schemas.reading import Entry, read

Kind = Literal["dossiers", "payments", "digitization", "ratings", "publicity", "portal"]
KINDS: tuple[str, ...] = get_args(Kind)
# A type of column: how its texts become values (pipeline/normalise/cells.py).
Type = Literal[
    "text", "place", "code", "procedure_code", "unit", "date", "amount", "count", "percent",
    "channel", "status", "payment_status", "method", "yes_no", "rating", "level", "measure",
]  # fmt: skip


class Column(Entry, frozen=True):
    """One column of a contract: its name, type and spellings.

    `by_content`: spellings that mean it only where the cells are of its type. `parts`: columns that
    add up to it where a sheet, of a kind that a heading decides, has none of it. `absent` tells
    staff what follows where an export lacks the column; empty: nothing. `counts`: a number hangs
    on it.
    """

    name: str
    type: Type
    spellings: tuple[str, ...]
    by_content: tuple[str, ...] = ()
    ambiguous_due: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    absent: str = ""
    counts: bool = True


# In a corrected copy, of whatever kind: which row of which file a row takes the place of.
ORIGIN = Column("origin", "text", ("Dòng gốc",), counts=False)


class Contract(Entry, frozen=True):
    """One kind of input; a sheet is of this kind if it has all of `required` and, if there are
    any, one of `also_one_of`. `deciding`: spellings that no other kind has, which decide before
    columns are counted. Its rules are in `schemas/<kind>.py`.
    """

    kind: Kind
    title: str
    required: tuple[str, ...]
    columns: tuple[Column, ...] = msgspec.field(name="column")  # [[column]] in the file
    also_one_of: tuple[str, ...] = ()
    deciding: tuple[str, ...] = ()

    def column(self, name: str) -> Column:
        """The column of that name; KeyError where the contract has none."""
        return {column.name: column for column in self.columns}[name]


@cache
def contracts() -> dict[str, Contract]:
    """The contract of every kind, in the order of KINDS."""
    return {kind: _with_origin(read(f"{kind}.toml", Contract)) for kind in KINDS}


def _with_origin(contract: Contract) -> Contract:
    return msgspec.structs.replace(contract, columns=(*contract.columns, ORIGIN))


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


class Affixes(Entry, frozen=True):
    """What may stand before and behind a word without changing what it means."""

    before: tuple[str, ...]
    behind: tuple[str, ...]


class _AffixFile(Entry, frozen=True):
    """The file affixes.toml."""

    status: Affixes
    unit: Affixes


@cache
def affixes(name: str) -> Affixes:
    """Those of a vocabulary's words, or of names of units."""
    return _affixes().get(name, Affixes((), ()))


@cache
def _affixes() -> dict[str, Affixes]:
    listed = read("affixes.toml", _AffixFile)
    return {"status": listed.status, "unit": listed.unit}


class ProblemType(Entry, frozen=True):
    """An entry of the problem catalogue. `is_of_column`: told once of a column, with the number of
    its rows ({count}), not of each of them. `mended_in`: where a person mends it, in a copy of the
    rows, in the plan, or by an export made anew. `unread`: what else to do where the sheet has
    columns that nothing was made of. `of_units`: what is wrong with several values, names of units,
    which share a line: how many ({names}), and each with its rows ({listed}). `is_of_teaching`: of
    what staff teach, told before all else, as sheets may be unread because of it.
    """

    severity: Literal["error", "warning"]
    message: str
    remedy: str
    is_of_column: bool = False
    mended_in: Literal["copy", "plan", "export"] = "copy"
    unread: str = ""
    of_units: str = ""
    is_of_teaching: bool = False


@cache
def problem_types() -> dict[str, ProblemType]:
    """The catalogue of problems by code."""
    return read("problems.toml", dict[str, ProblemType])
