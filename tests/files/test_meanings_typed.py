"""A meaning that was typed, not chosen: its own words are enough where they fit one meaning."""

from __future__ import annotations

import unicodedata

import pytest

from pipeline.files.meanings import titles_typed
from schemas.taught import HEADING_COLUMNS, WORD_COLUMNS, heading_meanings, word_meanings
from tests.builders import csv_bytes, lesson, xlsx_bytes
from tests.outcomes import outcome

EXPORT = csv_bytes([["Ký số", "Vào sổ", "Đi bằng"], ["A", "01/04/2024", "Đường mạng"]])


def _filled_in(headings, words=()):
    """The workbook that asked: kind, heading, meaning; and heading, word, meaning."""
    return xlsx_bytes({
        "Cột lạ": [[*HEADING_COLUMNS], *(
            ["so.csv", "", kind, heading, "mã", "cần", "", meaning]
            for kind, heading, meaning in headings
        )],
        "Từ lạ": [[*WORD_COLUMNS], *(
            ["so.csv", "", heading, word, 1, "", meaning] for heading, word, meaning in words
        )],
    })  # fmt: skip


def _faults(result):
    return [p.message for p in result.problems if p.code.startswith("lesson")]


@pytest.mark.parametrize("spoilt", [
    str, str.upper, lambda text: f"  {text.replace(' ', '  ')} ",
    lambda text: unicodedata.normalize("NFD", text),
])  # fmt: skip
def test_own_words_are_enough_where_one_meaning_has_them(tmp_path, spoilt):
    """Whatever the case, the white space and the form of the letters."""
    bare = {"Vào sổ": "Ngày tiếp nhận", "Đi bằng": "Hình thức tiếp nhận"}
    taught = {"Ký số": "Hồ sơ: Mã hồ sơ"} | {h: spoilt(meaning) for h, meaning in bare.items()}
    told = lesson(taught, {"Đường mạng": "Hình thức tiếp nhận:Trực tuyến"})
    result = outcome(tmp_path, {"so.csv": EXPORT}, lessons={"d.xlsx": told})
    assert (_faults(result), result.count("online")) == ([], (1, 1))
    assert {entry.text: entry.meaning for entry in result.unread.lessons} == {
        "Ký số": "Hồ sơ: Mã hồ sơ", "Vào sổ": "Hồ sơ: Ngày tiếp nhận",
        "Đi bằng": "Hồ sơ: Hình thức tiếp nhận", "Đường mạng": "Hình thức tiếp nhận: Trực tuyến",
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["hồ sơ", "chưa rõ"])
def test_what_several_kinds_have_is_of_the_sheets_kind(tmp_path, kind):
    """Which its row says, or else the other headings of the sheet; a word's of its column."""
    told = _filled_in(
        [(kind, "Ký số", "Mã hồ sơ"), (kind, "Vào sổ", "Ngày tiếp nhận"),
         (kind, "Đi bằng", "Hình thức tiếp nhận")],
        [("Đi bằng", "Đường mạng", "Trực tuyến")],
    )  # fmt: skip
    result = outcome(tmp_path, {"so.csv": EXPORT}, lessons={"d.xlsx": told})
    assert (_faults(result), result.count("online")) == ([], (1, 1))


def test_a_known_heading_tells_its_words_vocabulary(tmp_path):
    """As a column that is read by its own heading has unknown words."""
    rows = [["Mã hồ sơ", "Ngày tiếp nhận", "Hình thức tiếp nhận"], ["A", "01/04/2024", "Fax"]]
    told = _filled_in([], [("Hình thức tiếp nhận", "Fax", "trực tuyến")])
    result = outcome(tmp_path, {"so.csv": csv_bytes(rows)}, lessons={"d.xlsx": told})
    assert (_faults(result), result.count("online")) == ([], (1, 1))


# Workbook, and what is told of it.
SEVERAL = [
    (lesson({"Ký số": "mã tthc"}), "“Ký số” được ghi nghĩa “mã tthc”, mà có nhiều nghĩa như vậy: “Hồ sơ: Mã TTHC”, “Công khai thủ tục: Mã TTHC”; dòng này không có hiệu lực."),
    (lesson(words={"Fax": "Trực tuyến"}), "“Fax” được ghi nghĩa “Trực tuyến”, mà có nhiều nghĩa như vậy: “Hình thức tiếp nhận: Trực tuyến”, “Hình thức thanh toán: Trực tuyến”; dòng này không có hiệu lực."),
    (_filled_in([("hồ sơ", "Ký số", "Số tiền (VNĐ)")]), "“Ký số” được ghi nghĩa “Số tiền (VNĐ)”, mà không có nghĩa đó (gần nhất: “Thanh toán: Số tiền (VNĐ)”); dòng này không có hiệu lực."),
]  # fmt: skip


@pytest.mark.parametrize(("told", "message"), SEVERAL)
def test_what_fits_several_or_none_is_an_error(tmp_path, told, message):
    """All that fit are named; own words of another kind's meaning do not fit a sheet."""
    result = outcome(tmp_path, {"so.csv": EXPORT}, lessons={"d.xlsx": told})
    assert _faults(result) == [message]
    assert result.unread.lessons == ()


@pytest.mark.parametrize(
    ("is_word", "meanings"), [(False, heading_meanings()), (True, word_meanings())]
)
def test_of_its_kind_every_meaning_has_words_of_its_own(is_word, meanings):
    """Whoever types them within a sheet of the kind, or a column of the vocabulary, is understood."""
    typed = {
        title: titles_typed(title.partition(": ")[2].upper(), {kind}, is_word=is_word)
        for title, (kind, _) in meanings.items()
    }
    assert typed == {title: (title,) for title in meanings}
