"""Tests of reading a plan read it, whoever has read the same before."""

from __future__ import annotations

import pytest

from tests import builders


@pytest.fixture(autouse=True)
def read_anew(monkeypatch):
    """Nothing that was read before, nor anything left behind that a test has read by other rules."""
    monkeypatch.setattr(builders, "_READ", {})
