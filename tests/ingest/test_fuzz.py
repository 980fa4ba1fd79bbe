"""A few mutated files on every run, and losses that the fuzz must see; `make fuzz` reads thousands."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from pipeline.files import convert
from pipeline.ingest import read_tables
from tests.formats import FORMATS
from tests.fuzz.exports import clean, keys, outcome
from tests.fuzz.judge import CHANGED, FINDINGS, LOST, SAME
from tests.fuzz.mutations import mutated
from tests.fuzz.reading import read_export
from tests.fuzz.run import run
from tests.fuzz.seeds import ROWS, seed


def test_mutated_files_are_read_or_named():
    """Every row of the clean file is kept with its values or named, and no child ends."""
    outcomes = run(count=300, seed=7, jobs=2)
    assert [found for each in outcomes.values() for found in each.findings] == []
    assert {name: each.counts.total() for name, each in outcomes.items()} == {
        "exports": 240, "plans": 30, "kept results": 30,
    }  # fmt: skip
    assert outcomes["exports"].counts[SAME] > 20
    assert outcomes["exports"].counts["named"] > 20


@pytest.mark.parametrize("name", FORMATS)
def test_seeds_are_read_alike_and_mutations_change_them(name):
    """By the pipeline and by the other reader; else the judge would have nothing to compare."""
    chosen = seed(name, "dossiers", True)
    assert len(clean(chosen).rows) == ROWS
    assert outcome(chosen, chosen.content, clean(chosen).reading) == SAME
    chance = random.Random(3)
    assert sum(mutated(chosen.content, chance) != chosen.content for _ in range(20)) > 10


def _dropped(table):
    kept = [index for index in range(len(table.rows)) if index != 7]
    columns = {name: column.take(kept) for name, column in table.columns.items()}
    return replace(table, columns=columns, rows=table.rows.take(kept))


def _with_codes_of_others(table):
    codes = table.columns["code"].to_pylist()
    codes[7], codes[8] = codes[8], codes[7]
    return replace(
        table, columns=table.columns | {"code": type(table.columns["code"]).from_pandas(codes)}
    )


@pytest.mark.parametrize(("fault", "found"), [(_dropped, LOST), (_with_codes_of_others, CHANGED)])
@pytest.mark.parametrize("is_counted", [True, False])
@pytest.mark.parametrize("name", ["a.xlsx", "a.xls", "a.xlsb", "a.ods", "utf8.csv", "html.xls"])
def test_a_planted_fault_is_found(monkeypatch, name, is_counted, fault, found):
    """A reader that loses a row, or gives two rows each other's codes, beside an error that names
    another row.
    """
    chosen = seed(name, "dossiers", is_counted)
    clean(chosen)

    def faulty(*arguments):
        return [replace(sheet, table=fault(sheet.table)) for sheet in read_tables(*arguments)]

    with monkeypatch.context() as patched:
        patched.setattr(convert, "read_tables", faulty)
        got = read_export(chosen.name, chosen.content, keys())
    assert outcome(chosen, chosen.content, got) == found
    assert found in FINDINGS
