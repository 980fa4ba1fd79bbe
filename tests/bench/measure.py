"""One command as a whole process: wall seconds, and the memory of all its processes together."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
_PAUSE = 0.1  # looking costs the run time, too


@dataclass
class Measured:
    """The runs of one command; medians, but for the largest peak."""

    name: str
    walls: list[float] = field(default_factory=list)
    peaks: list[int] = field(default_factory=list)
    _stages: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    @property
    def median(self) -> float:
        """Wall seconds."""
        return statistics.median(self.walls)

    @property
    def peak(self) -> int:
        """Bytes."""
        return max(self.peaks)

    @property
    def stages(self) -> dict[str, float]:
        """Wall seconds of the stages that the command told of."""
        return {stage: statistics.median(seconds) for stage, seconds in self._stages.items()}


def measure(measured: Measured, command: list[str]) -> None:
    """Runs the command once and adds its figures; ends the bench where it fails."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PIPELINE_TIMINGS": "1"},
    )  # fmt: skip
    peak = [0]
    watcher = threading.Thread(target=_watch, args=(process, peak))
    watcher.start()
    _, errors = process.communicate()
    measured.walls.append(time.perf_counter() - began)
    watcher.join()
    measured.peaks.append(peak[0])
    if process.returncode:
        sys.exit(f"{measured.name} failed with status {process.returncode}:\n{errors}")
    for line in errors.splitlines():
        if line.startswith("timing "):
            _, stage, seconds = line.split()
            measured._stages[stage].append(float(seconds))


def _watch(process: subprocess.Popen[str], peak: list[int]) -> None:
    """The proportional memory of the whole tree, so that shared pages count once."""
    while process.poll() is None:
        try:
            parent = psutil.Process(process.pid)
            tree = [parent, *parent.children(recursive=True)]
            peak[0] = max(peak[0], sum(map(_memory, tree)))
        except psutil.Error:
            pass
        time.sleep(_PAUSE)


def _memory(process: psutil.Process) -> int:
    try:
        full = process.memory_full_info()
    except psutil.Error:
        return 0
    return full.pss if sys.platform == "linux" else full.rss
