"""Exports to results inside executors; the files of results stay there until they are fetched."""

from __future__ import annotations

import pickle
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
from pyspark import StorageLevel
from pyspark.sql.functions import broadcast, col

from pipeline.cluster.executor import FILES, OUTPUTS, RESULT, UNSEEN, converter
from pipeline.model import PipelineError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from pyspark.sql import DataFrame, SparkSession

    from pipeline.model import FileResult, InputFile, Limits
    from pipeline.plan.keys import PlanKeys

# Files of one task: few enough to be spread evenly, enough to be worth starting a child for.
_TASK_FILES = 64
_OUTPUT_COLUMNS = "path string, content binary"  # OUTPUTS, as Spark names types


class ExecutorFiles:
    """The files that executors wrote, by the path that results name them by."""

    def __init__(self, spark: SparkSession, folder: Path) -> None:
        """`folder` is the driver's, for files that are fetched."""
        self._spark, self._folder = spark, folder
        self._outputs: DataFrame | None = None
        self._paths: dict[str, str] = {}  # as results name it -> as executors do

    def convert(
        self, files: list[InputFile], keys: PlanKeys, today: date, limits: Limits
    ) -> list[FileResult]:
        """The files' results; raises PipelineError where executors don't see the inputs."""
        if not files:
            return []
        outputs = self._listed(files).mapInArrow(converter(keys, today, limits), _OUTPUT_COLUMNS)
        self._outputs = outputs.persist(StorageLevel.MEMORY_AND_DISK)
        answers = self._outputs.where(col("path").endswith(RESULT) | col("path").endswith(UNSEEN))
        self._outputs.count()  # all tasks at once; the answers then come a task at a time
        results = []
        for path, content in answers.toLocalIterator():
            number, name = path.split("/")
            if name == UNSEEN:
                raise _unseen(files[int(number)], content.decode())
            result = pickle.loads(content)  # noqa: S301 - written by our own code, in our own job
            results.append(self._placed(result, number))
        return results

    def _listed(self, files: list[InputFile]) -> DataFrame:
        """The files, in their order dealt out to the tasks."""
        cores = self._spark.sparkContext.defaultParallelism
        tasks = max(min(len(files), 4 * cores), -(-len(files) // _TASK_FILES))
        table = pa.Table.from_pydict(
            {
                "number": list(range(len(files))),
                "path": [str(file.path.resolve()) for file in files],
                "name": [file.name for file in files],
                "size": [_size(file) for file in files],
            },
            schema=FILES,
        )
        listed = self._spark.createDataFrame(table)
        return listed.repartitionById(tasks, col("number") % tasks)

    def _placed(self, result: FileResult, number: str) -> FileResult:
        """The result with its files where the driver would have them."""
        folder = self._folder / number
        sheets = []
        for sheet in result.sheets:
            names = {name for name in (sheet.rows_file, sheet.texts_file) if name}
            self._paths |= {str(folder / name): f"{number}/{name}" for name in names}
            sheets.append(
                replace(
                    sheet,
                    rows_file=str(folder / sheet.rows_file) if sheet.rows_file else "",
                    texts_file=str(folder / sheet.texts_file) if sheet.texts_file else "",
                )
            )
        return replace(result, sheets=tuple(sheets))

    def packed(self, paths: list[str]) -> DataFrame:
        """The files' bytes (columns path, content), wherever they are.

        What was written or changed on the driver (corrections) lies there, and is sent.
        """
        local = [path for path in paths if path not in self._paths]
        remote = [self._paths[path] for path in paths if path in self._paths]
        sent = self._spark.createDataFrame(
            pa.Table.from_pydict(
                {"path": local, "content": [Path(path).read_bytes() for path in local]},
                schema=OUTPUTS,
            ),
            _OUTPUT_COLUMNS,
        )
        if self._outputs is None or not remote:
            return sent
        wanted = self._spark.createDataFrame(pa.table({"path": remote}))
        outputs = self._outputs.join(broadcast(wanted), "path", "left_semi")
        return outputs.union(sent) if local else outputs

    def fetch(self, paths: Iterable[str]) -> None:
        """Copies files to where results say that they are."""
        remote = [path for path in paths if path in self._paths]
        places = {self._paths[path]: Path(path) for path in remote}
        for path, content in self.packed(remote).toLocalIterator() if remote else ():
            places[path].parent.mkdir(parents=True, exist_ok=True)
            places[path].write_bytes(content)


def _size(file: InputFile) -> int:
    try:
        return file.path.stat().st_size
    except OSError:
        return 0


def _unseen(file: InputFile, host: str) -> PipelineError:
    return PipelineError(
        f"Máy {host} của cụm Spark không thấy tệp {file.name}, hoặc thấy một tệp khác.\n"
        "Để inputs/ trên ổ chia sẻ, gắn cùng một đường dẫn ở mọi máy, và đừng sửa tệp trong lúc "
        "chạy; rồi chạy lại."
    )
