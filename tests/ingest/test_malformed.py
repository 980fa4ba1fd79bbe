"""Bytes that readers go on behind: no XML, references to nothing, records out of their order."""

from __future__ import annotations

import re
import struct

import olefile
import pytest

from pipeline.files.plan_file import read_plan_file
from pipeline.ingest import read_tables
from pipeline.ingest.readers.workbook import inspect_workbook
from pipeline.model import Limits, UnreadableFileError
from pipeline.plan.errors import PlanError
from tests.builders import dossier, plan_bytes, table
from tests.formats import ods, prefixed_xlsx, record, repacked, unpacked, wide, xls, xlsb, xlsx

ROWS = table("dossiers", [dossier(code=f"H21.65-240401-{n:04d}") for n in range(6)])
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def _changed(content, entry, pattern, replacement):
    """One place of an entry replaced; it must be there."""

    def change(name, part):
        if name != entry:
            return part
        new, count = re.subn(pattern, replacement, part, count=1, flags=re.DOTALL)
        assert count == 1
        return new

    return repacked(content, change)


@pytest.mark.parametrize(
    ("write", "entry", "pattern", "replacement"),
    [
        (xlsx, SHEET, rb'<row r="3"[^>]*>.*?</c>', rb'<row r="3"></c>'),
        (xlsx, SHEET, rb'(<c r="A3"[^>]*><v>\d+)</v>', rb"\1<v>"),
        (xlsx, SHEET, rb' t="s"><v>', rb' t="s><v>'),
        (xlsx, STRINGS, rb"<t>H21", b"<\xc3>H21"),
        (xlsx, STRINGS, rb"</t></si>", rb"</si>"),
        (ods, "content.xml", rb"</text:p></table:table-cell>", rb"</table:table-cell>"),
        (ods, "content.xml", rb" office:value-type=", rb" offike:value-type="),
    ],
)
def test_a_part_that_is_no_xml_is_refused(write, entry, pattern, replacement):
    """In a package whose checksums hold; readers gave its rows with other values."""
    content = _changed(write(ROWS), entry, pattern, replacement)
    with pytest.raises(UnreadableFileError, match="tệp bị hỏng"):
        read_tables(content)


def _doubts(content):
    return {d.code: d.details for sheet in read_tables(content) for d in sheet.doubts}


@pytest.mark.parametrize("index", [b",", b"2024-04-30", b"-1", b"1.5", b"\t", b"Kh\xc3\xb4ng"])
@pytest.mark.parametrize("write", [xlsx, prefixed_xlsx])
def test_a_reference_to_no_string_is_named(write, index):
    """The reader gives the first string for it: a heading as the code of a dossier."""
    pattern = rb'(r="A4"[^>]*><(?:x:)?v>)\d+'
    content = _changed(write(ROWS), SHEET, pattern, rb"\g<1>" + index)
    assert _doubts(content)["lost_cells"] == {"count": 1, "rows": "4"}


def test_a_first_string_that_many_cells_have_is_no_doubt():
    """Neither at the sheet's top nor far below it."""
    rows = [["Trực tuyến"], *table("dossiers", [dossier(code=f"A{n:05d}") for n in range(3000)])]
    assert "lost_cells" not in _doubts(xlsx(rows))


@pytest.mark.parametrize(
    ("sheet", "cell", "value"),
    [(2, rb'(r="C2"[^>]*><v>)\d+', b"-"), (1, rb"(<v>)10(?=<)", b"\r\n")],
)
def test_a_plan_whose_cell_is_no_value_is_refused(tmp_path, sheet, cell, value):
    """A heading would be a unit's other name, and a number of blanks none at all."""
    path = tmp_path / "ke-hoach.xlsx"
    entry = f"xl/worksheets/sheet{sheet}.xml"
    path.write_bytes(_changed(plan_bytes(), entry, cell, rb"\g<1>" + value))
    with pytest.raises(PlanError, match="tệp bị hỏng"):
        read_plan_file(path, Limits())


def _in_sheet(content, old, new):
    return repacked(
        content,
        lambda name, part: part.replace(old, new, 1) if name.endswith("sheet1.bin") else part,
    )


def test_a_binary_cell_beyond_the_last_column_is_damage():
    """Readers set memory aside for all columns before it: 352 GB for one flipped bit."""
    heading = wide(ROWS[0][0])
    old, new = (struct.pack("<II", column, 0) + heading for column in (0, 0x10000000))
    (sheet,) = read_tables(_in_sheet(xlsb(ROWS), old, new))
    assert [doubt.code for doubt in sheet.doubts] == ["unreadable_sheet"]


@pytest.mark.parametrize("row", [0, 2])
def test_binary_rows_out_of_order_are_damage(row):
    """A byte too many shifts all records behind it; what then reads as a row's header is none."""
    old, new = (record(0, struct.pack("<IIHHBI", n, 0, 300, 0, 0, 0)) for n in (4, row))
    assert "damaged_records" in _doubts(_in_sheet(xlsb(ROWS), old, new))


def _in_stream(tmp_path, change):
    """An .xls with its stream changed, of the same length."""
    path = tmp_path / "a.xls"
    path.write_bytes(xls(ROWS))
    with olefile.OleFileIO(path, write_mode=True) as compound:
        stream = compound.openstream("Workbook").read()
        compound.write_stream("Workbook", change(stream))
    return path.read_bytes()


def test_a_number_format_that_is_cut_is_no_fault(tmp_path):
    """Half of a UTF-16 character was left of it."""

    def change(stream):
        at = stream.index(b"\x1e\x04") + 4  # a record FORMAT: id, length, flags, text
        return stream[: at + 4] + b"\x01" + stream[at + 5 :]

    assert len(read_tables(_in_stream(tmp_path, change))[0].table.rows) == 6


def test_a_cell_beyond_the_last_column_of_an_xls_is_damage(tmp_path):
    """There are 256; readers set memory aside for all that a cell claims."""

    def change(stream):
        at = stream.rindex(b"\xfd\x00\x0a\x00") + 6  # LABELSST: row, column, style, string
        return stream[:at] + b"\x02\x20" + stream[at + 2 :]

    (sheet,) = read_tables(_in_stream(tmp_path, change))
    assert [doubt.code for doubt in sheet.doubts] == ["unreadable_sheet"]


def test_a_binary_cell_without_its_column_is_damage():
    """The reader takes the bytes of the record before it for a column."""
    number = record(5, struct.pack("<IId", 0, 0, 1.0))
    sheets = read_tables(_in_sheet(xlsb([*ROWS, [1.0]]), number, record(5) + record(5)))
    assert [doubt.code for sheet in sheets for doubt in sheet.doubts] == ["unreadable_sheet"]


def test_a_sheet_is_looked_at_once_more_as_it_was_the_first_time():
    """Also where the directory of the package spells its name otherwise than the entry does, which a
    stricter library would not open.
    """
    content, name = plan_bytes(), SHEET.encode()
    place = content.rindex(name)
    content = content[:place] + name[:-1] + b"L" + content[place + len(name) :]
    expected = dict(unpacked(plan_bytes()))[SHEET]
    assert inspect_workbook(content, Limits())[0].xml(content) == expected
