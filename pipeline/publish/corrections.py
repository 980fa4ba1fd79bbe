"""Copies to correct, below outputs/can-sua/: one workbook per input that has rows to correct.

A copy saved into inputs/ never takes the place of what lies there: its name is none of these.
"""

from __future__ import annotations

from itertools import chain
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pipeline.publish.folder import corrections_folder, sync, unread_name
from pipeline.publish.written import NewFiles, numbered
from pipeline.report import write_correction

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from pipeline.model import Results

_PREFIX = "sua_"
# Of a stem: a name has at most 255 bytes, also with what Excel or LibreOffice lays beside an open
# file, with a number, and with what a folder of another system puts before it.
_MOST_BYTES = 200


def made_corrections(results: Results, parts: Path) -> dict[str, Path]:
    """Writes what is to be corrected: name below outputs/ -> where it was made."""
    folder = corrections_folder(is_sample=results.inputs.is_sample)
    inputs = _inputs(results)
    names = copy_names(results.inputs.corrections, inputs)
    copies = {}
    for number, (file, corrections) in enumerate(results.inputs.corrections.items()):
        part = parts / f"{number}.xlsx"
        write_correction(file, corrections, part)
        sync(part)
        copies[f"{folder}/{names[file]}"] = part
    return copies


def new_corrections(results: Results, copies: dict[str, Path]) -> NewFiles:
    """The copies, instead of all others.

    A copy that is not as it was written has been corrected: it stays, unless it has been dropped
    back into inputs/ as it is.
    """
    folder = corrections_folder(is_sample=results.inputs.is_sample)
    reserved = {f"{folder}/{name}".casefold() for name in _inputs(results)}
    returned = {source.sha256 for source in results.inputs.sources}
    apart = (unread_name(is_sample=results.inputs.is_sample).removesuffix(".xlsx"),)
    scope = (f"{folder}/",)
    return NewFiles(copies, scope, apart, reserved, returned)


def _inputs(results: Results) -> set[str]:
    return {source.file.casefold() for source in results.inputs.sources}


def copy_names(files: Iterable[str], inputs: Collection[str]) -> dict[str, str]:
    """Input file -> its copy, below its folder as the file below inputs/, always .xlsx.

    Of two that differ in their suffix alone each keeps its own before it. A name that would be too
    long is cut. `inputs`: names that no copy may have, in lower case.
    """
    paths = {file: PurePosixPath(file) for file in files}
    stems = [path.with_suffix("") for path in paths.values()]
    taken = set(inputs)
    names = {}
    for file, path in paths.items():
        stem = path.name if stems.count(path.with_suffix("")) > 1 else path.stem
        short = _cut(stem.removeprefix(_PREFIX))
        plain = path.with_name(f"{_PREFIX}{short}.xlsx").as_posix()
        candidates = chain((plain,), numbered(plain))
        names[file] = next(name for name in candidates if name.casefold() not in taken)
        taken.add(names[file].casefold())
    return names


def _cut(stem: str) -> str:
    """A stem that leaves room, cut between letters."""
    return stem.encode()[:_MOST_BYTES].decode("utf-8", "ignore")
