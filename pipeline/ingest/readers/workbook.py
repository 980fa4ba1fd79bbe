"""Workbooks (.xlsx, .xlsm, .xlsb, .xls, .ods) by fastexcel, every cell as text."""

from __future__ import annotations

import re
import struct
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import chain, pairwise, repeat
from typing import TYPE_CHECKING, Any

import fastexcel
import pyarrow as pa
import pyarrow.compute as pc
from lxml import etree

from pipeline.ingest.grid import HIDDEN_SHEET, UNCALCULATED, Grid, with_cells
from pipeline.ingest.guards.binary import xls_sheets
from pipeline.ingest.guards.cell_positions import named_rows
from pipeline.ingest.guards.reasons import FAR_APART, LOCKED, NO_SPREADSHEET
from pipeline.ingest.guards.worksheet_xml import SheetPart, references_to_first
from pipeline.ingest.guards.zipped import inspect
from pipeline.ingest.readers.sparse_worksheet import SheetCells, read_sparse
from pipeline.model import Doubt, UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
_MOST_PANICS = 20  # rows of a sheet that are read around
_NO_TABLE = "trang biểu đồ hoặc macro, không có ô"


def read_package(content: bytes, limits: Limits) -> list[Grid]:
    """Every sheet of a zipped workbook, which is inspected first."""
    package = inspect(content, limits)
    _refuse_too_many_cells(package.sheets, limits)
    return _read(content, package.sheets, limits, is_1904=package.is_1904)


def read_compound(content: bytes, limits: Limits) -> list[Grid]:
    """Every sheet of an .xls, which is inspected first."""
    parts, is_1904 = xls_sheets(content)
    _refuse_too_many_cells(parts, limits)
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
    most = max(parts, key=lambda part: part.cells, default=SheetPart())
    if most.cells <= limits.cells:
        return
    if most.values is not None and most.values < limits.cells:
        raise UnreadableFileError(FAR_APART)
    raise UnreadableFileError(f"một trang có {most.cells} ô, quá {limits.cells}; hãy chia nhỏ tệp")


@contextmanager
def panics_refused() -> Iterator[None]:
    """The reader's panics are no Exception, so that nothing else would catch them."""
    try:
        yield
    except Exception:
        raise
    except BaseException as error:
        if not _is_panic(error):
            raise
        raise UnreadableFileError(NO_SPREADSHEET) from error


def _is_panic(error: BaseException) -> bool:
    return type(error).__name__ == "PanicException"


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
        _grid(reader, content, index, name, part, sparse, is_1904=is_1904)
        for index, (name, part) in enumerate(sheets)
    ]


def _reason(message: str) -> str:
    if "password" in message.lower() or "encrypted" in message.lower():
        return LOCKED
    return NO_SPREADSHEET


def _grid(
    reader: fastexcel.ExcelReader,
    content: bytes,
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
        cells = sparse.get(name) or _cells(reader, index, part, content)
        columns, doubts = _counted(content, part, cells)
    except (fastexcel.FastExcelError, etree.LxmlError, struct.error, IndexError):
        # no XML or no records, as is found where cells lack
        return Grid(name, [], is_damaged=True)
    return Grid(
        name, columns, is_1904=is_1904,
        notes=(*(() if cells.is_visible else (HIDDEN_SHEET,)), *part.hidden.notes()),
        doubts=doubts,
        merges=part.merges.at_columns(cells.places) if cells.places else part.merges,
        formulas=part.formulas.at_columns(cells.places) if cells.places else part.formulas,
        numbers=None if name in sparse else partial(_numbers, reader, index),
        may_be_joined=part.may_be_joined,
    )  # fmt: skip


def _counted(
    content: bytes, part: SheetPart, cells: SheetCells
) -> tuple[list[pa.StringArray], tuple[Doubt, ...]]:
    """The cells, and what the file holds and the reader did not give, by a count of the cells with
    a value. A number that is no date is the cell's text.
    """
    damaged = (Doubt("damaged_records"),)
    is_given = part.values in (None, cells.values) and not _has_no_references(content, part, cells)
    if part.positions is None or part.values is None or is_given:
        return cells.columns, damaged if part.is_doubtful else ()
    try:
        positions = part.positions(content)
    except (ValueError, IndexError, struct.error):
        return cells.columns, damaged
    rows, numbers = positions.lost(cells.columns, cells.places)
    columns = with_cells(cells.columns, numbers)
    is_damaged = part.is_doubtful or (not rows and positions.count < part.values)
    if rows:
        lost = Doubt("lost_cells", {"count": len(rows), "rows": named_rows(rows)})
        return columns, (*damaged, lost) if part.is_doubtful else (lost,)
    return columns, damaged if is_damaged else ()


def _has_no_references(content: bytes, part: SheetPart, cells: SheetCells) -> bool:
    """Whether more cells have the first shared string than refer to it."""
    if not part.first_string or part.xml is None:
        return False
    count = sum(
        pc.sum(pc.equal(column, part.first_string)).as_py() or 0 for column in cells.columns
    )
    return count > part.references_near and count > references_to_first(part.xml(content))


def _numbers(reader: fastexcel.ExcelReader, index: int, column: int) -> pa.Array:
    """Where the cells of a column are numbers: as truth values the reader gives only these."""
    options: dict[str, Any] = _AS_TEXT | {"dtypes": "boolean", "use_columns": [column]}
    batch = reader.load_sheet(index, **options, eager=True)
    return batch.columns[0].is_valid()


@dataclass(frozen=True)
class _Loaded:
    """Rows as the reader gives them, where error cells are null, and what these show."""

    columns: list[pa.StringArray]
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    is_visible: bool = True


def _cells(
    reader: fastexcel.ExcelReader, index: int, part: SheetPart, content: bytes
) -> SheetCells:
    try:
        loaded = _loaded(reader, index, part)
    except BaseException as error:
        if not _is_panic(error) or part.positions is None:
            raise
        loaded = _without_no_dates(reader, index, part, part.positions(content).no_dates())
    uncalculated = part.shown | dict.fromkeys(part.uncalculated, UNCALCULATED)
    columns = with_cells(loaded.columns, loaded.errors | uncalculated)
    return SheetCells(columns, loaded.is_visible, _filled(loaded.columns) + len(loaded.errors))


def _loaded(reader: fastexcel.ExcelReader, index: int, part: SheetPart, **options: Any) -> _Loaded:
    """Straight to Arrow is quicker, but says nothing of error cells nor of hidden sheets."""
    if part.has_no_errors:
        batch = reader.load_sheet(index, **(_AS_TEXT | options), eager=True)
        return _Loaded(batch.columns, is_visible=part.is_visible)
    sheet = reader.load_sheet(index, **(_AS_TEXT | options))
    batch, errors = sheet.to_arrow_with_errors()
    return _Loaded(batch.columns, _error_cells(errors), sheet.visible == "visible")


def _without_no_dates(
    reader: fastexcel.ExcelReader,
    index: int,
    part: SheetPart,
    no_dates: dict[tuple[int, int], str],
) -> _Loaded:
    """A sheet with numbers that the reader panics at when it makes dates of them: the rows between,
    and of these rows the other cells. Raises UnreadableFileError where there are many.
    """
    rows = sorted({row for (row, _), text in no_dates.items() if text.startswith("-")})
    if not 0 < len(rows) <= _MOST_PANICS:
        raise UnreadableFileError(NO_SPREADSHEET)
    sheet = reader.load_sheet(index, **_AS_TEXT)
    height, width = sheet.total_height, sheet.width
    parts: list[Sequence[pa.Array]] = []
    errors: dict[tuple[int, int], str] = {}
    for begin, row in pairwise([-1, *rows, height]):
        spans = [(begin + 1, row - begin - 1, list(range(width)))]
        if row < height:
            spans.append((row, 1, [c for c in range(width) if (row, c) not in no_dates]))
        for first, count, columns in spans:
            if count and columns:
                loaded = _loaded(
                    reader, index, part, skip_rows=first, n_rows=count, use_columns=columns
                )
                by_column = dict(zip(columns, loaded.columns, strict=True))
                nothing = pa.nulls(count, pa.string())
                parts.append([by_column.get(column, nothing) for column in range(width)])
                errors |= {(first + r, columns[c]): text for (r, c), text in loaded.errors.items()}
    merged = [pa.concat_arrays(pieces) for pieces in zip(*parts, strict=True)]
    return _Loaded(merged, errors, sheet.visible == "visible")


def _filled(columns: Sequence[pa.StringArray]) -> int:
    return sum(len(column) - column.null_count for column in columns)


def _error_cells(errors: fastexcel.CellErrors | None) -> dict[tuple[int, int], str]:
    """Error cells as the spreadsheet shows them: the reader leaves them null."""
    cells = {}
    for error in errors.errors if errors else ():
        match = _DETAIL.search(error.detail)
        cells[error.position] = _ERRORS.get(match[1] if match else "", "#VALUE!")
    return cells
