"""The server that child processes come from: it warms up once and forks clean children.

Windows, which can't fork, starts each child anew. Imported before anything else, to start the
server first: what takes long to import is imported by the warm-up alone.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import tempfile
from contextlib import suppress
from datetime import date
from multiprocessing import context, forkserver
from pathlib import Path

# Set for the server alone, which can do no more at its start than import this module.
_IS_SERVER = "PIPELINE_IS_SERVER"
_QUIET, _LOUD = "1", "debug"
_EXPORT = "Mã hồ sơ;Ngày tiếp nhận;Tình trạng\nA;x;x\n"


def start() -> None:
    """Starts the server, which warms up while this process does other things; once is enough."""
    if sys.platform != "win32":
        forkserver.set_forkserver_preload([__name__])
        os.environ[_IS_SERVER] = _LOUD if "--debug" in sys.argv else _QUIET
        # The server takes this along: Ctrl+C ends this process, whose end ends the server.
        interrupted = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            forkserver.ensure_running()
        finally:
            signal.signal(signal.SIGINT, interrupted)
            del os.environ[_IS_SERVER]


def warm_up() -> None:
    """What the server does once, so that no child does it again.

    Imports what reading a file takes and converts a tiny export: contracts are read, patterns
    compiled. Nothing of it is ever let go, and a child collects garbage when it has read a file.
    Where the disk fails meanwhile children find less done.
    """
    gc.disable()
    # Arrow's own allocator reserves a gigabyte of addresses, which a limit on memory counts.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    from pipeline.files import plan_file  # noqa: F401, PLC0415 - see the module's docstring
    from pipeline.files.convert import convert  # noqa: PLC0415 - as above
    from pipeline.model import InputFile, Limits  # noqa: PLC0415 - as above
    from pipeline.plan import checked  # noqa: F401, PLC0415 - as above
    from pipeline.plan.keys import PlanKeys  # noqa: PLC0415 - as above

    with suppress(Exception), tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        path = Path(folder) / "a.csv"
        path.write_text(_EXPORT, encoding="utf-8")
        keys = PlanKeys({}, None, {}, {}, {}, {})
        convert(InputFile(path, path.name), keys, date(2024, 1, 1), Path(folder), Limits())
    gc.freeze()


if sys.platform == "win32":

    def child_context() -> context.BaseContext:
        """How the children of one pool are started."""
        return multiprocessing.get_context("spawn")

else:

    class _ServerContext(context.ForkServerContext):
        """Keeps the locks of its pool as long as the pool.

        pebble lets go of them before it ends its children: one that is only just starting would not
        find them by their names any more, and die with a traceback.
        """

        def __init__(self) -> None:
            super().__init__()
            self._locks: list[object] = []

        def RLock(self) -> object:  # type: ignore[override] # noqa: N802 - as it is named there
            """A lock that goes with this context."""
            lock = super().RLock()
            self._locks.append(lock)
            return lock

    def child_context() -> context.BaseContext:
        """How the children of one pool are started; a context a pool."""
        return _ServerContext()


def _be_quiet() -> None:
    """What children and the libraries in them say as they die is for developers (--debug): what
    became of a child is told by the run, and of one that is only just starting when the run is
    stopped nothing is to be told.
    """
    with open(os.devnull, "wb") as nothing:  # noqa: PTH123 - a number is needed, no path
        os.dup2(nothing.fileno(), sys.stderr.fileno() if sys.stderr else 2)


if _IS_SERVER in os.environ:
    if os.environ[_IS_SERVER] == _QUIET:
        _be_quiet()
    warm_up()
