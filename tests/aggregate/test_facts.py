"""Each indicator as DOMAIN.md counts it, each rule in a few rows."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.builders import (
    PLAN_ROWS,
    TWO_UNITS,
    digitization,
    dossier,
    export,
    outcome,
    payment,
    plan,
    publicity,
    rating,
    table,
    xlsx_bytes,
)


@pytest.fixture
def made(tmp_path):
    """Counts of exports given by kind: made(dossiers=[…], payments=[…])."""

    def make(as_of=date(2024, 5, 16), campaign=None, **kinds):
        files = {f"{kind}.csv": export(kind, *rows) for kind, rows in kinds.items()}
        return outcome(tmp_path, files, as_of, campaign)

    return make


def test_online_counts_dossiers_received_in_the_window(made):
    """Both ends of W count; an empty channel is counter; post is not online."""
    rows = [
        dossier(code="A", received="28/03/2024", ended=None),
        dossier(code="B", received="16/05/2024 23:59", due=None, ended=None, channel=None),
        dossier(code="C", received="16/05/2024", due=None, ended=None, channel="BCCI"),
        dossier(code="D", received="27/03/2024 23:59", ended=None),
        dossier(code="E", received="17/05/2024", due=None, ended=None),
    ]
    assert made(dossiers=rows).count("online") == (1, 3)


def test_dossiers_not_accepted_count_nowhere(made):
    """Mới đăng ký and Không được tiếp nhận: no indicator, and no received date is needed."""
    rows = [
        dossier(code="A"),
        dossier(code="B", status="Mới đăng ký", received=None),
        dossier(code="C", status="Không được tiếp nhận"),
    ]
    result = made(
        dossiers=rows,
        payments=[payment(code="C")],
        ratings=[rating(code="C")],
        digitization=[digitization(code="C")],
    )
    assert result.codes() == []
    counted = {
        name: result.count(name) for name in ("online", "on_time", "e_result", "satisfaction")
    }
    assert counted == {
        "online": (1, 1),
        "on_time": (1, 1),
        "e_result": (1, 1),
        "satisfaction": (0, 0),
    }


@pytest.mark.parametrize(
    ("due", "ended", "in_time"),
    [
        ("05/04/2024", "05/04/2024 17:30", True),  # a day against a moment: by days
        ("05/04/2024 17:00", "05/04/2024 17:00", True),  # limits are inclusive
        ("05/04/2024 17:00", "05/04/2024 17:01", True),  # by days, unless the plan says by hours
        ("05/04/2024 00:00:00", "05/04/2024 08:00", True),  # midnight is no time of day
        ("05/04/2024", "06/04/2024", False),
        (None, "06/04/2024", True),  # no due date
        ("16/05/2024", None, True),  # unfinished, due on as_of
        ("15/05/2024", None, False),
        ("15/05/2024", "17/05/2024", False),  # finished after as_of is unfinished
        ("20/05/2024", "17/05/2024", True),
    ],
)
def test_on_time(made, due, ended, in_time):
    """Finished by the due date, or unfinished and not yet due."""
    result = made(dossiers=[dossier(due=due, ended=ended)])
    assert result.count("on_time") == (int(in_time), 1)


@pytest.mark.parametrize(
    ("rule", "due", "ended", "in_time"),
    [
        ("giờ", "05/04/2024 17:00", "05/04/2024 17:01", False),
        ("giờ", "05/04/2024 17:00", "05/04/2024 17:00", True),
        ("giờ", "05/04/2024", "05/04/2024 17:30", True),  # one without a time: by days
        ("giờ", "05/04/2024 17:00", "05/04/2024 00:00:00", True),  # midnight is none
        ("ngày", "05/04/2024 17:00", "05/04/2024 17:01", True),
        ("ngày", "05/04/2024 17:00", "06/04/2024 08:00", False),
    ],
)
def test_the_plan_says_whether_due_dates_are_held_by_days_or_hours(
    made, tmp_path, rule, due, ended, in_time
):
    """So hạn theo: by days the hour makes no difference, by hours it does where both have one."""
    result = made(
        dossiers=[dossier(due=due, ended=ended)],
        campaign=plan(tmp_path, **_with_item("So hạn theo", rule)),
    )
    assert result.count("on_time") == (int(in_time), 1)


WAITING = (
    "Yêu cầu bổ sung giấy tờ",
    "Yêu cầu thực hiện nghĩa vụ tài chính",
    "Công dân yêu cầu rút hồ sơ",
    "Dừng xử lý",
)


@pytest.mark.parametrize(("rule", "in_time"), [("đúng hạn", 4), ("theo hạn", 0), (None, 4)])
def test_the_plan_says_what_a_waiting_dossier_counts_for(made, tmp_path, rule, in_time):
    """Hồ sơ đang chờ: unfinished, overdue, waiting for the citizen or stopped; another status is
    late by either rule.
    """
    rows = [
        dossier(code=str(number), due="10/04/2024", ended=None, status=status)
        for number, status in enumerate((*WAITING, "Đang xử lý"))
    ]
    campaign = plan(tmp_path, **_with_item("Hồ sơ đang chờ", rule))
    assert made(dossiers=rows, campaign=campaign).count("on_time") == (in_time, 5)


def test_a_waiting_dossier_with_an_end_is_judged_by_it(made):
    """An end date in any export: late if behind the due date, as unfinished before it as any."""
    late = dossier(due="10/04/2024", ended="12/04/2024", status="Dừng xử lý")
    assert made(dossiers=[late]).count("on_time") == (0, 1)
    later = dossier(due="10/04/2024", ended="20/05/2024", status="Dừng xử lý")
    assert made(dossiers=[later]).count("on_time") == (0, 1)


def _with_item(name, value):
    return {"Kế hoạch": [*PLAN_ROWS["Kế hoạch"], [name, value]]}


def test_on_time_takes_dossiers_active_in_the_window(made):
    """Finished before the start is not active; received before it and open is."""
    rows = [
        dossier(code="A", received="20/03/2024", ended="27/03/2024"),
        dossier(code="B", received="20/03/2024", due="21/03/2024", ended="28/03/2024"),
        dossier(code="C", received="20/03/2024", due=None, ended=None),
    ]
    assert made(dossiers=rows).count("on_time") == (1, 2)


def test_finished_is_the_end_date_else_the_return_date(made):
    """Ngày kết thúc xử lý, where that cell is empty Ngày trả kết quả; words for none are empty."""
    rows = [
        dossier(code="A", ended="-", returned="06/04/2024"),
        dossier(code="B", ended="04/04/2024", returned="09/04/2024"),
        dossier(code="C", ended="Chưa kết thúc", returned=None, status="Đang xử lý", due=None),
    ]
    result = made(dossiers=rows)
    assert (result.count("on_time"), result.count("e_result")) == ((2, 3), (2, 2))


def test_online_payment(made):
    """Owes: a fee, or a payment above 0 of any status; paid: success, online, by as_of."""
    rows = [
        dossier(code=code, fee=fee)
        for code, fee in (("A", "8.000"), ("B", None), ("C", "8.000"), ("D", "0"), ("E", "8.000"))
    ]
    payments = [
        payment(code="A"),
        payment(code="B", payment_status="Chưa thanh toán", paid=None),
        payment(code="C", method="Chuyển khoản"),
        payment(code="E", paid="17/05/2024"),
    ]
    assert made(dossiers=rows, payments=payments).count("online_payment") == (1, 4)


@pytest.mark.parametrize(
    ("own", "paid"),
    [
        ({"fee": "Miễn phí"}, {}),
        ({"fee": "8.000"}, {"method": "Đối tượng miễn phí"}),
        ({"status": "Miễn phí"}, {}),
        ({"fee": "8.000"}, {"payment_status": "Miễn phí"}),
    ],
)
def test_exempt_dossiers_owe_nothing(made, own, paid):
    """ "miễn phí" in a fee, method or status cell of either log."""
    result = made(dossiers=[dossier(**own)], payments=[payment(**paid)])
    assert result.count("online_payment") == (0, 0)
    assert result.sources[1].rows_rejected == 0


def test_a_refund_replaces_only_the_same_payment(made):
    """Code, time, amount and reference alike: the refund stands; else the payment counts."""
    rows = [dossier(code="A"), dossier(code="B")]
    payments = [
        payment(code="A"),
        payment(code="A", payment_status="Hoàn phí"),
        payment(code="B"),
        payment(code="B", payment_status="Hoàn phí", reference="PG2"),
    ]
    result = made(dossiers=rows, payments=payments)
    assert result.count("online_payment") == (1, 2)
    assert result.sources[1].rows_duplicate == 1


def test_digitization_takes_both_and_the_date(made):
    """Components and result, by as_of where a date is given; unlisted is not digitized."""
    rows = [dossier(code=code) for code in "ABCDE"]
    listed = [
        digitization(code="A", digitized=None),
        digitization(code="B", result="Không"),
        digitization(code="C", digitized="17/05/2024"),
        digitization(code="D", components="Tái sử dụng", result="x"),
    ]
    assert made(dossiers=rows, digitization=listed).count("digitization") == (2, 5)


def test_the_latest_rating_inside_the_window_counts(made):
    """A later rating outside the window changes nothing inside it."""
    ratings = [
        rating(rated="04/04/2024 08:00", rating="Không hài lòng"),
        rating(rated="04/04/2024 09:00", rating="Rất hài lòng"),
        rating(rated="08/04/2024", rating="Bình thường"),
        rating(rated="17/05/2024", rating="Hài lòng"),
    ]
    result = made(dossiers=[dossier()], ratings=ratings)
    counts = [result.count("satisfaction", period) for period in ("10d-01", "10d-02", "cumulative")]
    assert counts == [(1, 1), (0, 1), (0, 1)]
    assert result.sources[1].rows_duplicate == 3


def test_a_rating_without_dossier_counts_for_its_unit(made):
    """With a warning, and for no official."""
    result = made(dossiers=[dossier()], ratings=[rating(code="X", unit="Xã Một")])
    assert result.count("satisfaction", scope="unit") == (1, 1)
    assert result.count("satisfaction", scope="official") == (0, 0)
    assert result.codes() == ["orphan_rating"]


def test_a_digitization_without_dossier_counts_nowhere(made):
    """With a warning."""
    result = made(dossiers=[dossier()], digitization=[digitization(code="X")])
    assert result.count("digitization") == (0, 1)
    assert result.codes() == ["orphan_digitization"]


def test_what_hangs_on_a_rejected_row_is_an_orphan(made):
    """As if the dossier were in no export."""
    result = made(dossiers=[dossier(channel="Fax"), dossier(code="B")], payments=[payment()])
    assert result.codes() == ["bad_channel", "orphan_payment"]


def test_transparency_takes_the_worse_of_a_procedure_listed_twice(made):
    """The same figure in every period."""
    rows = [publicity(), publicity(full=None), publicity(procedure="1.000002.H21")]
    result = made(dossiers=[dossier()], publicity=rows)
    assert {result.count("transparency", p) for p in ("cumulative", "10d-01", "10d-05")} == {(1, 2)}


def test_services_and_procedures_of_the_catalogue(made):
    """Online dossiers received in W; online payments in W, whenever the dossier was received."""
    rows = [
        dossier(code="A", received="01/03/2024", fee="8.000", due=None),
        dossier(code="B", procedure="1.000002", area="Đất đai"),
    ]
    result = made(dossiers=rows, payments=[payment(code="A")])
    assert result.count("services_with_dossiers") == (1, 2)
    assert result.count("procedures_with_online_payment") == (1, 1)


def test_no_export_is_no_data(made):
    """Without an export of a kind its indicator has no denominator, and staff are told."""
    result = made(dossiers=[dossier(fee="8.000")])
    for name in ("online_payment", "digitization", "satisfaction", "transparency"):
        assert result.count(name) == (0, 0)
    told = [p for p in result.problems if p.code == "no_export"]
    assert [p.severity for p in told] == ["warning"] * 4


def test_no_column_is_no_data(tmp_path):
    """Dossiers of an export without the column are in no denominator."""
    without = export(
        "dossiers", dossier(code="B"), without=("Kết quả điện tử", "Hình thức tiếp nhận")
    )
    result = outcome(tmp_path, {"a.csv": export("dossiers", dossier()), "b.csv": without})
    assert (result.count("e_result"), result.count("online")) == ((1, 1), (1, 1))
    assert result.codes() == ["column_absent", "column_absent"]


def test_scopes(made):
    """Officials by name, else by assignment; fields by the catalogue; procedures by N.NNNNNN."""
    rows = [
        dossier(code="A", official=" nguyễn  văn a "),
        dossier(code="B", official=None),
        dossier(code="C", official="Trần Thị B", procedure="1.000002.000.00.00.H21"),
        dossier(code="D", official=None, procedure="1.000002", area="sai"),
    ]
    result = made(dossiers=rows)
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


def test_target_is_day_50s_up_to_day_50(made):
    """Each window's row is what a report as of its last day gives; old windows never change."""
    result = made(dossiers=[dossier()], as_of=date(2024, 6, 29))
    targets = {p: result.fact("online", p)[3] for p in ("10d-01", "10d-05", "10d-06", "cumulative")}
    assert targets == {"10d-01": 3000, "10d-05": 3000, "10d-06": 6000, "cumulative": 6000}


def test_no_data_with_a_target(made):
    """Status khong_co_so_lieu, shortfall 0, no rate."""
    result = made(dossiers=[dossier()])
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


def test_of_the_same_dossier_the_row_further_along_is_kept(tmp_path):
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
