"""Prints the outcomes; writes each finding to a file beside."""

from __future__ import annotations

import argparse
from pathlib import Path

from tests.fuzz.run import run

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="folder for the findings")
    arguments = parser.parse_args()
    findings = []
    for name, outcomes in run(arguments.count, arguments.seed, arguments.jobs).items():
        print(f"{name}:")
        for what, count in outcomes.counts.most_common():
            print(f"{count:6} {what}")
        findings += outcomes.findings
    for number, finding in enumerate(findings):
        print(number, finding.name, finding.what)
        if arguments.keep:
            arguments.keep.mkdir(exist_ok=True, parents=True)
            (arguments.keep / f"{number:03d}-{finding.name}").write_bytes(finding.content)
    raise SystemExit(1 if findings else 0)
