"""Frames of the plan's sheets as the schemas of schemas/plan_rules.py describe them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa

from schemas.cells import Cell
from schemas.plan import PLAN_HEADERS

if TYPE_CHECKING:
    from pipeline.plan.sheets import Sheet


@dataclass(frozen=True)
class Frame:
    """What the schema of `name` judges; where its rows stand, and how its columns are headed."""

    name: str
    sheet: str
    headers: dict[str, str]
    data: pd.DataFrame

    def __getitem__(self, column: str) -> list[Any]:
        """The column's values, None where there is none."""
        values: list[Any] = pa.array(self.data[column]).to_pylist()
        return values

    def rows(self) -> list[dict[str, Any]]:
        """Every row by its columns, None where there is no value."""
        rows: list[dict[str, Any]] = pa.Table.from_pandas(
            self.data, preserve_index=False
        ).to_pylist()
        return rows


def frame(name: str, sheet: Sheet, columns: Mapping[str, pd.Series]) -> Frame:
    """A frame of a sheet's rows, with the texts of its cells."""
    texts = {f"{column}.text": text(values) for column, values in sheet.texts.items()}
    data = pd.DataFrame({"row": number(sheet.numbers)} | texts | dict(columns))
    return Frame(name, sheet.name, PLAN_HEADERS[sheet.name], data)


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
