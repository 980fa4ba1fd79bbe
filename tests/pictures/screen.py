"""The text that a command shows on a terminal, colours and all, as a picture."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT  # without its fonts, which are on the network
from rich.console import Console
from rich.text import Text

_ROOT = Path(__file__).resolve().parents[2]
_WIDTH = 100  # characters


def screen(*arguments: str, folder: Path) -> str:
    """What `pipeline` writes to a terminal that is run in `folder`, with its control characters."""
    environment = os.environ | {
        "COLUMNS": str(_WIDTH), "PYTHONPATH": str(_ROOT), "TERM": "xterm-256color",
    }  # fmt: skip
    ours, terminal = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "pipeline", *arguments],
        cwd=folder, env=environment, stdout=terminal, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        os.close(terminal)
        written = b"".join(iter(lambda: _read(ours), b""))
    os.close(ours)
    if process.returncode != 0:
        raise subprocess.CalledProcessError(process.returncode, process.args, written)
    return written.decode().replace("\r\n", "\n")


def _read(terminal: int) -> bytes:
    """The next piece; none once nobody writes any more, which Linux calls an error."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def drawn(seen: str, path: Path, *, title: str, first: str, last: str) -> None:
    """An SVG of the lines from the first that has `first` in it to the first after it with `last`."""
    lines = seen.splitlines()
    begin = next(number for number, line in enumerate(lines) if first in line)
    end = next(number for number, line in enumerate(lines) if number > begin and last in line)
    console = Console(
        record=True, width=_WIDTH, file=io.StringIO(), force_terminal=True, highlight=False
    )
    console.print(Text.from_ansi("\n".join(lines[begin : end + 1])))
    layout = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    layout = layout.replace("Fira Code", "Consolas, Liberation Mono")
    svg = console.export_svg(title=title, code_format=layout, unique_id="screen")
    path.write_text(re.sub(r"[ \t]+$", "", svg, flags=re.MULTILINE), encoding="utf-8")
