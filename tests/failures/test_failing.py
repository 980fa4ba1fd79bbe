"""A call that changes a file fails: whole outputs or a word about it, one message, and the next run
repairs what is left. Some calls of each sort here; `make failures` tries all of them.
"""

from __future__ import annotations

import errno

import pytest

from tests.failures.office import REPORT
from tests.failures.shim import KILLED, KILLED_BEHIND, needs_shim, ran
from tests.failures.verdict import EARLIER, LATER, MIXED, judged, repaired, seen

pytestmark = needs_shim
INTACT = "Các báo cáo trước còn nguyên."
HALF = (
    " Việc thay báo cáo bị ngắt giữa chừng: có tệp đã là bản mới, có tệp còn là bản trước.\n"
    "Chưa dùng các tệp này; chạy lại để có đủ.\n"
)


def _failed(scene, operation, only, does):
    """A run whose first call of this sort on such a path fails."""
    folder = scene.copy()
    outcome = ran(folder, *REPORT, at=1, does=does, operations=(operation,), only=only)
    assert outcome.fault is not None
    return folder, outcome


@pytest.mark.parametrize(
    ("operation", "only", "number", "said"),
    [
        ("write", ".dang-ghi/chi-tiet_", errno.ENOSPC,
         f"Ổ đĩa đầy, không ghi được kết quả. {INTACT}\nXóa bớt tệp rồi chạy lại.\n"),
        ("open", ".dang-ghi/tin-bai_", errno.EACCES,
         "Không ghi được tin-bai_2024-05-16.txt: tệp đang mở trong Excel, hoặc không có quyền ghi vào outputs. "
         f"{INTACT}\nĐóng tệp trong Excel rồi chạy lại.\n"),
        ("mkdir", "/pymp-", errno.EIO,
         f"Ổ đĩa báo lỗi ở {{name}}. {INTACT}\nXem lại ổ đĩa rồi chạy lại.\n"),
    ],
)  # fmt: skip
def test_before_outputs_take_their_places_the_earlier_ones_are_intact(
    scene, operation, only, number, said
):
    """And the screen says so, with the reason and what to do."""
    folder, outcome = _failed(scene, operation, only, number)
    said = said.format(name=outcome.fault.path.rpartition("/")[2])
    assert judged(folder, outcome, scene.expected) == f"2, {EARLIER}"
    assert outcome.err.lstrip() == f"Lỗi: {said}"


@pytest.mark.parametrize(
    ("operation", "name", "number", "end", "said"),
    [
        ("rename", "loi_2024-05-16.csv", errno.EIO, MIXED, "Ổ đĩa báo lỗi khi ghi {}."),
        ("rename", "sua_hồ sơ.xlsx", errno.EACCES, MIXED,
         "Không ghi được {}: tệp đang mở trong Excel, hoặc không có quyền ghi vào outputs."),
        ("unlink", "BAO-CAO-CHUA-GHI-XONG.txt", errno.EIO, LATER, "Ổ đĩa báo lỗi khi ghi {}."),
    ],
)  # fmt: skip
def test_while_they_do_screen_and_folder_say_that_they_may_be_mixed(
    scene, operation, name, number, end, said
):
    """The next run gives all of them, and takes away the file that said so."""
    folder, outcome = _failed(scene, operation, f"/{name}", number)
    assert judged(folder, outcome, scene.expected) == f"2, {end}"
    assert outcome.err.lstrip() == f"Lỗi: {said.format(name)}{HALF}"
    repaired(folder, scene.expected)


@pytest.mark.parametrize("only", ["/result.json", "/lan-truoc.part", "/a.csv"])
def test_where_only_what_saves_time_fails_the_report_is_there(scene, only):
    """A cached result, the record of the last run, the export that the server warms up with."""
    folder, outcome = _failed(scene, "open", only, errno.ENOSPC)
    assert judged(folder, outcome, scene.expected) == f"0, {LATER}"


@pytest.mark.parametrize(
    ("operation", "only", "does", "end"),
    [
        ("rename", "/so-lieu_2024-05-16.csv", KILLED_BEHIND, MIXED),
        ("rename", "/phu-luc-ii_2024-05-16.xlsx", KILLED, MIXED),
        ("unlink", "BAO-CAO-CHUA-GHI-XONG.txt", KILLED, LATER),
    ],
)
def test_a_kill_while_outputs_take_their_places_is_told_by_a_file(
    scene, operation, only, does, end
):
    """Until all are there; the next run takes it away."""
    folder, outcome = _failed(scene, operation, only, does)
    assert (outcome.status, seen(folder, scene.expected)) == (-9, end)
    assert (folder / "outputs" / "BAO-CAO-CHUA-GHI-XONG.txt").is_file()
    repaired(folder, scene.expected)


def test_a_copy_that_can_not_be_removed_is_named_and_goes_with_the_next_run(scene):
    """Though nothing else has changed by then."""
    folder, outcome = _failed(scene, "unlink", "/sua_sai.xlsx", errno.EIO)
    assert judged(folder, outcome, scene.expected) == f"0, {LATER}"
    assert "outputs/can-sua/sua_sai.xlsx" in outcome.out
    repaired(folder, scene.expected)
