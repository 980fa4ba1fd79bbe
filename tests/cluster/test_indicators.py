"""The cases of every indicator but on_time (test_on_time.py: half of all cases) once more, each on both engines."""

from __future__ import annotations

import importlib
import pkgutil

import pytest

pytest.importorskip("pyspark", reason="the cluster engine is an optional extra: make spark")

from tests.aggregate import indicators
from tests.aggregate.conftest import counted  # noqa: F401 - a fixture of the cases below

for _module in pkgutil.iter_modules(indicators.__path__, f"{indicators.__name__}."):
    if not _module.name.endswith(".test_on_time"):
        _cases = vars(importlib.import_module(_module.name))
        globals().update({name: case for name, case in _cases.items() if name.startswith("test_")})
