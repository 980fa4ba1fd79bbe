"""Small exports, each with one awkward shape and its right answer, where they stand beside the
checkout.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.command import ROOT

CASES = Path(__file__).parents[2] / "shared" / "cases"
# What spreadsheets do to values, and that nothing else is taken for such a fault.
TOPICS = (
    "code", "csv", "date", "filtered-not", "format", "formula", "header", "html", "limit", "merge",
    "table", "year",
)  # fmt: skip


@pytest.mark.parametrize("topic", TOPICS)
def test_every_case_of_a_topic_has_its_right_answer(topic):
    """Facts, rejected rows, kinds and what is told, as the cases' own program compares them."""
    if not CASES.is_dir():
        pytest.skip("the cases stand beside the checkout on the project's machines only")
    names = sorted(case.name for case in CASES.glob(f"{topic}*/") if (case / "inputs").is_dir())
    assert names
    done = subprocess.run(
        [sys.executable, CASES / "check.py", f"{sys.executable} -m pipeline", *names],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False, timeout=600,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1:] == [f"{len(names)} passed, 0 failed"], done.stdout
