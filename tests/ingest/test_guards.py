"""Files that break readers: refused with a reason, by guards, or by the death of a child."""

from __future__ import annotations

import csv
import io
import os
import re
import struct
import sys
import zipfile

import olefile
import pytest
from xlwt.CompoundDoc import XlsDoc

from pipeline.ingest import read_tables
from pipeline.model import Limits, UnreadableFileError
from tests.builders import dossier, export, plan_bytes, table
from tests.command import pipeline
from tests.formats import (
    html_page,
    ods,
    packed,
    repacked,
    text,
    xls,
    xls_that_kills,
    xlsb,
    xlsx,
    xml_2003,
)

ROWS = table("dossiers", [dossier(code=f"A{n}") for n in range(200)])
SHEET = "xl/worksheets/sheet1.xml"


def _changed(entry, pattern, replacement):
    def change(name, part):
        return re.sub(pattern, replacement, part, count=1) if name == entry else part

    return repacked(xlsx(ROWS), change)


def _far(value, kind=b""):
    """A cell in a sheet's last corner, and the end of the sheet's data."""
    corner = b'<row r="1048576"><c r="XFD1048576"%s>%s</c></row></sheetData>'
    return corner % (kind, value)


def _flipped_crc():
    """The sheet's checksum, wrong in both places that state it."""
    content = bytearray(xlsx(ROWS))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        crc = struct.pack("<I", package.getinfo(SHEET).CRC)
    return bytes(content).replace(crc, bytes([crc[0] ^ 1]) + crc[1:])


def _with_record(content, record):
    """An .xls with a record after the first one of its stream."""
    stream = olefile.OleFileIO(io.BytesIO(content)).openstream("Workbook").read()
    size = 4 + struct.unpack_from("<H", stream, 2)[0]
    changed = io.BytesIO()
    XlsDoc().save(changed, stream[:size] + record + stream[size:])
    return changed.getvalue()


def _encrypted_package():
    """What Excel makes of a workbook with a password: a stream of that name in a compound file."""
    name = "EncryptedPackage".encode("utf-16-le")
    content = xls(ROWS)
    at = content.index("Workbook".encode("utf-16-le"))
    entry = content[at : at + 128]
    changed = name.ljust(64, b"\0") + struct.pack("<H", len(name) + 2) + entry[66:]
    return content[:at] + changed + content[at + 128 :]


def _bomb():
    """Half a megabyte that inflates to 600 MiB."""
    zeros = bytes(600 << 20)
    return repacked(xlsx(ROWS), lambda name, part: zeros if name == SHEET else part)


def _claiming(size):
    """A package whose directory says that its sheet is of this size when inflated."""
    content = xlsx(ROWS)
    at = content.rindex(SHEET.encode())  # the name in the directory, behind 46 bytes of its entry
    return content[: at - 22] + struct.pack("<I", size) + content[at - 18 :]


def _twice():
    with pytest.warns(UserWarning, match="Duplicate"):
        return packed([("xl/workbook.xml", b"<workbook/>"), ("xl/workbook.xml", b"<workbook/>")])


HOSTILE = {
    "bomb": (_bomb, "bung ra quá 512 MiB"),
    "entries": (packed((f"e{n}", b"") for n in range(10_001)), "10001 phần"),
    "same name": (_twice, "trùng tên"),
    "strings": (
        _changed("xl/sharedStrings.xml", rb'uniqueCount="\d+"', b'uniqueCount="4294967295"'),
        "4294967295 chuỗi",
    ),
    "doctype in a package": (
        _changed("xl/sharedStrings.xml", rb"<sst", b'<!DOCTYPE x [<!ENTITY e "x">]><sst'),
        "DOCTYPE",
    ),
    "no sheets": (_changed("xl/workbook.xml", rb"<sheets>.*</sheets>", b"<sheets/>"), "trang nào"),
    "checksum": (_flipped_crc(), "hỏng"),
    "more than it claims": (_claiming(10), "hỏng"),
    "less than it claims": (_claiming(100_000_000), "hỏng"),
    "nothing claimed": (_claiming(0), "hỏng"),
    "document": (packed([("word/document.xml", b"<a/>")]), "không phải bảng tính"),
    "xlsx cut 50%": (xlsx(ROWS)[: len(xlsx(ROWS)) // 2], "chưa chép xong"),
    "xlsx cut 90%": (xlsx(ROWS)[: len(xlsx(ROWS)) * 9 // 10], "chưa chép xong"),
    "xlsb cut": (xlsb(ROWS)[:-500], "chưa chép xong"),
    "ods cut": (ods(ROWS)[:-500], "chưa chép xong"),
    "xls cut 50%": (xls(ROWS)[: len(xls(ROWS)) // 2], "hỏng"),
    "xls cut 90%": (xls(ROWS)[: len(xls(ROWS)) * 9 // 10], "hỏng"),
    "html cut": (html_page(ROWS)[:-900], "cắt ngang"),
    "xml cut": (xml_2003(ROWS)[:-900], "chưa chép xong"),
    "xls with a password": (_with_record(xls(ROWS), struct.pack("<HHHHH", 0x2F, 6, 0, 1, 2)), "mật khẩu"),
    "xlsx with a password": (_encrypted_package(), "mật khẩu"),
    "colspan": (b"<table><tr><td colspan=999999999 rowspan=9>x</td></tr></table>", "quá lớn"),
    "index": (
        xml_2003([["x"]]).replace(b"<Row>", b'<Row ss:Index="2000000000">'),
        "quá lớn",
    ),
    "doctype in markup": (
        b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
        + xml_2003([["&e;"]])[21:],
        "DOCTYPE",
    ),
    "sparse, text as a number": (
        _changed(SHEET, rb"</sheetData>", _far(b"<v>x</v>")),
        "tệp bị hỏng hoặc không phải bảng tính",
    ),
    "sparse, no such string": (
        _changed(SHEET, rb"</sheetData>", _far(b"<v>99999999</v>", b' t="s"')),
        "tệp bị hỏng hoặc không phải bảng tính",
    ),
    "sparse, broken XML": (
        _changed(SHEET, rb"</sheetData>", _far(b"<v>1</w>")),
        "tệp bị hỏng hoặc chưa chép xong",
    ),
    "one line": (b"a," * 2_000_000, "dài 4000000 ký tự"),
    "zeros": (b"\0" * 1000, "rỗng"),
    "NUL": (b"Date;Dossier\n01/02/2024;A\0B\n", "không phải văn bản"),
    "noise": (bytes(range(256)) * 50, "không phải"),
    "quote": ('Mã hồ sơ;Ngày nhận\n"A;01/04/2024\nB;01/04/2024\n'.encode(), "nháy kép"),
    "letter cut": (text(ROWS, encoding="utf-8")[:2], "cắt ngang"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_with_a_reason(name):
    """Before a reader sees it, in this very process."""
    content, reason = HOSTILE[name]
    with pytest.raises(UnreadableFileError, match=reason):
        read_tables(content() if callable(content) else content)


@pytest.mark.parametrize("write", [xlsx, html_page, xml_2003, text])
def test_too_many_cells_are_refused(write):
    """The limit is settable; the message says it."""
    with pytest.raises(UnreadableFileError, match="ô"):
        read_tables(write(ROWS), Limits(cells=1000))


def test_a_damaged_part_of_a_sheet_is_no_empty_sheet():
    """A sheet that ends before its end, in a package that is whole."""
    content = repacked(xlsx(ROWS), lambda n, part: part[: len(part) // 2] if n == SHEET else part)
    (sheet,) = read_tables(content)
    assert [doubt.code for doubt in sheet.doubts] == ["unreadable_sheet"]


def _doubts(content):
    (sheet,) = read_tables(content)
    return {doubt.code: doubt.details for doubt in sheet.doubts}


def test_a_quote_too_many_that_swallows_lines_is_reported():
    """A cell that holds whole lines of the file."""
    lines = text(ROWS, ";", "utf-8").decode().splitlines()
    lines[3] = f'"{lines[3]}'
    lines[5] = f'{lines[5]}"'
    doubts = _doubts("\n".join(lines).encode())
    assert doubts["swallowed_lines"] == {"count": 1, "rows": "4"}


def test_two_lines_that_ran_together_are_reported():
    """A row with more cells than the table has columns."""
    lines = text(ROWS, ";", "utf-8").decode().splitlines()
    lines[80] += ";" + lines.pop(81)
    assert _doubts("\n".join(lines).encode())["ragged_rows"] == {"count": 1, "rows": "81"}


def test_a_last_line_that_is_cut_off_is_reported():
    """It has fewer cells, and the file no line end."""
    content = text(ROWS, ";", "utf-8")
    at = content.rindex(b"Tr\xe1\xbb\xb1c")
    assert _doubts(content[:at])["cut_short"] == {"count": 1, "rows": "201"}


def _numbered(*numbers):
    rows = table("dossiers", [dossier(code=f"A{n}") for n in numbers])
    return [
        ["STT", *rows[0]],
        *([number, *row] for number, row in zip(numbers, rows[1:], strict=True)),
    ]


def test_a_gap_in_the_numbering_is_reported():
    """Rows that somebody deleted or filtered away; a group that starts anew is no gap."""
    assert _doubts(xlsx(_numbered(1, 2, 3, 6, 7, 9, 1, 2))) == {
        "numbering_gap": {"count": 3, "places": "3→6 (dòng 5), 7→9 (dòng 7)"}
    }


@pytest.mark.parametrize(
    "row",
    [["Tổng số: 9 hồ sơ"], ["Tổng cộng", "9"], ["", "Tổng:", "9"], ["Cộng 9 dòng"]],
)
def test_fewer_rows_than_the_files_own_total_are_reported(row):
    """The total may stand above the table or below it; a sum of money is no number of rows."""
    money = ["Tổng cộng", *[None] * 12, "900000"]
    for rows in ([*_numbered(1, 2, 3), row], [row, [], *_numbered(1, 2, 3)]):
        assert _doubts(xlsx([*rows, money])) == {"fewer_than_total": {"rows": 3, "total": 9}}


def test_a_column_without_a_value_is_reported():
    """Where a number hangs on it as a problem, else in the source's message."""
    rows = [dossier(code=code, channel=None, area=None) for code in "AB"]
    (sheet,) = read_tables(export("dossiers", *rows))
    assert [d.details for d in sheet.doubts] == [{"column": "Hình thức tiếp nhận"}]
    empty = "Lĩnh vực, Hình thức tiếp nhận, Ngày trả kết quả, Lệ phí, Chủ hồ sơ"
    assert sheet.notes == (f"cột trống ở mọi dòng: {empty.removesuffix(', Chủ hồ sơ')}",)


@pytest.fixture
def office(tmp_path):
    """A folder with a plan and one good export."""
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    (inputs / "ke-hoach.xlsx").write_bytes(plan_bytes())
    (inputs / "tot.csv").write_bytes(export("dossiers", *[dossier(code=f"A{n}") for n in range(9)]))
    return inputs


def _run(inputs, *arguments):
    outputs = inputs.parent / "out"
    done = pipeline(
        "report", "--inputs", inputs, "--outputs", outputs, "--as-of", "2024-05-16", *arguments
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    tables = {}
    for name in ("so-lieu", "loi", "nguon"):
        with (outputs / f"{name}_2024-05-16.csv").open(encoding="utf-8-sig", newline="") as stream:
            tables[name] = list(csv.DictReader(stream))
    return tables


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and devices of POSIX")
def test_every_hostile_file_beside_a_good_one(office):
    """Status 0, the good file's facts unchanged, each file a source and a problem."""
    facts = _run(office)["so-lieu"]
    files = {
        f"{name}.xls": content for name, (content, _) in HOSTILE.items() if not callable(content)
    }
    files |= {"chet.xls": xls_that_kills(ROWS), "=1+1.csv": b"a;b\n1;2\n"}
    for name, content in files.items():
        (office / name.replace("%", "")).write_bytes(content)
    os.mkfifo(office / "ong.xlsx")
    (office / "zero.csv").symlink_to("/dev/zero")
    (office / "dut.ods").symlink_to("/nowhere")
    (office / "thu muc.xlsx").mkdir()
    with (office / "khong lo.csv").open("wb") as stream:
        stream.truncate(60 << 30)
    outputs = _run(office)
    assert outputs["so-lieu"] == facts
    dropped = {path.name for path in office.iterdir()} - {"tot.csv", "ke-hoach.xlsx"}
    for table_ in ("nguon", "loi"):
        named = {row["file"].removeprefix("'") for row in outputs[table_]}
        assert dropped <= named, table_
    codes = {row["file"]: row["code"] for row in outputs["loi"]}
    assert codes["chet.xls"] == "file_crashed"
    assert codes["ong.xlsx"] == codes["zero.csv"] == codes["dut.ods"] == "not_a_file"
    assert codes["thu muc.xlsx"] == "folder_named_as_file"
    assert codes["khong lo.csv"] == "file_too_large"


@pytest.mark.skipif(sys.platform == "win32", reason="measured with POSIX's limits")
def test_a_file_that_needs_too_much_memory_is_a_problem_of_its_own(office):
    """An honest file within the limit on cells, a child with less memory than it takes."""
    (office / "lon.csv").write_bytes(b"a;b;c;d\n" + b"1;2;3;4\n" * 1_500_000)
    outputs = _run(office, "--file-memory", "256")
    assert {row["code"] for row in outputs["loi"] if row["file"] == "lon.csv"} == {"file_too_big"}


def test_a_file_that_takes_too_long_is_a_problem_of_its_own(office):
    """The limit is settable, too."""
    rows = [[f"{n};{m}" for m in range(30)] for n in range(60_000)]
    (office / "cham.xls").write_bytes(html_page(rows))
    outputs = _run(office, "--file-seconds", "1")
    assert {row["code"] for row in outputs["loi"] if row["file"] == "cham.xls"} == {"file_too_slow"}


def test_explain_tells_what_became_of_every_column(tmp_path):
    """Header row, columns used and left out, what is missing and what may have been meant."""
    header = ["Chủ hồ sơ", "Mã hồ sơ", "Ngày tiếp nhân", "Tình trạng", "Cán bộ xử lý"]
    path = tmp_path / "a.csv"
    path.write_bytes(text([["DANH SÁCH"], header, ["ZZPD", "A", "01/04/2024", "Đang xử lý", "B"]]))
    done = pipeline("check", "--explain", path)
    assert done.returncode == 0
    for line in ("Dòng tiêu đề: 2. Loại: hồ sơ, vì nhận ra 3/16 cột", "cột B “Mã hồ sơ” → Mã hồ sơ",
                 "cột D “Tình trạng” → Trạng thái hồ sơ", "không dùng, không đọc: A “Chủ hồ sơ”",
                 "thiếu cột: Ngày tiếp nhận (gần giống: “Ngày tiếp nhân”)"):  # fmt: skip
        assert line in done.stdout
    assert "ZZPD" not in done.stdout
    path.write_bytes(b"PK\x03\x04")
    assert "hỏng" in pipeline("check", "--explain", path).stdout
    path.write_bytes(xls_that_kills(ROWS))
    assert "dừng đột ngột" in pipeline("check", "--explain", path).stdout
