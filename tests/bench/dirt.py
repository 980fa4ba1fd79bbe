"""Exports of which every row has a problem: what dirt costs beside the same rows clean."""

from __future__ import annotations

from collections.abc import Callable

from tests.generator.world import Row, World

_COPIES = 10


def _not_in_catalogue(world: World) -> None:
    """As many procedures as before, none of which the plan has."""
    for row in world.dossiers:
        row["Mã TTHC"] = f"9{row['Mã TTHC'][1:]}"


def _bad_dates(world: World) -> None:
    """No day that there is, and hardly two alike; what hangs on the dossiers follows."""
    for row in world.dossiers:
        row["Ngày tiếp nhận"] = f"31/02/2024 {row['Ngày tiếp nhận']:%H:%M:%S %j}"


def _unknown_statuses(world: World) -> None:
    for number, row in enumerate(world.dossiers):
        row["Trạng thái hồ sơ"] = f"Bước {number % 7} của quy trình"


def _orphans(world: World) -> None:
    """Payments, digitization and ratings of dossiers that are in no export."""
    _change(world.payments, "Hồ sơ")
    _change(world.digitization, "Mã hồ sơ")
    _change(world.ratings, "Mã hồ sơ")


def _change(rows: list[Row], column: str) -> None:
    for row in rows:
        row[column] = f"X-{row[column]}"


def _duplicates(world: World) -> None:
    """The first tenth of all rows, ten times."""
    for rows in (world.dossiers, world.payments, world.digitization, world.ratings):
        rows[:] = [row for _ in range(_COPIES) for row in rows[: len(rows) // _COPIES]]


DIRT: dict[str, Callable[[World], None]] = {
    "not-in-catalogue": _not_in_catalogue,
    "bad-dates": _bad_dates,
    "unknown-statuses": _unknown_statuses,
    "orphans": _orphans,
    "duplicates": _duplicates,
}
