"""Sheet Chỉ tiêu: what its cells say, and what is doubtful in it once targets are worked out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa

from pipeline.model import OfficialTarget, Target, Unit
from pipeline.plan.frames import Frame, cells, fault, frame, number, read_cells, text
from pipeline.plan.nearest import nearest
from pipeline.plan.targets import TargetCells, inherit, official_target, rule_target
from pipeline.values.text import key
from schemas.cells import Cell
from schemas.indicators import indicators

if TYPE_CHECKING:
    from pipeline.plan.frames import Columns
    from pipeline.plan.sheets import Sheet

Targets = Mapping[tuple[str, str], Target]  # by unit and indicator
_TINY = 100  # hundredths of a percent
_NUMBERS = ("baseline", "central", "day50", "day100")


def target_frame(sheet: Sheet, units: Sequence[Unit]) -> Frame:
    """A row for each of the sheet, without the doubts; one for no indicator that there is is not
    looked at further.
    """
    codes = {unit.code for unit in units}
    ids = {key(name): entry.id for entry in indicators() for name in (entry.heading, entry.id)}
    indicator = [ids.get(key(shown)) for shown in sheet["indicator"]]
    is_known = [value is not None for value in indicator]
    columns = {
        "unit": text(sheet["unit"]),
        "unit.unknown": fault(unit not in codes for unit in sheet["unit"]),
        "official": text(sheet["official"]),
        "indicator": text(indicator),
        "indicator.cell": read_cells(indicator),
    }
    for name in _NUMBERS:
        columns |= _percents(name, sheet[name], is_known)
    ahead = {name: pa.array(columns[name]).to_pylist() for name in ("day50", "day100")}
    columns |= {f"{name}.tiny": fault(map(_is_tiny, typed)) for name, typed in ahead.items()}
    rows = pd.DataFrame({
        "unit": columns["unit"], "official": [*map(key, sheet["official"])],
        "indicator": columns["indicator"],
    })  # fmt: skip
    repeated = rows.duplicated() & rows["indicator"].notna()
    whose = zip(sheet["official"], sheet["unit"], strict=True)
    details = {
        "indicator.known": text(map(_nearest, sheet["indicator"])),
        "indicator.whose": text(official or unit for official, unit in whose),
        **{f"{name}.typed": text(map(_shown, typed)) for name, typed in ahead.items()},
        **{f"{name}.meant": text(map(_hundredfold, typed)) for name, typed in ahead.items()},
    }
    return frame("targets", sheet, columns | {"indicator.repeated": fault(repeated)}, details)


def targets_of(
    targets: Frame, units: Sequence[Unit], *, has_rule: bool
) -> dict[tuple[str, str], Target]:
    """What every unit is to reach, by unit and indicator."""
    own = {
        (row["unit"], row["indicator"]): _cells(row)
        for row in targets.rows()
        if row["indicator"] and not row["official"]
    }
    return inherit(units, own, has_rule=has_rule)


def official_targets_of(frame: Frame, targets: Targets) -> tuple[OfficialTarget, ...]:
    """What officials are to reach that have rows of their own, in the order of the sheet."""
    return tuple(
        official_target(row["official"], _cells(row), target)
        for row in frame.rows()
        if row["official"] and (target := targets.get((row["unit"], row["indicator"])))
    )


def _cells(row: Mapping[str, int | None]) -> TargetCells:
    return TargetCells(*(row[name] for name in _NUMBERS))


def with_doubts(frame: Frame, targets: Targets, *, has_rule: bool) -> Frame:
    """The frame, and where a day-100 target is open or lower than the rule of plan III.2 has it,
    and where an official's is lower than their unit's.
    """
    rules = {indicator.id: indicator.rule for indicator in indicators()}
    keys = zip(frame["unit"], frame["indicator"], frame["official"], strict=True)
    in_force = [
        None if official else targets.get((unit, indicator)) for unit, indicator, official in keys
    ]
    final = [
        own if target is None else target.day100_bp
        for own, target in zip(frame["day100"], in_force, strict=True)
    ]
    ruled = [
        rule_target(rules[target.indicator], target.baseline_bp, target.central_bp)
        if target is not None and has_rule and not target.by_rule
        else None
        for target in in_force
    ]
    below = [
        chosen is not None and least is not None and chosen < least
        for chosen, least in zip(final, ruled, strict=True)
    ]
    is_open = (has_rule and target is not None and target.day100_bp is None for target in in_force)
    judged = frame.with_columns(
        {"day100.open": fault(is_open), "day100.below_rule": fault(below)},
        {
            "day50.set": text(map(_shown, frame["day50"])),
            "day100.set": text(map(_shown, final)),
            "day100.ruled": text(map(_shown, ruled)),
        },
    )
    return _held_against_units(judged, targets)


def _held_against_units(frame: Frame, targets: Targets) -> Frame:
    """Where what is typed for an official is less than what their unit is to reach."""
    keys = list(zip(frame["unit"], frame["indicator"], frame["official"], strict=True))
    of_unit = [
        targets.get((unit, indicator)) if official else None for unit, indicator, official in keys
    ]
    for name in ("day50", "day100"):
        least: list[int | None] = [
            getattr(target, f"{name}_bp") if target else None for target in of_unit
        ]
        is_below = [
            own is not None and low is not None and own < low
            for own, low in zip(frame[name], least, strict=True)
        ]
        frame = frame.with_columns(
            {f"{name}.below_unit": fault(is_below)}, {f"{name}.of_unit": text(map(_shown, least))}
        )
    return frame


def _nearest(shown: str) -> str:
    """The ids are shorter, the headings what people write."""
    by_id = {entry.id: entry.heading for entry in indicators()}
    known = nearest(shown, (*by_id, *by_id.values()))
    return known if known.startswith("gần") else nearest(shown, by_id.values())


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
    """The number before a percent sign, if there is one; None where the text is no number, or one
    in digits or a spelling that only Python reads.
    """
    if not text.isascii() or "_" in text:
        return None
    try:
        number = Decimal(text.removesuffix("%").strip().replace(",", "."))
    except InvalidOperation:
        return None
    return None if number.is_nan() else number


def _hundredths(percent: Decimal) -> int:
    return int((percent * 100).quantize(Decimal(1), ROUND_HALF_UP))


def _is_tiny(bp: int | None) -> bool:
    """Whether a target is hardly meant: 0.6 is 0,6%, who says so wants 60%."""
    return bp is not None and 0 < bp <= _TINY


def _hundredfold(bp: int | None) -> str:
    return "" if bp is None else _shown(100 * bp)


def _shown(bp: int | None) -> str:
    return "" if bp is None else f"{Decimal(bp) / 100:f}".replace(".", ",") + "%"
