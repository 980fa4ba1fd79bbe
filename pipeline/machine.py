"""Where files are read and SQL runs: this computer, or a Spark cluster."""

from __future__ import annotations

from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Protocol

from pipeline.aggregate.engine import duckdb_engine
from pipeline.model import PipelineError
from pipeline.workers import convert_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date
    from pathlib import Path

    from pipeline.aggregate.engine import Engine
    from pipeline.model import FileResult, InputFile, Limits
    from pipeline.normalise import PlanKeys

SPARK = "spark"


class Machine(Protocol):
    """What a run needs of where it runs."""

    def convert_all(
        self,
        jobs_by_file: dict[InputFile, Path],
        keys: PlanKeys,
        today: date,
        jobs: int,
        limits: Limits,
        on_done: Callable[[InputFile], None],
    ) -> dict[InputFile, FileResult]:
        """The result of every file, made as if in the folder given for it."""

    def bring(self, paths: Iterable[str]) -> None:
        """Sees to it that files which results name can be read by this process."""

    def engine(self) -> AbstractContextManager[Engine]:
        """What runs the SQL files."""


class Computer:
    """This computer: child processes and DuckDB."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self.convert_all = convert_all

    def bring(self, paths: Iterable[str]) -> None:
        """They are here."""

    def engine(self) -> AbstractContextManager[Engine]:
        """DuckDB, on as many threads as jobs."""
        return duckdb_engine(self._jobs)


@contextmanager
def machine(engine: str, jobs: int) -> Iterator[Machine]:
    """The machine of an engine's name; raises PipelineError where that is not installed."""
    if engine != SPARK:
        yield Computer(jobs)
        return
    try:
        from pipeline.cluster import cluster  # noqa: PLC0415 - an optional extra
    except ModuleNotFoundError as error:
        raise PipelineError(
            "Bộ máy spark chưa được cài trên máy này.\n"
            "Cài bằng lệnh make spark (cần Java 17), hoặc dùng --engine duckdb."
        ) from error
    with cluster(jobs) as spark:
        yield spark
