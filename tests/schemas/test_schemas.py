"""The rules of each kind as pandera schemas: they judge every row, and nobody else does."""

from __future__ import annotations

import pandera.pandas as pandera
import pytest
from pandera.errors import SchemaErrors

from pipeline.validate.rules import schema_of
from schemas.contracts import KINDS, contracts
from tests.builders import BUILDERS, dossier, export
from tests.outcomes import outcome


def codes_of(kind):
    """The problems that a kind's schema can raise."""
    columns = schema_of(kind).columns.values()
    return {check.error for column in columns for check in column.checks}


@pytest.fixture
def judged(monkeypatch):
    """Rows that schemas have judged, by kind, in the order of tables."""
    seen = []
    whole = pandera.DataFrameSchema.validate

    def counted(schema, frame, *rest, **options):
        kinds = [kind for kind in KINDS if schema_of(kind) is schema]  # none: the plan's
        seen.extend((kind, len(frame)) for kind in kinds)
        return whole(schema, frame, *rest, **options)

    monkeypatch.setattr(pandera.DataFrameSchema, "validate", counted)
    return seen


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_is_judged_by_the_schema_of_its_kind(tmp_path, judged, kind):
    """Of good and bad rows alike; what is accepted was among them."""
    bad = {"unit": "Xã Lạ"}
    rows = [BUILDERS[kind](), BUILDERS[kind](**bad)]
    result = outcome(tmp_path, {"a.csv": export(kind, *rows)})
    source = result.sources[0]
    assert judged == [(kind, 2)]
    assert (source.rows_read, source.rows_kept, source.rows_rejected) == (2, 1, 1)


def test_a_rule_that_is_turned_off_lets_a_bad_row_through(tmp_path, monkeypatch):
    """The schema alone judges: without its check of the channel the row is accepted."""
    rows = {"a.csv": export("dossiers", dossier(channel="Fax"))}
    assert outcome(tmp_path, rows).sources[0].rows_rejected == 1
    loose = schema_of("dossiers").update_column("channel.cell", checks=[])
    monkeypatch.setattr("pipeline.validate.rules.schema_of", lambda _kind: loose)
    result = outcome(tmp_path, rows)
    assert (result.sources[0].rows_kept, result.codes()) == (1, [])


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_judges_every_column_of_its_contract(kind):
    """A `.cell` column for each, and for no other; faults are shown at columns of the contract."""
    named = {column.name for column in contracts()[kind].columns}
    schema = schema_of(kind)
    cells = {name.removesuffix(".cell") for name in schema.columns if name.endswith(".cell")}
    assert cells == named
    for name, column in schema.columns.items():
        shown_at = (column.metadata or {}).get("shown_at") or (name.partition(".")[0],)
        assert "." not in name or set(shown_at) <= named, name


def test_a_frame_that_the_schema_does_not_describe_is_a_fault_of_the_code(tmp_path, monkeypatch):
    """Never a problem of the data: pandera's own error comes through."""
    strange = schema_of("dossiers").remove_columns(["status_rank"])
    monkeypatch.setattr("pipeline.validate.rules.schema_of", lambda _kind: strange)
    with pytest.raises(SchemaErrors):
        outcome(tmp_path, {"a.csv": export("dossiers", dossier())})


def test_the_verdict_does_not_depend_on_how_many_rows_fail(tmp_path):
    """A problem for each failing cell, its row and value, in the order of rows."""
    rows = [dossier(code=f"A{n}", channel=f"Fax {n % 3}") for n in range(500)]
    result = outcome(tmp_path, {"a.csv": export("dossiers", *rows)})
    reported = [(p.row, p.value) for p in result.rows() if p.code == "bad_channel"]
    assert reported == [(n + 2, f"Fax {n % 3}") for n in range(500)]
