"""Copies to correct, below outputs/can-sua/: one workbook per input that has rows to correct.

What somebody has begun to correct there is never overwritten.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pipeline.publish.folder import CORRECTIONS
from pipeline.publish.written import is_taken, read_record, sha256, write_record
from pipeline.report import write_correction

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pipeline.model import Results

_WRITTEN = ".da-ghi.json"  # the sha256 of each copy as it was written


def publish_corrections(results: Results, outputs: Path, parts: Path) -> tuple[Path, ...]:
    """Writes what is to be corrected, removes copies with nothing left to correct; returns those
    that it leaves alone.

    A copy that is not as it was written has been corrected: it stays, unless it has been dropped
    back into inputs/ as it is.
    """
    folder = outputs / CORRECTIONS
    written = read_record(folder / _WRITTEN)
    wanted = dict(
        zip(_names(results.inputs.corrections), results.inputs.corrections.items(), strict=True)
    )
    if not wanted and not written:
        return ()
    dropped = {source.sha256 for source in results.inputs.sources}
    names = sorted(wanted.keys() | written.keys())
    untouched = {n for n in names if is_taken(folder / n, written.get(n, []), dropped)}
    folder.mkdir(exist_ok=True)
    copies = {name: parts / f"{number}.xlsx" for number, name in enumerate(wanted)
            if name not in untouched}  # fmt: skip
    for name, part in copies.items():
        write_correction(*wanted[name], part)
    new = {name: [sha256(part)] for name, part in copies.items()}
    new |= {name: written.get(name, []) for name in untouched}
    # Should the run be killed in between, both what was and what comes is known as ours.
    write_record(folder / _WRITTEN, {n: new.get(n, []) + written.get(n, []) for n in names})
    for name in names:
        if name in copies:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            copies[name].replace(folder / name)
        elif name not in untouched:
            (folder / name).unlink(missing_ok=True)
    write_record(folder / _WRITTEN, new)
    return tuple(folder / name for name in sorted(untouched))


def _names(files: Iterable[str]) -> list[str]:
    """Below the folder as below inputs/, always .xlsx; of two that differ in their suffix alone
    each keeps its own before it.
    """
    paths = [PurePosixPath(file) for file in files]
    stems = [path.with_suffix("") for path in paths]
    return [
        f"{path if stems.count(stem) > 1 else stem}.xlsx"
        for path, stem in zip(paths, stems, strict=True)
    ]
