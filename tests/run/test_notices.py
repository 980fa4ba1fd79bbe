"""What the screen says of all rows together."""

from __future__ import annotations

from pipeline.notices import unknown_units
from tests.builders import csv_bytes, dossier, table
from tests.outcomes import outcome


def test_a_name_of_no_unit_is_said_once_with_its_rows_and_the_nearest(tmp_path):
    """Those of most rows first; in loi each row has its problem."""
    names = ["UBND xã Một", "Xã Mốt", "Xã Ba", "Xã Mốt"]
    rows = [dossier(code=f"A{n}", unit=name) for n, name in enumerate(names)]
    result = outcome(tmp_path, {"a.csv": csv_bytes(table("dossiers", rows))})
    assert [p.row for p in result.rows() if p.code == "unknown_unit"] == [3, 4, 5]
    assert unknown_units(result.problems) == [
        "2 dòng bị loại. Đơn vị không có trong kế hoạch: “Xã Mốt”; gần nhất trong kế hoạch: “Xã Một”.",
        "1 dòng bị loại. Đơn vị không có trong kế hoạch: “Xã Ba”; gần nhất trong kế hoạch: “Xã Một”.",
    ]


def test_many_names_are_not_all_said(tmp_path):
    """The first ten, and how many more."""
    rows = [dossier(code=f"A{n}", unit=f"Xã Lạ {n}") for n in range(13)]
    problems = outcome(tmp_path, {"a.csv": csv_bytes(table("dossiers", rows))}).problems
    said = unknown_units(problems)
    assert (len(said), said[-1]) == (11, "… và 3 tên đơn vị khác không có trong kế hoạch.")
