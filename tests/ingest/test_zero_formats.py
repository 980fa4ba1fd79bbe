"""Codes that are numbers: the text that a format of zeros shows, and digits that were lost."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
import xlwt

from pipeline.ingest import read_tables
from pipeline.ingest.guards.zero_formats import shown_number, zeros
from tests.formats import FORMATS, ods, prefixed, repacked, xml_2003
from tests.outcomes import outcome

HEADER = ["Mã hồ sơ", "Số tiền", "Trạng thái"]
CODES = [352112000531, 12, 7.0]
ZEROS = "0" * 14
SHOWN = ["00352112000531", "00000000000012", "00000000000007"]


def _xlsx():
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet, format_ = book.add_worksheet(), book.add_format({"num_format": ZEROS})
    sheet.write_row(0, 0, HEADER)
    for row, code in enumerate(CODES, 1):
        sheet.write_number(row, 0, code, format_)
        sheet.write_blank(row, 1, None, format_)
        sheet.write_number(row, 2, 5)
    book.close()
    return stream.getvalue()


def _xls():
    book = xlwt.Workbook()
    sheet, style = book.add_sheet("a"), xlwt.easyxf(num_format_str=ZEROS)
    for column, text in enumerate(HEADER):
        sheet.write(0, column, text)
    for row, code in enumerate(CODES, 1):
        sheet.write(row, 0, code, style)
        sheet.write(row, 2, 5)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _ods():
    """The style is named in the content, the text of a cell is what is shown."""

    def change(name, content):
        if name != "content.xml":
            return content
        style = (
            b'<office:automatic-styles><number:number number:min-integer-digits="14" '
            b'xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"/>'
            b"</office:automatic-styles><office:body>"
        )
        content = content.replace(b"<office:body>", style)
        for code, text in zip(CODES, SHOWN, strict=True):
            content = content.replace(f"<text:p>{code}<".encode(), f"<text:p>{text}<".encode())
        return content

    return repacked(ods([HEADER, *([code, None, 5] for code in CODES)]), change)


def _xml_2003():
    book = xml_2003([HEADER, *([code, None, 5] for code in CODES)])
    style = f'<Styles><Style ss:ID="s9"><NumberFormat ss:Format="{ZEROS}"/></Style></Styles>'
    styled = book.replace(
        b'<Row><Cell><Data ss:Type="N', b'<Row><Cell ss:StyleID="s9"><Data ss:Type="N'
    )
    return styled.replace(b"<Worksheet", style.encode() + b"<Worksheet", 1)


@pytest.mark.parametrize("make", [_xlsx, lambda: prefixed(_xlsx()), _xls, _ods, _xml_2003])
def test_the_text_that_zeros_show_is_the_code(make):
    """In every format that has formats of numbers; other columns are as they are."""
    (sheet, *_) = read_tables(make())
    assert sheet.table.columns["code"].to_pylist() == SHOWN
    assert sheet.table.columns["payment_status"].to_pylist() == ["5"] * 3


@pytest.mark.parametrize("name", ["a.xlsx", "prefix.xlsx", "a.xlsb", "a.xls", "a.ods", "xml.xls"])
def test_a_number_of_more_than_15_digits_has_lost_digits(tmp_path, name):
    """The row is rejected; as a text the code is whole."""
    rows = [
        HEADER,
        [240404000112345600, 5, "Đã thanh toán"],
        ["240404000112345601", 5, "Đã thanh toán"],
    ]
    made = outcome(tmp_path, {name: FORMATS[name](rows)})
    assert [(p.row, p.value) for p in made.rows() if p.code == "spoiled_code"] == [
        (2, "2.40404E+17")
    ]
    assert (made.sources[0].rows_kept, made.sources[0].rows_rejected) == (1, 1)


@pytest.mark.parametrize(
    ("code", "pattern"),
    [("0000", "0000"), ('"000"', "000"), ("0000;-0000", "0000"), ("0.000000", "0.000000"),
     ("0", ""), ("0.00", ""), ("#,##0", ""), ("General", ""), ("dd/mm/yyyy", "")],
)  # fmt: skip
def test_formats_of_zeros_alone_show_codes(code, pattern):
    """Those of money, dates and decimals do not."""
    assert zeros(code) == pattern


@pytest.mark.parametrize(
    ("value", "pattern", "shown"),
    [("12", "0000", "0012"), ("1.2E3", "00000", "01200"), ("12345", "000", "12345"),
     ("1.00119", "0.000000", "1.001190"), ("-1", "000", ""), ("1234567890123456", "000", ""),
     ("x", "000", "")],
)  # fmt: skip
def test_a_number_is_shown_with_leading_zeros(value, pattern, shown):
    """What is no whole number of at most 15 digits is left to the reader."""
    assert shown_number(value, pattern) == shown
