"""The cases of dossiers on time once more, each on both engines."""

from __future__ import annotations

import pytest

pytest.importorskip("pyspark", reason="the cluster engine is an optional extra: make spark")

from tests.aggregate.conftest import counted  # noqa: F401 - a fixture of the cases below
from tests.aggregate.indicators.test_on_time import *  # noqa: F403 - the same cases on both engines
