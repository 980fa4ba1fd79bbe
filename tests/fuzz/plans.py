"""The plan's workbook, mutated: refused, read as it was, or read as another reader reads it."""

from __future__ import annotations

import random
import tempfile
from functools import cache
from pathlib import Path

from pipeline.files.plan_file import read_plan_file
from pipeline.model import Limits, Plan
from pipeline.plan.errors import PlanError
from tests.builders import TWO_UNITS, plan_bytes, xlsx_bytes
from tests.fuzz.judge import ANOTHER, CHANGED, REFUSED, SAME
from tests.fuzz.mutations import mutated
from tests.fuzz.other_readers import UnreadError, plan_sheets


@cache
def _content() -> bytes:
    return plan_bytes(**TWO_UNITS)


def any_plan(chance: random.Random) -> bytes:
    """What became of a plan."""
    return mutated(_content(), chance)


def _read(content: bytes) -> Plan:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ke-hoach.xlsx"
        path.write_bytes(content)
        return read_plan_file(path, Limits())[0]


def plan_outcome(content: bytes) -> str:
    """As a child of the run reads it; what another reader finds is written into a clean workbook
    and must give the same plan.
    """
    try:
        got = _read(content)
    except PlanError:
        return REFUSED
    if got == _read(_content()):
        return SAME
    try:
        expected = _read(xlsx_bytes(plan_sheets(content)))
    except (PlanError, UnreadError):
        return CHANGED
    return ANOTHER if got == expected else CHANGED
