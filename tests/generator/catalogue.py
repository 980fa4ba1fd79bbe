"""The shipped catalogue: 134 procedures, 77 một phần and 57 toàn trình (plan IV.1.1).

Codes, names and fields are facts of the national portal, each with its source in procedures.csv.
That list has more procedures than the plan counts, and for few of them a level or a fee: what it
does not say is assumed, and marked so.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from pathlib import Path

COUNT, PARTIAL = 134, 77
_LEVELS = {"một phần": "Một phần", "toàn trình": "Toàn trình"}
_FREE = "Miễn phí"


@dataclass(frozen=True)
class Procedure:
    """A procedure as the plan workbook lists it; `is_level_known`, `is_fee_known`: by its source."""

    code: str
    name: str
    field: str
    level: str
    has_fee: bool
    is_level_known: bool
    is_fee_known: bool


def catalogue() -> list[Procedure]:
    """All 134, by field and code.

    Of procedures.csv those with a level, then those with a fee (or none, as the source says), then
    the others, each by code; of several with one name the first. Levels that the source does not
    give are drawn, so that the plan's 77 and 57 come out; a fee that it does not give is none.
    """
    chosen = sorted(_chosen(), key=lambda row: (row["field"], row["code"]))
    open_levels = [row["code"] for row in chosen if not row["online_level"]]
    known = sum(row["online_level"] == "một phần" for row in chosen)
    partial = set(random.Random(35).sample(open_levels, PARTIAL - known))
    return [_procedure(row, is_drawn=row["code"] in partial) for row in chosen]


def _procedure(row: dict[str, str], *, is_drawn: bool) -> Procedure:
    assumed = "một phần" if is_drawn else "toàn trình"
    return Procedure(
        code=row["code"],
        name=row["name"],
        field=row["field"],
        level=_LEVELS[row["online_level"] or assumed],
        has_fee=row["fee"] not in {"", _FREE},
        is_level_known=bool(row["online_level"]),
        is_fee_known=bool(row["fee"]),
    )


def _chosen() -> list[dict[str, str]]:
    with (Path(__file__).parent / "procedures.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    rows.sort(key=lambda row: (not row["online_level"], not row["fee"], row["code"]))
    by_name: dict[str, dict[str, str]] = {}
    for row in rows:
        by_name.setdefault(row["name"].casefold(), row)
    return list(by_name.values())[:COUNT]


def officials() -> list[tuple[str, str, str]]:
    """(official, title, field): every field has one; the names of the samples, marked as such."""
    fields = sorted({procedure.field for procedure in catalogue()})
    people = (
        ("Nguyễn Văn A (ví dụ)", "Công chức Tư pháp - Hộ tịch"),
        ("Trần Thị B (ví dụ)", "Công chức Văn hóa - Xã hội"),
        ("Siu C (ví dụ)", "Công chức Địa chính - Nông nghiệp"),
        ("Rơ Lan D (ví dụ)", "Công chức Văn phòng - Thống kê"),
    )
    judicial = ("Hộ tịch", "Chứng thực", "Nuôi con nuôi")
    rest = [field for field in fields if field not in judicial]
    assigned = [(*people[0], field) for field in judicial]
    return assigned + [(*people[1 + n % 3], field) for n, field in enumerate(rest)]
