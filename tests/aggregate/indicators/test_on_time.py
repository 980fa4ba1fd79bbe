"""on_time, as DOMAIN.md counts it."""

from __future__ import annotations

import pytest

from tests.builders import PLAN_ROWS, dossier, export, plan
from tests.outcomes import outcome


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
def test_on_time(counted, due, ended, in_time):
    """Finished by the due date, or unfinished and not yet due."""
    result = counted(dossiers=[dossier(due=due, ended=ended)])
    assert result.count("on_time") == (int(in_time), 1)


@pytest.mark.parametrize(
    ("rule", "due", "ended", "in_time"),
    [
        ("giờ", "05/04/2024 17:00", "05/04/2024 17:01", False),
        ("giờ", "05/04/2024 17:00", "05/04/2024 17:00", True),
        ("giờ", "05/04/2024", "05/04/2024 17:30", True),  # one without a time: by days
        ("giờ", "05/04/2024 17:00", "05/04/2024 00:00:00", True),  # midnight is none
        ("giờ", "16/05/2024 17:00", "16/05/2024 17:01", False),  # on as_of: finished all the same
        ("ngày", "05/04/2024 17:00", "05/04/2024 17:01", True),
        ("ngày", "05/04/2024 17:00", "06/04/2024 08:00", False),
    ],
)
def test_the_plan_says_whether_due_dates_are_held_by_days_or_hours(
    counted, tmp_path, rule, due, ended, in_time
):
    """So hạn theo: by days the hour makes no difference, by hours it does where both have one."""
    result = counted(
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
def test_the_plan_says_what_a_waiting_dossier_counts_for(counted, tmp_path, rule, in_time):
    """Hồ sơ đang chờ: unfinished, overdue, waiting for the citizen or stopped; another status is
    late by either rule.
    """
    rows = [
        dossier(code=str(number), due="10/04/2024", ended=None, status=status)
        for number, status in enumerate((*WAITING, "Đang xử lý"))
    ]
    campaign = plan(tmp_path, **_with_item("Hồ sơ đang chờ", rule))
    assert counted(dossiers=rows, campaign=campaign).count("on_time") == (in_time, 5)


def test_a_waiting_dossier_with_an_end_is_judged_by_it(counted):
    """An end date in any export: late if behind the due date, as unfinished before it as any."""
    late = dossier(due="10/04/2024", ended="12/04/2024", status="Dừng xử lý")
    assert counted(dossiers=[late]).count("on_time") == (0, 1)
    later = dossier(due="10/04/2024", ended="20/05/2024", status="Dừng xử lý")
    assert counted(dossiers=[later]).count("on_time") == (0, 1)


def _with_item(name, value):
    return {"Kế hoạch": [*PLAN_ROWS["Kế hoạch"], [name, value]]}


def test_on_time_takes_dossiers_active_in_the_window(counted):
    """Finished before the start is not active; received before it and open is."""
    rows = [
        dossier(code="A", received="20/03/2024", ended="27/03/2024"),
        dossier(code="B", received="20/03/2024", due="21/03/2024", ended="28/03/2024"),
        dossier(code="C", received="20/03/2024", due=None, ended=None),
    ]
    assert counted(dossiers=rows).count("on_time") == (1, 2)


def test_without_a_column_of_due_dates_nobody_knows(tmp_path):
    """No data, not 0, beside an export that has it."""
    without = export("dossiers", dossier(code="B"), without=("Ngày hẹn trả",))
    result = outcome(tmp_path, {"a.csv": export("dossiers", dossier()), "b.csv": without})
    assert result.count("on_time") == (1, 1)
