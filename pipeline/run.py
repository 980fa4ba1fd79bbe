"""The whole run on one screen: stages in order, each result handed to the next."""

from __future__ import annotations

import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from pipeline import cache
from pipeline.aggregate import choose, compare, count, detail
from pipeline.aggregate.engine import EngineError
from pipeline.changes import changes, previous
from pipeline.corrections import corrected_files, settle_corrected, texts_files, to_correct
from pipeline.discover import Found, discover
from pipeline.forecast import forecast
from pipeline.machine import SPARK, Computer, machine
from pipeline.model import (
    CUMULATIVE,
    Changes,
    FileResult,
    InputFile,
    Limits,
    NoUsableInputError,
    PipelineError,
    Plan,
    Problem,
    Results,
    Source,
)
from pipeline.normalise import PlanKeys
from pipeline.plan import read_plan
from pipeline.publish import check_free, outputs_locked, publish
from pipeline.publish_corrections import publish_corrections
from pipeline.settle import settle
from pipeline.trace import Asked, Traced, check_asked, traced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from pipeline.aggregate.engine import Engine
    from pipeline.machine import Machine

CACHE = ".bo-nho-dem"


@dataclass(frozen=True)
class Options:
    """What a run is asked for. `as_of` None: the latest day that the data tells of.

    `today` is the day of the run; `on_file` is called with (files done, files in all).
    """

    inputs: Path
    outputs: Path
    plan: Path
    today: date
    jobs: int
    as_of: date | None = None
    engine: str = "duckdb"
    use_cache: bool = True
    limits: Limits = field(default_factory=Limits)
    on_file: Callable[[int, int], None] = lambda _done, _all: None
    timings: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def timed(self, stage: str) -> Iterator[None]:
        """Adds the stage's seconds to `timings`."""
        began = time.perf_counter()
        yield
        self.timings[stage] = self.timings.get(stage, 0.0) + time.perf_counter() - began


@dataclass(frozen=True)
class Report:
    """What a run made: the results, where the workbook is, and copies to correct that were left
    alone, because somebody has begun to correct them.
    """

    results: Results
    workbook: Path
    untouched: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Checked:
    """What a check found."""

    sources: tuple[Source, ...]
    problems: tuple[Problem, ...]
    is_sample: bool


def report(options: Options) -> Report:
    """Inputs -> ingest, normalise, validate -> aggregate -> report -> outputs.

    Raises PipelineError where it can't run and NoUsableInputError where no row is usable; then
    nothing is overwritten.
    """
    plan = _read_plan(options)
    if options.as_of is not None:
        _check_as_of(options.as_of, plan)
        day = options.as_of.isoformat()
        check_free([options.outputs / f"phu-luc-ii_{day}.xlsx"])
    found = discover(options.inputs, options.plan, options.limits)
    with outputs_locked(options.outputs) as parts:
        with _working_folder(options) as folder, machine(options.engine, options.jobs) as where:
            results = _results(options, plan, found, folder, parts, where)
        with options.timed("report"):
            workbook = publish(results, options.outputs, parts)
            untouched = publish_corrections(results, options.outputs, parts)
    return Report(results, workbook, untouched)


def check(options: Options) -> Checked:
    """Reads and validates only; writes nothing."""
    plan = _read_plan(options)
    found = discover(options.inputs, options.plan, options.limits)
    here = Computer(options.jobs)
    with tempfile.TemporaryDirectory() as folder, here.engine() as engine:
        converted = _converted(options, plan, found, Path(folder), here)
        sheets = [sheet for result in converted for sheet in result.sheets]
        choose(engine, sheets)
        outcomes = count(engine, sheets, plan, plan.end).outcomes
    sources, problems = settle(sheets, outcomes)
    return Checked(sources, _all_problems(found, converted, problems), found.is_sample)


def trace(options: Options, asked: Asked) -> Traced:
    """What one number of the report is made of; writes nothing."""
    plan = _read_plan(options)
    if options.as_of is not None:
        _check_as_of(options.as_of, plan)
    found = discover(options.inputs, options.plan, options.limits)
    here = Computer(options.jobs)
    with tempfile.TemporaryDirectory() as folder, here.engine() as engine:
        converted = _converted(options, plan, found, Path(folder), here)
        sheets = [sheet for result in converted for sheet in result.sheets]
        if not any(sheet.source.rows_kept for sheet in sheets):
            raise NoUsableInputError(_nothing_usable(options, found, converted))
        as_of, _ = _as_of(options, plan, choose(engine, sheets))
        checked = check_asked(asked, plan, [period.name for period in plan.periods(as_of)])
        made = count(engine, sheets, plan, as_of)
        path = Path(folder) / "detail.parquet"
        detail(engine, checked.period, path)
        return traced(checked, pd.read_parquet(path), made.procedures, made.publicity)


def _read_plan(options: Options) -> Plan:
    with options.timed("plan"):
        return read_plan(options.plan)


def _results(
    options: Options, plan: Plan, found: Found, folder: Path, parts: Path, where: Machine
) -> Results:
    converted = _converted(options, plan, found, folder, where)
    sheets = [sheet for result in converted for sheet in result.sheets]
    if not any(sheet.source.rows_kept for sheet in sheets):
        raise NoUsableInputError(_nothing_usable(options, found, converted))
    with options.timed("aggregate"), where.engine() as engine:
        latest = choose(engine, sheets)
        as_of, notices = _as_of(options, plan, latest)
        aggregates = count(engine, sheets, plan, as_of)
        detail_file = parts / f"chi-tiet_{as_of.isoformat()}.parquet"
        detail(engine, CUMULATIVE, detail_file)
        changed, doubts = _changes(engine, options.outputs, detail_file, as_of)
    sources, settled = settle(sheets, aggregates.outcomes)
    problems = _all_problems(found, converted, settled)
    where.bring(texts_files(converted, problems))
    return Results(
        plan=plan,
        as_of=as_of,
        facts=aggregates.facts,
        procedures=aggregates.procedures,
        sources=sources,
        problems=problems,
        notices=(*notices, *doubts),
        is_sample=found.is_sample,
        corrections=to_correct(converted, problems),
        publicity=aggregates.publicity,
        forecasts=forecast(aggregates.facts, aggregates.past, plan, as_of),
        detail_file=detail_file,
        changes=changed,
    )


def _changes(
    engine: Engine, outputs: Path, detail_file: Path, as_of: date
) -> tuple[Changes | None, tuple[str, ...]]:
    """What changed since the previous report; a notice where its detail can't be read."""
    before = previous(outputs, as_of)
    if before is None:
        return None, ()
    if before.detail is None:
        return changes(before, None, None), ()
    try:
        counts, listed = compare(engine, detail_file, before.detail)
    except EngineError:
        said = (
            f"Không so được từng hồ sơ với báo cáo ngày {before.as_of:%d/%m/%Y}: tệp "
            f"{before.detail.name} không đọc được."
        )
        return changes(before, None, None), (said,)
    return changes(before, counts, listed), ()


def _converted(
    options: Options, plan: Plan, found: Found, folder: Path, where: Machine
) -> list[FileResult]:
    """Every file's result, from the cache where nothing that it depends on has changed."""
    results: dict[InputFile, FileResult] = {}
    wanted: dict[InputFile, Path] = {}
    with options.timed("convert"):
        used = set()
        for number, file in enumerate(found.files):
            key = _cache_key(options, plan, file) or f"unkept-{number}"
            used.add(key)
            kept = cache.load(folder / key)
            if kept is None:
                wanted[file] = folder / key
            else:
                results[file] = kept
        done = len(results)
        options.on_file(done, len(found.files))

        def on_done(_file: InputFile) -> None:
            nonlocal done
            done += 1
            options.on_file(done, len(found.files))

        if wanted:
            keys = PlanKeys.of(plan)
            results |= where.convert_all(
                wanted, keys, options.today, options.jobs, options.limits, on_done
            )
        cache.prune(folder, used)
    listed = [*(results[file] for file in found.files), *found.unusable]
    listed.sort(key=lambda result: result.sheets[0].source.file)
    where.bring(corrected_files(listed))
    return settle_corrected(listed)


def _cache_key(options: Options, plan: Plan, file: InputFile) -> str | None:
    """None where results are not kept, or the file can't be read."""
    if not _is_cached(options):
        return None
    return cache.result_key(file, plan, options.today, options.limits)


def _is_cached(options: Options) -> bool:
    """What executors make stays in the cluster, and goes with it."""
    return options.use_cache and options.engine != SPARK


@contextmanager
def _working_folder(options: Options) -> Iterator[Path]:
    """Where results of files lie: the cache, or a folder that goes with the run."""
    if _is_cached(options):
        folder = options.outputs / CACHE
        folder.mkdir(exist_ok=True)
        yield folder
    else:
        with tempfile.TemporaryDirectory() as temporary:
            yield Path(temporary)


def _check_as_of(as_of: date, plan: Plan) -> None:
    if as_of < plan.start:
        raise PipelineError(
            f"Ngày số liệu {as_of:%d/%m/%Y} trước ngày bắt đầu chiến dịch {plan.start:%d/%m/%Y}.\n"
            "Chọn ngày khác với --as-of, hoặc sửa “Ngày bắt đầu” trong tệp kế hoạch."
        )


def _as_of(options: Options, plan: Plan, latest: date | None) -> tuple[date, tuple[str, ...]]:
    """The day asked for, else the latest day of the data, but not after the plan's end."""
    if options.as_of is not None:
        return options.as_of, ()
    if latest is None:
        return plan.end, ("Không dòng nào có ngày; lấy ngày kết thúc chiến dịch làm ngày số liệu.",)
    _check_as_of(latest, plan)
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
