"""Formulas that mean the same, however a program writes them: spaces, case, $, quotes, the prefixes
of newer functions; a column of a table by its name or as the range that it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token, TokenizerError
from openpyxl.utils import get_column_letter, range_boundaries

_PREFIX = re.compile(r"_XLFN\.|_XLWS\.|COM\.MICROSOFT\.")
_TABLE_COLUMN = re.compile(r"(\w+)\[(?:\[#Data\],)?\[?((?:[^\[\]']|'.)+)\]{1,2}")
_SHEET = re.compile(r"'?((?:[^']|'')+?)'?!(?=[^!]+$)")
_ROW = re.compile(r"(?<=[A-Z])\d+\b(?!.*!)")  # not of a sheet's name


@dataclass(frozen=True)
class Tables:
    """Of a workbook's tables: (name, heading), both folded -> the range of the column's rows."""

    ranges: dict[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def of(cls, tables: dict[str, tuple[str, str, tuple[str, ...]]]) -> Tables:
        """Of a name -> the sheet that it is on, its whole range, and its headings."""
        ranges = {}
        for name, (sheet, area, headings) in tables.items():
            left, top, _, bottom = (part or 1 for part in range_boundaries(area))
            for column, heading in enumerate(headings, start=left):
                letter = get_column_letter(column)
                place = f"{sheet}!{letter}{top + 1}:{letter}{bottom}".upper()
                ranges[name.casefold(), heading.casefold()] = place
        return cls(ranges)


def is_same(one: str, other: str, tables: Tables) -> bool:
    """Whether two formulas mean the same; `tables` are those of our workbook."""
    return one == other or _parts(one, tables) == _parts(other, tables)


def is_moved(one: str, row: int, other: str, other_row: int, tables: Tables) -> bool:
    """Whether the formulas of two rows mean the same but for the rows, each of which is the same or
    as far from the formula's own.
    """
    (text, rows), (other_text, other_rows) = (
        _without_rows(_parts(formula, tables)) for formula in (one, other)
    )
    return text == other_text and all(
        mine == theirs or mine - row == theirs - other_row
        for mine, theirs in zip(rows, other_rows, strict=True)
    )


def _without_rows(parts: tuple[tuple[str, bool], ...]) -> tuple[list[str], list[int]]:
    """The parts with every row number out, and these."""
    texts: list[str] = []
    rows: list[int] = []
    for text, is_range in parts:
        found = _ROW.findall(text) if is_range else []
        rows += map(int, found)
        texts.append(_ROW.sub("#", text) if is_range else text)
    return texts, rows


@lru_cache(maxsize=1 << 14)
def _parsed(formula: str) -> tuple[Token, ...] | None:
    try:
        return tuple(Tokenizer(formula).items)
    except (TokenizerError, IndexError):
        return None


def _parts(formula: str, tables: Tables) -> tuple[tuple[str, bool], ...]:
    """Each part in one spelling, and whether it is a range of cells."""
    tokens = _parsed(formula)
    if tokens is None:
        return ((formula, False),)
    return tuple(_part(token, tables) for token in tokens if token.type != Token.WSPACE)


def _part(token: Token, tables: Tables) -> tuple[str, bool]:
    text = token.value
    if token.type == Token.FUNC:
        return _PREFIX.sub("", text.upper()), False
    if token.type != Token.OPERAND:
        return text, False
    if token.subtype == Token.RANGE:
        return _range(text, tables), True
    if token.subtype == Token.NUMBER:
        return repr(float(text)), False
    return text if token.subtype == Token.TEXT else text.upper(), False


def _range(text: str, tables: Tables) -> str:
    """A range without $, its sheet without quotes; a table's column as the range that it is."""
    if column := _TABLE_COLUMN.fullmatch(text):
        name, heading = column[1].casefold(), re.sub(r"'(.)", r"\1", column[2]).casefold()
        return tables.ranges.get((name, heading), f"{name}[{heading}]")
    text = text.replace("$", "")
    if sheet := _SHEET.match(text):
        name = sheet[1].replace("''", "'")
        return f"{name}!{text[sheet.end() :]}".upper()
    return text.upper()
