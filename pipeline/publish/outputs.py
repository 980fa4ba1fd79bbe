"""Outputs to disk: each file appears whole or not at all (CONTRACT.md, outputs/)."""

from __future__ import annotations

import csv
from contextlib import ExitStack
from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from pipeline.analysis.split import Split, narrowed, split_units
from pipeline.model import Fact, HandlingCheck, HandlingDifference, Results, Source
from pipeline.publish.dossiers import write_dossiers
from pipeline.publish.folder import check_free, sync, unit_folder
from pipeline.publish.problem_rows import write_problem_rows
from pipeline.publish.written import Kept, NewFiles, Written
from pipeline.report import write_dashboard, write_document, write_news, write_workbook
from pipeline.report.detail import is_too_large

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

# Stem and kind of every output, in the order in which they take their places.
OUTPUTS = (
    ("so-lieu", "csv"), ("loi", "csv"), ("nguon", "csv"), ("chi-so-766", "csv"),
    ("doi-soat", "csv"), ("chi-tiet", "parquet"), ("ho-so", "csv"), ("bang-dieu-hanh", "html"),
    ("tin-bai", "txt"), ("bao-cao", "docx"), ("phu-luc-ii", "xlsx"),
)  # fmt: skip
SCORES = [
    "as_of", "unit_code", "unit", "group", "measure", "numerator", "denominator", "rate_pct",
    "points", "max_points", "rank", "source",
]  # fmt: skip
DIFFERENCES = [
    "unit_code", "unit", "indicator", "ours_numerator", "ours_denominator", "portal_numerator",
    "portal_denominator", "difference_dossiers", "difference_pp", "explanation",
    "field", "period_start", "period_end",
]  # fmt: skip
# By people, too; the others are made anew by each run.
_WRITTEN_INTO = ("tin-bai", "bao-cao", "phu-luc-ii")
_OPTIONAL = ("chi-tiet", "ho-so")  # not without exports, not of few dossiers
# What Excel would take for a formula (CONTRACT.md, outputs/).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class Published:
    """Where the workbook, the document and the news are, and what was left alone, because somebody
    has changed it.
    """

    workbook: Path
    document: Path
    news: Path
    kept: tuple[Kept, ...]


@dataclass(frozen=True)
class Made:
    """Outputs on the disk, but not in their places yet: by stem, and workbooks of units by name
    below outputs/.
    """

    names: dict[str, Path]
    workbooks: dict[str, Path]


def make(
    results: Results,
    written: Written,
    parts: Path,
    background: Callable[..., AbstractContextManager[None]],
) -> Made:
    """Makes the outputs in `parts`.

    `background`: runs a function in the background of the context that it gives; `write_others`
    and, with --split, a `write_unit` for each unit.

    Raises OutputBusyError, before anything is replaced, where one of them is open elsewhere.
    """
    outputs = written.outputs
    names = {stem: parts / results.output(stem, f".{kind}") for stem, kind in OUTPUTS}
    units = _unit_workbooks(results)
    tables = [path for stem, path in names.items() if stem not in _WRITTEN_INTO]
    check_free(outputs / path.name for path in tables)
    written.check_free([*(names[stem].name for stem in _WRITTEN_INTO), *units])
    workbooks = {name: parts / f"unit-{number}.xlsx" for number, name in enumerate(units)}
    with ExitStack() as stack:
        stack.enter_context(background(write_others, _without_corrections(results), names))
        if units:
            split = Split(results, results.inputs.sheets_of_units or {})
            for name, code in units.items():
                stack.enter_context(background(write_unit, split.of(code), workbooks[name]))
        write_workbook(results, names["phu-luc-ii"])
    for path in (*names.values(), *workbooks.values()):
        if path.exists():
            sync(path)
    return Made(names, workbooks)


def _without_corrections(results: Results) -> Results:
    """What a child need not be handed: rows to correct of thousands of files."""
    return replace(results, inputs=replace(results.inputs, corrections={}))


def put(results: Results, made: Made, copies: NewFiles, written: Written) -> Published:
    """Puts what was made in its place, and copies to correct. The workbook last but for these: when
    it is new, so are the others.
    """
    for stem, path in made.names.items():
        if stem not in _WRITTEN_INTO:
            _put(path, written.outputs, is_optional=stem in _OPTIONAL)
    texts = {made.names[stem].name: made.names[stem] for stem in _WRITTEN_INTO}
    of_texts = NewFiles(texts, tuple(results.output(stem) for stem in _WRITTEN_INTO))
    done = written.put(*_units(results, made), of_texts, copies)
    placed, _ = done[-2]
    news, document, workbook = placed.values()
    kept = tuple(kept for _, of_it in done for kept in of_it)
    return Published(workbook, document, news, kept)


def _put(path: Path, outputs: Path, *, is_optional: bool) -> None:
    """In its place; what this report does not have is not left there by an earlier one."""
    if is_optional and not path.exists():
        (outputs / path.name).unlink(missing_ok=True)
    else:
        path.replace(outputs / path.name)


def write_others(results: Results, names: dict[str, Path]) -> None:
    """All but the workbook."""
    write_facts(results, names["so-lieu"])
    write_problem_rows(results.inputs.problems, names["loi"], _safe)
    _write_values(names["nguon"], Source, results.inputs.sources)
    write_scores(results, names["chi-so-766"])
    write_differences(results, names["doi-soat"])
    if results.counts.detail_file and is_too_large(results):
        write_dossiers(results.counts.detail_file, names["ho-so"])
    write_news(results, names["tin-bai"])
    write_dashboard(results, names["bang-dieu-hanh"])
    write_document(results, names["bao-cao"])


def write_unit(results: Results, path: Path) -> None:
    """The workbook of a unit, of what `Split` gives of it."""
    detail_file = path.with_suffix(".parquet")
    write_workbook(narrowed(results, detail_file), path)
    detail_file.unlink(missing_ok=True)


def _unit_workbooks(results: Results) -> dict[str, str]:
    """File name below outputs/ -> the unit whose workbook it is; none unless --split."""
    if results.inputs.sheets_of_units is None:
        return {}
    folder = unit_folder(results.as_of, is_sample=results.inputs.is_sample)
    return {f"{folder}/{name}": code for code, name in split_units(results.plan).items()}


def _units(results: Results, made: Made) -> list[NewFiles]:
    """Workbooks of units, instead of those of units now gone."""
    if not made.workbooks:
        return []
    folder = unit_folder(results.as_of, is_sample=results.inputs.is_sample)
    return [NewFiles(made.workbooks, (f"{folder}/",))]


def write_facts(results: Results, path: Path) -> None:
    """so-lieu: the facts with percentages as 12.34."""
    names = Fact._fields
    printed = [name.replace("_bp", "_pct").replace("variance_pct", "variance_pp") for name in names]
    shown = (
        _each(_percent, column) if name.endswith("_bp") else column
        for name, column in zip(names, zip(*results.counts.facts, strict=True), strict=True)
    )
    _write_csv(path, printed, zip(*shown, strict=True))


def write_scores(results: Results, path: Path) -> None:
    """chi-so-766: a row per sub-indicator, group and index (docs/decisions/08-index766.md)."""
    rows = (
        [
            results.as_of, score.unit_code, score.unit, score.group, score.measure,
            score.figure and score.figure.numerator, score.figure and score.figure.denominator,
            _percent(score.figure.shown_bp if score.figure else None), _percent(score.points),
            score.max_points, score.rank, score.source,
        ]
        for score in results.analysis.index.scores
    )  # fmt: skip
    _write_csv(path, SCORES, rows)


def write_differences(results: Results, path: Path) -> None:
    """doi-soat: our numbers beside the portal's (docs/decisions/09-reconciliation.md), then beside
    those of tables 06a, whose counts are denominators (19-table-06a.md).
    """
    rows = [
        [
            difference.unit_code, difference.unit, difference.measure, difference.ours.numerator,
            difference.ours.denominator, difference.portal.numerator, difference.portal.denominator,
            _signed(difference.more), _percent(difference.more_bp), " ".join(difference.reasons),
            "", None, None,
        ]
        for difference in results.analysis.differences
    ]  # fmt: skip
    figures = [_figure(check, d) for check in results.analysis.checks for d in check.differences]
    _write_csv(path, DIFFERENCES, [*rows, *figures])


def _figure(check: HandlingCheck, difference: HandlingDifference) -> list[Any]:
    return [
        difference.unit_code, difference.unit, difference.indicator, None, difference.ours, None,
        difference.theirs, _signed(difference.more), None,
        f"{' '.join(difference.reasons)} ({check.file})", difference.field, check.start, check.end,
    ]  # fmt: skip


def _signed(count: int | None) -> Number | None:
    return None if count is None else Number(count)


def _percent(bp: int | None) -> Number | None:
    if bp is None:
        return None
    return Number(f"{'-' if bp < 0 else ''}{abs(bp) // 100}.{abs(bp) % 100:02d}")


class Number(str):
    """A number as text: never taken for a formula, whatever it begins with."""

    __slots__ = ()


def _write_values(path: Path, kind: type[Any], values: Iterable[Any]) -> None:
    rows = (list(asdict(value).values()) for value in values)
    _write_csv(path, [entry.name for entry in fields(kind)], rows)


def _write_csv(path: Path, names: list[str], rows: Iterable[Sequence[Any]]) -> None:
    columns = [_each(_safe, column) for column in zip(*rows, strict=True)]
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(zip(*columns, strict=True))


def _each(function: Callable[[Any], Any], values: Sequence[Any]) -> list[Any]:
    """Of every value; what stands there several times is worked out once."""
    known = {value: function(value) for value in dict.fromkeys(values)}
    return [known[value] for value in values]


def _safe(value: Any) -> Any:
    if isinstance(value, str) and not isinstance(value, Number):
        return f"'{value}" if value.startswith(_FORMULA_STARTS) else value
    return "" if value is None else value
