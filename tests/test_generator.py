"""The committed samples are what the generator makes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.generator.catalogue import catalogue
from tests.generator.samples import write_samples

INPUTS = Path(__file__).parents[1] / "inputs"


def test_samples_are_what_the_generator_makes(tmp_path):
    """Byte for byte, and no sample besides."""
    write_samples(tmp_path)
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.*")}
    committed = [INPUTS / "ke-hoach.xlsx", *(INPUTS / "mau").iterdir()]
    assert {path.relative_to(INPUTS): path.read_bytes() for path in committed} == made


def test_the_catalogue_is_the_plans():
    """134 procedures, 77 một phần and 57 toàn trình, no code twice."""
    procedures = catalogue()
    assert Counter(p.level for p in procedures) == {"Một phần": 77, "Toàn trình": 57}
    assert len({p.code for p in procedures}) == len({p.name for p in procedures}) == 134
