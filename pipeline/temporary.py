"""What a run keeps for a while: one private folder below outputs/, gone with the run, and cleared
by the next one where the run was killed.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from contextlib import contextmanager, suppress
from multiprocessing.util import get_temp_dir
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from filelock import FileLock, Timeout

from pipeline.model.outputs import TEMPORARY

if TYPE_CHECKING:
    from collections.abc import Iterator

_LOCK = ".khoa"  # behind a folder's name: what the run that it belongs to holds as long as it lives


@contextmanager
def temporary_below(outputs: Path) -> Iterator[None]:
    """For commands that write no outputs: what this process and its children keep for a while lies
    in a folder of its own below outputs/, whatever other runs do there at the same time.

    Where nothing can be written there, or nothing is there yet, in a private one of the system's.
    """
    clear_leftovers(outputs)
    lock = _locked(outputs)
    if lock is None:
        get_temp_dir()  # see temporary_in
        with tempfile.TemporaryDirectory() as folder, temporary_in(Path(folder)):
            yield
        return
    try:
        with temporary_in(_folder_of(lock)):
            yield
    finally:
        _clear(lock)


@contextmanager
def temporary_in(folder: Path) -> Iterator[None]:
    """What this process keeps for a while lies there, and not where everybody's does: the next run
    clears it away if nothing else could. Sockets stay where the system has them: their paths must
    be short.
    """
    get_temp_dir()
    before, tempfile.tempdir = tempfile.tempdir, str(folder.absolute())
    try:
        yield
    finally:
        tempfile.tempdir = before


def clear_leftovers(outputs: Path) -> None:
    """Removes what commands that were killed have left; that of a run that lives stays."""
    with suppress(OSError):
        for path in sorted(outputs.glob(f"{TEMPORARY}*{_LOCK}")):
            lock = FileLock(path)
            with suppress(OSError, Timeout):
                lock.acquire(timeout=0)
                _clear(lock)


def _locked(outputs: Path) -> FileLock | None:
    """A lock of a new name, held, with its empty folder; None where there can be none."""
    with suppress(OSError):
        while outputs.is_dir():
            lock = FileLock(outputs.absolute() / f"{TEMPORARY}{uuid4().hex[:8]}{_LOCK}")
            with suppress(Timeout):
                lock.acquire(timeout=0)
                # Who clears away may have taken it for a leftover before it was held.
                if Path(lock.lock_file).exists():
                    return _with_folder(lock)
                lock.release()
    return None


def _with_folder(lock: FileLock) -> FileLock:
    try:
        _folder_of(lock).mkdir(mode=0o700)
    except OSError:
        _clear(lock)
        raise
    return lock


def _clear(lock: FileLock) -> None:
    """Removes a folder whose lock is held, and the lock; both stay for a later run to try again
    where something of it is open elsewhere, on Windows.
    """
    shutil.rmtree(_folder_of(lock), ignore_errors=True)
    is_gone = not _folder_of(lock).exists()
    with suppress(OSError):  # Windows lets nothing go that is open
        if is_gone:
            Path(lock.lock_file).unlink()
    lock.release()
    if is_gone and sys.platform == "win32":
        with suppress(OSError):
            Path(lock.lock_file).unlink()


def _folder_of(lock: FileLock) -> Path:
    path = Path(lock.lock_file)
    return path.with_name(path.name.removesuffix(_LOCK))
