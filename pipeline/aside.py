"""Work done beside this process, in a copy of it."""

from __future__ import annotations

import multiprocessing
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection


@contextmanager
def aside(function: Callable[..., None], *arguments: Any) -> Iterator[None]:
    """The function runs while the context does; what it raises is raised at the context's end.

    Where processes can't be copied (Windows), it runs first.
    """
    if "fork" not in multiprocessing.get_all_start_methods():
        function(*arguments)
        yield
        return
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_run, args=(there, function, arguments), daemon=True)
    process.start()
    there.close()
    try:
        yield
    except BaseException:
        process.kill()
        raise
    finally:
        process.join()
    error = here.recv() if here.poll() else EOFError("the process ended before its work")
    if error is not None:
        raise error


def _run(there: Connection, function: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    try:
        function(*arguments)
    except Exception as error:  # noqa: BLE001 - raised again where it was asked for
        there.send(error)
    else:
        there.send(None)
