"""Unknown words of vocabularies are listed once each, with their rows, unless they may name somebody."""

from __future__ import annotations

from tests.builders import dossier, export, payment
from tests.outcomes import outcome


def _words(tmp_path, content):
    asked = outcome(tmp_path, {"a.csv": content}).unread
    return [
        (word.vocabulary, word.heading, word.word, word.rows, word.suggestion)
        for sheet in asked.sheets
        for word in sheet.words
    ]


def test_each_word_is_listed_once_those_of_most_rows_first(tmp_path):
    """However it is written; with the value of the word that is most like it."""
    rows = [
        dossier(code="A", channel="Fax"),
        dossier(code="B", channel="Trực tuyền", status="Lạ"),
        dossier(code="C", channel="TRỰC  TUYỀN"),
    ]
    assert _words(tmp_path, export("dossiers", *rows)) == [
        ("channel", "Hình thức tiếp nhận", "Trực tuyền", 2, "Hình thức tiếp nhận: Trực tuyến"),
        ("channel", "Hình thức tiếp nhận", "Fax", 1, ""),
        ("status", "Trạng thái hồ sơ", "Lạ", 1, ""),
    ]


def test_known_words_empty_cells_and_errors_are_none(tmp_path):
    """Nor is what says "miễn phí", which no vocabulary need have."""
    rows = [
        payment(method="Miễn phí cho hộ nghèo"),
        payment(method=None),
        payment(payment_status="#N/A"),
    ]
    assert _words(tmp_path, export("payments", *rows)) == []


def test_what_may_name_a_person_is_not_listed(tmp_path):
    """The problem says that it is hidden."""
    rows = [dossier(channel="Nguyễn Văn A"), dossier(status="gọi 0912345678")]
    assert _words(tmp_path, export("dossiers", *rows)) == []
