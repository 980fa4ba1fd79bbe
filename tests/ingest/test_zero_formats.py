"""Codes that are numbers: the text that a format of zeros shows, and digits that were lost."""

from __future__ import annotations

import re
import struct

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.ingest import read_tables
from pipeline.ingest.guards.worksheet_xml import measure
from pipeline.ingest.guards.zero_formats import (
    FORMULA,
    shown_in_record,
    shown_in_worksheet,
    shown_number,
    zeros,
)
from tests.builders import digitization, dossier, export, payment, rating, table
from tests.formats import FORMATS, packed, repacked, text, unpacked
from tests.outcomes import outcome
from tests.padded import PADDED

HEADER = ["Mã hồ sơ", "Số tiền", "Trạng thái"]
QUICK = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
LOGS = {"dossiers": dossier, "payments": payment, "digitization": digitization, "ratings": rating}


@st.composite
def padded_tables(draw):
    """A log whose codes are digits of one length behind one text, and the format that shows them."""
    kind = draw(st.sampled_from(sorted(LOGS)))
    length = draw(st.integers(4, 14))
    before = draw(st.sampled_from(["", "", "H21.65-", "HS1-"]))
    numbers = draw(st.lists(st.integers(1, 10**length - 1), min_size=1, max_size=5, unique=True))
    rows = [LOGS[kind](code=f"{before}{number:0{length}}") for number in numbers]
    return table(kind, rows), (f'"{before}"' if before else "") + "0" * length


@pytest.mark.parametrize("name", PADDED)
@given(made=padded_tables(), is_formula=st.booleans())
@QUICK
def test_the_text_that_zeros_show_is_the_code(name, made, is_formula):
    """In every format that has formats of numbers, in every log, of formulas, too."""
    rows, code = made
    (sheet,) = read_tables(PADDED[name](rows, 0, code, is_formula=is_formula))
    assert sheet.table.columns["code"].to_pylist() == [row[0] for row in rows[1:]]
    (plain,) = read_tables(text(rows))
    for column in set(sheet.table.columns) - {"code"}:
        assert sheet.table.columns[column] == plain.table.columns[column]


def test_a_formulas_number_in_an_xls_is_shown_by_zeros():
    """Its record is that of a number, with the formula behind it."""
    record = struct.pack("<HHHd", 4, 2, 7, 12)
    assert list(shown_in_record(FORMULA, record + bytes(8), {7: "0000"})) == [(2, "0012")]
    nothing = struct.pack("<HHHHHHH", 4, 2, 7, 0, 0, 0, 0xFFFF)  # a text
    assert list(shown_in_record(FORMULA, nothing + bytes(8), {7: "0000"})) == []


@pytest.mark.parametrize("name", PADDED)
def test_logs_meet_by_what_zeros_show(tmp_path, name):
    """Dossiers with texts, payments with numbers."""
    codes = ["00352112000531", "00352112000532"]
    files = {"hs.csv": export("dossiers", *(dossier(code=code, fee="8.000") for code in codes))}
    payments = table("payments", [payment(code=code) for code in codes])
    made = outcome(tmp_path, {**files, "tt": PADDED[name](payments, 0, "0" * 14)})
    assert made.count("online_payment") == (2, 2)
    assert [problem.code for problem in made.rows() if problem.row] == []


def test_repeated_cells_and_rows_of_an_ods_are_shown_alike():
    """LibreOffice writes equal neighbours once."""
    rows = [["Mã hồ sơ", "Số tiền", "Trạng thái"], ["0012", "x", "y"]]
    content = repacked(
        PADDED["ods"](rows, 0, "0000"),
        lambda _, part: part.replace(
            b'<table:table-row><table:table-cell office:value-type="float"',
            b'<table:table-row table:number-rows-repeated="3">'
            b'<table:table-cell office:value-type="float"',
        ),
    )
    (sheet,) = read_tables(content)
    assert sheet.table.columns["code"].to_pylist() == ["0012"] * 3


def test_an_ods_shows_zeros_however_its_tables_are_written():
    """Tables are told by the parser alone, whatever stands behind their tag's name."""
    rows = [["Mã hồ sơ", "Số tiền", "Trạng thái"], ["0012", "x", "y"]]
    content = repacked(
        PADDED["ods"](rows, 0, "0000"),
        lambda _, part: part.replace(b"<table:table ", b"<table:table\n"),
    )
    (sheet,) = read_tables(content)
    assert sheet.table.columns["code"].to_pylist() == ["0012"]


def test_the_style_of_zeros_may_stand_beside_the_content_of_an_ods():
    """Named styles are in styles.xml; a comment is no part of what is shown."""
    rows = [["Mã hồ sơ", "Số tiền", "Trạng thái"], ["0012", "x", "y"]]
    entries = unpacked(PADDED["ods"](rows, 0, "0000"))
    (styles,) = (
        re.search(rb"<office:automatic-styles>.*</office:automatic-styles>", part)[0]
        for name, part in entries
        if name == "content.xml"
    )
    note = b"<office:annotation><text:p>x</text:p></office:annotation><text:p>0012"
    changed = [
        (name, part.replace(styles, b"").replace(b"<text:p>0012", note)) for name, part in entries
    ]
    beside = b'<x xmlns:number="n" xmlns:office="o">' + styles + b"</x>"
    (sheet,) = read_tables(packed([*changed, ("styles.xml", beside)]))
    assert sheet.table.columns["code"].to_pylist() == ["0012"]


def test_cells_that_do_not_close_cost_no_more_than_their_length():
    """A pattern that goes back to each of them would not end in a day."""
    cells = b'<c r="A1" s="1">' * 300_000 + b'<c r="A1" s="1" ' * 300_000
    xml = b"<worksheet><sheetData><row>" + cells + b"<f>1</f></row></sheetData></worksheet>"
    assert shown_in_worksheet(xml, {"1": "0000"}) == {}
    assert measure(xml, 10**8, {"1": "0000"}).shown == {}


@pytest.mark.parametrize("name", ["a.xlsx", "prefix.xlsx", "a.xlsb", "a.xls", "a.ods", "xml.xls"])
def test_a_number_of_more_than_15_digits_has_lost_digits(tmp_path, name):
    """The row is rejected; as a text the code is whole."""
    rows = [
        HEADER,
        [240404000112345600, 5, "Đã thanh toán"],
        ["240404000112345601", 5, "Đã thanh toán"],
    ]
    made = outcome(tmp_path, {name: FORMATS[name](rows)})
    assert [(p.row, p.value) for p in made.rows() if p.code == "spoiled_code"] == [
        (2, "2.40404E+17")
    ]
    assert (made.sources[0].rows_kept, made.sources[0].rows_rejected) == (1, 1)


@pytest.mark.parametrize(
    ("code", "pattern"),
    [("0000", "0000"), ('"000"', "000"), ("0000;-0000", "0000"), ("0.000000", "0.000000"),
     ('"H21.65-"0000', "H21.65-0000"), ("[$-42A]00000", "00000"), ("0000_);(0000)", "0000"),
     ("000-00-0000", "000-00-0000"), ("#0000", "0000"), ("00\\ 00", "00 00"), ('0" đồng"', ""),
     ("00:00", ""), ("00/00", ""), ("00,000", ""), ("00%", ""), ("00.00", ""), ("00E+00", ""),
     ("0", ""), ("0.00", ""), ("#,##0", ""), ("General", ""), ("dd/mm/yyyy", "")],
)  # fmt: skip
def test_formats_of_zeros_alone_show_codes(code, pattern):
    """Those of money, dates and decimals do not."""
    assert zeros(code) == pattern


@pytest.mark.parametrize(
    ("value", "pattern", "shown"),
    [("12", "0000", "0012"), ("12345", zeros('"H0."00-00'), "H0.123-45"), ("7", "00-00", "00-07"), ("1.2E3", "00000", "01200"), ("12345", "000", "12345"),
     ("1.00119", "0.000000", "1.001190"), ("-1", "000", ""), ("1234567890123456", "000", ""),
     ("x", "000", "")],
)  # fmt: skip
def test_a_number_is_shown_with_leading_zeros(value, pattern, shown):
    """What is no whole number of at most 15 digits is left to the reader."""
    assert shown_number(value, pattern) == shown
