"""Money: fee columns of a row add up; when a fee is collected says at most that there is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import csv_bytes, dossier, export, payment, table
from tests.outcomes import outcome
from tests.test_laws import SLOW

CODE = "H21.65-240401-0001"


def _with(kind, row, **columns):
    """An export of one row with further columns."""
    header, values = table(
        kind, [row], () if kind == "dossiers" else ("Số tiền", "Hình thức thanh toán")
    )
    return csv_bytes([[*header, *columns], [*values, *columns.values()]])


@pytest.mark.parametrize(
    ("charge", "levy", "is_due"), [("3000", "0", True), ("0", "8000", True), ("", "", False),
                                   ("0", "0", False), ("3000", "", True), ("2.000", "5.000 đồng", True)],
)  # fmt: skip
def test_charge_and_levy_of_a_dossier_add_up(tmp_path, charge, levy, is_due):
    """One of them is a financial obligation; what says nothing is 0."""
    content = _with("dossiers", dossier(fee=levy), **{"Phí (VNĐ)": charge})
    result = outcome(tmp_path, {"hs.csv": content, "tt.csv": export("payments", payment(code="B"))})
    assert result.count("online_payment") == ((0, 1) if is_due else (0, 0))


def test_a_charge_that_is_no_number_is_told_of_at_its_column(tmp_path):
    """As a fee is, and a negative one."""
    for value, code in (("tám nghìn", "bad_fee"), ("-3000", "negative_fee")):
        result = outcome(tmp_path, {"hs.csv": _with("dossiers", dossier(), Phí=value)})
        told = [(p.code, p.column, p.value) for p in result.rows() if p.severity == "error"]
        assert told == [(code, "Phí", value)]


AMOUNTS = st.integers(0, 10**7)


@given(AMOUNTS, AMOUNTS, st.booleans())
@settings(SLOW, max_examples=15)
def test_a_fee_list_pays_what_its_parts_come_to(tmp_path_factory, charge, levy, has_total):
    """With a column for the total or without one: whether something is owed hangs on the sum."""
    columns = {
        "Số biên lai": "0001",
        "Phí (VNĐ)": charge,
        "Lệ phí (VNĐ)": levy,
        "Hình thức thanh toán": "Trực tuyến",
    }
    total = {"Tổng (VNĐ)": charge + levy} if has_total else {}
    files = {
        "hs.csv": export("dossiers", dossier()),
        "tp.csv": _with("payments", payment(), **columns, **total),
    }
    result = outcome(tmp_path_factory.mktemp("tp"), files)
    assert result.codes() == []
    assert result.count("online_payment") == ((1, 1) if charge + levy else (0, 0))


@pytest.mark.parametrize(
    ("collection", "expected"), [("Thu trước", (0, 1)), ("Thu sau", (0, 1)), ("Không thu phí", (0, 1)),
                                 ("Đối tượng miễn phí", (0, 0)), ("", (0, 1))],
)  # fmt: skip
def test_of_when_a_fee_is_collected_only_exempt_marks_are_read(tmp_path, collection, expected):
    """No row is rejected for it; the method beside it says how."""
    columns = {"Số tiền": "8000", "Hình thức thanh toán": "Tiền mặt", "Hình thức thu": collection}
    files = {
        "hs.csv": export("dossiers", dossier(fee="8000")),
        "tt.csv": _with("payments", payment(), **columns),
    }
    result = outcome(tmp_path, files)
    assert (result.codes(), result.count("online_payment")) == ([], expected)


def test_when_a_fee_is_collected_is_no_method(tmp_path):
    """Alone it leaves online payment without data, with a warning."""
    columns = {"Số tiền": "8000", "Hình thức thu": "Thu trước"}
    files = {
        "hs.csv": export("dossiers", dossier(fee="8000")),
        "tt.csv": _with("payments", payment(), **columns),
    }
    result = outcome(tmp_path, files)
    assert (result.codes(), result.count("online_payment")) == (["column_absent"], (0, 0))
