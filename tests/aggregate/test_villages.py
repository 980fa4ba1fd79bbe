"""Dossiers by village (plan IV.5), of exports with a column of that name and no other."""

from __future__ import annotations

import pytest

from schemas.contracts import contracts
from tests.builders import TWO_UNITS, csv_bytes, dossier, export, payment, plan, table
from tests.outcomes import outcome

SPELLINGS = contracts()["dossiers"].column("village").spellings


def with_villages(rows, heading="Thôn", without=(), above=None):
    """An export of (village, row) with a column of villages; `above`: a heading above it."""
    headers, *body = table("dossiers", [row for _, row in rows], without)
    body = [[*cells, village] for cells, (village, _) in zip(body, rows, strict=True)]
    upper = [] if above is None else [[*[None] * len(headers), above]]
    return csv_bytes([*upper, [*headers, heading], *body])


def test_each_village_has_its_dossiers_of_the_campaign(tmp_path):
    """Both ends count; case, spaces and ways to write letters make no difference: shown as it is
    written most often; none has a row of its own, what is more than a name another.
    """
    rows = [
        ("Thôn  Hòa", dossier(code="A", fee="8.000", received="28/03/2024", ended=None)),
        ("thôn Hoà", dossier(code="B", fee="8.000", channel="Trực tiếp")),
        (
            "Thôn Hòa ",
            dossier(
                code="C", fee="8.000", channel="BCCI", received="16/05/2024", due=None, ended=None
            ),
        ),
        ("Thôn Hòa", dossier(code="D", received="27/03/2024", ended=None)),
        ("Thôn Hòa", dossier(code="E", received="17/05/2024", due=None, ended=None)),
        ("Làng A", dossier(code="F")),
        (None, dossier(code="G")),
        ("Số 5, đường Lê Lợi", dossier(code="H")),
        ("12/3 Trần Phú", dossier(code="I", channel="BCCI")),
    ]
    paid = [payment(code="A", paid="16/05/2024"), payment(code="B", paid="17/05/2024")]
    files = {"a.csv": with_villages(rows), "b.csv": export("payments", *paid)}
    assert outcome(tmp_path, files).villages == (
        ("H21.65", "Thôn Hòa", 3, 1, 2, 3, 1),
        ("H21.65", "(khác)", 2, 1, 1, 0, 0),
        ("H21.65", "", 1, 1, 0, 0, 0),
        ("H21.65", "Làng A", 1, 1, 0, 0, 0),
    )


def test_what_no_export_tells_is_not_0(tmp_path):
    """Without a column of channels sent neither way, without payments no fee is told of."""
    content = with_villages([("Thôn 1", dossier())], without=("Hình thức tiếp nhận",))
    assert outcome(tmp_path, {"a.csv": content}).villages == (
        ("H21.65", "Thôn 1", 1, 0, 0, None, None),
    )


def test_units_whose_exports_name_no_village_have_no_rows(tmp_path):
    """Nor has anybody without such a column; the same name in two units is two villages."""
    campaign = plan(tmp_path, **TWO_UNITS)
    alone = {"a.csv": export("dossiers", dossier(unit="Xã Hai"))}
    assert outcome(tmp_path, alone, campaign=campaign).villages == ()
    named = alone | {"b.csv": with_villages([("Thôn 1", dossier(code="B"))])}
    assert [row[:3] for row in outcome(tmp_path, named, campaign=campaign).villages] == [
        ("H21.65", "Thôn 1", 1)
    ]
    both = {"a.csv": with_villages([("Thôn 1", dossier(code="A", unit="Xã Hai")),
                                    ("Thôn 1", dossier(code="B"))])}  # fmt: skip
    assert [row[:3] for row in outcome(tmp_path, both, campaign=campaign).villages] == [
        ("H21.65", "Thôn 1", 1), ("H21.66", "Thôn 1", 1),
    ]  # fmt: skip


@pytest.mark.parametrize("heading", [*SPELLINGS, "THÔN / TỔ DÂN PHỐ", "Thôn (*)"])
def test_a_column_of_that_name_is_read(tmp_path, heading):
    """In every spelling, also below a heading of the place; it changes nothing else."""
    rows = [("Thôn 1", dossier()), ("Thôn 2", dossier(code="B", channel="BCCI", ended=None))]
    plain = outcome(tmp_path, {"a.csv": export("dossiers", *(row for _, row in rows))})
    for above in (None, "Nơi thực hiện"):
        result = outcome(tmp_path, {"a.csv": with_villages(rows, heading, above=above)})
        assert [row.village for row in result.villages] == ["Thôn 1", "Thôn 2"]
        assert (result.facts, result.codes()) == (plain.facts, plain.codes())


@pytest.mark.parametrize(
    ("heading", "above"),
    [("Địa chỉ", None), ("Địa chỉ (thôn)", None), ("Thôn, xã", None), ("Nơi ở", None), ("Tên thôn của chủ hồ sơ", None),
     ("Thôn", "Địa chỉ"), ("Thôn", "Thông tin chủ hồ sơ"), ("Tổ dân phố", "Nơi thường trú"),
     ("Thôn", "Địa chỉ thường trú")],
)  # fmt: skip
def test_no_other_column_is(tmp_path, heading, above):
    """An address, or a village below a heading of the applicant."""
    rows = [("Thôn 1", dossier()), ("Thôn 2", dossier(code="B"))]
    result = outcome(tmp_path, {"a.csv": with_villages(rows, heading, above=above)})
    assert result.villages == ()
    assert result.count("online") == (2, 2)


def test_a_heading_reaches_over_the_columns_that_it_was_merged_over(tmp_path):
    """An address of several columns, up to one that names another of ours."""
    headers, row = table("dossiers", [dossier()])
    place = headers.index("Chủ hồ sơ")
    for left, villages in ((place, 0), (0, 1)):
        upper = [None] * left + ["Địa chỉ"] + [None] * (len(headers) + 1 - left)
        rows = [upper, [*headers, "Số nhà", "Thôn"], [*row, "Số 5", "Thôn 1"]]
        assert len(outcome(tmp_path, {"a.csv": csv_bytes(rows)}).villages) == villages


def test_a_dossier_counts_once_where_it_was_chosen(tmp_path):
    """Whatever the order of files; of spellings that are there as often the first of the alphabet."""
    files = {
        "a.csv": with_villages([("Thôn 1", dossier(code="A")), ("THÔN 1", dossier(code="B"))]),
        "b.csv": with_villages([("Thôn 1", dossier(code="B")), ("Thôn 2", dossier(code="C"))]),
    }
    result = outcome(tmp_path, files)
    again = outcome(tmp_path, dict(reversed(files.items())))
    assert result.villages == again.villages
    assert [row[1:3] for row in result.villages] == [("THÔN 1", 2), ("Thôn 2", 1)]
