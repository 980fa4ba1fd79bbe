"""A zip of the project and its wheels for one system."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker

from pipeline import __version__

PYTHON = "3.11"  # what the wheels are for
_FOLDER = "phu-luc-ii"
_REQUIREMENT = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+==[^\s;]+)\s*(?:;\s*(?P<marker>[^\\]+?)\s*)?\\?$"
)


@dataclass(frozen=True)
class System:
    """What pip calls it, and what markers see of it."""

    tags: tuple[str, ...]
    markers: dict[str, str]


SYSTEMS = {
    "windows": System(
        ("win_amd64",), {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"}
    ),
    "linux": System(
        ("manylinux2014_x86_64", "manylinux_2_17_x86_64", "manylinux_2_28_x86_64"),
        {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    ),
}


def bundle(root: Path, name: str, target: Path) -> Path:
    """Downloads the wheels by their hashes and writes the zip; raises CalledProcessError."""
    with tempfile.TemporaryDirectory() as folder:
        wheels = Path(folder)
        download(root / "requirements.txt", SYSTEMS[name], wheels)
        target.mkdir(exist_ok=True)
        path = target / f"{_FOLDER}-{__version__}-{name}.zip"
        write_zip(root, tracked(root), wheels, path)
    return path


def download(requirements: Path, system: System, wheels: Path) -> None:
    """One wheel a package. pip judges markers by the machine that it runs on, so they are judged
    here.
    """
    wanted = wheels / "requirements.txt"
    wanted.write_text(for_system(requirements.read_text(encoding="utf-8"), system), "utf-8")
    platforms = [f"--platform={tag}" for tag in system.tags]
    subprocess.run(
        [
            sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes",
            "--only-binary", ":all:", "--python-version", PYTHON, "--implementation", "cp",
            *platforms, "--dest", str(wheels), "-r", str(wanted),
        ],
        check=True,
    )  # fmt: skip
    wanted.unlink()


def for_system(lock: str, system: System) -> str:
    """The lines of a lock that the system needs, without markers."""
    environment = system.markers | {
        "python_version": PYTHON, "python_full_version": f"{PYTHON}.9", "platform_machine": "x86_64",
    }  # fmt: skip
    lines: list[str] = []
    is_needed = True
    for line in lock.splitlines():
        found = _REQUIREMENT.match(line)
        if found and found["marker"]:
            is_needed = Marker(found["marker"]).evaluate(environment)
        elif found:
            is_needed = True
        if is_needed:
            lines.append(f"{found['name']} \\" if found else line)
    return "\n".join([*lines, ""])


def tracked(root: Path) -> list[str]:
    """The files of the project that a fresh clone has."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=root, check=True, capture_output=True, text=True,
        encoding="utf-8",
    )  # fmt: skip
    return [name for name in listed.stdout.split("\0") if name]


def write_zip(root: Path, names: list[str], wheels: Path, path: Path) -> None:
    """Files of the project and wheels below one folder; .cmd files with Windows' line ends."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(names):
            content = (root / name).read_bytes()
            if name.endswith(".cmd"):
                content = content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
            package.writestr(f"{_FOLDER}/{name}", content)
        for wheel in sorted(wheels.glob("*.whl")):
            package.write(wheel, f"{_FOLDER}/wheels/{wheel.name}", zipfile.ZIP_STORED)
