"""Which files below inputs/ are exports (CONTRACT.md, inputs/)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.model import InputFile, PipelineError, Problem
from pipeline.problems import problem

if TYPE_CHECKING:
    from pathlib import Path

SUFFIXES = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv")
PLAN_NAME = "ke-hoach.xlsx"
SAMPLES = "mau"


@dataclass(frozen=True)
class Found:
    """The exports to read, and problems of what lies beside them."""

    files: tuple[InputFile, ...]
    problems: tuple[Problem, ...]
    is_sample: bool


def discover(inputs: Path, plan: Path) -> Found:
    """Exports below `inputs`, sorted by name; the samples only when there is no other export."""
    if not inputs.is_dir():
        raise PipelineError(
            f"Không có thư mục {inputs}.\nTạo thư mục này rồi bỏ các bản xuất vào đó."
        )
    plans = {plan.resolve(), (inputs / PLAN_NAME).resolve()}
    entries = [_entry(path, inputs) for path in inputs.rglob("*") if not path.is_dir()]
    entries = [entry for entry in entries if not _is_passed_over(entry, plans)]
    entries.sort(key=lambda entry: entry.name)
    own = [entry for entry in entries if not entry.name.startswith(f"{SAMPLES}/")]
    is_sample = not any(_is_export(entry) for entry in own)
    used = [entry for entry in entries if entry not in own] + own if is_sample else own
    return Found(
        files=tuple(entry for entry in used if _is_export(entry)),
        problems=tuple(_beside(entry) for entry in used if not _is_export(entry)),
        is_sample=is_sample,
    )


def _entry(path: Path, inputs: Path) -> InputFile:
    return InputFile(path, path.relative_to(inputs).as_posix())


def _is_passed_over(entry: InputFile, plans: set[Path]) -> bool:
    """Excel's lock files, hidden files and the plan itself."""
    parts = entry.name.split("/")
    return any(part.startswith((".", "~$")) for part in parts) or entry.path.resolve() in plans


def _is_export(entry: InputFile) -> bool:
    return entry.path.suffix.lower() in SUFFIXES and entry.path.is_file()


def _beside(entry: InputFile) -> Problem:
    return problem("other_file" if entry.path.is_file() else "not_a_file", entry.name)
