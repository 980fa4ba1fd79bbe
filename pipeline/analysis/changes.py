"""What changed since the previous report in outputs/: read from what that report left there."""

from __future__ import annotations

import csv
import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from pipeline.model import CUMULATIVE, ChangedDossier, Changes, PastFact
from pipeline.values.text import key
from schemas.indicators import compared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from pipeline.aggregate.engine import Row
    from pipeline.model import Plan

_FACTS = re.compile(r"so-lieu_(\d{4}-\d\d-\d\d)\.csv")
# What may differ, as people call it, in the order of aggregate/change_listed.sql.
_WHAT = (
    "ngày tiếp nhận", "ngày hẹn trả", "hình thức tiếp nhận", "thủ tục", "cán bộ", "ngày kết thúc",
    *(indicator.revised for indicator in compared()),
)  # fmt: skip


@dataclass(frozen=True)
class Previous:
    """The latest earlier report: its day, its facts, and its detail, None where that is gone."""

    as_of: date
    facts: tuple[PastFact, ...]
    detail: Path | None


@dataclass(frozen=True)
class OtherPlans:
    """An earlier report that is not compared with: whose it is, from which day it counts."""

    as_of: date
    units: tuple[str, ...]
    start: date
    is_of_other_units: bool


@dataclass(frozen=True)
class _Report:
    """The facts of a report, the units that it is of (code, key of the name -> name), its first
    day.
    """

    facts: tuple[PastFact, ...]
    units: dict[tuple[str, str], str]
    start: date


def previous(
    outputs: Path, as_of: date, plan: Plan, attempt: Callable[..., Any]
) -> tuple[Previous | None, OtherPlans | None]:
    """The latest report before `as_of` of the plan's units and first day whose facts can still be
    read; and the latest after that one which is of another plan.

    `attempt`: calls a function with arguments where no file can do harm; None where it fails.
    """
    units = {(unit.code, key(unit.name)) for unit in plan.units}
    other = None
    for day in _days(outputs, as_of):
        report: _Report | None = attempt(_report, outputs / f"so-lieu_{day}.csv")
        if report is None:
            continue
        if report.units.keys() == units and report.start == plan.start:
            detail = outputs / earlier_names(day)[1]
            return Previous(day, report.facts, detail if detail.is_file() else None), other
        other = other or OtherPlans(
            day, tuple(report.units.values()), report.start,
            is_of_other_units=report.units.keys() != units,
        )  # fmt: skip
    return None, other


def _days(outputs: Path, as_of: date) -> list[date]:
    """The days before `as_of` that the names of earlier reports say, the latest first."""
    days = set()
    for path in outputs.glob("so-lieu_*.csv"):
        match = _FACTS.fullmatch(path.name)
        with suppress(ValueError):  # no such day: nothing that a run has written
            days |= {date.fromisoformat(match[1])} if match and path.is_file() else set()
    return sorted((day for day in days if day < as_of), reverse=True)


def is_whole(detail: Path) -> bool:
    """Whether all of a detail's rows can be read."""
    with pq.ParquetFile(detail) as rows:
        for _ in rows.iter_batches():
            pass
    return True


def earlier_names(as_of: date) -> tuple[str, str]:
    """The files that a later report reads of that day's: its facts, its detail."""
    return f"so-lieu_{as_of.isoformat()}.csv", f"chi-tiet_{as_of.isoformat()}.parquet"


def _report(path: Path) -> _Report | None:
    """The cumulative facts of all units and each; None where somebody has changed the file."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = [
                row
                for row in csv.DictReader(stream)
                if row["scope"] in ("total", "unit") and row["period"] == CUMULATIVE
            ]
        return _Report(
            tuple(map(_fact, rows)),
            {(row["unit_code"], key(row["unit"])): row["unit"] for row in rows
             if row["scope"] == "unit"},
            min(date.fromisoformat(row["period_start"]) for row in rows),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError, csv.Error):
        return None


def _fact(row: dict[str, str]) -> PastFact:
    return PastFact(
        row["unit_code"],
        row["indicator"],
        int(row["numerator"]),
        int(row["denominator"]),
        _bp(row["rate_pct"]),
        row["status"],
    )


def _bp(text: str) -> int | None:
    whole, _, part = text.partition(".")
    return int(whole) * 100 + int(part) if text else None


def changes(before: Previous, counts: Iterable[Row] | None, listed: Iterable[Row] = ()) -> Changes:
    """`counts` and `listed` as change_count.sql and change_listed.sql give them; None: unknown."""
    if counts is None:
        return Changes(before.as_of, before.facts)
    by_unit = {(unit, change): dossiers for unit, change, dossiers in counts}
    totals: Counter[str] = Counter()
    for (_, change), dossiers in by_unit.items():
        totals[change] += dossiers
    return Changes(
        as_of=before.as_of,
        facts=before.facts,
        added=totals["added"],
        revised=totals["revised"],
        gone=totals["gone"],
        listed=tuple(_changed(*row) for row in listed),
        by_unit=by_unit,
    )


def _changed(unit: str, code: str, official: str | None, change: str, *rest: Any) -> ChangedDossier:
    """A row of change_listed.sql: what differs, in the order of _WHAT, then where it stands."""
    *differs, file, sheet, row = rest
    words = [word for word, is_other in zip(_WHAT, differs, strict=True) if is_other]
    what = "" if change == "gone" else ", ".join(words)
    return ChangedDossier(unit, code, official or "", change, what, file, sheet, row)
