"""Rows are known by file, sheet and number: every sheet has a name of its own."""

from __future__ import annotations

import pyarrow as pa
import pytest

from pipeline.ingest import _named
from pipeline.ingest.grid import Grid


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["A", "B"], ["A", "B"]),
        (["A", "A", "A"], ["A", "Trang 2", "Trang 3"]),
        (["Trang 2", "Nguyễn Văn An"], ["Trang 2", "Trang 3"]),
        (["Trang 2", "Trang 2", "Trang 3"], ["Trang 2", "Trang 3", "Trang 4"]),
    ],
)
def test_a_name_that_is_taken_or_a_persons_becomes_a_free_place(names, expected):
    """Never a name that another sheet has."""
    grids = [Grid(name, [pa.array(["x"])]) for name in names]
    assert [grid.name for grid in _named(grids)] == expected
