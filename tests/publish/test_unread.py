"""The workbook that asks is written, renewed and removed, never over what somebody filled in."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from pipeline.model import Unread, UnreadColumn, UnreadSheet
from pipeline.publish.folder import unread_name
from pipeline.publish.unread import publish_unread
from pipeline.publish.written import Written

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
        kept = publish_unread(unread, set(read), Written(tmp_path), parts, is_sample=is_sample)
        names = sorted(path.name for path in tmp_path.glob("*can-sua/*.xlsx"))
        return [(entry.path.name, entry.new and entry.new.name) for entry in kept], names

    run.path = tmp_path / unread_name(is_sample=False)
    return run


def _digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_nothing_unread_writes_nothing(publish):
    """Not even the folder."""
    assert publish(Unread()) == ([], [])
    assert not publish.path.parent.exists()


def test_it_is_renewed_and_removed_with_what_it_asks(publish):
    """As long as nobody has touched it."""
    assert publish(ONE) == ([], ["cot-la.xlsx"])
    first = publish.path.read_bytes()
    assert publish(OTHER) == ([], ["cot-la.xlsx"])
    assert publish.path.read_bytes() != first
    assert publish(Unread()) == ([], [])


def test_what_was_filled_in_waits_until_it_lies_in_inputs(publish):
    """By its content, under whatever name it lies there; the new questions have another name."""
    publish(ONE)
    publish.path.write_bytes(b"filled in")
    assert publish(OTHER) == ([("cot-la.xlsx", "cot-la_2.xlsx")], ["cot-la.xlsx", "cot-la_2.xlsx"])
    assert publish.path.read_bytes() == b"filled in"
    assert publish(Unread(), [_digest(publish.path)]) == ([], [])


def test_that_of_samples_takes_nobodys_place(publish):
    """It has a name of its own."""
    publish(ONE)
    both = ["cot-la.xlsx", Path(unread_name(is_sample=True)).name]
    assert publish(ONE, is_sample=True) == ([], sorted(both))
    assert publish(Unread(), is_sample=True) == ([], ["cot-la.xlsx"])
