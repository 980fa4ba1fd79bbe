"""What a disk that gives out is called: it is full, broken, or may not be written."""

from __future__ import annotations

import errno
import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FULL = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
_BROKEN = (errno.EIO,)
_CLOSED = (errno.EACCES, errno.EPERM, errno.EROFS)
INTACT = "Các báo cáo trước còn nguyên."


def failure(error: OSError) -> str | None:
    """What staff can do where a disk fails somewhere; None where the error is no disk's."""
    if error.errno in FULL:
        return f"Ổ đĩa đầy. {INTACT}\nXóa bớt tệp rồi chạy lại."
    name = name_of(error)
    if error.errno in _BROKEN:
        return f"Ổ đĩa báo lỗi ở {name or 'tệp tạm'}. {INTACT}\nXem lại ổ đĩa rồi chạy lại."
    if error.errno in _CLOSED:
        return (
            f"Không có quyền mở hoặc ghi {name or 'tệp tạm'}. {INTACT}\n"
            "Đóng tệp ở chương trình khác, xem lại quyền ghi rồi chạy lại."
        )
    return None


def in_outputs(error: OSError, outputs: Path) -> tuple[str, str]:
    """Why an output was not written, and what to do."""
    if error.errno in FULL:
        return "Ổ đĩa đầy, không ghi được kết quả.", "Xóa bớt tệp rồi chạy lại."
    name = name_of(error) or outputs.name
    if error.errno in _BROKEN:
        return f"Ổ đĩa báo lỗi khi ghi {name}.", "Xem lại ổ đĩa rồi chạy lại."
    return (
        f"Không ghi được {name}: tệp đang mở trong Excel, hoặc không có quyền ghi vào {outputs}.",
        "Đóng tệp trong Excel rồi chạy lại.",
    )


def name_of(error: OSError) -> str:
    """Of the file that the error is about, empty where it does not say."""
    return os.path.basename(os.fsdecode(error.filename2 or error.filename or ""))  # noqa: PTH119
