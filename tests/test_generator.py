"""The committed samples are what the generator makes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from pipeline.plan.workbook import read_plan
from tests.generator.catalogue import catalogue
from tests.generator.province import write_province
from tests.generator.samples import write_samples

INPUTS = Path(__file__).parents[1] / "inputs"


def test_samples_are_what_the_generator_makes(tmp_path):
    """Byte for byte, and no sample besides."""
    write_samples(tmp_path)
    written = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.*")}
    committed = [INPUTS / "ke-hoach.xlsx", *(INPUTS / "mau").iterdir()]
    assert {path.relative_to(INPUTS): path.read_bytes() for path in committed} == written


def test_the_catalogue_is_the_plans():
    """134 procedures, 77 một phần and 57 toàn trình, no code twice."""
    procedures = catalogue()
    assert Counter(p.level for p in procedures) == {"Một phần": 77, "Toàn trình": 57}
    assert len({p.code for p in procedures}) == len({p.name for p in procedures}) == 134


def test_a_province_is_the_same_every_time(tmp_path):
    """Plan, exports of every commune, and one of the province that repeats some of their dossiers."""
    written = []
    for name in ("a", "b"):
        write_province(tmp_path / name, communes=2, districts=1, files=2, dossiers=6)
        files = (tmp_path / name).rglob("*.xlsx")
        written.append({path.relative_to(tmp_path / name): path.read_bytes() for path in files})
    assert written[0] == written[1]
    folders = Counter(str(path.parent) for path in written[0])
    assert (folders["."], folders["00001"], folders["00002"]) == (1, 9, 9)
    plan = read_plan(tmp_path / "a" / "ke-hoach.xlsx")
    assert [unit.parent for unit in plan.units] == ["", "H99", "H99.H001", "H99.H001"]
    assert "tinh/dossiers-001.xlsx" in {path.as_posix() for path in written[0]}
