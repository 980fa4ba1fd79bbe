"""online_full, as DOMAIN.md counts it."""

from __future__ import annotations

from tests.builders import dossier, export
from tests.outcomes import outcome

FULL = "1.000002"


def test_online_dossiers_of_full_procedures_received_in_the_window(counted):
    """Both ends of W count; on paper, một phần and what no catalogue names is in the denominator alone."""
    rows = [
        dossier(code="A", procedure=FULL, received="28/03/2024", ended=None),
        dossier(code="B", procedure=FULL, received="16/05/2024 23:59", due=None, ended=None),
        dossier(code="C", procedure=FULL, channel="Trực tiếp"),
        dossier(code="D", procedure=FULL, channel=None),
        dossier(code="E", procedure="1.000001"),
        dossier(code="F", procedure="9.999999"),
        dossier(code="G", procedure=FULL, received="27/03/2024 23:59", ended=None),
        dossier(code="H", procedure=FULL, received="17/05/2024", due=None, ended=None),
    ]
    assert counted(dossiers=rows).count("online_full") == (2, 6)


def test_without_a_column_of_channels_nobody_knows(tmp_path):
    """No data, not 0, beside an export that has it."""
    without = export(
        "dossiers", dossier(code="B", procedure=FULL), without=("Hình thức tiếp nhận",)
    )
    result = outcome(
        tmp_path,
        {"a.csv": export("dossiers", dossier(procedure=FULL)), "b.csv": without},
    )
    assert result.count("online_full") == (1, 1)
