"""What is wrong on the command line is said in Vietnamese, and so is the help."""

from __future__ import annotations

import re

import click
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.cli import cli
from pipeline.usage import message

# Words of click's own messages and help, which is English.
ENGLISH = re.compile(
    r"\b(is|not|in|the|of|one|no|such|option|options|command|commands|missing|argument|arguments|got|"
    r"unexpected|extra|requires|takes?|does|value|invalid|valid|integer|range|file|directory|path|text|"
    r"usage|show|this|exit|required|error|try|for|help|did|you|mean|boolean)\b",
    re.IGNORECASE,
)
NAMES = re.compile(r"--[\w-]+|“[^”]*”|pipeline[ \w]*|\[[\w|]*\]")  # of ours, not click's words


def _said(arguments):
    """The message of a faulty command line."""
    with pytest.raises(click.ClickException) as caught:
        cli.main(arguments, prog_name="pipeline", standalone_mode=False)
    return message(caught.value)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("report x y", "thừa “x”, “y”; đường dẫn có dấu cách phải đặt trong dấu nháy kép"),
        ("report --inputs", "--inputs thiếu giá trị ở sau"),
        ("report --strict=3", "--strict không nhận giá trị; chỉ ghi --strict"),
        ("report --engine x", "--engine: giá trị không dùng được. không có “x”; chọn một trong: duckdb, spark"),
        ("report --jobs 0", "--jobs: giá trị không dùng được. “0” không phải là số nguyên từ 1 đến 256"),
        ("report --jobs a", "--jobs: giá trị không dùng được. “a” không phải là số nguyên từ 1 đến 256"),
        ("report --file-cells 0", "--file-cells: giá trị không dùng được. “0” không phải là số nguyên từ 1 trở lên"),
        ("report --inputs {file}", "--inputs: giá trị không dùng được. “{file}” là tệp, không phải thư mục"),
        ("report --plan {folder}", "--plan: giá trị không dùng được. “{folder}” là thư mục, không phải tệp"),
        ("verify {folder}", "TỆP: giá trị không dùng được. “{folder}” là thư mục, không phải tệp"),
        ("report --as-of x", "--as-of: giá trị không dùng được. “x” không phải là ngày; ví dụ: 16/05/2024 hoặc 2024-05-16"),
        ("report --plam x", "không có tùy chọn --plam: gần nhất là “--plan”"),
        ("repor", "không có lệnh “repor”: gần nhất là “report”"),
        ("plan x", "không có lệnh “x”: chỉ có “new”, “check”, “draft”"),
        ("plan new", "thiếu TỆP"),
        ("trace", "thiếu --indicator: Tên chỉ tiêu như trong Phụ lục II, hoặc mã như ở trang Định nghĩa."),
    ],
)  # fmt: skip
def test_each_mistake_has_its_message(tmp_path, arguments, said):
    """What is wrong, and whose options to look at."""
    places = {"file": tmp_path / "a", "folder": tmp_path}
    places["file"].write_bytes(b"")
    first, last = _said(arguments.format(**places).split()).split("\n")
    command = re.match(r"(plan )?(report|trace|new|verify)?", arguments)[0].strip()
    command = "" if arguments.startswith("repor ") or arguments == "repor" else command
    assert first == said.format(**places)
    assert last == f"Xem các tùy chọn: {f'pipeline {command}'.strip()} --help"


OPTIONS = sorted({o for c in cli.commands.values() for p in c.params for o in p.opts})


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from([*cli.commands, *OPTIONS, "new", "--x", "-q", "--strict=1", "q", "0", "--"]),
        min_size=1, max_size=4,
    )
)  # fmt: skip
def test_no_word_of_english_is_in_any_message(arguments):
    """Whatever is written: where click refuses it, the words are ours."""
    parsing = CliRunner().invoke(_only_parses(cli), arguments, standalone_mode=False)
    if isinstance(parsing.exception, click.exceptions.NoArgsIsHelpError):
        said = parsing.exception.format_message()
    elif isinstance(parsing.exception, click.ClickException):
        said = message(parsing.exception)
    else:
        assert parsing.exception is None
        said = parsing.output
    assert not ENGLISH.findall(NAMES.sub("", said.replace("\n", " "))), said


def _only_parses(group):
    """The commands, which do nothing but read their options."""
    same = {name: _only_parses(c) if isinstance(c, click.Group) else _idle(c)
            for name, c in group.commands.items()}  # fmt: skip
    return type(group)(group.name, commands=same, params=group.params, help=group.help)


def _idle(command):
    return type(command)(
        command.name, params=command.params, callback=lambda **_: None, help=command.help
    )


def _every(group, path=()):
    yield path
    for name, command in group.commands.items():
        yield from (
            _every(command, (*path, name)) if isinstance(command, click.Group) else [(*path, name)]
        )


@pytest.mark.parametrize("path", _every(cli), ids=" ".join)
def test_no_word_of_english_is_in_the_help(path):
    """Usage, headings, names of values and texts."""
    shown = CliRunner().invoke(cli, [*path, "--help"], prog_name="pipeline").output
    rest = re.sub(r"cumulative|total|unit|official|field|procedure|Excel|Phụ lục II", "", shown)
    names = re.compile(rf"^  ({'|'.join(cli.commands)}|new|draft)\b", re.MULTILINE)
    assert not ENGLISH.findall(NAMES.sub("", names.sub("", rest))), shown
    assert not re.search(r"\b[A-Z]{4,}\b", NAMES.sub("", rest).replace("MIB", "")), shown
