"""Every file's result, from the cache or from children that are reading it."""

from __future__ import annotations

import tempfile
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pipeline.aggregate.engine import duckdb_engine
from pipeline.files import cache
from pipeline.files.children import (
    Background,
    Children,
    background,
    children,
    largest_first,
)
from pipeline.files.discover import InputFiles, discover
from pipeline.model import NOTHING_TAUGHT, FileResult, InputFile, Plan, Taught
from pipeline.plan.keys import PlanKeys

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pipeline.aggregate.engine import Engine
    from pipeline.options import Options


@dataclass(frozen=True)
class Opened:
    """The plan with the digest of its file, the files of inputs/, and children to read them; what
    headings and words mean beside the schemas, and what became of the workbooks that say so.
    """

    plan: Plan
    plan_digest: str
    inputs: InputFiles
    children: Children
    taught: Taught = NOTHING_TAUGHT
    lessons: tuple[FileResult, ...] = ()

    @property
    def keys(self) -> PlanKeys:
        """What rows are matched with."""
        return PlanKeys.of(self.plan, self.taught)


class Files(Protocol):
    """What was opened, and the results of its files, wherever they are read."""

    @property
    def opened(self) -> Opened:
        """The plan and the input files."""

    def results(self) -> list[FileResult]:
        """Every file's result, sorted by name."""

    def fetch(self, paths: Iterable[str]) -> None:
        """Makes files that results name readable by this process."""

    def engine(self) -> AbstractContextManager[Engine]:
        """What runs the SQL files on the rows of results."""

    def background(self, *functions: Callable[..., None]) -> AbstractContextManager[Background]:
        """What runs these functions later, in the background of other work."""


@dataclass
class Intake:
    """Files read by this computer's children, for DuckDB."""

    opened: Opened
    options: Options
    _cached: dict[InputFile, FileResult] = field(default_factory=dict)

    def results(self) -> list[FileResult]:
        """Every file's result, sorted by name; waits for those that are still being read."""
        results = dict(self._cached)
        rows = sum(map(_rows, results.values()))
        self.options.on_file(len(results), len(self.opened.inputs.files), rows)
        with self.options.timed("convert"):
            for file, result in self.opened.children.results():
                results[file] = result
                rows += _rows(result)
                self.options.on_file(len(results), len(self.opened.inputs.files), rows)
        listed = [*results.values(), *self.opened.inputs.unusable, *self.opened.lessons]
        return sorted(listed, key=lambda result: result.sheets[0].source.file)

    def fetch(self, paths: Iterable[str]) -> None:
        """They are here."""

    def engine(self) -> AbstractContextManager[Engine]:
        """DuckDB, on as many threads as jobs."""
        return duckdb_engine(self.options.jobs)

    def background(self, *functions: Callable[..., None]) -> AbstractContextManager[Background]:
        """In children of their own, as many as jobs where there is one for each unit."""
        return background(self.options.jobs if self.options.split else 1, *functions)


def _rows(result: FileResult) -> int:
    return sum(sheet.source.rows_read for sheet in result.sheets)


@contextmanager
def open_inputs(options: Options) -> Iterator[Opened]:
    """Raises PipelineError where the plan or the inputs are not there or unusable."""
    inputs = discover(options.inputs, options.plan, options.limits)
    with children(_jobs(options, inputs), options.limits) as pool:
        with options.timed("plan"):
            plan, digest = pool.plan(options.plan)
            taught, lessons = pool.taught(inputs.teaching)
        yield Opened(plan, digest, inputs, pool, taught, lessons)


@contextmanager
def reading(options: Options, opened: Opened, *, outputs: bool) -> Iterator[Intake]:
    """Begins to read what the cache does not have; the largest files first.

    Results lie in the cache below outputs/, or (without cache, or where nothing is to be written)
    in a folder that goes with this context.
    """
    keys = opened.keys
    with _folder(options, outputs=outputs) as folder:
        intake = Intake(opened, options)
        used = set()
        with options.timed("convert"):
            for number, file in enumerate(largest_first(opened.inputs.files)):
                content = cache.sha256(file) if folder.is_cache else ""
                key = cache.result_key(file, content, opened.plan, opened.taught, options.limits)
                directory = folder.path / (key or f"{number}")
                used.add(directory.name)
                cached = cache.load(directory, content, options.today) if key else None
                if cached is None:
                    cache.discard(directory)
                    opened.children.read(file, content, keys, options.today, directory)
                else:
                    intake._cached[file] = cached  # noqa: SLF001 - not yet handed out
            if folder.is_cache:
                cache.prune(folder.path, used)
        yield intake


def _jobs(options: Options, inputs: InputFiles) -> int:
    """No more children than files, and on a cluster one for the plan: one that has nothing to read
    is started for nothing.
    """
    return 1 if options.engine == "spark" else max(1, min(options.jobs, len(inputs.files)))


@dataclass(frozen=True)
class _Folder:
    path: Path
    is_cache: bool


@contextmanager
def _folder(options: Options, *, outputs: bool) -> Iterator[_Folder]:
    if outputs and options.use_cache:
        if not options.cache.is_dir():
            cache.discard(options.cache)
        options.cache.mkdir(exist_ok=True)
        yield _Folder(options.cache, is_cache=True)
    else:
        with tempfile.TemporaryDirectory() as temporary:
            yield _Folder(Path(temporary), is_cache=False)
