"""The results of one unit and what is below it, for a workbook of its own (`report --split`)."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.model import (
    Analysis,
    Counts,
    DueRuleCount,
    Fact,
    HandlingCount,
    Index,
    ProcedureCount,
    PublicityMark,
    VillageCount,
)

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model import (
        Changes,
        Inputs,
        LastYear,
        Plan,
        Problem,
        Results,
        Source,
        Unit,
    )

_Row = TypeVar(
    "_Row", Fact, ProcedureCount, PublicityMark, DueRuleCount, HandlingCount, VillageCount
)
_LONGEST = 60  # characters of a name in a file's name


def split_units(plan: Plan) -> dict[str, str]:
    """Code -> the file name of its workbook: its number in the plan's order, so that the files sort
    as the units do, and its name in letters that every system takes. All but a single one at the
    top, whose workbook is the whole one.
    """
    width = len(str(len(plan.units)))
    return {
        unit.code: f"{number:0{width}d}_{_plain(unit.name)}.xlsx"
        for number, unit in enumerate(plan.units, start=1)
        if unit.code != plan.top
    }


def _plain(name: str) -> str:
    """ "Xã Ia Ake" is xa-ia-ake."""
    text = name.lower().replace("đ", "d")
    ascii_only = unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:_LONGEST] or "don-vi"


def results_of(
    results: Results, code: str, sheets_of: dict[str, set[tuple[str, str]]], detail_file: Path
) -> Results:
    """As a run with only this unit and those below it would give them, but for its rank, which it
    has among all its siblings.

    `sheets_of`: unit -> (file, sheet) of the exports that have rows of it; other exports, and what
    is wrong with them, are not the unit's. Its dossiers are written to `detail_file`.
    """
    plan = results.plan
    units = (replace(plan.unit(code), parent=""), *plan.descendants(code))
    codes = {unit.code for unit in units}
    sheets = set().union(*(sheets_of.get(unit, set()) for unit in codes))
    return replace(
        results,
        plan=_plan(plan, units),
        inputs=_inputs(results.inputs, sheets),
        counts=_counts(results.counts, code, codes, detail_file),
        analysis=_analysis(results.analysis, codes),
        made=replace(results.made, unit=code),
    )


def _inputs(inputs: Inputs, sheets: set[tuple[str, str]]) -> Inputs:
    return replace(
        inputs,
        sources=_sources(inputs.sources, sheets),
        problems=_problems(inputs.problems, sheets),
        corrections={},
    )


def _counts(counts: Counts, code: str, codes: set[str], detail_file: Path) -> Counts:
    return Counts(
        facts=_facts(counts.facts, code, codes),
        procedures=_of(counts.procedures, codes),
        publicity=_of(counts.publicity, codes),
        due_rules=_of(counts.due_rules, codes),
        handling=_of(counts.handling, codes),
        villages=_of(counts.villages, codes),
        detail_file=_detail(counts.detail_file, codes, detail_file),
    )


def _analysis(analysis: Analysis, codes: set[str]) -> Analysis:
    return Analysis(
        forecasts=tuple(f for f in analysis.forecasts if f.unit_code in codes),
        standings=tuple(s for s in analysis.standings if s.unit_code in codes),
        maintained=_of(analysis.maintained, codes),
        verdicts={place: v for place, v in analysis.verdicts.items() if place[1] in codes},
        changes=_changes(analysis.changes, codes),
        index=_index(analysis.index, codes),
        differences=tuple(d for d in analysis.differences if d.unit_code in codes),
        checks=tuple(c for c in analysis.checks if c.units and codes.issuperset(c.units)),
        last_year=_last_year(analysis.last_year, codes),
    )


def _index(index: Index, codes: set[str]) -> Index:
    return Index(
        portal=tuple(figure for figure in index.portal if figure.unit in codes),
        logs={key: figure for key, figure in index.logs.items() if figure.unit in codes},
        scores=tuple(score for score in index.scores if score.unit_code in codes),
        steps=tuple(step for step in index.steps if step.unit_code in codes),
    )


def _last_year(past: LastYear | None, codes: set[str]) -> LastYear | None:
    if past is None:
        return None
    return replace(past, facts=tuple(fact for fact in past.facts if fact.unit_code in codes))


def _plan(plan: Plan, units: tuple[Unit, ...]) -> Plan:
    codes = {unit.code for unit in units}
    return replace(
        plan,
        units=units,
        targets=tuple(target for target in plan.targets if target.unit in codes),
        assignments=tuple(entry for entry in plan.assignments if entry.unit in codes),
    )


def _of(rows: tuple[_Row, ...], codes: set[str]) -> tuple[_Row, ...]:
    return tuple(row for row in rows if row.unit_code in codes)


def _facts(facts: tuple[Fact, ...], code: str, codes: set[str]) -> tuple[Fact, ...]:
    """The unit's facts are also the total; with a target where all units share it."""
    own = _of(facts, codes)
    targets: dict[tuple[str, str], set[int | None]] = defaultdict(set)
    for fact in own:
        if fact.scope == "unit":
            targets[fact.period, fact.indicator].add(fact.target_bp)
    total = (
        fact._replace(scope="total", unit_code="", unit="")
        for fact in own
        if fact.scope == "unit" and fact.unit_code == code
    )
    none: dict[str, Any] = {"target_bp": None, "variance_bp": None, "shortfall": None, "status": ""}
    return (
        *(
            fact._replace(**none) if len(targets[fact.period, fact.indicator]) > 1 else fact
            for fact in total
        ),
        *own,
    )


def _sources(sources: tuple[Source, ...], sheets: set[tuple[str, str]]) -> tuple[Source, ...]:
    return tuple(source for source in sources if (source.file, source.sheet) in sheets)


def _problems(problems: tuple[Problem, ...], sheets: set[tuple[str, str]]) -> tuple[Problem, ...]:
    """Those of the unit's exports, and of the run as a whole."""
    files = {file for file, _ in sheets}
    return tuple(
        problem
        for problem in problems
        if not problem.file
        or (problem.file, problem.sheet) in sheets
        or (not problem.sheet and problem.file in files)
    )


def _detail(path: Path | None, codes: set[str], to: Path) -> Path | None:
    if path is None:
        return None
    wanted = pc.field("unit_code").isin(list(codes))
    pq.write_table(pq.read_table(path, filters=wanted), to)
    return to


def _changes(changes: Changes | None, codes: set[str]) -> Changes | None:
    if changes is None:
        return None
    dossiers = {name: sum(changes.by_unit.get((code, name), 0) for code in codes)
             for name in ("added", "revised", "gone")}  # fmt: skip
    is_known = changes.added is not None
    return replace(
        changes,
        facts=tuple(fact for fact in changes.facts if fact.unit_code in codes),
        added=dossiers["added"] if is_known else None,
        revised=dossiers["revised"] if is_known else None,
        gone=dossiers["gone"] if is_known else None,
        listed=tuple(entry for entry in changes.listed if entry.unit_code in codes),
    )
