"""The engine that runs the SQL files on Spark SQL (aggregate/engine.py has the one on DuckDB)."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Self

import pyarrow as pa
import pyarrow.parquet as pq
from pyspark import StorageLevel
from pyspark.errors import AnalysisException
from pyspark.sql.classic.dataframe import DataFrame
from pyspark.sql.functions import broadcast
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

from pipeline.aggregate.engine import EngineError, Materialization, Row
from pipeline.cluster.executor import pack, unpacker

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

    from pyspark.sql import SparkSession


class SparkEngine:
    """Tables by name; what DuckDB keeps as a table, Spark caches, so that nothing that is read
    twice is worked out twice.
    """

    def __init__(self, spark: SparkSession, packed: Callable[[list[str]], DataFrame]) -> None:
        """`packed` gives the bytes of Parquet files that results name (column content)."""
        self._spark, self._packed = spark, packed
        self._cached: list[DataFrame] = []

    def __enter__(self) -> Self:
        """The engine itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Gives up what was cached."""
        if error is None:
            for table in self._cached:
                table.unpersist()

    def load_rows(self, name: str, paths: list[str], empty: pa.Table) -> None:
        """A table of the rows of Parquet files, or an empty one where there are none."""
        if paths:
            self._cache(name, _unpacked(self._packed(paths), empty.schema))
        else:
            self.load(name, empty)

    def load_files(self, name: str, paths: list[str]) -> None:
        """A table of the rows of Parquet files on the driver's disk, sent a row group at a time.

        Raises EngineError where one can't be read.
        """
        try:
            files = [pq.ParquetFile(path) for path in paths]
            groups = [
                _packed(file.read_row_group(number))
                for file in files
                for number in range(file.num_row_groups)
            ]
        except (OSError, pa.ArrowException) as error:
            raise EngineError(str(error)) from error
        sent = self._spark.createDataFrame(pa.table({"content": pa.array(groups, pa.binary())}))
        self._cache(name, _unpacked(sent, files[0].schema_arrow))

    def load(self, name: str, table: pa.Table) -> None:
        """A table of values held in memory: small, so every executor gets the whole."""
        frame = self._spark.createDataFrame(table, from_arrow_schema(table.schema))
        broadcast(frame).createOrReplaceTempView(name)

    def create(self, name: str, sql: str, materialization: Materialization) -> None:
        """A table from one SELECT. Views that may be cached are: plans that repeat them are slow.

        Raises EngineError where a table that it reads is not as the SELECT expects.
        """
        try:
            frame = self._spark.sql(sql)
        except AnalysisException as error:
            raise EngineError(str(error)) from error
        if materialization is Materialization.VIEW:
            frame.createOrReplaceTempView(name)
        else:
            self._cache(name, frame)

    def write(self, name: str, path: Path) -> None:
        """The whole table, in its order, as a Parquet file; no more than a partition at a time
        is in this process.
        """
        frame = self._spark.table(name)
        schema = to_arrow_schema(frame.schema)
        with pq.ParquetWriter(path, schema, compression="zstd") as writer:
            for (content,) in frame.mapInArrow(pack, "content binary").toLocalIterator():
                writer.write_table(pq.read_table(io.BytesIO(content)).cast(schema))

    def fetch(self, name: str) -> list[Row]:
        """The whole table, in its order."""
        columns = self.fetch_table(name).columns
        return list(zip(*(column.to_pylist() for column in columns), strict=True))

    def fetch_table(self, name: str) -> pa.Table:
        """The whole table, in its order, by columns."""
        return self._spark.table(name).toArrow()

    def _cache(self, name: str, frame: DataFrame) -> None:
        cached = _leaf(frame).persist(StorageLevel.MEMORY_AND_DISK)
        self._cached.append(cached)
        cached.createOrReplaceTempView(name)


def _leaf(frame: DataFrame) -> DataFrame:
    """The same rows, but a plan that does not repeat the plans of all tables before it: Spark would
    plan the thirtieth table from the first on, and take minutes.

    What Spark itself does for a checkpoint, without giving up how lost rows are recomputed; but not
    `toRdd`, whose rows carry their plan, to be shown as often as a later plan reads them. Private
    calls: docs/cluster.md says what they are worth, a test holds them against the public way.
    """
    session, java = frame.sparkSession, frame._jdf  # noqa: SLF001 - no public way to it
    rows = java.queryExecution().executedPlan().execute()
    leaf = session._jsparkSession.internalCreateDataFrame(rows, java.schema(), False)  # noqa: SLF001
    return DataFrame(leaf, session)


def _unpacked(packed: DataFrame, schema: pa.Schema) -> DataFrame:
    """The rows in Parquet bytes; moments as fine as Spark has them."""
    columns = from_arrow_schema(schema, prefer_timestamp_ntz=True)
    return packed.select("content").mapInArrow(unpacker(to_arrow_schema(columns)), columns)


def _packed(table: pa.Table) -> bytes:
    stream = io.BytesIO()
    pq.write_table(table, stream, compression="zstd")
    return stream.getvalue()
