"""Clean exports: four kinds in every format, with and without what tells how many rows there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from itertools import product

from tests.builders import digitization, dossier, payment, rating, table
from tests.formats import FORMATS

ROWS = 40
TODAY = date(2026, 1, 1)
_CHANNELS, _YES_NO = ("Trực tuyến", "Trực tiếp"), ("Có", "Không")
_RATINGS = ("Hài lòng", "Rất hài lòng", "Không hài lòng")


@dataclass(frozen=True)
class Seed:
    """A clean export. `is_counted`: its rows are numbered, and a total stands below them."""

    format: str
    kind: str
    is_counted: bool
    content: bytes

    @property
    def name(self) -> str:
        """As the pipeline sees the file."""
        return self.format


def seed_keys() -> list[tuple[str, str, bool]]:
    """Format, kind, is_counted of every seed."""
    return list(product(FORMATS, _TABLES, (True, False)))


@cache
def seed(name: str, kind: str, is_counted: bool) -> Seed:  # noqa: FBT001 - one of seed_keys()
    """The seed with this key."""
    rows = _TABLES[kind]()
    if is_counted:
        rows = [["STT", *rows[0]], *([n, *row] for n, row in enumerate(rows[1:], 1))]
        rows.append([f"Tổng số: {ROWS} hồ sơ"])
    return Seed(name, kind, is_counted, FORMATS[name](rows))


def _code(n: int) -> str:
    return f"H21.65-2404{1 + n % 28:02d}-{7000 + 37 * n}"


def _at(n: int, *, days: int) -> datetime:
    """A moment that no other row has in its column."""
    return datetime(2024, 4, 1, 8, 5) + timedelta(days=days + n % 11, minutes=7 * n)


def _dossiers() -> list[list[object]]:
    rows = [
        dossier(
            code=_code(n), received=_at(n, days=0), due=_at(n, days=20),
            ended=None if n % 5 == 0 else _at(n, days=12),
            status="Đang xử lý" if n % 5 == 0 else "Đã xử lý xong", channel=_CHANNELS[n % 3 == 0],
            fee=None if n % 4 else 8000 + 500 * n, e_result=_YES_NO[n % 7 == 0],
        )
        for n in range(ROWS)
    ]  # fmt: skip
    return table("dossiers", rows, without=("Chủ hồ sơ", "Ngày trả kết quả", "Tên TTHC"))


def _payments() -> list[list[object]]:
    rows = [
        payment(
            code=_code(n), paid=_at(n, days=1), amount=8000 + 500 * n, reference=f"PG{5000 + 41 * n}",
            method=("Trực tuyến", "Tiền mặt")[n % 3 == 0], unit="Xã Một",
        )
        for n in range(ROWS)
    ]  # fmt: skip
    return table("payments", rows)


def _digitization() -> list[list[object]]:
    rows = [
        digitization(
            code=_code(n), components=_YES_NO[n % 3 == 0], result=_YES_NO[n % 4 == 0],
            digitized=_at(n, days=2),
        )
        for n in range(ROWS)
    ]  # fmt: skip
    return table("digitization", rows, without=("Đơn vị",))


def _ratings() -> list[list[object]]:
    rows = [
        rating(code=_code(n), rating=_RATINGS[n % 3], rated=_at(n, days=15)) for n in range(ROWS)
    ]
    return table("ratings", rows, without=("Đơn vị",))


_TABLES = {
    "dossiers": _dossiers, "payments": _payments, "digitization": _digitization,
    "ratings": _ratings,
}  # fmt: skip
