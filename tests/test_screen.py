"""What a run shows while it goes on, and at its end."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console
from rich.progress import Progress

from pipeline.notices import UNRELIABLE
from pipeline.publish.last_run import LastRun
from pipeline.run import Report
from pipeline.screen import Watched, report_shown
from tests.builders import csv_bytes, dossier, export, plan
from tests.outcomes import outcome


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


# Each wrong in its own way: rows that are rejected, then rows that are kept.
_REJECTED = [{"channel": "Fax"}, {"due": "?"}, {"received": "?"}, {"code": None}, {"ended": "?"},
             {"fee": "tám"}]  # fmt: skip
_KEPT = [{"status": "Lạ"}, {"procedure": "9.999999"}, {"due": "01/01/2024"}]
_BAD_FILES = {f"la{n}.csv": csv_bytes([["a", "b"], [n, "2"]]) for n in range(6)}


def _lines_shown(folder, faults, bad_files=(), warnings=()):
    """The screen's lines for a file with a row of each of the faults."""
    rows = [dossier(**{"code": f"A{n}", **fault}) for n, fault in enumerate([{}, *faults])]
    files = {"a.csv": export("dossiers", *rows)} | {name: _BAD_FILES[name] for name in bad_files}
    campaign = replace(plan(folder), warnings=tuple(warnings))
    results = outcome(folder, files, campaign=campaign).results(campaign)
    report = Report(results, Path("a.xlsx"), Path("a.docx"), Path("a.txt"), (), LastRun("", {}, ""))
    return report_shown(report).splitlines()


@pytest.mark.parametrize(
    ("faults", "shown", "rest"),
    [
        ([], 0, ""),
        ([*_REJECTED[:4], *_KEPT[:2]], 6, "Mọi nguyên nhân"),
        (_REJECTED, 4, "… và 2 lỗi khác. Mọi nguyên nhân"),
        (_KEPT, 2, "… và 1 cảnh báo khác. Mọi nguyên nhân"),
        ([*_REJECTED, *_KEPT], 6, "… và 2 lỗi, 1 cảnh báo khác. Mọi nguyên nhân"),
    ],
)
def test_the_first_causes_are_shown_and_how_many_more_stand_on_which_sheet(
    tmp_path, faults, shown, rest
):
    """Four of errors and two of warnings; where nothing is wrong, no line."""
    lines = _lines_shown(tmp_path, faults)
    causes = [line for line in lines if line.startswith(("  Lỗi: ", "  Cảnh báo: "))]
    last = [line for line in lines if "trang “Lỗi dữ liệu”" in line]
    assert len(causes) == shown
    assert [line.strip().startswith(rest) for line in last] == [True] * bool(rest)


def test_all_is_to_be_seen_at_once_and_no_whole_file_is_left_out(tmp_path):
    """However much is wrong: at most forty lines, with the banner, each file that is not read, and
    how many notices stand elsewhere.
    """
    warnings = [f"lưu ý {n}" for n in range(50)]
    lines = _lines_shown(tmp_path, [*_REJECTED, *_KEPT], _BAD_FILES, warnings)
    assert len(lines) <= 40
    assert lines[1].startswith(UNRELIABLE)
    for name in _BAD_FILES:
        assert any(line.startswith(f"  Lỗi: {name}: ") for line in lines)
    notices = [line for line in lines if line.startswith("Lưu ý: ")]
    lacking = 4  # kinds of export
    rest = len(warnings) + lacking - len(notices)
    assert (len(notices), f"… và {rest} lưu ý khác: trang “Tóm tắt”." in lines) == (6, True)
