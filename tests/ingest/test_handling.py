"""The table 06a in its layouts: columns by section and heading, rows, period, whose it is, its sums."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.files.explain import explain
from pipeline.ingest import read_tables
from pipeline.model import Limits
from pipeline.values.privacy import HIDDEN
from tests.builders import csv_bytes, dossier, table
from tests.formats import FORMATS
from tests.table_06a import HEADINGS, NUMBERS, as_csv, figures, table_06a

FIELDS = {
    "Hộ tịch": figures(online=80, counter_post=35, carried_over=5, before_due=60, on_due=45, late=5, within=9, past_due=1),
    "Chứng thực": figures(online=10, counter_post=230, before_due=240),
}  # fmt: skip
ALL = ("online", "counter", "post", "carried_over")
COLUMNS = [
    ("received", ALL), ("received", ("online",)), ("received", ("counter", "post")),
    ("received", ("carried_over",)), ("finished", ("before_due", "on_due", "late")),
    ("finished", ("before_due",)), ("finished", ("on_due",)), ("finished", ("late",)),
    ("open", ("within", "past_due")), ("open", ("within",)), ("open", ("past_due",)),
]  # fmt: skip


def _read(rows):
    """The table of a page, and its doubts beside that it is a summary."""
    (sheet,) = read_tables(as_csv(rows))
    doubts = {doubt.code: doubt.details for doubt in sheet.doubts}
    assert (sheet.table, next(iter(doubts))) == (None, "summary")
    doubts.pop("summary")
    return sheet.handling, doubts


def _columns(found):
    return [(column.section, column.parts) for column in found.columns]


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_table_in_every_format(name):
    """Columns, figures, rows as Excel numbers them, and the days that it counts."""
    width = len(HEADINGS[0])
    rows = [[*row, *[""] * (width - len(row))] for row in table_06a(FIELDS)]
    (sheet,) = read_tables(FORMATS[name](rows))
    found = sheet.handling
    assert _columns(found) == COLUMNS
    assert (found.start, found.end, found.is_by_unit) == (
        date(2024, 3, 28),
        date(2024, 5, 16),
        False,
    )
    assert [(row.row, row.name, row.grain, list(row.figures)) for row in found.rows] == [
        (8, "Hộ tịch", "field", FIELDS["Hộ tịch"]),
        (9, "Chứng thực", "field", FIELDS["Chứng thực"]),
        (10, "Tổng cộng", "total", [360, 90, 265, 5, 350, 300, 45, 5, 10, 9, 1]),
    ]
    assert [doubt.code for doubt in sheet.doubts] == ["summary"]


FLAT = ["TT", "Lĩnh vực", "Tổng tiếp nhận", "Trực tuyến", "Trực tiếp", "Bưu chính", "Kỳ trước chuyển sang",
        "Đã giải quyết", "Trước hạn", "Đúng hạn", "Quá hạn", "Đang giải quyết", "Chưa đến hạn", "Quá hạn"]  # fmt: skip
SPLIT = [
    ["STT", "Lĩnh vực", "Tiếp nhận", "", "", "", "", "Đã xử lý", "", "", "Tỷ lệ đúng hạn", "Ghi chú"],
    ["", "", "Tổng số", "Toàn trình", "Một phần", "Tiếp nhận mới trong kỳ", "Từ kỳ trước", "Tổng số",
     "Trước và đúng hạn", "Quá hạn", "", ""],
]  # fmt: skip
REMARKS = [
    HEADINGS[0],
    [*HEADINGS[1][:8], "Đúng hạn (Bao gồm cả hồ sơ chờ Bổ sung và Trả lại / Xin rút)", "Quá hạn", "Tổng số",
     "Trong hạn (Bao gồm cả hồ sơ chờ bổ sung và hồ sơ khác)", "Quá hạn"],
    HEADINGS[2],
]  # fmt: skip


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        (REMARKS, COLUMNS),
        ([FLAT], [
            ("received", ALL), ("received", ("online",)), ("received", ("counter",)),
            ("received", ("post",)), ("received", ("carried_over",)), *COLUMNS[4:],
        ]),
        (SPLIT, [
            ("received", ALL), ("received", ("online",)), ("received", ("online",)),
            ("received", ("online", "counter", "post")), ("received", ("carried_over",)),
            ("finished", ("before_due", "on_due", "late")), ("finished", ("before_due", "on_due")),
            ("finished", ("late",)),
        ]),
    ],
    ids=["remarks in brackets", "one row", "other parts"],
)  # fmt: skip
@pytest.mark.parametrize(
    "numbers",
    [None, "({})", "{}", "({0})=({0})+({0})"],
    ids=["not numbered", "in brackets", "plain", "with sums"],
)
def test_headings_say_their_parts_below_the_section(headings, columns, numbers):
    """Shares and remarks are no figures; numbers of columns are no row."""
    width = len(headings[0])
    numbering = [[numbers.format(number) for number in range(1, width + 1)]] if numbers else []
    row = ["1", "Hộ tịch", *range(50, 48 + width)]
    found, _ = _read([["Biểu số II.06a/VPCP"], *headings, *numbering, row])
    assert _columns(found) == columns
    assert [(row.name, row.figures[0]) for row in found.rows] == [("Hộ tịch", 50)]


def test_columns_that_are_lettered_and_numbered_are_no_row():
    """As statistics do it: A, B, 1, 2, 3."""
    letters = ["A", "B", *range(1, 12)]
    found, _ = _read([letters if row is NUMBERS else row for row in table_06a(FIELDS)])
    assert [row.name for row in found.rows] == ["Hộ tịch", "Chứng thực", "Tổng cộng"]


@pytest.mark.parametrize(
    ("days", "stated"),
    [
        ("(Từ ngày 28/03/2024 đến ngày 16/05/2024)", True),
        ("Kỳ báo cáo: Quý II, từ ngày 28/3/2024 đến hết ngày 16/5/2024", True),
        ("Từ 28-03-2024 đến 16-05-2024", True),
        ("Kỳ báo cáo: Quý II/2024", False),
        ("(Từ ngày … đến ngày …)", False),
        ("Từ ngày 16/05/2024 đến ngày 28/03/2024", False),
    ],
)
def test_days_are_those_that_are_stated(days, stated):
    """A quarter is no statement: its figures are closed on the 14th."""
    found, _ = _read(table_06a(FIELDS, days=days))
    expected = (date(2024, 3, 28), date(2024, 5, 16)) if stated else (None, None)
    assert (found.start, found.end) == expected


def test_two_periods_are_none():
    """Nothing is guessed."""
    found, _ = _read(table_06a(FIELDS, above=["Từ ngày 01/01/2024 đến ngày 31/03/2024"]))
    assert (found.start, found.end) == (None, None)


@pytest.mark.parametrize(
    ("above", "reporter", "places"),
    [
        ([], "", ()),
        (["Đơn vị báo cáo: UBND xã Một"], "UBND xã Một", ()),
        (
            ["- Đơn vị báo cáo: UBND xã Một - Đơn vị nhận báo cáo: UBND huyện Một"],
            "UBND xã Một",
            (),
        ),
        (["- Đơn vị báo cáo: ... - Đơn vị nhận báo cáo: ..."], "", ()),
        (["ỦY BAN NHÂN DÂN XÃ MỘT"], "", ("ỦY BAN NHÂN DÂN XÃ MỘT",)),
        (["Người lập: Nguyễn Văn A"], "", ()),
    ],
)
def test_whose_it_is_stands_above_it(above, reporter, places):
    """Behind the words for it, else in the name of an office; names of people stay out."""
    found, _ = _read(table_06a(FIELDS, above=above))
    assert (found.reporter, found.places) == (reporter, places)


def _cells(*cells):
    """Cells as (text, columns, rows)."""
    shown = (
        f'<td colspan="{c}" rowspan="{r}"><strong>{text}</strong></td>' for text, c, r in cells
    )
    return f"<tr>{''.join(shown)}</tr>"


def _two_tables(on_time="Đúng hạn"):
    """As a published system exports it: titles in a table of their own, then the figures."""
    titles = (
        _cells(("XÃ MỘT", 5, 1), ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 8, 1)),
        _cells((
            "TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT TTHC<br/><i>(Từ ngày 28/03/2024 đến ngày 16/05/2024 )</i>", 13, 1,
        )),
    )  # fmt: skip
    single = [
        (text, 1, 2)
        for text in (
            "Từ kỳ trước",
            "Tổng số",
            "Trước hạn",
            on_time,
            "Quá hạn",
            "Tổng số",
            "Trong hạn",
            "Quá hạn",
        )
    ]
    top = [
        (HEADINGS[0][0], 1, 3),
        (HEADINGS[0][1], 1, 3),
        (HEADINGS[0][2], 4, 1),
        (HEADINGS[0][6], 4, 1),
        (HEADINGS[0][10], 3, 1),
    ]
    rows = [[(cell, 1, 1) for cell in row] for row in table_06a(FIELDS)[7:]]
    figures_table = [
        _cells(*top), _cells(("Tổng số", 1, 2), ("Trong đó", 2, 1), *single),
        _cells(("Trực tuyến", 1, 1), ("Trực tiếp, dịch vụ bưu chính", 1, 1)),
        *(_cells(*row) for row in rows),
    ]  # fmt: skip
    tables = "".join(f"<table>{''.join(rows)}</table>" for rows in (titles, figures_table))
    return f'<html><head><meta charset="utf-8"></head><body>{tables}</body></html>'.encode()


@pytest.mark.parametrize(
    "on_time", ["Đúng hạn", "Đúng hạn (Bao gồm cả hồ sơ chờ Bổ sung và Trả lại / Xin rút)"]
)
def test_titles_may_stand_in_a_table_of_their_own(tmp_path, on_time):
    """They are those of the next table; it is told once."""
    content = _two_tables(on_time)
    titles, sheet = read_tables(content)
    assert (titles.handling, titles.doubts, titles.notes) == (
        None,
        (),
        ("tiêu đề của biểu ở “Bảng 2”",),
    )
    found = sheet.handling
    assert (found.start, found.end, found.places) == (
        date(2024, 3, 28),
        date(2024, 5, 16),
        ("XÃ MỘT",),
    )
    assert (_columns(found), [row.name for row in found.rows]) == (
        COLUMNS,
        ["Hộ tịch", "Chứng thực", "Tổng cộng"],
    )
    (doubt,) = sheet.doubts
    assert (
        doubt.details["use"] == "; biểu chỉ dùng để đối soát: 2 dòng, từ 28/03/2024 đến 16/05/2024"
    )
    path = tmp_path / "06a.xls"
    path.write_bytes(content)
    assert any("2 dòng, từ 28/03/2024" in line for line in explain(path, Limits()))


def test_rows_that_are_units():
    """By the heading of the column of names; headings of levels have no figures."""
    rows = table_06a({"Xã Một": FIELDS["Hộ tịch"], "Xã Hai": FIELDS["Chứng thực"]})
    rows[3][1] = "Đơn vị giải quyết"
    rows.insert(7, ["Xã, phường, thị trấn"])
    found, doubts = _read(rows)
    assert found.is_by_unit
    assert [row.name for row in found.rows] == ["Xã Một", "Xã Hai", "Tổng cộng"]
    assert doubts == {}


def test_groups_have_the_sum_of_what_is_below_them():
    """Numbered I, A and so on; numbered so without anything below, a row is a field."""
    rows = table_06a(FIELDS)
    first, second = FIELDS.values()
    both = [a + b for a, b in zip(first, second, strict=True)]
    grouped = [*rows[:7], ["I", "Cấp xã", *both], *rows[7:9], ["II", "Khác", *first]]
    total = ["", "Tổng cộng", *(a + b for a, b in zip(both, first, strict=True))]
    found, doubts = _read([*grouped, total])
    assert [row.grain for row in found.rows] == ["group", "field", "field", "field", "total"]
    assert doubts == {}


@pytest.mark.parametrize(
    ("cell", "value", "places"),
    [
        ((9, 2), 361, "C10 ghi 361, cộng các cột được 360; C10 ghi 361, cộng đã và đang giải quyết được 360; C10 ghi 361, cộng các dòng được 360"),
        ((7, 8), 44, "G8 ghi 110, cộng các cột được 109; I10 ghi 45, cộng các dòng được 44"),
        ((7, 6), 109, "G8 ghi 109, cộng các cột được 110; C8 ghi 120, cộng đã và đang giải quyết được 119; G10 ghi 350, cộng các dòng được 349"),
    ],
)  # fmt: skip
def test_sums_that_do_not_hold_are_told_with_their_cells(cell, value, places):
    """Of the columns, of what was handled, and of the rows."""
    rows = [list(row) for row in table_06a(FIELDS)]
    rows[cell[0]][cell[1]] = value
    assert _read(rows)[1] == {"summary_sums": {"places": places}}


def test_a_cell_without_a_number_and_a_row_without_a_name_are_told():
    """A dash is 0; with a cell that is empty or not read no sum is judged."""
    rows = [list(row) for row in table_06a(FIELDS)][:-1]
    rows[7][3], rows[8][5], rows[8][6] = "tám mươi", "-", ""
    found, doubts = _read([*rows, ["3", "", *range(5, 16)]])
    assert doubts == {"summary_unread": {"places": "D8 không phải số; dòng 10 không có tên"}}
    assert found.rows[1].figures[3:5] == (0, None)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.integers(0, 2_000), min_size=8, max_size=8), min_size=1, max_size=6))
def test_a_table_whose_sums_hold_is_not_doubted_and_one_off_is(parts):
    """Whatever its figures; the wrong cell is named."""
    names = ["online", "counter_post", "carried_over", "before_due", "on_due", "late", "past_due"]
    fields = {}
    for number, (*values, _) in enumerate(parts):
        counts = dict(zip(names, values, strict=True))
        received = counts["online"] + counts["counter_post"] + counts["carried_over"]
        done = counts["before_due"] + counts["on_due"] + counts["late"] + counts["past_due"]
        counts["carried_over"] += max(0, done - received)
        fields[f"Lĩnh vực {number}"] = figures(**counts, within=max(0, received - done))
    rows = table_06a(fields)
    assert _read(rows)[1] == {}
    rows[7][2] += 1
    assert _read(rows)[1]["summary_sums"]["places"].startswith("C8 ghi")


@pytest.mark.parametrize(
    ("rows", "use"),
    [
        (table_06a(FIELDS), "biểu chỉ dùng để đối soát: 2 dòng, từ 28/03/2024 đến 16/05/2024"),
        (table_06a(FIELDS, days=""), "biểu không ghi từ ngày nào đến ngày nào nên không đối soát được"),
        ([["Biểu số II.06a/VPCP"], ["Lĩnh vực", "Đúng hạn"]], "không thấy cột hoặc dòng số liệu của biểu nên không đối soát được"),
    ],
)  # fmt: skip
def test_what_can_be_done_with_it_is_said(tmp_path, rows, use):
    """In the message of the file, which `check --explain` shows, too."""
    path = tmp_path / "06a.csv"
    path.write_bytes(as_csv(rows))
    assert any(use in line for line in explain(path, Limits()))


def test_what_its_columns_are_taken_for_is_explained(tmp_path):
    """Each with its letter and heading."""
    path = tmp_path / "06a.csv"
    path.write_bytes(as_csv(table_06a(FIELDS)))
    lines = [line.strip() for line in explain(path, Limits()) if "→" in line]
    assert (len(lines), lines[0], lines[2], lines[10]) == (
        11, "cột C “Tổng số” → Tiếp nhận: tổng số",
        "cột E “Trực tiếp, dịch vụ bưu chính” → Tiếp nhận: trực tiếp, bưu chính",
        "cột M “Quá hạn” → Đang giải quyết: quá hạn",
    )  # fmt: skip


def test_long_names_of_fields_are_whole_and_names_of_people_stay_out():
    """A field is known by its whole name."""
    field = "Quản lý lao động ngoài nước; An toàn, vệ sinh lao động; Việc làm; Tiền lương"
    found, _ = _read(table_06a({field: figures(online=1), "Nguyễn Văn A": figures(online=1)}))
    assert [row.name for row in found.rows][:2] == [field, HIDDEN]


def test_a_log_of_dossiers_is_no_table():
    """Whatever its title."""
    (sheet,) = read_tables(
        csv_bytes([["TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT"], *table("dossiers", [dossier()])])
    )
    assert (sheet.table is not None, sheet.handling) == (True, None)
