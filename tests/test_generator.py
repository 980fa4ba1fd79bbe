"""The committed samples are what the generator makes."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import openpyxl

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


def test_the_catalogue_is_what_its_source_says():
    """Code, name and field of every procedure, with where they come from; none is made up."""
    with (Path(__file__).parent / "generator" / "procedures.csv").open(encoding="utf-8") as stream:
        rows = {row["code"]: row for row in csv.DictReader(stream)}
    for procedure in catalogue():
        row = rows[procedure.code]
        assert (procedure.name, procedure.field) == (row["name"], row["field"])
        assert row["source"]
        if procedure.is_level_known:
            assert procedure.level.lower() == row["online_level"]
        if procedure.is_fee_known:
            assert procedure.has_fee == (row["fee"] != "Miễn phí")


def test_what_the_source_does_not_say_is_yellow_with_a_reason():
    """Those cells and no others; and nobody is invented."""
    book = openpyxl.load_workbook(INPUTS / "ke-hoach.xlsx")
    rows = zip(
        book["Danh mục TTHC"].iter_rows(min_row=2, min_col=4, max_col=5), catalogue(), strict=True
    )
    for (level, fee), procedure in rows:
        for cell, is_known in ((level, procedure.is_level_known), (fee, procedure.is_fee_known)):
            is_yellow = cell.fill.fgColor.rgb == "FFFFFF00"
            assert (is_yellow, cell.comment is not None) == (not is_known, not is_known)
            assert is_known or cell.comment.text.startswith("Giả định:")
    assert book["Phân công"].max_row == 1
    assert "ví dụ" not in "".join(
        str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row
    )


def test_a_province_is_the_same_every_time(tmp_path):
    """Plan, exports of every commune, and one of the province that repeats some of their dossiers."""
    written = []
    for name in ("a", "b"):
        write_province(tmp_path / name, communes=2, districts=1, files=2, dossiers=20)
        files = (tmp_path / name).rglob("*.xlsx")
        written.append({path.relative_to(tmp_path / name): path.read_bytes() for path in files})
    assert written[0] == written[1]
    folders = Counter(str(path.parent) for path in written[0])
    assert (folders["."], folders["00001"], folders["00002"]) == (1, 9, 9)
    plan = read_plan(tmp_path / "a" / "ke-hoach.xlsx")
    assert [unit.parent for unit in plan.units] == ["", "H99", "H99.H001", "H99.H001"]
    assert "tinh/dossiers-001.xlsx" in {path.as_posix() for path in written[0]}
