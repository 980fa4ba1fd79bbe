"""A plan that one process reads for another."""

from __future__ import annotations

import pickle
import subprocess
import sys

import pytest

from pipeline.plan.workbook import PlanError, read_plan
from tests.builders import plan_bytes
from tests.command import ROOT


def test_a_plan_and_its_faults_pass_between_processes(tmp_path):
    """Both are what they were, pickled and read again."""
    path = tmp_path / "ke-hoach.xlsx"
    path.write_bytes(plan_bytes())
    whole = read_plan(path)
    assert pickle.loads(pickle.dumps(whole)) == whole  # noqa: S301 - our own
    path.write_bytes(plan_bytes(**{"Đơn vị": []}))
    with pytest.raises(PlanError) as error:
        read_plan(path)
    copy = pickle.loads(pickle.dumps(error.value))  # noqa: S301 - our own
    assert (type(copy), str(copy)) == (PlanError, str(error.value))


def test_who_hands_the_reading_to_another_process_needs_no_pandera():
    """Nor pandas: to import `read_plan` takes neither, to call it does."""
    code = (
        "import sys; from pipeline.plan.workbook import read_plan; "
        "sys.exit(any(name in sys.modules for name in ('pandas', 'pandera')))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
