"""The plan as a whole: what its sheets say of each other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.model import stated_days
from pipeline.plan.frames import Frame, day, fault, number

if TYPE_CHECKING:
    from pipeline.model import Procedure


def whole_frame(
    items: dict[str, Any], procedures: Sequence[Procedure], targets: int, *, has_day50: bool
) -> Frame:
    """One row; `items` by the names that Plan knows, `targets`: how many there are; `has_day50`:
    whether any is set for the milestone.
    """
    start, end = items["start"], items["end"]
    days = None if start is None or end is None else (end - start).days + 1
    stated = stated_days(items["campaign"])
    judged = {
        "campaign.days_differ": fault([None not in {stated, days} and stated != days]),
        "day50.unused": fault([has_day50 and items["day50"] is None]),
        "targets": number([targets]),
    }
    details = {"row": number([0]), "start": day([start]), "end": day([end]), "days": number([days]),
               "stated": number([stated])}  # fmt: skip
    for level in ("partial", "full"):
        name, count = f"{level}_count", items[f"{level}_count"]
        listed = sum(procedure.level == level for procedure in procedures)
        judged[f"{name}.differs"] = fault([count is not None and count != listed])
        details |= {name: number([count]), f"{name}.listed": number([listed])}
    return Frame("whole", "", {}, pd.DataFrame(judged), pd.DataFrame(details))
