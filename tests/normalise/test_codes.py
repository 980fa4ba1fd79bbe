"""Codes in all logs: which meet, which are none, which are spoiled, how they are shown."""

from __future__ import annotations

import pyarrow.parquet as pq
import pytest

from tests.builders import digitization, dossier, export, payment, rating, table
from tests.formats import FORMATS
from tests.outcomes import outcome

WRITTEN = "H21.65-240401-0001"


@pytest.mark.parametrize(
    "code",
    [
        WRITTEN.lower(),
        f"'{WRITTEN}",
        f'="{WRITTEN}"',
        f"\u200b{WRITTEN}\u200b",
        f"\u202a{WRITTEN}\u202c",
        WRITTEN.replace("-", "\u2011"),
        WRITTEN.replace("-", "–"),
    ],
)
def test_logs_of_one_dossier_meet_whatever_the_dress_of_its_code(tmp_path, code):
    """A payment, a digitization, a rating, and the dossier itself in another export."""
    made = outcome(tmp_path, {
        "hs.csv": export("dossiers", dossier(fee="8.000")),
        "hs2.csv": export("dossiers", dossier(code=code, fee="8.000")),
        "tt.csv": export("payments", payment(code=code)),
        "sh.csv": export("digitization", digitization(code=code)),
        "dg.csv": export("ratings", rating(code=code)),
    })  # fmt: skip
    for indicator in ("online", "online_payment", "digitization", "satisfaction"):
        assert made.count(indicator) == (1, 1)
    assert [problem.code for problem in made.rows() if problem.row] == []


@pytest.mark.parametrize("column", ["Trạng thái hồ sơ", "Ngày kết thúc xử lý", "Đơn vị", "Lệ phí"])
@pytest.mark.parametrize("word", ["nan", "NULL", "None", "NaT", "\\N"])
def test_what_programs_print_for_nothing_is_an_empty_cell(tmp_path, column, word):
    """In columns of every type; as a code it is none."""
    row = dossier()
    empty = outcome(tmp_path, {"hs.csv": export("dossiers", row | {column: None})})
    made = outcome(tmp_path, {"hs.csv": export("dossiers", row | {column: word})})
    assert (made.facts, made.codes()) == (empty.facts, empty.codes())
    none = outcome(tmp_path, {"hs.csv": export("dossiers", row | {"Mã hồ sơ": word})})
    assert [problem.code for problem in none.rows() if problem.row] == ["no_code"]


@pytest.mark.parametrize("code", ["2.40404E+15", "2,40404E+15", "2.404e+17"])
def test_a_code_that_a_spreadsheet_rounded_is_rejected_in_every_log(tmp_path, code):
    """The problem shows the code and says how to export again; a reference is no code of a dossier."""
    made = outcome(tmp_path, {
        "hs.csv": export("dossiers", dossier(), dossier(code=code)),
        "tt.csv": export("payments", payment(code=code), payment(reference=code)),
        "sh.csv": export("digitization", digitization(code=code)),
        "dg.csv": export("ratings", rating(code=code)),
    })  # fmt: skip
    spoiled = [(p.file, p.value, p.row) for p in made.rows() if p.code == "spoiled_code"]
    assert sorted(spoiled) == [
        ("dg.csv", code, 2), ("hs.csv", code, 3), ("sh.csv", code, 2), ("tt.csv", code, 2),
    ]  # fmt: skip
    assert made.count("online") == (1, 1)


def test_a_code_is_shown_as_it_was_first_written(tmp_path):
    """In the detail and in problems: the letter case of the first export, without any marks."""
    outcome(tmp_path, {
        "a.csv": export("dossiers", dossier(code="\u200bh21.65-1")),
        "b.csv": export("dossiers", dossier(code="H21.65-1"), dossier(code="H21.65-2")),
    })  # fmt: skip
    shown = pq.read_table(tmp_path / "detail.parquet")["code"].to_pylist()
    assert sorted(shown) == ["H21.65-2", "h21.65-1"]
    made = outcome(tmp_path, {"tt.csv": export("payments", payment(code="h21.65-9"))})
    assert [p.value for p in made.rows() if p.code == "orphan_payment"] == ["h21.65-9"]


ROUNDED = "2.40404E+17"


@pytest.mark.parametrize(
    ("first", "second", "counted"),
    [
        # Two payments, of which one was paid back, or one payment before and after: nobody knows.
        ({"reference": ROUNDED}, {"reference": ROUNDED, "payment_status": "Hoàn phí"}, (2, 0)),
        ({"reference": "240404"}, {"reference": ROUNDED, "payment_status": "Hoàn phí"}, (2, 0)),
        # No number hangs on whether these are one payment.
        ({"reference": ROUNDED}, {"reference": ROUNDED}, (1, 1)),
    ],
)
def test_a_rounded_reference_takes_no_payments_place(tmp_path, first, second, counted):
    """It is told; the payment counts by its own status."""
    made = outcome(tmp_path, {
        "hs.csv": export("dossiers", dossier(fee="8.000")),
        "tt.csv": export("payments", payment(**first), payment(**second)),
    })  # fmt: skip
    assert made.count("online_payment") == (1, 1)
    (source,) = (source for source in made.sources if source.file == "tt.csv")
    assert (source.rows_kept, source.rows_duplicate) == counted
    told = [p.value for p in made.rows() if p.code == "spoiled_reference"]
    assert told[:1] == [ROUNDED]


@pytest.mark.parametrize("name", ["a.xlsx", "a.xlsb", "a.xls", "a.ods", "xml.xls"])
def test_a_reference_that_is_too_long_a_number_is_told(tmp_path, name):
    """In every format whose numbers lose digits; the row counts."""
    rows = table("payments", [payment(reference=240404000112345600)])
    files = {"hs.csv": export("dossiers", dossier(fee="8.000")), name: FORMATS[name](rows)}
    made = outcome(tmp_path, files)
    assert [p.value for p in made.rows() if p.code == "spoiled_reference"] == [ROUNDED]
    assert made.count("online_payment") == (1, 1)
