"""loi: a line for each row of every problem, as if each were written by itself."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import Problem
from pipeline.model.problems import problem
from pipeline.publish.problem_rows import write_problem_rows
from schemas.contracts import problem_types
from tests.outcomes import problem_rows

_CODES = ["bad_received", "unknown_unit", "bad_yes_no", "rate_doubtful", "orphan_payment"]
_TEXTS = st.text("aB 1,;\"'“”=+-@\t\r\n{}đ", max_size=4)
_HEADER = ["severity", "code", "file", "sheet", "row", "column", "value", "message", "remedy"]


def _marked(text):
    """A text cell that Excel would run is marked (CONTRACT.md, outputs/)."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


@st.composite
def _problems(draw):
    """Problems by place, as a run has them: a cell has no code twice."""
    problems = []
    for file, sheet in sorted(draw(st.sets(st.tuples(_TEXTS, _TEXTS), min_size=1, max_size=3))):
        wholes = [problem("no_table", file, sheet=sheet)] * draw(st.integers(0, 2))
        of_rows = [
            _of_rows(draw, code, file, sheet, column)
            for code in draw(st.lists(st.sampled_from(_CODES), unique=True))
            for column in draw(st.lists(_TEXTS, unique=True, max_size=2))
        ]
        problems += [*wholes, *of_rows]
    return problems


def _of_rows(draw, code, file, sheet, column):
    values = draw(st.lists(_TEXTS, min_size=1, max_size=3, unique=True))
    rows = sorted(draw(st.sets(st.integers(2, 30), min_size=1, max_size=6)))
    value_of = [draw(st.integers(0, len(values) - 1)) for _ in rows]
    nearest = tuple(f"; gần {text}" for text in values) if code == "unknown_unit" else ()
    return Problem(
        code, file, sheet, column, tuple(values), nearest,
        rows=pa.array(rows, pa.int32()), value_of=pa.array(value_of, pa.int32()),
    )  # fmt: skip


@given(_problems())
@settings(deadline=None)
def test_lines_by_columns_are_the_lines_one_by_one(problems):
    """By file, sheet, row, column and code, whatever the texts hold."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(_HEADER)
    for row in problem_rows(problems):
        cells = ["" if cell is None else cell for cell in row]
        cells.append(problem_types()[row.code].remedy)
        writer.writerow([_marked(cell) if isinstance(cell, str) else cell for cell in cells])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "loi.csv"
        write_problem_rows(problems, path, _marked)
        assert path.read_bytes().decode("utf-8-sig") == stream.getvalue()
