"""Several tables on one sheet: each is read by its own header, or told."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.ingest import read_tables
from tests.builders import (
    digitization,
    dossier,
    export,
    payment,
    portal,
    publicity,
    rating,
    table,
    xlsx_bytes,
)
from tests.formats import FORMATS, html_page, ods, text, xls, xlsb, xlsx, xml_2003
from tests.outcomes import outcome

SLOW = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
EIGHT = {
    "a.xlsx": xlsx, "a.xlsb": xlsb, "a.xls": xls, "a.ods": ods, "html.xls": html_page,
    "xml.xls": xml_2003, "a.csv": text, "a.tsv": FORMATS["a.tsv"],
}  # fmt: skip
DOSSIERS = table("dossiers", [dossier(code=f"H21.65-{n}") for n in range(4)])
OTHERS = {
    "payments": table("payments", [payment(code=f"H21.65-{n}") for n in range(3)]),
    "digitization": table("digitization", [digitization(code=f"H21.65-{n}") for n in range(3)]),
    "ratings": table("ratings", [rating(code=f"H21.65-{n}") for n in range(3)]),
    "dossiers": table(
        "dossiers", [dossier(code=f"H21.66-{n}") for n in range(3)],
        without=("Lệ phí", "Chủ hồ sơ"),
    ),
}  # fmt: skip


def _beside(left, right, gap, *, down=0):
    right = [[None] * len(right[0])] * down + right
    height = max(len(left), len(right))
    return [
        [
            *(left[row] if row < len(left) else [None] * len(left[0])),
            *[None] * gap,
            *(right[row] if row < len(right) else []),
        ]
        for row in range(height)
    ]


def _read(rows):
    return [
        (sheet.name, sheet.table.kind, sheet.table.columns["code"].to_pylist(),
         sheet.table.rows.to_pylist(), [doubt.code for doubt in sheet.doubts])
        for sheet in read_tables(xlsx_bytes({"S": rows}))
    ]  # fmt: skip


@pytest.mark.parametrize("kind", OTHERS)
@pytest.mark.parametrize(
    "between", [[], [[]], [[], ["DANH SÁCH KHÁC"]], [["Tổng cộng", "4"], [], []]]
)
def test_a_table_below_is_read_by_its_own_header(kind, between):
    """Of whatever kind, with or without blank rows and a title before it; rows are Excel's."""
    other = OTHERS[kind]
    first = len(DOSSIERS) + len(between) + 2
    dossiers, below = _read([*DOSSIERS, *between, *other])
    assert dossiers == ("S", "dossiers", [row[0] for row in DOSSIERS[1:]], [2, 3, 4, 5], [])
    assert below == (
        "S (bảng 2)", kind, [row[0] for row in other[1:]], [first, first + 1, first + 2], [],
    )  # fmt: skip


def test_a_table_of_one_row_between_two_headers_is_read():
    """The header behind it is the first one printed again, and a table's of its own."""
    tables = _read([*DOSSIERS, *OTHERS["ratings"][:2], *DOSSIERS])
    assert [(kind, rows) for _, kind, _, rows, _ in tables] == [
        ("dossiers", [2, 3, 4, 5]), ("ratings", [7]), ("dossiers", [9, 10, 11, 12]),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", OTHERS)
def test_a_small_table_above_a_larger_one_is_read(kind):
    """Its header names fewer columns, and is one all the same."""
    other = OTHERS[kind]
    above, dossiers = _read([["DANH SÁCH"], *other, [], ["DANH SÁCH KHÁC"], *DOSSIERS])
    assert above == ("S", kind, [row[0] for row in other[1:]], [3, 4, 5], [])
    assert dossiers[1:4] == ("dossiers", [row[0] for row in DOSSIERS[1:]], [9, 10, 11, 12])


@pytest.mark.parametrize("kind", OTHERS)
@pytest.mark.parametrize(("gap", "down"), [(1, 0), (2, 0), (1, 3), (0, 0)])
def test_a_table_to_the_right_is_read_by_its_own_header(kind, gap, down):
    """Of whatever kind, apart or not, in the same rows or further down."""
    other = OTHERS[kind]
    left, right = _read(_beside(DOSSIERS, other, gap, down=down))
    assert left[:4] == ("S", "dossiers", [row[0] for row in DOSSIERS[1:]], [2, 3, 4, 5])
    rows = [down + 2, down + 3, down + 4]
    assert right[:4] == ("S (bảng 2)", kind, [row[0] for row in other[1:]], rows)


@pytest.mark.parametrize("kind", OTHERS)
@pytest.mark.parametrize("is_left", [False, True])
@pytest.mark.parametrize(("gap", "down"), [(0, 45), (2, 90)])
def test_a_table_beside_is_read_however_far_down_it_begins(kind, gap, down, is_left):
    """Its header lies beyond the rows in which a sheet's first one is looked for."""
    long = table("dossiers", [dossier(code=f"H21.65-{n}") for n in range(60)])
    other = OTHERS[kind]
    left, right = ([[None] * len(other[0])] * down + other, long) if is_left else (long, other)
    upper, lower = _read(_beside(left, right, gap, down=0 if is_left else down))
    assert upper[1:4] == ("dossiers", [row[0] for row in long[1:]], list(range(2, 62)))
    assert lower[1:4] == (kind, [row[0] for row in other[1:]], [down + 2, down + 3, down + 4])


def test_a_table_beside_that_lacks_a_column_is_told():
    """It is nearly one of a kind, and no part of the table beside it."""
    other = table("payments", [payment()], without=("Số tiền",))
    first, second = read_tables(xlsx_bytes({"S": _beside(DOSSIERS, other, 1, down=3)}))
    assert first.table.rows.to_pylist() == [2, 3, 4, 5]
    assert (second.table, [doubt.code for doubt in second.doubts]) == (None, ["missing_column"])


def test_tables_beyond_the_twentieth_are_told():
    """None of their rows is read by another one's header."""
    sheets = read_tables(xlsx_bytes({"S": [*DOSSIERS, *OTHERS["ratings"]] * 11}))
    assert len(sheets) == 20
    assert all(len(sheet.table.rows) in (3, 4) for sheet in sheets)
    (doubt,) = sheets[-1].doubts
    assert (doubt.code, doubt.details) == ("too_many_tables", {"most": 20, "row": 91})


def test_a_table_that_no_word_is_known_of_is_told():
    """It is no row of the table above it."""
    other = [["Lĩnh vực", "Số hồ sơ", "Đúng hạn"], ["Hộ tịch", "5", "4"], ["Đất đai", "2", "2"]]
    first, second = read_tables(xlsx_bytes({"S": [*DOSSIERS, [], *other]}))
    assert first.table.rows.to_pylist() == [2, 3, 4, 5]
    assert (second.name, second.table) == ("S (bảng 2)", None)
    assert [doubt.code for doubt in second.doubts] == ["not_recognised"]
    assert second.notes == ("bảng thứ 2 của trang, từ dòng 7",)


def test_another_sheets_name_is_not_taken():
    """Rows are known by file, sheet and number."""
    content = xlsx_bytes({"S": [*DOSSIERS, *OTHERS["ratings"]], "S (bảng 2)": DOSSIERS})
    names = [sheet.name for sheet in read_tables(content)]
    assert names == ["S", "S (bảng 2)", "S (bảng 2) [2]"]


DOSSIERS_OF_ALL = export("dossiers", *(dossier(code=f"H21.65-{n}", fee="8.000") for n in range(9)))


def _facts(name, rows):
    """Of a log, beside the dossiers that it may hang on; and how many of its rows are kept."""
    with tempfile.TemporaryDirectory() as folder:
        made = outcome(Path(folder), {"hs/all.csv": DOSSIERS_OF_ALL, name: EIGHT[name](rows)})
    kept = sum(source.rows_kept for source in made.sources if source.file == name)
    return made.facts, kept, [(figure.measure, figure.numerator) for figure in made.figures]


DAYS = st.sampled_from(["28/03/2024", "05/04/2024 08:30:00", "16/05/2024", None])
YES_NO = st.sampled_from(["Có", "Không"])
LOGS = {
    "dossiers": st.builds(
        dossier, due=DAYS, ended=DAYS, channel=st.sampled_from(["Trực tuyến", "BCCI", None]),
        fee=st.sampled_from(["8.000", "0", None]), e_result=YES_NO,
    ),
    "payments": st.builds(
        payment, paid=DAYS, amount=st.sampled_from(["8.000", "0"]),
        method=st.sampled_from(["Trực tuyến", "Tiền mặt"]),
        payment_status=st.sampled_from(["Đã thanh toán", "Hoàn phí"]),
    ),
    "digitization": st.builds(digitization, components=YES_NO, result=YES_NO, digitized=DAYS),
    "ratings": st.builds(rating, rating=st.sampled_from(["Hài lòng", "Bình thường"]), rated=DAYS),
    "publicity": st.builds(publicity, published=YES_NO, full=YES_NO),
    "portal": st.builds(
        portal, measure=st.sampled_from(["online", "on_time"]), numerator=st.integers(1, 40)
    ),
}  # fmt: skip


@st.composite
def log_tables(draw):
    """A table of any kind."""
    kind = draw(st.sampled_from(sorted(LOGS)))
    made = draw(st.lists(LOGS[kind], min_size=2, max_size=8))
    codes = [{"Mã hồ sơ": f"H21.65-{n}", "Mã TTHC": f"1.00000{n}"} for n in range(8)]
    rows = table(kind, [row | code for row, code in zip(made, codes, strict=False)])
    return [[str(cell) if isinstance(cell, int) else cell for cell in row] for row in rows]


@given(log_tables())
@SLOW
def test_the_same_table_in_each_format_gives_the_same_facts(rows):
    """Eight formats, one answer, of every kind."""
    facts = [_facts(name, rows) for name in EIGHT]
    assert all(one == facts[0] for one in facts)
    assert facts[0][0]


@given(log_tables(), st.data())
@SLOW
def test_a_table_split_in_two_on_one_sheet_makes_no_difference(rows, data):
    """Below each other, with the columns in another order or not, or beside each other; of every
    kind.
    """
    header, *body = rows
    at = data.draw(st.integers(1, len(body) - 1))
    order = data.draw(st.permutations(range(len(header))))
    moved = [[row[index] for index in order] for row in [header, *body[at:]]]
    if data.draw(st.booleans()):
        split = [header, *body[:at], *[[]] * data.draw(st.integers(0, 2)), *moved]
    else:
        down = data.draw(st.sampled_from([0, 1, 50]))
        split = _beside([header, *body[:at]], moved, data.draw(st.integers(1, 2)), down=down)
    name = data.draw(st.sampled_from(sorted(EIGHT)))
    assert _facts(name, split) == _facts(name, rows)
