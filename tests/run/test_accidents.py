"""What no accident may break: open files, full disks, kill -9, a second run."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import sys
import time

import pytest

from tests.builders import dossier, export, rating, table
from tests.command import started
from tests.formats import xls_that_kills
from tests.run.office import NAMES, digest


def test_an_output_open_in_excel_is_left_alone(office):
    """Excel's owner file beside the workbook: status 2, which file to close, nothing changed."""
    office.run()
    before = digest(office.reports())
    (office.outputs / f"~${NAMES[0]}").write_bytes(b"")
    office.put("dg.csv", export("ratings", rating(code="A005")))
    done = office.run()
    assert done.returncode == 2
    assert "Đóng tệp trong Excel" in done.stderr
    (office.outputs / f"~${NAMES[0]}").unlink()
    assert digest(office.reports()) == before


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are POSIX's")
def test_a_full_disk_leaves_the_earlier_outputs_whole(office):
    """Writing fails in the middle of the workbook: status 2 and what to do."""
    office.run()
    before = digest(office.reports())
    office.put("dg.csv", export("ratings", *[rating(code=f"Z{n}") for n in range(3000)]))
    limit = 60_000

    def small_files():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    done = office.run(preexec_fn=small_files)
    assert done.returncode == 2
    assert "Ổ đĩa đầy" in done.stderr
    assert digest(office.reports()) == before


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX's")
def test_kill_9_at_any_moment_leaves_whole_outputs(office):
    """Each output is the earlier one or the new one, and the next run succeeds."""
    office.run()
    earlier = digest(office.reports())
    office.put("dg.csv", export("ratings", *[rating(code=f"A{n:03d}") for n in range(40)]))
    began = time.monotonic()
    twin = office.run("--outputs", office.outputs.parent / "twin")
    whole = time.monotonic() - began
    assert twin.returncode == 0
    new = digest({p.name: p.read_bytes() for p in (office.outputs.parent / "twin").glob("*_*")})
    for part in (0.3, 0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0):
        running = started(
            "report",
            "--inputs",
            office.inputs,
            "--outputs",
            office.outputs,
            "--as-of",
            "2024-05-16",
            "--no-cache",
        )
        time.sleep(whole * part)
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        now = digest(office.reports())
        assert all(now[name] in (earlier[name], new[name]) for name in NAMES)
    assert office.run().returncode == 0
    assert digest(office.reports()) == new


def test_two_runs_at_once_do_not_mix(office):
    """The second says that another is writing, or both succeed one after the other."""
    first = started(
        "report", "--inputs", office.inputs, "--outputs", office.outputs, "--as-of", "2024-05-16"
    )
    second = office.run()
    assert second.returncode in (0, 2)
    assert second.returncode == 0 or "Một lần chạy khác" in second.stderr
    assert first.wait(60) in (0, 2)
    assert sorted(office.reports()) == sorted(NAMES)


def test_a_file_that_kills_its_reader_takes_nothing_else_along(office):
    """The child dies of it, the file is named, the facts stay."""
    office.run()
    facts = office.reports()[NAMES[1]]
    office.put("chet.xls", xls_that_kills(table("dossiers", [dossier()])))
    done = office.run()
    assert (done.returncode, office.reports()[NAMES[1]]) == (0, facts)
    assert "error,file_crashed,chet.xls" in office.reports()[NAMES[2]].decode("utf-8-sig")
    assert "chet.xls" in office.reports()[NAMES[3]].decode("utf-8-sig")


def _spoil(path, damage):
    """A file of the cache as accidents leave it."""
    size = path.stat().st_size
    if damage == "gone":
        path.unlink()
    elif damage == "folder":
        path.unlink()
        path.mkdir()
    else:
        path.write_bytes({"empty": b"", "other": b"x", "zeros": bytes(size)}[damage])


@pytest.mark.parametrize("damage", ["empty", "other", "zeros", "gone", "folder"])
def test_a_damaged_cache_is_written_anew(office, damage):
    """Whatever lies there, the outputs are the same; it may be deleted at any time. The results are
    whole again after the run.
    """
    office.run()
    before = digest(office.reports())
    cache = office.outputs / ".bo-nho-dem"
    names = {path.relative_to(cache) for path in cache.rglob("*")}
    for path in [path for path in cache.rglob("*.*") if path.is_file()]:
        _spoil(path, damage)
    done = office.run()
    assert (done.returncode, done.stderr, digest(office.reports())) == (0, "", before)
    assert {path.relative_to(cache) for path in cache.rglob("*")} == names
    assert "Không có gì thay đổi" in office.run().stdout


@pytest.mark.parametrize("is_whole", [True, False])
def test_a_file_in_the_place_of_the_cache_or_of_a_result_goes(office, is_whole):
    """The next run makes a folder of it again."""
    office.run()
    before = digest(office.reports())
    cache = office.outputs / ".bo-nho-dem"
    places = [cache] if is_whole else [path for path in cache.iterdir() if path.is_dir()]
    for place in places:
        shutil.rmtree(place)
        place.write_bytes(b"x")
    office.put("dg.csv", export("ratings", rating(code="A002")))
    done = office.run()
    assert (done.returncode, done.stderr) == (0, "")
    assert digest(office.reports()) != before
