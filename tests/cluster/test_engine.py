"""The cluster engine: on real executors in processes of their own, everything comes out alike."""

from __future__ import annotations

import os
import signal
from datetime import date

import psutil
import pytest
from hypothesis import given, settings

pytest.importorskip("pyspark", reason="the cluster engine is an optional extra: make spark")

from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

from pipeline.aggregate import (
    CHANGES,
    CHOICES,
    COUNTS,
    DETAILS,
    choose,
    compare,
    count,
    detail,
    proofs,
    villages_of_dossiers,
)
from pipeline.cluster.engine import _leaf
from pipeline.cluster.files import ExecutorFiles
from pipeline.model import CUMULATIVE, InputFile, Limits, PipelineError
from pipeline.plan.keys import PlanKeys
from schemas.indicators import indicators
from tests.builders import TODAY, dossier, export, plan
from tests.generator.samples import write_samples
from tests.outcomes import samples
from tests.spark import both_engines, executors
from tests.test_laws import EXPORTS, SLOW, _names, _outcome


@given(EXPORTS)
@settings(SLOW, max_examples=4)
def test_random_exports_give_the_same_on_both_engines(exports):
    """Whatever rows there are: nulls, ties, nothing at all."""
    _outcome(exports, _names(exports))


def test_every_table_is_the_same_on_both_engines(spark, tmp_path):
    """Each SQL file on the samples, those of the comparison with an earlier report included."""
    write_samples(tmp_path)
    campaign, sheets = samples(tmp_path)
    with both_engines(spark, tmp_path) as engine:
        choose(engine, sheets, campaign)
        count(engine, sheets, campaign, date(2024, 4, 20))
        detail(engine, CUMULATIVE, tmp_path / "before.parquet")
        count(engine, sheets, campaign, date(2024, 5, 16))
        detail(engine, CUMULATIVE, tmp_path / "now.parquet")
        compare(engine, tmp_path / "now.parquet", tmp_path / "before.parquet")
        assert villages_of_dossiers(engine)
        for indicator in indicators():
            proofs(engine, indicator.id, CUMULATIVE)
        for name in (*CHOICES, *COUNTS, *DETAILS, *CHANGES):
            engine.fetch(name)


# Every type that the SQL files have, nulls and a row order of its own.
MIXED = """
    select * from values
        (3, 'ba', date '2024-05-16', timestamp_ntz '2024-05-16 17:30:00.000001', true, 1.50, 2.5D),
        (1, '', date '0001-01-01', timestamp_ntz '1970-01-01 00:00:00', false, -0.25, 0.0D),
        (2, null, null, null, null, null, null)
    as mixed (number, name, day, moment, flag, share, ratio)
    order by number
"""


def test_private_calls_give_what_public_ones_give(spark):
    """A table whose plan was cut: the columns, types and rows, in order, of the public way."""
    frame = spark.sql(MIXED)
    private = _leaf(frame)
    public = spark.createDataFrame(frame.rdd, frame.schema)
    assert (private.dtypes, private.collect()) == (public.dtypes, public.collect())
    assert [row.number for row in private.collect()] == [1, 2, 3]
    assert private.toArrow() == frame.toArrow()


def test_a_table_shows_no_plan_of_those_before_it(spark):
    """Spark shows its listeners, with every statement, the plan of each table that it reads: if that
    had the plans before it, each as often as it is read, fact.sql had a million nodes.
    """
    plan = _leaf(spark.sql(MIXED))._jdf.queryExecution().executedPlan()
    shown = spark._jvm.org.apache.spark.sql.execution.SparkPlanInfo.fromSparkPlan(plan)
    assert (shown.nodeName(), shown.children().size()) == ("Scan ExistingRDD", 0)


def test_schemas_of_private_functions_are_those_of_public_ones(spark):
    """Arrow's types as Spark's and back: what createDataFrame and toArrow come to themselves."""
    table = spark.sql(MIXED).toArrow()
    columns = from_arrow_schema(table.schema, prefer_timestamp_ntz=True)
    public = spark.createDataFrame(table)
    assert columns == public.schema
    assert to_arrow_schema(columns) == public.toArrow().schema


def test_an_executor_killed_while_counting_changes_nothing(spark, tmp_path):
    """What it had worked out and cached is worked out again."""
    write_samples(tmp_path)
    campaign, sheets = samples(tmp_path)
    with both_engines(spark, tmp_path) as engine:
        choose(engine, sheets, campaign)
        before = {process.pid for process in executors(psutil.Process())}
        os.kill(min(before), signal.SIGKILL)
        count(engine, sheets, campaign, date(2024, 5, 16))
        detail(engine, CUMULATIVE, tmp_path / "detail.parquet")
        assert engine.compared
    assert min(before) not in {process.pid for process in executors(psutil.Process())}


def test_executors_that_do_not_see_the_inputs_are_named(spark, tmp_path):
    """Rather than thousands of files that are called unreadable."""
    path = tmp_path / "a.csv"
    path.write_bytes(export("dossiers", dossier()))
    files = ExecutorFiles(spark, tmp_path)
    listed = files._listed([InputFile(path, "a.csv")])
    path.write_bytes(b"another file")
    files._listed = lambda _files: listed
    with pytest.raises(PipelineError, match="không thấy tệp"):
        files.convert([InputFile(path, "a.csv")], PlanKeys.of(plan(tmp_path)), TODAY, Limits())
