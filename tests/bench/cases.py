"""The cases of the bench: exports as real systems write them, and what is run on them."""

from __future__ import annotations

import shutil
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from pathlib import Path

from tests.bench.accepted_rows import write_accepted
from tests.bench.dirt import DIRT
from tests.bench.measure import Measured, measure
from tests.generator.files import write_files
from tests.generator.plan import write_plan
from tests.generator.world import make_world

DAYS = 130  # 20/02/2024 to 29/06/2024
_AS_OF = ("--as-of", "2024-06-29")
Commands = dict[str, Callable[[], list[str]]]
FLOOR, COLD, SAME = "floor: a bare fastexcel parse", "report, cold", "report, nothing changed"


@dataclass(frozen=True)
class Bench:
    """Where exports and outputs are written, and how large."""

    exports: Path
    outputs: Path
    scale: float

    def dossiers(self, count: int) -> int:
        """A number of dossiers, to scale."""
        return max(int(count * self.scale), 10)

    def inputs(self, count: int, files: int) -> Path:
        """A folder with a plan and so many files of each kind, to scale."""
        return self.inputs_of(self.dossiers(count), files)

    def inputs_of(self, dossiers: int, files: int) -> Path:
        """The same, of just so many dossiers."""
        folder = self.exports / f"{dossiers}-{files}"
        if not (folder / "ke-hoach.xlsx").exists():
            write_files(make_world(dossiers, DAYS), folder, files)
            write_plan(folder / "ke-hoach.xlsx")
        return folder

    def dirty(self, count: int, files: int, name: str) -> Path:
        """The same of a number to scale, every row with the problem of that name."""
        dossiers = self.dossiers(count)
        folder = self.exports / f"{dossiers}-{files}-{name}"
        if not (folder / "ke-hoach.xlsx").exists():
            world = make_world(dossiers, DAYS)
            DIRT[name](world)
            write_files(world, folder, files)
            write_plan(folder / "ke-hoach.xlsx")
        return folder

    def floor(self, inputs: Path) -> list[str]:
        """The bare parse."""
        return [sys.executable, "-m", "tests.bench.floor", str(inputs)]

    def report(self, inputs: Path, outputs: str, *options: str) -> list[str]:
        """The whole command."""
        places = ["--inputs", str(inputs), "--outputs", str(self.outputs / outputs)]
        return [sys.executable, "-m", "pipeline", "report", *places, *_AS_OF, *options]

    def warmed(self, inputs: Path, outputs: str) -> None:
        """A run whose results the next one finds."""
        measure(Measured("report, to warm the cache"), self.report(inputs, outputs))


def large(bench: Bench) -> tuple[str, Commands]:
    """100,000 dossiers in 10 files, beside the script that a user would write."""
    inputs = bench.inputs(100_000, 10)
    bench.warmed(inputs, "large")
    return f"{bench.dossiers(100_000):,} dossiers in 10 files of each kind", {
        FLOOR: lambda: bench.floor(inputs),
        COLD: lambda: bench.report(inputs, "large-cold", "--no-cache"),
        SAME: lambda: bench.report(inputs, "large"),
        "script: pandas.read_excel": lambda: [
            sys.executable, "-m", "tests.bench.script", str(inputs), str(bench.outputs),
        ],
    }  # fmt: skip


def single(bench: Bench) -> tuple[str, Commands]:
    """The same in one file of each kind: one core parses most of it."""
    inputs = bench.inputs(100_000, 1)
    return f"{bench.dossiers(100_000):,} dossiers in one file of each kind", {
        FLOOR: lambda: bench.floor(inputs),
        COLD: lambda: bench.report(inputs, "single", "--no-cache"),
    }


def huge(bench: Bench) -> tuple[str, Commands]:
    """1,000,000 dossiers in 100 files; one of them changes."""
    inputs = bench.inputs(1_000_000, 100)
    other = bench.outputs / "inputs-one-changed"
    shutil.copytree(inputs, other)
    changing = _changing(other / "dossiers-050.xlsx")
    bench.warmed(inputs, "huge")
    bench.warmed(other, "huge-changed")

    def changed() -> list[str]:
        next(changing)
        return bench.report(other, "huge-changed")

    return f"{bench.dossiers(1_000_000):,} dossiers in 100 files of each kind", {
        FLOOR: lambda: bench.floor(inputs),
        COLD: lambda: bench.report(inputs, "huge-cold", "--no-cache"),
        SAME: lambda: bench.report(inputs, "huge"),
        "report, one file changed": changed,
    }


def _changing(path: Path) -> Iterator[None]:
    """At every step the file has other content than before: one text of it is another."""
    first = path.read_bytes()
    second = path.with_suffix(".other")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(second, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(
                name, old.read(name).replace(b"Nguy\xe1\xbb\x85n Th\xe1\xbb\x8b", b"Nguy", 1)
            )
    other = second.read_bytes()
    second.unlink()
    for content in cycle((other, first)):
        path.write_bytes(content)
        yield


def dirty(bench: Bench) -> tuple[str, Commands]:
    """100,000 dossiers clean, and with a problem in every row: by CONTRACT at most 1.5 times."""
    folders = {"clean": bench.inputs(100_000, 10)}
    folders |= {name: bench.dirty(100_000, 10, name) for name in DIRT}
    return f"{bench.dossiers(100_000):,} dossiers in 10 files of each kind, every row wrong", {
        f"report, cold, {name}": partial(bench.report, folder, f"dirty-{name}", "--no-cache")
        for name, folder in folders.items()
    }


def commune(bench: Bench) -> tuple[str, Commands]:
    """What a commune has: one file of each kind; the same at every scale."""
    inputs = bench.inputs_of(2_000, 1)
    return "a commune: 2,000 dossiers, 5 files", {
        COLD: lambda: bench.report(inputs, "commune", "--no-cache"),
        "pipeline --help": lambda: [sys.executable, "-m", "pipeline", "--help"],
    }


def accepted(bench: Bench) -> tuple[str, Commands]:
    """Ten million dossiers that files gave earlier, to the facts."""
    inputs = bench.inputs(1_000_000, 100)
    bench.warmed(inputs, "accepted")
    folder = bench.exports / f"accepted-{bench.dossiers(10_000_000)}"
    write_accepted(bench.outputs / "accepted", folder, copies=10)
    return f"{bench.dossiers(10_000_000):,} accepted dossiers already cached", {
        "facts": lambda: [sys.executable, "-m", "tests.bench.accepted_rows", str(folder)],
    }


CASES: dict[str, Callable[[Bench], tuple[str, Commands]]] = {
    "large": large,
    "single": single,
    "commune": commune,
    "dirty": dirty,
    "huge": huge,
    "accepted": accepted,
}
