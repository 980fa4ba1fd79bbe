"""What a workbook says that it was made from, written and read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pipeline import __version__
from pipeline.model import EarlierReport, Made
from pipeline.report.provenance import read, stated
from tests.builders import plan
from tests.report.commune import AS_OF, results_of

BEFORE = EarlierReport(date(2024, 5, 6), "f" * 64, "d" * 64, is_compared=True)
OTHER = EarlierReport(date(2024, 5, 10), "a" * 64, "", is_compared=False)


@pytest.mark.parametrize(
    "made",
    [
        Made("ke-hoach.xlsx", "b" * 64),
        Made("kế hoạch.xlsx", "b" * 64, is_day_given=True, last_day=date(2098, 12, 31)),
        Made("k.xlsx", "b" * 64, earlier=(BEFORE,)),
        Made("k.xlsx", "b" * 64, earlier=(OTHER,)),
        Made("k.xlsx", "b" * 64, earlier=(BEFORE, OTHER), unit="H21.65"),
    ],
)
def test_what_is_written_is_read(tmp_path, made):
    """The day, the version and all that the report depends on beside exports."""
    results = replace(results_of(tmp_path, plan(tmp_path)), made=made)
    assert read(stated(results)) == (made, AS_OF, __version__)


def test_lines_that_somebody_has_spoilt_say_nothing():
    """No day, no digest; a line that is there twice counts once."""
    lines = [["Số liệu đến", "hôm qua"], ["Tệp kế hoạch"], ["Tệp kế hoạch", "b"], [None, 1], [7]]
    assert read(lines) == (Made(), None, "")
