"""The whole run on one screen: stages in order, each result handed to the next."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import notices, stop
from pipeline.aggregate import choose, count, detail, disliked, last_records, sheets_of_units
from pipeline.analysis.baseline import by_year, notices_of, of_folder, of_these, with_baselines
from pipeline.analysis.completeness import completeness, with_checks
from pipeline.analysis.forecast import forecast
from pipeline.analysis.index766 import index
from pipeline.analysis.maintained import maintained
from pipeline.analysis.ranking import standings
from pipeline.analysis.reconcile import reconcile
from pipeline.analysis.split import results_of
from pipeline.analysis.trace import Traced, TraceQuery, check_query, traced
from pipeline.analysis.verdicts import verdicts
from pipeline.comparison import Comparison, comparison
from pipeline.files.children import CHILD_FAILURES
from pipeline.files.intake import open_inputs, reading
from pipeline.model import (
    CUMULATIVE,
    Analysis,
    Counts,
    FileResult,
    Inputs,
    LastYear,
    NoUsableInputError,
    PipelineError,
    Plan,
    Problem,
    Results,
    SheetResult,
    Source,
    Unread,
    dated_name,
    edition,
)
from pipeline.options import Options, check_as_of
from pipeline.origin import made
from pipeline.publish.corrections import made_corrections, new_corrections
from pipeline.publish.folder import outputs_locked, taking_places
from pipeline.publish.last_run import LastRun, digests, run_key
from pipeline.publish.outputs import Published, make, put, write_others, write_unit
from pipeline.publish.unread import publish_unread, unread_of
from pipeline.publish.written import Kept, Written
from pipeline.report import write_workbook
from pipeline.temporary import temporary_below
from pipeline.validate.consequences import rejected_files, with_consequences
from pipeline.validate.corrections import (
    corrected_files,
    replace_corrected,
    texts_files,
    to_correct,
)
from pipeline.validate.row_outcomes import count_rows, outcome_problems

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from datetime import date

    from pipeline.aggregate import Aggregates, Outcomes
    from pipeline.files.children import Background
    from pipeline.files.intake import Files, Opened


@dataclass(frozen=True)
class Report:
    """The results of a run, where workbook, document and news are, what was left alone, because
    somebody has changed it, and what to remember of the run.
    """

    results: Results
    workbook: Path
    document: Path
    news: Path
    kept: tuple[Kept, ...]
    last_run: LastRun


@dataclass(frozen=True)
class Checked:
    """The sources and problems of a check."""

    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]
    is_sample: bool


def report(options: Options) -> Report:
    """Inputs -> ingest, normalise, validate -> aggregate -> report -> outputs.

    Raises PipelineError where it can't run and NoUsableInputError where no row is usable; then
    nothing is overwritten.
    """
    with open_inputs(options) as opened:
        if options.as_of is not None:
            check_as_of(options.as_of, opened.plan)
            sample = opened.inputs.is_sample
            workbook = dated_name("phu-luc-ii", options.as_of, ".xlsx", is_sample=sample)
            Written(options.outputs).check_free([workbook])
        with outputs_locked(options.outputs) as parts, _reading(options, opened) as files:
            return _report(options, files, parts)


def _report(options: Options, files: Files, parts: Path) -> Report:
    converted = _converted(files)
    written = Written(options.outputs)
    unread, waiting = _publish_unread(files.opened, converted, written, parts)
    with files.background(write_others, write_unit) as background:
        results = _results(options, files, converted, unread, parts)
        with options.timed("report"):
            published = _publish(results, written, parts, background)
            kept = (*waiting, *published.kept)
    last = _last_run(options, files.opened, results.inputs, published.workbook)
    if not written.is_done:
        last = replace(last, key="")
    workbook, document, news = published.workbook, published.document, published.news
    return Report(results, workbook, document, news, kept, last)


def _publish(results: Results, written: Written, parts: Path, background: Background) -> Published:
    """All is made before anything takes its place: earlier outputs or new ones, never some of both
    without a word.
    """
    outputs = make(results, written, parts, background)
    copies = new_corrections(results, made_corrections(results, parts))
    with stop.held(), taking_places(written.outputs):
        return put(results, outputs, copies, written)


def _publish_unread(
    opened: Opened, converted: list[FileResult], written: Written, parts: Path
) -> tuple[Unread, tuple[Kept, ...]]:
    """What was not understood, in a workbook for staff; and that, where it is left alone."""
    unread = unread_of(converted, opened.taught)
    read = {sheet.source.sha256 for result in converted for sheet in result.sheets}
    is_sample = opened.inputs.is_sample
    return unread, publish_unread(unread, read, written, parts, is_sample=is_sample)


def workbook_again(options: Options, path: Path, unit: str = "") -> Results:
    """Writes the workbook alone to `path`, as `report` would, or with `unit` (a code) that unit's
    own; reads no cache and leaves nothing else anywhere.
    """
    with open_inputs(options) as opened, reading(options, opened, outputs=False) as files:
        if options.as_of is not None:
            check_as_of(options.as_of, opened.plan)
        if unit and unit not in {entry.code for entry in opened.plan.units}:
            raise PipelineError(f"Kế hoạch không có đơn vị nào mang mã “{unit}”.")
        converted = _converted(files)
        unread = unread_of(converted, opened.taught)
        with tempfile.TemporaryDirectory() as folder:
            results = _results(options, files, converted, unread, Path(folder))
            with options.timed("report"):
                of_units = results.inputs.sheets_of_units or {}
                own = Path(folder) / "unit.parquet"
                write_workbook(results_of(results, unit, of_units, own) if unit else results, path)
    return results


def check(options: Options) -> Checked:
    """What is wrong with the inputs; writes nothing."""
    with _only_reading(options) as files:
        converted, opened = _converted(files), files.opened
        sheets = [sheet for result in converted for sheet in result.sheets]
        with options.timed("aggregate"):
            _, before = _last_years_folder(files, opened.plan, sheets)
            with files.engine() as engine:
                now, _ = by_year(sheets)
                choose(engine, now, opened.plan)
                outcomes = count(engine, now, opened.plan, opened.plan.end).outcomes
        sources, problems = _judged(files, converted, outcomes, before)
    return Checked(sources, problems, opened.inputs.is_sample)


def trace(options: Options, query: TraceQuery) -> Traced:
    """The dossiers that one number of the report counts; writes nothing."""
    with _only_reading(options) as files:
        plan = files.opened.plan
        if options.as_of is not None:
            check_as_of(options.as_of, plan)
        sheets, _ = by_year(_sheets(options, files, _converted(files)))
        with files.engine() as engine:
            as_of, _ = _as_of(options, plan, choose(engine, sheets, plan))
            checked = check_query(query, plan, [period.name for period in plan.periods(as_of)])
            counted = count(engine, sheets, plan, as_of)
            return traced(checked, plan, engine, counted.publicity)


@contextmanager
def _only_reading(options: Options) -> Iterator[Files]:
    """Of a command that writes nothing: what it keeps for a while goes with it."""
    with (
        temporary_below(options.outputs),
        open_inputs(options) as opened,
        reading(options, opened, outputs=False) as files,
    ):
        yield files


def _reading(options: Options, opened: Opened) -> AbstractContextManager[Files]:
    """This computer's children, or a cluster; raises PipelineError where Spark is not there."""
    if options.engine != "spark":
        return reading(options, opened, outputs=True)
    try:
        from pipeline.cluster import cluster  # noqa: PLC0415 - an optional extra
    except ModuleNotFoundError as error:
        if error.name not in ("py4j", "pyspark"):
            raise
        raise PipelineError(notices.NO_SPARK) from error
    return cluster(options, opened)


def _converted(files: Files) -> list[FileResult]:
    """Every file's result, corrected copies in their originals' places, the same file once."""
    results = files.results()
    files.fetch(corrected_files(results))
    return replace_corrected(results)


def _sheets(options: Options, files: Files, converted: list[FileResult]) -> list[SheetResult]:
    """All sheets; raises NoUsableInputError where none has a usable row."""
    inputs = files.opened.inputs
    sheets = [sheet for result in converted for sheet in result.sheets]
    if any(sheet.source.rows_kept for sheet in sheets):
        return sheets
    if not inputs.files and not inputs.unusable:
        raise NoUsableInputError(notices.no_exports(options.inputs))
    problems = [problem for result in converted for problem in result.problems]
    raise NoUsableInputError(notices.no_usable_rows(problems))


@dataclass(frozen=True)
class _Counted:
    """What the engine gave; `plan` with last year's results where it leaves them empty."""

    plan: Plan
    as_of: date
    aggregates: Aggregates
    past: LastYear | None
    records: dict[str, date]
    detail_file: Path
    dislikes: dict[str, int] | None
    sheets_of_units: dict[str, set[tuple[str, str]]] | None
    compared: Comparison
    notices: tuple[str, ...]


def _results(
    options: Options, files: Files, converted: list[FileResult], unread: Unread, parts: Path
) -> Results:
    inputs = files.opened.inputs
    sheets = _sheets(options, files, converted)
    with options.timed("aggregate"):
        past, before = _last_years_folder(files, files.opened.plan, sheets)
        counted = _counted(options, files, sheets, past, parts)
    plan, as_of, aggregates = counted.plan, counted.as_of, counted.aggregates
    sources, problems = _judged(files, converted, aggregates.outcomes, before)
    scored = index(plan, aggregates.facts, aggregates.figures, counted.dislikes, aggregates.reuse)
    checks = completeness(plan, as_of, sheets, aggregates.handling)
    files.fetch(texts_files(converted, problems))
    return Results(
        plan=plan,
        as_of=as_of,
        inputs=Inputs(
            sources=with_checks(sources, checks),
            problems=problems,
            corrections=to_correct(converted, problems),
            sheets_of_units=counted.sheets_of_units,
            is_sample=inputs.is_sample,
            unread=unread,
            last_records=counted.records,
        ),
        counts=Counts(
            facts=aggregates.facts,
            procedures=aggregates.procedures,
            publicity=aggregates.publicity,
            due_rules=aggregates.due_rules,
            handling=aggregates.handling,
            villages=aggregates.villages,
            detail_file=counted.detail_file,
        ),
        analysis=Analysis(
            forecasts=forecast(
                aggregates.facts, aggregates.past, aggregates.paid_otherwise, plan, as_of
            ),
            standings=standings(aggregates.facts, plan),
            verdicts=verdicts(aggregates.facts, aggregates.past, plan, as_of),
            maintained=maintained(aggregates.facts, aggregates.past, plan, as_of),
            changes=counted.compared.changes,
            index=scored,
            differences=reconcile(plan, as_of, scored, aggregates.doubts, sources, problems),
            checks=checks,
            last_year=counted.past,
        ),
        notices=(*counted.notices, *notices.handling_checks(checks)),
        made=made(options, files.opened, problems, counted.compared.earlier),
    )


def _counted(
    options: Options, files: Files, sheets: list[SheetResult], past: LastYear | None, parts: Path
) -> _Counted:
    """Counts this year's rows; `past`: last year's results where a folder has them."""
    plan, is_sample = files.opened.plan, files.opened.inputs.is_sample
    with files.engine() as engine:
        now, _ = by_year(sheets)
        as_of, of_the_day = _as_of(options, plan, choose(engine, now, plan))
        records = last_records(engine)
        past = past or of_these(engine, now, plan)
        plan = with_baselines(plan, past)
        aggregates = count(engine, now, plan, as_of)
        detail_file = parts / dated_name("chi-tiet", as_of, ".parquet", is_sample=is_sample)
        detail(engine, CUMULATIVE, detail_file)
        dislikes = disliked(engine, detail_file, now)
        sheets_of = sheets_of_units(engine) if options.split else None
        folder = options.earlier or options.outputs
        compared = Comparison()
        if not is_sample:
            compared = comparison(engine, folder, as_of, plan, detail_file, options.limits)
    lines = (*of_the_day, *notices_of(past, plan), *compared.notices)
    return _Counted(
        plan, as_of, aggregates, past, records, detail_file, dislikes, sheets_of, compared, lines,
    )  # fmt: skip


def _last_run(options: Options, opened: Opened, inputs: Inputs, workbook: Path) -> LastRun:
    """What to remember of this run, whose outputs are in place."""
    read = {source.file: source.sha256 for source in inputs.sources}
    listed = (*opened.inputs.files, *opened.inputs.teaching)
    contents = {file.name: read[file.name] for file in listed}
    key = run_key(options, opened.plan_digest, opened.inputs, contents)
    if any(problem.code in CHILD_FAILURES for problem in inputs.problems):
        key = ""  # another run may be able to read what this one could not
    return LastRun(key, digests(options.outputs), str(workbook))


def _last_years_folder(
    files: Files, plan: Plan, sheets: list[SheetResult]
) -> tuple[LastYear | None, Outcomes | None]:
    """The year before and what became of the rows of its folder's files; None without these.

    By an engine of its own: nothing of it is left in this year's count.
    """
    if not by_year(sheets)[1]:
        return None, None
    with files.engine() as engine:
        return of_folder(engine, sheets, plan) or (None, None)


def _as_of(options: Options, plan: Plan, latest: date | None) -> tuple[date, tuple[str, ...]]:
    """The day of --as-of, else the latest day of the data, but not after the plan's end."""
    if options.as_of is not None:
        return options.as_of, ()
    if latest is None:
        return plan.end, (notices.NO_DATES,)
    check_as_of(latest, plan)
    if latest <= plan.end:
        milestone = edition(plan, latest).milestone
        if milestone is None or milestone == latest:
            return latest, ()
        return latest, (notices.closes(latest, milestone),)
    return plan.end, (notices.data_after_end(latest, plan.end),)


def _judged(
    files: Files, converted: list[FileResult], outcomes: Outcomes, before: Outcomes | None
) -> tuple[tuple[Source, ...], tuple[Problem, ...]]:
    """The sources, and all problems by place; `before`: outcomes of last year's folder."""
    everything = outcomes.with_those(before) if before else outcomes
    files.fetch(rejected_files(converted, everything.problems))
    results, rows = with_consequences(converted, everything.problems)
    sheets = [sheet for result in results for sheet in result.sheets]
    problems = [*files.opened.inputs.problems, *outcome_problems(sheets, rows)]
    problems += [problem for result in results for problem in result.problems]
    return count_rows(sheets, everything.counts), tuple(sorted(problems, key=_place))


def _place(problem: Problem) -> tuple[str, str, bool, str, str, str]:
    """By file and sheet; what is wrong with the whole of one comes first."""
    is_of_rows = problem.rows is not None
    value = "" if is_of_rows else problem.values[0]
    return problem.file, problem.sheet, is_of_rows, problem.column, problem.code, value
