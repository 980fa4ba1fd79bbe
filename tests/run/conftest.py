"""An office whose exports the command reports on."""

from __future__ import annotations

import pytest

from tests.builders import dossier, export, payment, plan_bytes, rating, table, xlsx_bytes
from tests.command import pipeline


@pytest.fixture
def office(tmp_path):
    """An office's folder with a plan and three exports; run(…) reports on it."""

    class Office:
        inputs = tmp_path / "inputs"
        outputs = tmp_path / "outputs"

        def put(self, name, content):
            path = self.inputs / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

        def run(self, *arguments, command="report", as_of="16/05/2024", **options):
            places = ["--inputs", self.inputs]
            places += ["--outputs", self.outputs, "--as-of", as_of] if command == "report" else []
            places = [place for place in places if place is not None]
            return pipeline(command, *places, *arguments, **options)

        def reports(self):
            return {path.name: path.read_bytes() for path in self.outputs.glob("*_*")}

    office = Office()
    office.put("ke-hoach.xlsx", plan_bytes())
    rows = [dossier(code=f"A{n:03d}", fee="8.000") for n in range(40)]
    office.put("thang 4/hồ sơ.csv", export("dossiers", *rows, dossier(code="X", channel="Fax")))
    office.put("khac.xlsx", xlsx_bytes({"GD": table("payments", [payment(code="A001")])}))
    office.put(
        "dg.csv", export("ratings", rating(code="A002"), rating(code="A003", rating="Bình thường"))
    )
    return office
