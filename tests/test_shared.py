"""The two sets of exports with independent truth, where they stand beside the checkout."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from tests.command import pipeline

EXPORTS = Path(__file__).parents[2] / "shared" / "exports"


@pytest.fixture(scope="module", params=["mau-a", "mau-b"])
def case(request, tmp_path_factory):
    """The truth of a set, and the outputs of a report on it."""
    folder = EXPORTS / request.param
    if not folder.is_dir():
        pytest.skip("the sets of exports stand beside the checkout on the project's machines only")
    truth = {
        name: json.loads((folder / "truth" / f"{name}.json").read_text(encoding="utf-8"))
        for name in ("meta", "sources", "rejected", "warnings")
    }
    outputs = tmp_path_factory.mktemp(request.param)
    as_of = truth["meta"]["as_of"]
    done = pipeline("report", "--inputs", folder / "inputs", "--outputs", outputs, "--as-of", as_of)
    assert done.returncode == 0, done.stderr
    return folder, truth, outputs, date.fromisoformat(as_of)


def _rows(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_facts_equal_the_truth(case):
    """Every row of every indicator: none missing, none extra, every cell alike."""
    folder, _, outputs, as_of = case
    written = [
        {name: value.removeprefix("'") for name, value in row.items()}
        for row in _rows(outputs / f"so-lieu_{as_of}.csv")
    ]
    truth = [
        row for name in ("facts", "facts-more") for row in _rows(folder / "truth" / f"{name}.csv")
    ]
    assert {tuple(row) for row in truth} == {tuple(written[0])}
    assert Counter(map(_frozen, written)) == Counter(map(_frozen, truth))


def _frozen(row):
    return tuple(row.items())


def test_sources_equal_the_truth(case):
    """Blank and signature rows may be ignored or uncounted; of rows alike in every respect in two
    files either may be the duplicate.
    """
    _, truth, outputs, as_of = case
    written = {(row["file"], row["sheet"]): row for row in _rows(outputs / f"nguon_{as_of}.csv")}
    assert set(written) == {(source["file"], source["sheet"]) for source in truth["sources"]}
    for source in truth["sources"]:
        row = written[source["file"], source["sheet"]]
        assert row["kind"] == (source["kind"] or "")
        ignored = int(row["rows_ignored"]) - source["rows_ignored"]
        assert 0 <= ignored <= source["soft_ignored"]
        assert int(row["rows_read"]) == source["rows_read"] + ignored
        assert int(row["rows_rejected"]) == source["rows_rejected"]
        assert abs(int(row["rows_duplicate"]) - source["rows_duplicate"]) <= source["tie_rows"]
    for name in ("rows_kept", "rows_duplicate"):
        total = sum(source[name] for source in truth["sources"])
        assert sum(int(row[name]) for row in written.values()) == total


@pytest.mark.parametrize(("name", "severity"), [("rejected", "error"), ("warnings", "warning")])
def test_problems_equal_the_truth(case, name, severity):
    """Every rejected row and every warning by file, sheet, row and column, and no other."""
    _, truth, outputs, as_of = case
    written = {
        (row["file"], row["sheet"], row["row"], row["column"])
        for row in _rows(outputs / f"loi_{as_of}.csv")
        if row["severity"] == severity and row["row"]
    }
    assert written == {(p["file"], p["sheet"], str(p["row"]), p["column"]) for p in truth[name]}


def test_no_personal_data_in_any_output(case):
    """The markers planted in personal-data cells are in no file that a run writes, unzipped."""
    import zipfile  # noqa: PLC0415

    _, _, outputs, _ = case
    for path in outputs.rglob("*"):
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as book:
                content = b"".join(book.read(name) for name in book.namelist())
        elif path.suffix == ".parquet":
            import pyarrow.parquet as pq  # noqa: PLC0415

            content = repr(pq.read_table(path).to_pydict()).encode()
        elif path.is_file():
            content = path.read_bytes()
        else:
            continue
        assert b"ZZPD" not in content, path
        assert b"0999777" not in content, path
