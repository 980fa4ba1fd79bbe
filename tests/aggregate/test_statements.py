"""The SQL that runs, assembled from the files and the indicators."""

from __future__ import annotations

import pytest

from pipeline.aggregate import statements
from pipeline.aggregate.engine import Materialization
from pipeline.aggregate.statements import Statement, mark, statement
from schemas.indicators import indicator, indicators


@pytest.fixture
def files(monkeypatch):
    """Files to be read instead of those of sql/, by name."""
    texts = {}
    monkeypatch.setattr(statements, "_read", texts.__getitem__)
    return texts


def test_a_line_that_names_a_grain_stands_for_a_line_an_indicator(files):
    """The mark's expression and the id of each, in the order of the indicators; other lines stay."""
    files["counted.sql"] = (
        "-- materialization: cached view\nselect\n    {publicity.mark} as {publicity},\n    unit\n"
    )
    files["marks/transparency.sql"] = (
        "-- Why.\nselect\n    case when is_transparent then 1\n    else 0 end as transparency\n"
        "from publicity_choice\n"
    )
    assert statement("counted") == Statement(
        "-- materialization: cached view\nselect\n"
        "    case when is_transparent then 1\n        else 0 end as transparency,\n    unit\n",
        Materialization.CACHED_VIEW,
    )


def test_listed_are_dossiers_and_ratings_in_the_order_of_tables(files):
    """As the columns of the detail stand; those compared have the dossiers' first."""
    files["shown.sql"] = "-- materialization: view\n{listed}\n"
    files["held.sql"] = "-- materialization: view\n{compared}\n"
    assert statement("shown").sql.splitlines()[1:] == [
        entry.id for entry in indicators() if entry.grain in ("dossier", "rating")
    ]
    assert statement("held").sql.splitlines()[1:] == [
        entry.id
        for grain in ("dossier", "rating")
        for entry in indicators()
        if entry.grain == grain and entry.revised
    ]


@pytest.mark.parametrize(
    "text",
    [
        "select case when is_online then 1 else 0 end as offline\nfrom dossier_period\n",
        "select case when is_online then 1 else 0 end as online\nfrom dossier\n",
        "select case when is_online then 1 else 0 end as online\nfrom dossier_period where true\n",
    ],
)
def test_a_mark_of_another_name_or_table_is_refused(files, text):
    """It names its indicator, the rows of its grain and nothing else."""
    files["marks/online.sql"] = text
    with pytest.raises(ValueError, match=r"marks/online.sql"):
        mark(indicator("online"))


def test_a_file_without_a_materialization_is_refused(files):
    """Rather than held in some way."""
    files["fact.sql"] = "select 1 as one\n"
    with pytest.raises(ValueError, match=r"fact.sql"):
        statement("fact")
