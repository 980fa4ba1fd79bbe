"""`python -m tests.bench`: makes exports, then times everything in one run.

Times are wall seconds of whole processes, memory is the peak of the process and all its children
together. Ratios are of medians of the same run: machines are noisy.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from tests.generator.files import write_files
from tests.generator.plan import write_plan
from tests.generator.world import make_world

ROOT = Path(__file__).parents[2]
DAYS = 130  # 20/02/2024 to 29/06/2024


@dataclass
class Measured:
    """The runs of one command."""

    name: str
    seconds: list[float] = field(default_factory=list)
    peaks: list[int] = field(default_factory=list)
    stages: dict[str, list[float]] = field(default_factory=dict)

    @property
    def median(self) -> float:
        """Of the wall seconds."""
        return statistics.median(self.seconds)


def main() -> None:
    """Parses the options, makes the files, prints the table."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=…")
    parser.add_argument("--dossiers", type=int, default=100_000)
    parser.add_argument("--files", type=int, default=10, help="files of each kind")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--no-script", action="store_true", help="leave the user's script out")
    parser.add_argument(
        "--keep", type=Path, help="folder to make the exports in, and to find them again"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        inputs = _inputs(
            folder / f"{options.dossiers}-{options.files}", options.dossiers, options.files
        )
        print(f"{options.dossiers:,} dossiers, {options.files} files of each kind, "
              f"{sum(p.stat().st_size for p in inputs.iterdir()) / 1e6:.0f} MB, {os.cpu_count()} cores, "
              f"{options.runs} runs")  # fmt: skip
        _print(_measure(inputs, Path(temporary), options.runs, with_script=not options.no_script))


def _inputs(folder: Path, dossiers: int, files: int) -> Path:
    if not (folder / "ke-hoach.xlsx").exists():
        write_files(make_world(dossiers, DAYS), folder, files)
        write_plan(folder / "ke-hoach.xlsx")
    return folder


def _measure(inputs: Path, folder: Path, runs: int, *, with_script: bool) -> list[Measured]:
    python = sys.executable
    report = [
        python,
        "-m",
        "pipeline",
        "report",
        "--inputs",
        inputs,
        "--as-of",
        "2024-06-29",
        "--outputs",
    ]
    commands = {
        "floor (bare fastexcel parse)": [python, "-m", "tests.bench.floor", inputs],
        "pipeline, cold": [*report, folder / "cold", "--no-cache"],
        "pipeline, first with cache": [*report, folder / "warm"],
        "pipeline, nothing changed": [*report, folder / "warm"],
    }
    if with_script:
        commands["script (pandas.read_excel)"] = [
            python,
            "-m",
            "tests.bench.script",
            inputs,
            folder,
        ]
    measured = {name: Measured(name) for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            _run(measured[name], [str(part) for part in command])
    return list(measured.values())


def _run(measured: Measured, command: list[str]) -> None:
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PIPELINE_TIMINGS": "1"},
    )  # fmt: skip
    peak = [0]
    watcher = threading.Thread(target=_watch, args=(process, peak))
    watcher.start()
    _, errors = process.communicate()
    measured.seconds.append(time.perf_counter() - began)
    watcher.join()
    measured.peaks.append(peak[0])
    if process.returncode:
        sys.exit(f"{measured.name} failed with status {process.returncode}:\n{errors}")
    for line in errors.splitlines():
        if line.startswith("timing "):
            _, stage, seconds = line.split()
            measured.stages.setdefault(stage, []).append(float(seconds))


def _watch(process: subprocess.Popen[str], peak: list[int]) -> None:
    """The proportional memory of the whole tree, so that shared pages count once."""
    while process.poll() is None:
        total = 0
        try:
            tree = [
                psutil.Process(process.pid),
                *psutil.Process(process.pid).children(recursive=True),
            ]
            for member in tree:
                total += (
                    member.memory_full_info().pss
                    if sys.platform == "linux"
                    else member.memory_info().rss
                )
        except psutil.Error:
            pass
        peak[0] = max(peak[0], total)
        time.sleep(0.25)  # looking costs the run time, too


def _print(rows: list[Measured]) -> None:
    floor = rows[0].median
    print(f"{'':34}{'seconds':>10}{'x floor':>10}{'peak MiB':>10}")
    for row in rows:
        print(
            f"{row.name:34}{row.median:>10.2f}{row.median / floor:>10.2f}{max(row.peaks) / 2**20:>10.0f}"
        )
        for stage, seconds in row.stages.items():
            print(f"    {stage:30}{statistics.median(seconds):>10.2f}")
    if rows[-1].name.startswith("script"):
        print(
            f"pipeline, cold, is {rows[-1].median / rows[1].median:.1f} times as fast as the script"
        )


if __name__ == "__main__":
    main()
