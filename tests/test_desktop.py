"""What a double click does before the command runs."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import tempfile
import zipfile
from datetime import date
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from pipeline import cli, desktop
from pipeline.publish.last_run import LastRun
from pipeline.usage import Day
from tests.builders import dossier, export, plan_bytes
from tests.command import ROOT


@pytest.fixture
def root(tmp_path):
    """A folder of the project, with a space and Vietnamese letters in its path."""
    root = tmp_path / "Hồ sơ của xã" / "phu luc"
    (root / "inputs").mkdir(parents=True)
    (root / "requirements.txt").write_text("", encoding="utf-8")
    return root


def _files(folder):
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


@given(
    st.lists(
        st.tuples(st.sampled_from(["a.csv", "A (2).csv", "b.xlsx"]), st.binary(max_size=1)),
        max_size=8,
    )
)
def test_whatever_is_dropped_is_in_inputs_and_nothing_was_overwritten(drops):
    """Each content once under some name; a name that is there keeps its content."""
    with tempfile.TemporaryDirectory() as temporary:
        inputs = Path(temporary) / "inputs"
        inputs.mkdir()
        for number, (name, content) in enumerate(drops):
            before = _files(inputs)
            path = Path(temporary) / f"{number}" / name
            path.parent.mkdir()
            path.write_bytes(content)
            (said,) = desktop.copied([path], inputs)
            after = _files(inputs)
            assert before.items() <= after.items()
            assert len(after) - len(before) == said.startswith("Đã chép")
            assert content in after.values()


def test_a_folder_is_copied_with_what_is_in_it(root, tmp_path):
    """But for lock files and hidden ones."""
    folder = tmp_path / "Tháng 4"
    (folder / "sâu").mkdir(parents=True)
    for name in ("a.csv", "sâu/b.csv", "~$a.xlsx", ".an"):
        (folder / name).write_bytes(b"x")
    said = list(desktop.copied([folder], root / "inputs"))
    assert _files(root / "inputs") == {"Tháng 4/a.csv": b"x", "Tháng 4/sâu/b.csv": b"x"}
    assert len(said) == 2


def test_what_lies_in_inputs_stays_where_it_is(root):
    """Dropping it copies nothing."""
    (root / "inputs" / "a.csv").write_bytes(b"x")
    (said,) = desktop.copied([root / "inputs" / "a.csv"], root / "inputs")
    assert "đã ở trong" in said
    assert _files(root / "inputs") == {"a.csv": b"x"}


@pytest.mark.parametrize(
    ("name", "message"),
    [("ke-hoach.xlsx", "tên của tệp kế hoạch"), ("khong-co.csv", "Tên có dấu &, ^ hoặc %")],
)
def test_what_is_not_copied_stops_the_run_and_says_why(root, tmp_path, capsys, name, message):
    """A plan would be read as an export; a name that the batch file cut in two names nothing."""
    (tmp_path / "ke-hoach.xlsx").write_bytes(b"x")
    assert desktop.run(["report", str(tmp_path / name)], root) == 2
    assert message in capsys.readouterr().out
    assert _files(root / "inputs") == {}


def _wheel(folder):
    """A wheel of a package of one module, and its line of a lock."""
    path = folder / "mau-1-py3-none-any.whl"
    folder.mkdir()
    info = "mau-1.dist-info"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("mau.py", "SO = 35")
        wheel.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: mau\nVersion: 1\n")
        wheel.writestr(
            f"{info}/WHEEL",
            "Wheel-Version: 1.0\nGenerator: t\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        wheel.writestr(
            f"{info}/RECORD", f"mau.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n"
        )
    return f"mau==1 --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


def test_the_first_run_makes_the_environment_from_the_folder_of_wheels(root, tmp_path):
    """Without a network, by hash, in a path with spaces and Vietnamese letters; the command runs in
    it, beside the project; the second run installs nothing.
    """
    (root / "requirements.txt").write_text(_wheel(root / "wheels"), "utf-8")
    (root / "pipeline").mkdir()
    for name in ("__init__", "desktop"):
        (root / "pipeline" / f"{name}.py").write_bytes(
            (ROOT / "pipeline" / f"{name}.py").read_bytes()
        )
    (root / "pipeline" / "__main__.py").write_text(
        "import mau, sys; print(mau.SO, *sys.argv[1:])", "utf-8"
    )
    (tmp_path / "bản xuất.csv").write_bytes(b"x")
    command = [sys.executable, "-m", "pipeline.desktop", "report", tmp_path / "bản xuất.csv"]
    runs = [
        subprocess.run(command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False)
        for _ in range(2)
    ]  # fmt: skip
    assert [run.returncode for run in runs] == [0, 0], runs
    assert "35 report --open" in runs[0].stdout
    assert ["Lần đầu chạy" in run.stdout for run in runs] == [True, False]
    assert _files(root / "inputs") == {"bản xuất.csv": b"x"}


def test_what_cannot_be_installed_is_said_and_tried_again(root, capsys):
    """A wheel that is not what the lock names: the window shows why, and the next run begins anew."""
    lock = _wheel(root / "wheels")
    (root / "requirements.txt").write_text(lock[:-9] + "00000000\n", "utf-8")
    for _ in range(2):
        assert desktop.run(["report"], root) == 2
        said = capsys.readouterr().out
        assert "không cài đặt được" in said
        assert "wheels/" in said


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (subprocess.CalledProcessError(1, "ensurepip"), "thiếu venv hoặc pip"),
        (PermissionError(13, "Permission denied", ".venv"), "không ghi được .venv"),
        (KeyboardInterrupt(), "Đã dừng theo yêu cầu"),
    ],
)
def test_whatever_stops_the_set_up_is_one_vietnamese_message(
    root, monkeypatch, capsys, error, message
):
    """Status 2, no traceback, no word of the system's own."""

    def create(*_arguments, **_options):
        raise error

    monkeypatch.setattr(desktop.venv, "create", create)
    assert desktop.run(["report"], root) == 2
    said = capsys.readouterr().out
    assert message in said
    assert "denied" not in said


@pytest.mark.parametrize("is_new", [True, False])
def test_the_workbook_is_opened_at_the_end(monkeypatch, is_new):
    """Of a new report, and of one that is as it was; where nothing opens it, its name is said."""
    opened = []
    monkeypatch.setattr(cli.click, "launch", lambda file: opened.append(file) or len(opened) - 1)
    monkeypatch.setattr(cli, "_new_report", lambda _values: _last("moi.xlsx"))
    monkeypatch.setattr(
        "pipeline.publish.last_run.unchanged", lambda _options: None if is_new else _last("cu.xlsx")
    )
    first, second = (CliRunner().invoke(cli.cli, ["report", "--open"]) for _ in range(2))
    assert opened == ["moi.xlsx" if is_new else "cu.xlsx"] * 2
    assert "Không tự mở được" not in first.output
    assert "Không tự mở được" in second.output


def _last(workbook):
    return LastRun("", {}, workbook)


def test_the_drafted_plan_is_opened(tmp_path, monkeypatch):
    """The new one; where there is nothing new, the plan that there is."""
    opened = []
    monkeypatch.setattr(cli.click, "launch", lambda file: opened.append(Path(file).name) or 0)
    (tmp_path / "a.csv").write_bytes(export("dossiers", dossier()))
    arguments = ["plan", "draft", "--open", "--inputs", str(tmp_path)]
    assert CliRunner().invoke(cli.cli, arguments).exit_code == 0
    (tmp_path / "ke-hoach.xlsx").write_bytes(plan_bytes())
    assert CliRunner().invoke(cli.cli, arguments).exit_code == 0
    assert opened == ["ke-hoach.xlsx", "ke-hoach.xlsx"]


class _Terminal(io.StringIO):
    """What somebody types before a window, where `is_one`."""

    def __init__(self, typed, *, is_one=True):
        super().__init__(typed)
        self.isatty = lambda: is_one


def _started(root, monkeypatch, command, terminal):
    """The arguments of the command that a double click starts."""
    commands = []
    monkeypatch.setattr(desktop, "environment", lambda _root: Path(sys.executable))
    monkeypatch.setattr(
        desktop.subprocess, "run",
        lambda line, **_options: commands.append(line) or subprocess.CompletedProcess(line, 0),
    )  # fmt: skip
    monkeypatch.setattr(sys, "stdin", terminal)
    assert desktop.run([command], root) == 0
    return commands[0][3:]


@pytest.mark.parametrize(
    ("typed", "option", "asked"),
    [
        ("\n", [], 1),
        ("", [], 1),
        (" 16/5/2024 \n", ["--as-of", "2024-05-16"], 1),
        ("mai\n31/02/2024\n2024-05-16\n", ["--as-of", "2024-05-16"], 3),
        ("16/05/0204\n\n", [], 2),
    ],
)
def test_the_day_of_the_report_is_asked_until_one_is_named_or_none(
    root, monkeypatch, capsys, typed, option, asked
):
    """Enter or the end of what is typed: the latest day; what is no day is said with an example."""
    assert _started(root, monkeypatch, "report", _Terminal(typed)) == ["report", "--open", *option]
    said = capsys.readouterr().out
    assert said.count("Ngày số liệu (Enter = ngày mới nhất): ") == asked
    assert said.count("không phải là ngày; ví dụ: 16/05/2024") == asked - 1


@pytest.mark.parametrize(
    ("command", "terminal"),
    [
        ("report", _Terminal("16/05/2024\n", is_one=False)),
        ("plan", _Terminal("16/05/2024\n")),
        ("report", None),
    ],
)
def test_nobody_is_asked_without_a_terminal_nor_for_a_plan(
    root, monkeypatch, capsys, command, terminal
):
    """A scheduled run waits for nobody."""
    assert _started(root, monkeypatch, command, terminal) == [*desktop.COMMANDS[command]]
    assert "Ngày số liệu" not in capsys.readouterr().out


def test_workbooks_are_verified_where_they_lie(root, tmp_path, monkeypatch):
    """Each by itself, nothing is copied into inputs/, and the status is that of the worst."""
    commands, statuses = [], iter([0, 1])
    monkeypatch.setattr(desktop, "environment", lambda _root: Path(sys.executable))
    monkeypatch.setattr(
        desktop.subprocess, "run",
        lambda line, **_options: commands.append(line[3:])
        or subprocess.CompletedProcess(line, next(statuses)),
    )  # fmt: skip
    books = [str(tmp_path / "a b.xlsx"), str(tmp_path / "-c.xlsx")]
    for book in books:
        Path(book).write_bytes(b"x")
    assert desktop.run(["verify", *books], root) == 1
    assert commands == [["verify", "--", book] for book in books]
    assert not [*root.rglob("*.xlsx")]


def test_without_a_workbook_nothing_is_verified(root, capsys):
    """It says what to drop, and where the exports must be."""
    assert desktop.run(["verify"], root) == 2
    assert "thả lên kiem-chung.cmd" in capsys.readouterr().out


@given(
    st.dates(min_value=date(1000, 1, 1)),
    st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d", "%Y/%m/%d", "{0.day}/{0.month}/{0.year}"]),
)
def test_a_day_is_read_as_the_option_reads_it(day, form):
    """Whichever way it is written: the same day, or refused by both."""
    typed = form.format(day) if "{" in form else day.strftime(form)
    try:
        expected = Day().convert(typed, None, None)
    except click.UsageError:
        expected = None
    assert desktop.read_day(typed) == expected


@given(st.dates(date(2000, 1, 1), date(2068, 12, 31)))
def test_a_year_of_two_digits_is_of_this_century(day):
    """As the option has it."""
    typed = day.strftime("%d/%m/%y")
    assert desktop.read_day(typed) == Day().convert(typed, None, None) == day
