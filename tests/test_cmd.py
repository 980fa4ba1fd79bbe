"""The batch files that staff on Windows click: what can be known of them without Windows."""

from __future__ import annotations

import re

import click
import pytest

from pipeline import desktop
from pipeline.cli import cli
from tests.command import ROOT

FILES = {"bao-cao.cmd": "report", "ke-hoach.cmd": "plan", "kiem-chung.cmd": "verify"}


@pytest.fixture(params=FILES)
def batch(request):
    """A batch file: its bytes and its command."""
    return (ROOT / request.param).read_bytes(), FILES[request.param]


def _lines(content):
    return content.decode("ascii").split("\r\n")


def test_lines_end_as_windows_wants_them(batch):
    """CR LF everywhere, else labels are not found; git keeps it so."""
    content, _ = batch
    assert content.count(b"\n") == content.count(b"\r\n") == content.count(b"\r") > 10
    assert content.endswith(b"\r\n")
    assert "*.cmd text eol=crlf" in (ROOT / ".gitattributes").read_text("utf-8").splitlines()


def test_all_is_ascii_and_what_follows_is_utf_8(batch):
    """cmd.exe reads a batch file by the computer's old code page; Vietnamese comes from elsewhere,
    once the window shows UTF-8.
    """
    content, _ = batch
    lines = _lines(content)
    assert lines[:2] == ["@echo off", "chcp 65001 >nul"]
    assert "set PYTHONUTF8=1" in lines


def test_it_works_from_any_folder(batch):
    """It goes to its own folder first, in quotes; every path is quoted or one word of ours."""
    content, _ = batch
    lines = _lines(content)
    assert lines[3] == 'pushd "%~dp0" || goto failed'
    assert [line for line in lines if "%~" in line] == [lines[3]]
    assert all(line.count('"') % 2 == 0 for line in lines)


def test_files_that_are_dropped_onto_it_are_handed_over(batch):
    """As they come, to the module that copies them; nothing else is handed over."""
    content, command = batch
    (line,) = [line for line in _lines(content) if "%*" in line]
    assert line == f"%PY% -m pipeline.desktop {command} %*"


def test_the_window_stays_open_where_something_is_wrong(batch):
    """Any status but 0, also a negative one of a crash, and a missing Python, end in a pause."""
    content, _ = batch
    lines = _lines(content)
    run = next(n for n, line in enumerate(lines) if "pipeline.desktop" in line)
    assert lines[run + 1] == 'if not "%errorlevel%"=="0" goto failed'
    labels = {line[1:] for line in lines if line.startswith(":")}
    assert {name for line in lines for name in re.findall(r"goto (\w+)", line)} == labels
    tail = lines[lines.index(":missing") :]
    assert tail == [":missing", 'type "docs\\can-python.txt"', ":failed", "pause", "exit /b 1", ""]


def test_what_it_names_is_there(batch):
    """Files, the module, and the options that this hands to the command line."""
    content, command = batch
    for name in re.findall(r'type "([^"]+)"', content.decode("ascii")):
        text = (ROOT / name.replace("\\", "/")).read_text("utf-8")
        assert "Python 3.11" in text
    found = cli
    for word in desktop.COMMANDS[command]:
        if word.startswith("--"):
            assert word in {name for p in found.params for name in p.opts}
        else:
            assert isinstance(found, click.Group)
            found = found.commands[word]
    assert not isinstance(found, click.Group)


def test_all_are_the_same_but_for_the_command():
    """So that what holds of one holds of the others."""
    texts = {(ROOT / n).read_text("ascii").replace(f"desktop {c}", "") for n, c in FILES.items()}
    assert len(texts) == 1
