"""Workbooks (.xlsx, .xlsm, .xlsb, .xls, .ods) by fastexcel, every cell as text."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

import fastexcel
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.ingest.grid import Grid
from pipeline.model import UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Sequence

# The reader's names of error cells -> what the spreadsheet shows.
_ERRORS = {
    "Div0": "#DIV/0!", "NA": "#N/A", "Name": "#NAME?", "Null": "#NULL!", "Num": "#NUM!",
    "Ref": "#REF!", "Value": "#VALUE!", "GettingData": "#GETTING_DATA",
}  # fmt: skip
_DETAIL = re.compile(r"Error\((\w+)\)")


def read_workbook(content: bytes) -> list[Grid]:
    """Every sheet of the workbook; text first, so that no reader guesses a type."""
    try:
        reader = fastexcel.read_excel(content)
    except fastexcel.FastExcelError as error:
        raise UnreadableFileError(_reason(str(error))) from error
    return [_grid(reader, name) for name in reader.sheet_names]


def _reason(message: str) -> str:
    if "password" in message.lower() or "encrypted" in message.lower():
        return "tệp có mật khẩu, hãy bỏ mật khẩu rồi lưu lại"
    return "tệp bị hỏng hoặc không phải bảng tính"


def _grid(reader: fastexcel.ExcelReader, name: str) -> Grid:
    try:
        sheet = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        batch, errors = sheet.to_arrow_with_errors()
    except fastexcel.FastExcelError:  # a chart sheet, say: the other sheets may be sound
        return Grid(name, hidden=False, columns=[], is_damaged=True)
    columns = _with_errors(batch.columns, errors.errors if errors else ())
    return Grid(name, hidden=sheet.visible != "visible", columns=columns)


def _with_errors(
    columns: Sequence[pa.StringArray], errors: Sequence[fastexcel.CellError]
) -> list[pa.StringArray]:
    """Error cells as the spreadsheet shows them: the reader leaves them null."""
    by_column: dict[int, dict[int, str]] = defaultdict(dict)
    for error in errors:
        row, column = error.position
        found = _DETAIL.search(error.detail)
        by_column[column][row] = _ERRORS.get(found[1] if found else "", "#VALUE!")
    return [
        _replaced(column, by_column[index]) if index in by_column else column
        for index, column in enumerate(columns)
    ]


def _replaced(column: pa.StringArray, texts: dict[int, str]) -> pa.StringArray:
    positions = sorted(texts)
    mask = pc.is_in(pa.array(range(len(column))), value_set=pa.array(positions))
    return pc.replace_with_mask(column, mask, pa.array([texts[row] for row in positions]))
