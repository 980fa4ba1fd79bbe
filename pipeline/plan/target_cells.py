"""Sheet Chỉ tiêu: what its cells say, and what is doubtful in it once targets are worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.model import Target, Unit
from pipeline.plan.frames import Frame, cells, fault, frame, number, read_cells, text
from pipeline.plan.targets import TargetCells, inherit, rule_target
from schemas.cells import Cell
from schemas.indicators import indicators

if TYPE_CHECKING:
    from pipeline.plan.frames import Columns
    from pipeline.plan.sheets import Sheet

Targets = Mapping[tuple[str, str], Target]  # by unit and indicator
_NUMBERS = ("baseline", "central", "day50", "day100")


def target_frame(sheet: Sheet, units: Sequence[Unit]) -> Frame:
    """A row for each of the sheet, without the doubts; one for no indicator that there is is not
    looked at further.
    """
    codes = {unit.code for unit in units}
    known = [indicator.id for indicator in indicators()]
    indicator = [shown if shown in known else None for shown in sheet["indicator"]]
    is_known = [value is not None for value in indicator]
    columns = {
        "unit": text(sheet["unit"]),
        "unit.unknown": fault(unit not in codes for unit in sheet["unit"]),
        "indicator": text(indicator),
        "indicator.cell": read_cells(indicator),
    }
    for name in _NUMBERS:
        columns |= _percents(name, sheet[name], is_known)
    pairs = pd.DataFrame({"unit": columns["unit"], "indicator": columns["indicator"]})
    repeated = pairs.duplicated() & pairs["indicator"].notna()
    details = {"indicator.known": text([", ".join(known)] * len(indicator))}
    return frame("targets", sheet, columns | {"indicator.repeated": fault(repeated)}, details)


def targets_of(targets: Frame, units: Sequence[Unit]) -> dict[tuple[str, str], Target]:
    """What every unit is to reach, by unit and indicator."""
    own = {
        (row["unit"], row["indicator"]): TargetCells(*(row[name] for name in _NUMBERS))
        for row in targets.rows()
        if row["indicator"]
    }
    return inherit(units, own)


def with_doubts(frame: Frame, targets: Targets) -> Frame:
    """The frame, and where a day-100 target is open or lower than the rule of plan III.2 has it."""
    rules = {indicator.id: indicator.rule for indicator in indicators()}
    keys = zip(frame["unit"], frame["indicator"], strict=True)
    in_force = [targets.get((unit, indicator)) for unit, indicator in keys]
    final = [None if target is None else target.day100_bp for target in in_force]
    ruled = [
        rule_target(rules[target.indicator], target.baseline_bp, target.central_bp)
        if target is not None and not target.by_rule
        else None
        for target in in_force
    ]
    below = [
        chosen is not None and least is not None and chosen < least
        for chosen, least in zip(final, ruled, strict=True)
    ]
    is_open = (target is not None and target.day100_bp is None for target in in_force)
    return frame.with_columns(
        {"day100.open": fault(is_open), "day100.below_rule": fault(below)},
        {"day100.set": text(map(_shown, final)), "day100.ruled": text(map(_shown, ruled))},
    )


def _percents(name: str, texts: Sequence[str], is_judged: Sequence[bool]) -> Columns:
    """The columns of a column of percentages, by hundredths of a percent, half up."""
    values = [_percent(shown, judged) for shown, judged in zip(texts, is_judged, strict=True)]
    outside = [value is not None and not 0 <= value <= 100 for _, value in values]
    inside = [
        None if value is None or is_out else _hundredths(value)
        for (_, value), is_out in zip(values, outside, strict=True)
    ]
    return {
        name: number(inside),
        f"{name}.cell": cells(cell for cell, _ in values),
        f"{name}.outside": fault(outside),
    }


def _percent(shown: str, is_judged: bool) -> tuple[Cell, Decimal | None]:  # noqa: FBT001
    if not is_judged or not shown.removesuffix("%").strip():
        return Cell.EMPTY, None
    value = _number(shown)
    return Cell.UNREAD if value is None else Cell.VALUE, value


def _number(text: str) -> Decimal | None:
    """The number before a percent sign, if there is one; None where the text is no number."""
    try:
        number = Decimal(text.removesuffix("%").strip().replace(",", "."))
    except InvalidOperation:
        return None
    return None if number.is_nan() else number


def _hundredths(percent: Decimal) -> int:
    return int((percent * 100).quantize(Decimal(1), ROUND_HALF_UP))


def _shown(bp: int | None) -> str:
    return "" if bp is None else f"{Decimal(bp) / 100:f}".replace(".", ",") + "%"
