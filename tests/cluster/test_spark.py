"""The cluster engine: on real executors in processes of their own, everything comes out alike.

The cases of the files that are imported here run once more, each on both engines.
"""

from __future__ import annotations

import importlib
import os
import pkgutil
import shutil
import signal
import time
from contextlib import contextmanager
from datetime import date

import psutil
import pytest
from hypothesis import given, settings

pytest.importorskip("pyspark", reason="the cluster engine is an optional extra: make spark")
if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
    pytest.skip("the cluster engine needs Java 17", allow_module_level=True)

from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema

from pipeline.aggregate import CHANGES, CHOICES, COUNTS, DETAILS, choose, compare, count, detail
from pipeline.cluster.engine import _leaf
from pipeline.cluster.files import ExecutorFiles
from pipeline.cluster.session import spark_session
from pipeline.files.convert import convert
from pipeline.model import CUMULATIVE, InputFile, Limits, PipelineError
from pipeline.plan.keys import PlanKeys
from pipeline.plan.workbook import read_plan
from pipeline.validate.corrections import replace_corrected
from tests.aggregate import indicators
from tests.aggregate.conftest import counted  # noqa: F401 - a fixture of the cases below
from tests.aggregate.test_facts import *  # noqa: F403 - the same cases on both engines
from tests.aggregate.test_units import (  # noqa: F401 - as above
    test_a_parents_dossier_changes_no_earlier_window,
    test_a_rating_without_a_dossier_counts_once,
    test_a_units_numbers_are_those_of_all_below_it_and_its_own,
    test_an_export_of_the_parent_repeats_what_its_communes_report,
    test_indicators_that_count_procedures_add_the_units_up,
    test_official_field_and_procedure_stay_with_the_dossiers_own_unit,
    test_the_rows_of_parent_and_commune_compete_by_the_usual_rules,
    test_two_communes_with_the_same_code_and_their_parent,
    test_what_hangs_on_a_dossier_follows_it,
)
from tests.analysis.test_forecast import *  # noqa: F403 - as above
from tests.builders import TODAY, dossier, export, payment, plan, plan_bytes, rating
from tests.command import pipeline, started
from tests.formats import xls_that_kills
from tests.generator.samples import write_samples
from tests.spark import DEFAULTS, both_engines
from tests.test_laws import EXPORTS, SLOW, _names, _outcome
from tests.test_shared import EXPORTS as SHARED

for _module in pkgutil.iter_modules(indicators.__path__, f"{indicators.__name__}."):
    _cases = vars(importlib.import_module(_module.name))  # of each indicator, likewise
    globals().update({name: case for name, case in _cases.items() if name.startswith("test_")})

TABLES = ("so-lieu", "nguon", "loi", "phu-luc-ii", "bao-cao")


@pytest.fixture(scope="session")
def spark_defaults(tmp_path_factory):
    """A folder whose spark-defaults.conf names a cluster, as an office that has one would."""
    folder = tmp_path_factory.mktemp("conf")
    (folder / "spark-defaults.conf").write_text(DEFAULTS, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def spark(spark_defaults):
    """The session that all cases share."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_CONF_DIR", str(spark_defaults))
        with spark_session(2) as session:
            yield session


@pytest.fixture(autouse=True)
def on_both_engines(request, monkeypatch):
    """Where a case asks for an engine (tests.outcomes.outcome), it gets two."""
    if request.node.get_closest_marker("alone"):
        return
    session, folder = request.getfixturevalue("spark"), request.getfixturevalue("tmp_path")

    @contextmanager
    def engines(_jobs):
        with both_engines(session, folder) as engine:
            yield engine

    monkeypatch.setattr("tests.outcomes.duckdb_engine", engines)


@given(EXPORTS)
@settings(SLOW, max_examples=4)
def test_random_exports_give_the_same_on_both_engines(exports):
    """Whatever rows there are: nulls, ties, nothing at all."""
    _outcome(exports, _names(exports))


def test_every_table_is_the_same_on_both_engines(spark, tmp_path):
    """Each SQL file on the samples, those of the comparison with an earlier report included."""
    write_samples(tmp_path)
    campaign, sheets = _samples(tmp_path)
    with both_engines(spark, tmp_path) as engine:
        choose(engine, sheets, campaign)
        count(engine, sheets, campaign, date(2024, 4, 20))
        detail(engine, CUMULATIVE, tmp_path / "before.parquet")
        count(engine, sheets, campaign, date(2024, 5, 16))
        detail(engine, CUMULATIVE, tmp_path / "now.parquet")
        compare(engine, tmp_path / "now.parquet", tmp_path / "before.parquet")
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
    campaign, sheets = _samples(tmp_path)
    with both_engines(spark, tmp_path) as engine:
        choose(engine, sheets, campaign)
        before = {process.pid for process in _executors(psutil.Process())}
        os.kill(min(before), signal.SIGKILL)
        count(engine, sheets, campaign, date(2024, 5, 16))
        detail(engine, CUMULATIVE, tmp_path / "detail.parquet")
        assert engine.compared
    assert min(before) not in {process.pid for process in _executors(psutil.Process())}


def _samples(folder):
    campaign = read_plan(folder / "ke-hoach.xlsx")
    keys, results = PlanKeys.of(campaign), []
    for number, path in enumerate(sorted((folder / "mau").iterdir())):
        rows = folder / f"rows-{number}"
        rows.mkdir()
        results.append(convert(InputFile(path, path.name), keys, TODAY, rows, Limits()))
    return campaign, [sheet for result in replace_corrected(results) for sheet in result.sheets]


def _executors(process):
    """The executors below a process."""
    return [
        child for child in process.children(recursive=True)
        if any("CoarseGrainedExecutorBackend" in word for word in _command(child))
    ]  # fmt: skip


def _command(process):
    try:
        return process.cmdline()
    except psutil.Error:
        return []


@pytest.fixture
def office(tmp_path):
    """A folder of exports under names that file systems and listings of clusters stumble over, a
    file that kills its reader, and a corrected copy; with the plan.
    """
    inputs = tmp_path / "inputs"
    (inputs / "tháng 4 [mới]").mkdir(parents=True)
    (inputs / "ke-hoach.xlsx").write_bytes(plan_bytes())
    for number, name in enumerate(
        ("_ds*.csv", "tháng 4 [mới]/hồ sơ {1,2}?.csv", "a:b.csv", "50%20.csv", "x#y.csv")
    ):
        rows = [dossier(code=f"{number}-{n:03d}", fee="8.000") for n in range(30)]
        (inputs / name).write_bytes(export("dossiers", *rows, dossier(code="X", channel="Fax")))
    rows = [["Mã hồ sơ", "Ngày tiếp nhận", "Tình trạng"], ["K", "01/04/2024", "Đang xử lý"]]
    (inputs / "chết.xls").write_bytes(xls_that_kills(rows))
    (inputs / "tt.csv").write_bytes(export("payments", payment(code="0-001"), payment(code="?")))
    (inputs / "dg.csv").write_bytes(export("ratings", rating(code="1-002"), rating(code="lạ")))
    return inputs


def _outputs(outputs):
    return {
        path.name: path.read_bytes() for path in outputs.rglob("*.*")
        if path.is_file() and path.name.startswith(TABLES)
    }  # fmt: skip


@pytest.mark.alone
def test_an_executor_killed_while_reading_changes_nothing(office, tmp_path, spark_defaults):
    """SIGKILL in the middle of the files: the run goes on, every output is as without Spark."""
    for number in range(60):
        rows = [dossier(code=f"T{number}-{n:03d}") for n in range(50)]
        (office / f"t{number:02d}.csv").write_bytes(export("dossiers", *rows))
    assert pipeline(*_report(office, tmp_path / "duckdb")).returncode == 0
    run = started(
        *_report(office, tmp_path / "spark"), "--engine", "spark",
        env=os.environ | {"SPARK_CONF_DIR": str(spark_defaults)},
    )  # fmt: skip
    os.kill(_reading_executor(run).pid, signal.SIGKILL)
    assert run.wait(timeout=600) == 0
    expected = _outputs(tmp_path / "duckdb")
    assert len(expected) == len(TABLES)
    assert _outputs(tmp_path / "spark") == expected


def _report(inputs, outputs, as_of="16/05/2024"):
    return ["report", "--inputs", inputs, "--outputs", outputs, "--as-of", as_of]


def _reading_executor(run):
    """The first executor that has children which read files."""
    deadline = time.monotonic() + 300
    while run.poll() is None and time.monotonic() < deadline:
        for executor in _executors(psutil.Process(run.pid)):
            if any(
                "forkserver" in " ".join(_command(p)) for p in executor.children(recursive=True)
            ):
                return executor
        time.sleep(0.1)
    raise AssertionError(f"no executor read a file; status {run.poll()}")


@pytest.mark.alone
@pytest.mark.parametrize("name", ["mau-a", "mau-b"])
def test_a_set_of_exports_gives_the_same_bytes(name, tmp_path):
    """Facts, sources, problems, workbook and document, on executors that the run starts itself."""
    folder = SHARED / name
    if not folder.is_dir():
        pytest.skip("the sets of exports stand beside the checkout on the project's machines only")
    for engine in ("duckdb", "spark"):
        done = pipeline(*_report(folder / "inputs", tmp_path / engine), "--engine", engine)
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
    assert _outputs(tmp_path / "spark") == _outputs(tmp_path / "duckdb")
    copies = [
        {
            path.relative_to(tmp_path / engine): path.read_bytes()
            for path in (tmp_path / engine / "can-sua").rglob("*.xlsx")
        }
        for engine in ("duckdb", "spark")
    ]
    assert copies[0] == copies[1]


@pytest.mark.alone
def test_without_java_the_engine_says_what_is_missing(office, tmp_path):
    """Status 2, nothing written."""
    env = {key: value for key, value in os.environ.items() if key != "JAVA_HOME"}
    done = pipeline(
        *_report(office, tmp_path / "outputs"),
        "--engine",
        "spark",
        env=env | {"PATH": str(tmp_path)},
    )
    assert (done.returncode, _outputs(tmp_path / "outputs")) == (2, {})
    assert "cần Java 17" in done.stderr


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
