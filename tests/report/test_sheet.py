"""Rows of tables written at once: the same cells as xlsxwriter's public way gives."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

import openpyxl
import pytest
from lxml import etree
from xlsxwriter.worksheet import Worksheet

from pipeline.report import write_workbook
from pipeline.report.layout.book import book_at
from pipeline.report.layout.cells import Live
from pipeline.report.layout.page import shown
from pipeline.report.layout.sheet import Sheet, TableColumn
from pipeline.report.layout.theme import Theme
from tests.builders import plan
from tests.formats import unpacked
from tests.report.commune import results_of
from tests.report.workbook_text import described, format_of

COLUMNS = {
    "text": ["A", "", " hai  dòng\nvà\ttab ", "<&>\"'", "=1+1", "x" * 40_000, "\x07\x0b_x0041_", None],
    "count": [0, 7, -7, 10**15, 2**53, 1.5, None, 12_345_678_901],
    "decimal": [0, 1, -1, 333, 10_000, 99_999, None, 7],
    "percent": [0, 1, 3_333, 6_667, 9_977, 10_000, None, 25],
    "day": [date(2024, 2, 29), date(1900, 3, 1), date(2099, 12, 31), None, *[date(2024, 1, 1)] * 4],
    "text_total": ["A", "B", "A", "B", "", "A", "Đ", "e\u0301"],
    "status": [Live(f'=IF(A{n}<>"&",1,2)', value) for n, value in
               enumerate(["✔ Đạt", "–", "", "<&>", 0, -7, 0.1 + 0.2, 1e15])],
}  # fmt: skip
ROLES = {"text_total": "wrapped"}
FIRST, TALL = 2, (3, 5)


def _cells(path):
    """Of the sheet's rows: place, format, type, formula and value of each cell, as the file has
    them, and the heights that are set.
    """
    parts = dict(unpacked(path.read_bytes()))
    shared = [etree.tostring(entry) for entry in etree.fromstring(parts["xl/sharedStrings.xml"])]
    sheet = etree.fromstring(parts["xl/worksheets/sheet1.xml"])
    roles = openpyxl.load_workbook(path).active
    cells = []
    for cell in sheet.iterfind(".//{*}row/{*}c"):
        value, kind, place = cell.findtext("{*}v"), cell.get("t"), cell.get("r")
        value = shared[int(value)] if kind == "s" else value
        cells.append((place, format_of(roles[place]), kind, cell.findtext("{*}f"), value))
    heights = {row.get("r"): (row.get("ht"), row.get("customHeight"))
               for row in sheet.iterfind(".//{*}row") if row.get("ht")}  # fmt: skip
    return cells, heights, sheet.find("{*}dimension").get("ref")


def _cell(theme, name, value):
    content = value if isinstance(value, Live) else shown(value, name)
    return theme[ROLES.get(name, name)], content


def _by_columns(sheet, theme):
    columns = [TableColumn(values, partial(_cell, theme, name)) for name, values in COLUMNS.items()]
    sheet.write_rows(FIRST, columns)


def _public(sheet, theme):
    for column, (name, values) in enumerate(COLUMNS.items()):
        for row, value in enumerate(values, FIRST):
            cell_format, content = _cell(theme, name, value)
            if content is None:
                sheet.write_blank(row, column, None, cell_format)
            elif isinstance(content, Live):
                sheet.write_formula(row, column, content.formula, cell_format, content.value)
            elif isinstance(content, str):
                sheet.write_string(row, column, content[:32_767], cell_format)
            elif isinstance(content, date):
                sheet.write_datetime(row, column, content, cell_format)
            else:
                sheet.write_number(row, column, content, cell_format)


def test_rows_of_tables_are_the_cells_of_the_public_way(tmp_path):
    """Texts of every kind, numbers to the last digit, days, formulas, empty cells, heights; rows
    before and after.
    """
    for name, write in (("columns", _by_columns), ("public", _public)):
        with book_at(tmp_path / f"{name}.xlsx", created=datetime(2024, 1, 1)) as book:
            sheet, theme = book.add_worksheet("X"), Theme(book)
            sheet.write_string(0, 1, "trên", theme["title"])
            for row in TALL:
                sheet.set_row(row, 48)
            write(sheet, theme)
            sheet.write_string(11, 8, "dưới", theme["title"])
    cells, heights, _ = _cells(tmp_path / "columns.xlsx")
    assert _cells(tmp_path / "columns.xlsx") == _cells(tmp_path / "public.xlsx")
    assert len(cells) == 2 + 7 * 8
    assert heights == {str(row + 1): ("48", "1") for row in TALL}


def test_a_cell_beside_the_rows_of_a_table_is_no_silent_loss(tmp_path):
    """Rows of tables are whole: what is written in one of them later would not be in the file."""
    with book_at(tmp_path / "a.xlsx", created=datetime(2024, 1, 1)) as book:
        sheet, theme = book.add_worksheet("X"), Theme(book)
        _by_columns(sheet, theme)
        sheet.check_rows()
        sheet.write_string(3, 20, "bên phải", theme["text"])
        with pytest.raises(ValueError, match=r"Cells beside a table in rows .3. of X"):
            sheet.check_rows()


def test_a_whole_workbook_is_the_same_the_public_way(tmp_path, monkeypatch):
    """Every sheet of a small commune, as text."""
    results = results_of(tmp_path, plan(tmp_path))
    write_workbook(results, tmp_path / "plain.xlsx")
    written = []
    monkeypatch.setattr(Sheet, "is_free", lambda _, row: written.append(row))
    for name in ("_prepare_formula", "add_table"):
        monkeypatch.setattr(Sheet, name, getattr(Worksheet, name))
    write_workbook(results, tmp_path / "public.xlsx")
    assert written
    assert described(tmp_path / "plain.xlsx") == described(tmp_path / "public.xlsx")


def test_functions_newer_than_excel_2007_are_written_as_the_library_does(tmp_path):
    """Excel knows them under another name in the file, and shows #NAME? without it."""
    with book_at(tmp_path / "a.xlsx", created=datetime(2024, 1, 1)) as book:
        sheet = book.add_worksheet("X")
        sheet.write_formula(0, 0, "=SUM(B1:C1)")
        sheet.write_formula(1, 0, "=SWITCH(B1,1,2)")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert sheet["A1"].value == "=SUM(B1:C1)"
    assert sheet["A2"].value.text == "=_xlfn.SWITCH(B1,1,2)"
