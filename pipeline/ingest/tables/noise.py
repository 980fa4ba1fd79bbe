"""Which rows of a table are no data: blank, group, total, number and signature rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from pipeline.ingest.merges import filled_down
from pipeline.ingest.tables.totals import begins_total, is_total, total_starts
from pipeline.values.dates import parse_date
from pipeline.values.numbers import parse_amount, parse_count, parse_percent
from pipeline.values.text import clean, key
from pipeline.values.words import value_of

if TYPE_CHECKING:
    import pyarrow as pa

    from pipeline.ingest.grid import Grid
    from pipeline.ingest.tables.header import Header

_ORDINAL = re.compile(r"\(?(\d{1,3}|[a-z])\)?(=.*)?")
_COUNT = re.compile(r"[\d.,]{1,9}")
_CODE_LIKE = re.compile(r"[^\s\d]*\d\S*")
_FEW = 2  # a group, signature or note row fills no more cells than this
_FAR = 200  # blank rows between a table and what does not belong to it
_UNDER_HEADER = 2  # a number row stands within so many rows of the header


def noise_and_blank(grid: Grid, header: Header) -> tuple[np.ndarray, np.ndarray]:
    """Two masks over the rows below the header: noise, which is counted, and blank rows.

    A title or a group that is merged across the sheet is one cell, a value that is merged over
    several rows is one in each.
    """
    columns = filled_down(grid.columns, grid.merges) if grid.merges else grid.columns
    below = [column.slice(header.last + 1) for column in columns]
    filled = _filled_counts(below)
    blank = filled == 0
    noise = _far_off(filled)
    page, silent = -1, []  # the row before the page's first one; rows that may be signatures
    pages = [len(blank)]
    for index in np.flatnonzero(_suspects(below, filled, header) & ~noise):
        texts = [clean(text) if (text := column[int(index)].as_py()) else "" for column in below]
        if header.is_printed_again(texts):
            page = int(index)
            pages.append(page)
            noise[index] = True
        elif _is_noise(texts, header, int(index) - page - 1):
            noise[index] = True
        elif not _says_something(texts, header):
            silent.append(int(index))
    noise[_signatures(silent, noise, blank, filled, header, np.array(sorted(pages)))] = True
    return noise, blank


def _signatures(
    silent: list[int],
    noise: np.ndarray,
    blank: np.ndarray,
    filled: np.ndarray,
    header: Header,
    pages: np.ndarray,
) -> list[int]:
    """Of the rows that say nothing, those that stand behind a page's last row of data and apart
    from it, or fill but half of the columns, as signatures do.
    """
    is_data = ~(noise | blank)
    is_data[silent] = False
    data = np.append(np.flatnonzero(is_data), len(blank))
    width = sum(map(bool, header.printed))
    found: set[int] = set()
    for index in silent:
        is_last = data[np.searchsorted(data, index)] >= pages[np.searchsorted(pages, index)]
        is_apart = index - 1 in found or (index > 0 and (blank[index - 1] or noise[index - 1]))
        if is_last and (is_apart or 2 * filled[index] <= width):
            found.add(index)
    return sorted(found)


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
        suspects |= _mask(pc.match_substring_regex(column, total_starts()))
    # A header printed again on every page has the key column's own header in it.
    suspects |= _mask(pc.match_substring(keys, printed.split()[0]))
    if header.contract.column(header.contract.required[0]).type in ("code", "procedure_code"):
        suspects |= ~_mask(pc.match_substring_regex(keys, r"\d"))
    # Numbers of columns stand under a header, wherever it is printed.
    near = suspects.copy()
    for step in range(1, _UNDER_HEADER + 1):
        near[step:] |= suspects[:-step]
    return np.asarray(near & (filled > 0))


def key_column(header: Header) -> int:
    """The grid's column that every data row must fill."""
    return header.columns[header.contract.required[0]]


def _is_noise(texts: list[str], header: Header, under: int) -> bool:
    """Of a row so many rows below a header."""
    filled = [text for text in texts if text]
    if not filled:
        return False
    if is_total(filled[0]) or _is_labelled_total(texts, header):
        return True
    if under < _UNDER_HEADER and _is_number_row(filled):
        return True
    return len(filled) <= _FEW and not _says_something(texts, header)


def _is_labelled_total(texts: list[str], header: Header) -> bool:
    """A row that begins with a word for totals, whatever comes behind it ("Lũy kế từ đầu năm"),
    and has no code, but a count at most.
    """
    place = key_column(header)
    first = next(index for index, text in enumerate(texts) if text)
    begins = first <= place and begins_total(texts[first])
    return begins and (first == place or not texts[place] or bool(_COUNT.fullmatch(texts[place])))


def _is_number_row(filled: list[str]) -> bool:
    """ "1 2 3 …", "(1) (2) …" or "A B 1 2": ordinals only, at least three."""
    return len(filled) > _FEW and all(_ORDINAL.fullmatch(text.casefold()) for text in filled)


def _says_something(texts: list[str], header: Header) -> bool:
    """Whether a sparse row still is a broken data row: it has a code, or a value of some type."""
    for column in header.contract.columns:
        index = header.columns.get(column.name)
        if index is None or not texts[index]:
            continue
        if _is_value(texts[index], column.type, column.name):
            return True
        if (column.type, key(texts[index])) in header.taught.words:
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
    return value_of(kind, text) is not None
