"""e_result, as DOMAIN.md counts it."""

from __future__ import annotations

from tests.builders import dossier, export
from tests.outcomes import outcome


def test_e_result_takes_dossiers_finished_in_the_window(counted):
    """Finished before, later or not yet: no denominator; an empty cell is no electronic result."""
    rows = [
        dossier(code="A", received="20/03/2024", ended="27/03/2024"),
        dossier(code="B", received="20/03/2024", ended="28/03/2024"),
        dossier(code="C", ended="16/05/2024", e_result=None),
        dossier(code="D", ended="17/05/2024"),
        dossier(code="E", ended=None),
    ]
    assert counted(dossiers=rows).count("e_result") == (1, 2)


def test_without_a_column_of_electronic_results_nobody_knows(tmp_path):
    """No data, not 0, beside an export that has it."""
    without = export("dossiers", dossier(code="B"), without=("Kết quả điện tử",))
    result = outcome(tmp_path, {"a.csv": export("dossiers", dossier()), "b.csv": without})
    assert result.count("e_result") == (1, 1)
