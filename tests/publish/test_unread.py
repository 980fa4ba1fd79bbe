"""The workbook that asks is written, renewed and removed, never over what somebody filled in."""

from __future__ import annotations

import pytest

from pipeline.model import Unread, UnreadColumn, UnreadSheet
from pipeline.publish.unread import publish_unread
from pipeline.publish.written import sha256

ONE = Unread(
    (UnreadSheet("a.csv", "", "", (UnreadColumn("Ký số", "mã", "", is_needed=True),), ()),)
)
OTHER = Unread(
    (UnreadSheet("b.csv", "", "", (UnreadColumn("Số ký", "mã", "", is_needed=True),), ()),)
)


@pytest.fixture
def publish(tmp_path):
    """publish(unread): what is left alone, with the files below the folder afterwards."""
    parts = tmp_path / "parts"
    parts.mkdir()

    def run(unread, read=(), *, is_sample=False):
        left = publish_unread(unread, set(read), tmp_path, parts, is_sample=is_sample)
        return [path.name for path in left], sorted(p.name for p in tmp_path.glob("can-sua/*.xlsx"))

    run.path = tmp_path / "can-sua" / "cot-la.xlsx"
    return run


def test_nothing_unread_writes_nothing(publish):
    """Not even the folder."""
    assert publish(Unread()) == ([], [])
    assert not publish.path.parent.exists()


def test_it_is_renewed_and_removed_with_what_it_asks(publish):
    """As long as nobody has touched it."""
    assert publish(ONE) == ([], ["cot-la.xlsx"])
    first = sha256(publish.path)
    assert publish(OTHER) == ([], ["cot-la.xlsx"])
    assert sha256(publish.path) != first
    assert publish(Unread()) == ([], [])


def test_what_was_filled_in_waits_until_it_lies_in_inputs(publish):
    """By its content, under whatever name it lies there."""
    publish(ONE)
    publish.path.write_bytes(b"filled in")
    assert publish(OTHER) == (["cot-la.xlsx"], ["cot-la.xlsx"])
    assert publish.path.read_bytes() == b"filled in"
    assert publish(Unread(), [sha256(publish.path)]) == ([], [])


def test_that_of_samples_takes_nobodys_place(publish):
    """It has a name of its own."""
    publish(ONE)
    assert publish(ONE, is_sample=True) == ([], ["cot-la.xlsx", "mau_cot-la.xlsx"])
    assert publish(Unread(), is_sample=True) == ([], ["cot-la.xlsx"])
