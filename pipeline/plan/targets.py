"""What each unit is to reach: its own cells, those of the units above, the rule of plan III.2."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from pipeline.model import OfficialTarget, Target, Unit
from pipeline.values.text import key
from schemas.indicators import indicators

FULL_BP = 10_000  # 100%
_PLUS_BP = 1_000  # ten percentage points above the larger of baseline and minimum


@dataclass(frozen=True)
class TargetCells:
    """A row of sheet Chỉ tiêu, in hundredths of a percent; None where a cell is empty."""

    baseline_bp: int | None = None
    central_bp: int | None = None
    day50_bp: int | None = None
    day100_bp: int | None = None


@dataclass(frozen=True)
class _InForce:
    """The cells that hold for a unit, each its own or the nearest one above; `source`: whose."""

    cells: TargetCells
    source: str


def rule_target(rule: str, baseline: int | None, central: int | None) -> int | None:
    """The day-100 target by plan III.2, in hundredths of a percent.

    `plus10`: the larger of last year's result and the central minimum, plus ten percentage
    points, at most 100%; None where the plan has neither. `full`: 100%. "": the plan goes by no
    rule, None.
    """
    if not rule:
        return None
    if rule == "full":
        return FULL_BP
    stated = [value for value in (baseline, central) if value is not None]
    return min(max(stated) + _PLUS_BP, FULL_BP) if stated else None


def inherit(
    units: Iterable[Unit], rows: Mapping[tuple[str, str], TargetCells], *, has_rule: bool = True
) -> dict[tuple[str, str], Target]:
    """The targets by unit and indicator; `units`: each behind the one above it.

    A cell that a unit leaves empty is that of the nearest unit above which fills it, each indicator
    by itself. A day-100 cell that is empty all the way up is filled by the rule (if the plan goes
    by it), from the unit's own baseline where it has one. A baseline is a result of the past: shown
    as the unit's own.
    """
    in_force: dict[tuple[str, str], _InForce] = {}
    targets = {}
    for unit in units:
        for indicator in indicators():
            own = rows.get((unit.code, indicator.id))
            above = in_force.get((unit.parent, indicator.id))
            if own is None and above is None:
                continue
            current = _in_force(unit.code, own, above)
            in_force[unit.code, indicator.id] = current
            targets[unit.code, indicator.id] = _target(
                unit.code, indicator.id, indicator.rule if has_rule else "", own or TargetCells(),
                current,
            )  # fmt: skip
    return targets


def official_target(official: str, own: TargetCells, unit: Target) -> OfficialTarget:
    """What an official is to reach whose row has these cells: an empty one is the unit's.

    Where the rule fills the unit's day-100 cell it fills the official's, from their own result of
    last year, but never below the unit's (DOMAIN.md).
    """
    final = unit.day100_bp if own.day100_bp is None else own.day100_bp
    if own.day100_bp is None and unit.by_rule and final is not None:
        ruled = rule_target(_rules()[unit.indicator], own.baseline_bp, own.central_bp)
        final = max(final, ruled or 0)
    day50 = unit.day50_bp if own.day50_bp is None else own.day50_bp
    if unit.day50_by_rule and own.day50_bp is None:
        day50 = final
    return OfficialTarget(unit.unit, official, key(official), unit.indicator, day50, final)


def without_middle(target: Target) -> Target:
    """The target in a campaign that has no milestone before its end."""
    return replace(target, day50_bp=None, day50_by_rule=False)


def _rules() -> dict[str, str]:
    return {indicator.id: indicator.rule for indicator in indicators()}


def with_baseline(target: Target, baseline_bp: int) -> Target:
    """The target with last year's result, where the plan leaves that empty, and what the rule makes
    of it.
    """
    if target.baseline_bp is not None:
        return target
    filled = replace(target, baseline_bp=baseline_bp)
    if not target.by_rule:
        return filled
    final = rule_target(_rules()[target.indicator], baseline_bp, target.central_bp)
    return replace(
        filled, day100_bp=final, day50_bp=final if target.day50_by_rule else target.day50_bp
    )


def _in_force(unit: str, own: TargetCells | None, above: _InForce | None) -> _InForce:
    if above is None or own is None:
        return _InForce(own, unit) if own is not None else above  # type: ignore[return-value]
    cells = TargetCells(*(
        upper if mine is None else mine
        for mine, upper in zip(vars(own).values(), vars(above.cells).values(), strict=True)
    ))  # fmt: skip
    is_own = own.day100_bp is not None or cells.day100_bp is None
    return _InForce(cells, unit if is_own else above.source)


def _target(unit: str, indicator: str, rule: str, own: TargetCells, in_force: _InForce) -> Target:
    cells = in_force.cells
    ruled = rule_target(rule, cells.baseline_bp, cells.central_bp)
    final = ruled if cells.day100_bp is None else cells.day100_bp
    day50 = final if cells.day50_bp is None else cells.day50_bp
    if own.day50_bp is None and day50 is not None and final is not None:
        day50 = min(day50, final)  # one from above never asks more than the unit's own day 100
    return Target(
        unit=unit,
        indicator=indicator,
        baseline_bp=own.baseline_bp,
        central_bp=cells.central_bp,
        day50_bp=day50,
        day100_bp=final,
        by_rule=bool(rule) and cells.day100_bp is None,
        inherited_from="" if in_force.source == unit else in_force.source,
        day50_by_rule=cells.day50_bp is None,
    )
