"""What stands on the screen: the progress bar, and a short summary at the end."""

from __future__ import annotations

import io
import sys
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

from pipeline import causes, notices
from pipeline.files.discover import PLAN_NAME
from pipeline.model import CUMULATIVE, is_due
from pipeline.publish.folder import corrections_folder, unit_folder, unread_name
from pipeline.values.text import percent
from schemas.contracts import contracts, problem_types
from schemas.indicators import indicators

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.analysis.trace import Place, Traced
    from pipeline.draft.draft import Drafted
    from pipeline.model import Fact, Problem, Results, Source
    from pipeline.run import Checked, Report
    from pipeline.verify.verify import Opened, Verified

SAMPLE = "SỐ LIỆU MẪU"
STATUSES = {"dat": "Đạt", "chua_dat": "Chưa đạt", "khong_co_so_lieu": "Không có số liệu", "": "–"}
_STAGES = {"aggregate": "Đang tính…", "report": "Đang ghi…"}
# So that all is to be seen at once: what is beyond stands in the workbook.
_SHOWN_FILES, _SHOWN_ERRORS, _SHOWN_WARNINGS = 8, 4, 2  # causes
_SHOWN_NOTICES = 6
_SHOWN_UNITS = 3


class Watched:
    """What a run shows while it goes on: a bar over files, then what it is doing."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._task = bar.add_task("", total=None, rows=0)

    def on_file(self, done: int, total: int, rows: int) -> None:
        """So many files of all are read, with so many rows."""
        self._bar.update(self._task, completed=done, total=total, rows=rows)

    def on_stage(self, stage: str) -> None:
        """A stage begins."""
        if stage in _STAGES:
            doing = TextColumn(_STAGES[stage])
            self._bar.columns = (SpinnerColumn(), doing, TimeElapsedColumn())
            self._bar.refresh()  # a stage may be short, and leave no time to its thread


@contextmanager
def progress() -> Iterator[Watched]:
    """A bar over files with the rows read and the time left, then what is being done, on the error
    stream of a terminal only.
    """
    columns = (
        TextColumn("Đọc tệp"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rows]} dòng, còn"),
        TimeRemainingColumn(),
    )
    console = Console(stderr=True)
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        yield Watched(bar)


def _console(file: IO[str] | None = None) -> Console:
    """As wide as the terminal; where there is none, wide enough for a table's lines."""
    is_terminal = sys.stdout.isatty()
    is_shown_later = file is not None  # by click, which knows old Windows consoles
    return Console(
        file=file, highlight=False, soft_wrap=True, width=None if is_terminal else 110,
        force_terminal=is_terminal if is_shown_later else None,
        legacy_windows=False if is_shown_later else None,
    )  # fmt: skip


def show_opened(opened: Opened) -> None:
    """What of the exports, the plan and the program is not what a workbook was made from."""
    from pipeline.verify.told import lines_of_inputs  # noqa: PLC0415 - no report needs openpyxl

    for line in lines_of_inputs(opened):
        click.echo(line)


def show_verified(verified: Verified) -> None:
    """Whether the workbook is what the exports give, else where not."""
    from pipeline.verify.told import lines_of_cells  # noqa: PLC0415 - as above

    for line in lines_of_cells(verified):
        click.echo(line)


def has_errors(problems: Iterable[Problem]) -> bool:
    """Whether a row or a file was rejected."""
    return any(problem.severity == "error" for problem in problems)


def report_shown(report: Report) -> str:
    """The six indicators, rows accepted and rejected, doubts, and where the workbook is."""
    shown = io.StringIO()
    console = _console(shown)
    results = report.results
    if results.inputs.is_sample:
        console.print(
            Text(f"{SAMPLE}: chưa có bản xuất nào trong inputs/, báo cáo này lập từ mẫu.")
        )
    day = results.plan.day_of_campaign(results.as_of)
    units = results.plan.units
    whose = units[0].name if results.plan.top else f"{len(units)} đơn vị"
    title = f"{whose}: số liệu đến {results.as_of:%d/%m/%Y}, ngày thứ {day} của chiến dịch."
    console.print(Text(title))
    if reasons := notices.unreliable(results):
        console.print(Text(f"{notices.UNRELIABLE}: {'; '.join(reasons)}.", style="bold red"))
    console.print(_indicator_table(results))
    if overdue := notices.overdue(results):
        console.print(Text(overdue))
    if records := notices.last_records(results):
        console.print(Text(records))
    _show_rows(console, results.inputs.sources, results.inputs.problems)
    for notice in _notices(results):
        console.print(Text(notice))
    _show_corrections(console, report)
    console.print(Text(f"Tin cho trang thông tin, loa, nhóm Zalo: {report.news}"))
    page = report.workbook.parent / results.output("bang-dieu-hanh", ".html")
    console.print(Text(f"Trang để chiếu khi họp: {page}"))
    console.print(Text(f"Dự thảo báo cáo bằng lời: {report.document}"))
    _show_split(console, report)
    console.print(Text(f"Báo cáo: {report.workbook}"))
    return shown.getvalue().rstrip()


def _show_split(console: Console, report: Report) -> None:
    """Where the workbooks of single units are, or that those of an earlier run are not renewed."""
    results = report.results
    name = unit_folder(results.as_of, is_sample=results.inputs.is_sample)
    folder = report.workbook.parent / name
    if not folder.is_dir():
        return
    if results.inputs.sheets_of_units is None:
        notice = f"{folder} là của lần chạy trước; chạy lại với --split để làm mới."
        console.print(Text(f"Lưu ý: {notice}"))
    else:
        console.print(Text(f"Báo cáo riêng của từng đơn vị: {folder}"))


def _show_corrections(console: Console, report: Report) -> None:
    """Where the rows to correct are, and files that were left as somebody has changed them."""
    inputs = report.results.inputs
    if inputs.corrections:
        folder = report.workbook.parent / corrections_folder(is_sample=inputs.is_sample)
        notice = (
            f"Các dòng cần sửa, tô màu sẵn: {folder}. Sửa xong, bỏ tệp vào inputs/ và chạy lại."
        )
        console.print(Text(notice))
    workbook = report.workbook.parent / unread_name(is_sample=report.results.inputs.is_sample)
    left_alone = {kept.path for kept in report.kept}
    if report.results.inputs.unread.is_needed and workbook not in left_alone:
        notice = f"Tiêu đề cột, từ chưa hiểu: {workbook}. Chọn nghĩa, lưu vào inputs/ rồi chạy lại."
        console.print(Text(notice))
    for kept in report.kept:
        new = "không có gì mới để ghi" if kept.new is None else f"bản mới: {kept.new}"
        notice = f"Giữ nguyên {kept.path}: đang mở, hoặc đã được sửa từ khi lập; {new}."
        is_copy = kept.path.parent.name == corrections_folder(is_sample=inputs.is_sample)
        then = " Sửa xong thì bỏ tệp vào inputs/: ở đây nó chưa được tính." if is_copy else ""
        console.print(Text(f"Lưu ý: {notice}{then}"))


def _indicator_table(results: Results) -> Table:
    table = Table("Chỉ tiêu", "Kết quả", "Giao", "Còn thiếu", "Đánh giá")
    whose = ("unit" if results.plan.top else "total", results.plan.top, CUMULATIVE)
    rows = {
        fact.indicator: fact
        for fact in results.counts.facts
        if (fact.scope, fact.unit_code, fact.period) == whose
    }
    for indicator in indicators():
        if indicator.main:
            fact = rows[indicator.id]
            counted = f" ({fact.numerator}/{fact.denominator})" if fact.denominator else ""
            is_known = fact.denominator and fact.shortfall is not None
            table.add_row(
                indicator.heading,
                f"{percent(fact.rate_bp)}{counted}",
                percent(fact.target_bp),
                str(fact.shortfall) if is_known else "–",
                _status(results, fact),
            )
    return table


def _status(results: Results, fact: Fact) -> str:
    """Nobody has missed a target that is not due yet."""
    plan = results.plan
    pair = plan.target_pair(fact.unit_code, "", fact.indicator)
    if fact.status == "chua_dat" and not is_due(plan, results.as_of, pair):
        return notices.still_open(plan, results.as_of)
    return STATUSES[fact.status]


def _show_rows(
    console: Console, sources: tuple[Source, ...], problems: tuple[Problem, ...]
) -> None:
    read, accepted, rejected, duplicate, ignored = (
        sum(getattr(source, f"rows_{name}") for source in sources)
        for name in ("read", "kept", "rejected", "duplicate", "ignored")
    )
    parts = f"{accepted} dùng được, {rejected} bị loại, {duplicate} trùng, {ignored} bỏ qua"
    console.print(Text(f"Đã đọc {read} dòng: {parts}."))
    for line in _causes(problems):
        console.print(Text(f"  {line}"))


def _notices(results: Results) -> Iterator[str]:
    """The first notices, and how many more; first those that stand neither in the banner nor in
    the plan.
    """
    problems = results.inputs.problems
    every = (
        *notices.of_files(problems),
        *notices.unknown_units(problems),
        *results.notices,
        *notices.due_rules(results.plan, results.counts.due_rules),
        *results.plan.warnings,
        *notices.lacking(problems),
    )
    yield from (f"Lưu ý: {notice}" for notice in every[:_SHOWN_NOTICES])
    if len(every) > _SHOWN_NOTICES:
        yield f"… và {len(every) - _SHOWN_NOTICES} lưu ý khác: trang “Tóm tắt”."


def _causes(problems: tuple[Problem, ...]) -> Iterator[str]:
    """What is wrong with whole files; of rows the causes of most, but for those that notices tell.

    The last line says how many more there are, and where.
    """
    of_files = [p for p in problems if p.file and p.code not in notices.NOTICED]
    errors = [p for p in of_files if p.severity == "error"]
    whole = _most_first(filter(_is_whole, errors), _SHOWN_FILES)
    of_rows = _most_first((p for p in errors if not _is_whole(p)), _SHOWN_ERRORS)
    doubts = _most_first((p for p in of_files if p.severity == "warning"), _SHOWN_WARNINGS)
    yield from (f"Lỗi: {line}" for line in (*whole, *of_rows[:_SHOWN_ERRORS]))
    yield from (f"Cảnh báo: {line}" for line in doubts[:_SHOWN_WARNINGS])
    rest = {"lỗi": len(of_rows) - _SHOWN_ERRORS, "cảnh báo": len(doubts) - _SHOWN_WARNINGS}
    more = ", ".join(f"{count} {word}" for word, count in rest.items() if count > 0)
    if of_files:
        every = f"… và {more} khác. Mọi" if more else "Mọi"
        yield f"{every} nguyên nhân, ở dòng nào và xử lý thế nào: trang “Lỗi dữ liệu”."


def _is_whole(problem: Problem) -> bool:
    """Of a file as a whole, or of one that teaches: always shown."""
    return problem.rows is None or problem_types()[problem.code].is_of_teaching


def _most_first(problems: Iterable[Problem], most: int) -> list[causes.Line]:
    """A line a cause, or where these would be more than `most` a line a code."""
    return sorted(causes.brief(problems, most), key=causes.urgency)


def show_trace(traced: Traced) -> None:
    """The number, then a line for all that it counts: where it is, and which row decides so."""
    query, rows = traced.query, traced.rows
    of_whom = ", ".join(filter(None, (query.scope, query.unit, query.name, query.period)))
    click.echo(f"{query.indicator} ({of_whom}): {traced.numerator}/{len(rows)}")
    for row in rows:
        where = (row.place, row.proof) if row.proof else (row.place,)
        click.echo("\t".join(("1 đạt" if row.counts else "0 chưa", row.code, *map(_place, where))))


def _place(place: Place) -> str:
    """A row of an export, as staff find it."""
    row = "" if place.row is None else f"dòng {place.row}"
    where = ", ".join(filter(None, (place.file, place.sheet, row))) or "(danh mục TTHC)"
    return f"{contracts()[place.kind].title}: {where}" if place.kind else where


def show_draft(drafted: Drafted) -> None:
    """What was read, what was written, what is left to do."""
    seen = drafted.evidence
    lines = [f"{problem.file}: {problem.message} {problem.remedy}" for problem in drafted.problems]
    lines.append(
        f"Đã xem {seen.dossiers} hồ sơ: {len(seen.units)} đơn vị, {len(seen.procedures)} thủ tục, "
        f"{len({official.name for official in seen.officials})} cán bộ."
    )
    lines += [
        f"Không coi “{', '.join(unit.texts)}” là đơn vị: chỉ thấy trong {unit.dossiers} hồ sơ."
        for unit in seen.strays
    ]
    lines += _left_out(drafted)
    lines += _drafted(drafted)
    for line in lines:
        click.echo(line)


def _left_out(drafted: Drafted) -> Iterator[str]:
    """Neighbours' dossiers, in a line."""
    others = sorted(drafted.evidence.others, key=lambda unit: -unit.dossiers)
    if others:
        named = [f"{unit.texts[0]} ({unit.dossiers})" for unit in others]
        yield (
            f"Không đưa vào kế hoạch {sum(unit.dossiers for unit in others)} hồ sơ của "
            f"{len(others)} đơn vị khác: {notices.listed(named, _SHOWN_UNITS)}. Nếu thật ra là của "
            "mình thì thêm ở trang Đơn vị (một dòng, hoặc cách viết ở cột Tên khác)."
        )


def _drafted(drafted: Drafted) -> Iterator[str]:
    new = ", ".join(f"{count} {what}" for what, count in drafted.new.items() if count)
    if drafted.path is None:
        yield f"{drafted.plan} đã có mọi đơn vị, thủ tục, cán bộ của bản xuất: không có gì để thêm."
        return
    guesses = (
        f"{drafted.guesses} ô tô vàng là phỏng đoán hoặc còn phải gõ, chú thích của ô nói vì sao"
    )
    if drafted.plan is not None:
        yield f"{new} có trong bản xuất, chưa có trong kế hoạch {drafted.plan}."
        yield (
            f"Đã ghi {drafted.path}: bản sao của kế hoạch, có thêm các dòng đó ở cuối; {guesses}."
        )
    else:
        if drafted.foreign is not None:
            names = ", ".join(unit.name for unit in drafted.foreign.units[:_SHOWN_UNITS])
            yield (
                f"Kế hoạch đang có là của {names}, không của đơn vị nào trong bản xuất: giữ nguyên."
            )
        yield f"Đã ghi {drafted.path}; {guesses}."
        results = "" if drafted.results else "kết quả năm trước và "
        yield (
            f"Còn phải gõ: số, tên, các ngày (trang Kế hoạch); {results}chỉ tiêu (trang Chỉ tiêu)."
        )
        if drafted.results:
            yield (
                f"{drafted.results} kết quả năm trước tính từ bản xuất trong inputs/nam-truoc: xem "
                "lại."
            )
    if drafted.plan is not None or drafted.foreign is not None:
        yield f"Xem lại, rồi đổi tên thành {PLAN_NAME} (cất kế hoạch cũ ra ngoài inputs/)."


def show_check(checked: Checked) -> None:
    """A line per sheet, then a line a cause."""
    console = _console()
    table = Table("Tệp", "Trang", "Loại", "Đọc", "Dùng", "Loại bỏ", "Trùng", "Bỏ qua")
    for source in checked.sources:
        counts = (source.rows_read, source.rows_kept, source.rows_rejected)
        rest = (source.rows_duplicate, source.rows_ignored)
        kind = contracts()[source.kind].title if source.kind else "?"
        table.add_row(Text(source.file), Text(source.sheet), kind, *map(str, counts + rest))
    console.print(table)
    for line in causes.lines(checked.problems):
        word = "LỖI" if line.problem.severity == "error" else "Lưu ý"
        console.print(Text(f"{word}: {line}"))
