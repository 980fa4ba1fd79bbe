"""After a power cut at any moment: the earlier outputs, the later ones, or a file that says so."""

from __future__ import annotations

import random
import shutil

from tests.failures.crash import RECORD, fault, laid, possible
from tests.failures.office import UNFINISHED
from tests.failures.shim import needs_shim
from tests.failures.verdict import repaired

pytestmark = needs_shim


def test_no_power_cut_leaves_a_mixture_that_is_not_told(scene):
    """Whatever the file system had not yet written or wrote in another order; nor is any output
    taken for one that somebody has changed, nor the record lost.
    """
    states = list(possible(scene.disk(), scene.calls))
    assert len(states) > 200
    assert {fault(state, scene.expected) for state in states} == {None}


def _without(calls, *names):
    """The same run, had it not synced these."""
    return [call for call in calls if call[0] != "fsync" or call[1] not in names]


def _faults(scene, calls):
    return {
        str(fault(state, scene.expected)).partition(":")[0]
        for state in possible(scene.disk(), calls)
    }


def test_each_sync_is_needed(scene):
    """Without it the model finds what the test above must not find."""
    assert "mixed, and no file says so" in _faults(scene, _without(scene.calls, "."))
    assert "the record is damaged" in _faults(scene, _without(scene.calls, f"{RECORD}.moi"))
    parts = {
        call[1] for call in scene.calls if call[0] == "fsync" and call[1].endswith("unit-0.xlsx")
    }
    assert "taken for somebody's" in _faults(scene, _without(scene.calls, *parts))
    assert "taken for somebody's" in _faults(scene, _without(scene.calls, "can-sua"))


def test_the_next_run_repairs_what_a_power_cut_left(scene):
    """Some of the states, laid out as folders."""
    states = [state for state in possible(scene.disk(), scene.calls) if UNFINISHED in state]
    for state in random.Random(20).sample(states, 2):
        folder = scene.copy()
        shutil.rmtree(folder / "outputs")
        (folder / "outputs").mkdir()
        laid(state, folder / "outputs")
        repaired(folder, scene.expected)
