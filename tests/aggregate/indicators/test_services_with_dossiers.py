"""services_with_dossiers, as DOMAIN.md counts it."""

from __future__ import annotations

from tests.builders import dossier


def test_services_with_a_dossier_received_online_in_the_window(counted):
    """Of the catalogue's services; one received before the window or at the counter is none."""
    rows = [
        dossier(code="A", received="01/03/2024", due=None),
        dossier(code="B", procedure="1.000002", area="Đất đai"),
        dossier(code="C", channel="Trực tiếp"),
    ]
    assert counted(dossiers=rows).count("services_with_dossiers") == (1, 2)
