"""Mutated files of every format, read in children: none may crash the run, hang or lose rows in
silence. `make fuzz` runs many (ARGS="--count 10000 --seed 1"); a test runs a few.

A file is lost in silence when fewer rows are read than it held and no problem says so.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
import warnings
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from pebble import ProcessExpired

from pipeline.files.children import child_pool
from pipeline.files.convert import convert
from pipeline.model import InputFile, Limits
from pipeline.plan.keys import PlanKeys
from tests.builders import dossier, plan, table
from tests.formats import FORMATS, packed, unpacked

ROWS = 40
_TODAY = date(2026, 1, 1)
# Problems, beside errors, that report a file whose rows are not all there.
_REPORTING = {
    "column_empty", "cut_short", "damaged_records", "fewer_than_total", "not_recognised", "numbering_gap",
    "ragged_rows", "swallowed_lines", "too_few_rows",
}  # fmt: skip


_SILENT, _UNKNOWABLE = "silent loss", "cut at a line's end"
_NOTED = ("không kết thúc bằng xuống dòng", "ít ô hơn số cột")


@dataclass(frozen=True)
class Finding:
    """A mutated file that was not read as it should have been."""

    name: str
    what: str
    content: bytes


def seeds() -> dict[str, bytes]:
    """A table of forty numbered dossiers in every format."""
    rows = table(
        "dossiers",
        [dossier(code=f"A{n:03d}", received=datetime(2024, 4, 1 + n % 20, 8), ended=None) for n in range(ROWS)],
        without=("Chủ hồ sơ", "Ngày trả kết quả", "Ngày kết thúc xử lý"),
    )  # fmt: skip
    numbered = [["STT", *rows[0]], *([n, *row] for n, row in enumerate(rows[1:], 1))]
    numbered.append([f"Tổng số: {ROWS} hồ sơ"])
    return {name: write(numbered) for name, write in FORMATS.items()}


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Bytes flipped, pieces cut out, doubled or swapped; of a package also inside its parts."""
    if content.startswith(b"PK") and chance.random() < 0.7:
        return _in_package(content, chance)
    return _in_bytes(content, chance)


def _in_package(content: bytes, chance: random.Random) -> bytes:
    old = unpacked(content)
    chosen = chance.choice([name for name, _ in old])
    new = []
    for name, part in old:
        if name != chosen:
            new.append((name, part))
            continue
        kind = chance.choice(["bytes", "element", "drop", "twice"])
        if kind == "twice":
            new.append((name, part))
        if kind != "drop":
            change = _element if kind == "element" else _in_bytes
            new.append((name, change(part, chance)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # two entries of one name
        return packed(new)


def _element(part: bytes, chance: random.Random) -> bytes:
    """An XML element doubled or left out."""
    elements = list(re.finditer(rb"<(\w+)(?: [^>]*)?>.*?</\1>|<\w+(?: [^>]*)?/>", part, re.DOTALL))
    if not elements:
        return _in_bytes(part, chance)
    at = chance.choice(elements)
    times = chance.choice([0, 2, 3])
    return part[: at.start()] + at.group() * times + part[at.end() :]


def _in_bytes(content: bytes, chance: random.Random) -> bytes:
    data = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 8])):
        if not data:
            break
        at = chance.randrange(len(data))
        size = chance.choice([1, 4, 16, 200])
        match chance.choice(["flip", "flip", "set", "cut", "double", "end"]):
            case "flip":
                data[at] ^= 1 << chance.randrange(8)
            case "set":
                data[at : at + size] = bytes([chance.randrange(256)]) * len(data[at : at + size])
            case "cut":
                del data[at : at + size]
            case "double":
                data[at:at] = data[at : at + size]
            case "end":
                del data[at:]
    return bytes(data)


def judged(result) -> str:
    """ "read", "reported" or "silent loss"."""
    sources = [sheet.source for sheet in result.sheets]
    if sum(source.rows_read - source.rows_ignored for source in sources) >= ROWS:
        return "read"
    codes = {problem.code for problem in result.problems}
    is_reported = codes & _REPORTING or any(
        problem.severity == "error" for problem in result.problems
    )
    is_noted = any(note in source.message for note in _NOTED for source in sources)
    return "reported" if is_reported or is_noted else _SILENT


def _is_cut_at_a_line(content: bytes, seed: bytes) -> bool:
    """A text file cut exactly at a line's end is a whole file with fewer lines: nobody can know."""
    return seed.startswith(content) and content.endswith((b"\n", b"\n\0"))


def outcome_of(name: str, content: bytes, keys: PlanKeys) -> str:
    """What becomes of one file, in a child."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file"
        path.write_bytes(content)
        try:
            return judged(convert(InputFile(path, name), keys, _TODAY, Path(folder), Limits()))
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            return f"{type(error).__name__}: {error}"[:200]


def run(count: int, seed: int, jobs: int) -> tuple[Counter[str], list[Finding]]:
    """Outcomes and findings, in children with the limits of a run. A child that dies or takes too
    long is what limits are for: the run names its file and goes on.
    """
    chance = random.Random(seed)
    files = seeds()
    with tempfile.TemporaryDirectory() as folder:
        keys = PlanKeys.of(plan(Path(folder)))
    outcomes: Counter[str] = Counter()
    findings = []
    names = [chance.choice(sorted(files)) for _ in range(count)]
    inputs = [(name, mutated(files[name], chance)) for name in names]
    limits = Limits()
    with child_pool(jobs, limits) as pool:
        futures = [pool.schedule(outcome_of, args=(*entry, keys), timeout=limits.seconds)
                   for entry in inputs]  # fmt: skip
        for (name, content), future in zip(inputs, futures, strict=True):
            try:
                what = future.result()
            except (ProcessExpired, TimeoutError) as error:
                what = {"ProcessExpired": "child died"}.get(type(error).__name__, "too slow")
            if what == _SILENT and _is_cut_at_a_line(content, files[name]):
                what = _UNKNOWABLE
            outcomes[what] += 1
            if what not in ("read", "reported", "child died", "too slow", _UNKNOWABLE):
                findings.append(Finding(name, what, content))
    return outcomes, findings


def main() -> None:
    """Prints the outcomes; writes each finding to a file beside."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="folder for the findings")
    arguments = parser.parse_args()
    outcomes, findings = run(arguments.count, arguments.seed, arguments.jobs)
    print(dict(outcomes))
    for number, finding in enumerate(findings):
        print(finding.name, finding.what)
        if arguments.keep:
            arguments.keep.mkdir(exist_ok=True)
            (arguments.keep / f"{number:03d}-{finding.name}").write_bytes(finding.content)


if __name__ == "__main__":
    main()
