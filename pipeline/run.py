"""The whole run on one screen: stages in order, each result handed to the next."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from pipeline.aggregate import (
    choose,
    compare,
    count,
    detail,
    disliked,
    left_open,
    months_received,
    sheets_of_units,
)
from pipeline.aggregate.engine import EngineError
from pipeline.analysis.baseline import (
    by_year,
    covered,
    last_year,
    told,
    with_baselines,
    year_before,
)
from pipeline.analysis.changes import changes, previous
from pipeline.analysis.forecast import forecast
from pipeline.analysis.index766 import index
from pipeline.analysis.ranking import standings
from pipeline.analysis.reconcile import reconcile
from pipeline.analysis.trace import Asked, Traced, check_asked, traced
from pipeline.files.children import LOST
from pipeline.model import (
    CUMULATIVE,
    Changes,
    FileResult,
    LastYear,
    NoUsableInputError,
    Plan,
    Problem,
    Results,
    SheetResult,
    Source,
)
from pipeline.options import Options, check_as_of
from pipeline.publish.corrections import publish_corrections
from pipeline.publish.last_run import LastRun, digests, run_key
from pipeline.publish.outputs import publish
from pipeline.validate.corrections import corrected_files, settle_corrected, texts_files, to_correct
from pipeline.validate.row_outcomes import settle

if TYPE_CHECKING:
    from datetime import date

    from pipeline.aggregate.engine import Engine
    from pipeline.files.discover import Found
    from pipeline.files.intake import Files


@dataclass(frozen=True)
class Report:
    """What a run made: the results, where the workbook is, and copies to correct that were left
    alone, because somebody has begun to correct them; and what to remember of the run.
    """

    results: Results
    workbook: Path
    untouched: tuple[Path, ...]
    last_run: LastRun


@dataclass(frozen=True)
class Checked:
    """What a check found."""

    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]
    is_sample: bool


def report(options: Options, files: Files, parts: Path) -> Report:
    """The outputs, made in `parts` and put in place."""
    results = _results(options, files, parts)
    with options.timed("report"):
        workbook = publish(results, options.outputs, parts)
        untouched = publish_corrections(results, options.outputs, parts)
    read = {source.file: source.sha256 for source in results.sources}
    contents = {file.name: read[file.name] for file in files.opened.found.files}
    key = run_key(options, files.opened.plan_digest, files.opened.found, contents)
    if any(problem.code in LOST for problem in results.problems):
        key = ""  # another run may be able to read what this one could not
    return Report(results, workbook, untouched, LastRun(key, digests(options.outputs)))


def check(files: Files) -> Checked:
    """What is wrong with the inputs."""
    converted = _converted(files)
    sheets = [sheet for result in converted for sheet in result.sheets]
    with files.engine() as engine:
        choose(engine, sheets, files.opened.plan)
        outcomes = count(engine, sheets, files.opened.plan, files.opened.plan.end).outcomes
    sources, problems = settle(sheets, outcomes)
    everything = _all_problems(files.opened.found, converted, problems)
    return Checked(sources, everything, files.opened.found.is_sample)


def trace(options: Options, files: Files, asked: Asked) -> Traced:
    """What one number of the report is made of."""
    plan, sheets = files.opened.plan, _sheets(options, files, _converted(files))
    with tempfile.TemporaryDirectory() as folder, files.engine() as engine:
        as_of, _ = _as_of(options, plan, choose(engine, sheets, plan))
        sheets, _ = by_year(sheets)
        checked = check_asked(asked, plan, [period.name for period in plan.periods(as_of)])
        made = count(engine, sheets, plan, as_of)
        path = Path(folder) / "detail.parquet"
        detail(engine, checked.period, path)
        return traced(checked, plan, pq.read_table(path), made.procedures, made.publicity)


def _converted(files: Files) -> list[FileResult]:
    """Every file's result, corrected copies in the places of their originals."""
    results = files.results()
    files.bring(corrected_files(results))
    return settle_corrected(results)


def _sheets(options: Options, files: Files, converted: list[FileResult]) -> list[SheetResult]:
    """All sheets; raises NoUsableInputError where none has a usable row."""
    sheets = [sheet for result in converted for sheet in result.sheets]
    if not any(sheet.source.rows_kept for sheet in sheets):
        raise NoUsableInputError(_nothing_usable(options, files.opened.found, converted))
    return sheets


def _results(options: Options, files: Files, parts: Path) -> Results:
    plan, found = files.opened.plan, files.opened.found
    converted = _converted(files)
    sheets = _sheets(options, files, converted)
    with options.timed("aggregate"), files.engine() as engine:
        latest = choose(engine, sheets, plan)
        as_of, notices = _as_of(options, plan, latest)
        past = _last_year(engine, plan, sheets)
        plan = with_baselines(plan, past)
        now, _ = by_year(sheets)
        aggregates = count(engine, now, plan, as_of)
        detail_file = parts / f"chi-tiet_{as_of.isoformat()}.parquet"
        detail(engine, CUMULATIVE, detail_file)
        dislikes = disliked(engine, detail_file, now)
        sheets_of = sheets_of_units(engine) if options.split else None
        changed, doubts = _changes(engine, options.outputs, detail_file, as_of)
    sources, settled = settle(sheets, aggregates.outcomes)
    problems = _all_problems(found, converted, settled)
    scored = index(plan, aggregates.facts, aggregates.figures, dislikes)
    files.bring(texts_files(converted, problems))
    return Results(
        plan=plan,
        as_of=as_of,
        facts=aggregates.facts,
        procedures=aggregates.procedures,
        sources=sources,
        problems=problems,
        notices=(*notices, *told(past), *doubts),
        is_sample=found.is_sample,
        corrections=to_correct(converted, problems),
        publicity=aggregates.publicity,
        forecasts=forecast(aggregates.facts, aggregates.past, plan, as_of),
        standings=standings(aggregates.facts, plan),
        detail_file=detail_file,
        changes=changed,
        index=scored,
        differences=reconcile(plan, as_of, scored, aggregates.doubts, sources, problems),
        last_year=past,
        sheets_of_units=sheets_of,
    )


def _last_year(engine: Engine, plan: Plan, sheets: list[SheetResult]) -> LastYear | None:
    """The year before, by the same SQL; None where no exports tell of it."""
    months = months_received(engine)
    now, before = by_year(sheets)
    if not before and not covered(plan, months):
        return None
    dated = [sheet for sheet in now if sheet.source.kind != "publicity"]
    campaign = year_before(plan)
    facts = count(engine, before or dated, campaign, campaign.end).facts
    return last_year(plan, facts, months, left_open(engine) if before else None)


def _changes(
    engine: Engine, outputs: Path, detail_file: Path, as_of: date
) -> tuple[Changes | None, tuple[str, ...]]:
    """What changed since the previous report; a notice where its detail can't be read."""
    before = previous(outputs, as_of)
    if before is None:
        return None, ()
    if before.detail is None:
        return changes(before, None), ()
    try:
        counts, listed = compare(engine, detail_file, before.detail)
    except EngineError:
        said = (
            f"Không so được từng hồ sơ với báo cáo ngày {before.as_of:%d/%m/%Y}: tệp "
            f"{before.detail.name} không đọc được."
        )
        return changes(before, None), (said,)
    return changes(before, counts, listed), ()


def _as_of(options: Options, plan: Plan, latest: date | None) -> tuple[date, tuple[str, ...]]:
    """The day asked for, else the latest day of the data, but not after the plan's end."""
    if options.as_of is not None:
        return options.as_of, ()
    if latest is None:
        return plan.end, ("Không dòng nào có ngày; lấy ngày kết thúc chiến dịch làm ngày số liệu.",)
    check_as_of(latest, plan)
    if latest <= plan.end:
        return latest, ()
    later = f"{latest:%d/%m/%Y}"
    notice = (
        f"Có số liệu đến {later}, sau ngày kết thúc chiến dịch {plan.end:%d/%m/%Y}; báo cáo lấy "
        f"đến ngày kết thúc. Xem số liệu sau đó: thêm --as-of {later}."
    )
    return plan.end, (notice,)


def _all_problems(
    found: Found, converted: list[FileResult], problems: list[Problem]
) -> tuple[Problem, ...]:
    everything = [*found.problems, *problems]
    everything += [problem for result in converted for problem in result.problems]
    return tuple(
        sorted(everything, key=lambda p: (p.file, p.sheet, p.row or 0, p.column, p.code, p.value))
    )


def _nothing_usable(options: Options, found: Found, converted: list[FileResult]) -> str:
    if not found.files and not found.unusable:
        return (
            f"Thư mục {options.inputs} chưa có bản xuất nào.\n"
            "Bỏ các bản xuất của hệ thống một cửa (.xlsx, .xls, .csv, …) vào đó rồi chạy lại."
        )
    problems = [problem for result in converted for problem in result.problems]
    shown = [f"  - {p.file}: {p.message} {p.remedy}" for p in problems if p.row is None][:20]
    said = "Không có dòng nào dùng được trong các tệp đã bỏ vào; không ghi đè báo cáo nào."
    return "\n".join([said, *shown])
