"""One command as a whole process: wall seconds, and the memory of all its processes together."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
_PAUSE = 0.1


@dataclass
class Measured:
    """The runs of one command: medians of seconds, and the peak of memory in bytes."""

    name: str
    walls: list[float] = field(default_factory=list)
    peak: int = 0
    _stages: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    @property
    def median(self) -> float:
        """Wall seconds."""
        return statistics.median(self.walls)

    @property
    def stages(self) -> dict[str, float]:
        """Wall seconds of the stages that the command reports."""
        return {stage: statistics.median(seconds) for stage, seconds in self._stages.items()}


def watch(measured: Measured, command: list[str]) -> None:
    """Runs the command once for its memory alone: sampling it costs the run time."""

    def sample_memory(process: subprocess.Popen[bytes]) -> None:
        while process.poll() is None:
            measured.peak = max(measured.peak, _tree_memory(process.pid))
            time.sleep(_PAUSE)

    _run(measured.name, command, sample_memory)


def measure(measured: Measured, command: list[str]) -> None:
    """Runs the command once and adds its seconds."""
    began = time.perf_counter()
    errors = _run(measured.name, command, lambda process: process.wait())
    measured.walls.append(time.perf_counter() - began)
    for line in errors.splitlines():
        if line.startswith("timing "):
            _, stage, seconds = line.split()
            measured._stages[stage].append(float(seconds))


def _run(
    name: str, command: list[str], until_end: Callable[[subprocess.Popen[bytes]], object]
) -> str:
    """The text of its error stream; ends the bench where it failed."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as errors:
        process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=errors,
            env={**os.environ, "PIPELINE_TIMINGS": "1"},
        )  # fmt: skip
        until_end(process)
        errors.seek(0)
        output = errors.read()
    if process.returncode:
        sys.exit(f"{name} failed with status {process.returncode}:\n{output}")
    return output


def _tree_memory(pid: int) -> int:
    """Proportional, so that shared pages count once."""
    try:
        parent = psutil.Process(pid)
        return sum(map(_memory, [parent, *parent.children(recursive=True)]))
    except psutil.Error:
        return 0


def _memory(process: psutil.Process) -> int:
    try:
        full = process.memory_full_info()
    except psutil.Error:
        return 0
    return full.pss if sys.platform == "linux" else full.rss
