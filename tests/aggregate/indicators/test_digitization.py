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
