"""Files of the same bytes: rows count once, problems are told once."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipeline.model import FileResult, SheetResult, Source
from pipeline.validate.identical import duplicates_of_files
from tests.builders import (
    csv_bytes,
    digitization,
    dossier,
    export,
    payment,
    publicity,
    rating,
    table,
)
from tests.outcomes import outcome

# Kind -> rows of it: good, rejected, and kept with a doubt.
ROWS = {
    "dossiers": [dossier(), dossier(code="B", channel="Fax"), dossier(code="C", status="Lạ"),
                 dossier(code="B", received="?")],
    "payments": [payment(), payment(amount="nhiều"), payment(code="không có")],
    "digitization": [digitization(), digitization(digitized="?"), digitization(code="lạ")],
    "ratings": [rating(), rating(rating="tím"), rating(code="lạ"), rating(rating=None)],
    "publicity": [publicity(), publicity(published="Chưa rõ")],
}  # fmt: skip


def _told(result):
    return [p for p in result.rows() if p.code not in ("no_export", "identical_file")]


@given(
    st.dictionaries(
        st.sampled_from(sorted(ROWS)),
        st.lists(st.integers(0, 3), min_size=1, max_size=5),
        min_size=1,
    ),
    st.data(),
)
@settings(
    max_examples=25, deadline=None, suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)  # fmt: skip
def test_a_second_copy_changes_nothing_but_the_number_of_duplicates(chosen, data):
    """Of whatever kinds and rows, rejected, doubtful or hanging on others: facts and problems are
    those of the files once; all rows of the copies that are not ignored are duplicates.
    """
    once = {
        f"{kind}.csv": export(kind, *(ROWS[kind][n % len(ROWS[kind])] for n in numbers))
        for kind, numbers in chosen.items()
    }
    again = data.draw(st.lists(st.sampled_from(sorted(once)), min_size=1, unique=True))
    twice = once | {f"z/{name}": once[name] for name in again}
    with tempfile.TemporaryDirectory() as name:
        alone, both = outcome(Path(name), once), outcome(Path(name), twice)
    assert both.facts == alone.facts
    assert _told(both) == _told(alone)
    assert [p.consequences for p in both.problems if p.consequences] == [
        p.consequences for p in alone.problems if p.consequences
    ]
    assert both.corrections.keys() == alone.corrections.keys()
    counted = {s.file: s for s in both.sources}
    for source in alone.sources:
        assert counted[source.file] == source
    for name in again:
        copy, source = counted[f"z/{name}"], counted[name]
        assert (copy.rows_read, copy.rows_ignored) == (source.rows_read, source.rows_ignored)
        assert copy.rows_duplicate == copy.rows_read - copy.rows_ignored


def test_a_file_of_the_year_before_is_no_copy(tmp_path):
    """Its rows are told and counted beside those of the same file of this year."""
    content = export("dossiers", dossier(channel="Fax"))
    result = outcome(tmp_path, {"a.csv": content, "nam-truoc/a.csv": content})
    assert [(s.file, s.rows_rejected) for s in result.sources] == [
        ("a.csv", 1),
        ("nam-truoc/a.csv", 1),
    ]


def test_a_corrected_copy_corrects_both(tmp_path):
    """The row that it mends counts once; neither original has a problem."""
    header, row = table("dossiers", [dossier(channel="Fax")])
    content = csv_bytes([header, row])
    (source,) = outcome(tmp_path, {"a.csv": content}).sources
    right = table("dossiers", [dossier()])[1]
    copy = csv_bytes([["Dòng gốc", *header], [f"{source.sha256[:8]}.0.2", *right]])
    result = outcome(tmp_path, {"a.csv": content, "b.csv": content, "sua.csv": copy})
    assert _told(result) == []
    assert [(s.rows_kept, s.rows_duplicate) for s in result.sources] == [(0, 1), (0, 1), (1, 0)]


@pytest.mark.parametrize("is_read", [False, True])
def test_a_file_that_failed_is_no_original(is_read):
    """A child may die of one of two such files: the rows of the other one are not lost."""
    good = Source("b.csv", "abc", "", "dossiers", 2, 1, 1)
    first = (
        Source("a.csv", "abc", "", "dossiers", 2, 1, 1)
        if is_read
        else Source("a.csv", "abc", "", "")
    )
    results = [FileResult((SheetResult(s, {}, "x"),), ()) for s in (first, good)]
    _, second = duplicates_of_files(results)
    assert (second.sheets[0].source.rows_kept, second.sheets[0].rows_file) == (
        (0, "") if is_read else (1, "x")
    )
