"""What a sheet shows otherwise than its cells say: rows and columns that are hidden, numbers that a
condition shows in another format.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from openpyxl.worksheet.cell_range import CellRange

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RULES = "{http://schemas.microsoft.com/office/spreadsheetml/2009/9/main}conditionalFormatting"
_AREA = "{http://schemas.microsoft.com/office/excel/2006/main}sqref"
_COLUMNS = 1 << 14  # of a sheet
_TRUE = ("1", "true", "on")


class Shown(NamedTuple):
    """Of one sheet: rows and columns from 1, `filtered` the rows that a filter hides; `formats`:
    the ranges of a conditional format and the number format in which it shows numbers.
    """

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    filtered: frozenset[int] = frozenset()
    formats: frozenset[tuple[str, str]] = frozenset()


def shown(parser: Any, styles: list[Any], filters: Iterable[Any]) -> Shown:
    """Of the library's parser after the sheet's last row; `styles`: the workbook's differential
    ones; `filters`: those of the sheet's tables.
    """
    rows = {int(row) for row, attributes in parser.row_dimensions.items()
            if _is_hidden(attributes, "ht")}  # fmt: skip
    active = [found for found in (getattr(parser, "auto_filter", None), *filters)
              if found is not None and found.filterColumn]  # fmt: skip
    areas = [CellRange(found.ref) for found in active]
    filtered = {row for row in rows if any(a.min_row < row <= a.max_row for a in areas)}
    columns = frozenset(
        column
        for attributes in parser.column_dimensions.values()
        if _is_hidden(attributes, "width")
        for column in range(int(attributes["min"]), min(int(attributes["max"]), _COLUMNS) + 1)
    )
    formats = frozenset({*_formats(parser.formatting, styles), *parser.extended_formats})
    return Shown(frozenset(rows - filtered), columns, frozenset(filtered), formats)


def extended_formats(extensions: Any) -> Iterator[tuple[str, str]]:
    """Of the conditional formats that newer Excel writes below all others."""
    for rules in extensions.iter(_RULES):
        area = rules.findtext(_AREA, "")
        for number_format in rules.iter(f"{_MAIN}numFmt"):
            yield area, number_format.get("formatCode", "")


def _formats(formatting: list[Any], styles: list[Any]) -> Iterator[tuple[str, str]]:
    for ranges in formatting:
        for rule in ranges.rules:
            if rule.dxfId is not None and rule.dxfId < len(styles):
                number_format = styles[rule.dxfId].numFmt
                if number_format is not None:
                    yield str(ranges.sqref), number_format.formatCode


def _is_hidden(attributes: dict[str, str], size: str) -> bool:
    """Whether said so, or without a height or width, which comes to the same."""
    if attributes.get("hidden", "") in _TRUE:
        return True
    return size in attributes and float(attributes[size]) == 0
