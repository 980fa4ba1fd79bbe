"""Why a plan workbook can't be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model import PipelineError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

REMEDY = (
    "Sửa trong tệp này rồi chạy lại. Cần một tệp trống để so: gõ make plan-new (pipeline plan new "
    "TỆP)."
)
HOW_TO_MAKE_ONE = (
    "Bỏ các bản xuất vào inputs/ rồi bấm đúp ke-hoach.cmd (Windows) hoặc gõ make plan (pipeline "
    "plan draft) để lập kế hoạch từ bản xuất; hoặc gõ make plan-new (pipeline plan new TỆP) để có "
    "một tệp trống."
)

_MOST_NAMED = 100  # faults: more nobody reads on a screen


class PlanError(PipelineError):
    """The plan can't be used; carries every fault, one line each."""


def unreadable_plan(path: Path, reason: str) -> PlanError:
    """Of a file that gives no plan at all; the reason ends a sentence."""
    return PlanError(
        f"Không đọc được tệp kế hoạch {path}: {reason}.\n"
        "Mở bằng Excel, xóa các trang, ô và hình thừa, lưu lại thành một tệp .xlsx mới không mật "
        "khẩu, đóng Excel rồi chạy lại; không mở được thì lấy lại bản sao của tệp."
    )


def refuse(file: str, faults: Iterable[str]) -> None:
    """Raises PlanError where there are any, each named once."""
    named = [f"  - {fault}" for fault in dict.fromkeys(faults)]
    if len(named) > _MOST_NAMED:
        named[_MOST_NAMED:] = [f"  - … và {len(named) - _MOST_NAMED} lỗi khác"]
    if named:
        lines = "\n".join(named)
        raise PlanError(f"Tệp kế hoạch {file} có lỗi:\n{lines}\n{REMEDY}")
