"""The plan workbook's bytes as the texts of its sheets."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import fastexcel

from pipeline.model import UnreadableFileError
from pipeline.plan.errors import HOW_TO_MAKE_ONE, PlanError, refuse, unreadable_plan
from pipeline.plan.odd_numbers import odd_numbers_as_texts
from pipeline.plan.percent_cells import PercentCells, percent_cells
from pipeline.values.text import clean, key
from schemas.plan import OPTIONAL_SHEETS, OTHER_SHEETS, PLAN_HEADERS, PLAN_SHEETS

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Sheet:
    """The rows of a plan sheet that are not blank: their numbers in the sheet and, by our names of
    the columns, their texts, "" where a cell is empty or the plan leaves the column out.

    `headings`: what heads each column of the workbook that has a heading or a value, by its place
    from 0.
    """

    name: str
    numbers: list[int]
    texts: dict[str, list[str]]
    headings: Mapping[int, str] = field(default_factory=dict)

    def __getitem__(self, column: str) -> list[str]:
        """The texts of a column."""
        return self.texts[column]


@dataclass(frozen=True)
class PlanSheets:
    """Every sheet of PLAN_HEADERS by its name, and the names of those that no plan has."""

    sheets: dict[str, Sheet]
    others: tuple[str, ...]

    def __getitem__(self, name: str) -> Sheet:
        """The sheet of a name."""
        return self.sheets[name]


def content_of(path: Path, most_bytes: int | None = None) -> bytes:
    """The plan's bytes; raises PlanError where there is no such file, it can't be opened, or it is
    larger than `most_bytes`.
    """
    try:
        if not path.exists():
            raise PlanError(f"Không có tệp kế hoạch: {path}\n{HOW_TO_MAKE_ONE}")
        if not path.is_file():
            raise unreadable_plan(path, "không phải tệp thường (thư mục, thiết bị hoặc ống dẫn)")
        if most_bytes is not None and path.stat().st_size > most_bytes:
            raise unreadable_plan(path, f"tệp lớn quá {most_bytes >> 20} MiB")
        return path.read_bytes()
    except OSError as error:
        raise unreadable_plan(path, "tệp đang bị khóa, hoặc không có quyền đọc") from error


def read_sheets(content: bytes, path: Path) -> PlanSheets:
    """The sheets; raises PlanError naming all that is not there."""
    try:
        content = odd_numbers_as_texts(content)
        percents = percent_cells(content)
        reader = fastexcel.read_excel(content)
        book = _Book(reader, percents, [])
        sheets = {sheet: book.sheet(sheet) for sheet in PLAN_SHEETS}
        sheets |= {sheet: book.optional_sheet(sheet) for sheet in OPTIONAL_SHEETS}
    except (fastexcel.FastExcelError, zipfile.BadZipFile, UnreadableFileError) as error:
        reason = "tệp hỏng, không phải .xlsx, có mật khẩu hoặc đang bị khóa"
        raise unreadable_plan(path, reason) from error
    refuse(str(path), book.faults)
    known = {key(name) for name in (*PLAN_HEADERS, *OTHER_SHEETS)}
    return PlanSheets(sheets, tuple(name for name in reader.sheet_names if key(name) not in known))


@dataclass(frozen=True)
class _Book:
    """The workbook while it is read; what is wrong is noted in `faults`."""

    reader: fastexcel.ExcelReader
    percents: PercentCells
    faults: list[str]

    def sheet(self, sheet: str) -> Sheet:
        """The sheet, without rows where there is a fault."""
        names = {key(name): name for name in self.reader.sheet_names}
        if key(sheet) not in names:
            present = ", ".join(f"“{name}”" for name in self.reader.sheet_names)
            self.faults.append(f"thiếu trang “{sheet}”; tệp đang có: {present}")
            return _by_columns(sheet, [])
        table = self._table(names[key(sheet)], sheet)
        header = [key(cell) for cell in table[0]] if table else []
        missing = [column for column in PLAN_SHEETS[sheet] if key(column) not in header]
        if missing:
            self.faults.append(
                f"trang “{sheet}” thiếu cột: {', '.join(missing)} (tiêu đề ở dòng 1)"
            )
            return _by_columns(sheet, [])
        return _by_columns(sheet, table)

    def optional_sheet(self, sheet: str) -> Sheet:
        """The sheet, without rows where the workbook has none."""
        names = {key(name): name for name in self.reader.sheet_names}
        name = names.get(key(sheet))
        return _by_columns(sheet, self._table(name, sheet) if name else [])

    def _table(self, name: str, sheet: str) -> list[list[str]]:
        """All rows, every cell as the text that is shown."""
        loaded = self.reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        batch, errors = loaded.to_arrow_with_errors()
        for error in errors.errors if errors else ():
            row, _ = error.position
            self.faults.append(f"trang “{sheet}”, dòng {row + 1}: ô báo lỗi công thức")
        table = [[clean(cell or "") for cell in row.values()] for row in batch.to_pylist()]
        for (row, column), text in self.percents.get(name, {}).items():
            table[row - 1][column] = text
        return table


def _by_columns(sheet: str, table: list[list[str]]) -> Sheet:
    """The rows below the header."""
    header = [key(cell) for cell in table[0]] if table else []
    rows = {number: row for number, row in enumerate(table[1:], start=2) if any(row)}
    places = {
        column: header.index(key(text))
        for column, text in PLAN_HEADERS[sheet].items()
        if key(text) in header
    }
    absent = [""] * len(rows)
    texts = {
        column: [row[places[column]] for row in rows.values()] if column in places else absent
        for column in PLAN_HEADERS[sheet]
    }
    return Sheet(sheet, list(rows), texts, _headings(table))


def _headings(table: list[list[str]]) -> dict[int, str]:
    columns = enumerate(zip(*table, strict=True))
    return {place: column[0] for place, column in columns if any(column)}
