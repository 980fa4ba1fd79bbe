"""Kiểm chứng: the workbook checks itself, in real LibreOffice."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest

from pipeline.report import write_workbook
from tests.builders import TWO_UNITS, plan
from tests.office import converted, formulas, values
from tests.report.commune import results_of

SHEET, FIRST = "Kiểm chứng", "Tóm tắt"
GOOD = "✔ Mọi số đều khớp"


def _change(path, sheet, row, column, value):
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    cell = book[sheet].cell(row, column)
    assert cell.value != value
    cell.value = value
    book.save(path)


def _calculated(path, folder):
    """As LibreOffice finds it."""
    return _said(values(converted(path, folder / "anew", "xlsx")))


def _said(found):
    """The verdict, that of the first page, and the indicators that differ."""
    sheet = {place: value for (name, place), value in found.items() if name == SHEET}
    wrong = {sheet.get(f"A{p[1:]}") for p, v in sheet.items() if v == "✘ Lệch"}
    verdict = next(v for v in sheet.values() if "Mọi số đều khớp" in str(v) or "chỗ lệch" in str(v))
    first = next(
        v for (name, _), v in found.items() if name == FIRST and str(v).startswith("Kiểm chứng: ")
    )
    return verdict, first, wrong


def _marked(path, heading, *, sheet="Chi tiết hồ sơ"):
    """Row and column of the first mark of an indicator, and the mark."""
    cells = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))[sheet]
    head = next(cell for row in cells for cell in row if cell.value == heading)
    column, below = head.column, range(head.row + 1, cells.max_row + 1)
    row = next(r for r in below if cells.cell(r, column).value is not None)
    return row, column, cells.cell(row, column).value


def test_an_untouched_workbook_agrees_with_itself(tmp_path):
    """Of all units together and of each, in three ways; every source's rows add up."""
    path = tmp_path / "a.xlsx"
    write_workbook(results_of(tmp_path, plan(tmp_path, **TWO_UNITS)), path)
    assert _calculated(path, tmp_path) == (GOOD, f"Kiểm chứng: {GOOD}", set())
    live = [text for (sheet, _), text in formulas(path).items() if sheet == SHEET]
    assert sum("COUNTIFS(" in text or "COUNTIF(HoSo" in text for text in live) > 10
    assert sum("'Hồ sơ được đếm'" in text for text in live) > 10


@pytest.mark.parametrize(
    ("heading", "indicator"),
    [("Trực tuyến", "Tỷ lệ dịch vụ công trực tuyến"), ("Số hóa", "Số hoá hồ sơ"), ("Hài lòng", "Mức độ hài lòng")],
)  # fmt: skip
def test_a_changed_mark_turns_its_number_red(tmp_path, heading, indicator):
    """On the sheet and on the first page."""
    path = tmp_path / "a.xlsx"
    write_workbook(results_of(tmp_path, plan(tmp_path)), path)
    row, column, mark = _marked(path, heading)
    _change(path, "Chi tiết hồ sơ", row, column, 1 - mark)
    told = "✘ Có 1 chỗ lệch"
    assert _calculated(path, tmp_path) == (told, f"Kiểm chứng: {told}", {indicator})


def test_a_row_that_is_not_accounted_for_turns_the_sources_red(tmp_path):
    """Rows read are those used, rejected, duplicate and passed over."""
    path = tmp_path / "a.xlsx"
    write_workbook(results_of(tmp_path, plan(tmp_path)), path)
    row, column, read = _marked(path, "Dòng đọc", sheet="Nguồn dữ liệu")
    _change(path, "Nguồn dữ liệu", row, column, read + 1)
    verdict, _, wrong = _calculated(path, tmp_path)
    assert verdict == "✘ Có 1 chỗ lệch"
    assert [text for text in wrong if text and text.startswith("Dòng đọc = ")]


def test_the_verdict_on_the_first_page_is_coloured(tmp_path):
    """By the sign that stands in it: nobody reads past small black letters."""
    path = tmp_path / "a.xlsx"
    write_workbook(results_of(tmp_path, plan(tmp_path)), path)
    sheet = openpyxl.load_workbook(path)[FIRST]
    (cell,) = [c.coordinate for row in sheet for c in row if "Kiểm chứng: " in str(c.value)]
    rules = {
        (rule.operator, rule.text) for area in sheet.conditional_formatting
        if str(area.sqref) == cell for rule in area.rules
    }  # fmt: skip
    assert rules == {("containsText", "✔"), ("containsText", "✘")}


def test_without_the_detail_the_facts_sheet_is_the_second_way(tmp_path, monkeypatch):
    """Too many dossiers for a workbook: there is no third."""
    monkeypatch.setattr("pipeline.report.detail.MAX_DETAIL", 1)
    path = tmp_path / "a.xlsx"
    write_workbook(results_of(tmp_path, plan(tmp_path)), path)
    assert _calculated(path, tmp_path) == (GOOD, f"Kiểm chứng: {GOOD}", set())


def test_a_fact_that_the_dossiers_do_not_bear_out_is_red_before_anybody_calculates(tmp_path):
    """The words that the file is written with are found, not claimed; LibreOffice finds the same."""
    results = results_of(tmp_path, plan(tmp_path))
    wrong = tuple(
        fact._replace(numerator=fact.numerator + 1)
        if (fact.scope, fact.period, fact.indicator) == ("unit", "cumulative", "online") else fact
        for fact in results.counts.facts
    )  # fmt: skip
    results = replace(results, counts=replace(results.counts, facts=wrong))
    path = tmp_path / "a.xlsx"
    write_workbook(results, path)
    told = "✘ Có 1 chỗ lệch"
    expected = (told, f"Kiểm chứng: {told}", {"Tỷ lệ dịch vụ công trực tuyến"})
    assert _said(values(path)) == expected
    assert _calculated(path, tmp_path) == expected
