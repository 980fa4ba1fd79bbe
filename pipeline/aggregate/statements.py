"""The SELECT of each table: its file in sql/, where that says so with a line for every indicator.

A line with `{dossier}` stands for as many lines as there are indicators that count dossiers: the id
of each in the place of `{dossier}`, what marks/<id>.sql says in the place of `{dossier.mark}`.
Likewise `{rating}`, `{procedure}`, `{publicity}`; `{listed}`: those of the detail; `{compared}`:
those held against the previous report. No such line is the last of a list: each keeps its comma.

`print(statement("dossier_mark").sql)` shows what runs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from pipeline.aggregate.engine import Materialization
from schemas.indicators import compared, indicators, listed

if TYPE_CHECKING:
    from schemas.indicators import Indicator

# Grain -> the table that has a row for all that may count.
_ROWS = {
    "dossier": "dossier_period",
    "rating": "rating_period",
    "procedure": "procedure_period",
    "publicity": "publicity_choice",
}
_PROOFS = "proofs"
_FIRST_LINE = re.compile(r"-- materialization: (.+)\n")
_GROUP = re.compile(r"\{(\w+)(?:\.mark)?\}")
_MARK = re.compile(
    r"(?:--.*\n)*select\s+(?P<mark>\S.*\S)\s+as (?P<name>\w+)\s+from (?P<rows>\w+)\s*", re.DOTALL
)


@dataclass(frozen=True)
class Statement:
    """One SELECT, and how an engine is to hold what it gives."""

    sql: str
    materialization: Materialization


def statement(table: str) -> Statement:
    """What makes the table of a name."""
    text = _read(f"{table}.sql")
    first = _FIRST_LINE.match(text)
    if first is None:
        raise ValueError(f"{table}.sql: the first line says no materialization")
    lines = (line for written in text.splitlines(keepends=True) for line in _lines(written))
    return Statement("".join(lines), Materialization(first.group(1)))


def mark(indicator: Indicator) -> str:
    """The expression that marks/<id>.sql selects: null, 0 or 1 of a row of its grain's table."""
    match = _MARK.fullmatch(_read(f"marks/{indicator.id}.sql"))
    name, rows = indicator.id, _ROWS[indicator.grain]
    if match is None or match.group("name", "rows") != (name, rows):
        raise ValueError(f"marks/{name}.sql: one expression as {name}, and from {rows}")
    return match.group("mark").replace("\n", "\n    ")  # as deep as the line that it stands in


def proof(indicator: str) -> Statement | None:
    """What finds the row that proves each mark of an indicator (proofs/<id>.sql); None where that
    is the row that is marked.
    """
    place = resources.files("pipeline.aggregate").joinpath("sql", _PROOFS, f"{indicator}.sql")
    return statement(f"{_PROOFS}/{indicator}") if place.is_file() else None


def _lines(written: str) -> list[str]:
    """The line, or where it names a group of indicators one for each."""
    named = _GROUP.search(written)
    if named is None:
        return [written]
    group = named.group(1)
    return [
        written.replace(f"{{{group}.mark}}", mark(entry) if ".mark}" in written else "").replace(
            f"{{{group}}}", entry.id
        )
        for entry in _group(group)
    ]


def _group(name: str) -> tuple[Indicator, ...]:
    if name in _ROWS:
        return indicators(name)
    return {"listed": listed, "compared": compared}[name]()


def _read(name: str) -> str:
    return resources.files("pipeline.aggregate").joinpath("sql", name).read_text("utf-8")
