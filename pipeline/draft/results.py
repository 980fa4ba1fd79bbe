"""Last year's results for a plan, from the exports of inputs/nam-truoc/."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from pipeline.analysis.baseline import of_folder
from pipeline.files.discover import PLAN_NAME, discover
from pipeline.files.intake import open_inputs, reading
from pipeline.plan.errors import PlanError
from pipeline.plan.template import Proposed, Row, write_plan
from pipeline.validate.corrections import replace_corrected

if TYPE_CHECKING:
    from pipeline.model import LastYear, LastYearFact
    from pipeline.options import Options

Results = Mapping[tuple[str, str], Proposed]  # unit's code and indicator -> last year's result
NO_RESULTS: Results = {}
_YEAR = 12  # months
_CATALOGUE = "Danh mục TTHC"


def drafted_results(options: Options, rows: Mapping[str, Sequence[Row]]) -> Results:
    """Of a plan that is about to be written; none where a report could not read it yet."""
    if not _has_last_year(options):
        return NO_RESULTS
    coded = [row for row in rows[_CATALOGUE] if _is_filled(row[0])]
    with TemporaryDirectory() as folder:
        path = Path(folder) / PLAN_NAME
        write_plan(path, {**rows, _CATALOGUE: coded})
        try:
            return last_results(replace(options, plan=path))
        except PlanError:
            return NO_RESULTS


def last_results(options: Options) -> Results:
    """Those that the plan of the options leaves empty, counted as in a report."""
    if not _has_last_year(options):
        return NO_RESULTS
    with open_inputs(options) as opened, reading(options, opened, outputs=False) as files:
        converted = replace_corrected(files.results())
        sheets = [sheet for result in converted for sheet in result.sheets]
        with files.engine() as engine:
            counted = of_folder(engine, sheets, opened.plan)
    if counted is None:
        return NO_RESULTS
    past, _ = counted
    return {
        (fact.unit_code, fact.indicator): _proposed(fact, past)
        for fact in past.facts
        if fact.is_used
    }


def _has_last_year(options: Options) -> bool:
    inputs = discover(options.inputs, options.plan, options.limits)
    return any(file.is_last_years for file in inputs.files)


def _is_filled(cell: object) -> bool:
    return bool(cell.value if isinstance(cell, Proposed) else cell)


def _proposed(fact: LastYearFact, past: LastYear) -> Proposed:
    months = past.months[fact.unit_code]
    only = f" Chỉ có hồ sơ của {months} tháng: xem lại." if months < _YEAR else ""
    reason = (
        f"Tính từ bản xuất trong inputs/nam-truoc: {fact.numerator}/{fact.denominator} trong năm "
        f"{past.year}.{only}"
    )
    return Proposed(fact.rate_bp / 100, reason)
