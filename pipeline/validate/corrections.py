"""Corrected copies: their rows take the places of the rows that staff corrected.

Each row of a copy (outputs/can-sua/) names its original in the column "Dòng gốc". Once such a row
is kept, the original counts as a duplicate, and its problems are replaced.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.model import Correction, FileResult, Problem, SheetResult
from pipeline.values.row_reference import file_reference, sheet_reference

if TYPE_CHECKING:
    from collections.abc import Iterable

# More rows than these nobody corrects by hand: of all sheets, shared out among them, and of one.
_MOST_ROWS, _LEAST_ROWS = 5_000, 100
# (the file's mark, sheet's position) -> rows
Places = dict[tuple[str, int], set[int]]


def replace_corrected(results: list[FileResult]) -> list[FileResult]:
    """The results without the rows that a kept row of a corrected copy takes the place of."""
    replaced = {}
    for of_year in _by_year(results):
        corrected = _corrected(of_year)
        for result in of_year:
            replaced[id(result)] = _without(result, corrected) if corrected else result
    return [replaced[id(result)] for result in results]


def corrected_files(results: list[FileResult]) -> list[str]:
    """The files of kept rows that `replace_corrected` reads."""
    return [
        sheet.rows_file
        for of_year in _by_year(results)
        for corrected in [_corrected(of_year)]
        for result in of_year
        for number, sheet in enumerate(result.sheets)
        if sheet.rows_file and (file_reference(sheet.source.sha256), number) in corrected
    ]


def _by_year(results: list[FileResult]) -> tuple[list[FileResult], list[FileResult]]:
    """This year's, and those of the folder for the year before, whose copies correct only files of
    the folder: they must change nothing of this year.
    """
    now: list[FileResult] = []
    before: list[FileResult] = []
    for result in results:
        (before if result.sheets[0].source.is_last_years else now).append(result)
    return now, before


def _corrected(results: list[FileResult]) -> Places:
    """A copy may be a correction of a copy: the first original is replaced with the last."""
    origins = {
        (file_reference(sheet.source.sha256), number, origin.row): origin
        for result in results
        for number, sheet in enumerate(result.sheets)
        for origin in sheet.origins
    }
    places: Places = defaultdict(set)
    for (content, number, row), origin in origins.items():
        seen = {(content, number, row)}
        step = origin if origin.is_accepted else None
        while step is not None:
            place = (step.content, step.sheet, step.original)
            if place in seen:  # a row that names itself, or a circle
                break
            seen.add(place)
            places[place[:2]].add(place[2])
            step = origins.get(place)
    return places


def _without(result: FileResult, corrected: Places) -> FileResult:
    sheets, problems = [], list(result.problems)
    for number, sheet in enumerate(result.sheets):
        rows = corrected.get((file_reference(sheet.source.sha256), number))
        if not rows or not sheet.source.kind:
            sheets.append(sheet)
            continue
        replaced = pa.array(rows, type=pa.int32())
        of_sheet = [_has_rows_of(problem, sheet) for problem in problems]
        wrong = [p.rows for p, is_here in zip(problems, of_sheet, strict=True)
                 if is_here and p.severity == "error"]  # fmt: skip
        rejected = pc.unique(pa.chunked_array(wrong, type=pa.int32()))
        problems = [
            p.of_rows(pc.invert(pc.is_in(p.rows, value_set=replaced))) if is_here else p
            for p, is_here in zip(problems, of_sheet, strict=True)
        ]
        problems = [p for p in problems if p.count]
        count = pc.sum(pc.is_in(rejected, value_set=replaced)).as_py() or 0
        sheets.append(_sheet_without(sheet, replaced, count))
    return FileResult(tuple(sheets), tuple(problems))


def _has_rows_of(problem: Problem, sheet: SheetResult) -> bool:
    """Whether it is a problem of single rows of the sheet."""
    place = (sheet.source.file, sheet.source.sheet)
    return problem.rows is not None and (problem.file, problem.sheet) == place


def _sheet_without(sheet: SheetResult, rows: pa.Int32Array, rejected: int) -> SheetResult:
    path = Path(sheet.rows_file)
    table = pq.read_table(path)
    stays = pc.invert(pc.is_in(table["row_number"], value_set=rows))
    left = table.filter(stays)
    dropped = len(table) - len(left)
    target = path.with_name(f"{path.stem}.corrected.parquet")
    pq.write_table(left, target, compression="zstd")
    source = replace(
        sheet.source,
        rows_kept=sheet.source.rows_kept - dropped,
        rows_rejected=sheet.source.rows_rejected - rejected,
        rows_duplicate=sheet.source.rows_duplicate + dropped + rejected,
    )
    return replace(sheet, source=source, rows_file=str(target))


def texts_files(results: list[FileResult], problems: Iterable[Problem]) -> list[str]:
    """The files of texts that `to_correct` reads."""
    places = _correctable(problems)
    return [
        sheet.texts_file
        for result in results
        for sheet in result.sheets
        if sheet.texts_file and (sheet.source.file, sheet.source.sheet) in places
    ]


def to_correct(
    results: list[FileResult], problems: Iterable[Problem]
) -> dict[str, tuple[Correction, ...]]:
    """By input file, the rows that a person can correct in a copy."""
    by_place = _correctable(problems)
    most = max(_LEAST_ROWS, _MOST_ROWS // max(len(by_place), 1))
    by_file: dict[str, tuple[Correction, ...]] = {}
    for result in results:
        corrections = [
            _correction(sheet, number, by_place[sheet.source.file, sheet.source.sheet], most)
            for number, sheet in enumerate(result.sheets)
            if sheet.texts_file and (sheet.source.file, sheet.source.sheet) in by_place
        ]
        if corrections:
            by_file[result.sheets[0].source.file] = tuple(corrections)
    return by_file


def _correctable(problems: Iterable[Problem]) -> dict[tuple[str, str], list[Problem]]:
    """By file and sheet the problems of rows that nothing but a corrected row mends: not the plan,
    not another export, not the correction of another row.
    """
    by_place: dict[tuple[str, str], list[Problem]] = {}
    for problem in problems:
        if problem.rows is not None and problem.mended_in == "copy" and not problem.is_consequence:
            by_place.setdefault((problem.file, problem.sheet), []).append(problem)
    return by_place


def _correction(sheet: SheetResult, number: int, problems: list[Problem], most: int) -> Correction:
    every = pc.unique(pa.chunked_array([p.rows for p in problems], type=pa.int32())).sort()
    rows = every.slice(0, most)
    texts = pq.read_table(sheet.texts_file)
    texts = texts.filter(pc.is_in(texts["row_number"], value_set=rows))
    own = [p.of_rows(pc.is_in(p.rows, value_set=rows)) for p in problems]
    return Correction(
        sheet=sheet.source.sheet,
        kind=sheet.source.kind,
        headers={n: text for n, text in sheet.headers.items() if n in texts.column_names},
        texts=texts,
        reference=sheet_reference(sheet.source.sha256, number),
        problems=tuple(problem for problem in own if problem.count),
        rows_left_out=len(every) - len(rows),
    )
