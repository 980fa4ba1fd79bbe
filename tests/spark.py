"""Both engines at once: every statement of a case runs on DuckDB and on Spark, and what they give
is compared.
"""

from __future__ import annotations

from contextlib import contextmanager

import psutil
import pyarrow.parquet as pq

from pipeline.aggregate.engine import duckdb_engine
from pipeline.cluster.engine import SparkEngine
from pipeline.cluster.files import ExecutorFiles

# Real executors in processes of their own; what costs more than tiny cases are worth is off. The
# 100 compiled expressions that Spark remembers by default are fewer than one case has: each case
# would compile those of the case before once more. So would Java with the 48 MB that it has for what
# it has compiled, and a heap that begins small is collected all the time. Nobody reads the plans that
# are shown.
DEFAULTS = """\
spark.master local-cluster[2,1,1024]
spark.driver.memory 3g
spark.executor.memory 1g
spark.ui.enabled false
spark.ui.showConsoleProgress false
spark.log.level ERROR
spark.sql.shuffle.partitions 1
spark.sql.adaptive.enabled false
spark.sql.codegen.wholeStage false
spark.sql.codegen.cache.maxEntries 5000
spark.sql.ui.explainMode simple
spark.sql.maxPlanStringLength 100
spark.sql.constraintPropagation.enabled false
spark.shuffle.compress false
spark.shuffle.spill.compress false
spark.broadcast.compress false
spark.driver.extraJavaOptions {java} -Xms1g -Xmn500m
spark.executor.extraJavaOptions {java} -Xmn300m
""".format(java="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:ReservedCodeCacheSize=256m")
# Tables whose order is part of what they say.
ORDERED = ("fact", "outcome_count", "outcome_problem", "change_listed", "detail", "source_unit")


class BothEngines:
    """An engine that hands everything to two and gives what the second, Spark, gives."""

    def __init__(self, duck, spark):
        self._duck, self._spark = duck, spark
        self.compared = []

    def load_rows(self, name, paths, empty):
        """Rows of files of this machine."""
        self._duck.load_rows(name, paths, empty)
        self._spark.load_rows(name, paths, empty)

    def load_files(self, name, paths):
        """Likewise, as they are."""
        self._duck.load_files(name, paths)
        self._spark.load_files(name, paths)

    def load(self, name, table):
        """Values."""
        self._duck.load(name, table)
        self._spark.load(name, table)

    def create(self, name, sql, materialization):
        """A table or view on both."""
        self._duck.create(name, sql, materialization)
        self._spark.create(name, sql, materialization)

    def write(self, name, path):
        """Both write; the files hold the same rows in the same order."""
        self._duck.write(name, path)
        expected = pq.read_table(path)
        self._spark.write(name, path)
        result = pq.read_table(path)
        assert result.column_names == expected.column_names
        assert result.to_pylist() == expected.to_pylist()

    def fetch(self, name):
        """What both have, compared as a report takes it."""
        return self._compared(name, self._spark.fetch(name))

    def fetch_table(self, name):
        """The same by columns."""
        table = self._spark.fetch_table(name)
        assert table.schema.names == self._duck.fetch_table(name).schema.names
        self._compared(name, [tuple(row.values()) for row in table.to_pylist()])
        return table

    def _compared(self, name, result):
        expected = self._duck.fetch(name)
        if name not in ORDERED:
            expected, result = sorted(expected, key=repr), sorted(result, key=repr)
        assert result == expected, name
        self.compared.append(name)
        return result


@contextmanager
def both_engines(spark, folder):
    """DuckDB and Spark, for rows in files of this machine."""
    with duckdb_engine(1) as duck, SparkEngine(spark, ExecutorFiles(spark, folder).packed) as other:
        yield BothEngines(duck, other)


def executors(process):
    """The executors below a process."""
    return [
        child for child in process.children(recursive=True)
        if any("CoarseGrainedExecutorBackend" in word for word in command(child))
    ]  # fmt: skip


def command(process):
    """Its words; none where it has ended."""
    try:
        return process.cmdline()
    except psutil.Error:
        return []
