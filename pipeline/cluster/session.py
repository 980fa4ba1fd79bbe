"""A Spark session: on the cluster that the ordinary configuration names, else executors in
processes of their own on this machine.

Settings that decide what SQL means are set here and can't be overridden; everything else (memory,
cores, queue) is what spark-defaults.conf says.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
import warnings
import zipfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pyspark
from pyspark.sql import SparkSession

import pipeline
import schemas
from pipeline.model import PipelineError

if TYPE_CHECKING:
    from collections.abc import Iterator

# What the SQL files count on: the same on DuckDB.
_MEANING = {
    "spark.sql.ansi.enabled": "true",  # overflows and bad casts are errors, never null
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",  # exports know no time zone
    "spark.sql.caseSensitive": "false",
    # Spark 4.1 to 4.3 may take a union of single partitions for one, though it has several
    "spark.sql.unionOutputPartitioning": "false",
}
# Java's second compiler has not yet paid for its work when a run on one machine ends: with it
# 100,000 dossiers took 182 core seconds in place of 109 (docs/performance.md).
_JAVA = "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256m"
# Executors on this machine: one core each, so that one file is read in each at a time.
_LOCAL = {
    "spark.driver.extraJavaOptions": _JAVA,
    "spark.executor.extraJavaOptions": _JAVA,
    "spark.driver.memory": "2g",
    "spark.executor.memory": "1536m",
    "spark.ui.enabled": "false",
    "spark.log.level": "ERROR",
    "spark.ui.showConsoleProgress": "false",
}
_EXECUTOR_MIB = 1536
_MASTER = re.compile(r"^\s*spark\.master[\s=:]+(\S+)", re.MULTILINE)


@contextmanager
def spark_session(jobs: int) -> Iterator[SparkSession]:
    """A session whose executors have this project's code, for one run.

    Raises PipelineError where there is no Java.
    """
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        raise PipelineError(
            "Bộ máy spark cần Java 17, máy này chưa có.\n"
            "Cài gói openjdk-17-jre-headless (hoặc tương đương), hoặc dùng --engine duckdb."
        )
    warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")
    master = _configured_master()
    is_here = not master or master.startswith("local")
    if is_here:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with tempfile.TemporaryDirectory() as folder:
        spark = _builder(master, jobs).getOrCreate()
        try:
            spark.sparkContext.addPyFile(_code(Path(folder)))
            yield spark
        finally:
            application = spark.sparkContext.applicationId
            spark.stop()
            if is_here:  # what executors on this machine leave behind
                home = os.environ.get("SPARK_HOME") or str(Path(pyspark.__file__).parent)
                shutil.rmtree(Path(home) / "work" / application, ignore_errors=True)


def _configured_master() -> str:
    """What SPARK_MASTER or spark-defaults.conf names; empty where neither does."""
    if master := os.environ.get("SPARK_MASTER"):
        return master
    home = os.environ.get("SPARK_HOME")
    folder = os.environ.get("SPARK_CONF_DIR") or (f"{home}/conf" if home else "")
    try:
        defaults = Path(folder, "spark-defaults.conf").read_text(encoding="utf-8")
    except OSError:
        return ""
    named = _MASTER.findall(defaults) if folder else []
    return str(named[-1]) if named else ""


def _builder(master: str, jobs: int) -> SparkSession.Builder:
    builder = SparkSession.builder.appName("phu-luc-ii")
    if master:
        builder = builder.master(master)
    else:
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")  # nothing is open to the network
        builder = builder.master(f"local-cluster[{jobs},1,{_EXECUTOR_MIB}]")
        for name, value in ({"spark.sql.shuffle.partitions": str(2 * jobs)} | _LOCAL).items():
            builder = builder.config(name, value)
    for name, value in _MEANING.items():
        builder = builder.config(name, value)
    return builder


def _code(folder: Path) -> str:
    """The packages as a zip that executors import from, wherever they run."""
    path = folder / "phu-luc-ii.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for package in (pipeline, schemas):
            root = Path(package.__path__[0])
            for file in sorted(root.rglob("*")):
                if file.suffix in (".py", ".toml", ".sql"):
                    archive.write(file, f"{root.name}/{file.relative_to(root).as_posix()}")
    return str(path)
