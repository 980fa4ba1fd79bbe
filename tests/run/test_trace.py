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
    ("options", "first"),
    [
        (["--indicator", "tỷ lệ DỊCH VỤ CÔNG trực tuyến"], "online (total, cumulative): 40/40"),
        (["--indicator", "online", "--scope", "Cán bộ", "--key", "nguyễn văn a", "--period", "lũy kế"],
         "online (official, H21.65, nguyễn văn a, cumulative): 40/40"),
        (["--indicator", "online", "--scope", "thủ tục", "--key", "1.000002"],
         "online (procedure, H21.65, 1.000002, cumulative): 0/0"),
    ],
)  # fmt: skip
def test_trace_goes_by_the_names_that_staff_read(office, options, first):
    """Headings of Phụ lục II and Vietnamese scopes as well as ids; a procedure of the catalogue that
    nobody asked for has no dossiers.
    """
    done = pipeline("trace", "--inputs", office.inputs, *options, "--as-of", "16/05/2024")
    assert (done.stderr, done.stdout.split("\n")[0]) == ("", first)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--indicator", "onlin"], "Không có chỉ tiêu “onlin”; gần nhất là “online”.\nChọn một trong: "),
        (["--indicator", "Tỷ lệ dịch vụ công"], "gần nhất là “Tỷ lệ dịch vụ công trực tuyến”"),
        (["--indicator", "online", "--scope", "xa"], "Không có phạm vi “xa”"),
        (["--indicator", "online", "--period", "10d-99"], "Không có kỳ “10d-99”; gần nhất là “10d-0"),
        (
            ["--indicator", "online", "--scope", "unit", "--unit", "Xã Ba"],
            "Không có đơn vị “Xã Ba”",
        ),
        (["--indicator", "transparency", "--scope", "official", "--key", "A"], "chỉ có ở phạm vi total và unit"),
        (["--indicator", "online", "--scope", "official"], "Phạm vi official cần tên cán bộ.\nGhi tên ở --key."),
        (["--indicator", "online", "--scope", "official", "--key", "Nguyen Van A"],
         "Không có cán bộ “Nguyen Van A”; gần nhất là “Nguyễn Văn A”.\nGõ lại --key."),
        (["--indicator", "online", "--scope", "field", "--key", "Hộ tich"], "gần nhất là “Hộ tịch”"),
        (["--indicator", "online", "--scope", "procedure", "--key", "1.000009"], "Không có thủ tục “1.000009”"),
    ],
)  # fmt: skip
def test_trace_says_what_there_is_instead(office, options, message):
    """Status 2, and what to choose from."""
    done = pipeline("trace", "--inputs", office.inputs, *options)
    assert (done.returncode, message in done.stderr) == (2, True), done.stderr
