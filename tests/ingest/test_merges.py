"""Merged cells: the value belongs to every cell of the merge, in every format."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.ingest import read_tables
from pipeline.ingest.merges import Merges
from tests.builders import digitization, dossier, table
from tests.formats import repacked
from tests.merged import MERGED

ROWS = table(
    "digitization",
    [digitization(code=f"H21.65-{n}", digitized=f"0{n}/04/2024") for n in range(1, 7)],
)
SLOW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def _read(content):
    (sheet,) = read_tables(content)
    columns = {name: column.to_pylist() for name, column in sheet.table.columns.items()}
    return columns, sheet.table.rows.to_pylist(), sheet.table.rows_ignored, sheet.notes


@st.composite
def merged_tables(draw):
    """A table and merges of some of its cells, each of which says the same in all of its cells."""
    rows = [list(row) for row in ROWS]
    merges = []
    top = 1
    while top < len(rows) - 1 and len(merges) < 3:
        top = draw(st.integers(top, len(rows) - 1))
        bottom = draw(st.integers(top, len(rows) - 1))
        left, right = draw(st.sampled_from([(0, 0), (1, 1), (1, 2), (2, 2), (3, 3)]))
        value = draw(st.sampled_from(["Có", "Không"])) if left in (1, 2) else rows[top][left]
        for row in range(top, bottom + 1):
            rows[row][left : right + 1] = [value] * (right - left + 1)
        if (top, left) != (bottom, right):
            merges.append((top, left, bottom, right))
        top = bottom + 1
    return rows, merges


@pytest.mark.parametrize("name", MERGED)
@given(made=merged_tables())
@SLOW
def test_merging_equal_neighbours_makes_no_difference(name, made):
    """In any column, down and across: the same texts in the same rows, and a word of it."""
    rows, merges = made
    *merged, notes = _read(MERGED[name](rows, merges))
    *plain, _ = _read(MERGED[name](rows, []))
    cells = sum((b - t + 1) * (r - le + 1) - 1 for t, le, b, r in merges)
    assert merged == plain
    assert [note for note in notes if "ô gộp" in note] == [f"đã điền {cells} ô gộp"] * bool(merges)


@pytest.mark.parametrize("name", MERGED)
def test_titles_groups_totals_and_signatures_across_the_sheet_are_no_data(name):
    """Merged over columns and rows, they fill no dossier and are none."""
    header, *rows = table("dossiers", [dossier(code=f"H21.65-{n}") for n in range(3)])
    width = len(header)

    def across(text):
        return [text, *[None] * (width - 1)]

    sheet = [
        across("DANH SÁCH HỒ SƠ"), header, across("I. LĨNH VỰC HỘ TỊCH"), *rows,
        across("Tổng cộng"), across("NGƯỜI LẬP BIỂU"), across(None),
    ]  # fmt: skip
    merges = [(row, 0, row, width - 1) for row in (0, 2, 6)] + [(7, 0, 8, width - 1)]
    columns, numbers, _, notes = _read(MERGED[name](sheet, merges))
    assert columns["code"] == ["H21.65-0", "H21.65-1", "H21.65-2"]
    assert numbers == [4, 5, 6]
    assert not [note for note in notes if "ô gộp" in note]


def test_a_header_merged_into_a_row_that_no_word_is_known_of_is_no_dossier():
    """The lower row of the header names parts of a column that is not read."""
    header = ["Mã hồ sơ", "Ngày tiếp nhận", "Tình trạng", "Người nộp", None, None, None]
    lower = [None, None, None, "Họ tên", "Địa chỉ", "Số điện thoại", "Email"]
    row = ["H21.65-1", "01/04/2024", "Đang xử lý", "a", "b", "c", "d"]
    merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 6)]
    columns, numbers, ignored, _ = _read(MERGED["xlsx"]([header, lower, row], merges))
    assert (columns["code"], numbers, ignored) == (["H21.65-1"], [3], 1)


def test_a_merge_says_what_is_seen():
    """What another program left below a merge nobody sees."""
    content = MERGED["xlsx"]([*ROWS[:3], ["A1", "Có", "Không", "01/04/2024"]], [(1, 1, 3, 1)])
    columns, *_ = _read(content)
    assert columns["components"] == ["Có", "Có", "Có"]


def test_a_merge_over_a_million_rows_costs_what_the_table_does():
    """It reaches no further than the sheet does."""
    rows = [*ROWS[:2], *([row[0], None, *row[2:]] for row in ROWS[2:])]
    content = repacked(
        MERGED["xlsx"](rows, [(1, 1, 2, 1)]),
        lambda _, part: part.replace(b"B2:B3", b"B2:XFD1048576"),
    )
    columns, numbers, *_ = _read(content)
    assert columns["components"] == ["Có"] * 6
    assert numbers == [2, 3, 4, 5, 6, 7]


def test_of_merges_that_overlap_the_upper_one_has_the_cells():
    """Spreadsheets let none overlap, hostile files do; no cell is visited twice."""
    covered = Merges.of([(2, 0, 9, 0), (0, 0, 4, 0)]).covered(0, 8)
    assert covered.rows.tolist() == [1, 2, 3, 4, 5, 6, 7]
    assert covered.anchor_rows.tolist() == [0, 0, 0, 0, 2, 2, 2]


def test_merges_follow_the_columns_that_a_sheet_keeps():
    """Columns without any cell may be left out."""
    moved = Merges.of([(0, 3, 1, 5), (0, 6, 1, 7)]).at_columns((0, 4, 5))
    assert np.array_equal(moved.ranges, [[0, 1, 1, 2]])
