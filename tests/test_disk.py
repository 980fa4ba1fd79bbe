"""A disk that gives out is named in words, with what to do."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from pipeline.disk import failure, in_outputs

INTACT = "Các báo cáo trước còn nguyên."


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.ENOSPC, "x", "/a/b"), f"Ổ đĩa đầy. {INTACT}\nXóa bớt tệp rồi chạy lại."),
        (OSError(errno.EDQUOT, "x"), f"Ổ đĩa đầy. {INTACT}\nXóa bớt tệp rồi chạy lại."),
        (OSError(errno.EIO, "x", "/a/b"),
         f"Ổ đĩa báo lỗi ở b. {INTACT}\nXem lại ổ đĩa rồi chạy lại."),
        (OSError(errno.EIO, "x"), f"Ổ đĩa báo lỗi ở tệp tạm. {INTACT}\nXem lại ổ đĩa rồi chạy lại."),
        (OSError(errno.EROFS, "x", b"/a/b"),
         f"Không có quyền mở hoặc ghi b. {INTACT}\nĐóng tệp ở chương trình khác, xem lại quyền ghi rồi chạy lại."),
        (ConnectionResetError(errno.ECONNRESET, "x"), None),
        (OSError("x"), None),
    ],
)  # fmt: skip
def test_what_a_disk_does_is_said_and_nothing_else_is_called_so(error, said):
    """Full, broken or closed; of another error nothing is known."""
    assert failure(error) == said


def test_of_outputs_the_file_that_is_in_the_way_is_named():
    """Of a rename the name that was to be taken; without a name, the folder."""
    outputs = Path("a/outputs")
    renamed = OSError(errno.EACCES, "x", "p/q", None, "a/outputs/phu-luc-ii.xlsx")
    assert in_outputs(renamed, outputs)[0].startswith("Không ghi được phu-luc-ii.xlsx: tệp đang mở")
    assert in_outputs(OSError(errno.EIO, "x"), outputs) == (
        "Ổ đĩa báo lỗi khi ghi outputs.", "Xem lại ổ đĩa rồi chạy lại.",
    )  # fmt: skip
