"""The cluster engine: files are read inside Spark executors, the SQL files run on Spark SQL.

Imported where `--engine spark` asks for it, and nowhere else: PySpark is an optional extra.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException

from pipeline.cluster.engine import SparkEngine
from pipeline.cluster.files import ExecutorFiles
from pipeline.cluster.session import spark_session
from pipeline.model import PipelineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from pyspark.sql import SparkSession

    from pipeline.model import FileResult, InputFile, Limits
    from pipeline.normalise import PlanKeys


class Cluster:
    """Where files are read and SQL runs: a Spark cluster (machine.Machine)."""

    def __init__(self, spark: SparkSession) -> None:
        self._spark = spark
        self._files = ExecutorFiles(spark)

    def convert_all(
        self,
        jobs_by_file: dict[InputFile, Path],
        keys: PlanKeys,
        today: date,
        jobs: int,  # noqa: ARG002 - the cluster's size says how many
        limits: Limits,
        on_done: Callable[[InputFile], None],
    ) -> dict[InputFile, FileResult]:
        """As workers.convert_all, but what results name as their files stays in the cluster."""
        results = self._files.convert(jobs_by_file, keys, today, limits)
        for file in results:
            on_done(file)
        return results

    def bring(self, paths: Iterable[str]) -> None:
        """Copies files that results name from the cluster to where results say that they are."""
        self._files.bring(paths)

    @contextmanager
    def engine(self) -> Iterator[SparkEngine]:
        """The engine for the rows of these files."""
        with SparkEngine(self._spark, self._files.packed) as engine:
            yield engine


@contextmanager
def cluster(jobs: int) -> Iterator[Cluster]:
    """A cluster for one run: an existing one, or executors of its own on this machine.

    Raises PipelineError where the cluster can't be reached or gives up.
    """
    try:
        with spark_session(jobs) as spark:
            yield Cluster(spark)
    except (PySparkException, Py4JError, OSError) as error:
        if isinstance(error, OSError) and not isinstance(error, ConnectionError):
            raise
        raise PipelineError(
            f"Cụm Spark không chạy được đến cuối ({type(error).__name__}); các báo cáo trước còn "
            "nguyên.\nXem nhật ký của Spark, hoặc chạy lại với --debug, hoặc dùng --engine duckdb."
        ) from error
