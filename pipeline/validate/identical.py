"""Files of the same bytes: each row counts once, its problems are told once, at the first file."""

from __future__ import annotations

from dataclasses import replace

from pipeline.model import FileResult, SheetResult, Source


def duplicates_of_files(results: list[FileResult]) -> list[FileResult]:
    """The results, in which all rows of a file that is the same as one before it, by name, are
    duplicates, accepted or rejected. A file of the year before is compared with such files alone.

    What is wrong with such a file as a whole stays: only rows are told elsewhere.
    """
    first: dict[tuple[object, ...], FileResult] = {}
    for result in sorted(results, key=lambda result: result.sheets[0].source.file):
        if result.sheets[0].source.sha256:
            first.setdefault(_content(result), result)
    originals = set(map(id, first.values()))
    return [
        result
        if id(result) in originals or not result.sheets[0].source.sha256
        else _duplicates(result)
        for result in results
    ]


def _content(result: FileResult) -> tuple[object, ...]:
    """The bytes, and what was read of them: of two such files one may have failed to be read."""
    source = result.sheets[0].source
    read = [(s.source.sheet, s.source.kind, s.source.rows_read) for s in result.sheets]
    return source.sha256, source.is_last_years, *read


def _duplicates(result: FileResult) -> FileResult:
    places = {(s.source.file, s.source.sheet) for s in result.sheets if s.source.kind}
    return FileResult(
        tuple(_without_rows(sheet) if sheet.source.kind else sheet for sheet in result.sheets),
        tuple(
            problem
            for problem in result.problems
            if problem.rows is None or (problem.file, problem.sheet) not in places
        ),
    )


def _without_rows(sheet: SheetResult) -> SheetResult:
    return replace(
        sheet, source=_all_duplicate(sheet.source), rows_file="", texts_file="", unread=(),
        unknown_words=(),
    )  # fmt: skip


def _all_duplicate(source: Source) -> Source:
    rows = source.rows_kept + source.rows_rejected + source.rows_duplicate
    return replace(source, rows_kept=0, rows_rejected=0, rows_duplicate=rows)
