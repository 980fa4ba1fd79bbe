"""The fewest dossiers that turn an unmet target, what is lost, and the lists of both."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.report.facts import Facts
from pipeline.report.fewest import ways
from schemas.indicators import indicators
from tests.builders import (
    DAY50,
    PLAN_ROWS,
    digitization,
    dossier,
    export,
    payment,
    plan,
    rating,
)
from tests.outcomes import outcome
from tests.report.commune import book_of

TARGETS = [
    ["H21.65", "online", 0.2, 50, 30, 60],
    ["H21.65", "on_time", 99.77, None, 100, 100],
    ["H21.65", "online_payment", 0, 45, 60, 60],
    ["H21.65", "digitization", 21.3, 80, 60, 100],
    ["H21.65", "satisfaction", 100, None, 80, 80],
]
# Of a dossier: received online, due day in April, fee unpaid, in cash or online, digitized, rating,
# whose it is.
ROWS = st.lists(
    st.tuples(
        st.booleans(), st.integers(2, 28), st.sampled_from(["", "Tiền mặt", "Trực tuyến"]),
        st.booleans(), st.sampled_from(["", "Hài lòng", "Không hài lòng"]),
        st.sampled_from(["Nguyễn Văn A", "Bùi Thị B", ""]), st.booleans(),
    ),
    min_size=1,
    max_size=4,
)  # fmt: skip


def _campaign(folder):
    return plan(folder, **{"Chỉ tiêu": TARGETS, "Phân công": PLAN_ROWS["Phân công"]})


def _files(rows, digitized=(), paid=()):
    """The exports; of `digitized` and `paid` codes that is done, too."""
    dossiers, payments, scans, ratings = [], [], [], []
    for number, (online, due, how, is_digitized, rated, official, is_open) in enumerate(rows):
        code = f"A{number}"
        dossiers.append(
            dossier(code=code, channel="Trực tuyến" if online else "Trực tiếp", fee="10000",
                    due=f"{due:02d}/04/2024", official=official,
                    ended=None if is_open else "10/04/2024",
                    status="Đang xử lý" if is_open else "Đã xử lý xong")
        )  # fmt: skip
        method = "Trực tuyến" if code in paid else how
        if method:
            payments.append(payment(code=code, method=method, reference=code))
        scans.append(
            digitization(code=code, result="Có" if is_digitized or code in digitized else "Không")
        )
        if rated:
            ratings.append(rating(code=code, rating=rated, rated="11/04/2024"))
    kinds = {"dossiers": dossiers, "payments": payments, "digitization": scans, "ratings": ratings}
    return {f"{kind}.csv": export(kind, *found) for kind, found in kinds.items() if found}


def _status(folder, campaign, rows, indicator, place, done):
    """The status where so many more dossiers are digitized or paid online."""
    kind = {"digitization": "digitized", "online_payment": "paid"}[indicator]
    facts = outcome(folder, _files(rows, **{kind: done}), DAY50, campaign).facts
    return next(
        f.status
        for f in facts
        if f.period == "cumulative" and f.indicator == indicator and (f.scope, f.official) == place
    )


@settings(max_examples=6, deadline=None)
@given(ROWS)
def test_no_fewer_dossiers_turn_a_target_than_those_named(rows):
    """Counted again with the named ones done, the target is met; with any fewer it never is. Where
    none are named that are enough, all that may be done are not.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        campaign = _campaign(folder)
        found = outcome(folder, _files(rows), DAY50, campaign)
        detail = pq.read_table(found.detail_file).to_pylist()
        of_people = Facts(found.facts).cumulative("unit")
        for way in ways(of_people, detail, campaign):
            if way.fact.indicator not in ("digitization", "online_payment"):
                assert (way.winnable, way.named) == (0, ())
                continue
            place = (way.fact.scope, way.fact.official)
            named = [code for _, code in way.named]
            asked = (folder, campaign, rows, way.fact.indicator, place)
            assert (_status(*asked, named) == "dat") == (way.new == 0)
            if way.new == 0:
                every = [f"A{n}" for n in range(len(rows))]
                fewer = combinations(every, len(named) - 1)
                assert {_status(*asked, done) for done in fewer} == {"chua_dat"}


def _way(rows, indicator, scope="unit"):
    with TemporaryDirectory() as name:
        folder = Path(name)
        campaign = _campaign(folder)
        found = outcome(folder, _files(rows), DAY50, campaign)
        detail = pq.read_table(found.detail_file).to_pylist()
        told = ways(Facts(found.facts).cumulative(scope), detail, campaign)
        return next(way for way in told if way.fact.indicator == indicator)


def _row(*, online=True, due=5, method="", is_digitized=False, rated="", is_open=False):
    return (online, due, method, is_digitized, rated, "Nguyễn Văn A", is_open)


def test_the_named_come_in_the_order_of_their_due_dates():
    """Three of five are to be digitized (60%): the three that are due first."""
    way = _way([_row(due=day) for day in (20, 3, 12, 4, 28)], "digitization")
    assert [code for _, code in way.named] == ["A1", "A3", "A2"]
    assert (way.winnable, way.new) == (5, 0)


def test_where_too_few_may_be_done_new_ones_must_come():
    """4 of 5 paid in cash, 60% asked: the fifth, and then 6 new ones, 7 of 11 (5 would be 6 of 10,
    which is enough: 5).
    """
    way = _way([_row(method="Tiền mặt")] * 4 + [_row()], "online_payment")
    assert ([code for _, code in way.named], way.winnable, way.new) == (["A4"], 1, 5)


def test_all_of_them_is_out_of_reach_once_one_is_lost():
    """100% in time with a late one: no number of new ones helps."""
    way = _way([_row(due=5), _row(due=28)], "on_time")
    assert (way.winnable, way.named, way.new) == (0, (), None)


@settings(max_examples=10, deadline=None)
@given(ROWS)
def test_the_lists_have_what_the_forecast_says_is_lost_and_what_may_be_done(rows):
    """Of each indicator the rows of Đã lỡ and of Cần xử lý are as many as the forecast says."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        campaign = _campaign(folder)
        results = outcome(folder, _files(rows), DAY50, campaign).results(campaign)
        told = {f.indicator: f for f in results.analysis.forecasts if f.scope == "unit"}
        book = book_of(results, folder)
        lost, to_do = (_marked(book, name) for name in ("Đã lỡ", "Cần xử lý"))
        late = lost["Trễ hạn"] + to_do["Quá hạn"]
        assert {"on_time": late} | {
            entry.id: lost[entry.lost_as] for entry in indicators("dossier", "rating")
            if entry.lost_as and entry.id != "on_time"
        } == {entry.id: told[entry.id].lost for entry in indicators("dossier", "rating") if entry.lost_as}  # fmt: skip
        assert to_do["Chưa nộp phí trực tuyến"] == told["online_payment"].winnable
        assert to_do["Chưa số hóa"] == told["digitization"].winnable


def _marked(book, name):
    """Heading of the list's table -> how many of its rows have something there; no list, none."""
    sheet = book[name] if name in book.sheetnames else None
    if sheet is None or not sheet.tables:
        return Counter()
    table = next(iter(sheet.tables.values()))
    headings, *rows = ([cell.value for cell in row] for row in sheet[table.ref])
    return {
        heading: sum(value is not None for value in column)
        for heading, column in zip(headings, zip(*rows, strict=True), strict=True)
    }
