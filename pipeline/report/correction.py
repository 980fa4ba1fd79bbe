"""A copy to correct: the rows of one input that have something wrong, as staff know them.

The wrong cells are coloured and say what is wrong and what to do; whoever corrects them and drops
the file into inputs/ has corrected the export (docs/decisions/11-corrected-copies.md).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import TYPE_CHECKING, Any

from pipeline.report.layout.book import book_at
from pipeline.report.layout.theme import Theme
from pipeline.values.text import key
from schemas.contracts import ORIGIN, contracts, vocabulary, vocabulary_names

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model import Correction, Problem

_GUIDE = (
    "Sửa các ô tô màu (cột “Cần sửa” nói sửa gì), giữ nguyên cột “Dòng gốc”, lưu lại, "
    "rồi bỏ tệp này vào thư mục inputs/ và chạy lại báo cáo."
)
_WHAT = "Cần sửa"
_WANT_UNIT = ("no_unit", "ambiguous_unit")
_HEADER_ROW = 2
_ISO = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d")
_PLAIN = re.compile(r"0|[1-9]\d{0,14}")
_WIDTHS = {"date": 19, "amount": 14, "text": 24, "code": 24, "unit": 20, "procedure_code": 18}
_INVALID = re.compile(r"[\[\]:*?/\\']")
_NAME_LENGTH = 31
_LINE_LENGTH, _LINE_HEIGHT = 52, 16.5  # characters and points of a line of "Cần sửa"
_CREATED = datetime(2024, 1, 1)  # noqa: DTZ001 - no clock: the same rows give the same bytes


def write_correction(file: str, corrections: tuple[Correction, ...], path: Path) -> None:
    """The workbook of one input file, a sheet for each of its sheets; raises OSError."""
    with book_at(path, title=f"Dòng cần sửa của {file}", created=_CREATED) as book:
        theme = Theme(book)
        names: list[str] = []
        for correction in corrections:
            names.append(_sheet_name(correction.sheet, names))
            _Sheet(book.add_worksheet(names[-1]), theme, correction).write(file)


def _sheet_name(sheet: str, taken: list[str]) -> str:
    """As in the input, as far as Excel takes it; no two alike."""
    name = _INVALID.sub(" ", sheet).strip()[:_NAME_LENGTH] or "Dữ liệu"
    if name.casefold() not in {other.casefold() for other in taken}:
        return name
    return f"{name[: _NAME_LENGTH - 4]} {len(taken) + 1}"


@dataclass(frozen=True)
class _Fault:
    """A problem of one row, and what is wrong there."""

    problem: Problem
    message: str


def _faults(problems: tuple[Problem, ...]) -> dict[int, list[_Fault]]:
    """Row -> what is wrong with it."""
    faults: dict[int, list[_Fault]] = defaultdict(list)
    for problem in problems:
        if problem.rows is None or problem.value_of is None:
            continue
        values = problem.value_of.to_pylist()
        known = {value: _Fault(problem, problem.message_of(value)) for value in set(values)}
        for row, value in zip(problem.rows.to_pylist(), values, strict=True):
            faults[row].append(known[value])
    return faults


class _Sheet:
    """One sheet of the copy being written."""

    def __init__(self, sheet: Any, theme: Theme, correction: Correction) -> None:
        self._sheet, self._theme, self._correction = sheet, theme, correction
        self._contract = contracts()[correction.kind]
        self._faults = _faults(correction.problems)
        self._names = [*correction.headers, *self._lacking()]

    def _lacking(self) -> list[str]:
        """Columns that the sheet lacks though rows are rejected for want of them."""
        is_wanted = any(problem.code in _WANT_UNIT for problem in self._correction.problems)
        return ["unit"] if is_wanted and "unit" not in self._correction.headers else []

    def _place(self, problem: Problem) -> str:
        """Our name of the column to correct."""
        if problem.code in _WANT_UNIT and "unit" in self._names:
            return "unit"
        headers = self._correction.headers.items()
        return next((name for name, printed in headers if printed == problem.column), "")

    def write(self, file: str) -> None:
        """Guide, header and rows; frozen, filtered, with lists to choose from."""
        rows, more = self._correction.texts.to_pylist(), self._correction.rows_left_out
        self._sheet.write_string(0, 0, _GUIDE, self._theme["strong"])
        source = f"Từ tệp {file}: {len(rows)} dòng" + (f", còn {more} dòng nữa" if more else "")
        self._sheet.write_string(1, 0, source, self._theme["note"])
        self._header()
        for offset, row in enumerate(rows, _HEADER_ROW + 1):
            self._row(offset, row)
        last = _HEADER_ROW + len(rows)
        self._sheet.freeze_panes(_HEADER_ROW + 1, 2)
        self._sheet.autofilter(_HEADER_ROW, 0, last, len(self._names) + 1)
        self._sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        self._lists(last)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(_HEADER_ROW)

    def _header(self) -> None:
        headings = [ORIGIN.spellings[0], _WHAT, *map(self._printed, self._names)]
        for column, heading in enumerate(headings):
            self._sheet.write_string(_HEADER_ROW, column, heading, self._theme["heading"])
        self._sheet.set_column(0, 0, 16)
        self._sheet.set_column(1, 1, 60)
        for column, name in enumerate(self._names, 2):
            self._sheet.set_column(column, column, _WIDTHS.get(self._type(name), 18))

    def _printed(self, name: str) -> str:
        """The heading of the sheet, where it means the column whatever its few cells hold."""
        spellings = self._contract.column(name).spellings
        heading = self._correction.headers.get(name) or spellings[0]
        others = [s for c in self._contract.columns for s in (*c.by_content, *c.ambiguous_due)]
        is_doubtful = key(heading) in set(map(key, others)) - set(map(key, spellings))
        return spellings[0] if is_doubtful else heading

    def _type(self, name: str) -> str:
        return self._contract.column(name).type

    def _row(self, offset: int, row: dict[str, Any]) -> None:
        number = row["row_number"]
        faults = self._faults[number]
        self._sheet.write_string(
            offset, 0, f"{self._correction.reference}.{number}", self._theme["note"]
        )
        explanation = "\n".join(f"{fault.message} {fault.problem.remedy}" for fault in faults)
        lines = sum(ceil(len(line) / _LINE_LENGTH) for line in explanation.split("\n"))
        self._sheet.set_row(offset, _LINE_HEIGHT * max(lines, 1))
        self._sheet.write_string(offset, 1, explanation, self._theme["wrapped"])
        wrong = {self._place(fault.problem): fault for fault in reversed(faults)}
        for column, name in enumerate(self._names, 2):
            self._cell(offset, column, row.get(name), self._type(name), wrong.get(name))

    def _cell(
        self, row: int, column: int, text: str | None, kind: str, fault: _Fault | None
    ) -> None:
        cell_format = self._format(kind, fault)
        if not text:
            self._sheet.write_blank(row, column, None, cell_format)
        elif kind == "date" and (moment := _moment(text)):
            self._sheet.write_datetime(row, column, moment, cell_format)
        elif kind == "amount" and _PLAIN.fullmatch(text):
            self._sheet.write_number(row, column, int(text), cell_format)
        else:
            self._sheet.write_string(row, column, text, cell_format)
        if fault is not None:
            note = f"{fault.message}\n{fault.problem.remedy}"
            self._sheet.write_comment(row, column, note, {"x_scale": 2.2, "y_scale": 1.2})

    def _format(self, kind: str, fault: _Fault | None) -> Any:
        role = {"": "text", "error": "to_correct", "warning": "doubtful"}
        name = role[fault.problem.severity if fault else ""]
        return self._theme[f"{name}_moment" if kind == "date" else name]

    def _lists(self, last: int) -> None:
        """For columns with a vocabulary, the words that are understood."""
        for column, name in enumerate(self._names, 2):
            kind = self._type(name)
            if kind in vocabulary_names():
                words = [next(w for w in spelled if not w.isdecimal())
                         for spelled in vocabulary(kind).values()]  # fmt: skip
                self._sheet.data_validation(
                    _HEADER_ROW + 1, column, last, column,
                    {"validate": "list", "source": words, "error_type": "warning"},
                )  # fmt: skip


def _moment(text: str) -> datetime | None:
    """A date as workbooks give it, to be a date again."""
    if not _ISO.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.year >= 1900 else None
