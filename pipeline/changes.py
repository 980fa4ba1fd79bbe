"""What changed since the previous report in outputs/: read from what that report left there."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from pipeline.model import CUMULATIVE, ChangedDossier, Changes, PastFact

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

_FACTS = re.compile(r"so-lieu_(\d{4}-\d\d-\d\d)\.csv")
# Column of aggregate/change.sql -> how people call it.
_WHAT = {
    "received": "ngày tiếp nhận",
    "due": "ngày hẹn trả",
    "channel": "hình thức tiếp nhận",
    "procedure": "thủ tục",
    "answering": "cán bộ",
    "finished": "ngày kết thúc",
    "payment": "thanh toán trực tuyến",
    "digitization": "số hóa",
    "e_result": "kết quả điện tử",
    "rating": "đánh giá",
}


@dataclass(frozen=True)
class Previous:
    """The latest earlier report: its day, its facts, and its detail, None where that is gone."""

    as_of: date
    facts: tuple[PastFact, ...]
    detail: Path | None


def previous(outputs: Path, as_of: date) -> Previous | None:
    """The latest report before `as_of` whose facts can still be read; None where there is none."""
    days = sorted(
        (match.group(1) for path in outputs.glob("so-lieu_*.csv")
         if (match := _FACTS.fullmatch(path.name)) and match.group(1) < as_of.isoformat()),
        reverse=True,
    )  # fmt: skip
    for day in days:
        facts = _facts(outputs / f"so-lieu_{day}.csv")
        if facts:
            detail = outputs / f"chi-tiet_{day}.parquet"
            return Previous(date.fromisoformat(day), facts, detail if detail.is_file() else None)
    return None


def _facts(path: Path) -> tuple[PastFact, ...]:
    """The cumulative facts of all units and each; empty where somebody has changed the file."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return tuple(
                PastFact(
                    row["unit_code"],
                    row["indicator"],
                    int(row["numerator"]),
                    int(row["denominator"]),
                    _bp(row["rate_pct"]),
                    row["status"],
                )
                for row in csv.DictReader(stream)
                if row["scope"] in ("total", "unit") and row["period"] == CUMULATIVE
            )
    except (OSError, ValueError, KeyError, TypeError, csv.Error):
        return ()


def _bp(text: str) -> int | None:
    whole, _, part = text.partition(".")
    return int(whole) * 100 + int(part) if text else None


def changes(before: Previous, counts: pd.DataFrame | None, listed: pd.DataFrame | None) -> Changes:
    """`counts` and `listed` as change_count.sql and change_listed.sql give them, None without."""
    if counts is None or listed is None:
        return Changes(before.as_of, before.facts)
    by_unit = {
        (unit, change): int(dossiers)
        for unit, change, dossiers in counts[["unit_code", "change", "dossiers"]].itertuples(
            index=False, name=None
        )
    }
    found = counts.groupby("change")["dossiers"].sum()
    rows = listed.astype(object).where(listed.notna(), "").to_dict("records")
    return Changes(
        as_of=before.as_of,
        facts=before.facts,
        added=int(found.get("added", 0)),
        revised=int(found.get("revised", 0)),
        gone=int(found.get("gone", 0)),
        listed=tuple(map(_changed, rows)),
        by_unit=by_unit,
    )


def _changed(row: dict[Any, Any]) -> ChangedDossier:
    differs = [word for name, word in _WHAT.items() if row[name]]
    return ChangedDossier(
        unit_code=row["unit_code"],
        code=row["code"],
        official=row["official"],
        change=row["change"],
        what="" if row["change"] == "gone" else ", ".join(differs),
        file=row["file"],
        sheet=row["sheet"],
        row=int(row["row_number"]),
    )
