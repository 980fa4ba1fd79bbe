"""Which files below inputs/ are exports (CONTRACT.md, inputs/)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING
from zipfile import ZipFile

from pipeline.model import SAMPLES, FileResult, InputFile, Limits, PipelineError, Problem
from pipeline.model.problems import problem, unreadable
from pipeline.values.text import key, shown_name
from schemas.other_pages import other_files
from schemas.taught import HEADINGS, WORDS

if TYPE_CHECKING:
    from pathlib import Path

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv")
PLAN_NAME = "ke-hoach.xlsx"
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
    plans = {plan.resolve(), (inputs / PLAN_NAME).resolve()}
    entries = [_entry(path, inputs) for path in inputs.rglob("*")]
    entries = [entry for entry in entries if not _is_passed_over(entry, plans)]
    entries.sort(key=lambda entry: entry.name)
    sheets = {entry: _sheets(entry.path) for entry in entries}
    teaching = [entry for entry in entries if _is_lesson(entry.path, sheets[entry])]
    copies = [entry for entry in entries if sheets[entry] >= _PLANS]
    entries = [entry for entry in entries if entry not in teaching and entry not in copies]
    own = [entry for entry in entries if not entry.name.startswith(f"{SAMPLES}/")]
    is_sample = not any(_is_export(entry) and not entry.path.is_dir() for entry in own)
    used = entries if is_sample else own
    exports = [entry for entry in used if _is_export(entry)]
    refused = {entry: result for entry in exports if (result := _refused(entry, limits))}
    return InputFiles(
        files=tuple(entry for entry in exports if entry not in refused),
        unusable=tuple(refused.values()),
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
        if listed is None or not path.is_file() or path.stat().st_size > _MOST_TYPED:
            return frozenset()
        part, name = listed
        with ZipFile(path) as package, package.open(part) as stream:
            text = unescape(stream.read(_MOST_TYPED).decode("utf-8", "replace"))
    except Exception:  # noqa: BLE001 - no file may stop the run, and zipfile raises what it likes
        return frozenset()
    return frozenset(map(key, name.findall(text)))


def _entry(path: Path, inputs: Path) -> InputFile:
    return InputFile(path, shown_name(path.relative_to(inputs).as_posix()))


def _is_passed_over(entry: InputFile, plans: set[Path]) -> bool:
    """Excel's lock files, hidden files, the plan, drafts of it, and folders named as such."""
    parts = entry.name.split("/")
    if any(part.startswith((".", "~$")) for part in parts) or entry.path.resolve() in plans:
        return True
    if len(parts) == 1 and parts[0].casefold().startswith(DRAFT_NAME):
        return True
    return entry.path.is_dir() and entry.path.suffix.lower() not in SUFFIXES


def _is_export(entry: InputFile) -> bool:
    return entry.path.suffix.lower() in SUFFIXES


def _refused(entry: InputFile, limits: Limits) -> FileResult | None:
    """Why the file is not even opened: a device would never end, a huge file never fit."""
    if entry.path.is_dir():
        return unreadable(entry, "folder_named_as_file")
    if not entry.path.is_file():
        return unreadable(entry, "not_a_file")
    size = entry.path.stat().st_size
    if size > limits.file_bytes:
        return unreadable(entry, "file_too_large", size=size >> 20, most=limits.file_bytes >> 20)
    return None


def _beside(entry: InputFile) -> Problem:
    if not entry.path.is_file():
        return problem("not_a_file", entry.name)
    suffix = entry.path.suffix.lower()
    names = (kind.name for kind in other_files() if suffix in kind.suffixes)
    return problem("other_file", entry.name, what=next(names, f"tệp {suffix}".rstrip()))
