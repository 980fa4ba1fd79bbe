"""Sheet Khó khăn: what officials met with and propose (plan IV.4.2), for the report to carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model import Difficulty
from pipeline.plan.frames import Frame, day, fault, frame, read_cells, text
from pipeline.values.dates import parse_date

if TYPE_CHECKING:
    from datetime import date

    from pipeline.plan.sheets import Sheet


def difficulty_frame(sheet: Sheet) -> Frame:
    """A row for each of the sheet."""
    days = [_day(shown) for shown in sheet["day"]]
    said = [
        bool(content or proposal)
        for content, proposal in zip(sheet["content"], sheet["proposal"], strict=True)
    ]
    return frame("difficulties", sheet, {
        "day": day(days),
        "day.cell": read_cells(days, [bool(shown) for shown in sheet["day"]]),
        **{name: text(sheet[name]) for name in ("official", "content", "proposal")},
        "content.empty": fault(not is_said for is_said in said),
    })  # fmt: skip


def difficulties_of(difficulties: Frame) -> tuple[Difficulty, ...]:
    """Those that say something, in the order of the sheet."""
    return tuple(
        Difficulty(row["day"], row["official"], row["content"], row["proposal"])
        for row in difficulties.rows()
        if row["content"] or row["proposal"]
    )


def _day(shown: str) -> date | None:
    moment = parse_date(shown)
    return moment.date() if moment else None
