"""A hostile file in the place of the plan: one message that names it, whatever it does to readers."""

from __future__ import annotations

import io
import os
import re
import sys
import zipfile

import openpyxl
import pytest

from pipeline.files.children import plan_of
from pipeline.files.plan_file import read_plan_file
from pipeline.model import Limits, PipelineError
from tests.builders import dossier, export, plan_bytes, table
from tests.command import pipeline
from tests.formats import html_page, ods, repacked, text, xls, xls_that_kills, xlsb
from tests.ingest.test_guards import HOSTILE

FIRST_SHEET, TARGETS = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet3.xml"
ROWS = table("dossiers", [dossier()])


def _changed(entry, pattern, replacement):
    """The plan with something else in an entry of its package."""

    def change(name, part):
        return re.sub(pattern, replacement, part, count=1) if name == entry else part

    content = repacked(plan_bytes(), change)
    assert content != plan_bytes()
    return content


def _bomb():
    zeros = bytes(600 << 20)
    return repacked(plan_bytes(), lambda name, part: zeros if name == FIRST_SHEET else part)


_ENTITY = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet'
# Plans with sound sheets but for what is said, and the reason that is told.
PLANS = {
    "empty": (b"", "tệp rỗng"),
    "zeros": (bytes(5000), "tệp rỗng"),
    "text": ("Mục;Giá trị\n".encode(), "không phải .xlsx"),
    "csv": (text(ROWS), "không phải .xlsx"),
    "page": (html_page(ROWS), "không phải .xlsx"),
    "photo": (bytes.fromhex("ffd8ff") + bytes(99), "đây là ảnh"),
    "xls": (xls(ROWS), "là .xls đời cũ"),
    "xls that kills": (xls_that_kills(ROWS), "là .xls đời cũ"),
    "cut 25%": (plan_bytes()[: len(plan_bytes()) // 4], "chưa chép xong"),
    "cut 50%": (plan_bytes()[: len(plan_bytes()) // 2], "chưa chép xong"),
    "cut 90%": (plan_bytes()[: len(plan_bytes()) * 9 // 10], "chưa chép xong"),
    "sheet cut": (
        repacked(plan_bytes(), lambda n, p: p[: len(p) // 2] if n == FIRST_SHEET else p),
        "chưa chép xong",
    ),
    "bomb": (_bomb, "bung ra quá 512 MiB"),
    "strings": (
        _changed("xl/sharedStrings.xml", rb'uniqueCount="\d+"', b'uniqueCount="4294967295"'),
        "4294967295 chuỗi",
    ),
    "entity in strings": (
        _changed("xl/sharedStrings.xml", rb"<sst", _ENTITY.replace(b"worksheet", b"sst")), "DOCTYPE",
    ),
    "entity in a sheet": (_changed(TARGETS, rb"<worksheet", _ENTITY), "DOCTYPE"),
    "far cell": (
        _changed(
            FIRST_SHEET, rb"</sheetData>",
            b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
        ),
        "dừng đột ngột|bộ nhớ",
    ),
    "no such string": (_changed(FIRST_SHEET, rb"<v>0</v>", b"<v>99999999</v>"), "tệp hỏng"),
    "no such row": (_changed(FIRST_SHEET, rb'<c r="A1"', b'<c r="A99999999999"'), "hỏng"),
    "no such column": (_changed(FIRST_SHEET, rb'<c r="A1"', b'<c r="ZZZZZZZ1"'), "hỏng"),
}  # fmt: skip


@pytest.mark.parametrize("name", PLANS)
def test_a_hostile_plan_is_named_with_a_reason(tmp_path, name):
    """By a child, so that not even an abort of its reader reaches the run."""
    content, reason = PLANS[name]
    path = tmp_path / "ke-hoach.xlsx"
    path.write_bytes(content() if callable(content) else content)
    with pytest.raises(PipelineError, match=reason) as error:
        plan_of(path, Limits())
    said = str(error.value)
    assert said.startswith(f"Không đọc được tệp kế hoạch {path}: ")
    assert said.endswith("lấy lại bản sao của tệp.")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_export_in_the_place_of_the_plan_is_no_plan(tmp_path, name):
    """What guards refuse as an export they refuse as a plan; what is left has none of its sheets."""
    content, _ = HOSTILE[name]
    path = tmp_path / "ke-hoach.xlsx"
    path.write_bytes(content() if callable(content) else content)
    with pytest.raises(PipelineError, match=r"[tT]ệp kế hoạch") as error:
        plan_of(path, Limits())
    assert str(path) in str(error.value)


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices of POSIX")
@pytest.mark.parametrize("kind", ["folder", "pipe", "device", "huge"])
def test_what_is_no_plain_file_is_not_opened(tmp_path, kind):
    """A device would never end, nor a pipe that nobody writes into."""
    path = tmp_path / "ke-hoach.xlsx"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        with path.open("wb") as stream:
            stream.truncate(60 << 30)
    with pytest.raises(PipelineError, match="quá 256 MiB" if kind == "huge" else "tệp thường"):
        plan_of(path, Limits())


def test_a_plan_that_takes_too_long_or_too_much_is_named_so(tmp_path):
    """Within limits that its honest reading does not fit."""
    path = tmp_path / "ke-hoach.xlsx"
    rows = [[f"1.{number:06}", "Thủ tục", "Hộ tịch", "Một phần", "Có"] for number in range(60_000)]
    path.write_bytes(plan_bytes(**{"Danh mục TTHC": rows}))
    with pytest.raises(PipelineError, match="quá 1 giây"):
        plan_of(path, Limits(seconds=1))
    with pytest.raises(PipelineError, match=r"nhiều hơn 256 MiB bộ nhớ|dừng đột ngột"):
        plan_of(path, Limits(memory_mib=256, seconds=60))


@pytest.mark.parametrize(
    "command",
    [("report",), ("check",), ("trace", "--indicator", "online"), ("plan", "check"), ("plan", "draft")],
    ids=" ".join,
)  # fmt: skip
def test_every_command_ends_in_one_message(tmp_path, command):
    """Status 2; nothing else on the error stream, nothing written."""
    inputs, outputs = tmp_path / "inputs", tmp_path / "outputs"
    inputs.mkdir()
    (inputs / "a.csv").write_bytes(export("dossiers", dossier()))
    path = inputs / "ke-hoach.xlsx"
    path.write_bytes(PLANS["far cell"][0])
    places = [] if command == ("plan", "check") else ["--inputs", inputs]
    places += ["--outputs", outputs] if command == ("report",) else []
    file = [path] if command[0] == "plan" else []
    done = pipeline(*command, *file, *places)
    assert done.returncode == 2
    assert done.stderr.startswith(f"Lỗi: Không đọc được tệp kế hoạch {path}: tệp hỏng")
    assert done.stderr.count("\n") == 2
    assert sorted(entry.name for entry in inputs.iterdir()) == ["a.csv", "ke-hoach.xlsx"]
    assert not outputs.exists()


ODD_NUMBERS = (
    "NaN",
    "nan",
    "inf",
    "-inf",
    "1e308",
    "-1E+308",
    "1e400",
    "99999999999",
    "1e-320",
    "x",
)
# A cell of a sheet, and how the fault names it.
CELLS = {
    ("Chỉ tiêu", "F2", TARGETS): "trang “Chỉ tiêu”, dòng 2, cột “Chỉ tiêu 100 ngày (%)”: “{}” không",
    ("Chỉ tiêu", "C3", TARGETS): "trang “Chỉ tiêu”, dòng 3, cột “Kết quả năm trước (%)”: “{}” không",
    ("Kế hoạch", "B6", FIRST_SHEET): "trang “Kế hoạch”, mục “Ngày bắt đầu”: không đọc được “{}”",
    ("Kế hoạch", "B10", FIRST_SHEET): "trang “Kế hoạch”, mục “Số TTHC một phần”: không đọc được “{}”",
}  # fmt: skip


def _with_number(sheet, place, part, number, number_format):
    """The plan with a number as a program may have written it, in a cell of this format."""
    book = openpyxl.load_workbook(io.BytesIO(plan_bytes()))
    book[sheet][place].value, book[sheet][place].number_format = 123456789, number_format
    stream = io.BytesIO()
    book.save(stream)
    written = f"<v>{number}</v>".encode()
    return repacked(
        stream.getvalue(),
        lambda name, xml: xml.replace(b"<v>123456789</v>", written) if name == part else xml,
    )


@pytest.mark.parametrize("number_format", ["General", "0%", "dd/mm/yyyy", "[h]:mm"])
@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell[1])
def test_a_number_that_is_none_is_a_fault_of_its_cell(tmp_path, cell, number_format):
    """NaN, infinities and the like, whatever the cell's format makes of them."""
    path = tmp_path / "ke-hoach.xlsx"
    for number in ODD_NUMBERS:
        if number == "1e-320" and cell[0] == "Chỉ tiêu":
            continue  # as good as 0
        if number == "99999999999" and cell[1] == "B10":
            continue  # a count
        path.write_bytes(_with_number(*cell, number, number_format))
        with pytest.raises(PipelineError) as error:
            read_plan_file(path, Limits())
        assert CELLS[cell].format(number) in str(error.value), number


@pytest.mark.parametrize("typed", ["NaN", "nan%", "sNaN", "inf", "-inf", "1e308",
                                   "5_0", "٣", "５０", "9" * 400, "x" * 32_000])  # fmt: skip
def test_a_text_that_is_no_number_is_a_fault_of_its_cell(tmp_path, typed):
    """As typed, cut where nobody would read it to its end."""
    path = tmp_path / "ke-hoach.xlsx"
    path.write_bytes(plan_bytes(**{"Chỉ tiêu": [["H21.65", "online", 0.2, 50, 30, typed]]}))
    with pytest.raises(PipelineError) as error:
        read_plan_file(path, Limits())
    shown = typed if len(typed) <= 200 else f"{typed[:200]}…"
    assert f"dòng 2, cột “Chỉ tiêu 100 ngày (%)”: “{shown}” không" in str(error.value)


def test_of_very_many_faults_some_are_named(tmp_path):
    """And how many more there are."""
    path = tmp_path / "ke-hoach.xlsx"
    rows = [[f"X{number}", "online", 0.2, 50, 30, None] for number in range(2_000)]
    path.write_bytes(plan_bytes(**{"Chỉ tiêu": rows}))
    with pytest.raises(PipelineError) as error:
        read_plan_file(path, Limits())
    lines = str(error.value).splitlines()
    assert (len(lines), lines[-2]) == (103, "  - … và 1900 lỗi khác")


def test_what_other_formats_hold_is_no_plan_of_this_name(tmp_path):
    """A workbook of another kind under the plan's name has none of its sheets."""
    path = tmp_path / "ke-hoach.xlsx"
    for write in (xlsb, ods):
        path.write_bytes(write(ROWS))
        with pytest.raises(PipelineError, match="thiếu trang “Kế hoạch”"):
            read_plan_file(path, Limits())


def test_the_digest_is_of_what_was_read(tmp_path):
    """Of the bytes that the plan comes from, whatever lies there later."""
    path = tmp_path / "ke-hoach.xlsx"
    path.write_bytes(plan_bytes())
    plan, digest = read_plan_file(path, Limits())
    assert plan.units[0].code == "H21.65"
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("docProps/them.xml", b"<a/>")
    assert read_plan_file(path, Limits())[1] != digest
