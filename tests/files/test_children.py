"""The server of children, and children that begin and end."""

from __future__ import annotations

import gc
import subprocess
import sys
from _multiprocessing import SemLock

import pytest

from pipeline.files.children import children
from pipeline.files.server import child_context
from pipeline.model import InputFile, Limits
from tests.builders import lesson
from tests.command import ROOT

# Most children are still starting when the one that is quickest has done all there is to do.
_BRIEF_POOLS = """
from pipeline.files.children import child_pool
from pipeline.model import Limits

if __name__ == "__main__":
    for _ in range(40):
        with child_pool(6, Limits()) as pool:
            assert pool.schedule(abs, args=(-1,)).result() == 1
"""
_MODULES_OF_A_CHILD = """
import sys
from pipeline.files import server

def modules():
    return {*sys.modules}

if __name__ == "__main__":
    server.start()
    with server.child_context().Pool(1) as pool:
        there = pool.apply(modules)
    print("fastexcel" in sys.modules, "fastexcel" in there)
"""

_INTERRUPTED = """
import os, signal, sys, time
from pathlib import Path
from pipeline.files.children import background

def write_pid(path):
    path.write_text(str(os.getpid()))

if __name__ == "__main__":
    path = Path(sys.argv[0]).with_suffix(".pid")
    with background(1, write_pid) as run:
        with run(write_pid, path):
            pass
        child = path.read_text()
        os.kill(int(child), signal.SIGINT)
        with run(write_pid, path):
            pass
        print(path.read_text() == child)
"""


def _run(code, tmp_path):
    script = tmp_path / "script.py"
    script.write_text(code, encoding="utf-8")
    return subprocess.run(
        [sys.executable, script], cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, check=False,
        capture_output=True, text=True,
    )  # fmt: skip


def test_children_that_are_still_starting_end_in_silence(tmp_path):
    """40 pools of 6 children with a task for one of them: nothing on the error stream."""
    done = _run(_BRIEF_POOLS, tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows starts each child anew")
def test_locks_of_a_pool_are_there_as_long_as_its_context():
    """A child that is only just starting finds them by name, though the pool let go of them."""
    context = child_context()
    lock = context.RLock()._semlock
    found_by = (lock.kind, lock.maxvalue, lock.name)
    del lock
    gc.collect()
    again = SemLock._rebuild(-1, *found_by)
    assert again.name == found_by[2]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows starts each child anew")
def test_children_come_from_a_server_that_has_warmed_up(tmp_path):
    """They need not import the readers; who starts the server need not, either."""
    done = _run(_MODULES_OF_A_CHILD, tmp_path)
    assert (done.stdout, done.stderr) == ("False True\n", "")


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_ends_the_run_and_not_a_child_with_a_traceback(tmp_path):
    """A terminal sends it to every process; the child goes on until its run ends."""
    done = _run(_INTERRUPTED, tmp_path)
    assert (done.stdout, done.stderr) == ("True\n", "")


def test_a_lesson_that_breaks_its_child_takes_no_other_along(tmp_path):
    """It is named, what the others teach holds."""
    good, bad = (InputFile(tmp_path / name, name) for name in ("tot.xlsx", "hong.xlsx"))
    good.path.write_bytes(lesson({"Vào sổ": "hồ sơ: Ngày tiếp nhận"}))
    bad.path.write_bytes(lesson({f"cột {number}": "x" for number in range(150_000)}))
    with children(1, Limits(seconds=2)) as pool:
        alone, (told,) = pool.taught((good,))
        taught, results = pool.taught((bad, good))
    assert taught == alone
    assert alone.headings
    assert results[0] == told
    (problem,) = results[1].problems
    assert (problem.file, problem.code) == ("hong.xlsx", "file_too_slow")
