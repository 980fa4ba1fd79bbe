"""What a workbook says of itself, in a child: of which day it is, what it was made from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from openpyxl.utils.datetime import from_excel

from pipeline.model import Made, UnreadableFileError
from pipeline.report.provenance import FACTS_SHEET, FILE, ROWS_READ, SHA256, SHEET, read
from pipeline.verify.book import Book, Row

if TYPE_CHECKING:
    from pipeline.model import Limits

_NOT_OURS = (
    "không phải tệp Phụ lục II của chương trình này (hoặc do phiên bản cũ lập): không có trang "
    f"“{SHEET}” ghi tệp được lập từ đâu"
)


@dataclass(frozen=True)
class Said:
    """`as_of`: the day that most rows of the facts have, which no single edit changes, else the one
    that the sheet names. `files`: by name, sha256 and rows read (of all its sheets).
    """

    as_of: date
    version: str
    made: Made
    files: dict[str, tuple[str, int]]


def said(path: Path, limits: Limits) -> Said:
    """Raises UnreadableFileError where the file can't be read or is none of ours."""
    book = Book(path.read_bytes(), limits)
    if SHEET not in book.names:
        raise UnreadableFileError(_NOT_OURS)
    rows = [row for _, row in sorted(book.sheet(SHEET).rows.items())]
    lines = takewhile(lambda row: _values(row)[0] != FILE, rows)
    made, day, version = read(map(_values, lines))
    as_of = _day_of_facts(book) or day
    files = _files(rows)
    if as_of is None or not (made.plan_digest or files):
        raise UnreadableFileError(_NOT_OURS)
    return Said(as_of, version, made, files)


def _values(row: Row) -> list[Any]:
    return [row[column].value if column in row else None for column in range(1, max(row) + 1)]


def _day_of_facts(book: Book) -> date | None:
    if FACTS_SHEET not in book.names:
        return None
    rows = book.sheet(FACTS_SHEET).rows.values()
    days = Counter(row[1].value for row in rows if 1 in row and isinstance(row[1].value, int))
    if not days:
        return None
    try:
        moment = from_excel(days.most_common(1)[0][0])
    except (OverflowError, ValueError):
        return None
    return date(moment.year, moment.month, moment.day)


def _files(rows: list[Row]) -> dict[str, tuple[str, int]]:
    """Of the table whose headings are in one of the rows."""
    files: dict[str, tuple[str, int]] = {}
    places: dict[str, int] = {}
    for row in rows:
        values = {cell.value: column for column, cell in row.items()}
        if not places and {FILE, ROWS_READ, SHA256} <= values.keys():
            places = {str(heading): column for heading, column in values.items()}
        elif places and places[FILE] in row:
            name = str(row[places[FILE]].value)
            digest = row[places[SHA256]].value if places[SHA256] in row else ""
            count = row[places[ROWS_READ]].value if places[ROWS_READ] in row else 0
            known = files.get(name, ("", 0))[1]
            files[name] = (str(digest), known + (count if isinstance(count, int) else 0))
    return files
