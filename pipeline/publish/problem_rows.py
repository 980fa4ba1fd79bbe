"""loi: every problem, a line for each row that has it, written by columns."""

from __future__ import annotations

import csv
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from pipeline.model import Problem

_NAMES = (
    "severity", "code", "file", "sheet", "row", "column", "value", "message", "remedy",
)  # fmt: skip
# Texts that are no cells of a CSV as they are, and what stands for a value that is one.
_ODD = r"^[=+\-@\t\r]|[,\"\r\n]"
_VALUE = "\0"


def write_problem_rows(problems: Iterable[Problem], path: Path, safe: Callable[[str], str]) -> None:
    """By file and sheet, of a whole before those of rows, then by row, column and code.

    `problems` come by file and sheet; `safe`: a text as a cell of a CSV.
    """
    line = _Lines(safe)
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        stream.write(line.text(_NAMES))
        for _, of_sheet in groupby(problems, lambda problem: (problem.file, problem.sheet)):
            stream.writelines(line.of_sheet(list(of_sheet)))


class _Lines:
    """Lines of the file; what is alike in many is quoted once."""

    def __init__(self, safe: Callable[[str], str]) -> None:
        self._safe = safe
        self._writer: Any = csv.writer(_Returned(), lineterminator="\n")

    def text(self, cells: Iterable[str]) -> str:
        """The cells as a line."""
        line: str = self._writer.writerow([self._safe(cell) for cell in cells])
        return line

    def of_sheet(self, problems: list[Problem]) -> Iterator[str]:
        """All that is wrong with a sheet."""
        for problem in problems:
            if problem.rows is None:
                yield self._before(problem) + self._after(problem, 0)
        of_rows = [(problem, problem.rows) for problem in problems if problem.rows is not None]
        of_rows.sort(key=lambda pair: (pair[0].column, pair[0].code))
        if of_rows:
            rows = np.concatenate([rows for _, rows in of_rows])
            lines = pa.chunked_array([self._of_rows(problem, rows) for problem, rows in of_rows])
            # stable: in a row, as the problems come
            yield from lines.take(pa.array(np.argsort(rows, kind="stable"))).to_pylist()

    def _of_rows(self, problem: Problem, rows: pa.Int32Array) -> pa.StringArray:
        after = self._endings(problem).take(problem.value_of)
        return pc.binary_join_element_wise(self._before(problem), rows.cast(pa.string()), after, "")

    def _endings(self, problem: Problem) -> pa.StringArray:
        """`_after` of each value: one line, and the plain values in it, which need no quotes."""
        values = pa.array(problem.values, pa.string())
        is_odd = np.asarray(pc.match_substring_regex(values, _ODD)) | bool(problem.nearest)
        parts = self._line(problem, _VALUE, problem.message_with(_VALUE)).split(_VALUE)
        between = [part for text in parts for part in (values, text)][1:]
        endings = pc.binary_join_element_wise(*between, "")
        odd = [self._after(problem, number) for number in np.flatnonzero(is_odd).tolist()]
        return pc.replace_with_mask(endings, pa.array(is_odd), pa.array(odd, pa.string()))

    def _before(self, problem: Problem) -> str:
        """The cells before the row's number, and the comma behind them."""
        cells = (problem.severity, problem.code, problem.file, problem.sheet)
        return self.text(cells)[:-1] + ","

    def _after(self, problem: Problem, number: int) -> str:
        """The comma behind the row's number, and the cells behind it."""
        return self._line(problem, problem.values[number], problem.message_of(number))

    def _line(self, problem: Problem, value: str, message: str) -> str:
        return "," + self.text((problem.column, value, message, problem.remedy))


class _Returned:
    """Where csv writes: it gives back what it was given."""

    @staticmethod
    def write(text: str) -> str:
        """The text."""
        return text
