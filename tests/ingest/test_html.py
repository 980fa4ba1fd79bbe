"""HTML pages: what a browser does not show is no text, form fields are, layout is no data."""

from __future__ import annotations

import pytest

from pipeline.ingest import read_tables

HEADER = "<tr><td>Mã hồ sơ<td>Số hóa thành phần hồ sơ<td>Số hóa kết quả<td>Ngày số hóa</tr>"


def _page(cell="A1", components="Có", head="", table="<table>{}</table>"):
    row = f"<tr><td>{cell}</td><td>{components}</td><td>Có</td><td>10/04/2024</td></tr>"
    return f"<html>{head}<body>{table.format(HEADER + row)}</body></html>".encode()


def _columns(content):
    (sheet,) = read_tables(content)
    return {name: column.to_pylist() for name, column in sheet.table.columns.items()}


@pytest.mark.parametrize(
    "hidden",
    ["<span style='display:none'>1</span>", "<i style='DISPLAY : None'>1<b>2</b></i>",
     "<span hidden>1</span>", "<span class='a sortkey'>1</span>", "<script>1</script>",
     "<input type=hidden value=1>", "<p style='visibility:hidden'>1</p>",
     "<table style='display:none'><tr><td>1</table>"],
)  # fmt: skip
def test_a_hidden_piece_of_a_cell_is_no_text(hidden):
    """Before or behind what is shown."""
    head = "<style>.sortkey, .x {display:none} @media print {.a {display:none}}</style>"
    assert _columns(_page(f"{hidden}A1", head=head))["code"] == ["A1"]
    assert _columns(_page(f"A1{hidden}", head=head))["code"] == ["A1"]


def test_a_piece_that_is_hidden_in_print_alone_is_text():
    """A page is read as a screen shows it."""
    head = "<style>@media print {.a {display:none}}</style>"
    assert _columns(_page("<b class='a'>A1</b>", head=head))["code"] == ["A1"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<input type=checkbox checked>", "Có"),
        ("<input type=checkbox>", "Không"),
        ("<label><input type=checkbox checked>Đã số hóa</label>", "Đã số hóa"),
        ("<label><input type=checkbox>Đã số hóa</label>", "Không"),
        ("<input type=checkbox><input type=hidden value=false>", "Không"),
        ("<select><option>Có<option selected>Không</select>", "Không"),
        ("<input type=text value='Có'>", "Có"),
    ],
)
def test_the_fields_of_a_form_are_what_they_show(cell, text):
    """A box is Có or Không, unless what stands beside it says more."""
    assert _columns(_page(components=cell))["components"] == [text]


def test_a_box_that_chooses_a_row_is_no_text():
    """The code beside it is."""
    assert _columns(_page("<input type=checkbox> A1"))["code"][0].strip() == "A1"


def test_a_table_within_a_cell_belongs_to_the_cell():
    """It is no table of its own, and its cells stand apart."""
    inner = "<table><tr><td>Có<td style='display:none'>x</table>"
    assert [text.strip() for text in _columns(_page(components=inner))["components"]] == ["Có"]


@pytest.mark.parametrize("depth", [1, 3])
def test_tables_that_lay_out_a_page_are_no_tables(depth):
    """The table with a header is read, however deep it lies."""
    table = "<table>{}</table>"
    for _ in range(depth):
        table = f"<table><tr><td>menu</td><td>{table}</td></tr></table>"
    assert _columns(_page(table=table))["code"] == ["A1"]


def test_hidden_cells_and_rows_are_read_and_named():
    """As hidden columns and rows of a workbook are."""
    page = _page("A1</td><td class=gone>Không</td><td>Có</td><td>10/04/2024</td></tr><tr hidden><td>A2",
                 head="<style>.gone{display:none}</style>")  # fmt: skip
    (sheet,) = read_tables(page)
    assert sheet.table.columns["code"].to_pylist() == ["A1", "A2"]
    assert sheet.notes[:2] == ("dòng ẩn: 3", "cột ẩn: B")
