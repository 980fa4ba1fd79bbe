"""A workbook's cells: value, formula and number format of each, of hidden sheets too.

Somebody's file, so guards come first, and a child with limits runs this.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

import openpyxl
from openpyxl.packaging.relationship import get_dependents, get_rels_path
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.worksheet.table import Table
from openpyxl.xml.functions import fromstring

from pipeline.ingest.guards.reasons import NO_SPREADSHEET
from pipeline.ingest.guards.zipped import inspect
from pipeline.model import UnreadableFileError
from pipeline.verify.shown import Shown, extended_formats, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Limits

_ZIP = b"PK\x03\x04"
_GENERAL = "General"


class Truth(Enum):
    """A truth value: for Python True is 1, for a formula that counts it is not."""

    TRUE = "TRUE"
    FALSE = "FALSE"


Value = str | int | float | Truth | None


class Cell(NamedTuple):
    """What stands in a cell: a formula's value is the one that the file says it had."""

    value: Value
    formula: str = ""
    number_format: str = _GENERAL


Row = dict[int, Cell]  # by column, from 1


@dataclass(frozen=True)
class Sheet:
    """A sheet's cells that are not empty, by row from 1."""

    name: str
    rows: dict[int, Row] = field(default_factory=dict)
    is_visible: bool = True
    shown: Shown = field(default_factory=Shown)


class Book:
    """A workbook whose sheets are read one by one, so that never more than one is held."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        """Raises UnreadableFileError where the file is no workbook, damaged, hostile, too large."""
        if not content.startswith(_ZIP):
            raise UnreadableFileError(NO_SPREADSHEET)
        parts = inspect(content, limits).sheets
        most = max((part.cells for part in parts), default=0)
        if most > limits.cells:
            raise UnreadableFileError(f"một trang có {most} ô, quá {limits.cells}")
        self._book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        self.names = tuple(self._book.sheetnames)
        self.is_1904 = self._book.epoch == CALENDAR_MAC_1904
        self._tables = {sheet.title: sheet for sheet in self._book.worksheets}

    def sheet(self, name: str) -> Sheet:
        """One sheet; of a sheet that is a chart there are no cells."""
        sheet: Any = self._tables.get(name)
        if sheet is None:
            return Sheet(name)
        formats = [self._format(style) for style in self._book._cell_styles]  # type: ignore[attr-defined] # noqa: SLF001
        rows: dict[int, Row] = {}
        with sheet._get_source() as source, warnings.catch_warnings():  # noqa: SLF001
            warnings.simplefilter("ignore")  # of sparklines, which are pictures of cells
            parser = _Parser(source, sheet._shared_strings)  # noqa: SLF001
            for number, cells in parser.parse():
                if row := {c["column"]: _cell(c, formats) for c in cells if _is_filled(c)}:
                    rows.setdefault(number, {}).update(row)
        filters = [table.autoFilter for table in self._tables_of(sheet)]
        seen = shown(parser, self._book._differential_styles.styles, filters)  # type: ignore[attr-defined] # noqa: SLF001
        return Sheet(name, rows, is_visible=sheet.sheet_state == "visible", shown=seen)

    def tables(self) -> dict[str, tuple[str, str, tuple[str, ...]]]:
        """Excel tables: name -> the sheet that it is on, its range with the headings, these."""
        found = {}
        for name, sheet in self._tables.items():
            for table in self._tables_of(sheet):
                headings = tuple(str(column.name) for column in table.tableColumns)
                found[str(table.name)] = (name, str(table.ref), headings)
        return found

    def _tables_of(self, sheet: Any) -> Iterator[Any]:
        archive: Any = self._book._archive  # type: ignore[attr-defined] # noqa: SLF001
        path = _relations(sheet)
        for relation in get_dependents(archive, path) if path in archive.namelist() else ():
            if relation.Type.endswith("/table"):
                yield Table.from_tree(fromstring(archive.read(relation.target)))

    def _format(self, style: Any) -> str:
        number = style.numFmtId
        custom: list[str] = self._book._number_formats  # type: ignore[attr-defined] # noqa: SLF001
        if number < BUILTIN_FORMATS_MAX_SIZE:
            return BUILTIN_FORMATS.get(number, _GENERAL)
        position = number - BUILTIN_FORMATS_MAX_SIZE
        return custom[position] if position < len(custom) else _GENERAL


class _Parser(WorkSheetParser):
    """The library gives either formulas or the values that they had; here both, in one pass. No
    number is made a date: two workbooks may show the same number in two ways.
    """

    extended_formats: tuple[tuple[str, str], ...] = ()

    def parse_extensions(self, element: Any) -> None:
        """Conditional formats, which the library leaves out."""
        self.extended_formats += tuple(extended_formats(element))

    def parse_cell(self, element: Any) -> dict[str, Any]:
        """The cell as the library has it, with `formula`, and the value beside it."""
        cell: dict[str, Any] = super().parse_cell(element)
        cell["formula"] = ""
        if cell["data_type"] == "f":
            formula = cell["value"]
            cell["formula"] = str(getattr(formula, "text", formula))
            self.data_only = True
            cell["value"] = super().parse_cell(element)["value"]
            self.data_only = False
        return cell


def _relations(sheet: Any) -> str:
    """Where a package lists what belongs to a sheet."""
    path: str = get_rels_path(sheet._worksheet_path)  # type: ignore[no-untyped-call] # noqa: SLF001
    return path.lstrip("/")


def _is_filled(cell: dict[str, Any]) -> bool:
    """An empty text is no text: LibreOffice does not write it."""
    return bool(cell["formula"]) or cell["value"] not in (None, "")


def _cell(cell: dict[str, Any], formats: list[str]) -> Cell:
    style = cell["style_id"]
    number_format = formats[style] if style < len(formats) else _GENERAL
    return Cell(_value(cell["value"]), cell["formula"], number_format)


def _value(value: Any) -> Value:
    """As both Excel and LibreOffice keep it."""
    if isinstance(value, bool):
        return Truth.TRUE if value else Truth.FALSE
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("_x000D_", "") or None
    return value if isinstance(value, (int, float)) else value and str(value)
