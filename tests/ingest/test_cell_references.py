"""Rows and cells of an .xlsx that do not say where they are follow each other."""

from __future__ import annotations

import io
import re

import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.ingest import read_tables
from pipeline.ingest.guards.cell_references import with_references
from tests.formats import repacked
from tests.padded import without_references

SLOW = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))


def _read(content):
    (sheet,) = read_tables(content)
    columns = {name: column.to_pylist() for name, column in sheet.table.columns.items()}
    codes = [(doubt.code, doubt.details) for doubt in sheet.doubts]
    return columns, sheet.table.rows.to_pylist(), codes, sheet.notes


def _workbook():
    """Codes by zeros, merged days, a formula with a result and one without, a hidden row."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet, code = book.add_worksheet(), book.add_format({"num_format": "000000"})
    header = ["Mã hồ sơ", "Ngày tiếp nhận", "Hình thức tiếp nhận", "Trạng thái hồ sơ", "Lệ phí"]
    sheet.write_row(0, 0, ["DANH SÁCH"])
    sheet.write_row(1, 0, header)
    for row in range(2, 6):
        sheet.write_number(row, 0, row * 11, code)
        sheet.write_row(row, 1, ["01/04/2024", "Trực tuyến", "Đang xử lý"])
        sheet.write_formula(row, 4, "=4*2000", None, 8000)
    sheet.merge_range(2, 1, 3, 1, "01/04/2024")
    sheet.set_row(4, None, None, {"hidden": True})
    book.close()
    never = re.compile(rb'(<c r="E4"[^>]*><f>[^<]*</f>)<v>8000</v>')
    return repacked(stream.getvalue(), lambda _, part: never.sub(rb"\1", part))


def test_all_that_is_said_of_places_holds_without_references():
    """Formats of zeros, merges, formulas, hidden rows, the numbers of rows: as with them."""
    columns, rows, doubts, notes = _read(_workbook())
    assert columns["code"] == ["000022", "000033", "000044", "000055"]
    assert columns["received"] == ["01/04/2024"] * 4
    assert columns["fee"] == ["8000", "#CHƯA TÍNH", "8000", "8000"]
    assert notes == ("dòng ẩn: 5", "đã điền 1 ô gộp")
    assert _read(without_references(_workbook())) == (columns, rows, doubts, notes)


@given(st.lists(st.tuples(st.integers(1, 3), st.lists(st.integers(1, 3), max_size=6)), max_size=6),
       st.randoms(use_true_random=False))  # fmt: skip
@SLOW
def test_a_reference_that_is_left_out_is_the_next_one(steps, chance):
    """Of steps of one row or column any may be left out, of longer ones none."""
    whole, bare, row = b"", b"", 0
    for down, across in steps:
        row += down
        is_told = down > 1 or chance.random() < 0.5
        whole += b'<row r="%d" ht="9">' % row
        bare += b'<row r="%d" ht="9">' % row if is_told else b'<row ht="9">'
        column = 0
        for step in across:
            column += step
            own = b' r="%s%d"' % (b"ABCDEFGHIJKLMNOPQR"[column - 1 : column], row)
            whole += b"<c%s/>" % own
            bare += b"<c%s/>" % (own if step > 1 or chance.random() < 0.5 else b"")
        whole, bare = whole + b"</row>", bare + b"</row>"
    assert sorted(re.findall(rb'r="[^"]*"', with_references(bare, b""))) == sorted(
        re.findall(rb'r="[^"]*"', whole)
    )
