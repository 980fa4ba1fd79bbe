"""Files in child processes, several at a time: no file can take the run down with it.

A child reads one file at a time; one that dies or hangs takes its own file with it, no other.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from concurrent.futures import TimeoutError as FileTimeoutError
from multiprocessing import forkserver
from typing import TYPE_CHECKING

from pebble import ProcessExpired, ProcessPool

from pipeline import cache
from pipeline.model import FileResult, InputFile
from pipeline.problems import unreadable

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from pipeline.normalise import PlanKeys

TIMEOUT_SECONDS = 300


def convert_all(
    jobs_by_file: dict[InputFile, Path],
    keys: PlanKeys,
    today: date,
    jobs: int,
    on_done: Callable[[InputFile], None],
) -> dict[InputFile, FileResult]:
    """The result of every file, each made in the folder given for it; the largest files first.

    A child that dies or exceeds TIMEOUT_SECONDS is a problem that names the file.
    """
    order = sorted(jobs_by_file, key=lambda file: (-_size(file), file.name))
    warm_up()
    results = {}
    with ProcessPool(max_workers=jobs, context=_context(), initializer=_silence) as pool:
        futures = {
            file: pool.schedule(
                _convert, args=(file, keys, today, jobs_by_file[file]), timeout=TIMEOUT_SECONDS
            )
            for file in order
        }
        for file, future in futures.items():
            try:
                results[file] = future.result()
            except FileTimeoutError:
                results[file] = _lost(file, "file_too_slow", seconds=TIMEOUT_SECONDS)
            except ProcessExpired:
                results[file] = _lost(file, "file_crashed")
            except OSError:  # the disk under the results, not the file
                raise
            except Exception:  # noqa: BLE001 - no file may stop the run
                results[file] = _lost(file, "file_crashed")
            on_done(file)
    return results


def _lost(file: InputFile, code: str, **details: int) -> FileResult:
    return unreadable(file, code, sha256=cache.sha256(file), **details)


def _size(file: InputFile) -> int:
    try:
        return file.path.stat().st_size
    except OSError:
        return 0


def _context() -> multiprocessing.context.BaseContext:
    """A server that has imported everything once and forks clean children; Windows, which can't
    fork, starts each child anew.
    """
    return multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")


def warm_up() -> None:
    """Starts the server of children, so that it imports while this process does."""
    if sys.platform != "win32":
        forkserver.set_forkserver_preload(["pipeline.preload"])
        forkserver.ensure_running()


def _silence() -> None:
    """What a dying reader prints is not for staff, and might repeat what stands in the file."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)


def _convert(file: InputFile, keys: PlanKeys, today: date, directory: Path) -> FileResult:
    from pipeline.convert import convert  # noqa: PLC0415 - the parent never needs it

    directory.mkdir(parents=True, exist_ok=True)
    result = convert(file, keys, today, directory)
    cache.store(result, directory)
    return result
