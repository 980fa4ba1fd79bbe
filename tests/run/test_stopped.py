"""Ctrl+C, SIGTERM, and a screen that is closed or full: one line, whole outputs, nothing left over."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from tests.builders import dossier, export, rating
from tests.command import ROOT
from tests.run.office import NAMES, digest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
SAID = "Đã dừng theo yêu cầu; các báo cáo trong thư mục kết quả còn nguyên vẹn.\n"


@pytest.fixture
def short_folder():
    """A temporary folder whose path leaves room for the names of sockets (108 bytes in all)."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def _arguments(office, outputs, *more):
    places = ("--inputs", office.inputs, "--outputs", outputs, "--as-of", "2024-05-16")
    return [sys.executable, "-m", "pipeline", "report", *map(str, places), *more]


def _stopped(office, number, after, temporary):
    """Status and words of a run that gets a signal, to its whole group as a terminal sends it."""
    running = subprocess.Popen(
        _arguments(office, office.outputs, "--no-cache"), cwd=ROOT, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8",
        env=os.environ | {"TMPDIR": str(temporary)},
    )  # fmt: skip
    time.sleep(after)
    target = os.killpg if number == signal.SIGINT else os.kill
    if running.poll() is None:
        target(running.pid, number)
    said = running.communicate(timeout=60)[1]
    return running.returncode, said


def _emptied(folder):
    """Whether nothing is left, once the server of children has ended, too."""
    until = time.monotonic() + 20
    while list(folder.iterdir()) and time.monotonic() < until:
        time.sleep(0.1)
    return list(folder.iterdir()) == []


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_who_stops_a_run_gets_one_line_and_whole_outputs(office, short_folder, number, status):
    """At any moment, from the start to the last file: the status that shells know, the earlier
    outputs or the new ones, and nothing left in the temporary folders.
    """
    temporary = short_folder
    office.run()
    earlier = digest(office.reports())
    office.put("dg.csv", export("ratings", *[rating(code=f"A{n:03d}") for n in range(40)]))
    began = time.monotonic()
    twin = office.run("--outputs", office.outputs.parent / "twin")
    whole = time.monotonic() - began
    assert twin.returncode == 0
    new = digest({p.name: p.read_bytes() for p in (office.outputs.parent / "twin").glob("*_*")})
    seen = set()
    for part in (0.15, 0.3, 0.5, 0.7, 0.85, 0.95):
        result, said = _stopped(office, number, whole * part, temporary)
        assert (result, said.lstrip()) in ((status, SAID), (0, ""))
        seen.add(result)
        now = digest(office.reports())
        assert now in (earlier, new)
        assert _emptied(temporary)
        assert not (office.outputs / ".dang-ghi").exists()
    assert status in seen


def test_who_stops_it_while_something_is_deleted_is_heard_too():
    """Python prints what is raised there and goes on: here it is asked again."""
    code = (
        "import signal, time\n"
        "from pipeline import stop\n"
        "class Deleted:\n"
        "    def __del__(self): signal.raise_signal(signal.SIGINT)\n"
        "stop.listen()\n"
        "try:\n"
        "    Deleted()\n"
        "    time.sleep(20)\n"
        "except stop.Stopped:\n"
        "    raise SystemExit(stop.status())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=False, capture_output=True, encoding="utf-8"
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_what_is_temporary_lies_in_a_private_folder_below_outputs(office, short_folder):
    """Of a run that is killed nothing of dossiers is left where everybody's temporary files are; the
    next run clears it away.
    """
    temporary = short_folder
    rows = [dossier(code=f"Q{n}") for n in range(3000)]
    office.put("nhieu.csv", export("dossiers", *rows))
    running = subprocess.Popen(
        _arguments(office, office.outputs, "--no-cache"), cwd=ROOT, start_new_session=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env=os.environ | {"TMPDIR": str(temporary)},
    )  # fmt: skip
    parts = office.outputs / ".dang-ghi"
    while not list(parts.rglob("*.parquet")) and running.poll() is None:
        time.sleep(0.01)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()
    assert list(parts.rglob("*.parquet"))
    assert stat.S_IMODE(parts.stat().st_mode) == 0o700
    assert [path for path in temporary.rglob("*") if path.is_file()] == []
    assert office.run().returncode == 0
    assert not parts.exists()


@pytest.mark.parametrize("where", ["full", "closed", "pipe"])
def test_a_report_is_not_lost_with_the_screen(office, where):
    """Standard output full, closed before the start, or read by nobody: the outputs are there."""
    redirected = {"full": "> /dev/full 2> /dev/full", "closed": ">&- 2>&-", "pipe": "2>&1 | true"}
    line = subprocess.list2cmdline(_arguments(office, office.outputs))
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {line} {redirected[where]}"], cwd=ROOT, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert sorted(office.reports()) == sorted(NAMES)


def test_what_only_prints_says_that_it_could_not():
    """Nothing else is left of it."""
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m pipeline --help > /dev/full"], cwd=ROOT, check=False,
        capture_output=True, encoding="utf-8",
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (
        2, "Lỗi: không ghi được kết quả ra màn hình hoặc tệp: ổ đĩa đầy.\n",
    )  # fmt: skip
