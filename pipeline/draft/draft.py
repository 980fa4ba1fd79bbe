"""A plan workbook drafted from the exports, what is guessed marked (`pipeline plan draft`)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import notices
from pipeline.draft.additions import Additions, additions
from pipeline.draft.copy import write_copy
from pipeline.draft.evidence import Evidence, evidence
from pipeline.draft.proposal import (
    assignment_rows,
    other_units,
    procedure_rows,
    target_rows,
    unit_rows,
    whole_plan,
)
from pipeline.draft.results import drafted_results, last_results
from pipeline.files.children import plan_of, sketched, with_plan
from pipeline.files.discover import DRAFT_NAME, discover
from pipeline.model import NoUsableInputError, Plan, Problem
from pipeline.plan.template import Proposed, Row, write_plan
from pipeline.temporary import temporary_below

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.options import Options


@dataclass(frozen=True)
class Drafted:
    """What was drafted. `path`: None where the plan has all that the exports have.

    `plan`: the plan that was there before, None where none was or it is not of these units;
    `foreign`: that plan, where it is not. `guesses`: how many cells are yellow, `results` of them
    last year's results from exports.
    """

    path: Path | None
    evidence: Evidence
    new: dict[str, int]
    guesses: int
    problems: tuple[Problem, ...]
    plan: Path | None = None
    foreign: Plan | None = None
    results: int = 0


def draft(options: Options, file: Path) -> Drafted:
    """Writes the file; where it exists already, a copy of it with what is new, by another name.

    A draft is looked at and typed into, so what stands is never written over: people compare the
    copy with their plan and rename it when they are content.
    Raises NoUsableInputError where no export tells anything, PlanError where the plan that exists
    has faults.
    """
    with temporary_below(options.outputs):
        return _drafted(options, file)


def _drafted(options: Options, file: Path) -> Drafted:
    plan = plan_of(file, options.limits) if file.exists() else None
    seen, problems = _evidence(options, plan)
    if plan is None:
        return _whole(options, file, seen, problems)
    found = additions(seen, plan)
    if found.is_foreign:
        return replace(_whole(options, _free(file), seen, problems), foreign=plan)
    return _added(options, plan, seen, found, problems)


def _whole(options: Options, path: Path, seen: Evidence, problems: tuple[Problem, ...]) -> Drafted:
    """Writes a whole plan."""
    rows = whole_plan(seen)
    results = drafted_results(options, rows)
    if results:
        rows = whole_plan(seen, results)
    write_plan(path, rows, other_units(seen.others))
    return Drafted(path, seen, {}, _guesses(rows.values()), problems, results=len(results))


def _evidence(options: Options, plan: Plan | None) -> tuple[Evidence, tuple[Problem, ...]]:
    """Of all exports but the samples, and why files could not be read."""
    inputs = discover(options.inputs, options.plan, options.limits)
    if inputs.is_sample or not inputs.files:
        raise NoUsableInputError(notices.no_exports(options.inputs))
    sketches, problems = [], [p for unusable in inputs.unusable for p in unusable.problems]
    for number, (file, told) in enumerate(
        sketched(inputs.files, options.jobs, options.limits, inputs.teaching), start=1
    ):
        if isinstance(told, Problem):
            problems.append(told)
        else:
            sketches += [(sketch, file.is_last_years) for sketch in told]
        options.on_file(number, len(inputs.files), sum(s.rows.num_rows for s, _ in sketches))
    if not any(sketch.kind == "dossiers" for sketch, _ in sketches):
        raise NoUsableInputError(notices.no_usable_rows(problems))
    return evidence(sketches, options.today, plan), tuple(problems)


def _added(
    options: Options, plan: Plan, seen: Evidence, found: Additions, problems: tuple[Problem, ...]
) -> Drafted:
    """Writes a copy of the plan with what it lacks, if it lacks anything."""
    new, file = found.evidence, options.plan
    rows = {
        "Đơn vị": unit_rows(new.units, first=len(plan.units) + 1),
        "Chỉ tiêu": target_rows(new.units),
        "Phân công": assignment_rows(new.officials, seen.procedures, found.taken),
        "Danh mục TTHC": procedure_rows(new.procedures),
    }
    results = last_results(options)
    if not any(rows.values()) and not results:
        return Drafted(None, seen, {}, 0, problems, plan=file)
    path = _free(file)
    with_plan(file, options.limits, write_copy, file, path, rows, results)
    counts = {
        "đơn vị": len(new.units),
        "thủ tục": len(new.procedures),
        "phân công": len(rows["Phân công"]),
        "kết quả năm trước": len(results),
    }
    guesses = _guesses(rows.values()) + len(results)
    return Drafted(path, seen, counts, guesses, problems, plan=file, results=len(results))


def _free(file: Path) -> Path:
    """A name beside the plan that is not taken: ke-hoach-moi.xlsx, then ke-hoach-moi-2.xlsx."""
    names = (f"{DRAFT_NAME}{f'-{number}' if number > 1 else ''}.xlsx" for number in count(1))
    return next(path for name in names if not (path := file.with_name(name)).exists())


def _guesses(sheets: Iterable[list[Row]]) -> int:
    cells = (cell for rows in sheets for row in rows for cell in row)
    return sum(isinstance(cell, Proposed) and cell.is_guess for cell in cells)
