"""Workbooks (.xlsx, .xlsm, .xlsb, .xls, .ods) by fastexcel, every cell as text."""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import partial
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any

import fastexcel

from pipeline.ingest.grid import HIDDEN_SHEET, UNCALCULATED, Grid, with_cells
from pipeline.ingest.guards.binary import xls_sheets
from pipeline.ingest.guards.reasons import LOCKED, NO_SPREADSHEET
from pipeline.ingest.guards.worksheet_xml import SheetPart
from pipeline.ingest.guards.zipped import inspect
from pipeline.ingest.readers.sparse_worksheet import SheetCells, read_sparse
from pipeline.model import Doubt, UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa

    from pipeline.model import Limits

# The reader's names of error cells -> what the spreadsheet shows.
_ERRORS = {
    "Div0": "#DIV/0!", "NA": "#N/A", "Name": "#NAME?", "Null": "#NULL!", "Num": "#NUM!",
    "Ref": "#REF!", "Value": "#VALUE!", "GettingData": "#GETTING_DATA",
}  # fmt: skip
_DETAIL = re.compile(r"Error\((\w+)\)")
# Every row from the first on, cells as text, so that no reader guesses a type.
_AS_TEXT: dict[str, Any] = {"header_row": None, "skip_rows": 0, "dtypes": "string"}
# What files begin with, whatever their names say.
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NO_TABLE = "trang biểu đồ hoặc macro, không có ô"


def read_package(content: bytes, limits: Limits) -> list[Grid]:
    """Every sheet of a zipped workbook, which is inspected first."""
    package = inspect(content, limits)
    _refuse_too_many_cells(package.sheets, limits)
    return _read(content, package.sheets, limits, is_1904=package.is_1904)


def read_compound(content: bytes, limits: Limits) -> list[Grid]:
    """Every sheet of an .xls, which is inspected first."""
    parts, is_1904 = xls_sheets(content)
    return _read(content, parts, limits, is_1904=is_1904)


def inspect_workbook(content: bytes, limits: Limits) -> Sequence[SheetPart]:
    """The sheets of an .xlsx, looked at as those of an export are.

    Raises UnreadableFileError where it is none, damaged, locked, hostile or too large.
    """
    if content.startswith(OLE):
        xls_sheets(content)  # says so where there is a password
        raise UnreadableFileError("tệp là .xls đời cũ, không phải .xlsx")
    if not content.startswith(ZIP):
        raise UnreadableFileError("tệp không phải .xlsx")
    sheets = inspect(content, limits).sheets
    _refuse_too_many_cells(sheets, limits)
    return sheets


def _refuse_too_many_cells(parts: Sequence[SheetPart], limits: Limits) -> None:
    most = max((part.cells for part in parts), default=0)
    if most > limits.cells:
        raise UnreadableFileError(f"một trang có {most} ô, quá {limits.cells}; hãy chia nhỏ tệp")


@contextmanager
def panics_refused() -> Iterator[None]:
    """The reader's panics are no Exception, so that nothing else would catch them."""
    try:
        yield
    except Exception:
        raise
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableFileError(NO_SPREADSHEET) from error


@panics_refused()
def _read(
    content: bytes, parts: Sequence[SheetPart], limits: Limits, *, is_1904: bool
) -> list[Grid]:
    """Every sheet; those with few cells far apart are read in another way."""
    try:
        reader = fastexcel.read_excel(content)
    except fastexcel.FastExcelError as error:
        raise UnreadableFileError(_reason(str(error))) from error
    sheets = list(zip(reader.sheet_names, chain(parts, repeat(SheetPart())), strict=False))
    far_apart = {name: part for name, part in sheets if part.extent > limits.cells}
    sparse = read_sparse(content, far_apart, limits) if far_apart else {}
    return [
        _grid(reader, index, name, part, sparse, is_1904=is_1904)
        for index, (name, part) in enumerate(sheets)
    ]


def _reason(message: str) -> str:
    if "password" in message.lower() or "encrypted" in message.lower():
        return LOCKED
    return NO_SPREADSHEET


def _grid(
    reader: fastexcel.ExcelReader,
    index: int,
    name: str,
    part: SheetPart,
    sparse: dict[str, SheetCells],
    *,
    is_1904: bool,
) -> Grid:
    if not part.is_table:
        return Grid(name, [], notes=(_NO_TABLE,))
    if part.is_damaged:
        return Grid(name, [], is_damaged=True)
    try:
        cells = sparse.get(name) or _cells(reader, index, part)
    except fastexcel.FastExcelError:
        return Grid(name, [], is_damaged=True)
    return Grid(
        name, cells.columns, is_1904=is_1904,
        notes=(*(() if cells.is_visible else (HIDDEN_SHEET,)), *part.hidden.notes()),
        doubts=(Doubt("damaged_records"),) if part.is_doubtful else (),
        merges=part.merges.at_columns(cells.places) if cells.places else part.merges,
        formulas=part.formulas.at_columns(cells.places) if cells.places else part.formulas,
        numbers=None if name in sparse else partial(_numbers, reader, index),
    )  # fmt: skip


def _numbers(reader: fastexcel.ExcelReader, index: int, column: int) -> pa.Array:
    """Where the cells of a column are numbers: as truth values the reader gives only these."""
    options: dict[str, Any] = _AS_TEXT | {"dtypes": "boolean", "use_columns": [column]}
    batch = reader.load_sheet(index, **options, eager=True)
    return batch.columns[0].is_valid()


def _cells(reader: fastexcel.ExcelReader, index: int, part: SheetPart) -> SheetCells:
    """Straight to Arrow is quicker, but says nothing of error cells nor of hidden sheets."""
    uncalculated = part.shown | dict.fromkeys(part.uncalculated, UNCALCULATED)
    if part.has_no_errors:
        batch = reader.load_sheet(index, **_AS_TEXT, eager=True)
        return SheetCells(with_cells(batch.columns, uncalculated), part.is_visible)
    sheet = reader.load_sheet(index, **_AS_TEXT)
    batch, errors = sheet.to_arrow_with_errors()
    columns = with_cells(batch.columns, _error_cells(errors) | uncalculated)
    return SheetCells(columns, sheet.visible == "visible")


def _error_cells(errors: fastexcel.CellErrors | None) -> dict[tuple[int, int], str]:
    """Error cells as the spreadsheet shows them: the reader leaves them null."""
    cells = {}
    for error in errors.errors if errors else ():
        match = _DETAIL.search(error.detail)
        cells[error.position] = _ERRORS.get(match[1] if match else "", "#VALUE!")
    return cells
