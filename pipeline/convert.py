"""One file from bytes to kept rows: ingest, normalise, validate. The unit of work.

Depends on the file, the contracts, the plan and the day of the run alone, so it runs in a child
process here and can run anywhere else.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.ingest import read_tables
from pipeline.model import (
    FileResult,
    InputFile,
    Problem,
    RawSheet,
    RawTable,
    SheetResult,
    Source,
    UnreadableFileError,
)
from pipeline.normalise import Normalised, PlanKeys, normalise
from pipeline.problems import problem, unreadable
from pipeline.validate import validate
from schemas.contracts import contracts

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path


def convert(file: InputFile, keys: PlanKeys, today: date, directory: Path) -> FileResult:
    """Kept rows as Parquet files below `directory`, sources and problems as values.

    A file that can't be read is a source without rows and a problem, never an exception.
    """
    try:
        content = file.path.read_bytes()
    except OSError as error:
        reason = f"không mở được ({error.strerror or type(error).__name__})"
        return unreadable(file, "unreadable_file", reason=reason)
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        sheets = read_tables(content)
    except UnreadableFileError as error:
        return unreadable(file, "unreadable_file", sha256=sha256, reason=str(error))
    return _file_result(file.name, sha256, sheets, keys, today, directory)


def _file_result(
    name: str, sha256: str, sheets: list[RawSheet], keys: PlanKeys, today: date, directory: Path
) -> FileResult:
    results, problems = [], []
    for number, sheet in enumerate(sheets):
        source = Source(name, sha256, sheet.name, kind="", message="; ".join(sheet.notes))
        result, found = _sheet_result(source, sheet, keys, today, directory / f"{number}.parquet")
        results.append(result)
        problems += found
    if not any(sheet.table for sheet in sheets) and all(p.severity != "error" for p in problems):
        problems.append(problem("no_table", name))
    return FileResult(tuple(results), tuple(problems))


def _sheet_result(
    source: Source, sheet: RawSheet, keys: PlanKeys, today: date, path: Path
) -> tuple[SheetResult, list[Problem]]:
    problems = _sheet_problems(source, sheet)
    if sheet.table is None:
        message = "; ".join(filter(None, [source.message, *(p.message for p in problems[:1])]))
        return SheetResult(replace(source, message=message), {}, ""), problems
    table = normalise(sheet.table, keys, today)
    kept, found = validate(table)
    problems += [replace(p, file=source.file, sheet=source.sheet) for p in found]
    ignored = _without_rating(table, kept)
    _write(table, kept & ~ignored, source, path)
    return SheetResult(
        replace(source, **_counts(sheet.table, kept, ignored)), sheet.table.headers, str(path)
    ), problems


def _counts(table: RawTable, kept: np.ndarray, ignored: np.ndarray) -> dict[str, Any]:
    return {
        "kind": table.kind,
        "rows_read": len(table.rows) + table.rows_ignored,
        "rows_kept": int((kept & ~ignored).sum()),
        "rows_rejected": int((~kept).sum()),
        "rows_ignored": table.rows_ignored + int((kept & ignored).sum()),
    }


def _without_rating(table: Normalised, kept: np.ndarray) -> np.ndarray:
    """An empty rating is no rating: the row is ignored (CONTRACT.md)."""
    if table.kind != "ratings":
        return np.zeros(len(kept), dtype=bool)
    return np.asarray(table.values["rating_rank"].is_null())


def _write(table: Normalised, kept: np.ndarray, source: Source, path: Path) -> None:
    columns = {
        "file": pa.array([source.file] * len(table.rows), type=pa.string()),
        "sheet": pa.array([source.sheet] * len(table.rows), type=pa.string()),
        "row_number": table.rows,
        **table.values,
    }
    pq.write_table(pa.table(columns).filter(pa.array(kept)), path, compression="zstd")


def _sheet_problems(source: Source, sheet: RawSheet) -> list[Problem]:
    """What is wrong with the sheet as a whole."""
    found = []
    if sheet.problem:
        details: dict[str, Any] = sheet.details or {}
        found.append(problem(sheet.problem, source.file, sheet=source.sheet, **details))
    if sheet.table is not None:
        contract = contracts()[sheet.table.kind]
        found += [
            problem(
                "column_absent", source.file, sheet=source.sheet, title=contract.title,
                missing=column.spellings[0], effect=column.absent,
            )
            for column in contract.columns
            if column.absent and column.name not in sheet.table.headers
        ]  # fmt: skip
    return found
