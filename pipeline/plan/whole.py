"""The plan as a whole: what its sheets say of each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.plan.frames import Frame, day, fault, number

if TYPE_CHECKING:
    from pipeline.model import Procedure


def whole_frame(items: dict[str, Any], procedures: Sequence[Procedure], targets: int) -> Frame:
    """One row; `items` by the names that Plan knows, `targets`: how many there are."""
    start, end = items["start"], items["end"]
    days = None if start is None or end is None else (end - start).days + 1
    judged = {
        "campaign.days_differ": fault(["100" in items["campaign"] and days not in {None, 100}]),
        "targets": number([targets]),
    }
    details = {"row": number([0]), "start": day([start]), "end": day([end]), "days": number([days])}
    for level in ("partial", "full"):
        name, stated = f"{level}_count", items[f"{level}_count"]
        listed = sum(procedure.level == level for procedure in procedures)
        judged[f"{name}.differs"] = fault([stated is not None and stated != listed])
        details |= {name: number([stated]), f"{name}.listed": number([listed])}
    return Frame("whole", "", {}, pd.DataFrame(judged), pd.DataFrame(details))
