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
        place = (sheet.source.file, sheet.source.sheet)
        wrong = {
            p.row for p in problems
            if (p.file, p.sheet) == place and p.row in rows and p.severity == "error"
        }  # fmt: skip
        problems = [p for p in problems if (p.file, p.sheet) != place or p.row not in rows]
        sheets.append(_sheet_without(sheet, rows, len(wrong)))
    return FileResult(tuple(sheets), tuple(problems))


def _sheet_without(sheet: SheetResult, rows: set[int], rejected: int) -> SheetResult:
    path = Path(sheet.rows_file)
    table = pq.read_table(path)
    stays = pc.invert(pc.is_in(table["row_number"], value_set=pa.array(rows, type=pa.int32())))
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
    places = {(problem.file, problem.sheet) for problem in problems if problem.row is not None}
    return [
        sheet.texts_file
        for result in results
        for sheet in result.sheets
        if sheet.texts_file and (sheet.source.file, sheet.source.sheet) in places
    ]


def to_correct(
    results: list[FileResult], problems: Iterable[Problem]
) -> dict[str, tuple[Correction, ...]]:
    """By input file, the rows that have a problem and need a correction."""
    by_place: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.row is not None:
            by_place[problem.file, problem.sheet].append(problem)
    by_file: dict[str, tuple[Correction, ...]] = {}
    for result in results:
        corrections = [
            _correction(sheet, number, by_place[sheet.source.file, sheet.source.sheet])
            for number, sheet in enumerate(result.sheets)
            if sheet.texts_file and (sheet.source.file, sheet.source.sheet) in by_place
        ]
        if corrections:
            by_file[result.sheets[0].source.file] = tuple(corrections)
    return by_file


def _correction(sheet: SheetResult, number: int, problems: list[Problem]) -> Correction:
    rows = pa.array(sorted({p.row for p in problems if p.row}), type=pa.int32())
    texts = pq.read_table(sheet.texts_file)
    texts = texts.filter(pc.is_in(texts["row_number"], value_set=rows))
    return Correction(
        sheet=sheet.source.sheet,
        kind=sheet.source.kind,
        headers={n: text for n, text in sheet.headers.items() if n in texts.column_names},
        texts=texts,
        reference=sheet_reference(sheet.source.sha256, number),
        problems=tuple(problems),
    )
