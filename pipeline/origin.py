"""What a report was made from, as its workbook says it (report/provenance.py)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from pipeline.files.cache import AFTER_TODAY
from pipeline.model import Made
from pipeline.values.dates import parse_date

if TYPE_CHECKING:
    from datetime import date

    from pipeline.files.intake import Opened
    from pipeline.model import EarlierReport, Problem
    from pipeline.options import Options


def made(
    options: Options, opened: Opened, problems: tuple[Problem, ...],
    earlier: tuple[EarlierReport, ...],
) -> Made:  # fmt: skip
    """What the workbook says of where it comes from."""
    return Made(
        options.plan.name, opened.plan_digest, is_day_given=options.as_of is not None,
        last_day=_last_day(options.today, problems), earlier=earlier,
    )  # fmt: skip


def _last_day(today: date, problems: tuple[Problem, ...]) -> date | None:
    """The day before the first that a row was rejected for, because it was not yet: not the day of
    the run itself, so that the same inputs give the same bytes on both.
    """
    texts = [v for problem in problems if problem.code == AFTER_TODAY for v in problem.values]
    days = [moment.date() - timedelta(days=1) for text in texts if (moment := parse_date(text))]
    return max(today, min(days, default=today)) if texts else None
