"""One file from bytes to accepted rows: ingest, normalise, validate. The unit of work.

Depends on the file, the contracts, the plan and the day of the run alone, so it runs in a child
process here and can run anywhere else.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.ingest import read_tables
from pipeline.model import (
    FileResult,
    InputFile,
    Limits,
    Origin,
    Problem,
    RawSheet,
    RawTable,
    SheetResult,
    Source,
    Taught,
    TypedTable,
    UnreadableFileError,
)
from pipeline.model.problems import problem, unreadable
from pipeline.normalise import mapped, normalise
from pipeline.validate.consequences import REJECTED
from pipeline.validate.row_outcomes import ORPHANS
from pipeline.validate.rules import Verdict, shown_value, validate
from pipeline.validate.unknown_words import unknown_words
from pipeline.values.privacy import HIDDEN, is_personal, public, public_place
from pipeline.values.row_reference import parse_reference
from pipeline.values.text import clean, key, visible
from schemas.cells import Cell
from schemas.contracts import contracts
from schemas.taught import taught_vocabularies, word_title

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from pipeline.plan.keys import PlanKeys

_NO_LOGS = ("summary", "own_output")  # what a file is, if it is no export
_FREE = ("code", "official", "reference", "origin")
_SELDOM_TWICE = ("code", "reference")


def convert(
    file: InputFile, keys: PlanKeys, today: date, directory: Path, limits: Limits
) -> FileResult:
    """Accepted rows as Parquet files below `directory`, sources and problems as values.

    A file that can't be read is a source without rows and a problem, never an exception.
    """
    try:
        content = file.path.read_bytes()
    except OSError as error:
        is_denied = isinstance(error, PermissionError)
        reason = "không có quyền đọc, hoặc đang bị khóa" if is_denied else "không mở được"
        return unreadable(file, "unreadable_file", reason=reason)
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        sheets = read_tables(content, limits, keys.taught)
    except UnreadableFileError as error:
        return unreadable(file, error.code, sha256=sha256, reason=str(error))
    del content
    results, problems = [], []
    for number, sheet in enumerate(sheets):
        source = Source(file.name, sha256, sheet.name, kind="", message="; ".join(sheet.notes))
        result, of_sheet = _Sheet(source, sheet).result(keys, today, directory / str(number))
        results.append(result)
        problems += of_sheet
    is_named = any(p.code in _NO_LOGS for p in problems)
    is_read = any(sheet.table for sheet in sheets) or any(p.severity == "error" for p in problems)
    if not is_read and not is_named:
        missing = problem("no_table", file.name)
        is_teachable = any(sheet.unread for sheet in sheets)
        problems.append(replace(missing, is_teachable=is_teachable))
    return FileResult(tuple(results), tuple(problems))


class _Sheet:
    """One sheet on its way to its result."""

    def __init__(self, source: Source, sheet: RawSheet) -> None:
        self._source, self._sheet = source, sheet

    def result(self, keys: PlanKeys, today: date, path: Path) -> tuple[SheetResult, list[Problem]]:
        """The sheet's result, its files written at `path` with suffixes of their own."""
        problems = self._problems()
        raw = self._sheet.table
        if raw is None:
            parts = [self._source.message, *(entry.message for entry in problems[:1])]
            source = replace(self._source, message="; ".join(filter(None, parts)))
            unread, handling = self._sheet.unread, self._sheet.handling
            return SheetResult(source, {}, "", unread=unread, handling=handling), problems
        table = normalise(raw, keys, today)
        verdict = validate(table, self._source.file, self._source.sheet)
        problems += verdict.problems
        accepted, ignored = verdict.is_accepted, _says_nothing(table)
        rows_file, texts_file = path.with_suffix(".parquet"), path.with_suffix(".texts.parquet")
        self._write_rows(table, accepted & ~ignored, rows_file)
        has_texts = _write_texts(table, verdict, texts_file)
        notes = (self._source.message, _learnt_words(raw, keys.taught))
        source = replace(self._source, message="; ".join(filter(None, notes)))
        return SheetResult(
            replace(source, **_counts(raw, accepted, ignored)),
            raw.headers,
            str(rows_file),
            str(texts_file) if has_texts else "",
            _origins(table, accepted),
            raw.numbering,
            self._sheet.unread,
            unknown_words(table),
        ), problems

    def _problems(self) -> list[Problem]:
        """What is wrong with the sheet as a whole."""
        file, sheet = self._source.file, self._source.sheet
        problems = [problem(d.code, file, sheet=sheet, **d.details) for d in self._sheet.doubts]
        if self._sheet.table is not None:
            contract = contracts()[self._sheet.table.kind]
            problems += [
                problem(
                    "column_absent", file, sheet=sheet, title=contract.title,
                    missing=column.spellings[0], effect=column.absent,
                )
                for column in contract.columns
                if column.absent and column.name not in self._sheet.table.headers
            ]  # fmt: skip
        return [replace(entry, is_teachable=bool(self._sheet.unread)) for entry in problems]

    def _write_rows(self, table: TypedTable, accepted: np.ndarray, path: Path) -> None:
        values = {
            "file": _repeated(self._source.file, len(table.rows)),
            "sheet": _repeated(self._source.sheet, len(table.rows)),
            "row_number": table.rows,
            **_counted_columns(table),
        }
        _write(_of(pa.table(values), accepted), path, _SELDOM_TWICE)


def _learnt_words(table: RawTable, taught: Taught) -> str:
    """The words of the table that are read as they were taught, for the source's message."""
    learnt = {}
    for column in contracts()[table.kind].columns if taught.words else ():
        if column.name not in table.columns or column.type not in taught_vocabularies():
            continue
        texts = map(clean, table.columns[column.name].drop_null().unique().to_pylist())
        for text in texts:
            if value := taught.words.get((column.type, key(text))):
                learnt[public(text)] = word_title(column.type, value)
    shown = ", ".join(f"“{text}” là {title}" for text, title in sorted(learnt.items()))
    return f"từ đã dạy: {shown}" if shown else ""


def _counts(table: RawTable, accepted: np.ndarray, ignored: np.ndarray) -> dict[str, Any]:
    return {
        "kind": table.kind,
        "rows_read": len(table.rows) + table.rows_ignored,
        "rows_kept": int((accepted & ~ignored).sum()),
        "rows_rejected": int((~accepted).sum()),
        "rows_ignored": table.rows_ignored + int((accepted & ignored).sum()),
    }


# Kind -> the columns that all are empty where a row says nothing: an empty rating is no rating, an
# empty figure none (CONTRACT.md).
_SAY_NOTHING = {"ratings": ["rating_rank"], "portal": ["denominator", "rate_bp"]}


def _says_nothing(table: TypedTable) -> np.ndarray:
    """Rows that are ignored."""
    names = _SAY_NOTHING.get(table.kind)
    if names is None:
        return np.zeros(len(table.rows), dtype=bool)
    return np.asarray(table.frame[names].isna().all(axis=1))


def _counted_columns(table: TypedTable) -> dict[str, pa.ChunkedArray]:
    """The columns of the frame that are counted; the others were there to be judged."""
    return {name: pa.array(column.array) for name, column in table.frame.items()
            if "." not in name}  # fmt: skip


def _write_texts(table: TypedTable, verdict: Verdict, path: Path) -> bool:
    """The rows that may have to be corrected, as they were; whether there are any. Of a rejected
    dossier the code and unit that it would have had, too: other rows may hang on it.
    """
    wanted = verdict.is_correctable.copy()
    if table.kind in ORPHANS:  # only all inputs together find fault with these
        wanted |= verdict.is_accepted
    if table.kind == "dossiers":
        wanted |= ~verdict.is_accepted
    if not wanted.any():
        return False
    texts = {
        name: _public_texts(table, verdict, name, wanted)
        for name in table.texts
        if name != "origin"
    }
    dates = [c.name for c in contracts()[table.kind].columns if c.type == "date"]
    rows = {"row_number": _of(table.rows, wanted), **texts, **_rejected(table, verdict, wanted)}
    _write(pa.table(rows), path, (*_SELDOM_TWICE, *REJECTED, *dates))
    return True


def _rejected(table: TypedTable, verdict: Verdict, wanted: np.ndarray) -> dict[str, pa.Array]:
    """Of dossiers the columns REJECTED, null in rows that are accepted."""
    if table.kind != "dossiers":
        return {}
    is_rejected = pa.array(~verdict.is_accepted[wanted])
    return {
        name: pc.if_else(is_rejected, _of(pa.array(table.frame[column].array), wanted), None)
        for name, column in REJECTED.items()
        if column in table.frame
    }


def _public_texts(
    table: TypedTable, verdict: Verdict, name: str, wanted: np.ndarray
) -> pa.StringArray:
    """A column's texts; what its type did not expect may be personal data and is checked."""
    texts = _visible(_of(table.texts[name], wanted))
    if name in _FREE:
        return texts
    kind = contracts()[table.kind].column(name).type
    if kind == "place":
        return mapped(texts, public_place)
    if kind == "text":
        return mapped(texts, lambda text: HIDDEN if is_personal(text) else text)
    is_doubtful = table.frame[f"{name}.cell"].to_numpy() == Cell.UNREAD
    is_doubtful[verdict.refused.get(name, [])] = True
    doubtful = is_doubtful[wanted]
    if not doubtful.any():
        return texts
    shown = mapped(texts.filter(pa.array(doubtful)), partial(shown_value, name))
    return pc.replace_with_mask(texts, pa.array(doubtful), shown)


def _visible(texts: pa.StringArray) -> pa.StringArray:
    """Most texts have nothing that nobody sees."""
    is_odd = pc.invert(pc.utf8_is_printable(texts)).fill_null(False)
    if not pc.any(is_odd).as_py():
        return texts
    return pc.replace_with_mask(texts, is_odd, mapped(texts.filter(is_odd), visible))


def _of(values: Any, wanted: np.ndarray) -> Any:
    """An array's or a table's rows that are wanted."""
    return values if wanted.all() else values.filter(pa.array(wanted))


def _write(rows: pa.Table, path: Path, seldom_twice: tuple[str, ...]) -> None:
    """Parquet, quick to write: most is read but once, by the run that writes it."""
    repeated = [
        entry.name for entry in rows.schema
        if entry.name not in seldom_twice and not pa.types.is_primitive(entry.type)
    ]  # fmt: skip
    pq.write_table(
        rows, path, compression="snappy", use_dictionary=repeated, write_statistics=False,
        store_schema=False,
    )  # fmt: skip


def _repeated(text: str, times: int) -> pa.DictionaryArray:
    """A column that says the same in every row."""
    return pa.DictionaryArray.from_arrays(np.zeros(times, dtype=np.int32), [text])


def _origins(table: TypedTable, accepted: np.ndarray) -> tuple[Origin, ...]:
    """Of a corrected copy: what its rows take the place of."""
    if "origin" not in table.texts:
        return ()
    texts = table.texts["origin"].to_pylist()
    return tuple(
        Origin(row, bool(is_accepted), *reference)
        for row, is_accepted, text in zip(table.rows.to_pylist(), accepted, texts, strict=True)
        if text and (reference := parse_reference(text))
    )
