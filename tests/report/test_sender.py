"""Who reports to whom (plan IV.4.1), by what the plan says and by its default."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.report.sender import Sender, sender
from tests.builders import plan

GAP = "………"


def test_a_communes_police_reports_to_its_ubnd_and_that_at_the_end_upwards(tmp_path):
    """The default of the plan, with gaps for what it does not say."""
    campaign = plan(tmp_path)
    assert sender(campaign, is_final=False) == Sender(
        superior="UBND xã Một", body="Công an xã Một", letters="BC-CAX", addressee="UBND xã Một",
        offices=("TRƯỞNG CÔNG AN XÃ",), signer=GAP,
    )  # fmt: skip
    assert sender(campaign, is_final=True) == Sender(
        superior=f"UBND {GAP}", body="UBND xã Một", letters="BC-UBND", addressee=f"UBND {GAP}",
        offices=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), signer=GAP,
    )  # fmt: skip


@pytest.mark.parametrize("is_final", [False, True])
@pytest.mark.parametrize(
    ("title", "of_chair"),
    [("Chủ tịch", True), ("Phó Chủ tịch", True), ("Trưởng Công an xã", False)],
)
def test_who_signs_is_named_where_the_paper_is_of_their_office(tmp_path, title, of_chair, is_final):
    """The chair signs what UBND sends, no one else's; and the other way round."""
    campaign = replace(plan(tmp_path), signer="Siu Ba", signer_title=title)
    sent = sender(campaign, is_final=is_final)
    assert sent.signer == ("Siu Ba" if of_chair == is_final else GAP)
    chair = ("TM. ỦY BAN NHÂN DÂN", *(("KT. CHỦ TỊCH",) if title.startswith("Phó") else ()))
    last = title.upper() if of_chair else "CHỦ TỊCH"
    assert sent.offices == ((*chair, last) if is_final else ("TRƯỞNG CÔNG AN XÃ",))


def test_what_the_plan_says_comes_first(tmp_path):
    """Another body reports, to another; what its number is marked with nobody knows."""
    campaign = replace(
        plan(tmp_path), reporter="Văn phòng UBND xã", addressee="Chủ tịch UBND xã",
        signer="Siu Ba", signer_title="Chánh Văn phòng",
    )  # fmt: skip
    assert sender(campaign, is_final=False) == Sender(
        superior="UBND xã Một", body="Văn phòng UBND xã", letters=f"BC-{GAP}",
        addressee="Chủ tịch UBND xã", offices=("CHÁNH VĂN PHÒNG",), signer="Siu Ba",
    )  # fmt: skip


@pytest.mark.parametrize("issuer", ["UBND huyện Hai", "UBND tỉnh Gia Lai", "Sở Nội vụ"])
def test_what_is_no_communes_plan_is_reported_by_its_issuer(tmp_path, issuer):
    """No default of a commune holds for a district, a province, an office."""
    campaign = replace(plan(tmp_path), issuer=issuer)
    assert sender(campaign, is_final=False) == sender(campaign, is_final=True)
    assert sender(campaign, is_final=False).body == issuer


@pytest.mark.parametrize(
    ("issuer", "letters"),
    [("UBND phường Hội Phú", "BC-CAP"), ("UBND thị trấn Phú Thiện", "BC-CATT")],
)
def test_a_ward_and_a_township_have_their_own_letters(tmp_path, issuer, letters):
    """As the police of a commune."""
    campaign = replace(plan(tmp_path), issuer=issuer)
    assert sender(campaign, is_final=False).letters == letters
