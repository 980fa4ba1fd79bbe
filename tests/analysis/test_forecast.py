"""Where indicators are heading: the pace of ten days, what targets ask for, where it ends."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.analysis.forecast import _aim, _best, _projected, _status
from pipeline.model import Aim
from tests.builders import DAY50, digitization, dossier, export, payment, plan, rating
from tests.outcomes import outcome


def _online(tmp_path, as_of, rows):
    campaign = plan(tmp_path)
    result = outcome(tmp_path, {"a.csv": export("dossiers", *rows)}, as_of, campaign)
    results = result.results(campaign, as_of)
    return next(
        f for f in results.analysis.forecasts if (f.scope, f.indicator) == ("unit", "online")
    )


def test_the_pace_of_ten_days_goes_on(tmp_path):
    """On 06/05: 1 of 4 until 26/04, then 3 of 4 in ten days; 54 days are left to the end."""
    rows = [dossier(code=f"A{n}", channel="1" if n else "2") for n in range(4)]
    rows += [dossier(code=f"B{n}", channel="2" if n else "1", received="30/04/2024", due=None,
                     ended=None) for n in range(4)]  # fmt: skip
    online = _online(tmp_path, date(2024, 5, 6), rows)
    assert (online.numerator, online.denominator, online.rate_bp) == (4, 8, 5000)
    assert (online.gained, online.grown) == (3, 4)
    # (4 + 3 x 5.4) / (8 + 4 x 5.4) = 20.2 / 29.6
    assert (online.projected_bp, online.status) == (6824, "dat")
    # 30% of 8 + 4 is 3.6, which is there; 60% of 29.6 is 17.76, so 13.76 in 54 days
    assert online.day50 == Aim(3000, is_reachable=True, backlog=0, needed=0)
    assert online.day100 == Aim(6000, is_reachable=True, backlog=0, needed=3)
    # the 4 on paper are lost; were all 21.6 that come online: 25.6 of 29.6
    assert (online.lost, online.winnable, online.best_bp) == (4, 0, 8649)


def test_before_ten_days_and_after_the_end(tmp_path):
    """No pace yet: what there is; nothing left: what there is, and nothing needed a day."""
    early = _online(tmp_path, date(2024, 4, 5), [dossier()])
    assert (early.gained, early.best_bp, early.projected_bp) == (None, None, 10000)
    assert (early.day50, early.day100) == (Aim(3000), Aim(6000))
    late = _online(tmp_path, date(2024, 6, 29), [dossier()])
    assert (late.projected_bp, late.best_bp) == (10000, None)
    assert (late.day50, late.day100) == (Aim(3000), Aim(6000))


_COUNTS = st.integers(0, 5000)


@settings(max_examples=500)
@given(_COUNTS, _COUNTS, _COUNTS, _COUNTS, st.integers(0, 10_000), st.integers(1, 94))
def test_what_is_asked_for_is_enough_and_less_is_not(n, lost, open_, grown, target, days):
    """The backlog done and `needed` tenths a day of the new ones meet the target, a tenth less, or
    without any one less of the backlog, does not; out of reach is what all of both would not meet.
    """
    now = (n, n + lost + open_)
    aim = _aim(now, open_, grown, target, days)
    best, denominator = _best(now, open_, grown, days)
    assert denominator == now[1] * 10 + grown * days
    assert aim.is_reachable == (best * 10_000 >= target * denominator)
    if aim.is_reachable:

        def is_met(done, tenths):
            return ((n + done) * 10 + tenths * days) * 10_000 >= target * denominator

        assert 0 <= aim.backlog <= open_
        assert is_met(aim.backlog, aim.needed)
        if aim.needed:
            assert aim.backlog == open_
            assert not is_met(aim.backlog, aim.needed - 1)
        elif aim.backlog:
            assert not is_met(aim.backlog - 1, 0)


@settings(max_examples=500)
@given(_COUNTS, _COUNTS, _COUNTS, _COUNTS, st.integers(0, 10_000), st.integers(1, 94))
def test_nobody_is_asked_for_more_a_day_than_comes_in(n, lost, open_, grown, target, days):
    """What is needed a day is at most what comes in, to the tenth."""
    aim = _aim((n, n + lost + open_), open_, grown, target, days)
    assert aim.needed is None or aim.needed <= grown


@settings(max_examples=300)
@given(_COUNTS, _COUNTS, st.integers(-5000, 5000), st.integers(-5000, 5000), st.integers(0, 94))
def test_a_forecast_is_a_rate(n, more, gained, grown, days):
    """Never below none nor above all, whatever the pace; with no day left it is what there is."""
    numerator, denominator = _projected((n, n + more), gained, grown, days)
    assert 0 <= numerator <= denominator
    assert _projected((n, n + more), gained, grown, 0) == (n * 10, (n + more) * 10)
    assert _status(numerator, denominator, None) == ""


def _of(results, indicator, **place):
    place = {"scope": "unit", "official": ""} | place
    return next(
        f
        for f in results.analysis.forecasts
        if f.indicator == indicator and all(getattr(f, k) == v for k, v in place.items())
    )


def test_what_is_lost_and_what_may_still_be_done(tmp_path):
    """Late, on paper, disliked and paid in cash are lost; unpaid, not digitized and without an
    electronic result may still be done. Of the unit and of each official.
    """
    campaign = plan(tmp_path)
    rows = [
        dossier(code="LATE", ended="09/04/2024", channel="1", fee="10000"),
        dossier(code="CASH", fee="10000"),
        dossier(code="UNPAID", fee="10000", official="Bùi Thị B"),
        dossier(code="ONLINE", fee="10000", e_result="Không"),
        dossier(code="OVERDUE", ended=None),
    ]
    files = {
        "a.csv": export("dossiers", *rows),
        "b.csv": export("payments", payment(code="CASH", method="Tiền mặt"),
                        payment(code="LATE", method="Tiền mặt"), payment(code="ONLINE")),
        "c.csv": export("digitization", digitization(code="LATE"), digitization(code="CASH", result="Không")),
        "d.csv": export("ratings", rating(code="CASH", rating="Không hài lòng"), rating(code="LATE")),
    }  # fmt: skip
    results = outcome(tmp_path, files, DAY50, campaign).results(campaign)
    told = {f.indicator: (f.numerator, f.lost, f.winnable)
            for f in results.analysis.forecasts if f.scope == "unit"}  # fmt: skip
    assert {name: told[name] for name in ("on_time", "online", "online_payment", "satisfaction",
                                          "digitization", "e_result")} == {
        "on_time": (3, 2, 0),
        "online": (4, 1, 0),
        "online_payment": (1, 2, 1),
        "satisfaction": (1, 1, 0),
        "digitization": (1, 0, 4),
        "e_result": (3, 0, 1),
    }  # fmt: skip
    of_one = _of(results, "online_payment", scope="official", official="Bùi Thị B")
    assert (of_one.lost, of_one.winnable) == (0, 1)
    of_other = _of(results, "online_payment", scope="official", official="Nguyễn Văn A")
    assert (of_other.lost, of_other.winnable) == (2, 0)
