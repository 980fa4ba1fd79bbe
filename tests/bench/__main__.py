"""`make bench`: makes exports, then times everything of a case in one run, in turn.

Times are wall seconds of whole processes, medians of runs in turn; memory is the peak of the
process and all its children together, in a run of its own. Ratios are of medians of the same run:
machines are noisy.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.bench.cases import CASES, Bench
from tests.bench.measure import Measured, measure, watch


@dataclass(frozen=True)
class Options:
    """The options of the bench; `scale` multiplies every number of dossiers."""

    runs: int
    scale: float
    cases: tuple[str, ...]
    keep: Path | None


def main() -> None:
    """Runs the chosen cases and prints a table of each."""
    options = _options()
    print(f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, {options.runs} runs each")
    with tempfile.TemporaryDirectory() as temporary:
        bench = Bench(options.keep or Path(temporary), Path(temporary), options.scale)
        for name in options.cases:
            title, commands = CASES[name](bench)
            print(f"\n## {title}\n", flush=True)
            _print(_in_turn(commands, options.runs))


def _options() -> Options:
    parser = argparse.ArgumentParser(prog='make bench ARGS="…"', description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--scale", type=float, default=1.0, help="0.02: a minute in all")
    parser.add_argument("--keep", type=Path, help="folder to make exports in, to find them again")
    parser.add_argument("cases", nargs="*", help=f"of {', '.join(CASES)}; all but the last two")
    arguments = parser.parse_args()
    chosen = tuple(arguments.cases) or tuple(CASES)[:-2]
    if unknown := set(chosen) - set(CASES):
        parser.error(f"no case {', '.join(sorted(unknown))}; there are {', '.join(CASES)}")
    return Options(arguments.runs, arguments.scale, chosen, arguments.keep)


def _in_turn(commands: dict[str, Callable[[], list[str]]], runs: int) -> list[Measured]:
    """Each command is prepared again before each of its runs; the first run is for memory alone."""
    measured = {name: Measured(name) for name in commands}
    for name, command in commands.items():
        watch(measured[name], command())
    for _ in range(runs):
        for name, command in commands.items():
            measure(measured[name], command())
    return list(measured.values())


def _print(rows: list[Measured]) -> None:
    print("| | seconds | x first | peak MiB |\n|---|---|---|---|")
    for row in rows:
        ratio = row.median / rows[0].median
        print(f"| {row.name} | {row.median:.2f} | {ratio:.2f} | {row.peak >> 20} |")
        for stage, seconds in row.stages.items():
            print(f"| – {stage} | {seconds:.2f} | | |")


if __name__ == "__main__":
    main()
