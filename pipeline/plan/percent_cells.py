"""Cells whose format is a percentage: 60% is stored as 0.6, and means what Excel shows."""

from __future__ import annotations

import re
import zipfile
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING

from pipeline.model import UnreadableFileError

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell

# Sheet -> (row from 1, column from 0, counted from the first that is used) -> "60%".
PercentCells = dict[str, dict[tuple[int, int], str]]
_STYLES = "xl/styles.xml"
# Formats 9 and 10 are percentages that every workbook knows, others write the sign.
_MAY_BE_PERCENT = re.compile(rb"""numFmtId=["'](?:9|10)["']|formatCode=(?:"[^"<>]*|'[^'<>]*)%""")
_LITERAL = re.compile(r'"[^"]*"|\\.')  # a sign in quotes is shown, and multiplies nothing
_DIGITS = 10  # behind the point: 0.9977 is stored as 0.9976999999999999


def percent_cells(content: bytes) -> PercentCells:
    """Of an .xlsx file; raises UnreadableFileError where it is none.

    Cells are looked at only where the workbook's styles have any percentage.
    """
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            styles = package.read(_STYLES) if _STYLES in package.namelist() else b""
        return _read(content) if _MAY_BE_PERCENT.search(styles) else {}
    except Exception as error:  # whatever the bytes make of a reader, they are what is wrong
        raise UnreadableFileError("không đọc được định dạng của các ô") from error


def _read(content: bytes) -> PercentCells:
    import openpyxl  # noqa: PLC0415 - slow to import, seldom needed

    book = openpyxl.load_workbook(BytesIO(content), data_only=True)
    return {
        sheet.title: _of_sheet([cell for row in sheet.iter_rows() for cell in row])
        for sheet in book.worksheets
    }


def _of_sheet(cells: list[Cell | MergedCell]) -> dict[tuple[int, int], str]:
    filled = [cell for cell in cells if cell.value is not None]
    first = min((cell.column for cell in filled), default=1)
    return {
        (cell.row, cell.column - first): _shown(cell.value)
        for cell in filled
        if isinstance(cell.value, (int, float)) and "%" in _LITERAL.sub("", cell.number_format)
    }


def _shown(value: float) -> str:
    percent = round(Decimal(repr(value)) * 100, _DIGITS)
    return f"{percent.normalize():f}%"
