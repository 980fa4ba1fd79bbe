"""Kept results, mutated: the next run has the numbers of the file, or makes them anew."""

from __future__ import annotations

import random
import shutil
import tempfile
from pathlib import Path

from pipeline.files import cache
from pipeline.files.convert import convert
from pipeline.model import InputFile, Limits
from tests.fuzz.exports import keys
from tests.fuzz.judge import CHANGED, SAME
from tests.fuzz.mutations import mutated
from tests.fuzz.reading import Reading, reading_of
from tests.fuzz.seeds import ROWS, TODAY, seed

ANEW = "kept result not used, made anew"


class Caches:
    """The kept result of a file, and that of another one beside it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._content = [self._keep("one", "dossiers"), self._keep("other", "payments")][0]
        self._reading = self._loaded(folder / "one")
        assert self._reading is not None
        assert len(self._reading.rows) == ROWS

    def _keep(self, name: str, kind: str) -> str:
        file = InputFile(self._folder / f"{name}.csv", f"{name}.csv")
        file.path.write_bytes(seed("bom.csv", kind, True).content)
        directory = self._folder / name
        directory.mkdir()
        result = convert(file, keys(), TODAY, directory, Limits())
        cache.store(result, directory, TODAY)
        return result.sheets[0].source.sha256

    def _loaded(self, directory: Path) -> Reading | None:
        result = cache.load(directory, self._content, TODAY)
        return None if result is None else reading_of(result)

    def outcome(self, chance: random.Random) -> str:
        """What a run has of the result after something happened to one of its files."""
        with tempfile.TemporaryDirectory() as folder:
            directory = Path(folder) / "one"
            shutil.copytree(self._folder / "one", directory)
            path = chance.choice(sorted(directory.iterdir()))
            others = sorted((self._folder / "other").iterdir()) + sorted(directory.iterdir())
            match chance.choice(["bytes"] * 6 + ["zeros", "lost", "another", "folder"]):
                case "bytes":
                    path.write_bytes(mutated(path.read_bytes(), chance))
                case "zeros":
                    path.write_bytes(bytes(path.stat().st_size))
                case "lost":
                    path.unlink()
                case "another":
                    shutil.copyfile(chance.choice([o for o in others if o != path]), path)
                case "folder":
                    path.unlink()
                    path.mkdir()
            got = self._loaded(directory)
        if got is None:
            return ANEW
        return SAME if got == self._reading else CHANGED
