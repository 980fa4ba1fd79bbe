"""Nothing in a cell is changed, and yet somebody reads another thing."""

from __future__ import annotations

from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.worksheet.filters import FilterColumn, Filters

from pipeline.model import Limits
from pipeline.verify.cells import Kind
from pipeline.verify.compare import compared
from tests.office import converted
from tests.verify.books import written

RESULTS, FACTS = "Kết quả thực hiện", "Số liệu"


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return written(tmp_path_factory.mktemp("verify"))


def _edited(path, folder, edit):
    book = openpyxl.load_workbook(path)
    edit(book)
    book.save(folder / "b.xlsx")
    return folder / "b.xlsx"


def _replaced(path, folder, part, old, new):
    """The workbook with another text in one of its parts."""
    with ZipFile(path) as source, ZipFile(folder / "c.xlsx", "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith(f"/{part}"):
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode(), 1)
            target.writestr(name, content)
    return folder / "c.xlsx"


def _compared(given, path):
    return compared(given, path, Limits(), 20, has_earlier=True)


def _found(given, path):
    """Sheet, kind, place and number format of every difference."""
    return [
        (sheet.name, difference.kind, difference.place, difference.number_format)
        for sheet in _compared(given, path).sheets
        for difference in sheet.first
    ]


def _condition(book):
    style = DifferentialStyle(numFmt=NumberFormat(numFmtId=400, formatCode='"✔ 100,00%"'))
    rule = Rule(type="expression", formula=["TRUE"], dxf=style)
    book[RESULTS].conditional_formatting.add("E7:E12", rule)


def test_a_condition_that_shows_numbers_in_another_way(path, tmp_path):
    """Whoever saved it last, LibreOffice, too."""
    given = _edited(path, tmp_path, _condition)
    expected = [(RESULTS, Kind.CONDITION, "E7:E12", '"✔ 100,00%"')]
    assert _found(given, path) == expected
    saved = converted(given, tmp_path / "saved", "xlsx")
    assert [found[:3] for found in _found(saved, path)] == [found[:3] for found in expected]


def test_a_condition_that_ours_has_too_is_none(path, tmp_path):
    """On the same cells or on some of them; on more of them it is."""
    own = _edited(path, tmp_path, _condition)
    (tmp_path / "c").mkdir()
    assert _compared(own, own).is_same

    def fewer(book):
        _condition(book)
        rules = book[RESULTS].conditional_formatting
        (area,) = [found for found in rules if str(found.sqref) == "E7:E12"]
        rule = area.rules[0]
        rules.add("E7:E9", rule)
        rules.add("E9:E13", rule)

    given = _edited(path, tmp_path / "c", fewer)
    assert [place for _, _, place, _ in _found(given, own)] == ["E9:E13"]


def test_a_condition_of_newer_excel(path, tmp_path):
    """It stands below all others, where the library does not look."""
    rules = (
        '<extLst><ext uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}" xmlns:x14="http://schemas.'
        'microsoft.com/office/spreadsheetml/2009/9/main"><x14:conditionalFormattings>'
        '<x14:conditionalFormatting xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        '<x14:cfRule type="expression"><xm:f>TRUE</xm:f><x14:dxf><numFmt numFmtId="400" '
        'formatCode="0.0"/></x14:dxf></x14:cfRule><xm:sqref>B2:B3</xm:sqref>'
        "</x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst></worksheet>"
    )
    given = _replaced(path, tmp_path, "sheet1.xml", "</worksheet>", rules)
    assert [found[1:] for found in _found(given, path)] == [(Kind.CONDITION, "B2:B3", "0.0")]


def test_days_counted_from_1904(path, tmp_path):
    """Every day is shown four years later, and no cell differs."""
    given = _replaced(path, tmp_path, "workbook.xml", "<workbookPr ", '<workbookPr date1904="1" ')
    found = _compared(given, path)
    assert (found.is_1904, found.is_same, found.sheets) == (True, False, ())


def test_hidden_rows_and_columns(path, tmp_path):
    """Those with something in them, by their numbers and letters; hidden ones outside are none."""

    def edit(book):
        rows = book[FACTS].row_dimensions
        for row in (3, 4, 9000):
            rows[row].hidden = True
        columns = book[RESULTS].column_dimensions
        columns["C"].hidden = True
        columns["XFD"].hidden = True

    assert _found(_edited(path, tmp_path, edit), path) == [
        (RESULTS, Kind.HIDDEN_COLUMNS, "C", ""),
        (FACTS, Kind.HIDDEN_ROWS, "3–4", ""),
    ]


def test_rows_without_a_height(path, tmp_path):
    """They are as good as hidden."""
    given = _replaced(path, tmp_path, "sheet1.xml", ' ht="', ' ht="0" was="')
    assert [found[1:3] for found in _found(given, path)] == [(Kind.HIDDEN_ROWS, "2")]


def test_rows_that_a_filter_hides(path, tmp_path):
    """They are told and are no difference; a row above the filter's area is one."""

    def edit(book):
        sheet = book[FACTS]
        (table,) = sheet.tables.values()
        table.autoFilter.filterColumn = [FilterColumn(colId=0, filters=Filters(filter=["x"]))]
        for row in (2, 3):
            sheet.row_dimensions[row].hidden = True

    found = _compared(_edited(path, tmp_path, edit), path)
    assert (found.is_same, found.filtered) == (True, {FACTS: 2})
