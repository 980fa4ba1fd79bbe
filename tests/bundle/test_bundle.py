"""What goes into the bundle of a system; downloading is left to pip."""

from __future__ import annotations

import re
import subprocess
import zipfile

import pytest

from tests.bundle.bundle import SYSTEMS, for_system, tracked, write_zip
from tests.command import ROOT

LOCK = """a==1.0 \\
    --hash=sha256:aa
b==2.0 ; sys_platform == 'win32' \\
    --hash=sha256:bb \\
    --hash=sha256:cc
c==3.0 ; python_full_version >= '3.12' \\
    --hash=sha256:dd
d==4.0 ; sys_platform != 'win32' and python_full_version < '3.12' \\
    --hash=sha256:ee
"""


@pytest.mark.parametrize(("name", "needed"), [("windows", "ab"), ("linux", "ad")])
def test_markers_are_judged_for_the_system_of_the_bundle(name, needed):
    """Not for the one that makes it; hashes stay with their packages."""
    lines = for_system(LOCK, SYSTEMS[name]).splitlines()
    packages = {"a": "1.0", "b": "2.0", "d": "4.0"}
    hashes = {"a": ["aa"], "b": ["bb \\", "cc"], "d": ["ee"]}
    assert lines == [
        line
        for package in needed
        for line in (
            f"{package}=={packages[package]} \\",
            *(f"    --hash=sha256:{text}" for text in hashes[package]),
        )
    ]


@pytest.mark.parametrize("name", SYSTEMS)
def test_of_the_lock_every_line_is_understood(name):
    """Each package once, with hashes, no marker left; only Windows has pywin32."""
    lines = for_system((ROOT / "requirements.txt").read_text("utf-8"), SYSTEMS[name]).splitlines()
    packages = [line.partition("==")[0] for line in lines if "==" in line]
    assert len(packages) == len(set(packages)) > 20
    assert ("pywin32" in packages) == (name == "windows")
    assert not [line for line in lines if ";" in line]
    rest = [line for line in lines if "==" not in line]
    assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}( \\)?", line) for line in rest)


def test_the_zip_has_the_project_and_the_wheels(tmp_path):
    """Below one folder; names in Vietnamese stay; batch files get Windows' line ends."""
    (tmp_path / "wheels").mkdir()
    (tmp_path / "wheels" / "a-1-py3-none-any.whl").write_bytes(b"w")
    (tmp_path / "bao-cao.cmd").write_bytes(b"a\nb\r\n")
    (tmp_path / "hồ sơ.csv").write_bytes(b"x\n")
    path = tmp_path / "x.zip"
    write_zip(tmp_path, ["hồ sơ.csv", "bao-cao.cmd"], tmp_path / "wheels", path)
    with zipfile.ZipFile(path) as package:
        assert {name: package.read(name) for name in package.namelist()} == {
            "phu-luc-ii/bao-cao.cmd": b"a\r\nb\r\n",
            "phu-luc-ii/hồ sơ.csv": b"x\n",
            "phu-luc-ii/wheels/a-1-py3-none-any.whl": b"w",
        }


def test_what_staff_need_is_tracked():
    """Batch files, samples and the lock are in every clone, and so in every bundle."""
    if subprocess.run(["git", "rev-parse"], cwd=ROOT, check=False, capture_output=True).returncode:
        pytest.skip("not a checkout")
    names = set(tracked(ROOT))
    batches = {"bao-cao.cmd", "ke-hoach.cmd", "kiem-chung.cmd"}
    assert {*batches, "requirements.txt", "docs/can-python.txt"} <= names
