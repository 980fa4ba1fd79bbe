"""The folder of outputs: one run at a time, and nothing that is open elsewhere is replaced."""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from contextlib import contextmanager
from multiprocessing.util import get_temp_dir
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from pipeline.model import OutputBusyError, dated_name, output_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from pathlib import Path

PARTS = ".dang-ghi"  # where outputs are written before they take their places
CORRECTIONS = "can-sua"  # copies to correct, but for those of samples (corrections_folder)
_LOCK = ".khoa"


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
            parts.mkdir(mode=0o700)
            try:
                with _temporary_in(parts):
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
def _temporary_in(folder: Path) -> Iterator[None]:
    """What this process keeps for a while lies there, too, and not where everybody's does: the next
    run clears it away if nothing else could. Sockets stay where the system has them: their paths
    must be short.
    """
    get_temp_dir()
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before


def _busy(error: OSError, outputs: Path) -> OutputBusyError:
    if error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT):
        return OutputBusyError(
            "Ổ đĩa đầy, không ghi được kết quả. Các báo cáo trước còn nguyên.\n"
            "Xóa bớt tệp rồi chạy lại."
        )
    name = os.path.basename(error.filename2 or error.filename or outputs)  # noqa: PTH119 - str or bytes
    return OutputBusyError(
        f"Không ghi được {name}: tệp đang mở trong Excel, hoặc không có quyền ghi vào {outputs}.\n"
        "Các báo cáo trước còn nguyên. Đóng tệp trong Excel rồi chạy lại."
    )


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
