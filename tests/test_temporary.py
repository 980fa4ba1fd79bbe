"""What commands keep for a while lies in one private folder below outputs/, and goes."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest

from pipeline.temporary import clear_leftovers, temporary_below, temporary_in
from tests.builders import dossier, export, plan_bytes
from tests.command import ROOT, without_roots_privileges
from tests.run.office import NAMES

TRACE = ("trace", "--indicator", "online")
COMMANDS = (("check",), TRACE, ("plan", "draft", "{folder}/nhap.xlsx"))


@pytest.fixture
def place(tmp_path):
    """A folder to start commands in, as staff do: inputs/ and outputs/ in it, and an empty one for
    what the system takes as temporary, whose path leaves room for the names of sockets.
    """
    (tmp_path / "inputs" / "nam-truoc").mkdir(parents=True)
    (tmp_path / "outputs").mkdir()
    (tmp_path / "inputs" / "ke-hoach.xlsx").write_bytes(plan_bytes())
    rows = [dossier(code=f"A{number}") for number in range(3000)]
    (tmp_path / "inputs" / "a.csv").write_bytes(export("dossiers", *rows))
    return tmp_path


@pytest.fixture
def temporary():
    """See `place`."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def _started(place, temporary, *arguments, **options):
    command = [argument.format(folder=place) for argument in arguments]
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline", *command], cwd=place, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        env=os.environ | {"TMPDIR": str(temporary), "PYTHONPATH": str(ROOT)}, **options,
    )  # fmt: skip


def _finished(*arguments, **options):
    running = _started(*arguments, **options)
    said = running.communicate(timeout=60)
    return running.returncode, *said


def _own(place):
    return sorted(path for path in (place / "outputs").iterdir() if path.name.startswith(".tam-"))


def _killed(place, temporary, *arguments):
    """Kills a command as soon as rows of it lie somewhere below outputs/."""
    running = _started(place, temporary, *arguments)
    while not list((place / "outputs").glob(".tam-*/**/*.parquet")) and running.poll() is None:
        time.sleep(0.005)
    os.killpg(running.pid, signal.SIGKILL)
    running.communicate()


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
@pytest.mark.parametrize("command", [("check",), TRACE])
def test_a_killed_command_leaves_nothing_that_the_next_does_not_clear(place, temporary, command):
    """Nothing of it is where everybody's temporary files are; only its user may read the rest."""
    _killed(place, temporary, *command)
    folder, lock = _own(place)
    assert lock.name == f"{folder.name}.khoa"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [path for path in temporary.rglob("*") if path.is_file()] == []
    assert _finished(place, temporary, *TRACE)[0] == 0
    assert list((place / "outputs").iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_a_report_clears_what_is_left_even_where_nothing_is_new(place, temporary):
    """Of a killed trace and of a killed report."""
    assert _finished(place, temporary, "report", "--as-of", "2024-05-16")[0] == 0
    _killed(place, temporary, *TRACE)
    (place / "outputs" / ".dang-ghi").mkdir()
    status, said, _ = _finished(place, temporary, "report", "--as-of", "2024-05-16")
    assert (status, "Không có gì thay đổi" in said) == (0, True)
    names = {path.name for path in (place / "outputs").iterdir()}
    assert names - {*NAMES} == {".bo-nho-dem", ".da-ghi.json", ".khoa"}


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_lands_where_everybodys_temporary_files_are(place, temporary, command):
    """While the command runs there are files of the server alone, whose tiny export is no one's."""
    (place / "inputs" / "nam-truoc" / "b.csv").write_bytes(
        export("dossiers", dossier(received="02/05/2023"))
    )
    seen, is_done = set(), threading.Event()

    def watch():
        while not is_done.is_set():
            seen.update(name for _, _, names in os.walk(temporary) for name in names)
            time.sleep(0.002)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        assert _finished(place, temporary, *command)[0] in (0, 1)
    finally:
        is_done.set()
        watcher.join()
    others = {name for name in seen if not name.startswith("listener-")}
    assert others <= {"a.csv", "0.parquet"}
    assert list((place / "outputs").iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX's")
@pytest.mark.parametrize("state", ["closed", "missing"])
def test_without_outputs_there_is_a_private_folder_of_the_systems(place, temporary, state):
    """It goes with the command, which makes no outputs/ and tells the same."""
    expected = _finished(place, temporary, *TRACE)
    outputs = place / "outputs"
    outputs.rmdir() if state == "missing" else outputs.chmod(0o500)
    assert _finished(place, temporary, *TRACE, preexec_fn=without_roots_privileges) == expected
    assert (list(temporary.iterdir()), outputs.exists()) == ([], state == "closed")


def test_the_folder_of_a_run_that_lives_is_not_cleared(tmp_path):
    """Several commands may run at once; each has its own."""
    with temporary_below(tmp_path):
        mine = Path(tempfile.mkdtemp())
        with temporary_below(tmp_path):
            clear_leftovers(tmp_path)
            assert Path(tempfile.mkdtemp()).parent != mine.parent
            assert len(list(tmp_path.iterdir())) == 4
        assert mine.is_dir()
    assert list(tmp_path.iterdir()) == []


def test_what_was_temporary_before_is_so_again(tmp_path):
    """Also where the command fails."""
    before = tempfile.gettempdir()
    with pytest.raises(ValueError, match="x"), temporary_in(tmp_path):
        raise ValueError("x")
    assert tempfile.gettempdir() == before


def test_many_that_begin_and_clear_at_once_do_not_harm_each_other(tmp_path):
    """Each finds its own folder until its end, and nothing is left at the last."""
    code = (
        "import sys, tempfile, pathlib; from pipeline.temporary import temporary_below\n"
        "for _ in range(60):\n"
        "    with temporary_below(pathlib.Path(sys.argv[1])):\n"
        "        with tempfile.TemporaryDirectory() as folder:\n"
        "            path = pathlib.Path(folder, 'a'); path.write_bytes(b'a')\n"
        "            assert path.parents[1].name.startswith('.tam-')\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT) for _ in range(4)
    ]
    assert [process.wait(timeout=60) for process in running] == [0] * 4
    assert list(tmp_path.iterdir()) == []
