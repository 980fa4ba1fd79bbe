"""Rules to problems: which rows are rejected, which are kept with a warning, and why.

A contract says which states of a column are a problem. A test holds these verdicts against those of
the contract's pandera schema (schemas.checks), whose import alone takes longer than reading a file.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.model import Problem
from pipeline.model.problems import problem
from pipeline.values.privacy import public
from pipeline.values.text import clean
from schemas.contracts import Contract, State, contracts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.normalise import Normalised

_CODES = ("code", "official")  # what is repeated whatever it looks like
_MAX_CODE = 100


def validate(table: Normalised) -> tuple[np.ndarray, list[Problem]]:
    """Which rows are kept (mask), and a problem for each cell that the contract minds.

    The problems name neither file nor sheet: the caller knows them.
    """
    kept = np.ones(len(table.rows), dtype=bool)
    problems = []
    for name, state, position in _failures(table):
        found = _problem(table, name, State(state), position)
        kept[position] &= found.severity != "error"
        problems.append(found)
    return kept, sorted(problems, key=lambda found: (found.row or 0, found.column, found.code))


def _failures(table: Normalised) -> Iterator[tuple[str, int, int]]:
    """(column, state, position) of every cell whose state its contract has a problem for."""
    for entry in contracts()[table.kind].judged:
        if entry.name in table.states and entry.problems:
            states = table.states[entry.name]
            for position in np.flatnonzero(np.isin(states, list(entry.problems))):
                yield entry.name, int(states[position]), int(position)


def _problem(table: Normalised, name: str, state: State, position: int) -> Problem:
    contract = contracts()[table.kind]
    code = _code(contract, name, state)
    column = _shown_at(table, contract, name)
    text = table.texts[column][position].as_py() if column in table.texts else None
    value = shown_value(column, text or "")
    row = table.rows[position].as_py()
    return problem(code, "", row=row, column=table.headers.get(column, ""), value=value)


def shown_value(column: str, text: str) -> str:
    """A cell as messages and corrected copies may repeat it."""
    return clean(text)[:_MAX_CODE] if column in _CODES else public(text)


def _code(contract: Contract, name: str, state: State) -> str:
    return {entry.name: entry.problems for entry in contract.judged}[name][state]


def _shown_at(table: Normalised, contract: Contract, name: str) -> str:
    """The sheet's column to show a problem at."""
    for derived in contract.derived:
        if derived.name == name:
            return next((column for column in derived.shown_at if table.has(column)), "")
    if name == "procedure_code" and not table.has(name):
        return "procedure_name"
    return name
