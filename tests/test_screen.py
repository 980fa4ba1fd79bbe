"""What a watched run shows while it goes on."""

from __future__ import annotations

import io

from rich.console import Console
from rich.progress import Progress

from pipeline.screen import Watched


def _shown(*stages):
    stream = io.StringIO()
    bar = Progress("Đọc tệp", console=Console(file=stream, force_terminal=True, width=80))
    with bar:
        watched = Watched(bar)
        watched.on_file(1, 2, 10)
        for stage in stages:
            watched.on_stage(stage)
    return stream.getvalue()


def test_files_then_counting_then_writing():
    """It never stands still: after the files it says what is being done."""
    shown = _shown("convert", "aggregate", "report")
    assert shown.index("Đọc tệp") < shown.index("Đang tính…") < shown.index("Đang ghi…")


def test_a_stage_without_words_leaves_the_bar():
    """Reading has its own."""
    assert "Đang" not in _shown("plan", "convert")
