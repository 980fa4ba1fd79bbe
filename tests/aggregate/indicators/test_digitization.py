"""digitization, as DOMAIN.md counts it."""

from __future__ import annotations

from tests.builders import digitization, dossier


def test_digitization_takes_both_and_the_date(counted):
    """Components and result, by as_of where there is a date; unlisted is not digitized."""
    rows = [dossier(code=code) for code in "ABCDE"]
    listed = [
        digitization(code="A", digitized=None),
        digitization(code="B", result="Không"),
        digitization(code="C", digitized="17/05/2024"),
        digitization(code="D", components="Tái sử dụng", result="x"),
    ]
    assert counted(dossiers=rows, digitization=listed).count("digitization") == (2, 5)


def test_a_digitization_without_dossier_counts_nowhere(counted):
    """With a warning."""
    result = counted(dossiers=[dossier()], digitization=[digitization(code="X")])
    assert result.count("digitization") == (0, 1)
    assert result.codes() == ["orphan_digitization"]


def test_digitization_takes_dossiers_received_in_the_window(counted):
    """Its first day and as_of count, for receiving and digitizing; before it, no denominator."""
    rows = [
        dossier(code="A", received="27/03/2024 23:59", due=None, ended=None),
        dossier(code="B", received="28/03/2024", due=None, ended=None),
        dossier(code="C", received="16/05/2024", due=None, ended=None),
    ]
    listed = [digitization(code=code, digitized="16/05/2024") for code in "ABC"]
    assert counted(dossiers=rows, digitization=listed).count("digitization") == (2, 2)


def test_without_a_digitization_log_nobody_knows(counted):
    """No data, not 0."""
    assert counted(dossiers=[dossier()]).count("digitization") == (0, 0)
