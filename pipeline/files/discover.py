"""Which files below inputs/ are exports (CONTRACT.md, inputs/)."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from html import unescape
from pathlib import Path
from zipfile import ZipFile

from pipeline.model import SAMPLES, FileResult, InputFile, Limits, PipelineError, Problem
from pipeline.model.problems import problem, unreadable
from pipeline.values.text import key, shown_name
from schemas.other_pages import other_files, own
from schemas.taught import HEADINGS, WORDS

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv")
PLAN_NAME = "ke-hoach.xlsx"
_HIDDEN = (".", "~$")  # how names of hidden files begin, and of Excel's lock files
DRAFT_NAME = "ke-hoach-moi"  # and what follows, of drafts that lie beside the plan
_MOST_TYPED = 1 << 20  # bytes of a workbook that people fill in, and of its list of sheets
# Suffix -> where a package lists its sheets, and how.
_SHEET = ("xl/workbook.xml", re.compile(r'<(?:\w+:)?sheet\b[^<>]*?\bname="([^"]*)"'))
_TABLE = ("content.xml", re.compile(r'<table:table\s[^<>]*?\btable:name="([^"]*)"'))
_SHEETS = {".xlsx": _SHEET, ".xlsm": _SHEET, ".ods": _TABLE}
_TEACHING = (".xlsx", ".xlsm")
_LESSONS = frozenset(map(key, (HEADINGS, WORDS)))
# What no export has, nor a workbook of ours but a plan.
_PLANS = frozenset(map(key, ("Kế hoạch", "Đơn vị", "Chỉ tiêu")))


@dataclass(frozen=True)
class InputFiles:
    """The exports to read, what has an export's name but can't be opened, problems of what lies
    beside them, and workbooks that teach what headings and words mean.
    """

    files: tuple[InputFile, ...]
    unusable: tuple[FileResult, ...]
    problems: tuple[Problem, ...]
    is_sample: bool
    teaching: tuple[InputFile, ...] = ()


def discover(inputs: Path, plan: Path, limits: Limits) -> InputFiles:
    """Exports below `inputs`, sorted by name; the samples only when there is no other export."""
    if not inputs.is_dir():
        raise PipelineError(
            f"Không có thư mục {inputs}.\nTạo thư mục này rồi bỏ các bản xuất vào đó."
        )
    plans = {os.path.realpath(path) for path in (plan, inputs / PLAN_NAME)}
    entries, odd = _listed(inputs, plans)
    sheets = {entry: _sheets(entry.path) for entry in entries}
    teaching = [entry for entry in entries if _is_lesson(entry.path, sheets[entry])]
    copies = [entry for entry in entries if sheets[entry] >= _PLANS]
    entries = [entry for entry in entries if entry not in teaching and entry not in copies]
    own = [entry for entry in entries if not entry.name.startswith(f"{SAMPLES}/")]
    is_sample = not any(_is_export(entry) and not _is(entry.path.is_dir) for entry in own)
    used = entries if is_sample else own
    exports = [entry for entry in used if _is_export(entry)]
    refused = {entry: result for entry in exports if (result := _refused(entry, limits))}
    return InputFiles(
        files=tuple(entry for entry in exports if entry not in refused),
        unusable=(*refused.values(), *(result for result in odd if is_sample or _is_own(result))),
        problems=(
            *(problem("plan_copy", entry.name, plan=plan.name) for entry in copies),
            *(_beside(entry) for entry in used if entry not in exports),
        ),
        is_sample=is_sample,
        teaching=tuple(teaching),
    )


def teaching_files(inputs: Path, limits: Limits) -> tuple[InputFile, ...]:
    """The workbooks below `inputs` that teach; none where there is no such folder."""
    return discover(inputs, inputs / PLAN_NAME, limits).teaching if inputs.is_dir() else ()


def teaches(path: Path) -> bool:
    """Whether a file is a workbook that teaches, by the names of its sheets."""
    return _is_lesson(path, _sheets(path))


def _is_lesson(path: Path, sheets: frozenset[str]) -> bool:
    return path.suffix.lower() in _TEACHING and sheets >= _LESSONS


def _sheets(path: Path) -> frozenset[str]:
    """The names of a workbook's sheets, folded. Nothing else of it is looked at, and at no large
    file: people fill in none of those.
    """
    try:
        listed = _SHEETS.get(path.suffix.lower())
        if listed is None or not _is(path.is_file) or path.stat().st_size > _MOST_TYPED:
            return frozenset()
        part, name = listed
        with ZipFile(path) as package, package.open(part) as stream:
            text = unescape(stream.read(_MOST_TYPED).decode("utf-8", "replace"))
    except Exception:  # noqa: BLE001 - no file may stop the run, and zipfile raises what it likes
        return frozenset()
    return frozenset(map(key, name.findall(text)))


def _listed(inputs: Path, plans: set[str]) -> tuple[list[InputFile], list[FileResult]]:
    """All that is not passed over, sorted by name; and what can't even be looked at: folders that
    can't be opened or that lie elsewhere, names that no output could hold.
    """
    entries: list[InputFile] = []
    odd: list[FileResult] = []
    for folder, folders, files in os.walk(inputs, onerror=partial(_refuse, inputs, odd)):
        shown = [name for name in (*folders, *files) if not name.startswith(_HIDDEN)]
        faults = {e: _fault(e, inputs) for e in (_entry(Path(folder, n), inputs) for n in shown)}
        odd += (unreadable(entry, code) for entry, code in faults.items() if code)
        sound = [entry for entry, code in faults.items() if not code]
        folders[:] = {*folders} & {entry.path.name for entry in sound}
        entries += (entry for entry in sound if not _is_passed_over(entry, plans))
    odd.sort(key=lambda result: result.sheets[0].source.file)
    return sorted(entries, key=lambda entry: entry.name), odd


def _fault(entry: InputFile, inputs: Path) -> str:
    """The code of what is wrong with an entry before it is opened, "" where nothing is."""
    if _lettered(entry.path, inputs) != _raw_name(entry.path, inputs):
        return "unreadable_name"
    return "linked_folder" if _is(entry.path.is_symlink) and _is(entry.path.is_dir) else ""


def _refuse(inputs: Path, odd: list[FileResult], error: OSError) -> None:
    """A folder that can't be opened."""
    if Path(error.filename) == inputs:
        raise PipelineError(
            f"Không mở được thư mục {inputs}.\nCấp quyền đọc thư mục này rồi chạy lại."
        ) from error
    odd.append(unreadable(_entry(Path(error.filename), inputs), "unreadable_folder"))


def _entry(path: Path, inputs: Path) -> InputFile:
    """Under its name as it may be shown."""
    return InputFile(path, shown_name(_lettered(path, inputs)))


def _lettered(path: Path, inputs: Path) -> str:
    """Its name, in which bytes that are no letters are their numbers."""
    return os.fsencode(_raw_name(path, inputs)).decode("utf-8", "backslashreplace")


def _raw_name(path: Path, inputs: Path) -> str:
    return path.relative_to(inputs).as_posix()


def _is(question: Callable[[], bool]) -> bool:
    """What a path answers, no where nobody may look."""
    try:
        return question()
    except OSError:
        return False


def _is_passed_over(entry: InputFile, plans: set[str]) -> bool:
    """The plan, drafts of it, and folders named as such."""
    is_top = "/" not in entry.name
    if os.path.realpath(entry.path) in plans or (
        is_top and entry.name.casefold().startswith(DRAFT_NAME)
    ):
        return True
    return _is(entry.path.is_dir) and entry.path.suffix.lower() not in SUFFIXES


def _is_own(result: FileResult) -> bool:
    """Whether it is none of the samples."""
    return not result.sheets[0].source.file.startswith(f"{SAMPLES}/")


def _is_export(entry: InputFile) -> bool:
    return entry.path.suffix.lower() in SUFFIXES


def _refused(entry: InputFile, limits: Limits) -> FileResult | None:
    """Why the file is not even opened: a device would never end, a huge file never fit."""
    if _is(entry.path.is_dir):
        return unreadable(entry, "folder_named_as_file")
    try:
        size = entry.path.stat().st_size
    except PermissionError:
        return unreadable(entry, "unreadable_file", reason="không có quyền đọc")
    except OSError:
        size = 0  # a link that leads nowhere or to itself
    if not _is(entry.path.is_file):
        return unreadable(entry, "not_a_file")
    if size > limits.file_bytes:
        return unreadable(entry, "file_too_large", size=size >> 20, most=limits.file_bytes >> 20)
    return None


def _is_own_output(name: str) -> bool:
    """Whether a file that is no spreadsheet is called as those are that this program writes."""
    begin = re.match(r"(?:mau_)?([a-z0-9-]+)_\d{4}-\d\d-\d\d", name.casefold())
    return begin is not None and begin[1] in own().stems


def _beside(entry: InputFile) -> Problem:
    if not _is(entry.path.is_file):
        return problem("not_a_file", entry.name)
    if _is_own_output(entry.path.name):
        return problem("own_output", entry.name)
    suffix = entry.path.suffix.lower()
    names = (kind.name for kind in other_files() if suffix in kind.suffixes)
    return problem("other_file", entry.name, what=next(names, f"tệp {suffix}".rstrip()))
