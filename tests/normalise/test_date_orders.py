"""Columns of dates whose order nobody knows: told once, their rows rejected, nothing guessed."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.builders import digitization, dossier, export, payment, rating, table, xlsx_bytes
from tests.outcomes import outcome

BUILDERS = {
    ("payments", payment): ("paid", "Thời gian giao dịch"),
    ("digitization", digitization): ("digitized", "Ngày số hóa"),
    ("ratings", rating): ("rated", "Ngày đánh giá"),
}


def _dossiers(*received, **differs):
    return [
        dossier(code=f"A{n}", received=text, due=None, ended=None, **differs)
        for n, text in enumerate(received)
    ]


def _told(made):
    return [(p.column, p.value, p.row) for p in made.rows() if p.code == "date_order"]


def _counts(made):
    return made.sources[0].rows_kept, made.sources[0].rows_rejected


def test_a_month_first_column_is_told_once_and_its_rows_rejected(tmp_path):
    """Also those whose dates could be read: 04/02/2024 is April 2."""
    rows = _dossiers("04/02/2024", "04/15/2024", "04/16/2024")
    made = outcome(tmp_path, {"hs.csv": export("dossiers", *rows)})
    assert _told(made) == [("Ngày tiếp nhận", "04/15/2024", None)]
    assert _counts(made) == (0, 3)


@pytest.mark.parametrize(("kind", "named"), BUILDERS.items())
def test_logs_of_every_kind_are_looked_at(tmp_path, kind, named):
    """Dates of payments, of digitization, of ratings."""
    (kind, build), (name, header) = kind, named
    rows = [build(code=f"A{n}", **{name: text}) for n, text in enumerate(("04/02/24", "04/25/24"))]
    made = outcome(tmp_path, {"a.csv": export(kind, *rows)})
    assert _told(made) == [(header, "04/25/24", None)]
    assert _counts(made) == (0, 2)


def test_a_half_converted_column_is_told(tmp_path):
    """Its real dates have days up to 12, later days are texts: opened under American settings."""
    rows = _dossiers(datetime(2024, 2, 4), "15/04/2024", datetime(2024, 12, 4))
    made = outcome(tmp_path, {"hs.xlsx": xlsx_bytes({"a": table("dossiers", rows)})})
    assert [(column, row) for column, _, row in _told(made)] == [("Ngày tiếp nhận", None)]
    assert _counts(made) == (0, 3)


def test_columns_of_the_sheet_that_do_not_show_their_order_are_doubted_with_it(tmp_path):
    """03/04/2024 beside 04/15/2024 may be March 4; a 25th in the column shows that it is not."""
    rows = [
        dossier(code="A", received="03/04/2024", due="04/15/2024", ended="04/04/2024"),
        dossier(code="B", received="04/04/2024", due="04/16/2024", ended="25/04/2024"),
        dossier(code="C", received="05/04/2024", due=None, ended=None),
    ]
    made = outcome(tmp_path, {"hs.csv": export("dossiers", *rows)})
    assert [column for column, *_ in _told(made)] == ["Ngày hẹn trả", "Ngày tiếp nhận"]
    assert _counts(made) == (0, 3)


@pytest.mark.parametrize(
    "received",
    [
        ("02/04/2024", "15/04/2024", "04/25/2024"),  # one slip in a column of the right order
        ("02/04/2024", "32/13/2024"),  # no date in any order
        ("2024-04-02 00:00:00", "2024-04-25 00:00:00", "15/04/2024"),
    ],
)
def test_a_column_in_order_is_read(tmp_path, received):
    """A slip of the pen is one bad date; real dates after the 12th were not swapped."""
    made = outcome(tmp_path, {"hs.csv": export("dossiers", *_dossiers(*received))})
    assert _told(made) == []
    assert made.sources[0].rows_kept >= 1
