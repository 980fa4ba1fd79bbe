"""Headings: what is no part of a spelling, what nearly is one, one that stands twice."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.files.explain import explain
from pipeline.ingest import read_tables
from pipeline.model import Limits
from tests.builders import csv_bytes, dossier, export, table
from tests.test_laws import EXPORTS, SLOW, _names, _outcome

REMARKS = st.sampled_from([
    "{} (1)", "{} (*)", "{} *", "{}**", "{} (nếu có)", "{} [dd/mm/yyyy]", "{}\u00b9", "{}:", "{}1",
    "{} (đồng)", "{}, VNĐ", "* {}", "{} (Có/Không) (2)",
])  # fmt: skip


def _with_headings(content, rename):
    """A CSV whose headings are renamed."""
    head, _, rest = content.decode("utf-8-sig").partition("\r\n")
    return ("\ufeff" + ";".join(map(rename, head.split(";"))) + "\r\n" + rest).encode()


def _read(*columns, rows=2):
    """The sheet of a dossier log to which columns are added: (heading, value of a row)."""
    header, *data = table(
        "dossiers", [dossier(code=f"A{n}") for n in range(rows)], ("Đơn vị", "Lệ phí")
    )
    lines = [[*header, *(name for name, *_ in columns)]]
    lines += [[*row, *(values[n] for _, *values in columns)] for n, row in enumerate(data)]
    (sheet,) = read_tables(csv_bytes(lines))
    return sheet


@given(EXPORTS, st.data())
@settings(SLOW, max_examples=20)
def test_remarks_behind_headings_make_no_difference(exports, data):
    """Brackets, units, footnote marks and stars: the same facts."""
    made = _outcome(exports, _names(exports))
    again = _outcome(
        exports, _names(exports),
        lambda content: _with_headings(content, lambda name: data.draw(REMARKS).format(name)),
    )  # fmt: skip
    assert made.facts == again.facts


@pytest.mark.parametrize("heading", ["\u00d0ơn vị", "ĐƠN VỊ (tiếp nhận)", '="Đơn vị"', "Đơn vị*"])
def test_what_is_no_part_of_a_spelling_is_taken_off(heading):
    """Also the Icelandic letter that looks as Đ."""
    sheet = _read((heading, "Xã Một", "Xã Hai"))
    assert sheet.table.columns["unit"].to_pylist() == ["Xã Một", "Xã Hai"]


@pytest.mark.parametrize(
    ("heading", "spelling"),
    [
        ("Mức lệ phí", "Phí, lệ phí"),
        ("Lệ phi", "Lệ phí"),
        ("Đơn vị xử lý", "Đơn vị"),
        ("Don vi", "Đơn vị"),
        ("Cơ qan tiếp nhận", "Cơ quan tiếp nhận"),
    ],
)
def test_a_heading_that_is_nearly_one_that_the_sheet_lacks_is_told(heading, spelling):
    """Both are named; nothing is read."""
    sheet = _read((heading, "1", "2"))
    (doubt,) = [doubt for doubt in sheet.doubts if doubt.code == "column_nearly"]
    assert (doubt.details["heading"], doubt.details["spelling"]) == (heading, spelling)
    assert not {"unit", "fee"} & set(sheet.table.columns)


@pytest.mark.parametrize("heading", ["Chủ hồ sơ", "Số điện thoại", "Ghi chú", "STT", "Địa chỉ"])
def test_other_headings_are_not_told(heading):
    """What the usual exports have beside the columns that are read."""
    assert [doubt.code for doubt in _read((heading, "1", "2")).doubts] == []


@pytest.mark.parametrize(
    ("first", "second", "read", "told"),
    [
        (("", ""), ("1", "2"), ["1", "2"], []),
        (("1", "2"), ("", ""), ["1", "2"], []),
        (("1", "2"), ("1", "2"), ["1", "2"], []),
        (("1", ""), ("3", "4"), ["3", "4"], ["heading_twice"]),
    ],
)
def test_of_one_heading_twice_the_column_with_values_is_read(first, second, read, told):
    """Where both have values that differ, it is told."""
    sheet = _read(("Lệ phí", *first), ("Lệ phí (đồng)", *second))
    assert sheet.table.columns["fee"].to_pylist() == read
    assert [doubt.code for doubt in sheet.doubts] == told


def test_the_explanation_shows_all_of_it(tmp_path):
    """What a heading became, what is left unread, and what it nearly is."""
    path = tmp_path / "hs.csv"
    content = export("dossiers", dossier(), without=("Lệ phí",))
    names = {"Đơn vị": "Đơn vị (1)", "Chủ hồ sơ": "Mức lệ phí"}
    path.write_bytes(_with_headings(content, lambda name: names.get(name, name)))
    lines = "\n".join(explain(path, Limits()))
    assert "“Đơn vị (1)” → Đơn vị giải quyết" in lines
    assert "không dùng, không đọc: N “Mức lệ phí”" in lines
    assert "Lưu ý: Cột “Mức lệ phí” không được đọc: tên gần giống “Phí, lệ phí”" in lines
