"""What the screen says of all rows together."""

from __future__ import annotations

from pipeline.notices import unknown_units
from schemas.contracts import problem_types
from tests.builders import csv_bytes, dossier, table
from tests.outcomes import outcome

REMEDY = problem_types()["unknown_unit"].remedy


def _said(tmp_path, *names):
    """What is said of dossiers of these units."""
    rows = [dossier(code=f"A{n}", unit=name) for n, name in enumerate(names)]
    result = outcome(tmp_path, {"a.csv": csv_bytes(table("dossiers", rows))})
    return result, unknown_units(result.problems)


def test_rows_of_other_units_are_one_line(tmp_path):
    """Each unit once, however it is spelled, with its rows, most first; in loi each row has its
    problem.
    """
    names = ["UBND xã Một", "Xã Mốt", "Xã Hai", "UBND xã Hai", "XÃ HAI, huyện Ba"]
    result, said = _said(tmp_path, *names)
    assert [p.row for p in result.rows() if p.code == "unknown_unit"] == [3, 4, 5, 6]
    assert said == [
        "4 dòng bị loại vì ghi 2 đơn vị không có trong kế hoạch: “Xã Hai” (3 dòng), “Xã Mốt” (1 dòng; "
        f"gần nhất trong kế hoạch: “Xã Một”). {REMEDY}"
    ]


def test_many_units_are_not_all_said(tmp_path):
    """The first five, and how many more; none where all are known."""
    _, (said,) = _said(tmp_path, *(f"Xã Lạ {n}" for n in range(13)))
    assert said.startswith("13 dòng bị loại vì ghi 13 đơn vị không có trong kế hoạch: “Xã Lạ 0” (1")
    assert "“Xã Lạ 4” (1 dòng) và 8 đơn vị khác. " in said


def test_nothing_is_said_where_every_unit_is_known(tmp_path):
    """However it is dressed."""
    assert _said(tmp_path, "UBND xã Một", "Xã Một")[1] == []
