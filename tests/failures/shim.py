"""A command whose n-th call that changes a file fails, or at which all its processes are killed."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.command import ROOT

COMPILER = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
KILLED, KILLED_BEHIND = -1, -2  # for `does`, beside an errno
ERRNOS = (errno.ENOSPC, errno.EIO, errno.EACCES)

needs_shim = pytest.mark.skipif(
    COMPILER is None or not sys.platform.startswith("linux"),
    reason="faults are put in by a library that a C compiler makes, on Linux",
)


@dataclass(frozen=True)
class Call:
    """A call that changed a file or was to: its number (0: not one of those that count), what came
    of it, what it is and of which paths.
    """

    number: int
    result: str
    operation: str
    path: str
    other: str


@dataclass(frozen=True)
class Outcome:
    """What became of a command, and the calls of all its processes."""

    status: int
    out: str
    err: str
    calls: tuple[Call, ...]

    @property
    def fault(self) -> Call | None:
        """The call at which something was done."""
        return next((call for call in self.calls if call.result in ("fail", "kill")), None)


@cache
def library() -> Path:
    """The shim, compiled once a process; the folder is the system's to clear."""
    folder = tempfile.TemporaryDirectory(prefix="faults-")
    library.kept = folder  # goes with the process
    path = Path(folder.name) / "faults.so"
    source = Path(__file__).with_name("faults.c")
    command = [COMPILER, "-O1", "-shared", "-fPIC", "-o", path, source, "-ldl"]
    subprocess.run(command, check=True, capture_output=True)
    return path


def ran(
    folder, *arguments, at=0, does=0, operations=(), only="", under=("outputs", "tmp"), data=None
):
    """`pipeline …`, started in `folder`, where the `at`-th call below the folders `under` fails with
    the errno `does`, or all is killed before it or behind it.

    `operations` and `only`, a part of a path: what counts, all if empty; `data`: a folder that gets
    what is written.
    """
    (folder / "tmp").mkdir(exist_ok=True)
    state, log = folder / "state", folder / "log"
    state.write_bytes(bytes(8))
    log.unlink(missing_ok=True)
    faults = {
        "LD_PRELOAD": library(), "FAULTS_STATE": state, "FAULTS_LOG": log, "FAULTS_AT": at,
        "FAULTS_DO": does, "FAULTS_UNDER": ":".join(str(folder / name) for name in under),
        "TMPDIR": folder / "tmp", "PYTHONPATH": ROOT,
    }  # fmt: skip
    if operations:
        faults["FAULTS_OPS"] = ",".join(operations)
    if only:
        faults["FAULTS_ONLY"] = only
    if data is not None:
        faults["FAULTS_DATA"] = data
    running = subprocess.Popen(
        [sys.executable, "-m", "pipeline", *map(str, arguments)], cwd=folder, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, encoding="utf-8", start_new_session=True,
        env=os.environ | {name: str(value) for name, value in faults.items()},
    )  # fmt: skip
    out, err = running.communicate(timeout=120)
    lines = (
        log.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
        if log.exists()
        else []
    )
    fields = (line.split("\t") for line in lines)
    calls = (Call(int(n), result, operation, a, b) for n, result, operation, a, b in fields)
    return Outcome(running.returncode, out, err, tuple(calls))
