"""Mutated exports, read in children."""

from __future__ import annotations

import random
import tempfile
from functools import partial
from pathlib import Path

from pipeline.plan.keys import PlanKeys
from tests.builders import plan
from tests.fuzz.judge import Clean, judged
from tests.fuzz.mutations import mutated
from tests.fuzz.other_readers import UnreadError, other_reading
from tests.fuzz.reading import Reading, read_export
from tests.fuzz.seeds import Seed, seed, seed_keys

_clean: dict[Seed, Clean] = {}
_keys: list[PlanKeys] = []


def keys() -> PlanKeys:
    """Of the plan that seeds are matched with."""
    if not _keys:
        with tempfile.TemporaryDirectory() as folder:
            _keys.append(PlanKeys.of(plan(Path(folder))))
    return _keys[0]


def clean(seed: Seed) -> Clean:
    """What is kept of the seed."""
    if seed not in _clean:
        reading = read_export(seed.name, seed.content, keys())
        _clean[seed] = Clean(seed, reading, other_reading(seed.format, seed.content))
    return _clean[seed]


def any_export(chance: random.Random) -> tuple[Seed, bytes]:
    """A seed and what became of it."""
    chosen = seed(*chance.choice(seed_keys()))
    return chosen, mutated(chosen.content, chance)


def outcome(chosen: Seed, content: bytes, got: Reading) -> str:
    """What the judge says."""
    return judged(clean(chosen), got, content, partial(_read, keys=keys()))


def _read(content: bytes, keys: PlanKeys) -> Reading:
    return read_export("a.xlsx", content, keys)


def is_damaged(chosen: Seed, content: bytes) -> bool:
    """Whether no other reader reads the bytes either."""
    try:
        other_reading(chosen.format, content)
    except UnreadError:
        return True
    return False
