"""procedures_with_online_payment, as DOMAIN.md counts it."""

from __future__ import annotations

from tests.builders import dossier, payment


def test_procedures_with_an_online_payment_in_the_window(counted):
    """Of the catalogue's procedures with a fee, whenever the dossier was received."""
    rows = [
        dossier(code="A", received="01/03/2024", fee="8.000", due=None),
        dossier(code="B", procedure="1.000002", area="Đất đai"),
    ]
    result = counted(dossiers=rows, payments=[payment(code="A")])
    assert result.count("procedures_with_online_payment") == (1, 1)


def test_a_payment_at_the_counter_is_no_online_payment(counted):
    """The procedure stays in the denominator."""
    result = counted(dossiers=[dossier(fee="8.000")], payments=[payment(method="Chuyển khoản")])
    assert result.count("procedures_with_online_payment") == (0, 1)


def test_without_a_method_of_payment_nobody_knows(counted):
    """No data, not 0."""
    result = counted(dossiers=[dossier(fee="8.000")])
    assert result.count("procedures_with_online_payment") == (0, 0)
