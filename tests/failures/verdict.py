"""What a run that met a failure may leave, and what it may not."""

from __future__ import annotations

from dataclasses import dataclass

from tests.failures.office import ASKS, REPORT, UNFINISHED, lasting, reports, state
from tests.failures.shim import ran

EARLIER, LATER, MIXED = "earlier", "later", "mixed, and told"
_INTACT = "Các báo cáo trước còn nguyên"
_HALF = "có tệp còn là bản trước"


@dataclass(frozen=True)
class Expected:
    """The reports before the run and behind one that nothing disturbed, and all that lasts of it."""

    earlier: dict[str, str]
    later: dict[str, str]
    lasting: dict[str, str]
    asks: tuple[str, ...]


def expected(office, undisturbed):
    """Of an office and of one like it after a run."""
    asks = tuple(state(folder)[ASKS] for folder in (office, undisturbed))
    return Expected(reports(office), reports(undisturbed), lasting(undisturbed), asks)


def seen(folder, expected, screen=""):
    """Which reports lie there; raises where they are mixed and neither a file nor the screen says so.

    A copy that could not be removed stays, and the screen names it.
    """
    files, now = state(folder), reports(folder)
    assert files.get(ASKS) in expected.asks, "what is asked is neither"
    named = {name for name in now if name not in expected.later and f"outputs/{name}" in screen}
    if {name: digest for name, digest in now.items() if name not in named} == expected.later:
        return LATER
    if now == expected.earlier:
        return EARLIER
    assert UNFINISHED in files, "mixed, and no file says so"
    return MIXED


def judged(folder, outcome, expected):
    """What a run that came to its end left behind; raises where that is not allowed."""
    what = seen(folder, expected, outcome.out)
    assert "Traceback" not in outcome.err, outcome.err
    if outcome.status == 0:
        assert (what, outcome.err) == (LATER, ""), "status 0, but not all is there"
        assert UNFINISHED not in state(folder)
        return f"0, {what}"
    assert outcome.status == 2, outcome.status
    assert outcome.err.lstrip().startswith("Lỗi: "), outcome.err
    assert outcome.err.count("Lỗi") == 1, outcome.err
    assert (_INTACT in outcome.err) <= (what == EARLIER), "not intact, but told so"
    assert (what == EARLIER) or _HALF in outcome.err, "mixed, but the screen does not say so"
    return f"2, {what}"


def repaired(folder, expected):
    """The next plain run gives what an undisturbed one does, and leaves nothing else."""
    outcome = ran(folder, *REPORT)
    assert (outcome.status, outcome.err) == (0, ""), outcome.err
    now = lasting(folder)
    assert now == expected.lasting, sorted(set(now.items()) ^ set(expected.lasting.items()))
