"""What follows from another problem: payments, digitization and ratings of rejected dossiers.

Nothing is wrong with these rows: their dossier is to be mended, and they are said with it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from schemas.contracts import problem_types

if TYPE_CHECKING:
    from pipeline.model import FileResult, Problem, SheetResult

# Columns of a dossier export's texts: the code and unit that a rejected row would have had.
REJECTED = {"rejected_code": "code", "rejected_unit": "unit"}
_BETWEEN = "\0"  # code and unit in one key


def rejected_files(results: list[FileResult], outcomes: pa.Table) -> list[str]:
    """The files of texts that `with_consequences` reads."""
    if not pc.any(pc.equal(outcomes["outcome"], "orphan")).as_py():
        return []
    return [
        sheet.texts_file
        for result in results
        for sheet in result.sheets
        if sheet.source.kind == "dossiers" and sheet.source.rows_rejected and sheet.texts_file
    ]


def with_consequences(
    results: list[FileResult], outcomes: pa.Table
) -> tuple[list[FileResult], pa.Table]:
    """The results, whose problems say how many rows of other exports hang on their rows, and the
    outcomes with `is_consequence`: each of these is said with one problem.

    `outcomes`: aggregate.Outcomes.problems.
    """
    files = set(rejected_files(results, outcomes))
    sheets = [s for result in results for s in result.sheets if s.texts_file in files]
    rejected = [_rejected(sheet) for sheet in sheets]
    if not any(map(len, rejected)):
        nothing = np.zeros(len(outcomes), dtype=bool)
        return results, outcomes.append_column("is_consequence", pa.array(nothing))
    hangs_on = _hangs_on(outcomes, pa.concat_tables(rejected))
    places = _places(sheets, rejected, outcomes["kind"], hangs_on)
    counted = [_counted(result, places) for result in results]
    is_counted = np.concatenate([*(place.is_counted for place in places.values()), [False]])
    return counted, outcomes.append_column("is_consequence", pa.array(is_counted[hangs_on]))


def _places(
    sheets: list[SheetResult],
    rejected: list[pa.Table],
    kinds: pa.ChunkedArray,
    hangs_on: np.ndarray,
) -> dict[tuple[str, str], _Hanging]:
    """By file and sheet what hangs on its rejected rows; in the order of `rejected`."""
    ends = np.cumsum([len(rows) for rows in rejected])
    counts = {
        kind: np.bincount(hangs_on[np.asarray(pc.equal(kinds, kind))] + 1, minlength=ends[-1] + 1)
        for kind in kinds.unique().to_pylist()
    }
    return {
        (sheet.source.file, sheet.source.sheet): _Hanging(
            rows["row_number"].to_numpy(),
            {kind: every[1:][end - len(rows) : end] for kind, every in counts.items()},
        )
        for sheet, rows, end in zip(sheets, rejected, ends, strict=True)
    }


def _rejected(sheet: SheetResult) -> pa.Table:
    """Row, code and unit of a sheet's rejected dossiers that have a code."""
    names = pq.read_schema(sheet.texts_file).names
    columns = [name for name in ("row_number", *REJECTED) if name in names]
    texts = pq.read_table(sheet.texts_file, columns=columns)
    for name in REJECTED:
        if name not in columns:
            texts = texts.append_column(name, pa.nulls(len(texts), pa.string()))
    return texts.filter(pc.is_valid(texts["rejected_code"])).select(["row_number", *REJECTED])


def _hangs_on(outcomes: pa.Table, rejected: pa.Table) -> np.ndarray:
    """Of each outcome the position of the rejected dossier that it hangs on; -1: of none.

    A unit is compared where both rows name one.
    """
    code, unit = outcomes["code"], outcomes["unit"]
    codes, units = rejected["rejected_code"], rejected["rejected_unit"]
    same_unit = _position(_key(code, unit), _key(codes, units))
    any_unit = _position(code, pc.if_else(pc.is_null(units), codes, None))
    of_no_unit = _position(pc.if_else(pc.is_null(unit), code, None), codes)
    found = pc.coalesce(same_unit, any_unit, of_no_unit)
    found = pc.if_else(pc.equal(outcomes["outcome"], "orphan"), found, None)
    return np.asarray(found.fill_null(-1))


def _position(values: pa.ChunkedArray, among: pa.ChunkedArray) -> pa.ChunkedArray:
    """Where each value stands first; null where nowhere, or where there is none."""
    return pc.index_in(values, value_set=among, skip_nulls=True)


def _key(code: pa.ChunkedArray, unit: pa.ChunkedArray) -> pa.ChunkedArray:
    """Both in one text; null where there is no unit."""
    return pc.binary_join_element_wise(code, unit, _BETWEEN)


class _Hanging:
    """How many rows of each kind of export hang on each rejected row of a sheet."""

    def __init__(self, rows: np.ndarray, counts: dict[str, np.ndarray]) -> None:
        self._rows, self._counts = rows, counts
        self.is_counted = np.zeros(len(rows), dtype=bool)

    def counted(self, problem: Problem) -> Problem:
        """With what hangs on its rows, so far as no other problem has said it."""
        rows = None if problem.rows is None else problem.rows.to_numpy()
        is_own = ~self.is_counted if rows is None else np.isin(self._rows, rows) & ~self.is_counted
        self.is_counted |= is_own
        place_of = (
            np.zeros(len(is_own), np.int64) if rows is None else rows.searchsorted(self._rows)
        )
        hanging = {
            kind: np.bincount(place_of[is_own], counts[is_own], minlength=problem.count)
            for kind, counts in self._counts.items()
            if counts[is_own].any()
        }
        return replace(problem, consequences={
            kind: pa.array(counts.astype(np.int64)) for kind, counts in hanging.items()
        })  # fmt: skip


def _counted(result: FileResult, places: dict[tuple[str, str], _Hanging]) -> FileResult:
    """Rows that are refused one by one come before those of a whole column."""
    problems = list(result.problems)
    for number in sorted(range(len(problems)), key=lambda n: problems[n].rows is None):
        entry = problems[number]
        place = places.get((entry.file, entry.sheet))
        kind = problem_types()[entry.code]
        has_rows = entry.rows is not None or kind.is_of_column
        if place is not None and kind.severity == "error" and has_rows:
            problems[number] = place.counted(entry)
    return replace(result, problems=tuple(problems))
