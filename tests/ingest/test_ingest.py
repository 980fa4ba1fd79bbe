"""Finding the table: header, kind, and rows that are no data."""

from __future__ import annotations

import pytest

from pipeline.ingest import read_tables
from pipeline.model import UnreadableFileError
from tests.builders import csv_bytes, dossier, payment, publicity, table, xlsx_bytes

ROWS = table("dossiers", [dossier(code=f"H21.65-{n}") for n in range(1, 6)])
WIDTH = len(ROWS[0])
MOTTO = [
    ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập – Tự do – Hạnh phúc"],
    [],
    ["DANH SÁCH HỒ SƠ"],
]


def _read(rows):
    (sheet,) = read_tables(xlsx_bytes({"S": rows}))
    return sheet.table


@pytest.mark.parametrize("above", [0, 1, 3, 14])
def test_titles_above_the_header_are_passed_over(above):
    """The header may stand anywhere near the top; row numbers are Excel's."""
    rows = _read([*MOTTO[:above], *[[]] * max(above - 3, 0), *ROWS])
    assert rows.rows.to_pylist() == list(range(above + 2, above + 7))
    assert rows.rows_ignored == 0


@pytest.mark.parametrize(
    "noise",
    [
        [str(n) for n in range(1, WIDTH + 1)],
        [f"({n})" for n in range(1, WIDTH + 1)],
        ["I", "Sở, ban, ngành"],
        ["I. Lĩnh vực Hộ tịch"],
        ["Tổng cộng", "5 dòng"],
        ["Tổng:", None, None, None, None, None, None, None, None, None, None, None, "40.000"],
        [None, None, None, None, None, "Ia Ake, ngày … tháng … năm 2024"],
        [None, None, None, None, None, "NGƯỜI LẬP BIỂU"],
        ROWS[0],
    ],
)
def test_rows_that_are_no_data_are_ignored(noise):
    """Number, group, total, signature rows and a header printed again are counted as ignored."""
    rows = _read([ROWS[0], noise, *ROWS[1:]])
    assert (len(rows.rows), rows.rows_ignored) == (5, 1)


@pytest.mark.parametrize(
    "broken",
    [
        ["H21.65-9"],
        [None, None, None, None, None, "01/04/2024"],
        [None, None, None, None, "Trực tuyến"],
    ],
)
def test_broken_rows_are_no_noise(broken):
    """A row with a code or a value of its type is data, however little else it has."""
    assert len(_read([*ROWS, broken]).rows) == 6


def test_blank_rows_are_not_counted():
    """Blank rows inside and below the table are nothing."""
    rows = _read([ROWS[0], ROWS[1], [None, " "], *ROWS[2:], [], ["\u00a0"]])
    assert (len(rows.rows), rows.rows_ignored) == (5, 0)


def test_two_row_header():
    """A parent cell groups its children, which have the names."""
    rows = [
        ["STT", "Mã hồ sơ", "Ngày, tháng, năm", None, None, "Hình thức nộp"],
        [None, None, "Nhận hồ sơ", "Hẹn trả kết quả", "Ngày có kết quả", None],
        ["1", "A", "01/04/2024", "05/04/2024", "03/04/2024", "Trực tuyến"],
    ]
    sheet = _read(rows)
    assert sorted(sheet.columns) == ["channel", "code", "due", "ended", "received"]
    assert sheet.rows.to_pylist() == [3]


@pytest.mark.parametrize(
    ("headers", "meaning"),
    [
        (["Ngày hẹn trả", "Ngày trả"], "returned"),
        (["Ngày có kết quả", "Ngày trả"], "due"),
        (["Ngày trả"], "returned"),
        (["Ngày hẹn trả", "Ngày có kết quả", "Ngày trả"], "returned"),
    ],
)
def test_ngay_tra_is_ambiguous(headers, meaning):
    """Due only where there is no other due date and the end has a column of its own."""
    rows = [
        ["Mã hồ sơ", "Ngày tiếp nhận", "Tình trạng", *headers],
        ["A", "01/04/2024", "Đang xử lý"],
    ]
    assert _read(rows).headers[meaning] == "Ngày trả"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_delimited_text(delimiter):
    """Any delimiter, quoted line breaks; the row is the record's number."""
    rows = [*table("payments", [payment(reference="a\nb"), payment()])]
    (sheet,) = read_tables(csv_bytes(rows, delimiter))
    assert (sheet.table.kind, sheet.table.rows.to_pylist()) == ("payments", [2, 3])


def test_titles_do_not_choose_the_delimiter():
    """A short table below more titles than rows, some of them with commas."""
    rows = [["Cộng hòa, xã hội, chủ nghĩa"], ["a"], ["b"], ["c"], *table("payments", [payment()])]
    (sheet,) = read_tables(csv_bytes(rows, ";"))
    assert sheet.table.rows.to_pylist() == [6]


def test_html_called_xls():
    """Spans are taken into account, hidden columns are read, sheet names come from the comment."""
    page = (
        "<html><!--<x:Name>Công khai</x:Name>--><table><tr><td colspan=4>DANH MỤC</td></tr>"
        "<tr><td rowspan=2>STT</td><td rowspan=2>Mã TTHC</td><td colspan=2>Công khai</td></tr>"
        "<tr><td>Công khai đúng hạn</td><td style='display:none'>Đủ&nbsp;nội <br>dung</td></tr>"
        "<tr><td>1</td><td>1.000001</td><td>Có</td><td>x</td></tr></table></html>"
    )
    (sheet,) = read_tables(page.encode())
    assert (sheet.name, sheet.table.kind, sheet.table.rows.to_pylist()) == (
        "Công khai",
        "publicity",
        [4],
    )


def test_tables_of_a_page_have_names_of_their_own():
    """Two tables without a name are two sheets."""
    rows = "<tr><td>Mã TTHC</td><td>Công khai đúng hạn</td><td>Đủ nội dung</td></tr><tr><td>1.000001</td></tr>"
    sheets = read_tables(f"<html><table>{rows}</table><table>{rows}</table></html>".encode())
    assert [(sheet.name, len(sheet.table.rows)) for sheet in sheets] == [("", 1), ("Bảng 2", 1)]


def test_xml_spreadsheet_2003():
    """Cells and rows that an index skips to are in their place."""
    names = "".join(f"<Cell><Data>{name}</Data></Cell>" for name in publicity())
    book = (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="T"><Table>'
        f'<Row ss:Index="3">{names}</Row><Row><Cell><Data>1.000001</Data></Cell>'
        '<Cell ss:Index="3"><Data>Có</Data></Cell></Row></Table></Worksheet></Workbook>'
    )
    (sheet,) = read_tables(book.encode())
    assert sheet.table.columns["full"].to_pylist() == ["Có"]
    assert sheet.table.rows.to_pylist() == [4]


def test_nearly_a_known_kind_names_what_is_missing():
    """What is missing, and what there was instead; never the header of an unnamed column."""
    rows = [["Mã hồ sơ", "Tình trạng", "Cán bộ xử lý", "Chủ hồ sơ"], ["A", "Đang xử lý", "B", "C"]]
    (sheet,) = read_tables(xlsx_bytes({"S": rows}))
    (doubt,) = sheet.doubts
    assert doubt.code == "missing_column"
    assert doubt.details == {
        "title": "hồ sơ", "missing": "Ngày tiếp nhận", "present": "Mã hồ sơ, Tình trạng, Cán bộ xử lý",
    }  # fmt: skip


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04rest",
        b"\xff\xfe\x00\xd8",
        b"a,b\x00c",
        b"<html>x</html>",
        b"\x89PNG\r\n\x1a\n\xff",
    ],
)
def test_what_is_no_table_is_refused(content):
    """With a reason, never a crash."""
    with pytest.raises(UnreadableFileError):
        read_tables(content)
