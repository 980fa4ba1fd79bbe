"""The sample catalogue: 134 procedures, 77 một phần and 57 toàn trình (plan IV.1.1).

Names and fields are written by hand, codes have the real form but are examples: a commune puts the
list of its own portal in their place.
"""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from pathlib import Path

PARTIAL = 77
_PAID_FIELDS = (
    "Hộ tịch",
    "Chứng thực",
    "Đất đai",
    "Giao thông vận tải",
    "Nuôi con nuôi",
    "Môi trường",
)


@dataclass(frozen=True)
class Procedure:
    """A procedure as the plan workbook lists it."""

    code: str
    name: str
    field: str
    level: str
    has_fee: bool


def catalogue() -> list[Procedure]:
    """All 134, in the order of procedures.csv."""
    chance = random.Random(35)
    with (Path(__file__).parent / "procedures.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    partial = set(chance.sample(range(len(rows)), PARTIAL))
    return [
        Procedure(
            code=f"{1 + number % 2}.{1193 + 61 * number:06d}.H21",
            name=row["name"],
            field=row["field"],
            level="Một phần" if number in partial else "Toàn trình",
            has_fee=row["field"] in _PAID_FIELDS and chance.random() < 0.8,
        )
        for number, row in enumerate(rows)
    ]


def officials() -> list[tuple[str, str, str]]:
    """(official, title, field): every field has one; the names are marked as examples."""
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
