"""What the pipeline keeps of a file, and what it says of it."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from pipeline.files.convert import convert
from pipeline.model import FileResult, InputFile, Limits, Problem
from pipeline.plan.keys import PlanKeys
from tests.fuzz.seeds import TODAY

_OF_PLACE = ("file", "sheet", "row_number")
_ROWS, _PLACE = re.compile(r"\d+"), re.compile(r"\(dòng (\d+)\)")
_NOTED_ROWS = re.compile(r"ít ô hơn số cột: dòng ([\d, …]+)")

Values = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Told:
    """A problem: its code, the rows that it names, and whether it names but the first of them."""

    code: str
    rows: frozenset[int]
    is_more: bool = False
    count: int = 0


@dataclass(frozen=True)
class Reading:
    """Kept rows as (number, values that are not empty), what was told, notes, and the headings
    that nothing was made of.
    """

    rows: tuple[tuple[int, Values], ...]
    told: tuple[Told, ...]
    notes: str = ""
    unread: int = 0


def read_export(name: str, content: bytes, keys: PlanKeys) -> Reading:
    """One file, as a child of the run reads it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        return reading_of(convert(InputFile(path, name), keys, TODAY, Path(folder), Limits()))


def reading_of(result: FileResult) -> Reading:
    """Of a result whose files are still there."""
    rows = []
    for sheet in result.sheets:
        if sheet.rows_file:
            rows += map(_row, pq.read_table(sheet.rows_file).to_pylist())
    notes = "; ".join(sheet.source.message for sheet in result.sheets)
    told = [*map(_told, result.problems), *_noted(notes)]
    return Reading(
        tuple(rows), tuple(told), notes, sum(len(sheet.unread) for sheet in result.sheets)
    )


def _row(row: dict[str, object]) -> tuple[int, Values]:
    values = {name: str(value) for name, value in row.items() if value is not None}
    return int(str(row["row_number"])), tuple(
        sorted((n, v) for n, v in values.items() if n not in _OF_PLACE)
    )


def _told(problem: Problem) -> Told:
    details = problem.details
    named = str(details.get("rows", "")), str(details.get("places", ""))
    if problem.rows is not None:
        return Told(problem.code, frozenset(problem.rows.to_pylist()), count=problem.count)
    rows = {int(row) for row in _ROWS.findall(named[0])} | {
        int(row) for row in _PLACE.findall(named[1])
    }
    count = int(details.get("count", 0))
    if problem.code == "fewer_than_total":
        rows, count = set(), details["total"] - details["rows"]
    return Told(problem.code, frozenset(rows), "…" in "".join(named), count)


def _noted(notes: str) -> list[Told]:
    return [
        Told("short_rows", frozenset(map(int, _ROWS.findall(match[1]))), "…" in match[1])
        for match in _NOTED_ROWS.finditer(notes)
    ]
