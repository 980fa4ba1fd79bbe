"""online, as DOMAIN.md counts it."""

from __future__ import annotations

from tests.builders import dossier, export
from tests.outcomes import outcome


def test_online_counts_dossiers_received_in_the_window(counted):
    """Both ends of W count; an empty channel is counter; post is not online."""
    rows = [
        dossier(code="A", received="28/03/2024", ended=None),
        dossier(code="B", received="16/05/2024 23:59", due=None, ended=None, channel=None),
        dossier(code="C", received="16/05/2024", due=None, ended=None, channel="BCCI"),
        dossier(code="D", received="27/03/2024 23:59", ended=None),
        dossier(code="E", received="17/05/2024", due=None, ended=None),
    ]
    assert counted(dossiers=rows).count("online") == (1, 3)


def test_without_a_column_of_channels_nobody_knows(tmp_path):
    """No data, not 0, beside an export that has it."""
    without = export("dossiers", dossier(code="B"), without=("Hình thức tiếp nhận",))
    result = outcome(tmp_path, {"a.csv": export("dossiers", dossier()), "b.csv": without})
    assert result.count("online") == (1, 1)
