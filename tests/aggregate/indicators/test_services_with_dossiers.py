"""services_with_dossiers, as DOMAIN.md counts it."""

from __future__ import annotations

from tests.builders import dossier, export, plan
from tests.outcomes import outcome


def test_services_with_a_dossier_received_online_in_the_window(counted):
    """Of the catalogue's services; one received before the window or at the counter is none."""
    rows = [
        dossier(code="A", received="01/03/2024", due=None),
        dossier(code="B", procedure="1.000002", area="Đất đai"),
        dossier(code="C", channel="Trực tiếp"),
    ]
    assert counted(dossiers=rows).count("services_with_dossiers") == (1, 2)


def test_a_procedure_that_only_informs_is_no_service(counted, tmp_path):
    """Neither in the denominator nor counted, whatever its dossiers."""
    catalogue = [
        ["1.000001.H21", "Thủ tục một", "Hộ tịch", "Dịch vụ công", "Có"],
        ["1.000002.H21", "Thủ tục hai", "Đất đai", "Toàn trình", "Không"],
    ]
    campaign = plan(tmp_path, **{"Danh mục TTHC": catalogue})
    result = counted(dossiers=[dossier()], campaign=campaign)
    assert result.count("services_with_dossiers") == (0, 1)


def test_without_a_channel_nobody_knows(tmp_path):
    """No data, not 0."""
    log = export("dossiers", dossier(), without=("Hình thức tiếp nhận",))
    assert outcome(tmp_path, {"a.csv": log}).count("services_with_dossiers") == (0, 0)
