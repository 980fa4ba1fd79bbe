"""The dossiers behind a number of the report."""

from __future__ import annotations

import pytest

from tests.builders import dossier, export
from tests.command import pipeline


def test_trace_names_the_rows_behind_a_number(office):
    """The number, and for each dossier whether it counts and its file, sheet and row."""
    rows = [dossier(code="A1"), dossier(code="A2", channel="Trực tiếp"),
            dossier(code="A3", official="Bùi Thị B")]  # fmt: skip
    office.put("thang 4/hồ sơ.csv", export("dossiers", *rows))
    options = ("--indicator", "online", "--scope", "official", "--key", "nguyễn văn a")
    done = pipeline("trace", "--inputs", office.inputs, *options, "--as-of", "16/05/2024")
    assert done.stderr == ""
    assert done.stdout.split("\n") == [
        "online (official, H21.65, nguyễn văn a, cumulative): 1/2",
        "1 đạt\tA1\tthang 4/hồ sơ.csv, dòng 2",
        "0 chưa\tA2\tthang 4/hồ sơ.csv, dòng 3",
        "",
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--indicator", "onlin"], "Không có chỉ tiêu “onlin”.\nChọn một trong: transparency"),
        (["--indicator", "online", "--scope", "xa"], "Không có phạm vi “xa”"),
        (["--indicator", "online", "--period", "10d-99"], "Không có kỳ “10d-99”"),
        (
            ["--indicator", "online", "--scope", "unit", "--unit", "Xã Ba"],
            "Không có đơn vị “Xã Ba”",
        ),
        (["--indicator", "transparency", "--scope", "official"], "chỉ có ở phạm vi total và unit"),
    ],
)
def test_trace_says_what_there_is_instead(office, options, message):
    """Status 2, and what to choose from."""
    done = pipeline("trace", "--inputs", office.inputs, *options)
    assert (done.returncode, message in done.stderr) == (2, True)
