"""Many mutated files, each in a child with the limits of a run."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pebble import ProcessExpired, ProcessPool

from pipeline.files.children import child_pool
from pipeline.model import Limits
from tests.fuzz import exports
from tests.fuzz.caches import Caches
from tests.fuzz.judge import is_plain
from tests.fuzz.plans import any_plan, plan_outcome
from tests.fuzz.reading import read_export
from tests.fuzz.seeds import Seed

DIED, SLOW, FAILED = "FOUND: child died", "FOUND: too slow", "FOUND: "
DAMAGED = "child ended; no other reader reads it either"


@dataclass(frozen=True)
class Finding:
    """A mutated file that was not read as it should have been."""

    name: str
    what: str
    content: bytes


@dataclass
class Outcomes:
    """How often each was, and what is to be looked at."""

    counts: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)

    def add(self, name: str, what: str, content: bytes) -> None:
        """One file's."""
        self.counts[what] += 1
        if what.startswith(FAILED):
            self.findings.append(Finding(name, what, content))


def run(count: int, seed: int, jobs: int) -> dict[str, Outcomes]:
    """Of so many files eight in ten are exports, the others plans and kept results."""
    chance = random.Random(seed)
    tenth = count // 10
    with child_pool(jobs, Limits()) as pool:
        return {
            "exports": _exports(pool, count - 2 * tenth, chance),
            "plans": _plans(pool, tenth, chance),
            "kept results": _caches(tenth, chance),
        }


def _exports(pool: ProcessPool, count: int, chance: random.Random) -> Outcomes:
    inputs = [exports.any_export(chance) for _ in range(count)]
    outcomes, judged = Outcomes(), []
    calls = [(chosen.name, content, exports.keys()) for chosen, content in inputs]
    for (chosen, content), (got, failure) in zip(
        inputs, _all(pool, read_export, calls), strict=True
    ):
        what = failure or is_plain(exports.clean(chosen), got)
        if what in (DIED, SLOW) and exports.is_damaged(chosen, content):
            what = DAMAGED
        if what:
            outcomes.add(_label(chosen), what, content)
        else:
            judged.append((chosen, content, got))
    verdicts = _all(pool, exports.outcome, judged)
    for (chosen, content, _), (what, failure) in zip(judged, verdicts, strict=True):
        outcomes.add(_label(chosen), failure or what, content)
    return outcomes


def _plans(pool: ProcessPool, count: int, chance: random.Random) -> Outcomes:
    outcomes = Outcomes()
    contents = [any_plan(chance) for _ in range(count)]
    results = _all(pool, plan_outcome, [(content,) for content in contents])
    for content, (what, failure) in zip(contents, results, strict=True):
        outcomes.add("plan.xlsx", failure or what, content)
    return outcomes


def _caches(count: int, chance: random.Random) -> Outcomes:
    outcomes = Outcomes()
    with tempfile.TemporaryDirectory() as folder:
        caches = Caches(Path(folder))
        for _ in range(count):
            outcomes.add("cache", caches.outcome(chance), b"")
    return outcomes


def _all(
    pool: ProcessPool, function: Any, calls: list[tuple[Any, ...]]
) -> Iterator[tuple[Any, str]]:
    """What each call gives, or how its child failed."""
    seconds = Limits().seconds
    futures = [pool.schedule(function, args=call, timeout=seconds) for call in calls]
    for future in futures:
        try:
            yield future.result(), ""
        except TimeoutError:
            yield None, SLOW
        except (ProcessExpired, MemoryError):
            yield None, DIED
        except Exception as error:  # noqa: BLE001 - that is what is looked for
            yield None, f"{FAILED}{type(error).__name__}: {error}"[:200]


def _label(chosen: Seed) -> str:
    return f"{chosen.kind}-{'counted' if chosen.is_counted else 'bare'}-{chosen.format}"
