"""Corrected copies: their rows take the places of the rows that staff corrected.

Each row of a copy (outputs/can-sua/) names its original in the column "Dòng gốc". Once such a row
is kept, the original counts as a duplicate, and its problems are replaced. A row that is rejected
again leaves an accepted original as it was; of a rejected one it takes the place. Either way each
problem is told once, at the copy's row.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.model import Correction, FileResult, Origin, Problem, SheetResult
from pipeline.values.row_reference import file_reference, sheet_reference

if TYPE_CHECKING:
    from collections.abc import Iterable

# More rows than these nobody corrects by hand: of all sheets, shared out among them, and of one.
_MOST_ROWS, _LEAST_ROWS = 5_000, 100
# (the file's mark, sheet's position) -> rows
Places = dict[tuple[str, int], set[int]]
# the same -> row -> codes of what is wrong with its correction
Attempts = dict[tuple[str, int], dict[int, set[str]]]


def replace_corrected(results: list[FileResult]) -> list[FileResult]:
    """The results without the rows that a row of a corrected copy takes the place of."""
    replaced = {}
    for of_year in _by_year(results):
        corrected, attempts = _corrected(of_year), _attempts(of_year)
        is_any = corrected or attempts
        for result in of_year:
            replaced[id(result)] = _without(result, corrected, attempts) if is_any else result
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


def _origins(results: list[FileResult]) -> dict[tuple[str, int, int], Origin]:
    """By the mark of its file, the sheet's position and the row, each row of a copy."""
    return {
        (file_reference(sheet.source.sha256), number, origin.row): origin
        for result in results
        for number, sheet in enumerate(result.sheets)
        for origin in sheet.origins
    }


def _corrected(results: list[FileResult]) -> Places:
    """A copy may be a correction of a copy: the first original is replaced with the last."""
    origins = _origins(results)
    places: Places = defaultdict(set)
    for copy, origin in origins.items():
        if origin.is_accepted:
            for content, number, row in _originals(copy, origins):
                places[content, number].add(row)
    return places


def _originals(
    copy: tuple[str, int, int], origins: dict[tuple[str, int, int], Origin]
) -> list[tuple[str, int, int]]:
    """What a row of a copy corrects, directly or by another copy."""
    originals: list[tuple[str, int, int]] = []
    step = origins.get(copy)
    while step is not None:
        place = (step.content, step.sheet, step.original)
        if place == copy or place in originals:  # a row that names itself, or a circle
            break
        originals.append(place)
        step = origins.get(place)
    return originals


def _attempts(results: list[FileResult]) -> Attempts:
    """Originals of rows that are rejected again, where no circle leads back to these."""
    origins = _origins(results)
    rejected = {copy: origin for copy, origin in origins.items() if not origin.is_accepted}
    if not rejected:
        return {}
    codes = _codes(results)
    attempts: Attempts = defaultdict(lambda: defaultdict(set))
    for copy, origin in rejected.items():
        originals = _originals(copy, origins)
        if originals and copy not in _originals(originals[0], origins):
            attempts[origin.content, origin.sheet][origin.original] |= codes[copy]
    return attempts


def _codes(results: list[FileResult]) -> dict[tuple[str, int, int], set[str]]:
    """By the mark of its file, the sheet's position and the row, what is wrong with it."""
    places = {
        (sheet.source.file, sheet.source.sheet): (file_reference(sheet.source.sha256), number)
        for result in results
        for number, sheet in enumerate(result.sheets)
        if sheet.origins
    }
    codes: dict[tuple[str, int, int], set[str]] = defaultdict(set)
    for problem in (problem for result in results for problem in result.problems):
        place = places.get((problem.file, problem.sheet))
        if problem.rows is not None and place is not None:
            for row in problem.rows.to_pylist():
                codes[*place, row].add(problem.code)
    return codes


def _without(result: FileResult, corrected: Places, attempts: Attempts) -> FileResult:
    sheets, problems = [], list(result.problems)
    for number, sheet in enumerate(result.sheets):
        mark = (file_reference(sheet.source.sha256), number)
        rows, tried = corrected.get(mark, set()), attempts.get(mark, {})
        if not (rows or tried) or not sheet.source.kind:
            sheets.append(sheet)
            continue
        rejected = _rejected(problems, sheet)
        replaced = rows | (tried.keys() & rejected)
        problems = [
            _of_other_rows(problem, replaced, tried) if _has_rows_of(problem, sheet) else problem
            for problem in problems
        ]
        problems = [problem for problem in problems if problem.count]
        sheets.append(_sheet_without(sheet, rows, len(rejected & replaced)))
    return FileResult(tuple(sheets), tuple(problems))


def _has_rows_of(problem: Problem, sheet: SheetResult) -> bool:
    """Whether it is a problem of single rows of the sheet."""
    place = (sheet.source.file, sheet.source.sheet)
    return problem.rows is not None and (problem.file, problem.sheet) == place


def _rejected(problems: list[Problem], sheet: SheetResult) -> set[int]:
    """The sheet's rows that have an error."""
    return {
        row
        for problem in problems
        if _has_rows_of(problem, sheet) and problem.severity == "error" and problem.rows is not None
        for row in problem.rows.to_pylist()
    }


def _of_other_rows(problem: Problem, replaced: set[int], tried: dict[int, set[str]]) -> Problem:
    """What is told with a row's correction is not told with the row."""
    elsewhere = replaced | {row for row, codes in tried.items() if problem.code in codes}
    return problem.of_rows(
        pc.invert(pc.is_in(problem.rows, value_set=pa.array(elsewhere, pa.int32())))
    )


def _sheet_without(sheet: SheetResult, rows: set[int], rejected: int) -> SheetResult:
    """Without accepted `rows` and so many of the rejected ones."""
    dropped, rows_file = (
        _rows_without(Path(sheet.rows_file), rows) if rows else (0, sheet.rows_file)
    )
    source = replace(
        sheet.source,
        rows_kept=sheet.source.rows_kept - dropped,
        rows_rejected=sheet.source.rows_rejected - rejected,
        rows_duplicate=sheet.source.rows_duplicate + dropped + rejected,
    )
    return replace(sheet, source=source, rows_file=rows_file)


def _rows_without(path: Path, rows: set[int]) -> tuple[int, str]:
    """How many of the rows were there, and the file of the others."""
    table = pq.read_table(path)
    stays = pc.invert(pc.is_in(table["row_number"], value_set=pa.array(rows, type=pa.int32())))
    left = table.filter(stays)
    target = path.with_name(f"{path.stem}.corrected.parquet")
    pq.write_table(left, target, compression="zstd")
    return len(table) - len(left), str(target)


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
