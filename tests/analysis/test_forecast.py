"""Where indicators are heading: the pace of ten days, what targets ask for, where it ends."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.analysis.forecast import _needed, _projected, _status
from tests.builders import dossier, export, plan
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
    assert (online.needed_day50, online.needed_day100) == (0, 3)


def test_before_ten_days_and_after_the_end(tmp_path):
    """No pace yet: what there is; nothing left: what there is, and nothing needed a day."""
    early = _online(tmp_path, date(2024, 4, 5), [dossier()])
    assert (early.gained, early.projected_bp) == (None, 10000)
    late = _online(tmp_path, date(2024, 6, 29), [dossier()])
    assert (late.projected_bp, late.needed_day50, late.needed_day100) == (10000, None, None)


_COUNTS = st.integers(0, 5000)


@settings(max_examples=300)
@given(_COUNTS, _COUNTS, _COUNTS, st.integers(0, 10_000), st.integers(1, 94))
def test_what_is_needed_a_day_is_enough_and_a_tenth_less_is_not(n, more, grown, target, days):
    """Gaining `needed` tenths a day until the day meets the target, unless it asks too much."""
    now = (n, n + more)
    needed = _needed(now, grown, target, days)
    denominator = now[1] * 10 + grown * days
    met = [(n * 10 + tenths * days) * 10_000 >= target * denominator
           for tenths in (needed, needed - 1)]  # fmt: skip
    assert met == [True, needed == 0 and met[1]]


@settings(max_examples=300)
@given(_COUNTS, _COUNTS, st.integers(-5000, 5000), st.integers(-5000, 5000), st.integers(0, 94))
def test_a_forecast_is_a_rate(n, more, gained, grown, days):
    """Never below none nor above all, whatever the pace; with no day left it is what there is."""
    numerator, denominator = _projected((n, n + more), gained, grown, days)
    assert 0 <= numerator <= denominator
    assert _projected((n, n + more), gained, grown, 0) == (n * 10, (n + more) * 10)
    assert _status(numerator, denominator, None) == ""
