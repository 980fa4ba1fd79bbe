"""Every format, recognised by content: the same table, the same rows (random ones in test_layouts)."""

from __future__ import annotations

import io
import re
import unicodedata
from datetime import datetime

import pytest
import xlsxwriter
import xlwt

from pipeline.ingest import read_tables
from pipeline.model import UnreadableFileError
from tests.builders import dossier, table
from tests.formats import (
    FORMATS,
    html_page,
    ods,
    repacked,
    shown,
    text,
    xls,
    xlsb,
    xlsx,
    xml_2003,
)

ROWS = table(
    "dossiers",
    [
        dossier(
            code="00352112000539", received=datetime(2024, 4, 1, 8, 30), ended=None, fee=8000,
            due=datetime(2024, 4, 5), name="Dòng một\nDòng hai", area="“Hộ tịch”, & <hoà>",
        ),
        dossier(code="=B", received="01/04/2024", fee="8.000 đồng", channel="Trực\u00a0tuyến"),
        dossier(code="C", received=45383, official="Nguyễn Thị Hoà"),
    ],
    without=("Chủ hồ sơ",),
)  # fmt: skip


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_table_in_every_format(name):
    """Codes keep their zeros, formulas that are text stay text, dates and Unicode come through."""
    (sheet,) = read_tables(FORMATS[name](ROWS))
    columns = {key: column.to_pylist() for key, column in sheet.table.columns.items()}
    received = [value.replace("T", " ").removesuffix(".000") for value in columns["received"]]
    assert columns["code"] == ["00352112000539", "=B", "C"]
    assert columns["fee"] == ["8000", "8.000 đồng", None]
    assert received[0] in ("2024-04-01 08:30:00", "01/04/2024 08:30:00")
    assert columns["official"][2] == "Nguyễn Thị Hoà"
    assert columns["field"][0] == "“Hộ tịch”, & <hoà>"
    assert columns["procedure_name"][0].split() == ["Dòng", "một", "Dòng", "hai"]
    assert sheet.table.rows.to_pylist() == [2, 3, 4]


@pytest.mark.parametrize(("name", "write"), [("xlsx", xlsx), ("xls", xls)])
def test_plain_numbers_count_from_the_workbooks_own_day(name, write):
    """A serial without a date's format means another day in a workbook that counts from 1904."""
    (by_1900,) = read_tables(write(ROWS))
    (by_1904,) = read_tables(write(ROWS, date_1904=True))
    assert by_1900.table.columns["received"][2].as_py() == "45383", name
    assert by_1904.table.columns["received"][2].as_py() == "46845", name


def _hiding_xlsx(content):
    def change(name, part):
        if name == "xl/worksheets/sheet1.xml":
            part = part.replace(b'<row r="3"', b'<row r="3" hidden="1"')
            part = part.replace(
                b"<sheetData>",
                b'<cols><col min="2" max="4" width="9" hidden="1"/></cols><sheetData>',
            )
        return part

    return repacked(content, change)


def _hiding_ods(content):
    def change(name, part):
        if name == "content.xml":
            at = [m.start() for m in re.finditer(b"<table:table-row>", part)][2]
            part = part[:at] + part[at:].replace(
                b"<table:table-row>", b'<table:table-row table:visibility="collapse">', 1
            )
            columns = (
                b'<table:table-column/><table:table-column table:visibility="collapse" '
                b'table:number-columns-repeated="3"/>'
            )
            part = part.replace(b'table:name="D\xe1\xbb\xaf li\xe1\xbb\x87u">',
                                b'table:name="D">' + columns)  # fmt: skip
        return part

    return repacked(content, change)


def _hiding_xlsb(content):
    def change(name, part):
        if name.endswith("sheet1.bin"):
            at = part.index(b"\x00\x11\x02\x00\x00\x00")  # BrtRowHdr of the third row
            part = part[: at + 13] + b"\x10" + part[at + 14 :]
            columns = b"\x3c\x12" + b"\x01\x00\x00\x00\x03\x00\x00\x00" + b"\x00" * 8 + b"\x01\x00"
            part = part.replace(b"\x91\x01\x00", columns + b"\x91\x01\x00", 1)
        return part

    return repacked(content, change)


def _hiding_xls(_content):
    book = xlwt.Workbook()
    sheet = book.add_sheet("S")
    for number, row in enumerate(ROWS):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, str(value))
    sheet.row(2).hidden = True
    for column in (1, 2, 3):
        sheet.col(column).hidden = True
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _hiding_html(content):
    """The third row, and the second to fourth cell of every row."""
    hidden = b"<td style='display:none'>"
    rows = []
    for row in content.split(b"<tr>"):
        head, *cells = row.split(b"<td>")
        shown = [b"<td>" + cell for cell in cells]
        shown[1:4] = [hidden + cell for cell in cells[1:4]]
        rows.append(head + b"".join(shown))
    return b"<tr>".join(rows[:3]) + b"<tr style='display: none'>" + b"<tr>".join(rows[3:])


def _hiding_xml(content):
    parts = content.split(b"<Row>")
    columns = b'<Column/><Column ss:Hidden="1" ss:Span="2"/>'
    parts[0] += columns
    return b"<Row>".join(parts[:3]) + b'<Row ss:Hidden="1">' + b"<Row>".join(parts[3:])


@pytest.mark.parametrize(
    ("write", "hide"),
    [
        (xlsx, _hiding_xlsx), (ods, _hiding_ods), (xlsb, _hiding_xlsb), (xls, _hiding_xls),
        (html_page, _hiding_html), (xml_2003, _hiding_xml),
    ],
    ids=["xlsx", "ods", "xlsb", "xls", "html", "xml"],
)  # fmt: skip
def test_hidden_rows_and_columns_are_read_and_named(write, hide):
    """Like others, and a note says which."""
    (sheet,) = read_tables(hide(write(ROWS)))
    assert len(sheet.table.rows) == 3
    assert sheet.notes[:2] == ("dòng ẩn: 3", "cột ẩn: B–D")


def _uncalculated(content):
    """The received date of the first dossier as a formula without a value."""

    def change(name, part):
        if name == "xl/worksheets/sheet1.xml":
            return re.sub(rb'<c r="F2"[^>]*>.*?</c>', b'<c r="F2"><f>TODAY()</f></c>', part)
        return part

    return repacked(content, change)


@pytest.mark.parametrize("read", [read_tables, lambda c: read_tables(_with_far_cell(c))],
                         ids=["dense", "sparse"])  # fmt: skip
def test_formulas_that_were_never_calculated_are_no_empty_cells(read):
    """A program wrote the formula and no value: staff are to open and save the file in Excel."""
    (sheet,) = read(_uncalculated(xlsx(ROWS)))
    assert sheet.table.columns["received"].to_pylist()[:2] == ["#CHƯA TÍNH", "01/04/2024"]


def _with_far_cell(content, far="XFD1048576", cell="<v>1</v>"):
    """A package whose first sheet has one more cell, so far away that few lie in between."""

    def change(name, part):
        if name != "xl/worksheets/sheet1.xml":
            return part
        row = re.search(r"\d+", far)[0]
        added = f'<row r="{row}"><c r="{far}">{cell}</c></row></sheetData>'.encode()
        return part.replace(b"</sheetData>", added)

    return repacked(content, change)


@pytest.mark.parametrize("far", ["B1048576", "XFD30", "XFD1048576"])
def test_a_stray_cell_far_away_costs_nothing(far):
    """The table is read right, the stray cell is no row of it."""
    (sheet,) = read_tables(_with_far_cell(xlsx(ROWS), far))
    (plain,) = read_tables(xlsx(ROWS))
    assert sheet.table.columns == plain.table.columns
    assert sheet.table.rows == plain.table.rows


@pytest.mark.parametrize("claim", ["A1:B2", "A1:XFD1048576"])
def test_a_wrong_dimension_is_not_believed(claim):
    """What a sheet says of its own size changes nothing."""
    wrong = f'<dimension ref="{claim}"/>'.encode()
    content = repacked(xlsx(ROWS), lambda _, part: re.sub(rb"<dimension[^>]*>", wrong, part))
    (sheet,) = read_tables(content)
    assert sheet.table.rows.to_pylist() == [2, 3, 4]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1258"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters(encoding, delimiter):
    """With a BOM or without."""
    (sheet,) = read_tables(text(ROWS, delimiter, encoding))
    assert sheet.table.columns["official"][0].as_py() == "Nguyễn Văn A"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_bom_may_have_combining_accents(encoding):
    """U+0300 has a NUL where plain letters have none."""
    header = unicodedata.normalize("NFD", "Mã hồ sơ;Ngày nhận;Tình trạng;Người xử lý")
    (sheet,) = read_tables(f"{header}\nA;01/04/2024;Đang xử lý;x\n".encode(encoding))
    assert sheet.table.columns["code"].to_pylist() == ["A"]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
@pytest.mark.parametrize(
    ("header", "font"),
    [
        ("M· hå s¬;Ngµy tiÕp nhËn;Tr¹ng th¸i", "TCVN3"),
        ("Maõ hoà sô;Ngaøy nhaän;Traïng thaùi", "VNI"),
    ],
)
def test_old_fonts_are_named_not_mangled(encoding, header, font):
    """As bytes of a text file, and as letters of a workbook."""
    content = f"{header}\nA;01/04/2024;x\n".encode(encoding)
    if encoding == "cp1252":
        with pytest.raises(UnreadableFileError, match=font):
            read_tables(content)
    else:
        (sheet,) = read_tables(content)
        assert [doubt.code for doubt in sheet.doubts] == ["legacy_font"]
        assert font in sheet.doubts[0].details["reason"]


def _several_sheets():
    """Dossiers, a chart, dossiers of a part that ends before its end, hidden dossiers."""
    stream = io.BytesIO()
    texts = [[shown(value) for value in row] for row in ROWS]
    with xlsxwriter.Workbook(stream, {"strings_to_formulas": False}) as book:
        for name in ("Hồ sơ", "Biểu đồ", "Hỏng", "Ẩn"):
            if name == "Biểu đồ":
                chart = book.add_chart({"type": "column"})
                chart.add_series({"values": "='Hồ sơ'!$A$1:$A$2"})
                book.add_chartsheet(name).set_chart(chart)
                continue
            sheet = book.add_worksheet(name)
            for number, row in enumerate(texts):
                sheet.write_row(number, 0, row)
        sheet.hide()
    half = re.compile(rb"</sheetData>.*", re.DOTALL)
    return repacked(
        stream.getvalue(),
        lambda name, part: half.sub(b"", part) if name.endswith("worksheets/sheet2.xml") else part,
    )


@pytest.mark.parametrize("changed", [bytes, _with_far_cell], ids=["dense", "sparse"])
def test_every_sheet_is_read_or_named(changed):
    """A chart sheet is passed over with a word, a damaged one is an error, the others are read."""
    sheets = read_tables(changed(_several_sheets()))
    reported = [
        (sheet.name, sheet.table and len(sheet.table.rows), [d.code for d in sheet.doubts],
         [note for note in sheet.notes if not note.startswith("cột trống")])
        for sheet in sheets
    ]  # fmt: skip
    assert reported == [
        ("Hồ sơ", 3, [], []),
        ("Biểu đồ", None, [], ["trang biểu đồ hoặc macro, không có ô", "trang trống"]),
        ("Hỏng", None, ["unreadable_sheet"], []),
        ("Ẩn", 3, [], ["trang bị ẩn"]),
    ]
