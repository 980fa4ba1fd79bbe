"""Numbers of the report and the rows that trace finds behind them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest

from pipeline.aggregate import choose, count
from pipeline.aggregate.engine import duckdb_engine
from pipeline.aggregate.statements import proof
from pipeline.analysis.trace import TraceQuery, traced
from schemas.indicators import indicators
from tests.generator.samples import write_samples
from tests.outcomes import samples

AS_OF = date(2024, 5, 16)


@pytest.fixture(scope="module")
def counted(tmp_path_factory):
    """The samples, counted: engine, plan and aggregates."""
    folder = tmp_path_factory.mktemp("samples")
    write_samples(folder)
    campaign, sheets = samples(folder)
    with duckdb_engine(1) as engine:
        choose(engine, sheets, campaign)
        yield engine, campaign, count(engine, sheets, campaign, AS_OF)


@pytest.mark.parametrize("indicator", indicators(), ids=lambda indicator: indicator.id)
def test_the_rows_add_up_to_the_facts(counted, indicator):
    """In each scope, of the campaign and of a window; each that counts has a row that proves it, where
    the indicator hangs on more than the dossier's own.
    """
    engine, campaign, aggregates = counted
    facts = defaultdict(list)
    for fact in aggregates.facts:
        if fact.indicator == indicator.id and fact.period in ("cumulative", "10d-03"):
            facts[fact.scope].append(fact)
    for fact in (entry for of_scope in facts.values() for entry in of_scope[:4]):
        name = fact.official or fact.field or fact.procedure
        query = TraceQuery(indicator.id, fact.scope, fact.unit_code, name, fact.period)
        result = traced(query, campaign, engine, aggregates.publicity)
        assert (result.numerator, len(result.rows)) == (fact.numerator, fact.denominator), query
        unproven = [
            row.code
            for row in result.rows
            if row.counts and not row.proof and row.place.file != "danh-gia.csv"  # itself a rating
        ]
        assert proof(indicator.id) is None or unproven == [], query
