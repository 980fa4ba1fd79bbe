"""The cluster engine: files are read inside Spark executors, the SQL files run on Spark SQL.

Imported where `--engine spark` asks for it, and nowhere else: PySpark is an optional extra.
"""

from __future__ import annotations

import tempfile
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException

from pipeline.cluster.engine import SparkEngine
from pipeline.cluster.files import ExecutorFiles
from pipeline.cluster.session import spark_session
from pipeline.files.children import largest_first
from pipeline.model import PipelineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager

    from pyspark.sql import SparkSession

    from pipeline.files.children import Background
    from pipeline.files.intake import Opened
    from pipeline.model import FileResult
    from pipeline.options import Options


class Cluster:
    """Files read by a cluster's executors, for Spark SQL (intake.Files)."""

    def __init__(self, spark: SparkSession, options: Options, opened: Opened, folder: Path) -> None:
        self.opened = opened
        self._options, self._spark = options, spark
        self._files = ExecutorFiles(spark, folder)

    def results(self) -> list[FileResult]:
        """Every file's result, sorted by name; the files that they name stay in the cluster."""
        inputs, options = self.opened.inputs, self._options
        options.on_file(0, len(inputs.files), 0)
        with options.timed("convert"):
            files = largest_first(inputs.files)
            keys = self.opened.keys
            results = self._files.convert(files, keys, options.today, options.limits)
        rows = sum(sheet.source.rows_read for result in results for sheet in result.sheets)
        options.on_file(len(results), len(inputs.files), rows)
        listed = [*results, *inputs.unusable, *self.opened.lessons]
        return sorted(listed, key=lambda result: result.sheets[0].source.file)

    def fetch(self, paths: Iterable[str]) -> None:
        """Copies files that results name from the cluster to where results say that they are."""
        self._files.fetch(paths)

    def engine(self) -> SparkEngine:
        """Spark SQL on the rows of these files."""
        return SparkEngine(self._spark, self._files.packed)

    def background(self, *_functions: Callable[..., None]) -> AbstractContextManager[Background]:
        """In this process, at once: there are no children here."""

        def run(function: Callable[..., None], *arguments: Any) -> AbstractContextManager[None]:
            function(*arguments)
            return nullcontext()

        return nullcontext(run)


@contextmanager
def cluster(options: Options, opened: Opened) -> Iterator[Cluster]:
    """A cluster for one run: an existing one, or executors of its own on this machine.

    Raises PipelineError where the cluster can't be reached or gives up.
    """
    try:
        with tempfile.TemporaryDirectory() as folder, spark_session(options.jobs) as spark:
            yield Cluster(spark, options, opened, Path(folder))
    except (PySparkException, Py4JError, ConnectionError) as error:
        raise PipelineError(
            f"Cụm Spark không chạy được đến cuối ({type(error).__name__}); các báo cáo trước còn "
            "nguyên.\nXem nhật ký của Spark, hoặc chạy lại với --debug, hoặc dùng --engine duckdb."
        ) from error
