import unicodedata
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.values.dates import parse_date
from pipeline.values.numbers import parse_amount
from pipeline.values.text import clean, key, percent, procedure_code
from tests.builders import dossier, export
from tests.outcomes import outcome


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("16/05/2024", datetime(2024, 5, 16)),
        ("1/7/2024 07:43", datetime(2024, 7, 1, 7, 43)),
        ("24/5/2024 12:20:05", datetime(2024, 5, 24, 12, 20, 5)),
        ("2024-06-12T10:39:00", datetime(2024, 6, 12, 10, 39)),
        ("2024-06-07", datetime(2024, 6, 7)),
        ("09:13 29/06/2024", datetime(2024, 6, 29, 9, 13)),
        ("45428.5", datetime(2024, 5, 16, 12)),
        ("31/02/2024", None),
        ("16/05/24", datetime(2024, 5, 16)),
        ("16/05/0204", None),
        ("không rõ", None),
        ("20240516", None),
        ("", None),
    ],
)
def test_dates(text, moment):
    """A date is read in every form that exports use, and nothing else is taken for one."""
    assert parse_date(text) == moment


@pytest.mark.parametrize(
    ("text", "hundredths"),
    [
        ("8.000 đồng", 800_000),
        ("8,000 VNĐ", 800_000),
        ("1.234,5", 123_450),
        ("1,234.50", 123_450),
        ("15.000,0", 1_500_000),
        ("8000", 800_000),
        ("12.5", 1_250),
        ("1.234.567", 123_456_700),
        ("-8.000", -800_000),
        ("- Phí: 8.000 - Lệ phí: 5.000", 1_300_000),
        ("Phí: 8.000đ; Lệ phí: 5.000đ", 1_300_000),
        ("Phí: 8.000\nLệ phí: -", 800_000),
        ("1.23.4", None),
        ("9" * 30, None),
        ("3 nghìn", None),
        ("Phí: tám nghìn", None),
        ("", None),
    ],
)
def test_amounts(text, hundredths):
    """Money is read as exports print it, several labelled values added up."""
    assert parse_amount(text) == hundredths


def test_keys_ignore_what_hands_vary():
    """Case, spaces, NFC/NFD and hoá/hóa make no difference; diacritics do."""
    assert key("Số  hoá\u00a0TPHS") == key("so\u0302\u0301 HO\u0301A\ttphs")
    assert key("Hòa") != key("Hoa")


@given(st.text())
def test_cleaning_twice_is_cleaning_once(text):
    """A cleaned text stays as it is, and so does a key."""
    assert clean(clean(text)) == clean(text)
    assert key(key(text)) == key(text)


def test_procedure_codes():
    """The same procedure whatever stands around N.NNNNNN."""
    printed = ("1.012784.H21", "1.012784.000.00.00.H21", "1.012784", "TTHC 1.012784")
    assert {procedure_code(text) for text in printed} == {"1.012784"}
    assert procedure_code("11.0127845") == ""


def test_percent_is_vietnamese():
    """Decimal comma; no data is a dash, never 0%."""
    assert [percent(bp) for bp in (20, 9977, 10000, -1234, None)] == [
        "0,20%",
        "99,77%",
        "100,00%",
        "-12,34%",
        "–",
    ]


def test_amounts_in_decomposed_letters(tmp_path):
    """ "đồng" may be written with its tone mark apart."""
    fee = unicodedata.normalize("NFD", "8.000 đồng")
    result = outcome(tmp_path, {"a.csv": export("dossiers", dossier(fee=fee))})
    assert result.codes() == []
