"""Whether anything has changed since the last run: if not, its outputs and its summary still hold.

The record lies in the cache and may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.files import cache
from pipeline.files.discover import discover
from pipeline.model import InputFile
from pipeline.model.outputs import PARTS, TEMPORARY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.files.discover import InputFiles
    from pipeline.options import Options

# Options that make no difference to what is written.
_PLACES = (
    "inputs", "outputs", "plan", "jobs", "use_cache", "earlier", "on_file", "on_stage", "timings",
)  # fmt: skip


@dataclass(frozen=True)
class LastRun:
    """What a run depended on (a digest), the digest of every file in outputs/ after it, its
    workbook, its summary on the screen, and whether it rejected something.
    """

    key: str
    outputs: dict[str, str]
    workbook: str
    summary: str = ""
    has_errors: bool = False


def unchanged(options: Options) -> LastRun | None:
    """The last run, where this one would read the same, write the same and say the same."""
    last = _read(options) if options.use_cache else None
    if last is None:
        return None
    plan = cache.sha256(InputFile(options.plan, options.plan.name))
    inputs = discover(options.inputs, options.plan, options.limits)
    contents = {file.name: cache.sha256(file) for file in (*inputs.files, *inputs.teaching)}
    is_same = last.key == run_key(options, plan, inputs, contents)
    return last if is_same and last.outputs == digests(options.outputs) else None


def clear(outputs: Path) -> None:
    """Removes what killed runs have left, for no report that is written does it."""
    if any(path.name.startswith((PARTS, TEMPORARY)) for path in outputs.iterdir()):
        from pipeline.publish import folder  # noqa: PLC0415 - a run with nothing new is quick

        folder.clear(outputs)


def run_key(options: Options, plan: str, inputs: InputFiles, contents: dict[str, str]) -> str:
    """All that the outputs depend on, but for earlier reports: `plan` and `contents` (by name) are
    digests of what was read.
    """
    deciding = [
        (entry.name, getattr(options, entry.name))
        for entry in fields(options)
        if entry.name not in _PLACES
    ]
    rest = (inputs.unusable, inputs.problems, inputs.is_sample)
    parts = (cache.code_digest(), repr(deciding), plan, repr(sorted(contents.items())), repr(rest))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def digests(outputs: Path) -> dict[str, str]:
    """Every file in the folder that staff see, earlier reports and copies to correct included."""
    return {
        name: cache.sha256(InputFile(path, name))
        for name, path in sorted(_visible(outputs))
        if _is_file(path)
    }


def _shown(path: Path) -> str:
    """A name that JSON can hold, whatever bytes it has."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def _visible(outputs: Path) -> Iterator[tuple[str, Path]]:
    """No hidden folder is looked into: another run may just be clearing it away."""
    for folder, folders, files in os.walk(outputs):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in files:
            if not name.startswith("."):
                path = Path(folder, name)
                yield _shown(path.relative_to(outputs)), path


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # nobody may look: no run has written it
        return False


def remember(options: Options, run: LastRun) -> None:
    """For the next run; without a cache nothing is remembered either, nor where the disk fails:
    the report is there all the same.
    """
    if options.use_cache:
        path = options.last_run
        part = path.with_suffix(".part")
        with suppress(OSError):
            cache.keep(part, vars(run))
            part.replace(path)


def _read(options: Options) -> LastRun | None:
    try:
        return LastRun(**json.loads(cache.kept(options.last_run)))
    except (OSError, ValueError, TypeError, RecursionError):
        return None
