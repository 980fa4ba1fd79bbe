"""What may lie on a disk after a power cut: a model of a file system that promises nothing that was
not synced.

Data of a file is on the disk when the file was synced, else it may be missing or zeros. A name is
there when its folder was synced; before, each change of a folder by itself may have happened or not,
whatever its order.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, combinations, product
from pathlib import PurePosixPath

from tests.failures.office import ASKS, UNFINISHED

_PARTS = ".dang-ghi"  # cleared by the next run, whatever is in it
_CACHE = ".bo-nho-dem"  # holds checksums
RECORD = ".da-ghi.json"
_FEW = 5


@dataclass
class _File:
    """What is in it now, and what of that a power cut leaves; None: nobody knows."""

    now: bytes
    safe: bytes | None


@dataclass
class Disk:
    """The files below outputs/, by name; `waiting`: of each folder the changes that no sync followed,
    each some names with the file that they lead to, or None.
    """

    names: dict[str, _File]
    safe: dict[str, _File] = field(default_factory=dict)
    waiting: dict[str, list[dict[str, _File | None]]] = field(default_factory=dict)

    @classmethod
    def of(cls, outputs):
        """As it lies there, all of it safe."""
        paths = (path for path in outputs.rglob("*") if path.is_file())
        contents = ((str(path.relative_to(outputs)), path.read_bytes()) for path in paths)
        names = {name: _File(content, content) for name, content in contents}
        return cls(names, dict(names))

    def apply(self, operation, name, other, written):
        """A call; `written`: what a write wrote, at the place that `other` says."""
        file = self.names.get(name)
        if operation == "open":
            self._open(name, file, is_emptied=other == "truncated")
        elif operation == "write" and file:
            place = int(other)
            file.now = (
                file.now[:place].ljust(place, b"\0") + written + file.now[place + len(written) :]
            )
        elif operation == "truncate" and file:
            file.now = file.now[: int(other)].ljust(int(other), b"\0")
        elif operation == "fsync":
            self._sync(name, file)
        elif operation == "rename" and file:
            del self.names[name]
            self._change({name: None, other: file})
        elif operation == "unlink" and file:
            del self.names[name]
            self._change({name: None})

    def _open(self, name, file, *, is_emptied):
        if file is None:
            self._change({name: _File(b"", None)})
        elif is_emptied:
            file.now = b""

    def _change(self, change):
        self.names |= {name: file for name, file in change.items() if file}
        for folder in {str(PurePosixPath(name).parent) for name in change}:
            own = {n: file for n, file in change.items() if str(PurePosixPath(n).parent) == folder}
            self.waiting.setdefault(folder, []).append(own)

    def _sync(self, name, file):
        if file:
            file.safe = file.now
            return
        for change in self.waiting.pop(name, []):
            _happened(self.safe, change)

    def states(self):
        """Everything that may lie there after a power cut now: name -> content."""
        folders = [
            list(_subsets(changes))
            for folder, changes in self.waiting.items()
            if not folder.startswith((_PARTS, _CACHE))
        ]
        for some in product(*folders):
            names = dict(self.safe)
            for change in chain(*some):
                _happened(names, change)
            shown = {n: f for n, f in names.items() if not n.startswith((_PARTS, _CACHE))}
            for contents in product(*map(_contents, shown.values())):
                yield dict(zip(shown, contents, strict=True))


def _happened(names, change):
    for name, file in change.items():
        if file:
            names[name] = file
        else:
            names.pop(name, None)


def _subsets(changes):
    """All of few; of many those with one or two at most that happened, or that did not."""
    sizes = range(len(changes) + 1)
    if len(changes) > _FEW:
        sizes = (0, 1, 2, len(changes) - 2, len(changes) - 1, len(changes))
    return chain(*(combinations(changes, size) for size in sizes))


def _contents(file):
    if file.safe == file.now:
        return (file.now,)
    return dict.fromkeys((b"", bytes(len(file.now)), file.now, *([file.safe] if file.safe else [])))


def calls_of(outcome, outputs, data):
    """Calls below outputs/ as the model takes them: operation, name, other name, what was written."""
    for call in outcome.calls:
        name, other = (_below(path, outputs) for path in (call.path, call.other))
        content = data / str(call.number)
        written = content.read_bytes() if call.operation == "write" and content.exists() else b""
        yield call.operation, name, other, written


def _below(path, outputs):
    if path == str(outputs):
        return "."
    return path.removeprefix(f"{outputs}/")


def possible(disk, calls):
    """Every state that a power cut at any moment may leave, once."""
    known = set()
    for call in [("", "", "", b""), *calls]:
        disk.apply(*call)
        if call[1].startswith((_PARTS, _CACHE)) and call[0] != "rename":
            continue
        for state in disk.states():
            key = frozenset((name, _digest(content)) for name, content in state.items())
            if key not in known:
                known.add(key)
                yield state


def fault(state, expected):
    """What is wrong with a state, None where it is the earlier outputs, the later ones, or told."""
    digests = {name: _digest(content) for name, content in state.items()}
    shown = {n: d for n, d in digests.items() if not any(p.startswith(".") for p in n.split("/"))}
    asks = shown.pop(ASKS, None)
    is_told = shown.pop(UNFINISHED, None) is not None
    if asks not in expected.asks:
        return "what is asked is neither"
    if not is_told and shown not in (_files(expected.earlier), _files(expected.later)):
        return "mixed, and no file says so"
    try:
        record = json.loads(state[RECORD])
    except (KeyError, ValueError):
        return "the record is damaged"
    made = ("phu-luc-ii", "bao-cao", "tin-bai", "can-sua/", "tung-don-vi")
    foreign = [n for n in digests if n.startswith(made) and digests[n] not in record.get(n, [])]
    return f"taken for somebody's: {foreign}" if foreign else None


def _files(names):
    return {name: digest for name, digest in names.items() if not name.endswith("/")}


@cache
def _digest(content):
    return hashlib.sha256(content).hexdigest()


def laid(state, outputs):
    """The state as a folder."""
    for name, content in state.items():
        path = outputs / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
