"""What only all inputs together can tell of single rows: final counts and problems."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.model import Problem, SheetResult, Source
from pipeline.model.problems import problem
from pipeline.values.row_reference import file_reference
from schemas.contracts import contracts

if TYPE_CHECKING:
    from pipeline.aggregate.engine import Row

# Kinds whose rows hang on a dossier -> the problem of a row without one.
ORPHANS = {
    "payments": "orphan_payment",
    "digitization": "orphan_digitization",
    "ratings": "orphan_rating",
}
# Kind of export -> what has no data without it (DOMAIN.md).
_NEEDED = {
    "dossiers": "các chỉ tiêu tính trên hồ sơ không có số liệu.",
    "payments": "chỉ tiêu Tỷ lệ thanh toán trực tuyến không có số liệu.",
    "digitization": "chỉ tiêu Số hoá hồ sơ không có số liệu.",
    "ratings": "chỉ tiêu Mức độ hài lòng không có số liệu.",
    "publicity": "chỉ tiêu Tỷ lệ công khai, minh bạch không có số liệu.",
}


def count_rows(
    sheets: list[SheetResult], outcomes: list[Row]
) -> tuple[tuple[Source, ...], list[Problem]]:
    """The sources with duplicates told from kept rows, and the problems of outcomes.

    `outcomes` as aggregate.Aggregates has them.
    """
    counts = Counter((file, sheet, outcome) for file, sheet, *_, outcome in outcomes)
    sources = tuple(_source(sheet.source, counts) for sheet in sheets)
    headers = {(s.source.file, s.source.sheet): s.headers for s in sheets if s.source.kind}
    problems = [
        problem(
            "ambiguous_unit" if outcome == "ambiguous" else ORPHANS[kind], file, sheet=sheet,
            row=row, column=headers[file, sheet]["code"], value=code,
        )
        for file, sheet, row, code, kind, outcome in outcomes
        if outcome != "duplicate"
    ]  # fmt: skip
    problems += [*_identical_files(sheets), *_copies_without_original(sheets)]
    return sources, [*problems, *_missing_pages(sheets), *_missing_exports(sources)]


def _source(source: Source, counts: Counter[tuple[str, str, str]]) -> Source:
    duplicate = counts[source.file, source.sheet, "duplicate"]
    ambiguous = counts[source.file, source.sheet, "ambiguous"]
    return replace(
        source,
        rows_kept=source.rows_kept - duplicate - ambiguous,
        rows_rejected=source.rows_rejected + ambiguous,
        rows_duplicate=source.rows_duplicate + duplicate,
    )


def _identical_files(sheets: list[SheetResult]) -> list[Problem]:
    """Files of the same bytes, but for one of this year beside one of the year before."""
    first: dict[tuple[str, bool], str] = {}
    same = {}
    for source in sorted((sheet.source for sheet in sheets), key=lambda source: source.file):
        if source.sha256:
            name = first.setdefault((source.sha256, source.is_last_years), source.file)
            if name != source.file:
                same[source.file] = name
    return [problem("identical_file", file, first=name) for file, name in same.items()]


def _copies_without_original(sheets: list[SheetResult]) -> list[Problem]:
    """Corrected copies whose rows name a file that is not there; one of the year before corrects
    only files of that year.
    """
    present = {(file_reference(s.source.sha256), s.source.is_last_years) for s in sheets}
    rows = Counter(
        sheet.source.file
        for sheet in sheets
        for origin in sheet.origins
        if (origin.content, sheet.source.is_last_years) not in present
    )
    return [problem("copy_without_original", file, count=n) for file, n in rows.items()]


def _missing_pages(sheets: list[SheetResult]) -> list[Problem]:
    """Exports that begin in the middle of a numbering which no other export of the kind leads to.

    Systems print long lists as several files, whose numbering goes on (DOMAIN.md, quirks).
    """
    ends = {(sheet.source.kind, sheet.numbering[1]) for sheet in sheets if sheet.numbering}
    return [
        problem(
            "page_missing", sheet.source.file, sheet=sheet.source.sheet,
            first=sheet.numbering[0], before=sheet.numbering[0] - 1,
        )
        for sheet in sheets
        if sheet.numbering and sheet.numbering[0] > 1 and not sheet.origins
        and (sheet.source.kind, sheet.numbering[0] - 1) not in ends
    ]  # fmt: skip


def _missing_exports(sources: tuple[Source, ...]) -> list[Problem]:
    present = {source.kind for source in sources if not source.is_last_years}
    return [
        problem("no_export", "", title=contracts()[kind].title, effect=effect)
        for kind, effect in _NEEDED.items()
        if kind not in present
    ]
