"""The results of one unit and what is below it, for a workbook of its own (`report --split`)."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import replace
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Generic, TypeVar

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


class Split:
    """What of a run's results is of a unit and those below it.

    `sheets_of`: unit -> (file, sheet) of the exports that have rows of it; other exports, and what
    is wrong with them, are not the unit's.
    """

    def __init__(self, results: Results, sheets_of: dict[str, set[tuple[str, str]]]) -> None:
        counts = results.counts
        self._results, self._sheets_of = results, sheets_of
        self._facts = _ByUnit(counts.facts)
        self._procedures = _ByUnit(counts.procedures)
        self._publicity = _ByUnit(counts.publicity)

    def of(self, code: str) -> Results:
        """As a run with only this unit and those below it would give them, but for its rank, which
        it has among all its siblings, and its dossiers: `narrowed` has its own.
        """
        results, plan = self._results, self._results.plan
        units = (replace(plan.unit(code), parent=""), *plan.descendants(code))
        codes = {unit.code for unit in units}
        sheets = set().union(*(self._sheets_of.get(unit, set()) for unit in codes))
        return replace(
            results,
            plan=_plan(plan, units),
            inputs=_inputs(results.inputs, sheets),
            counts=self._counts(code, codes),
            analysis=_analysis(results.analysis, codes),
            made=replace(results.made, unit=code),
        )

    def _counts(self, code: str, codes: set[str]) -> Counts:
        counts = self._results.counts
        return Counts(
            facts=_facts(self._facts.of(codes), code),
            procedures=self._procedures.of(codes),
            publicity=self._publicity.of(codes),
            due_rules=_of(counts.due_rules, codes),
            handling=_of(counts.handling, codes),
            villages=_of(counts.villages, codes),
            detail_file=counts.detail_file,
        )


def results_of(
    results: Results, code: str, sheets_of: dict[str, set[tuple[str, str]]], detail_file: Path
) -> Results:
    """Of one unit all that `Split` gives; its dossiers are written to `detail_file`."""
    return narrowed(Split(results, sheets_of).of(code), detail_file)


def narrowed(results: Results, detail_file: Path) -> Results:
    """With the dossiers of its own units only, which are written to `detail_file`."""
    whole = results.counts.detail_file
    if whole is None:
        return results
    wanted = pc.field("unit_code").isin([unit.code for unit in results.plan.units])
    pq.write_table(pq.read_table(whole, filters=wanted), detail_file)
    return replace(results, counts=replace(results.counts, detail_file=detail_file))


class _ByUnit(Generic[_Row]):
    """Rows of each unit, to pick those of several in their order: a province has some hundred units
    and some hundred thousand rows.
    """

    def __init__(self, rows: tuple[_Row, ...]) -> None:
        self._rows: dict[str, list[tuple[int, _Row]]] = defaultdict(list)
        for numbered in enumerate(rows):
            self._rows[numbered[1].unit_code].append(numbered)

    def of(self, codes: set[str]) -> tuple[_Row, ...]:
        """In the order of all."""
        rows = chain.from_iterable(self._rows.get(code, ()) for code in codes)
        return tuple(row for _, row in sorted(rows, key=itemgetter(0)))


def _inputs(inputs: Inputs, sheets: set[tuple[str, str]]) -> Inputs:
    return replace(
        inputs,
        sources=_sources(inputs.sources, sheets),
        problems=_problems(inputs.problems, sheets),
        corrections={},
        sheets_of_units=None,
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


def _facts(own: tuple[Fact, ...], code: str) -> tuple[Fact, ...]:
    """The unit's facts are also the total; with a target where all units share it."""
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
