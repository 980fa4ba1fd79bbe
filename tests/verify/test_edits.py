"""Whatever is changed in a workbook is found and named, and nothing else is."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import replace
from zipfile import ZipFile

import pytest
from openpyxl.utils import get_column_letter

from pipeline.model import Limits
from pipeline.verify.book import Cell
from pipeline.verify.cells import Difference, Kind
from pipeline.verify.compare import compared, sheet_differences
from pipeline.verify.formulas import Tables
from tests.office import converted
from tests.verify.books import sheets, written

EDITS = 1_000


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    return written(tmp_path_factory.mktemp("verify"))


@pytest.fixture(scope="module")
def book(path):
    """Every second sheet is hidden."""
    return {
        name: replace(sheet, is_visible=number % 2 == 0)
        for number, (name, sheet) in enumerate(sheets(path).items())
    }


def _found(given, own):
    found = sheet_differences(given, own, Tables(), most=10**9)
    return list(found.first) if found else []


def _place(row, column):
    return f"{get_column_letter(column)}{row}"


def _changed(sheet, row, column, cell):
    """The sheet with another cell; None: the cell is emptied."""
    cells = {n: c for n, c in sheet.rows.get(row, {}).items() if n != column or cell}
    if cell:
        cells[column] = cell
    return replace(sheet, rows=sheet.rows | {row: cells})


def _without_row(sheet, row):
    """Those below move up; formulas stay as they are."""
    rows = {n - (n > row): cells for n, cells in sheet.rows.items() if n != row}
    return replace(sheet, rows=rows)


def _swapped(sheet, one, other):
    return replace(sheet, rows=sheet.rows | {one: sheet.rows[other], other: sheet.rows[one]})


def _edit_of_a_cell(rng, sheet, row, column):
    """The sheet with one cell changed, and the one difference that this is."""
    cell = sheet.rows[row][column]
    is_number = isinstance(cell.value, (int, float))
    ways = {
        "value": cell._replace(value=cell.value + rng.choice((1, -1, 0.0001))
                               if is_number else f"{cell.value or ''}x"),
        "emptied": None,
        "as text": cell._replace(value=f"{cell.value}", formula="") if is_number else None,
    }  # fmt: skip
    kinds = dict.fromkeys(ways, Kind.VALUE)
    if cell.formula:
        ways |= {"typed over": cell._replace(formula=""),
                 "formula": cell._replace(formula=f"{cell.formula}+0")}  # fmt: skip
        kinds |= {"typed over": Kind.NO_FORMULA, "formula": Kind.FORMULA}
    elif is_number:
        ways |= {"shown": cell._replace(number_format='"99,00%"'),
                 "calculated": cell._replace(formula=f"={cell.value}")}  # fmt: skip
        kinds |= {"shown": Kind.FORMAT, "calculated": Kind.FORMULA}
    way = rng.choice([*ways])
    given = _changed(sheet, row, column, ways[way])
    if not given.rows[row]:
        return given, Difference(Kind.MISSING_ROW, str(row), own=(cell,))
    other = ways[way] or Cell(None)
    return given, Difference(kinds[way], _place(row, column), (other,), (cell,))


def test_a_thousand_edits_of_cells_are_named_and_nothing_else(book):
    """One cell: another number, text, formula, number format; a number typed over a formula, a
    formula over a number; emptied; hidden sheets too.
    """
    rng, kinds = random.Random(21), Counter()
    for _ in range(EDITS):
        sheet = rng.choice([*book.values()])
        row = rng.choice([*sheet.rows])
        given, expected = _edit_of_a_cell(rng, sheet, row, rng.choice([*sheet.rows[row]]))
        assert _found(given, sheet) == [expected]
        kinds[expected.kind] += 1
    assert min(kinds.values()) > 5
    assert set(kinds) == {Kind.VALUE, Kind.FORMULA, Kind.NO_FORMULA, Kind.FORMAT, Kind.MISSING_ROW}


def test_rows_that_are_deleted_added_or_swapped_are_named_as_rows(book):
    """A row gone is one difference, however many move up; an added row another; two rows that have
    changed places are told as such, not as changed numbers.
    """
    rng = random.Random(22)
    for _ in range(EDITS // 4):
        sheet = rng.choice([*book.values()])
        row, other = rng.choice([*sheet.rows]), rng.choice([*sheet.rows])
        shorter = _without_row(sheet, row)
        (gone,) = _found(shorter, sheet)
        assert gone.kind == Kind.MISSING_ROW
        assert _values(sheet.rows[int(gone.place)]) == _values(sheet.rows[row])
        (more,) = _found(sheet, shorter)
        assert more.kind == Kind.EXTRA_ROW
        assert _values(sheet.rows[int(more.place)]) == _values(sheet.rows[row])
        found = _found(_swapped(sheet, row, other), sheet)
        if _values(sheet.rows[row]) == _values(sheet.rows[other]):
            continue
        assert found == [Difference(Kind.REORDERED, str(min(row, other)), rows=2)]


def _values(row):
    return [(column, cell.value) for column, cell in sorted(row.items())]


def test_a_deleted_row_hides_no_changed_number(book):
    """Both are named, where others have moved in between."""
    sheet = book["Số liệu"]
    row = sorted(sheet.rows)[10]
    column = next(n for n, cell in sheet.rows[row + 5].items() if cell.value == 1)
    changed = _changed(sheet, row + 5, column, Cell(7))
    found = _found(_without_row(changed, row), sheet)
    assert [(d.kind, d.place) for d in found] == [
        (Kind.MISSING_ROW, str(row)), (Kind.VALUE, _place(row + 4, column)),
    ]  # fmt: skip


def test_nothing_is_named_in_an_untouched_workbook(book, path):
    """The same file, read twice."""
    again = sheets(path)
    assert [n for n, s in book.items() if _found(again[n], replace(s, is_visible=True))] == []


def test_nothing_is_named_in_a_workbook_that_libreoffice_saved_again(path, tmp_path):
    """Calculated anew, empty texts lost, number formats written in another way."""
    saved = converted(path, tmp_path, "xlsx")
    found = compared(saved, path, Limits(), 20, has_earlier=True)
    assert found.is_same
    assert found.looked_at == len(sheets(path))
    assert found.cells > 3_000


def test_nothing_is_named_in_one_that_was_an_ods_in_between(path, tmp_path):
    """There tables are ranges, and every formula that names a column of one names its cells."""
    ods = converted(path, tmp_path / "there", "ods")
    back = converted(ods, tmp_path / "back", "xlsx")
    formulas = [
        c.formula for s in sheets(back).values() for row in s.rows.values() for c in row.values()
    ]
    assert "[" not in "".join(formulas)
    assert "'Chi tiết hồ sơ'!" in "".join(formulas)
    assert compared(back, path, Limits(), 20, has_earlier=True).is_same


def test_a_table_over_other_cells_is_named(path, tmp_path):
    """The formulas are the same, but what they would come to is not."""
    changed = tmp_path / "b.xlsx"
    with ZipFile(path) as source, ZipFile(changed, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            if b'name="HoSo"' in part:
                part = re.sub(rb'ref="A(\d+):([A-Z]+)\d+"', rb'ref="A\1:\g<2>99"', part)
            target.writestr(name, part)
    found = compared(changed, path, Limits(), 20, has_earlier=True)
    assert (found.tables, found.sheets, found.is_same) == (("HoSo",), (), False)
