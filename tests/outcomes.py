"""What files give: all stages but the report, in the tests' own process."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pipeline.aggregate import choose, count, detail, disliked, last_records
from pipeline.aggregate.engine import duckdb_engine
from pipeline.analysis.completeness import completeness, with_checks
from pipeline.analysis.forecast import forecast
from pipeline.analysis.index766 import index
from pipeline.analysis.maintained import maintained
from pipeline.analysis.ranking import standings
from pipeline.analysis.reconcile import reconcile
from pipeline.analysis.verdicts import verdicts
from pipeline.files.convert import convert
from pipeline.files.teaching import read_teaching
from pipeline.model import (
    CUMULATIVE,
    Analysis,
    Counts,
    FileResult,
    InputFile,
    Inputs,
    Limits,
    Plan,
    Problem,
    Results,
    SheetResult,
    Source,
    Taught,
    Unread,
)
from pipeline.plan.keys import PlanKeys
from pipeline.plan.workbook import read_plan
from pipeline.publish.unread import unread_of
from pipeline.validate.consequences import with_consequences
from pipeline.validate.corrections import replace_corrected, to_correct
from pipeline.validate.row_outcomes import count_rows, outcome_problems

if TYPE_CHECKING:
    from collections.abc import Iterable


from tests.builders import DAY50, TODAY, plan


def _part(kind: type[Any], values: dict[str, Any], differs: dict[str, Any]) -> Any:
    """A part of the results; what differs in it is taken out of `differs`."""
    names = [entry.name for entry in fields(kind) if entry.name in differs]
    return kind(**values | {name: differs.pop(name) for name in names})


class ProblemRow(NamedTuple):
    """A problem of one row, or of a whole (row None), as a line of loi has it."""

    severity: str
    code: str
    file: str
    sheet: str
    row: int | None
    column: str
    value: str
    message: str


def problem_rows(problems: Iterable[Problem]) -> list[ProblemRow]:
    """Every row of every problem, as loi sorts them."""
    rows = []
    for entry in problems:
        numbers = [None] if entry.rows is None else entry.rows.to_pylist()
        places = [0] if entry.value_of is None else entry.value_of.to_pylist()
        for row, place in zip(numbers, places, strict=True):
            said = (entry.values[place], entry.message_of(place))
            where = (entry.file, entry.sheet, row, entry.column)
            rows.append(ProblemRow(entry.severity, entry.code, *where, *said))
    return sorted(rows, key=lambda p: (p.file, p.sheet, p.row or 0, p.column, p.code, p.value))


@dataclass
class Outcome:
    """What files gave: `counts` is {(scope key…, period, indicator): (numerator, denominator)}."""

    facts: Any
    sources: tuple[Source, ...]
    problems: list[Problem]
    procedures: Any = field(repr=False, default=None)
    corrections: dict[str, Any] = field(repr=False, default_factory=dict)
    publicity: Any = field(repr=False, default=None)
    past: Any = field(repr=False, default=None)
    paid_otherwise: Any = field(repr=False, default=None)
    detail_file: Path | None = None
    index: Any = field(repr=False, default=None)
    differences: tuple[Any, ...] = ()
    due_rules: tuple[Any, ...] = ()
    handling: tuple[Any, ...] = ()
    checks: tuple[Any, ...] = ()
    unread: Unread = field(default_factory=Unread)
    last_records: dict[str, date] = field(default_factory=dict)
    villages: tuple[Any, ...] = ()

    @property
    def figures(self) -> tuple[Any, ...]:
        """The portal's figures in force."""
        return self.index.portal

    def results(self, campaign: Plan, as_of: date = DAY50, **differs: Any) -> Results:
        """What the report is a view of."""
        inputs: dict[str, Any] = {
            "sources": self.sources,
            "problems": tuple(self.problems),
            "last_records": self.last_records,
        }
        counts: dict[str, Any] = {
            "facts": self.facts, "procedures": self.procedures, "publicity": self.publicity,
            "detail_file": self.detail_file, "due_rules": self.due_rules,
            "handling": self.handling, "villages": self.villages,
        }  # fmt: skip
        analysis: dict[str, Any] = {
            "forecasts": forecast(self.facts, self.past, self.paid_otherwise, campaign, as_of),
            "standings": standings(self.facts, campaign),
            "verdicts": verdicts(self.facts, self.past, campaign, as_of),
            "maintained": maintained(self.facts, self.past, campaign, as_of),
            "index": self.index, "differences": self.differences,
            "checks": self.checks,
        }  # fmt: skip
        parts = (_part(Inputs, inputs, differs), _part(Counts, counts, differs),
                 _part(Analysis, analysis, differs))  # fmt: skip
        return Results(campaign, as_of, *parts, **differs)

    def count(self, indicator: str, period: str = "cumulative", **key: str) -> tuple[int, int]:
        """Numerator and denominator; scope total unless a key names another."""
        return self.fact(indicator, period, **key)[:2]

    def fact(self, indicator: str, period: str = "cumulative", **key: str) -> tuple[Any, ...]:
        """Numerator, denominator, rate, target, variance, shortfall, status; (0, 0) where none."""
        facets = {"scope": "total", "indicator": indicator, "period": period} | key
        for fact in self.facts:
            if facets.items() <= fact._asdict().items():
                return (
                    fact.numerator, fact.denominator, fact.rate_bp, fact.target_bp,
                    fact.variance_bp, fact.shortfall, fact.status,
                )  # fmt: skip
        return (0, 0)

    def codes(self) -> list[str]:
        """The problems' codes but for exports that a test does not give."""
        return sorted(p.code for p in self.rows() if p.code != "no_export")

    def rows(self) -> list[ProblemRow]:
        """The problems row by row."""
        return problem_rows(self.problems)


def outcome(
    tmp_path: Path,
    files: dict[str, bytes],
    as_of: date = DAY50,
    campaign: Plan | None = None,
    lessons: dict[str, bytes] | None = None,
) -> Outcome:
    """All stages but the report, in this process; `lessons`: files that teach."""
    campaign = campaign or plan(tmp_path)
    taught, results = _taught(tmp_path, lessons or {})
    keys = PlanKeys.of(campaign, taught)
    for number, (name, content) in enumerate(files.items()):
        folder = tmp_path / f"rows-{number}"
        folder.mkdir(exist_ok=True)
        path = folder / "input"
        path.write_bytes(content)
        results.append(convert(InputFile(path, name), keys, TODAY, folder, Limits()))
    results = replace_corrected(results)
    sheets = [sheet for result in results for sheet in result.sheets]
    with duckdb_engine(1) as engine:
        choose(engine, sheets, campaign)
        records = last_records(engine)
        counted = count(engine, sheets, campaign, as_of)
        detail(engine, CUMULATIVE, tmp_path / "detail.parquet")
        dislikes = disliked(engine, tmp_path / "detail.parquet", sheets)
    results, rows = with_consequences(results, counted.outcomes.problems)
    sources = count_rows(sheets, counted.outcomes.counts)
    problems = outcome_problems(sheets, rows)
    problems += [problem for result in results for problem in result.problems]
    corrections = to_correct(results, problems)
    checks = completeness(campaign, as_of, sheets, counted.handling)
    scored = index(campaign, counted.facts, counted.figures, dislikes, counted.reuse)
    return Outcome(
        counted.facts, with_checks(sources, checks), problems, counted.procedures, corrections, counted.publicity, counted.past, counted.paid_otherwise,
        tmp_path / "detail.parquet",
        scored, reconcile(campaign, as_of, scored, counted.doubts, sources, problems),
        counted.due_rules, counted.handling, checks,
        unread_of(results, taught), records, counted.villages,
    )  # fmt: skip


def samples(folder: Path) -> tuple[Plan, list[SheetResult]]:
    """The plan and the accepted rows of the samples that `write_samples` wrote there."""
    campaign = read_plan(folder / "ke-hoach.xlsx")
    keys, results = PlanKeys.of(campaign), []
    for number, path in enumerate(sorted((folder / "mau").iterdir())):
        rows = folder / f"rows-{number}"
        rows.mkdir()
        results.append(convert(InputFile(path, path.name), keys, TODAY, rows, Limits()))
    return campaign, [sheet for result in replace_corrected(results) for sheet in result.sheets]


def _taught(tmp_path: Path, lessons: dict[str, bytes]) -> tuple[Taught, list[FileResult]]:
    files = []
    for number, (name, content) in enumerate(lessons.items()):
        path = tmp_path / f"lesson-{number}.xlsx"
        path.write_bytes(content)
        files.append(InputFile(path, name))
    taught, results = read_teaching(files, Limits())
    return taught, list(results)
