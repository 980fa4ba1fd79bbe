"""The plan workbook's bytes as the texts of its sheets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import fastexcel

from pipeline.plan.errors import REMEDY, PlanError, refuse
from pipeline.values.text import clean, key
from schemas.plan import PLAN_HEADERS, PLAN_SHEETS

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Sheet:
    """The rows of a plan sheet that are not blank: their numbers in the sheet and, by our names of
    the columns, their texts, "" where a cell is empty or the plan leaves the column out.
    """

    name: str
    numbers: list[int]
    texts: dict[str, list[str]]

    def __getitem__(self, column: str) -> list[str]:
        """The texts of a column."""
        return self.texts[column]


def read_sheets(path: Path) -> dict[str, Sheet]:
    """Every sheet of PLAN_SHEETS by its name; raises PlanError naming all that is not there."""
    if not path.is_file():
        raise PlanError(f"Không có tệp kế hoạch: {path}\n{REMEDY}")
    faults: list[str] = []
    try:
        reader = fastexcel.read_excel(path.read_bytes())
        sheets = {sheet: _sheet(reader, sheet, faults) for sheet in PLAN_SHEETS}
    except (fastexcel.FastExcelError, OSError) as error:
        raise PlanError(
            f"Không đọc được tệp kế hoạch {path.name}: tệp hỏng, có mật khẩu hoặc đang bị khóa.\n"
            "Đóng tệp trong Excel, hoặc lưu lại thành .xlsx không mật khẩu rồi chạy lại."
        ) from error
    refuse(path.name, faults)
    return sheets


def _sheet(reader: fastexcel.ExcelReader, sheet: str, faults: list[str]) -> Sheet:
    """The sheet, without rows where there is a fault."""
    names = {key(name): name for name in reader.sheet_names}
    if key(sheet) not in names:
        present = ", ".join(f"“{name}”" for name in reader.sheet_names)
        faults.append(f"thiếu trang “{sheet}”; tệp đang có: {present}")
        return _by_columns(sheet, [])
    table = _table(reader, names[key(sheet)], sheet, faults)
    header = [key(cell) for cell in table[0]] if table else []
    missing = [column for column in PLAN_SHEETS[sheet] if key(column) not in header]
    if missing:
        faults.append(f"trang “{sheet}” thiếu cột: {', '.join(missing)} (tiêu đề ở dòng 1)")
        return _by_columns(sheet, [])
    return _by_columns(sheet, table)


def _table(
    reader: fastexcel.ExcelReader, name: str, sheet: str, faults: list[str]
) -> list[list[str]]:
    """All rows, every cell as the text that is shown."""
    loaded = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    batch, errors = loaded.to_arrow_with_errors()
    for error in errors.errors if errors else ():
        row, _ = error.position
        faults.append(f"trang “{sheet}”, dòng {row + 1}: ô báo lỗi công thức")
    return [[clean(cell or "") for cell in row.values()] for row in batch.to_pylist()]


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
    return Sheet(sheet, list(rows), texts)
