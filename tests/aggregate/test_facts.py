"""What all indicators share, each rule in a few rows; tests/aggregate/indicators has each alone."""

from __future__ import annotations

from datetime import date, datetime

import pyarrow.parquet as pq
import pytest

from tests.builders import (
    TWO_UNITS,
    digitization,
    dossier,
    export,
    payment,
    plan,
    rating,
    table,
    xlsx_bytes,
)
from tests.outcomes import outcome


def test_dossiers_not_accepted_count_nowhere(counted):
    """Mới đăng ký and Không được tiếp nhận: no indicator, and no received date is needed."""
    rows = [
        dossier(code="A"),
        dossier(code="B", status="Mới đăng ký", received=None),
        dossier(code="C", status="Không được tiếp nhận"),
    ]
    result = counted(
        dossiers=rows,
        payments=[payment(code="C")],
        ratings=[rating(code="C")],
        digitization=[digitization(code="C")],
    )
    assert result.codes() == []
    counts = {
        name: result.count(name) for name in ("online", "on_time", "e_result", "satisfaction")
    }
    assert counts == {
        "online": (1, 1),
        "on_time": (1, 1),
        "e_result": (1, 1),
        "satisfaction": (0, 0),
    }


def test_finished_is_the_end_date_else_the_return_date(counted):
    """Ngày kết thúc xử lý, where that cell is empty Ngày trả kết quả; words for none are empty."""
    rows = [
        dossier(code="A", ended="-", returned="06/04/2024"),
        dossier(code="B", ended="04/04/2024", returned="09/04/2024"),
        dossier(code="C", ended="Chưa kết thúc", returned=None, status="Đang xử lý", due=None),
    ]
    result = counted(dossiers=rows)
    assert (result.count("on_time"), result.count("e_result")) == ((2, 3), (2, 2))


def test_what_hangs_on_a_rejected_row_is_an_orphan(counted):
    """As if the dossier were in no export."""
    result = counted(dossiers=[dossier(channel="Fax"), dossier(code="B")], payments=[payment()])
    assert result.codes() == ["bad_channel", "orphan_payment"]


def test_no_export_is_no_data(counted):
    """Without an export of a kind its indicator has no denominator, and staff are warned."""
    result = counted(dossiers=[dossier(fee="8.000")])
    for name in ("online_payment", "digitization", "satisfaction", "transparency"):
        assert result.count(name) == (0, 0)
    notices = [p for p in result.problems if p.code == "no_export"]
    assert [p.severity for p in notices] == ["warning"] * 4


def test_no_column_is_no_data(tmp_path):
    """Dossiers of an export without the column are in no denominator."""
    without = export(
        "dossiers", dossier(code="B"), without=("Kết quả điện tử", "Hình thức tiếp nhận")
    )
    result = outcome(tmp_path, {"a.csv": export("dossiers", dossier()), "b.csv": without})
    assert (result.count("e_result"), result.count("online")) == ((1, 1), (1, 1))
    assert result.codes() == ["column_absent", "column_absent"]


def test_scopes(counted):
    """Officials by name, else by assignment; fields by the catalogue; procedures by N.NNNNNN."""
    rows = [
        dossier(code="A", official=" nguyễn  văn a "),
        dossier(code="B", official=None),
        dossier(code="C", official="Trần Thị B", procedure="1.000002.000.00.00.H21"),
        dossier(code="D", official=None, procedure="1.000002", area="sai"),
    ]
    result = counted(dossiers=rows)
    assert result.count("online", scope="official", official="Nguyễn Văn A") == (2, 2)
    assert result.count("online", scope="official", official="Trần Thị B") == (1, 1)
    assert result.count("online", scope="field", field="Đất đai") == (2, 2)
    assert result.count("online", scope="procedure", procedure="1.000002") == (2, 2)


def test_procedure_by_name_where_there_is_no_code_column(tmp_path):
    """Case and spaces make no difference."""
    content = export("dossiers", dossier(name="THỦ TỤC  hai"), without=("Mã TTHC",))
    result = outcome(tmp_path, {"a.csv": content})
    assert result.count("online", scope="procedure", procedure="1.000002") == (1, 1)


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (6000, 10000, (6000, 10000, 6000, 6000, 0, 0, "dat")),
        (14999, 25000, (14999, 25000, 6000, 6000, 0, 1, "chua_dat")),  # 59,996% is shown as 60%
        (2, 3, (2, 3, 6667, 6000, 667, 0, "dat")),
        (1, 3, (1, 3, 3333, 6000, -2667, 1, "chua_dat")),
    ],
)
def test_comparison_is_exact(tmp_path, numerator, denominator, expected):
    """59.996% is not 60%, though it is shown so; the shortfall is exact."""
    rows = [
        dossier(code=str(n), received="20/05/2024", due=None, ended=None,
                channel="Trực tuyến" if n < numerator else "Trực tiếp")
        for n in range(denominator)
    ]  # fmt: skip
    result = outcome(tmp_path, {"a.csv": export("dossiers", *rows)}, date(2024, 6, 29))
    assert result.fact("online", "10d-06", scope="unit") == expected


def test_target_is_day_50s_up_to_day_50(counted):
    """Each window's row is what a report as of its last day gives; old windows never change."""
    result = counted(dossiers=[dossier()], as_of=date(2024, 6, 29))
    targets = {p: result.fact("online", p)[3] for p in ("10d-01", "10d-05", "10d-06", "cumulative")}
    assert targets == {"10d-01": 3000, "10d-05": 3000, "10d-06": 6000, "cumulative": 6000}


def test_no_data_with_a_target(counted):
    """Status khong_co_so_lieu, shortfall 0, no rate."""
    result = counted(dossiers=[dossier()])
    assert result.fact("online", "10d-02", scope="unit") == (
        0, 0, None, 3000, None, 0, "khong_co_so_lieu",
    )  # fmt: skip


def test_total_has_a_target_only_where_all_units_share_it(tmp_path):
    """Two units, one without the target: no target in scope total."""
    campaign = plan(tmp_path, **TWO_UNITS)
    rows = [dossier(), dossier(unit="H21.66")]
    result = outcome(tmp_path, {"a.csv": export("dossiers", *rows)}, campaign=campaign)
    assert result.fact("online")[3:] == (None, None, None, "")
    assert result.fact("online", scope="unit", unit_code="H21.65")[3] == 3000
    assert result.count("online") == (2, 2)


def test_rows_without_a_unit(tmp_path):
    """Of dossiers an error where the plan has two units; of others, the one dossier's unit."""
    campaign = plan(tmp_path, **TWO_UNITS)
    rows = [
        dossier(code="A"), dossier(code="A", unit="Xã Hai"),
        dossier(code="B", unit="Xã Hai"), dossier(code="C", unit=None),
    ]  # fmt: skip
    files = {
        "a.csv": export("dossiers", *rows),
        "b.csv": export("payments", payment(code="A"), payment(code="B")),
    }
    result = outcome(tmp_path, files, campaign=campaign)
    assert result.codes() == ["ambiguous_unit", "no_unit"]
    assert result.count("online_payment", scope="unit", unit_code="H21.66") == (1, 1)


def test_of_the_same_dossier_the_row_further_along_is_chosen(tmp_path):
    """An end date beats none, then the later end date, then the status, then the fuller file."""
    first = [
        dossier(code="A", ended=None, channel="Trực tiếp"),
        dossier(code="B", ended="02/04/2024"),
    ]
    second = [dossier(code="A"), dossier(code="B", channel="Trực tiếp"), dossier(code="C")]
    files = {"a.csv": export("dossiers", *first), "b.csv": export("dossiers", *second)}
    result = outcome(tmp_path, files)
    assert result.count("online") == (2, 3)
    assert [(s.rows_kept, s.rows_duplicate) for s in result.sources] == [(0, 2), (3, 0)]


def test_an_export_of_several_sheets(tmp_path):
    """Several kinds in one workbook, dates as dates, a hidden sheet named in the message."""
    sheets = {
        "HS": table("dossiers", [dossier(received=datetime(2024, 4, 1, 8, 30))]),
        "GD": table("payments", [payment()]),
        "DM": [["Danh mục"], ["Đang xử lý"]],
    }
    result = outcome(tmp_path, {"a.xlsx": xlsx_bytes(sheets, hidden=("GD", "DM"))})
    assert [(s.sheet, s.kind) for s in result.sources] == [
        ("HS", "dossiers"), ("GD", "payments"), ("DM", ""),
    ]  # fmt: skip
    assert "ẩn" in result.sources[1].message
    assert result.count("online_payment") == (1, 1)


def test_the_channel_reaches_the_detail(tmp_path):
    """An empty cell is counter; an export without the column does not say."""
    rows = [dossier(code="A"), dossier(code="B", channel=None), dossier(code="C", channel="BCCI")]
    without = export("dossiers", dossier(code="D"), without=("Hình thức tiếp nhận",))
    result = outcome(tmp_path, {"a.csv": export("dossiers", *rows), "b.csv": without})
    columns = pq.read_table(result.detail_file, columns=["code", "channel", "is_online"])
    assert [tuple(row.values()) for row in columns.to_pylist()] == [
        ("A", "online", True), ("B", "counter", False), ("C", "post", False), ("D", None, None),
    ]  # fmt: skip


def test_an_official_is_held_against_their_own_target(tmp_path):
    """Where the plan sets one, else against the unit's; a window has its own day's."""
    rows = [
        ["H21.65", "online", 0.2, 50, 30, None],
        ["H21.65", "online", None, None, 45, 75, "nguyễn văn A"],
    ]
    dossiers = [dossier(code="A", official="Nguyễn Văn  A"), dossier(code="B", official="B")]
    files = {"a.csv": export("dossiers", *dossiers)}
    campaign = plan(tmp_path, **{"Chỉ tiêu": rows, "Phân công": []})

    def targets(as_of):
        facts = outcome(tmp_path, files, as_of, campaign).facts
        return {
            fact.official or fact.scope: fact.target_bp
            for fact in facts
            if (fact.indicator, fact.period) == ("online", "cumulative")
            and fact.scope in {"unit", "official"}
        }

    assert targets(date(2024, 5, 16)) == {"unit": 3000, "nguyễn văn A": 4500, "B": 3000}
    assert targets(date(2024, 5, 17)) == {"unit": 6000, "nguyễn văn A": 7500, "B": 6000}
