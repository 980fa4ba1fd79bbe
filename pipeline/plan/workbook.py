"""The plan workbook as one checked value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.plan.errors import PlanError
from pipeline.plan.sheets import read_sheets

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model import Plan

__all__ = ["PlanError", "read_plan"]


def read_plan(path: Path) -> Plan:
    """The plan; raises PlanError naming every fault, or that there is no file.

    pandas and pandera are imported only here, so that who merely hands this function to another
    process needs neither.
    """
    from pipeline.plan.checked import checked_plan  # noqa: PLC0415 - 0.3 s, see above

    return checked_plan(read_sheets(path), str(path))
