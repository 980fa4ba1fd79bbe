"""Ctrl+C and a request to end (SIGTERM): one line, whole outputs, the status that shells know."""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from threading import Timer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

STOPPED = "Đã dừng theo yêu cầu; các báo cáo trong thư mục kết quả còn nguyên vẹn."
_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_OF_A_SIGNAL = 128  # what shells add to its number
_AGAIN = 0.05  # seconds


class Stopped(KeyboardInterrupt):
    """Somebody wants the run to end."""


class _State:
    """What was asked for, 0 for nothing, and whether it has to wait."""

    asked = 0
    is_held = False


def listen() -> None:
    """From now on both raise Stopped, once; what is asked for meanwhile changes nothing."""
    sys.unraisablehook = _ignored
    for number in _SIGNALS:
        signal.signal(number, _stop)


def _ignored(lost: Any) -> None:
    """Where something is just being deleted, Python prints what is raised and goes on: then who
    wants the run to end asks again a moment later.
    """
    if not isinstance(lost.exc_value, Stopped):
        sys.__unraisablehook__(lost)
        return
    signal.signal(_State.asked, _stop)
    again = Timer(_AGAIN, signal.raise_signal, (_State.asked,))
    again.daemon = True
    again.start()


def deaf() -> None:
    """From now on neither does anything: all is done but the end of the process."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def status() -> int:
    """Of a process that was asked to end: 130 or 143; 0 where it was not."""
    return _OF_A_SIGNAL + _State.asked if _State.asked else 0


@contextmanager
def held() -> Iterator[None]:
    """While outputs take their places, all or none of them: who asks waits for the end of it."""
    _State.is_held = True
    try:
        yield
    finally:
        _State.is_held = False
    if _State.asked:
        raise Stopped


def _stop(number: int, _: Any) -> None:
    deaf()
    _State.asked = number
    if not _State.is_held:
        raise Stopped
