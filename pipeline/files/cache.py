"""Results of files, cached for the next run (no personal data: only columns of the contracts).

A result is looked up by all that it depends on: the file's name and content, the contracts, the
code, the plan, what was taught and the limits. The day of the run matters only where a row was
received after it. What is kept carries the checksums of its parts, and is made anew where one does
not hold. The folder may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import asdict
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.model import (
    FileResult,
    HandlingColumn,
    HandlingRow,
    HandlingTable,
    InputFile,
    Limits,
    Origin,
    Plan,
    Problem,
    SheetResult,
    Source,
    Taught,
    UnknownWord,
    UnreadColumn,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.resources.abc import Traversable

_RESULT = "result.json"
AFTER_TODAY = "received_after_today"  # the one problem that another day of the run may not have
# Of all that stands in the packages and decides what a run does or writes.
_SUFFIXES = (".css", ".js", ".py", ".sql", ".toml", ".xsl")


def result_key(
    file: InputFile, content: str, plan: Plan, taught: Taught, limits: Limits
) -> str | None:
    """The name of the file's result, None where the file can't be read; `content`: its sha256."""
    if not content:
        return None
    parts = (content, file.name, code_digest(), repr(plan), repr(taught), repr(limits))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def sha256(file: InputFile) -> str:
    """Of the file's content; empty where it can't be read."""
    try:
        return _digest(file.path)
    except OSError:
        return ""


@cache
def code_digest() -> str:
    """A digest of the code and the contracts: after a change of either every file is read anew."""
    digest = hashlib.sha256()
    for package in ("pipeline", "schemas"):
        for path, content in sorted(_sources(resources.files(package), package)):
            digest.update(path.encode() + b"\0" + content)
    return digest.hexdigest()


def _sources(folder: Traversable, path: str) -> Iterable[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _sources(entry, f"{path}/{entry.name}")
        elif entry.name.endswith(_SUFFIXES):
            yield f"{path}/{entry.name}", entry.read_bytes()


def load(directory: Path, content: str, today: date) -> FileResult | None:
    """The result cached in a folder, None where there is none, it is damaged, not of a file with
    this sha256, or of another day that would have been judged otherwise.
    """
    try:
        data = json.loads(kept(directory / _RESULT))
        if not _holds(data, today):
            return None
        sheets = tuple(_sheet(entry, directory) for entry in data["sheets"])
        problems = tuple(map(_problem, data["problems"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    is_of_it = bool(sheets) and all(sheet.source.sha256 == content for sheet in sheets)
    return FileResult(sheets, problems) if is_of_it else None


def keep(path: Path, data: dict[str, Any]) -> None:
    """Writes data as JSON behind its digest."""
    text = json.dumps(data, ensure_ascii=False, default=date.isoformat).encode()
    path.write_bytes(hashlib.sha256(text).hexdigest().encode() + b"\n" + text)


def kept(path: Path) -> bytes:
    """What `keep` wrote, as JSON; raises ValueError where it is not that any more."""
    digest, _, text = path.read_bytes().partition(b"\n")
    if hashlib.sha256(text).hexdigest().encode() != digest:
        raise ValueError(path)
    return text


def _sheet(entry: dict[str, Any], directory: Path) -> SheetResult:
    numbering = entry["numbering"]
    return SheetResult(
        Source(**entry["source"]),
        entry["headers"],
        _unchanged_file(entry["rows_file"], directory),
        _unchanged_file(entry["texts_file"], directory),
        tuple(Origin(**origin) for origin in entry["origins"]),
        tuple(numbering) if numbering else None,
        tuple(UnreadColumn(**column) for column in entry["unread"]),
        tuple(UnknownWord(**word) for word in entry["unknown_words"]),
        _handling(entry["handling"]),
    )


def _handling(entry: dict[str, Any] | None) -> HandlingTable | None:
    if entry is None:
        return None
    days = {name: entry[name] and date.fromisoformat(entry[name]) for name in ("start", "end")}
    columns = (HandlingColumn(**c | {"parts": tuple(c["parts"])}) for c in entry["columns"])
    rows = (HandlingRow(**row | {"figures": tuple(row["figures"])}) for row in entry["rows"])
    texts = {name: tuple(entry[name]) for name in ("places", "unread")}
    tables = {"columns": tuple(columns), "rows": tuple(rows)}
    return HandlingTable(**entry | days | texts | tables)


def _problem(entry: dict[str, Any]) -> Problem:
    import pyarrow as pa  # noqa: PLC0415 - where nothing has changed this module is all that runs

    names = ("code", "file", "sheet", "column", "details", "is_teachable")
    as_stored = {name: entry[name] for name in names}
    values, nearest = tuple(entry["values"]), tuple(entry["nearest"])
    rows, value_of = (
        None if entry[name] is None else pa.array(entry[name], pa.int32())
        for name in ("rows", "value_of")
    )
    return Problem(**as_stored, values=values, nearest=nearest, rows=rows, value_of=value_of)


def _entry(problem: Problem) -> dict[str, Any]:
    """What a file's own result knows of a problem: nothing yet of other files."""
    rows, value_of = problem.rows, problem.value_of
    return {
        "code": problem.code,
        "file": problem.file,
        "sheet": problem.sheet,
        "column": problem.column,
        "values": problem.values,
        "nearest": problem.nearest,
        "details": problem.details,
        "is_teachable": problem.is_teachable,
        "rows": None if rows is None else rows.to_pylist(),
        "value_of": None if value_of is None else value_of.to_pylist(),
    }


def _unchanged_file(entry: list[Any], directory: Path) -> str:
    """The path of a file from its name and digest; raises where it is not as it was written."""
    name, digest = entry
    if not name:
        return ""
    path = directory / name
    if _digest(path) != digest:
        raise ValueError(path)
    return str(path)


def _holds(data: dict[str, Any], today: date) -> bool:
    """A row received after the day of the run is right some day; any other verdict stays."""
    judged_on = date.fromisoformat(data["today"])
    is_of_its_day = any(entry["code"] == AFTER_TODAY for entry in data["problems"])
    return today == judged_on or (today > judged_on and not is_of_its_day)


def store(result: FileResult, directory: Path, today: date) -> None:
    """Writes the result beside its row files, last of all: only then is the folder whole."""
    sheets = [
        asdict(sheet)
        | {
            "rows_file": _name_and_digest(sheet.rows_file),
            "texts_file": _name_and_digest(sheet.texts_file),
        }
        for sheet in result.sheets
    ]
    problems = [_entry(problem) for problem in result.problems]
    data = {"today": today.isoformat(), "sheets": sheets, "problems": problems}
    keep(directory / _RESULT, data)


def _name_and_digest(file: str) -> tuple[str, str]:
    return (Path(file).name, _digest(Path(file))) if file else ("", "")


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def discard(directory: Path) -> None:
    """Makes room for a result, whatever lies in its place."""
    if directory.is_dir() and not directory.is_symlink():
        shutil.rmtree(directory, ignore_errors=True)
    else:
        directory.unlink(missing_ok=True)


def prune(root: Path, used: set[str]) -> None:
    """Removes results that this run did not use: the folder never outgrows the inputs."""
    for entry in root.iterdir():
        if entry.name not in used and entry.is_dir():
            discard(entry)
