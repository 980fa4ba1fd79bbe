"""The whole: what the workbook says, what is there, the report made again, the two compared."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from concurrent.futures import TimeoutError as FileTimeoutError
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from pebble import ProcessExpired

from pipeline import run
from pipeline.analysis.changes import earlier_names
from pipeline.files.cache import sha256
from pipeline.files.children import child_pool
from pipeline.files.discover import discover
from pipeline.model import SAMPLES, InputFile, Limits, PipelineError, UnreadableFileError
from pipeline.temporary import temporary_below
from pipeline.verify.compare import Compared, compared
from pipeline.verify.inputs import InputDifferences, input_differences
from pipeline.verify.said import Said, said

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from pipeline.model import EarlierReport
    from pipeline.options import Options

_T = TypeVar("_T")
# Cell by cell, two workbooks take longer than an export takes: a million cells some 40 s.
_SLOWER = 30
_MOST, _MOST_OF_OTHERS = 20, 5  # differences of a sheet that are told


@dataclass(frozen=True)
class Opened:
    """A workbook that can be compared: what it says, and which exports differ from those."""

    path: Path
    said: Said
    inputs: InputDifferences


@dataclass(frozen=True)
class Verified:
    """A workbook and what of it differs; `not_there`: the days of earlier reports that it stands on
    and that are not where it is.
    """

    opened: Opened
    compared: Compared
    not_there: tuple[date, ...]


def opened(options: Options, workbook: Path) -> Opened:
    """Raises PipelineError where the workbook is none of ours, or there are no exports."""
    if not workbook.is_file():
        raise PipelineError(f"Không có tệp {workbook}.\nGõ lại đường dẫn của tệp cần kiểm chứng.")
    if workbook.stat().st_size > options.limits.file_bytes:
        raise PipelineError(f"Không kiểm chứng được {workbook.name}: tệp quá lớn.")
    read = _in_child(said, workbook, options.limits, workbook, options.limits)
    found = discover(options.inputs, options.plan, options.limits)
    if found.is_sample and not any(name.startswith(f"{SAMPLES}/") for name in read.files):
        raise PipelineError(
            f"Không kiểm chứng được {workbook.name}: {options.inputs} chưa có bản xuất nào.\n"
            "Chép các bản xuất và tệp kế hoạch mà báo cáo được lập từ đó vào, rồi kiểm chứng lại."
        )
    return Opened(workbook, read, input_differences(found, options.plan, read))


def verified(options: Options, opened: Opened, most: int | None) -> Verified:
    """Makes the report again, as of the workbook's day, and compares; at most so many differences
    of a sheet are told (None: some, fewer where the exports are others and say why). Writes nothing
    but in a folder that goes with it.
    """
    read, limits = opened.said, options.limits
    most = most or (_MOST if opened.inputs.is_same else _MOST_OF_OTHERS)
    with temporary_below(options.outputs), tempfile.TemporaryDirectory() as folder:
        own, earlier = Path(folder) / "again.xlsx", Path(folder) / "earlier"
        earlier.mkdir()
        not_there = tuple(_fetched(read.made.earlier, opened.path.parent, earlier))
        again = replace(
            options, outputs=Path(folder), earlier=earlier, split=bool(read.made.unit),
            today=read.made.last_day or options.today, use_cache=False,
        )  # fmt: skip
        _make_again(again, read, own)
        if not not_there and sha256(InputFile(own, "")) == sha256(InputFile(opened.path, "")):
            return Verified(opened, Compared(is_same_file=True), ())
        return Verified(opened, _in_child(
            compared, opened.path, limits, opened.path, own, limits, most,
            has_earlier=not not_there,
        ), not_there)  # fmt: skip


def _make_again(options: Options, read: Said, path: Path) -> None:
    """Without a day, where nobody chose one, for then the report says how it came to it; if that
    is another one now, for the exports are others, with the workbook's.
    """
    unit = read.made.unit
    if not read.made.is_day_given:
        results = run.workbook_again(options, path, unit)
        if results.as_of == read.as_of:
            return
    run.workbook_again(replace(options, as_of=read.as_of), path, unit)


def _fetched(reports: tuple[EarlierReport, ...], beside: Path, folder: Path) -> Iterator[date]:
    """Copies the files of earlier reports from where the workbook is (one of a unit is a folder
    further down); gives the days of those that are not there as they were.
    """
    for report in reports:
        files = tuple(zip(earlier_names(report.as_of), (report.facts, report.detail), strict=True))
        found = next(
            (place for place in (beside, beside.parent)
             if all(sha256(InputFile(place / n, n)) == digest for n, digest in files if digest)),
            None,
        )  # fmt: skip
        if found is None or not report.facts:
            yield report.as_of
            continue
        for name, digest in files:
            if digest:
                shutil.copyfile(found / name, folder / name)


def _in_child(
    function: Callable[..., _T], workbook: Path, limits: Limits, *arguments: Any, **named: Any
) -> _T:
    """What the function gives, in a child with the limits of a file: the workbook is somebody's."""
    with child_pool(1, limits) as pool:
        future = pool.schedule(
            function, args=arguments, kwargs=named, timeout=limits.seconds * _SLOWER
        )
        try:
            result: _T = future.result()
        except UnreadableFileError as error:
            raise PipelineError(f"Không kiểm chứng được {workbook.name}: {error}.") from error
        except FileTimeoutError as error:
            raise PipelineError(
                f"Không kiểm chứng được {workbook.name}: đọc quá lâu; thêm --file-seconds."
            ) from error
        except (MemoryError, ProcessExpired) as error:
            raise PipelineError(
                f"Không kiểm chứng được {workbook.name}: tệp hỏng, hoặc cần quá "
                f"{limits.memory_mib} MiB bộ nhớ; thêm --file-memory."
            ) from error
        except Exception as error:
            raise PipelineError(f"Không kiểm chứng được {workbook.name}: tệp hỏng.") from error
        finally:
            pool.stop()
    return result
