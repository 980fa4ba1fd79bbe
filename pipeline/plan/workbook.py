"""The plan workbook as one checked value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.plan.errors import PlanError
from pipeline.plan.sheets import content_of, read_sheets

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model import Plan

__all__ = ["PlanError", "plan_of", "read_plan"]


def read_plan(path: Path) -> Plan:
    """The plan of a file that nobody else has touched: no guard looks at it before. Raises as
    `plan_of` does.
    """
    return plan_of(content_of(path), path)


def plan_of(content: bytes, path: Path) -> Plan:
    """The plan of a file's bytes; raises PlanError naming every fault.

    pandas and pandera are imported only here, so that who merely hands this function to another
    process needs neither.
    """
    from pipeline.plan.checked import checked_plan  # noqa: PLC0415 - 0.3 s, see above

    return checked_plan(read_sheets(content, path), str(path))
