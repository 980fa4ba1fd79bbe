"""What the tests of the cluster engine share: one session a process, and both engines for each case."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager

import pytest


@pytest.fixture(scope="session")
def spark_defaults(tmp_path_factory):
    """A folder whose spark-defaults.conf names a cluster, as an office that has one would."""
    from tests.spark import DEFAULTS  # noqa: PLC0415 - an optional extra

    folder = tmp_path_factory.mktemp("conf")
    (folder / "spark-defaults.conf").write_text(DEFAULTS, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def spark(spark_defaults):
    """The session that all cases of a process share."""
    from pipeline.cluster.session import spark_session  # noqa: PLC0415 - an optional extra

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_CONF_DIR", str(spark_defaults))
        with spark_session(2) as session:
            yield session


@pytest.fixture(autouse=True)
def on_both_engines(request, monkeypatch):
    """Where a case asks for an engine (tests.outcomes.outcome), it gets two."""
    if not (os.environ.get("JAVA_HOME") or shutil.which("java")):
        pytest.skip("the cluster engine needs Java 17")
    if request.node.get_closest_marker("alone"):
        return
    from tests.spark import both_engines  # noqa: PLC0415 - an optional extra

    session, folder = request.getfixturevalue("spark"), request.getfixturevalue("tmp_path")

    @contextmanager
    def engines(_jobs):
        with both_engines(session, folder) as engine:
            yield engine

    monkeypatch.setattr("tests.outcomes.duckdb_engine", engines)
