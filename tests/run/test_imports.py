"""What the command imports, and what it does not."""

from __future__ import annotations

import subprocess
import sys

from tests.command import ROOT


def _imported(code, *names):
    """Which of the packages a process has imported that ran the code."""
    code += f"; print(*sorted({{*sys.modules}} & {set(names)!r}))"
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {code}"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    return done.stdout.split()


def test_a_report_imports_nothing_that_belongs_to_spark():
    """PySpark is an optional extra."""
    names = ("pyspark", "py4j", "pipeline.cluster", "pipeline.run")
    assert _imported("from pipeline import cli, run, screen", *names) == ["pipeline.run"]


def test_help_imports_no_library_that_takes_long():
    """What a report needs is imported when one is written."""
    names = ("pandas", "pandera", "pyarrow", "duckdb", "docx", "rich", "click")
    assert _imported("from pipeline import cli", *names) == ["click"]
