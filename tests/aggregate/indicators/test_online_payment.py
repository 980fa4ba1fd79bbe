"""online_payment, as DOMAIN.md counts it."""

from __future__ import annotations

import pytest

from tests.builders import dossier, export, payment
from tests.outcomes import outcome


def test_online_payment(counted):
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
    assert counted(dossiers=rows, payments=payments).count("online_payment") == (1, 4)


@pytest.mark.parametrize(
    ("own", "paid"),
    [
        ({"fee": "Miễn phí"}, {}),
        ({"fee": "8.000"}, {"method": "Đối tượng miễn phí"}),
        ({"status": "Miễn phí"}, {}),
        ({"fee": "8.000"}, {"payment_status": "Miễn phí"}),
    ],
)
def test_exempt_dossiers_owe_nothing(counted, own, paid):
    """ "miễn phí" in a fee, method or status cell of either log."""
    result = counted(dossiers=[dossier(**own)], payments=[payment(**paid)])
    assert result.count("online_payment") == (0, 0)
    assert result.sources[1].rows_rejected == 0


def test_a_refund_replaces_only_the_same_payment(counted):
    """Code, time, amount and reference alike: the refund stands; else the payment counts."""
    rows = [dossier(code="A"), dossier(code="B")]
    payments = [
        payment(code="A"),
        payment(code="A", payment_status="Hoàn phí"),
        payment(code="B"),
        payment(code="B", payment_status="Hoàn phí", reference="PG2"),
    ]
    result = counted(dossiers=rows, payments=payments)
    assert result.count("online_payment") == (1, 2)
    assert result.sources[1].rows_duplicate == 1


def test_online_payment_takes_dossiers_received_in_the_window(counted):
    """Its first day and as_of count, for receiving and paying; before it, no denominator."""
    owing = {"fee": "8.000", "due": None, "ended": None}
    rows = [
        dossier(code="A", received="27/03/2024 23:59", **owing),
        dossier(code="B", received="28/03/2024", **owing),
        dossier(code="C", received="16/05/2024", **owing),
    ]
    payments = [payment(code=code, paid="16/05/2024") for code in "ABC"]
    assert counted(dossiers=rows, payments=payments).count("online_payment") == (2, 2)


def test_without_a_method_of_payment_nobody_knows(tmp_path):
    """No data, not 0: in no log of payments, or in one that lacks the column."""
    log = export("payments", payment(), without=("Hình thức thanh toán",))
    files = {"a.csv": export("dossiers", dossier(fee="8.000"))}
    for given in (files, files | {"b.csv": log}):
        assert outcome(tmp_path, given).count("online_payment") == (0, 0)
