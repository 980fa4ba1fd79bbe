"""Standard output and error that may be closed or full: a report is not lost with its screen."""

from __future__ import annotations

import io
import os
import sys
from typing import Any


class _Raw(io.RawIOBase):
    """What nobody takes any more is let go; `is_lost`: something was."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self.is_lost = False

    def writable(self) -> bool:
        """Always."""
        return True

    def fileno(self) -> int:
        """The stream's own."""
        return int(self._raw.fileno())

    def isatty(self) -> bool:
        """Whether somebody looks at it."""
        return bool(self._raw.isatty())

    def write(self, data: Any) -> int:
        """All of it, whether or not it arrived."""
        try:
            return int(self._raw.write(data) or 0)
        except BrokenPipeError:
            pass  # whoever read has enough
        except OSError:
            self.is_lost = True
        return len(memoryview(data))


def set_up() -> None:
    """Both as UTF-8, whatever they are and wherever they lead."""
    for name in ("stdout", "stderr"):
        setattr(sys, name, _tolerant(getattr(sys, name)))


def silence() -> None:
    """What libraries say on the way out, of temporary files that they could not remove, is for
    developers.
    """
    if "--debug" not in sys.argv:
        sys.stderr.flush()
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - to the end


def is_lost() -> bool:
    """Whether something that was printed could not be written, with nobody having closed it."""
    raw = _raw(sys.stdout)
    return isinstance(raw, _Raw) and raw.is_lost


def _raw(stream: Any) -> Any:
    """What a text stream writes its bytes to, None where it has nothing of the sort."""
    bytes_of = getattr(stream, "buffer", None)
    return getattr(bytes_of, "raw", bytes_of)  # without PYTHONUNBUFFERED there is one in between


def _tolerant(stream: Any) -> Any:
    if stream is None:  # closed before the start
        return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - as long as the process
    raw = _raw(stream)
    if raw is None or isinstance(raw, _Raw):
        return stream
    buffered = io.BufferedWriter(_Raw(raw))
    is_seen = stream.isatty() or stream is sys.stderr
    return io.TextIOWrapper(buffered, "utf-8", "replace", line_buffering=is_seen)
