"""Why a plan workbook can't be used."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.model import PipelineError

REMEDY = (
    "Sửa trong tệp này rồi chạy lại. Cần một tệp trống để so: gõ make plan-new (pipeline plan new "
    "TỆP)."
)
HOW_TO_MAKE_ONE = (
    "Bỏ các bản xuất vào inputs/ rồi bấm đúp ke-hoach.cmd (Windows) hoặc gõ make plan (pipeline "
    "plan draft) để lập kế hoạch từ bản xuất; hoặc gõ make plan-new (pipeline plan new TỆP) để có "
    "một tệp trống."
)


class PlanError(PipelineError):
    """The plan can't be used; carries every fault, one line each."""


def refuse(file: str, faults: Iterable[str]) -> None:
    """Raises PlanError where there are any, each named once."""
    lines = "\n".join(f"  - {fault}" for fault in dict.fromkeys(faults))
    if lines:
        raise PlanError(f"Tệp kế hoạch {file} có lỗi:\n{lines}\n{REMEDY}")
