"""What runs the SQL files: DuckDB in memory on files of accepted rows (pipeline.cluster: Spark)."""

from __future__ import annotations

import errno
import os
import tempfile
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from uuid import uuid4

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Iterator

EngineError = duckdb.Error
_MEMORY = "2GiB"  # enough for millions of dossiers, and an office PC has 4
_MOST_FILES = 200  # of a table, that are read one by one
_PACKED, _PACKED_BYTES = 100, 8 << 20  # files that become one, and what they come to
_FEW = 64  # rows of a table, as of periods, that each row of another is held against one by one
Row = tuple[Any, ...]  # in the order of the SELECT's columns


class Materialization(Enum):
    """How an engine holds what a SELECT gives: as a table; as a view, worked out wherever it is
    read; as a view that the engine may cache, because several tables read it.

    The values are what the first line of an SQL file says.
    """

    TABLE = "table"
    VIEW = "view"
    CACHED_VIEW = "cached view"


class Engine(Protocol):
    """Tables by name; SQL in the portable subset that DuckDB and Spark run alike.

    A table takes the place of the one that had its name before, however either was made: a count
    must never read what another count left behind.
    """

    def load_rows(self, name: str, paths: list[str], empty: pa.Table) -> None:
        """A table of the rows of Parquet files, or an empty one where there are none."""

    def load_files(self, name: str, paths: list[str]) -> None:
        """A table of the rows of Parquet files; EngineError where one can't be read."""

    def load(self, name: str, table: pa.Table) -> None:
        """A table of values held in memory."""

    def create(self, name: str, sql: str, materialization: Materialization) -> None:
        """A table from one SELECT."""

    def write(self, name: str, path: Path) -> None:
        """The whole table, in its order, as a Parquet file."""

    def fetch(self, name: str) -> list[Row]:
        """The whole table, in its order."""

    def fetch_table(self, name: str) -> pa.Table:
        """The same by columns, where there may be as many rows as in the inputs."""


class DuckDBEngine:
    """The engine of one machine."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
        """`folder`: for files of its own, which go with it."""
        self._connection, self._folder = connection, folder

    def load_rows(self, name: str, paths: list[str], empty: pa.Table) -> None:
        """A table of the rows of Parquet files, or an empty one where there are none."""
        if paths:
            self.load_files(name, paths)
        else:
            self.load(name, empty)

    def load_files(self, name: str, paths: list[str]) -> None:
        """A table of the rows of Parquet files."""
        self._forget(name)
        few = packed(paths, self._folder) if len(paths) > _MOST_FILES else paths
        self._connection.read_parquet(few, union_by_name=True).create_view(name)

    def load(self, name: str, table: pa.Table) -> None:
        """A table of values held in memory."""
        self._forget(name)
        self._connection.register(name, table)

    def _forget(self, name: str) -> None:
        """What is registered is a temporary view, which would shadow a view of its name."""
        self._connection.unregister(name)
        self._connection.execute(f'drop view if exists "{name}"')

    def create(self, name: str, sql: str, materialization: Materialization) -> None:
        """A table from one SELECT. Rows of files are looked at where they lie: to copy all of them
        costs more than to read the columns that a table needs.
        """
        kind = "table" if materialization is Materialization.TABLE else "view"
        self._connection.execute(f'create or replace {kind} "{name}" as {sql}')

    def write(self, name: str, path: Path) -> None:
        """The whole table, in its order, as a Parquet file."""
        self._connection.table(name).write_parquet(str(path), compression="zstd")

    def fetch(self, name: str) -> list[Row]:
        """The whole table, in its order."""
        rows: list[Row] = self._connection.table(name).fetchall()
        return rows

    def fetch_table(self, name: str) -> pa.Table:
        """The whole table, in its order, by columns."""
        return self._connection.table(name).to_arrow_table()


def packed(paths: list[str], folder: Path) -> list[str]:
    """Files with the rows of these in their order: of small ones, many in one file in the folder.

    A view holds a reader for each of its files, 60 KiB, and opens all of them for each query.
    Raises EngineError where one can't be read.
    """
    files: list[str] = []
    for start in range(0, len(paths), _PACKED):
        batch = paths[start : start + _PACKED]
        if sum(Path(path).stat().st_size for path in batch) > _PACKED_BYTES:
            files += batch
        else:
            files.append(str(folder / f"{uuid4().hex}.parquet"))
            pq.write_table(_joined(batch), files[-1])
    return files


def _joined(paths: list[str]) -> pa.Table:
    tables = []
    try:
        for path in paths:
            with pq.ParquetFile(path) as file:
                tables.append(file.read(use_threads=False))
    except (OSError, pa.ArrowException) as error:
        raise EngineError(str(error)) from error
    return pa.concat_tables(tables, promote_options="permissive")


@contextmanager
def duckdb_engine(jobs: int) -> Iterator[DuckDBEngine]:
    """An engine for one run, on `jobs` threads; what exceeds its memory goes to a folder that goes
    with it.
    """
    with tempfile.TemporaryDirectory() as spilled:
        config = {
            "threads": jobs,
            "memory_limit": _MEMORY,
            "temp_directory": spilled,
            "nested_loop_join_threshold": _FEW,
            "autoinstall_known_extensions": False,  # nothing is downloaded
        }
        with duckdb.connect(":memory:", config=config) as connection:
            try:
                yield DuckDBEngine(connection, Path(spilled))
            except duckdb.IOException as error:
                raise _of_the_system(error) from error


def _of_the_system(error: duckdb.IOException) -> OSError:
    """DuckDB says what the system told it in words alone."""
    known = (errno.ENOSPC, errno.EDQUOT, errno.EACCES)
    number = next((n for n in known if os.strerror(n) in str(error)), errno.EIO)
    return OSError(number, str(error))
