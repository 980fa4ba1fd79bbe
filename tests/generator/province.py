"""A province: communes with exports of their own, and one of the province that repeats some."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from tests.generator.catalogue import officials
from tests.generator.files import write_files
from tests.generator.plan import plan_rows, write_plan
from tests.generator.world import Office, World, make_world

PROVINCE = ("H99", "Tỉnh MẪU")
DAYS = 87  # 20/02/2024 to 16/05/2024
_REPEATED = 10  # the province's export has the dossiers of every tenth commune


def write_province(
    folder: Path, *, communes: int, files: int, dossiers: int, districts: int = 0
) -> None:
    """ke-hoach.xlsx and the exports below `folder`; the same bytes every time.

    Every commune has so many files of each kind, with so many dossiers in each. The province's
    export lists dossiers of some communes once more, under its own name.
    """
    folder.mkdir(parents=True)
    offices = [_office(number) for number in range(1, communes + 1)]
    write_plan(folder / "ke-hoach.xlsx", _plan_rows(offices, districts))
    repeated = World()
    for number, office in enumerate(offices, start=1):
        world = make_world(files * dossiers, DAYS, seed=number, office=office)
        world.publicity = [row | {"Đơn vị": office.name} for row in world.publicity]
        write_files(world, folder / f"{number:05d}", files)
        if number % _REPEATED == 1:
            _repeat(world, repeated)
    write_files(repeated, folder / "tinh", files)


def _office(number: int) -> Office:
    """A commune that works in its own way."""
    chance = random.Random(number)
    return Office(
        code=f"{PROVINCE[0]}.{number:05d}",
        name=f"Xã MẪU {number:05d}",
        online=chance.uniform(0.2, 0.95),
        digitized=chance.uniform(0.1, 0.9),
        late=chance.uniform(0, 0.2),
        paid_online=chance.uniform(0.05, 0.8),
    )


def _repeat(world: World, repeated: World) -> None:
    """Adds a commune's rows as the province's own system prints them."""
    repeated.dossiers += [row | {"Cơ quan/đơn vị": PROVINCE[1]} for row in world.dossiers]
    repeated.payments += world.payments
    repeated.digitization += world.digitization
    repeated.ratings += world.ratings


def _plan_rows(offices: list[Office], districts: int) -> dict[str, list[list[Any]]]:
    """The plan of xã Ia Ake, its targets set by the province for all."""
    rows = plan_rows()
    rows["Kế hoạch"][2] = ["Cơ quan ban hành", "UBND tỉnh MẪU"]
    between = [(f"{PROVINCE[0]}.H{n:03d}", f"Huyện MẪU {n:03d}") for n in range(1, districts + 1)]
    units = [(*PROVINCE, None), *((code, name, PROVINCE[0]) for code, name in between)]
    for number, office in enumerate(offices):
        parent = between[number * districts // len(offices)][0] if districts else PROVINCE[0]
        units.append((office.code, office.name, parent))
    rows["Đơn vị"] = [
        [number, code, name, None, parent]
        for number, (code, name, parent) in enumerate(units, start=1)
    ]
    rows["Chỉ tiêu"] = [[PROVINCE[0], *row[1:]] for row in rows["Chỉ tiêu"]]
    rows["Chỉ tiêu"] += [
        [
            office.code,
            "online",
            round(random.Random(office.code).uniform(0, 60), 2),
            None,
            None,
            None,
        ]
        for office in offices
    ]
    rows["Phân công"] = [
        [person, title, office.code, field, None]
        for office in offices
        for person, title, field in officials()
    ]
    return rows
