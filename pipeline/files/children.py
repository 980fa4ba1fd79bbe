"""Files in child processes, several at a time: no file can take the run down with it.

A child reads one file at a time, within limits on time and memory; one that dies or exceeds them
takes its own file with it, no other.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures import TimeoutError as FileTimeoutError
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pebble import ProcessExpired, ProcessPool

from pipeline.files import cache, server
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
from pipeline.plan.workbook import read_plan
from pipeline.values.text import shown_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from pebble import ProcessFuture

    from pipeline.files.sketch import Sketch
    from pipeline.model import Plan, Problem
    from pipeline.plan.keys import PlanKeys

# Of a child's memory, what code and libraries take, before it reads anything.
_LIBRARIES_MIB = 128 if sys.platform == "win32" else 255
# The function runs in a child while the context does; what it raises is raised at its end.
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

    def plan(self, path: Path) -> Plan:
        """The plan, read by a child like any file: there pandas and pandera are at hand.

        Raises PlanError naming every fault, PipelineError where the file is beyond the limits.
        """
        future = self._pool.schedule(read_plan, args=(path,), timeout=self._limits.seconds)
        try:
            plan: Plan = future.result()
        except (FileTimeoutError, MemoryError, ProcessExpired) as error:
            raise PipelineError(
                f"Không đọc được tệp kế hoạch {path}: tệp hỏng hoặc quá lớn.\n"
                "Mở bằng Excel, lưu lại thành một tệp .xlsx mới rồi chạy lại."
            ) from error
        return plan

    def taught(self, files: tuple[InputFile, ...]) -> tuple[Taught, tuple[FileResult, ...]]:
        """What workbooks teach, read by a child like the plan, and what became of each; nothing of
        any of them holds where the child did not finish.
        """
        return _taught(self._pool, files, self._limits)

    def read(self, file: InputFile, keys: PlanKeys, today: date, directory: Path) -> None:
        """Has the file read and its result written to the directory."""
        self._futures[file] = self._pool.schedule(
            _convert, args=(file, keys, today, directory, self._limits),
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
def background(function: Callable[..., None]) -> Iterator[Background]:
    """A child that runs the function, and imports what that takes before it is called. Its
    arguments are our own, no file of somebody's: it has no limits.
    """
    server.start()
    silent = (signal.SIGINT, signal.SIG_IGN)  # Ctrl+C ends this process, and its end the child
    with ProcessPoolExecutor(1, server.child_context(), signal.signal, silent) as pool:
        pool.submit(_import, function)
        yield partial(_in_background, pool, function)


@contextmanager
def _in_background(
    pool: ProcessPoolExecutor, function: Callable[..., None], *arguments: Any
) -> Iterator[None]:
    future = pool.submit(function, *arguments)
    yield
    future.result()


def _import(_function: Callable[..., None]) -> None:
    """A function comes with its module, and with what that imports."""


def _taught(
    pool: ProcessPool, files: tuple[InputFile, ...], limits: Limits
) -> tuple[Taught, tuple[FileResult, ...]]:
    if not files:
        return NOTHING_TAUGHT, ()
    future = pool.schedule(_teaching, args=(files, limits), timeout=limits.seconds)
    try:
        taught, results = future.result()
    except Exception:  # noqa: BLE001 - no file may stop the run
        return NOTHING_TAUGHT, tuple(_result(file, future, limits) for file in files)
    return taught, results


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
        initargs=(limits.memory_mib,),
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


def _prepare(memory_mib: int) -> None:
    """Once per child: silence, for what a dying reader prints is not for staff and might repeat
    what stands in the file, and a limit on memory.
    """
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    _limit_memory(memory_mib - _LIBRARIES_MIB)


if sys.platform == "win32":
    _job: Any = None  # the job ends with its last handle

    def _limit_memory(mib: int) -> None:
        """A job of its own for this process, beyond whose limit nothing is allocated."""
        global _job  # noqa: PLW0603
        import win32api  # noqa: PLC0415
        import win32job  # noqa: PLC0415

        _job = win32job.CreateJobObject(None, "")
        kind = win32job.JobObjectExtendedLimitInformation
        limits = win32job.QueryInformationJobObject(_job, kind)
        limits["ProcessMemoryLimit"] = mib << 20
        limits["BasicLimitInformation"]["LimitFlags"] |= win32job.JOB_OBJECT_LIMIT_PROCESS_MEMORY
        win32job.SetInformationJobObject(_job, kind, limits)
        win32job.AssignProcessToJobObject(_job, win32api.GetCurrentProcess())

else:

    def _limit_memory(mib: int) -> None:
        """What the process may allocate beside what it was forked with, which all children share;
        addresses without memory behind them are free.
        """
        import resource  # noqa: PLC0415

        limit = _inherited_bytes() + (mib << 20)
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))

    def _inherited_bytes() -> int:
        """What of the server's the limit counts as this process's own; 0 where none can tell."""
        try:
            pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5])
        except OSError:
            return 0
        return pages * os.sysconf("SC_PAGE_SIZE")


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
    file: InputFile, keys: PlanKeys, today: date, directory: Path, limits: Limits
) -> FileResult:
    from pipeline.files.convert import convert  # noqa: PLC0415 - see above

    directory.mkdir(parents=True, exist_ok=True)
    with _collected():
        result = convert(file, keys, today, directory, limits)
        cache.store(result, directory, today)
    return result


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
