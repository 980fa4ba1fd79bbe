"""A page in real Chromium, spoken to through pipes (DevTools Protocol)."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
from contextlib import contextmanager
from itertools import count
from threading import Timer
from typing import IO, TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_SWITCHES = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--remote-debugging-pipe",
)  # fmt: skip
_LONGEST = 600  # seconds; then it is stuck
# Chromium reads commands from descriptor 3 and answers on 4.
_WITH_PIPES = """
import os, sys
read, write = (os.dup2(int(number), 100 + place) for place, number in enumerate(sys.argv[1:3]))
os.dup2(read, 3)
os.dup2(write, 4)
os.execvp(sys.argv[3], sys.argv[3:])
"""


def _chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None and not os.environ.get("CI"):
        pytest.skip("Chromium is not installed (apt install chromium)")
    return found or "chromium"


class Page:
    """One tab; `requests` and `said` are what it asked for and what stands on its console."""

    def __init__(self, to_browser: IO[bytes], from_browser: IO[bytes]) -> None:
        self._out, self._in = to_browser, from_browser
        self._numbers = count(1)
        self._session: str | None = None
        self._events: list[dict[str, Any]] = []
        self.requests: list[str] = []
        self.said: list[str] = []
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)[
            "sessionId"
        ]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.send(f"{domain}.enable")

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """The answer to a command; what happens until then is noted."""
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        self._out.write(json.dumps(message).encode() + b"\0")
        while (answer := self._next()).get("id") != number:
            pass
        assert "error" not in answer, answer
        return answer["result"]

    def _next(self) -> dict[str, Any]:
        text = bytearray()
        while (byte := self._in.read(1)) != b"\0":
            assert byte, "Chromium has gone"
            text += byte
        message = json.loads(text)
        self._note(message.get("method"), message.get("params", {}))
        return message

    def _note(self, method: str | None, about: dict[str, Any]) -> None:
        if method == "Network.requestWillBeSent":
            self.requests.append(about["request"]["url"])
        elif method in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"):
            self.said.append(json.dumps(about, ensure_ascii=False))
        elif method == "Page.loadEventFired":
            self._events.append(about)

    def open(self, path: Path, chosen: str = "") -> None:
        """Loads a file from the disk, with what stands behind its #."""
        self._load("about:blank")  # so that the same file with another # is loaded, too
        self.requests.clear()
        self.said.clear()
        self._load(f"{path.as_uri()}{chosen}")

    def _load(self, address: str) -> None:
        self._events.clear()
        self.send("Page.navigate", url=address)
        while not self._events:
            self._next()

    def size(self, width: int, height: int) -> None:
        """The window's, in pixels."""
        self.send(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
            mobile=False,
        )  # fmt: skip

    def value(self, expression: str) -> Any:
        """Of an expression, once what it began has been done."""
        wrapped = f"new Promise(done => {{ const value = ({expression}); setTimeout(() => done(value), 50); }})"
        answer = self.send(
            "Runtime.evaluate", expression=wrapped, returnByValue=True, awaitPromise=True
        )
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def picture(self) -> bytes:
        """What is to be seen, as PNG."""
        return base64.b64decode(self.send("Page.captureScreenshot")["data"])

    def pdf(self) -> bytes:
        """As it prints by itself: paper and margins are the page's."""
        answer = self.send("Page.printToPDF", preferCSSPageSize=True, printBackground=False)
        return base64.b64decode(answer["data"])


@contextmanager
def browser(folder: Path) -> Iterator[Page]:
    """A tab of a Chromium of its own, whose profile is in `folder`."""
    chromium = _chromium()
    (their_in, our_out), (our_in, their_out) = os.pipe(), os.pipe()
    started = subprocess.Popen(
        [sys.executable, "-c", _WITH_PIPES, str(their_in), str(their_out), chromium, *_SWITCHES,
         f"--user-data-dir={folder / 'profile'}"],
        pass_fds=(their_in, their_out), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(their_in)
    os.close(their_out)
    watch = Timer(_LONGEST, started.kill)
    watch.start()
    try:
        with os.fdopen(our_out, "wb", buffering=0) as out, os.fdopen(our_in, "rb") as answers:
            yield Page(out, answers)
    finally:
        watch.cancel()
        started.terminate()
        started.wait(30)
