"""Files in child processes, several at a time: no file can take the run down with it.

A child reads one file at a time, within limits on time and memory; one that dies or exceeds them
takes its own file with it, no other.
"""

from __future__ import annotations

import gc
import os
import signal
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures import TimeoutError as FileTimeoutError
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pebble import ProcessExpired, ProcessPool

from pipeline.files import cache, server
from pipeline.files.memory import LIBRARIES_MIB, limit_memory
from pipeline.model import (
    NOTHING_TAUGHT,
    FileResult,
    InputFile,
    Limits,
    PipelineError,
    Taught,
    UnreadableFileError,
)
from pipeline.model.problems import problem, unreadable
from pipeline.plan.errors import unreadable_plan
from pipeline.values.text import shown_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from pebble import ProcessFuture

    from pipeline.files.sketch import Sketch
    from pipeline.model import Plan, Problem
    from pipeline.plan.keys import PlanKeys

# Takes a function and its arguments: it runs in a child while the context does; what it raises is
# raised at the context's end.
Background = Callable[..., AbstractContextManager[None]]
# Problems of files whose child did not finish: on a less busy machine it might.
CHILD_FAILURES = ("file_too_slow", "file_too_big", "file_crashed")


def largest_first(files: Iterable[InputFile]) -> list[InputFile]:
    """So that no large file is left over at the end, when other cores have nothing to do."""
    return sorted(files, key=lambda file: (-_size(file), file.name))


class Children:
    """Files being read; a child that dies or exceeds the limits is a problem of its file."""

    def __init__(self, pool: ProcessPool, limits: Limits) -> None:
        self._pool, self._limits = pool, limits
        self._futures: dict[InputFile, ProcessFuture] = {}

    def plan(self, path: Path) -> tuple[Plan, str]:
        """The plan and the sha256 of what was read, by a child like any file: there pandas and
        pandera are at hand.

        Raises PlanError naming every fault, or what became of the child.
        """
        limits = self._limits
        plan: tuple[Plan, str] = _of_plan(self._pool, path, limits, _plan, path, limits)
        return plan

    def taught(self, files: tuple[InputFile, ...]) -> tuple[Taught, tuple[FileResult, ...]]:
        """What workbooks teach, read by a child like the plan, and what became of each; nothing of
        any of them holds where the child did not finish.
        """
        return _taught(self._pool, files, self._limits)

    def read(
        self, file: InputFile, content: str, keys: PlanKeys, today: date, directory: Path
    ) -> None:
        """Has the file read and its rows written to the directory; and its result, where what is
        read has the sha256 `content`.
        """
        self._futures[file] = self._pool.schedule(
            _convert, args=(file, content, keys, today, directory, self._limits),
            timeout=self._limits.seconds,
        )  # fmt: skip

    def results(self) -> Iterator[tuple[InputFile, FileResult]]:
        """Every file with its result; then the children end, in their own time."""
        for file, future in self._futures.items():
            yield file, _result(file, future, self._limits)
        self._pool.close()


@contextmanager
def children(jobs: int, limits: Limits) -> Iterator[Children]:
    """Children that read so many files at once."""
    with child_pool(jobs, limits) as pool:
        try:
            yield Children(pool, limits)
        except BaseException:
            pool.stop()
            raise


@contextmanager
def background(jobs: int, *functions: Callable[..., None]) -> Iterator[Background]:
    """So many children that run functions, and import what that takes before one is called. Their
    arguments are our own, no file of somebody's: they have no limits.
    """
    server.start()
    folder = (tempfile.gettempdir(),)
    pool = ProcessPoolExecutor(jobs, server.child_context(), _prepare_own, folder)
    try:
        for function in functions:
            pool.submit(_import, function)
        yield partial(_in_background, pool)
    finally:
        pool.shutdown(cancel_futures=True)  # what nobody waits for, because this process gave up


@contextmanager
def _in_background(
    pool: ProcessPoolExecutor, function: Callable[..., None], *arguments: Any
) -> Iterator[None]:
    future = pool.submit(function, *arguments)
    yield
    future.result()


def _import(_function: Callable[..., None]) -> None:
    """A function comes with its module, and with what that imports."""


@contextmanager
def attempts(limits: Limits) -> Iterator[Callable[..., Any]]:
    """Calls functions with files of earlier runs, by a child with the limits of an export's: gives
    what a function returns, None where it or its child fails.
    """
    with child_pool(1, limits) as pool:
        yield partial(_attempt, pool, limits)


def _attempt(
    pool: ProcessPool, limits: Limits, function: Callable[..., Any], *arguments: Any
) -> Any:
    try:
        return pool.schedule(function, args=arguments, timeout=limits.seconds).result()
    except Exception:  # noqa: BLE001 - no file may stop the run
        return None


def plan_of(path: Path, limits: Limits) -> Plan:
    """The plan, read by a child of its own. Raises PlanError as `Children.plan` does."""
    with child_pool(1, limits) as pool:
        plan: Plan = _of_plan(pool, path, limits, _plan, path, limits)[0]
    return plan


def with_plan(path: Path, limits: Limits, function: Callable[..., None], *arguments: Any) -> None:
    """Runs a function that reads the plan's workbook again, in a child of its own."""
    with child_pool(1, limits) as pool:
        _of_plan(pool, path, limits, function, *arguments)


def _of_plan(
    pool: ProcessPool, path: Path, limits: Limits, function: Callable[..., Any], *arguments: Any
) -> Any:
    """What a child makes of the plan at `path`; raises PlanError where the child comes to grief."""
    future = pool.schedule(function, args=arguments, timeout=limits.seconds)
    try:
        return future.result()
    except PipelineError:
        raise
    except FileTimeoutError as error:
        raise unreadable_plan(path, f"đọc tệp quá {limits.seconds} giây") from error
    except MemoryError as error:
        reason = f"đọc tệp cần nhiều hơn {limits.memory_mib} MiB bộ nhớ"
        raise unreadable_plan(path, reason) from error
    except Exception as error:
        raise unreadable_plan(path, "tệp hỏng, làm bộ đọc dừng đột ngột") from error


def _taught(
    pool: ProcessPool, files: tuple[InputFile, ...], limits: Limits
) -> tuple[Taught, tuple[FileResult, ...]]:
    if not files:
        return NOTHING_TAUGHT, ()
    future = pool.schedule(_teaching, args=(files, limits), timeout=limits.seconds)
    try:
        taught, results = future.result()
    except Exception:  # noqa: BLE001 - no file may stop the run
        return _taught_by_others(pool, files, future, limits)
    return taught, results


def _taught_by_others(
    pool: ProcessPool, files: tuple[InputFile, ...], future: ProcessFuture, limits: Limits
) -> tuple[Taught, tuple[FileResult, ...]]:
    """Where the child did not finish: each by itself, to tell which breaks it; then the others."""
    if len(files) == 1:
        return NOTHING_TAUGHT, (_result(files[0], future, limits),)
    alone = {file: _taught(pool, (file,), limits)[1] for file in files}
    failed = [file for file in files if any(map(_is_lost, alone[file]))]
    if not failed:  # only together they are too much
        return NOTHING_TAUGHT, tuple(_result(file, future, limits) for file in files)
    taught, results = _taught(pool, tuple(file for file in files if file not in failed), limits)
    return taught, (*results, *(result for file in failed for result in alone[file]))


def _is_lost(result: FileResult) -> bool:
    """Whether the file's child did not finish."""
    return any(problem.code in CHILD_FAILURES for problem in result.problems)


def explained(file: Path, limits: Limits, teaching: tuple[InputFile, ...] = ()) -> tuple[str, ...]:
    """What a file is taken for, in lines, also by a child; `teaching`: workbooks that teach."""
    with child_pool(1, limits) as pool:
        taught, _ = _taught(pool, teaching, limits)
        future = pool.schedule(_explain, args=(file, limits, taught), timeout=limits.seconds)
        entry = InputFile(file, shown_name(file.name))
        try:
            lines: tuple[str, ...] = future.result()
        except Exception:  # noqa: BLE001 - no file may stop the run
            (problem,) = _result(entry, future, limits).problems
            lines = (f"{problem.message} {problem.remedy}",)
    return lines


def sketched(
    files: Iterable[InputFile], jobs: int, limits: Limits, teaching: tuple[InputFile, ...] = ()
) -> Iterator[tuple[InputFile, tuple[Sketch, ...] | Problem]]:
    """What every file tells of its plan, or why it tells nothing; by children, several at once.
    `teaching`: workbooks that teach what headings mean.
    """
    with child_pool(jobs, limits) as pool:
        taught, _ = _taught(pool, teaching, limits)
        futures = {
            file: pool.schedule(_sketch, args=(file.path, limits, taught), timeout=limits.seconds)
            for file in largest_first(files)
        }
        for file, future in futures.items():
            try:
                yield file, future.result()
            except UnreadableFileError as error:
                yield file, problem(error.code, file.name, reason=str(error))
            except Exception:  # noqa: BLE001 - no file may stop the run
                yield file, _result(file, future, limits).problems[0]


def child_pool(jobs: int, limits: Limits) -> ProcessPool:
    """Children that are silent and hold no more memory than allowed."""
    server.start()
    return ProcessPool(
        max_workers=jobs, context=server.child_context(), initializer=_prepare,
        initargs=(limits.memory_mib, tempfile.gettempdir()),
    )  # fmt: skip


def _result(file: InputFile, future: ProcessFuture, limits: Limits) -> FileResult:
    try:
        result: FileResult = future.result()
    except FileTimeoutError:
        return _failure(file, "file_too_slow", seconds=limits.seconds)
    except MemoryError:
        return _failure(file, "file_too_big", memory=limits.memory_mib)
    except ProcessExpired:
        return _failure(file, "file_crashed", memory=limits.memory_mib)
    except OSError:  # the disk under the results, not the file
        raise
    except Exception:  # noqa: BLE001 - no file may stop the run
        return _failure(file, "file_crashed", memory=limits.memory_mib)
    return result


def _failure(file: InputFile, code: str, **details: int) -> FileResult:
    return unreadable(file, code, sha256=cache.sha256(file), **details)


def _size(file: InputFile) -> int:
    try:
        return file.path.stat().st_size
    except OSError:
        return 0


def _prepare_own(temporary: str) -> None:
    """Once in a background child: Ctrl+C ends this process, and its end the child; what is kept for
    a while lies where this process keeps it.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tempfile.tempdir = temporary


def _prepare(memory_mib: int, temporary: str) -> None:
    """Once per child: silence, for what a dying reader prints is not for staff and might repeat
    what stands in the file, a limit on memory, and the folder of what is kept for a while.
    """
    tempfile.tempdir = temporary
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    limit_memory(memory_mib - LIBRARIES_MIB)


# Children import what they do themselves: this process is spared 0.3 s for pandera.


@contextmanager
def _collected() -> Iterator[None]:
    """Collects what one file leaves: a child reads many, and the server that it comes from has
    turned that off.
    """
    try:
        yield
    finally:
        gc.collect()


def _convert(
    file: InputFile, content: str, keys: PlanKeys, today: date, directory: Path, limits: Limits
) -> FileResult:
    from pipeline.files.convert import convert  # noqa: PLC0415 - see above

    directory.mkdir(parents=True, exist_ok=True)
    with _collected():
        result = convert(file, keys, today, directory, limits)
        if content and result.sheets[0].source.sha256 == content:
            with suppress(OSError):  # then the next run reads the file again
                cache.store(result, directory, today)
    return result


def _plan(path: Path, limits: Limits) -> tuple[Plan, str]:
    from pipeline.files.plan_file import read_plan_file  # noqa: PLC0415 - see above

    return read_plan_file(path, limits)


def _teaching(
    files: tuple[InputFile, ...], limits: Limits
) -> tuple[Taught, tuple[FileResult, ...]]:
    from pipeline.files.teaching import read_teaching  # noqa: PLC0415 - see above

    return read_teaching(files, limits)


def _sketch(file: Path, limits: Limits, taught: Taught) -> tuple[Sketch, ...]:
    from pipeline.files.sketch import sketch  # noqa: PLC0415 - see above

    with _collected():
        return sketch(file, limits, taught)


def _explain(file: Path, limits: Limits, taught: Taught) -> tuple[str, ...]:
    from pipeline.files.explain import explain  # noqa: PLC0415 - see above

    return explain(file, limits, taught)
