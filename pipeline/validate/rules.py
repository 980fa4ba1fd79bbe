"""Which rows of a table are accepted, and a problem for all cells that its schema refuses alike.

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

from pipeline.model import Problem
from pipeline.model.problems import problem
from pipeline.values.dates import is_month_first
from pipeline.values.privacy import public
from pipeline.values.text import clean
from schemas.contracts import problem_types
from schemas.judge import SchemaErrors, pandera

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.model import TypedTable

_CODES = ("code", "official")  # what is repeated whatever it looks like
_MAX_CODE = 100


@dataclass(frozen=True)
class Verdict:
    """Of a table: the rows that are accepted and those that a person can correct in a copy (masks),
    the problems, and the cells that are refused: our column's name -> positions of rows.
    """

    is_accepted: np.ndarray
    is_correctable: np.ndarray
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
        every = np.ones(len(table.rows), dtype=bool)
        return Verdict(every, ~every, [], {})
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
    is_correctable = np.zeros(len(table.rows), dtype=bool)
    refused: dict[str, list[np.ndarray]] = {}
    problems: list[Problem] = []
    for (column, code), positions in _alike(table, schema, failures).items():
        kind = problem_types()[code]
        refused.setdefault(column, []).append(positions)
        if kind.severity == "error":
            is_accepted[positions] = False
        if kind.is_of_column:
            problems.append(_of_column(table, code, column, positions, file, sheet))
            continue
        if kind.mended_in == "copy":
            is_correctable[positions] = True
        problems.append(_of_rows(table, code, column, positions, file, sheet))
    return Verdict(
        is_accepted,
        is_correctable,
        problems,
        {name: np.concatenate(positions) for name, positions in refused.items()},
    )


def _alike(
    table: TypedTable, schema: pandera.DataFrameSchema, failures: pd.DataFrame
) -> dict[tuple[str, str], np.ndarray]:
    """Our column that failures are shown at and their code -> positions of rows, ascending."""
    alike: dict[tuple[str, str], list[np.ndarray]] = {}
    for (column, code), failed in failures.groupby(["column", "check"], sort=False):
        place = (_shown_at(table, schema, column), code)
        alike.setdefault(place, []).append(failed["index"].to_numpy(dtype=np.int64))
    return {place: np.sort(np.concatenate(parts)) for place, parts in alike.items()}


def _shown_at(table: TypedTable, schema: pandera.DataFrameSchema, column: str) -> str:
    """The column of the sheet to show a failure at, "" where the sheet has none of them."""
    metadata = schema.columns[column].metadata or {}
    named = metadata.get("shown_at") or (column.partition(".")[0],)
    return next((name for name in named if name in table.headers), "")


def _of_column(
    table: TypedTable, code: str, column: str, positions: np.ndarray, file: str, sheet: str
) -> Problem:
    """One of the column, with a value that shows what is wrong where there is one."""
    texts = table.texts[column].take(pa.array(positions)).drop_null().unique().to_pylist()
    text = next(filter(is_month_first, texts), texts[0])
    return problem(
        code, file, sheet=sheet, column=table.headers[column],
        value=shown_value(column, text), count=len(positions),
    )  # fmt: skip


def _of_rows(
    table: TypedTable, code: str, column: str, positions: np.ndarray, file: str, sheet: str
) -> Problem:
    """One of all the rows; what is alike in several is worked out once."""
    at = pa.array(positions)
    texts = table.texts[column].take(at).fill_null("") if column else pa.repeat("", len(at))
    coded = texts.dictionary_encode()
    shown: dict[tuple[str, str], int] = {}
    place_of = [
        shown.setdefault((shown_value(column, text), _nearest(table.nearest.get(text))), len(shown))
        for text in coded.dictionary.to_pylist()
    ]
    return Problem(
        code, file, sheet, table.headers.get(column, ""),
        values=tuple(value for value, _ in shown),
        nearest=tuple(nearest for _, nearest in shown) if table.nearest else (),
        rows=table.rows.take(at),
        value_of=pa.array(place_of, pa.int32()).take(coded.indices),
    )  # fmt: skip


def _nearest(name: str | None) -> str:
    return f"; gần nhất trong kế hoạch: “{name}”" if name else ""
