"""What only all inputs together can tell of single rows: final counts and problems."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.model import Problem, SheetResult, Source
from pipeline.model.problems import problem
from pipeline.values.row_reference import file_reference
from schemas.contracts import contracts

if TYPE_CHECKING:
    from collections.abc import Iterator

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


def count_rows(sheets: list[SheetResult], outcomes: list[Row]) -> tuple[Source, ...]:
    """The sources with duplicates told from kept rows; `outcomes`: aggregate.Outcomes.counts."""
    counts = Counter({(file, sheet, outcome): rows for file, sheet, outcome, rows in outcomes})
    return tuple(_source(sheet.source, counts) for sheet in sheets)


def _source(source: Source, counts: Counter[tuple[str, str, str]]) -> Source:
    duplicate = counts[source.file, source.sheet, "duplicate"]
    ambiguous = counts[source.file, source.sheet, "ambiguous"]
    return replace(
        source,
        rows_kept=source.rows_kept - duplicate - ambiguous,
        rows_rejected=source.rows_rejected + ambiguous,
        rows_duplicate=source.rows_duplicate + duplicate,
    )


def outcome_problems(sheets: list[SheetResult], outcomes: pa.Table) -> list[Problem]:
    """Of rows by what all inputs together tell of them, and of files, exports and pages that are
    missing or twice there.

    `outcomes`: aggregate.Outcomes.problems, with `is_consequence`.
    """
    headers = {(s.source.file, s.source.sheet): s.headers for s in sheets if s.source.kind}
    problems = [
        _problem(alike, headers) for of_sheet in _of_sheets(outcomes) for alike in _alike(of_sheet)
    ]
    problems += [*_identical_files(sheets), *_copies_without_original(sheets)]
    return [*problems, *_missing_pages(sheets), *_missing_exports(sheets)]


def _of_sheets(outcomes: pa.Table) -> Iterator[pa.Table]:
    """The rows of each sheet; they stand together."""
    if not len(outcomes):
        return
    file, sheet = (
        outcomes[name].combine_chunks().dictionary_encode().indices.to_numpy()
        for name in ("file", "sheet")
    )
    begins = np.flatnonzero((np.diff(file) != 0) | (np.diff(sheet) != 0)) + 1
    for begin, end in pairwise([0, *begins.tolist(), len(outcomes)]):
        yield outcomes.slice(begin, end - begin)


def _alike(of_sheet: pa.Table) -> Iterator[pa.Table]:
    """The rows of a sheet that have the same outcome, and follow from another problem or do not."""
    for outcome in of_sheet["outcome"].unique().to_pylist():
        of_outcome = of_sheet.filter(pc.equal(of_sheet["outcome"], outcome))
        for is_consequence in of_outcome["is_consequence"].unique().to_pylist():
            yield of_outcome.filter(pc.equal(of_outcome["is_consequence"], is_consequence))


def _problem(alike: pa.Table, headers: dict[tuple[str, str], dict[str, str]]) -> Problem:
    file, sheet, kind, outcome = (
        alike[name][0].as_py() for name in ("file", "sheet", "kind", "outcome")
    )
    codes = alike["written"].combine_chunks().dictionary_encode()
    return Problem(
        "ambiguous_unit" if outcome == "ambiguous" else ORPHANS[kind],
        file, sheet, headers[file, sheet]["code"],
        values=tuple(codes.dictionary.to_pylist()),
        rows=alike["row_number"].combine_chunks().cast(pa.int32()),
        value_of=codes.indices,
        is_consequence=alike["is_consequence"][0].as_py(),
    )  # fmt: skip


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


def _missing_exports(sheets: list[SheetResult]) -> list[Problem]:
    present = {sheet.source.kind for sheet in sheets if not sheet.source.is_last_years}
    return [
        problem("no_export", "", title=contracts()[kind].title, effect=effect)
        for kind, effect in _NEEDED.items()
        if kind not in present
    ]
