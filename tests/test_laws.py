"""Laws that hold for any input: random dossiers, rows and files."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import HEADERS, digitization, dossier, export, payment, rating
from tests.outcomes import outcome

DAYS = st.sampled_from(
    [
        "20/03/2024",
        "28/03/2024",
        "05/04/2024 08:30",
        "06/04/2024",
        "16/05/2024",
        "20/06/2024",
        None,
        "-",
        "x",
    ]
)
CODES = st.sampled_from(["A", "B", "C", "D", None])
ROWS = {
    "dossiers": st.builds(
        dossier, code=CODES, received=DAYS, due=DAYS, ended=DAYS,
        channel=st.sampled_from(["Trực tuyến", "BCCI", None, "Fax"]),
        status=st.sampled_from(["Đang xử lý", "Mới đăng ký", "Đã trả kết quả", None, "Lạ"]),
        official=st.sampled_from(["Nguyễn Văn A", "NGUYỄN VĂN a", "B", None]),
        fee=st.sampled_from(["8.000", "0", "Miễn phí", None, "-1"]),
    ),
    "payments": st.builds(
        payment, code=CODES, paid=DAYS, amount=st.sampled_from(["0", "8.000", "x"]),
        method=st.sampled_from(["Trực tuyến", "Tiền mặt", None]),
        payment_status=st.sampled_from(["Đã thanh toán", "Hoàn phí", None]),
    ),
    "digitization": st.builds(
        digitization, code=CODES, digitized=DAYS, result=st.sampled_from(["Có", None, "?"])
    ),
    "ratings": st.builds(
        rating, code=CODES, rated=DAYS, rating=st.sampled_from(["Hài lòng", "Bình thường", None])
    ),
}  # fmt: skip
EXPORTS = st.lists(
    st.sampled_from(sorted(ROWS)).flatmap(
        lambda kind: st.tuples(st.just(kind), st.lists(ROWS[kind], max_size=8))
    ),
    min_size=1,
    max_size=4,
)
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def _outcome(exports, names, differs=lambda content: content):
    """What exports give, each as CSV that `differs` makes something else of."""
    with tempfile.TemporaryDirectory() as folder:
        files = {
            name: differs(export(kind, *rows))
            for name, (kind, rows) in zip(names, exports, strict=True)
        }
        return outcome(Path(folder), files)


def _names(exports):
    return [f"{number}.csv" for number in range(len(exports))]


@given(EXPORTS)
@SLOW
def test_rows_are_conserved(exports):
    """rows_read = kept + rejected + duplicate + ignored, and every row of the export was read."""
    result = _outcome(exports, _names(exports))
    for source, (_, rows) in zip(result.sources, exports, strict=True):
        parts = (source.rows_kept, source.rows_rejected, source.rows_duplicate, source.rows_ignored)
        assert min(parts) >= 0
        assert source.rows_read == sum(parts)
        if source.kind:
            assert source.rows_read == sum(any(row.values()) for row in rows)  # blank: not counted


@given(EXPORTS, st.randoms(use_true_random=False))
@SLOW
def test_order_makes_no_difference(exports, chance):
    """Rows shuffled in their files, files listed in another order: the same facts."""
    result = _outcome(exports, _names(exports))
    shuffled = [(kind, chance.sample(rows, len(rows))) for kind, rows in exports]
    order = chance.sample(range(len(exports)), len(exports))
    again = _outcome([shuffled[n] for n in order], [f"{n}.csv" for n in order])
    assert result.facts == again.facts


DRESSES = (
    str.lower,
    lambda code: f"'{code}",
    lambda code: f'="{code}"',
    lambda code: f"\u200e{code}\u200b",
    lambda code: code.replace("-", "\u2011"),
)


@given(EXPORTS, st.randoms(use_true_random=False))
@SLOW
def test_dress_of_codes_makes_no_difference(exports, chance):
    """In whatever log: the same facts, the same rows kept, rejected and duplicate."""
    made = _outcome(exports, _names(exports))
    dressed = [
        (kind, [
            row | {"Mã hồ sơ": chance.choice(DRESSES)(row["Mã hồ sơ"])} if row["Mã hồ sơ"] else row
            for row in rows
        ])
        for kind, rows in exports
    ]  # fmt: skip
    again = _outcome(dressed, _names(exports))
    assert made.facts == again.facts
    assert [replace(source, sha256="") for source in made.sources] == [
        replace(source, sha256="") for source in again.sources
    ]


@given(EXPORTS)
@SLOW
def test_facts_hang_together(exports):
    """Numerators within denominators; units add up to the total; rejected rows count nowhere."""
    result = _outcome(exports, _names(exports))
    assert all(fact.numerator <= fact.denominator for fact in result.facts)
    sums = defaultdict(lambda: (0, 0))
    for fact in result.facts:
        numerator, denominator = sums[fact.scope, fact.indicator, fact.period]
        added = numerator + fact.numerator, denominator + fact.denominator
        sums[fact.scope, fact.indicator, fact.period] = added
    units = {key[1:]: sums[key] for key in sums if key[0] == "unit"}
    assert units == {key[1:]: sums[key] for key in sums if key[0] == "total"}


@given(EXPORTS)
@SLOW
def test_the_same_export_twice_changes_nothing(exports):
    """A copy of every file: all its rows are duplicates, the facts stay."""
    result = _outcome(exports, _names(exports))
    copies = [f"{name[:-4]} (1).csv" for name in _names(exports)]
    again = _outcome(exports + exports, _names(exports) + copies)
    assert result.facts == again.facts


def test_builders_name_every_column_that_they_fill():
    """A keyword of a builder is a header of its export."""
    result = {
        "dossiers": dossier(),
        "payments": payment(),
        "digitization": digitization(),
        "ratings": rating(),
    }
    for kind, row in result.items():
        assert set(row) <= set(HEADERS[kind])
