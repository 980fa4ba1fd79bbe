"""The portal's published figures of a province, where they stand beside the checkout, fed to the real
command: its points are the published ones.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from tests.builders import csv_bytes, plan_bytes, portal, table
from tests.command import pipeline

PORTAL = Path(__file__).parents[2] / "shared" / "portal"
GROUPS = {
    "công khai": 41, "tiến độ": 164, "DVC trực tuyến": 1, "thanh toán": 164, "số hóa": 41,
    "hài lòng": 36,
}  # fmt: skip
# The portal rounds these rates to two decimals and then their points in binary floating point; the
# rule rounds the unrounded fraction half up. 0.01 apart, by design (DOMAIN.md).
DEVIATIONS = {
    ("H44.144", "thanh toán"): ("5.98", "5.99"),
    ("H44.197", "thanh toán"): ("5.20", "5.19"),
}


def _read(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def _both(suffix):
    return [
        row
        for name in ("", "-more")
        for row in _read(PORTAL / f"phu-tho-2026-08{name}{suffix}.csv")
    ]


def _plan(figures):
    names = {row["unit_code"]: row["unit_name"] for row in figures}
    return plan_bytes(**{
        "Kế hoạch": [["Ngày bắt đầu", "01/08/2026"], ["Ngày kết thúc", "31/08/2026"],
                     ["Mốc 50 ngày", "31/08/2026"], ["Cơ quan ban hành", "UBND tỉnh Phú Thọ"],
                     ["Tên chiến dịch", "Tháng 8"]],
        "Đơn vị": [[n, code, name, None, None if code == "H44" else "H44"]
                   for n, (code, name) in enumerate(names.items(), 1)],
        "Chỉ tiêu": [["H44", "online", 50, 50, 50, None]],
        "Phân công": [],
    })  # fmt: skip


@pytest.fixture(scope="module")
def scored(tmp_path_factory):
    """The published figures, and the rows of chi-so-766 that the command writes for them."""
    if not PORTAL.is_dir():
        pytest.skip("the portal's figures stand beside the checkout on the project's machines only")
    figures = _both("")
    folder = tmp_path_factory.mktemp("portal")
    (folder / "ke-hoach.xlsx").write_bytes(_plan(figures))
    rows = [
        portal(unit=row["unit_code"], measure=row["measure"], numerator=row["numerator"],
               denominator=row["denominator"], rate=row["rate_pct"], figure="31/08/2026")
        for row in figures
    ]  # fmt: skip
    (folder / "cong.csv").write_bytes(csv_bytes(table("portal", rows)))
    done = pipeline(
        "report", "--inputs", folder, "--outputs", folder / "out", "--as-of", "2026-08-31"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return figures, _read(folder / "out" / "chi-so-766_2026-08-31.csv")


def test_group_points_equal_the_published_ones(scored):
    """Every unit and group with all inputs and a published total, but for two known deviations."""
    figures, rows = scored
    complete = {
        (unit, group)
        for unit, group in {(row["unit_code"], row["group"]) for row in rows}
        if all(row["points"] for row in rows if (row["unit_code"], row["group"]) == (unit, group))
    }
    points = {(r["unit_code"], r["group"]): r["points"] for r in rows if not r["measure"]}
    with_dossiers = {(row["unit_code"], row["measure"]) for row in figures if row["denominator"]}
    tested, deviating = dict.fromkeys(GROUPS, 0), {}
    for row in _both("-groups"):
        place = (row["unit_code"], row["group"])
        if not row["points_published"] or place not in complete:
            continue
        if row["group"] == "DVC trực tuyến" and (row["unit_code"], "online") not in with_dossiers:
            continue
        tested[row["group"]] += 1
        if Decimal(points[place]) != Decimal(row["points_published"]):
            deviating[place] = (points[place], row["points_published"])
    assert tested == GROUPS
    assert deviating == DEVIATIONS


def test_sub_indicator_points_equal_the_published_ones(scored):
    """Whatever the portal publishes points for: all of them, exactly."""
    figures, rows = scored
    points = {(row["unit_code"], row["measure"]): row["points"] for row in rows}
    published = {
        (row["unit_code"], row["measure"]): row["points_published"]
        for row in figures
        if row["points_published"] and (row["numerator"] or row["rate_pct"])
    }
    assert len(published) == 646
    assert {key: Decimal(points[key]) for key in published} == {
        key: Decimal(value) for key, value in published.items()
    }


def test_communes_are_ranked_within_the_province(scored):
    """163 siblings and the province by itself; a total is official only where nothing is missing."""
    _, rows = scored
    totals = {row["unit_code"]: row for row in rows if row["group"] == "total"}
    assert totals["H44"]["rank"] == "1"
    assert totals["H44"]["source"] == "portal"
    assert totals["H44"]["points"] == "59.91"
    assert {row["source"] for code, row in totals.items() if code != "H44"} == {""}
    ranks = {
        row["unit_code"]: int(row["rank"])
        for row in rows
        if row["group"] == "tiến độ" and not row["measure"] and row["unit_code"] != "H44"
    }
    assert len(ranks) == 163
    assert min(ranks.values()) == 1
    # of the 40 communes with all groups' figures, those without a hole in the capture
    full = [int(totals[f"H44.{n}"]["rank"]) for n in (*range(100, 135), 138)]
    assert min(full) == 1
    assert max(full) <= len(full)
