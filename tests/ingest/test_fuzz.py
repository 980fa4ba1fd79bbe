"""A few mutated files on every run; `make fuzz` reads thousands."""

from __future__ import annotations

import random

import pytest

from tests.fuzz import mutated, run, seeds

SEEDS = seeds()


def test_mutated_files_are_read_or_reported():
    """No crash that a child's end does not contain, and no row lost in silence."""
    outcomes, findings = run(count=400, seed=7, jobs=2)
    assert findings == []
    assert sum(outcomes.values()) == 400
    assert min(outcomes["read"], outcomes["reported"]) > 50


@pytest.mark.parametrize("name", SEEDS)
def test_mutations_change_files(name):
    """The fuzz would find nothing if they did not."""
    chance = random.Random(3)
    content = SEEDS[name]
    assert sum(mutated(content, chance) != content for _ in range(20)) > 10
