"""Every call that changes a file fails once: `make failures` (ARGS="--every 50 --errno ENOSPC").

A report of a small office over an earlier one of the same day. Whatever fails, the outputs are the
earlier or the later ones, or a mixture that is told, and the next plain run repairs all of it.
"""

from __future__ import annotations

import argparse
import errno
import sys
import tempfile
import traceback
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from pathlib import Path
from threading import local

from tests.failures.office import REPORT, copied, made, state
from tests.failures.shim import ERRNOS, KILLED, ran
from tests.failures.verdict import expected, judged, repaired, seen

_EDGES = 2  # of writes to one file in a row: so many at either end


class Sweep:
    """An office, what its run gives undisturbed, and the states of outputs that repair was tried on."""

    def __init__(self, folder):
        self.folder = folder
        self.office = made(folder / "office")
        undisturbed = copied(self.office, folder / "undisturbed")
        self.calls = [call for call in ran(undisturbed, *REPORT).calls if call.number]
        self.expected = expected(self.office, undisturbed)
        self._known = set()
        self._own = local()

    def tried(self, number, does):
        """What became of a run whose so-manieth call failed, or that was killed there."""
        folder = getattr(self._own, "folder", None)
        if folder is None:
            folder = self._own.folder = Path(tempfile.mkdtemp(dir=self.folder))
        copied(self.office, folder)
        outcome = ran(folder, *REPORT, at=number, does=does)
        if outcome.fault is None:
            return "not reached", None
        try:
            if does == KILLED:
                what = f"killed, {seen(folder, self.expected)}"
            else:
                what = judged(folder, outcome, self.expected)
            self._repair(folder)
        except AssertionError as error:
            return "FOUND", (number, outcome.fault, str(error)[:1500], outcome.err[:400])
        return what, None

    def _repair(self, folder):
        """Once for each state: most failures leave the earlier outputs as they were."""
        now = frozenset(state(folder).items())
        if now not in self._known:
            repaired(folder, self.expected)
            self._known.add(now)


def _few(calls):
    """Of writes to one file in a row the first and the last ones."""
    for (operation, _), group in groupby(calls, lambda call: (call.operation, call.path)):
        alike = list(group)
        few = operation == "write" and len(alike) > 2 * _EDGES
        yield from (alike[:_EDGES] + alike[-_EDGES:] if few else alike)


def main():
    """Prints a line a finding, then how many runs ended how."""
    parser = argparse.ArgumentParser(prog="make failures", description=__doc__.splitlines()[0])
    parser.add_argument(
        "--errno", nargs="*", default=[errno.errorcode[number] for number in ERRNOS]
    )
    parser.add_argument("--every", type=int, default=1, help="only each so-manieth call")
    parser.add_argument("--start", type=int, default=0, help="the first of them")
    parser.add_argument(
        "--few", action="store_true", help="of writes in a row only the first and the last"
    )
    parser.add_argument("--rotate", action="store_true", help="one errno a call, in turn")
    parser.add_argument("--kill", action="store_true", help="kill all processes there instead")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    numbers = [KILLED] if options.kill else [getattr(errno, name) for name in options.errno]
    with tempfile.TemporaryDirectory() as name:
        sweep = Sweep(Path(name))
        calls = list(_few(sweep.calls)) if options.few else sweep.calls
        some = calls[options.start :: options.every]
        tries = [
            (call.number, does)
            for place, call in enumerate(some)
            for does in ([numbers[place % len(numbers)]] if options.rotate else numbers)
        ]
        print(f"{len(sweep.calls)} calls, {len(tries)} runs", flush=True)
        ends = Counter()
        with ThreadPoolExecutor(options.jobs) as pool:
            for end, finding in pool.map(lambda trial: _safely(sweep, *trial), tries):
                ends[end] += 1
                if finding:
                    print(*finding, sep="\n  ", flush=True)
    for end, count in ends.most_common():
        print(f"{count:6} {end}")
    sys.exit(1 if ends["FOUND"] else 0)


def _safely(sweep, number, does):
    try:
        return sweep.tried(number, does)
    except Exception:  # noqa: BLE001 - a finding, too
        return "FOUND", (number, does, traceback.format_exc())


if __name__ == "__main__":
    main()
