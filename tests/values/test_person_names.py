"""How many names of persons are found, however they are written, and how many words of exports are
taken for one: measured on lists, so that a change of the rules shows what it costs.
"""

from __future__ import annotations

import unicodedata

import pytest

from pipeline.values.privacy import HIDDEN, is_personal, public, public_place
from tests.values.names import HIGHLAND, KINH, NAMES, OTHER, PLACES


def _plain(text):
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _given_first(name):
    *others, given = name.split()
    return " ".join([given, *others])


# Way of writing -> how it is made of a name, and which share of 200 must be found: in hundredths.
SPELLINGS = {
    "as it is": (str, 98), "lower case": (str.lower, 95), "capitals": (str.upper, 98),
    "no marks": (_plain, 98), "no marks, lower case": (lambda name: _plain(name).lower(), 95),
    "given name first": (_given_first, 95),
    "given name first, lower case": (lambda name: _given_first(name).lower(), 94),
    "given name first, no marks, lower case": (lambda name: _plain(_given_first(name)).lower(), 95),
    "within a text": (lambda name: f"nộp hộ {name.lower()} ngày mai", 94),
    "within a text, no marks": (lambda name: f"nop ho {_plain(name).lower()} ngay mai", 95),
}  # fmt: skip


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_names_are_found_however_they_are_written(spelling):
    """Of 200, no fewer than before."""
    written, least = SPELLINGS[spelling]
    missed = [written(name) for name in NAMES if not is_personal(written(name))]
    assert 100 * (len(NAMES) - len(missed)) >= least * len(NAMES), missed


def test_the_names_are_of_all_who_live_there():
    """Each once."""
    assert (len(KINH), len(HIGHLAND), len(set(NAMES))) == (130, 70, 200)


@pytest.mark.parametrize(
    "written", [str, str.capitalize, str.title, lambda text: _plain(text).lower()]
)
def test_words_of_exports_are_no_names(written):
    """Statuses, fields, procedures, remarks."""
    texts = map(written, OTHER)
    assert [text for text in texts if is_personal(text)] == []


def test_villages_are_shown():
    """Also one that is called after somebody."""
    assert [place for place in PLACES if public_place(place) != place] == []


def test_a_name_in_lower_case_is_not_repeated():
    """The value of a message."""
    assert public("nguyen van an nop") == HIDDEN
    assert public("đang chờ ký") == "đang chờ ký"
