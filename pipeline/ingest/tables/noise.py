"""Which rows of a table are no data: blank, group, total, number and signature rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from pipeline.values.dates import parse_date
from pipeline.values.numbers import parse_amount, parse_count, parse_percent
from pipeline.values.text import clean, key
from schemas.contracts import vocabulary

if TYPE_CHECKING:
    import pyarrow as pa

    from pipeline.ingest.grid import Grid
    from pipeline.ingest.tables.header import Header

TOTAL = r"(tổng|tổngcộng|tổngsố|cộng)"  # the label of a total, as a key
_TOTAL_ROW = re.compile(TOTAL + r"[:\d.]*(hồsơ|dòng|bảnghi|giaodịch)?")
_ORDINAL = re.compile(r"\(?(\d{1,3}|[a-z])\)?(=.*)?")
_CODE_LIKE = re.compile(r"\S*\d\S*")
_FEW = 2  # a group, signature or note row fills no more cells than this
_FAR = 200  # blank rows between a table and what does not belong to it
_UNDER_HEADER = 2  # a number row stands within so many rows of the header


def noise_and_blank(grid: Grid, header: Header) -> tuple[np.ndarray, np.ndarray]:
    """Two masks over the rows below the header: noise, which is counted, and blank rows."""
    below = [column.slice(header.last + 1) for column in grid.columns]
    filled = _filled_counts(below)
    blank = filled == 0
    noise = _far_off(filled)
    for index in np.flatnonzero(_suspects(below, filled, header) & ~noise):
        cells = [column[int(index)].as_py() for column in below]
        noise[index] = _is_noise(cells, header, int(index))
    return noise, blank


def _far_off(filled: np.ndarray) -> np.ndarray:
    """Sparse rows after hundreds of blank ones: somebody's slip of the mouse."""
    rows = np.flatnonzero(filled)
    steps = np.diff(rows, prepend=-1)
    far = np.zeros(len(filled), dtype=bool)
    far[rows[(steps > _FAR) & (filled[rows] <= _FEW)]] = True
    return far


def _filled_counts(columns: list[pa.StringArray]) -> np.ndarray:
    counts = np.zeros(len(columns[0]), dtype=np.int32)
    for column in columns:
        counts += is_filled(column)
    return counts


def is_filled(column: pa.StringArray) -> np.ndarray:
    """Cells that hold more than white space."""
    lengths = np.asarray(pc.fill_null(pc.binary_length(column), 0))
    return np.asarray((lengths > 0) & ~_mask(pc.utf8_is_space(column)))


def _mask(array: pa.Array) -> np.ndarray:
    return np.asarray(pc.fill_null(array, False))


def _suspects(columns: list[pa.StringArray], filled: np.ndarray, header: Header) -> np.ndarray:
    """Rows worth a closer look; the others have a key and enough cells to be data."""
    suspects = filled <= _FEW + 1
    suspects[:_UNDER_HEADER] = True
    keys, printed = columns[key_column(header)], header.printed[key_column(header)]
    suspects |= ~is_filled(keys)
    for column in columns[: key_column(header) + 1]:
        starts = pc.match_substring_regex(column, r"(?i)^\s*(tổng|cộng)")
        suspects |= _mask(starts)
    # A header printed again on every page has the key column's own header in it.
    suspects |= _mask(pc.match_substring(keys, printed.split()[0]))
    return np.asarray(suspects & (filled > 0))


def key_column(header: Header) -> int:
    """The grid's column that every data row must fill."""
    return header.columns[header.contract.required[0]]


def _is_noise(cells: list[str | None], header: Header, index: int) -> bool:
    texts = [clean(cell) if cell else "" for cell in cells]
    filled = [text for text in texts if text]
    if not filled:
        return False
    if _TOTAL_ROW.fullmatch(key(filled[0])) or _is_header_again(texts, header):
        return True
    if index < _UNDER_HEADER and _is_number_row(filled):
        return True
    return len(filled) <= _FEW and not _says_something(texts, header)


def _is_header_again(texts: list[str], header: Header) -> bool:
    named = header.columns.values()
    return all(key(texts[index]) == key(header.printed[index]) for index in named)


def _is_number_row(filled: list[str]) -> bool:
    """ "1 2 3 …", "(1) (2) …" or "A B 1 2": ordinals only, at least three."""
    return len(filled) > _FEW and all(_ORDINAL.fullmatch(text.casefold()) for text in filled)


def _says_something(texts: list[str], header: Header) -> bool:
    """Whether a sparse row still is a broken data row: it has a code, or a value of some type."""
    for column in header.contract.columns:
        index = header.columns.get(column.name)
        if index is not None and texts[index] and _is_value(texts[index], column.type, column.name):
            return True
    return False


_NUMBERS = {"amount": parse_amount, "count": parse_count, "percent": parse_percent}


def _is_value(text: str, kind: str, name: str) -> bool:
    if kind == "date":
        return parse_date(text) is not None
    if kind in _NUMBERS:
        return _NUMBERS[kind](text) is not None
    if kind in ("text", "code", "unit", "procedure_code"):
        return name in ("code", "procedure_code") and bool(_CODE_LIKE.fullmatch(text))
    return any(key(text) == key(word) for words in vocabulary(kind).values() for word in words)
