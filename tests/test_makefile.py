"""What make adds to a run: nothing."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from tests.command import ROOT

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def _made(tmp_path, target, script, *arguments):
    """`make TARGET` beside an environment that is ready and whose python is a script."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    binaries = tmp_path / ".venv" / "bin"
    binaries.mkdir(parents=True)
    (binaries / "python").write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (binaries / "python").chmod(0o755)
    for name in ("requirements.txt", "requirements-spark.txt", "pyproject.toml"):
        (tmp_path / name).write_text("", encoding="utf-8")
        os.utime(tmp_path / name, (0, 0))
    for name in ("ready", "ready-spark"):
        (tmp_path / ".venv" / name).write_text("", encoding="utf-8")
    return subprocess.run(
        ["make", target, *arguments], cwd=tmp_path, capture_output=True, text=True,
        encoding="utf-8", check=False, timeout=60, env=_without_make(),
    )  # fmt: skip


def _without_make():
    """The environment without what a make that runs these tests hands on."""
    handed_on = {"MAKEFLAGS", "MAKELEVEL", "MFLAGS", "MAKEOVERRIDES", "ARGS"}
    return {name: value for name, value in os.environ.items() if name not in handed_on}


@pytest.mark.parametrize("target", ["report", "plan", "plan-new", "check-inputs", "report-spark"])
def test_a_clear_message_is_the_last_word(tmp_path, target):
    """No command line before it and no "Error 2" behind it; make's status tells of the failure."""
    done = _made(tmp_path, target, 'echo "Lỗi: thế này" >&2; exit 2')
    assert (done.stdout, done.stderr) == ("", "Lỗi: thế này\n")
    assert done.returncode != 0


def test_where_the_signal_does_not_reach_make_its_status_is_the_commands(tmp_path):
    """As below a parent that ignores SIGPIPE."""
    done = _made(tmp_path, "report", "exit 3", "OR_END=|| { s=$$?; exit $$s; }")
    assert done.returncode == 2


@pytest.mark.parametrize(
    ("target", "arguments", "command"),
    [
        ("report", ["ARGS=--split"], "-m pipeline report --split"),
        ("plan", [], "-m pipeline plan draft"),
        ("plan-new", [], "-m pipeline plan new inputs/ke-hoach-moi.xlsx"),
        ("plan-new", ["ARGS=a.xlsx"], "-m pipeline plan new a.xlsx"),
        ("check-inputs", [], "-m pipeline check"),
    ],
)
def test_a_target_is_a_command(tmp_path, target, arguments, command):
    """With the arguments that are given."""
    done = _made(tmp_path, target, 'echo "$@"', *arguments)
    assert (done.returncode, done.stdout.strip()) == (0, command)
