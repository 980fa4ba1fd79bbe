"""What a report is compared with: the one before it in the folder of the outputs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline import notices
from pipeline.aggregate import compare
from pipeline.aggregate.engine import EngineError
from pipeline.analysis.changes import changes, earlier_names, is_whole, previous
from pipeline.files.cache import sha256
from pipeline.files.children import attempts
from pipeline.model import EarlierReport, InputFile

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path

    from pipeline.aggregate.engine import Engine
    from pipeline.analysis.changes import OtherPlans, Previous
    from pipeline.model import Changes, Limits, Plan


class Comparison(NamedTuple):
    """What changed, None where there is no report before; the reports that were looked at; notices
    of what could not be compared.
    """

    changes: Changes | None = None
    earlier: tuple[EarlierReport, ...] = ()
    notices: tuple[str, ...] = ()


def comparison(
    engine: Engine, folder: Path, as_of: date, plan: Plan, detail_file: Path, limits: Limits
) -> Comparison:
    """With the report before `as_of` in the folder, by children with these limits; `detail_file`:
    this report's own.
    """
    with attempts(limits) as attempt:
        before, other = previous(folder, as_of, plan, attempt)
        changed, of_changes = _changes(engine, before, detail_file, attempt)
    lines = (*_other_plans(other), *of_changes)
    return Comparison(changed, _looked_at(folder, before, other), lines)


def _changes(
    engine: Engine, before: Previous | None, detail_file: Path, attempt: Callable[..., Any]
) -> tuple[Changes | None, tuple[str, ...]]:
    """What changed since the previous report; a notice where its detail can't be read."""
    if before is None:
        return None, ()
    if before.detail is None:
        return changes(before, None), ()
    unreadable = notices.detail_unreadable(before.as_of, before.detail)
    if not attempt(is_whole, before.detail):
        return changes(before, None), (unreadable,)
    try:
        counts, listed = compare(engine, detail_file, before.detail)
    except EngineError:
        return changes(before, None), (unreadable,)
    return changes(before, counts, listed), ()


def _other_plans(other: OtherPlans | None) -> tuple[str, ...]:
    if other is None:
        return ()
    units = other.units if other.is_of_other_units else ()
    return (notices.not_compared(other.as_of, units, other.start),)


def _looked_at(
    folder: Path, before: Previous | None, other: OtherPlans | None
) -> tuple[EarlierReport, ...]:
    """The reports in the folder that this one is compared with, or says that it is not."""
    reports = []
    for report in (before, other):
        if report is None:
            continue
        facts, detail = (sha256(InputFile(folder / n, n)) for n in earlier_names(report.as_of))
        reports.append(EarlierReport(report.as_of, facts, detail, is_compared=report is before))
    return tuple(reports)
