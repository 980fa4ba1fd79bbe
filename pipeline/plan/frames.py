"""Frames of the plan's sheets as the schemas of schemas/plan_rules.py describe them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa

from schemas.cells import Cell
from schemas.plan import PLAN_HEADERS

if TYPE_CHECKING:
    from pipeline.plan.sheets import Sheet

Columns = dict[str, pd.Series]


@dataclass(frozen=True)
class Frame:
    """What the schema of `name` judges, and beside it what only messages need: `row`, the number of
    the row in the sheet, `<column>.text`, what stands in the cell, and more by their own names.

    `headers`: our name of a column -> how the sheet heads it.
    """

    name: str
    sheet: str
    headers: dict[str, str]
    judged: pd.DataFrame
    details: pd.DataFrame

    def __getitem__(self, column: str) -> list[Any]:
        """The column's values, None where there is none."""
        values: list[Any] = pa.array(self._holder(column)[column]).to_pylist()
        return values

    def __contains__(self, column: str) -> bool:
        """Whether there is such a column."""
        return column in self._holder(column)

    def rows(self) -> list[dict[str, Any]]:
        """Every row by its columns, None where there is no value."""
        columns = {name: self[name] for name in (*self.details, *self.judged)}
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]

    def with_columns(self, judged: Columns, details: Columns) -> Frame:
        """The frame with further columns."""
        return replace(
            self, judged=self.judged.assign(**judged), details=self.details.assign(**details)
        )

    def _holder(self, column: str) -> pd.DataFrame:
        return self.judged if column in self.judged else self.details


def frame(name: str, sheet: Sheet, judged: Columns, details: Columns | None = None) -> Frame:
    """A frame of a sheet's rows, with the texts of its cells among the details."""
    texts = {f"{column}.text": text(values) for column, values in sheet.texts.items()}
    beside = pd.DataFrame({"row": number(sheet.numbers), **texts, **(details or {})})
    return Frame(name, sheet.name, PLAN_HEADERS[sheet.name], pd.DataFrame(judged), beside)


def text(values: Iterable[str | None]) -> pd.Series:
    """A column of texts."""
    return _series(values, pa.string())


def number(values: Iterable[int | None]) -> pd.Series:
    """A column of whole numbers."""
    return _series(values, pa.int64())


def yes_no(values: Iterable[bool | None]) -> pd.Series:
    """A column of True, False and neither."""
    return _series(values, pa.bool_())


def day(values: Iterable[Any]) -> pd.Series:
    """A column of days."""
    return _series(values, pa.date32())


def fault(values: Iterable[bool]) -> pd.Series:
    """Where a rule of several rows or columns finds fault."""
    return pd.Series(list(values), dtype="bool")


def cells(values: Iterable[Cell]) -> pd.Series:
    """What became of the cells of a column."""
    return pd.Series([int(value) for value in values], dtype="int8")


def read_cells(values: Sequence[Any], is_judged: Sequence[bool] | None = None) -> pd.Series:
    """The cells of a column whose texts must all say something: unread where one gave None.

    In rows that are not judged they are taken for empty.
    """
    return cells(
        Cell.EMPTY if not judged else Cell.UNREAD if value is None else Cell.VALUE
        for value, judged in zip(values, is_judged or [True] * len(values), strict=True)
    )


def _series(values: Iterable[Any], kind: pa.DataType) -> pd.Series:
    return pd.Series(pa.array(list(values), type=kind, from_pandas=True), dtype=pd.ArrowDtype(kind))
