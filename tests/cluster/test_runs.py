"""Whole runs on executors in processes of their own: every output is as without Spark."""

from __future__ import annotations

import os
import signal
import time

import psutil
import pytest

pytest.importorskip("pyspark", reason="the cluster engine is an optional extra: make spark")

from tests.builders import dossier, export, payment, plan_bytes, rating
from tests.command import pipeline, started
from tests.formats import xls_that_kills
from tests.spark import command, executors
from tests.test_shared import EXPORTS as SHARED

TABLES = ("so-lieu", "nguon", "loi", "phu-luc-ii", "bao-cao")


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
        for executor in executors(psutil.Process(run.pid)):
            if any("forkserver" in " ".join(command(p)) for p in executor.children(recursive=True)):
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
