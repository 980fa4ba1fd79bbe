"""Which rows of a table are accepted, and a problem for each cell that its schema refuses.

pandera judges, by the schema of the kind (schemas/<kind>.py), whole columns at a time. Its words
never reach a user: here, and here alone, its failures become problems of the catalogue.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from pipeline.model.problems import problem
from pipeline.values.dates import is_month_first
from pipeline.values.privacy import public
from pipeline.values.text import clean
from schemas.contracts import problem_types
from schemas.judge import SchemaErrors, pandera

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.model import Problem, TypedTable

_CODES = ("code", "official")  # what is repeated whatever it looks like
_MAX_CODE = 100


@dataclass(frozen=True)
class Verdict:
    """Of a table: the rows that are accepted (mask), the problems, sorted, and the cells that are
    refused: our column's name -> positions of rows.
    """

    is_accepted: np.ndarray
    problems: list[Problem]
    refused: dict[str, np.ndarray]


def validate(table: TypedTable, file: str, sheet: str) -> Verdict:
    """The verdict of the kind's schema. `file` and `sheet` say where the problems are.

    Raises pandera's SchemaErrors where the frame is not what the schema describes: a fault of the
    code, never of the data.
    """
    schema = schema_of(table.kind)
    try:
        schema.validate(table.frame, lazy=True)
    except SchemaErrors as errors:
        if not set(errors.failure_cases["check"]) <= problem_types().keys():
            raise
        failures = errors.failure_cases[["column", "check", "index"]]
    else:
        return Verdict(np.ones(len(table.rows), dtype=bool), [], {})
    return _verdict(table, schema, failures, file, sheet)


@cache
def schema_of(kind: str) -> pandera.DataFrameSchema:
    """The schema that judges a kind: SCHEMA of the module of its name."""
    return import_module(f"schemas.{kind}").SCHEMA


def shown_value(column: str, text: str) -> str:
    """A cell as messages and corrected copies may repeat it."""
    return clean(text)[:_MAX_CODE] if column in _CODES else public(text)


def _verdict(
    table: TypedTable,
    schema: pandera.DataFrameSchema,
    failures: pd.DataFrame,
    file: str,
    sheet: str,
) -> Verdict:
    """Of failures: the schema's column, the problem's code and the position of the row."""
    is_accepted = np.ones(len(table.rows), dtype=bool)
    refused: dict[str, list[np.ndarray]] = {}
    problems: list[Problem] = []
    for (column, code), failed in failures.groupby(["column", "check"], sort=False):
        positions = failed["index"].to_numpy(dtype=np.int64)
        if problem_types()[code].severity == "error":
            is_accepted[positions] = False
        shown_at = _shown_at(table, schema, column)
        refused.setdefault(shown_at, []).append(positions)
        told = _told_once if problem_types()[code].is_of_column else _problems
        problems += told(table, code, shown_at, positions, file, sheet)
    problems.sort(key=lambda entry: (entry.row or 0, entry.column, entry.code))
    return Verdict(
        is_accepted,
        problems,
        {name: np.concatenate(positions) for name, positions in refused.items()},
    )


def _shown_at(table: TypedTable, schema: pandera.DataFrameSchema, column: str) -> str:
    """The column of the sheet to show a failure at, "" where the sheet has none of them."""
    metadata = schema.columns[column].metadata or {}
    named = metadata.get("shown_at") or (column.partition(".")[0],)
    return next((name for name in named if name in table.headers), "")


def _told_once(
    table: TypedTable, code: str, column: str, positions: np.ndarray, file: str, sheet: str
) -> list[Problem]:
    """One of the column, with a value that shows what is wrong where there is one."""
    texts = table.texts[column].take(pa.array(positions)).drop_null().unique().to_pylist()
    text = next(filter(is_month_first, texts), texts[0])
    return [
        problem(
            code, file, sheet=sheet, column=table.headers[column],
            value=shown_value(column, text), count=len(positions),
        )
    ]  # fmt: skip


def _problems(
    table: TypedTable, code: str, column: str, positions: np.ndarray, file: str, sheet: str
) -> list[Problem]:
    """One for each position; what is alike in several is worked out once."""
    rows = table.rows.take(pa.array(positions)).to_pylist()
    texts = (
        table.texts[column].take(pa.array(positions)).to_pylist() if column else [""] * len(rows)
    )
    values = {text: shown_value(column, text or "") for text in dict.fromkeys(texts)}
    first = {
        text: problem(
            code, file, sheet=sheet, column=table.headers.get(column, ""), value=value,
            nearest=_nearest(table.nearest.get(text)),
        )
        for text, value in values.items()
    }  # fmt: skip
    return [first[text].at_row(row) for row, text in zip(rows, texts, strict=True)]


def _nearest(name: str | None) -> str:
    return f"; gần nhất trong kế hoạch: “{name}”" if name else ""
