"""Files that people write into (the document, workbooks, copies to correct): what runs have written
of them, and what somebody has changed since.

A changed file is never overwritten: what would take its place gets another name.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pipeline.publish.folder import CORRECTIONS, check_free, owner_files, sync, sync_folder

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

_RECORD = ".da-ghi.json"


@dataclass(frozen=True)
class Kept:
    """A file that is open or that somebody has changed, and where the new one is instead; None
    where there is nothing new.
    """

    path: Path
    new: Path | None


@dataclass(frozen=True)
class NewFiles:
    """Files to put in their places.

    Attributes:
        parts: name -> where it was made, on the disk already (`sync`); in the order in which they
            take their places.
        scope: how names begin; whatever else runs have written there goes.
        apart: how names begin that stay all the same.
        reserved: names that nothing may get, in lower case.
        returned: the sha256 of changed files that have come back to inputs/; they may go.
    """

    parts: Mapping[str, Path]
    scope: tuple[str, ...]
    apart: tuple[str, ...] = ()
    reserved: Collection[str] = ()
    returned: Collection[str] = ()


@dataclass(frozen=True)
class _Place:
    """Where a new file goes; `changed`: names before it that were changed. `is_same`: nothing is to
    be written, because the file there is it, or was made from it.
    """

    name: str
    content: str
    changed: tuple[str, ...]
    is_same: bool


class Written:
    """Names below outputs/ -> the sha256 of what was written there: one, or after a run that was
    killed, of what was there and of what was to come. `is_done`: nothing is left to be removed.
    """

    is_done = True

    def __init__(self, outputs: Path) -> None:
        self.outputs = outputs
        self._contents = self._saved = _read(outputs)

    def check_free(self, names: Iterable[str]) -> None:
        """Raises OutputBusyError where one is open that would be overwritten."""
        check_free(self.outputs / name for name in names if self._is_as_written(name))

    def put(self, *all_new: NewFiles) -> list[tuple[dict[str, Path], tuple[Kept, ...]]]:
        """Puts new files in their places, all or, in a run that is cut off, some of them.

        Returns:
            Of each: where every file is now, and what was left alone.
        """
        places = [self._places(new) for new in all_new]
        moved = [
            (new.parts[name], place)
            for new, of_it in zip(all_new, places, strict=True)
            for name, place in of_it.items() if not place.is_same
        ]  # fmt: skip
        # Should the run be killed in between, both what was and what comes is known as ours.
        before = self._contents
        ahead = {p.name: [p.content, *before.get(p.name, [])] for _, p in moved}
        if self._save(before | ahead):
            sync_folder(self.outputs)
        for part, place in moved:
            _replace(part, self.outputs / place.name)
        left = [self._removed(new, of_it) for new, of_it in zip(all_new, places, strict=True)]
        scopes = tuple(start for new in all_new for start in new.scope)
        self._sync_folders([*ahead, *(name for name in before if name.startswith(scopes))])
        self._contents = before | {p.name: [p.content] for of in places for p in of.values()}
        self._save({n: c for n, c in self._contents.items() if (self.outputs / n).exists()})
        return [self._put(of_it, kept) for of_it, kept in zip(places, left, strict=True)]

    def _put(
        self, places: dict[str, _Place], left: list[str]
    ) -> tuple[dict[str, Path], tuple[Kept, ...]]:
        kept = [kept for place in places.values() for kept in self._kept(place)]
        kept += [Kept(self.outputs / name, None) for name in left]
        return {name: self.outputs / place.name for name, place in places.items()}, tuple(kept)

    def _removed(self, new: NewFiles, places: dict[str, _Place]) -> list[str]:
        """Removes what else runs have written in the scope; gives the names that are left."""
        used = {place.name for place in places.values()}
        used |= {name for place in places.values() for name in place.changed}
        rest = [
            name for name in sorted(self._contents)
            if name.startswith(new.scope) and not name.startswith(new.apart) and name not in used
        ]  # fmt: skip
        return [name for name in rest if not self._is_removed(name, new.returned)]

    def _sync_folders(self, names: Iterable[str]) -> None:
        """What took its place there stays there: only then does the record tell of nothing else."""
        folders = {folder for name in names for folder in PurePosixPath(name).parents}
        for folder in sorted(folders | {PurePosixPath()}):
            sync_folder(self.outputs / folder)

    def _places(self, new: NewFiles) -> dict[str, _Place]:
        places: dict[str, _Place] = {}
        taken = {*new.reserved, *map(str.casefold, new.parts)}
        for name, part in new.parts.items():
            places[name] = self._place(name, _sha256(part), taken, new.returned)
            taken.add(places[name].name.casefold())
        return places

    def _place(self, name: str, content: str, taken: set[str], returned: Collection[str]) -> _Place:
        """The first name under which nothing is lost."""
        changed: list[str] = []
        candidates = _candidates(name, taken)
        while True:
            candidate = next(candidates)
            path = self.outputs / candidate
            now = _sha256(path) if path.exists() else None
            if now == content:
                return _Place(candidate, content, tuple(changed), is_same=True)
            if now is None or self._is_ours(candidate, now, returned):
                return _Place(candidate, content, tuple(changed), is_same=False)
            changed.append(candidate)
            if self._contents.get(candidate) == [content]:
                return _Place(candidate, content, tuple(changed), is_same=True)

    def _is_ours(self, name: str, now: str, returned: Collection[str]) -> bool:
        """Whether nothing is lost with it."""
        is_known = now in self._contents.get(name, []) or now in returned
        return is_known and not owner_files(self.outputs / name)

    def _is_as_written(self, name: str) -> bool:
        path = self.outputs / name
        return path.exists() and _sha256(path) in self._contents.get(name, [])

    def _is_removed(self, name: str, returned: Collection[str]) -> bool:
        path = self.outputs / name
        if path.exists() and self._is_ours(name, _sha256(path), returned):
            try:
                path.unlink()
            except OSError:  # open elsewhere, on Windows: the next run tries again
                self.is_done = False
        return not path.exists()

    def _kept(self, place: _Place) -> Iterator[Kept]:
        for name in place.changed:
            is_only = name == place.name
            yield Kept(self.outputs / name, None if is_only else self.outputs / place.name)

    def _save(self, contents: dict[str, list[str]]) -> bool:
        """Whether the record is another now."""
        if contents == self._saved:
            return False
        text = json.dumps(contents, indent=1, sort_keys=True, ensure_ascii=False)
        part = self.outputs / f"{_RECORD}.moi"
        part.write_text(text, encoding="utf-8")
        sync(part)  # an empty one would make all that lies there somebody's
        part.replace(self.outputs / _RECORD)
        self._saved = contents
        return True


def _read(outputs: Path) -> dict[str, list[str]]:
    """The record, none where it is damaged: then all that lies there is taken for changed. Before
    version 0.2 there was one of the copies to correct alone.
    """
    for folder in ("", f"{CORRECTIONS}/"):
        with suppress(OSError, ValueError, TypeError, AttributeError, RecursionError):
            text = (outputs / f"{folder}{_RECORD}").read_text(encoding="utf-8")
            record: dict[str, list[str]] = json.loads(text)
            return {f"{folder}{name}": [*contents] for name, contents in record.items()}
    return {}


def _candidates(name: str, taken: Collection[str]) -> Iterator[str]:
    """The name, then with _2, _3, … before its suffix, but for names that are taken."""
    yield name
    for candidate in numbered(name):
        if candidate.casefold() not in taken:
            yield candidate


def numbered(name: str) -> Iterator[str]:
    """The name with _2, _3, … before its suffix."""
    path = PurePosixPath(name)
    for number in count(2):
        yield path.with_stem(f"{path.stem}_{number}").as_posix()


def _replace(part: Path, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part.replace(path)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
