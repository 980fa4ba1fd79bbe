"""The command line: options, screen, exit codes (CONTRACT.md, Commands)."""

from __future__ import annotations

import gc
import os
import sys
from dataclasses import replace
from datetime import date
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline import disk, stop, streams
from pipeline.model import Limits, NoUsableInputError, PipelineError
from pipeline.usage import Count, Day, Group, Place, Word, message
from pipeline.values.text import shown_name
from schemas.reading import ContractError

if TYPE_CHECKING:
    from pipeline.options import Options
    from pipeline.publish.last_run import LastRun
    from pipeline.screen import Watched


class Exit(IntEnum):
    """Exit statuses of CONTRACT.md; 1 is also that a workbook differs."""

    OK = 0
    REJECTED = 1
    DIFFERS = 1
    CANNOT_RUN = 2
    NOTHING_USABLE = 3


_DIRECTORY = Place(is_folder=True)
_FILE = Place(is_folder=False)
_inputs = click.option(
    "--inputs", type=_DIRECTORY, default=Path("inputs"), help="Thư mục có các bản xuất [inputs]."
)
_plan = click.option("--plan", type=_FILE, help="Tệp kế hoạch [<inputs>/ke-hoach.xlsx].")
_jobs = click.option("--jobs", type=Count(1, 256), help="Số tệp đọc cùng lúc [số nhân của máy].")
_LIMITS = (
    click.option(
        "--file-memory", type=Count(256), default=Limits.memory_mib, metavar="MIB",
        help=f"Bộ nhớ nhiều nhất để đọc một tệp [{Limits.memory_mib} MiB].",
    ),
    click.option(
        "--file-seconds", type=Count(1), default=Limits.seconds, metavar="GIÂY",
        help=f"Thời gian nhiều nhất để đọc một tệp [{Limits.seconds} giây].",
    ),
    click.option(
        "--file-cells", type=Count(1), default=Limits.cells, metavar="SỐ",
        help=f"Số ô nhiều nhất của một trang [{Limits.cells}].",
    ),
)  # fmt: skip
_as_of = click.option("--as-of", type=Day(), help="Ngày số liệu [ngày mới nhất có trong bản xuất].")
_open = click.option("--open", "is_opened", is_flag=True, help="Xong thì mở tệp vừa lập.")
_debug = click.option("--debug", is_flag=True, help="Hiện chi tiết kỹ thuật khi có lỗi.")


def _limits(command: Any) -> Any:
    """The options that say what reading one file may cost."""
    for option in reversed(_LIMITS):
        command = option(command)
    return command


@click.group(cls=Group, help="Từ bản xuất của hệ thống một cửa đến Phụ lục II đã điền số liệu.")
def cli() -> None:
    """The group of commands."""


@cli.command(help="Lập báo cáo: đọc các bản xuất, tính chỉ tiêu, ghi tệp Excel vào outputs/.")
@_inputs
@click.option(
    "--outputs", type=_DIRECTORY, default=Path("outputs"), help="Thư mục ghi kết quả [outputs]."
)
@_plan
@_as_of
@click.option(
    "--engine",
    type=Word(["duckdb", "spark"]),
    default="duckdb",
    help="Bộ máy tính toán [duckdb].",
)
@_jobs
@_limits
@click.option("--no-cache", is_flag=True, help="Đọc lại mọi tệp, không dùng kết quả lần trước.")
@click.option("--split", is_flag=True, help="Thêm một tệp Excel riêng cho từng đơn vị.")
@click.option("--strict", is_flag=True, help="Trả mã 1 nếu có dòng hoặc tệp bị loại.")
@_open
@_debug
def report(**values: Any) -> None:
    """`pipeline report`."""
    from pipeline.publish import last_run  # noqa: PLC0415 - keeps --help quick

    last = last_run.unchanged(_options(values))
    if last is None:
        last = _new_report(values)
    else:
        last_run.clear(values["outputs"])
        click.echo(last.summary)
        click.echo("Không có gì thay đổi từ lần chạy trước: các báo cáo được giữ nguyên.")
    if values["is_opened"]:
        _opened(last.workbook)
    if values["strict"] and last.has_errors:
        raise click.exceptions.Exit(Exit.REJECTED)


def _opened(file: str) -> None:
    """Shows a file in the program that the computer has for it."""
    if click.launch(file) != 0:
        click.echo(f"Không tự mở được {file}; mở tệp này bằng Excel.")


def _new_report(values: dict[str, Any]) -> LastRun:
    """Writes the report, shows its summary and remembers both."""
    from pipeline.files import server  # noqa: PLC0415 - keeps --help quick

    if values["engine"] == "duckdb":
        server.start()  # it warms up while this process imports what follows
    from pipeline import run, screen  # noqa: PLC0415 - keeps --help quick
    from pipeline.publish import last_run  # noqa: PLC0415 - keeps --help quick

    with screen.progress() as watched:
        options = _options(values, watched)
        result = run.report(options)
    summary = screen.report_shown(result)
    click.echo(summary)
    has_errors = screen.has_errors(result.results.inputs.problems)
    last = replace(result.last_run, summary=summary, has_errors=has_errors)
    last_run.remember(options, last)
    return last


@cli.command(help="Chỉ đọc và kiểm tra các bản xuất, không ghi gì.")
@_inputs
@_plan
@_jobs
@_limits
@click.option("--explain", type=_FILE, help="Giải thích một tệp được hiểu thế nào, không tính gì.")
@_debug
def check(**values: Any) -> None:
    """`pipeline check`."""
    if values["explain"] is not None:
        _explain(values)
        return
    from pipeline import run, screen  # noqa: PLC0415 - keeps --help quick

    with screen.progress() as watched:
        checked = run.check(_options(values, watched))
    screen.show_check(checked)
    if not any(source.rows_kept for source in checked.sources):
        raise click.exceptions.Exit(Exit.NOTHING_USABLE)
    if screen.has_errors(checked.problems):
        raise click.exceptions.Exit(Exit.REJECTED)


def _explain(values: dict[str, Any]) -> None:
    """`pipeline check --explain`."""
    from pipeline.files import children  # noqa: PLC0415 - keeps --help quick
    from pipeline.files.discover import teaches, teaching_files  # noqa: PLC0415 - as above

    file: Path = values["explain"]
    if not file.is_file():
        raise PipelineError(f"Không có tệp {file}.\nGõ lại đường dẫn của tệp cần xem.")
    limits, name = _file_limits(values), shown_name(file.name)
    if teaches(file):
        click.echo(f"Tệp {name}: nói nghĩa của tiêu đề cột và từ, không phải bản xuất.")
        return
    teaching = teaching_files(values["inputs"], limits)
    for line in (f"Tệp {name}", *children.explained(file, limits, teaching)):
        click.echo(line)


@cli.command(help="Một con số của báo cáo đếm từ những hồ sơ nào, ở tệp nào, dòng nào.")
@click.option(
    "--indicator",
    required=True,
    metavar="TÊN",
    help="Tên chỉ tiêu như trong Phụ lục II, hoặc mã như ở trang Định nghĩa.",
)
@click.option(
    "--scope",
    default="total",
    metavar="PHẠM-VI",
    help="total (toàn bộ), unit (đơn vị), official (cán bộ), field (lĩnh vực), "
    "procedure (thủ tục), village (thôn) [total].",
)
@click.option(
    "--unit", default="", metavar="TÊN", help="Tên hoặc mã đơn vị, nếu kế hoạch có nhiều đơn vị."
)
@click.option(
    "--key", default="", metavar="TÊN", help="Tên cán bộ, lĩnh vực, thôn, hoặc mã thủ tục."
)
@click.option(
    "--period", default="cumulative", metavar="KỲ",
    help="cumulative (lũy kế), 10d-01, 10d-02, … [cumulative].",
)  # fmt: skip
@_inputs
@_plan
@_as_of
@_jobs
@_limits
@_debug
def trace(**values: Any) -> None:
    """`pipeline trace`."""
    from pipeline import run, screen  # noqa: PLC0415 - keeps --help quick
    from pipeline.analysis.trace import TraceQuery  # noqa: PLC0415 - as above

    query = TraceQuery(
        values["indicator"], values["scope"], values["unit"], values["key"], values["period"]
    )
    with screen.progress() as watched:
        traced = run.trace(_options(values, watched), query)
    screen.show_trace(traced)


@cli.command(
    help="Kiểm chứng: tệp Phụ lục II này có đúng là số tính từ các bản xuất không, ô nào khác."
)
@click.argument("workbook", type=_FILE, metavar="TỆP")
@_inputs
@_plan
@_jobs
@_limits
@click.option("--all", "is_all", is_flag=True, help="Hiện mọi chỗ khác, không chỉ 20 mỗi trang.")
@click.option("--strict", is_flag=True, help="Trả mã 1 cả khi có ô không kiểm được.")
@_debug
def verify(workbook: Path, **values: Any) -> None:
    """`pipeline verify`."""
    from pipeline.files import server  # noqa: PLC0415 - keeps --help quick

    server.start()  # it warms up while this process imports what follows
    from pipeline import screen  # noqa: PLC0415 - as above
    from pipeline.verify.verify import opened, verified  # noqa: PLC0415 - as above

    with screen.progress() as watched:
        options = _options(values, watched)
        book = opened(options, workbook)
    screen.show_opened(book)
    try:
        with screen.progress() as watched:
            options = _options(values, watched)
            result = verified(options, book, sys.maxsize if values["is_all"] else None)
    except NoUsableInputError as error:
        raise PipelineError(str(error)) from error
    screen.show_verified(result)
    if not result.compared.is_same or (values["strict"] and result.not_there):
        raise click.exceptions.Exit(Exit.DIFFERS)


@cli.group(name="plan", help="Tạo hoặc kiểm tra tệp kế hoạch.")
def plan_group() -> None:
    """`pipeline plan`."""


@plan_group.command(name="new", help="Tạo một tệp kế hoạch trống để điền.")
@click.argument("file", type=_FILE, metavar="TỆP")
@_debug
def plan_new(file: Path, debug: bool) -> None:  # noqa: ARG001, FBT001 - read in main
    """`pipeline plan new`."""
    from pipeline.plan.template import write_template  # noqa: PLC0415 - keeps --help quick

    write_template(file)
    click.echo(f"Đã tạo {file}. Mở bằng Excel, điền các trang rồi lưu vào inputs/ke-hoach.xlsx.")


@plan_group.command(name="check", help="Kiểm tra tệp kế hoạch có dùng được không.")
@click.argument("file", type=_FILE, metavar="TỆP")
@_debug
def plan_check(file: Path, debug: bool) -> None:  # noqa: ARG001, FBT001 - read in main
    """`pipeline plan check`."""
    from pipeline.files.children import plan_of  # noqa: PLC0415 - keeps --help quick

    plan = plan_of(file, Limits())
    click.echo(
        f"Kế hoạch {plan.number} dùng được: {len(plan.units)} đơn vị, "
        f"{len(plan.procedures)} thủ tục, {plan.start:%d/%m/%Y} đến {plan.end:%d/%m/%Y}."
    )
    for warning in plan.warnings:
        click.echo(f"  Lưu ý: {warning}")


@plan_group.command(
    name="draft", help="Lập tệp kế hoạch từ các bản xuất; chỗ phỏng đoán tô vàng, có lý do."
)
@click.argument("file", type=_FILE, metavar="[TỆP]", required=False)
@_inputs
@_jobs
@_limits
@_open
@_debug
def plan_draft(file: Path | None, **values: Any) -> None:
    """`pipeline plan draft`."""
    from pipeline.files import server  # noqa: PLC0415 - keeps --help quick

    server.start()  # it warms up while this process imports what follows
    from pipeline import screen  # noqa: PLC0415 - as above
    from pipeline.draft.draft import draft  # noqa: PLC0415 - as above

    with screen.progress() as watched:
        options = _options(values | {"plan": file}, watched)
        drafted = draft(options, options.plan)
    screen.show_draft(drafted)
    if values["is_opened"]:
        _opened(str(drafted.path or drafted.plan))


def _options(values: dict[str, Any], watched: Watched | None = None) -> Options:
    from pipeline.options import Options  # noqa: PLC0415 - keeps --help quick

    shown: dict[str, Any] = {}
    if watched is not None:
        shown = {"on_file": watched.on_file, "on_stage": watched.on_stage}
    inputs: Path = values["inputs"]
    engine = values.get("engine", "duckdb")
    return Options(
        inputs=inputs,
        outputs=values.get("outputs") or Path("outputs"),
        plan=values["plan"] or inputs / "ke-hoach.xlsx",
        today=date.today(),  # noqa: DTZ011 - the office's own day
        jobs=values["jobs"] or os.cpu_count() or 1,
        as_of=values.get("as_of"),
        engine=engine,
        use_cache=engine == "duckdb" and not values.get("no_cache", False),
        split=values.get("split", False),
        limits=_file_limits(values),
        timings=TIMINGS,
        **shown,
    )


def _file_limits(values: dict[str, Any]) -> Limits:
    return Limits(values["file_memory"], values["file_seconds"], values["file_cells"])


TIMINGS: dict[str, float] = {}  # stage -> seconds, printed where PIPELINE_TIMINGS is set


def main() -> None:
    """Runs a command; every failure is one clear message, a traceback with --debug only."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's threads would only spin
    gc.disable()  # a short process that makes no cycles to speak of; a fifth of the writing time
    status: int = Exit.OK
    try:
        status = cli.main(prog_name="pipeline", standalone_mode=False) or Exit.OK
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        status = Exit.CANNOT_RUN
    except click.ClickException as error:
        click.echo(f"Lỗi: {message(error)}", err=True)
        status = Exit.CANNOT_RUN
    except (click.Abort, KeyboardInterrupt):
        status = _stopped()
    except (PipelineError, ContractError) as error:
        _reraise_if_debugging()
        click.echo(f"Lỗi: {error}", err=True)
        is_nothing = isinstance(error, NoUsableInputError)
        status = Exit.NOTHING_USABLE if is_nothing else Exit.CANNOT_RUN
    except Exception as error:  # noqa: BLE001 - staff never see a traceback
        status = _stopped() if stop.status() else _unexpected(error)
    if os.environ.get("PIPELINE_TIMINGS"):
        for stage, seconds in TIMINGS.items():
            click.echo(f"timing {stage} {seconds:.3f}", err=True)
    stop.deaf()
    sys.stdout.flush()
    if streams.is_lost() and sys.argv[1:2] != ["report"]:  # of a report the files are what counts
        click.echo("Lỗi: không ghi được kết quả ra màn hình hoặc tệp: ổ đĩa đầy.", err=True)
        status = Exit.CANNOT_RUN
    if not stop.status():  # libraries complain of what was in use when they were interrupted
        gc.freeze()  # nor is there anything to collect on the way out
    streams.silence()
    sys.exit(status)


def _stopped() -> int:
    """What a library makes of an interruption is no fault."""
    click.echo(stop.STOPPED, err=True)
    return stop.status() or Exit.CANNOT_RUN


def _unexpected(error: Exception) -> int:
    _reraise_if_debugging()
    if isinstance(error, OSError) and (failure := disk.failure(error)):
        click.echo(f"Lỗi: {failure}", err=True)
        return Exit.CANNOT_RUN
    click.echo(
        f"Lỗi ngoài dự kiến ({type(error).__name__}); các báo cáo trước còn nguyên.\n"
        "Chạy lại với --debug và gửi nội dung hiện ra cho người quản trị.",
        err=True,
    )
    return Exit.CANNOT_RUN


def _reraise_if_debugging() -> None:
    if "--debug" in sys.argv:
        raise  # noqa: PLE0704 - called while an exception is handled
