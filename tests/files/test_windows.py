"""What only Windows does, as far as it runs elsewhere: children started anew, job objects, locked
files.
"""

from __future__ import annotations

import errno
import importlib.util
import subprocess
import sys
from types import SimpleNamespace

import pytest

from pipeline.files import memory, server
from pipeline.model import OutputBusyError
from pipeline.publish.folder import outputs_locked
from tests.builders import dossier, export, payment, plan_bytes, rating
from tests.command import ROOT, pipeline
from tests.formats import xls_that_kills
from tests.run.office import digest

# The command line with children that inherit nothing, and no server of them.
_SPAWNED = """
import multiprocessing, sys
from pipeline.files import server

server.start = lambda: None
server.child_context = lambda: multiprocessing.get_context("spawn")

if __name__ == "__main__":
    from pipeline.cli import main

    main()
"""


def test_children_that_are_started_anew_give_the_same_bytes(tmp_path):
    """A whole report, a file that kills its child included, as on Windows, which can't fork."""
    inputs = tmp_path / "Bản xuất"
    inputs.mkdir()
    (inputs / "ke-hoach.xlsx").write_bytes(plan_bytes())
    (inputs / "a.csv").write_bytes(
        export("dossiers", dossier(fee="1"), dossier(code="B", channel="Fax"))
    )
    (inputs / "b.csv").write_bytes(export("payments", payment()))
    (inputs / "c.csv").write_bytes(export("ratings", rating()))
    (inputs / "d.xls").write_bytes(xls_that_kills([["Mã hồ sơ"]]))
    arguments = ("report", "--inputs", inputs, "--as-of", "2024-05-16", "--no-cache", "--outputs")
    script = tmp_path / "spawned.py"
    script.write_text(_SPAWNED, encoding="utf-8")
    spawned = subprocess.run(
        [sys.executable, script, *map(str, (*arguments, tmp_path / "spawned"))], cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}, capture_output=True, text=True,
        encoding="utf-8", check=False, timeout=300,
    )  # fmt: skip
    assert (spawned.returncode, spawned.stderr) == (0, "")
    assert pipeline(*arguments, tmp_path / "forked").returncode == 0
    written = [
        digest({p.name: p.read_bytes() for p in (tmp_path / name).glob("*_*")})
        for name in ("spawned", "forked")
    ]
    assert written[0] == written[1] != {}


def _as_windows_has_it(module, monkeypatch):
    """A second copy of the module, read as if this were Windows."""
    monkeypatch.setattr(sys, "platform", "win32")
    spec = importlib.util.spec_from_file_location(f"{module.__name__}_windows", module.__file__)
    copy = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(copy)
    monkeypatch.undo()
    return copy


def test_windows_starts_each_child_anew(monkeypatch):
    """There is no server to warm up."""
    copy = _as_windows_has_it(server, monkeypatch)
    assert copy.child_context().get_start_method() == "spawn"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(copy.forkserver, "ensure_running", pytest.fail)
    copy.start()


def test_windows_limits_memory_by_a_job_of_the_childs_own(monkeypatch):
    """The limit in bytes, its flag beside those that are set, the process in the job, whose handle
    is kept.
    """
    copy = _as_windows_has_it(memory, monkeypatch)
    calls = []
    limits = {"ProcessMemoryLimit": 0, "BasicLimitInformation": {"LimitFlags": 4}}
    job = SimpleNamespace(
        JobObjectExtendedLimitInformation=9,
        JOB_OBJECT_LIMIT_PROCESS_MEMORY=0x100,
        CreateJobObject=lambda security, name: calls.append((security, name)) or "job",
        QueryInformationJobObject=lambda job, kind: calls.append((job, kind)) or limits,
        SetInformationJobObject=lambda *arguments: calls.append(arguments),
        AssignProcessToJobObject=lambda *arguments: calls.append(arguments),
    )
    monkeypatch.setitem(sys.modules, "win32job", job)
    monkeypatch.setitem(sys.modules, "win32api", SimpleNamespace(GetCurrentProcess=lambda: "me"))
    copy.limit_memory(896)
    assert limits == {
        "ProcessMemoryLimit": 896 << 20,
        "BasicLimitInformation": {"LimitFlags": 0x104},
    }
    assert calls == [(None, ""), ("job", 9), ("job", 9, limits), ("job", "me")]
    assert copy._job == "job"


def test_a_file_that_windows_has_locked_is_named(tmp_path):
    """Excel's lock shows when the new file is to take the old one's place: which one to close."""
    held = PermissionError(errno.EACCES, "in use", str(tmp_path / ".dang-ghi" / "x"), None,
                           str(tmp_path / "phu-luc-ii_2024-05-16.xlsx"))  # fmt: skip
    with (
        pytest.raises(
            OutputBusyError, match=r"phu-luc-ii_2024-05-16\.xlsx: tệp đang mở trong Excel"
        ),
        outputs_locked(tmp_path),
    ):
        raise held
