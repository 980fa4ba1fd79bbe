"""The folder of outputs: one run at a time, and nothing that is open elsewhere is replaced."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from pipeline.disk import INTACT, in_outputs
from pipeline.model import OutputBusyError, dated_name, output_name
from pipeline.model.outputs import PARTS
from pipeline.temporary import clear_leftovers, temporary_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

CORRECTIONS = "can-sua"  # copies to correct, but for those of samples (corrections_folder)
# There while outputs take their places, and after a run that was cut off then.
UNFINISHED = "BAO-CAO-CHUA-GHI-XONG.txt"
_LOCK = ".khoa"
_UNFINISHED = (
    "Lần lập báo cáo gần nhất bị ngắt khi đang thay các tệp trong thư mục này: có tệp đã là bản "
    "mới, có tệp còn là bản trước.\nChưa dùng các tệp này. Lập lại báo cáo; xong thì tệp này tự "
    "mất.\n"
)
_MIXED = (
    "Việc thay báo cáo bị ngắt giữa chừng: có tệp đã là bản mới, có tệp còn là bản trước.\n"
    "Chưa dùng các tệp này; chạy lại để có đủ."
)


def unit_folder(as_of: date, *, is_sample: bool) -> str:
    """Where the workbooks of single units are, below outputs/."""
    return dated_name("tung-don-vi", as_of, is_sample=is_sample)


def corrections_folder(*, is_sample: bool) -> str:
    """Where copies to correct are, below outputs/."""
    return output_name(CORRECTIONS, is_sample=is_sample)


def unread_name(*, is_sample: bool) -> str:
    """The workbook of what was not understood, below outputs/."""
    return f"{corrections_folder(is_sample=is_sample)}/cot-la.xlsx"


@contextmanager
def outputs_locked(outputs: Path) -> Iterator[Path]:
    """One run at a time per outputs folder; leftovers of a killed run are cleared away.

    Yields the empty folder where outputs are written; it goes with the run.
    """
    try:
        outputs.mkdir(parents=True, exist_ok=True)
        with FileLock(outputs / _LOCK, timeout=0):
            parts = outputs / PARTS
            shutil.rmtree(parts, ignore_errors=True)
            clear_leftovers(outputs)
            parts.mkdir(mode=0o700)
            try:
                with temporary_in(parts):
                    yield parts
            finally:
                shutil.rmtree(parts, ignore_errors=True)
    except Timeout as error:
        raise OutputBusyError(
            f"Một lần chạy khác đang ghi vào {outputs}. Đợi lần đó xong rồi chạy lại."
        ) from error
    except OSError as error:
        raise _busy(error, outputs) from error


@contextmanager
def taking_places(outputs: Path) -> Iterator[None]:
    """While made outputs take their places: a file that staff see says so, and is gone when all of
    them are on the disk (what Written.put does at its end). A run that is cut off, even by a power
    cut, leaves it, so that no mixture of earlier and later outputs is there without a word.

    Raises OutputBusyError.
    """
    marker = outputs / UNFINISHED
    try:
        marker.write_text(_UNFINISHED, encoding="utf-8-sig")
        sync(marker)
        sync_folder(outputs)
    except OSError as error:
        raise _busy(error, outputs) from error
    try:
        yield
        marker.unlink()
    except OSError as error:
        raise OutputBusyError(f"{in_outputs(error, outputs)[0]} {_MIXED}") from error


def sync(path: Path) -> None:
    """Waits until the file is on the disk."""
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def sync_folder(path: Path) -> None:
    """Waits until the names in it are on the disk; nothing where the folder is not there."""
    if sys.platform == "win32" or not path.is_dir():  # Windows opens no folders
        return
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def clear(outputs: Path) -> None:
    """Removes what killed runs have left there, where nothing else is to be done."""
    clear_leftovers(outputs)
    if (outputs / PARTS).exists():
        with suppress(Timeout, OSError), FileLock(outputs / _LOCK, timeout=0):
            shutil.rmtree(outputs / PARTS, ignore_errors=True)


def _busy(error: OSError, outputs: Path) -> OutputBusyError:
    reason, remedy = in_outputs(error, outputs)
    return OutputBusyError(f"{reason} {INTACT}\n{remedy}")


def owner_files(path: Path) -> list[Path]:
    """What Excel and LibreOffice lay beside a file while they have it open."""
    owners = (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#"))
    return [owner for owner in owners if _exists(owner)]


def _exists(path: Path) -> bool:
    """Nothing is there under a name that is too long for the disk."""
    try:
        return path.exists()
    except OSError:
        return False


def check_free(paths: Iterable[Path]) -> None:
    """Raises OutputBusyError where a file is open in Excel or LibreOffice."""
    for path in paths:
        try:
            for owner in owner_files(path):
                raise OutputBusyError(
                    f"{path.name} đang mở ở chương trình khác. Các báo cáo trước còn nguyên.\n"
                    "Đóng tệp trong Excel rồi chạy lại; nếu tệp không mở ở đâu cả, xóa tệp "
                    f"{owner.name} trong {path.parent}."
                )
            if path.exists():
                path.open("r+b").close()
        except OSError as error:
            raise _busy(error, path.parent) from error
