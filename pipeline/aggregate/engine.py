"""The engine that runs the SQL files: DuckDB, in memory, on files of kept rows."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import duckdb

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd
    import pyarrow as pa


class DuckDBEngine:
    """Tables by name; SQL in the portable subset of STYLE.md."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def load_rows(self, name: str, paths: list[str], empty: pa.Table) -> None:
        """A table of the rows of Parquet files, or an empty one where there are none."""
        if paths:
            self._connection.read_parquet(paths, union_by_name=True).create_view(name)
        else:
            self.load(name, empty)

    def load(self, name: str, table: pa.Table) -> None:
        """A table of values held in memory."""
        self._connection.register(name, table)

    def create(self, name: str, sql: str) -> None:
        """A table from one SELECT."""
        self._connection.execute(f'create table "{name}" as {sql}')

    def fetch(self, name: str) -> pd.DataFrame:
        """The whole table, in its order."""
        frame: pd.DataFrame = self._connection.table(name).df()
        return frame


@contextmanager
def duckdb_engine(jobs: int) -> Iterator[DuckDBEngine]:
    """An engine for one run, on `jobs` threads."""
    config = {"threads": jobs, "autoinstall_known_extensions": False}  # nothing is downloaded
    with duckdb.connect(":memory:", config=config) as connection:
        yield DuckDBEngine(connection)
