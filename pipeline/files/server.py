"""The server that child processes come from: it imports everything once and forks clean children.

Windows, which can't fork, starts each child anew.
"""

from __future__ import annotations

import multiprocessing
import sys
from multiprocessing import forkserver


def start() -> None:
    """Starts the server, so that it imports while this process does; once is enough."""
    if sys.platform != "win32":
        forkserver.set_forkserver_preload(["pipeline.files.preload"])
        forkserver.ensure_running()


def context() -> multiprocessing.context.BaseContext:
    """How children are started."""
    return multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
