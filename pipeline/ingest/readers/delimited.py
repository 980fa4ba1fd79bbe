"""Delimited text (.csv, .tsv and whatever is so inside): `,` `;` tab or `|`, quoted fields."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import islice, zip_longest
from typing import TYPE_CHECKING

import pyarrow as pa

from pipeline.ingest.grid import Grid
from pipeline.model import Doubt, UnreadableFileError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from pipeline.model import Limits

_DELIMITERS = ",;\t|"
_SAMPLE_ROWS = 50
_MOST_IN_LINE = 1_000_000  # characters; Excel itself holds 32,767 in a cell
_NAMED_ROWS = 5
_FEW = 2  # titles, groups and signatures have no more cells
_NO_LINE_END = "tệp không kết thúc bằng xuống dòng"

Rows = list[list[str]]


def read_delimited(text: str, limits: Limits, named: Callable[[Grid], int]) -> list[Grid]:
    """The text as one sheet without a name; the delimiter is the one under which it has a header,
    else the one that makes most columns. `named`: how many columns a header names, 0 for none.
    """
    longest = max(map(len, text.split("\n")), default=0)
    if longest > _MOST_IN_LINE:
        raise UnreadableFileError(f"có dòng dài {longest} ký tự, không phải bảng")
    delimiter = _delimiter(text, named)
    rows = _rows(text, delimiter, limits)
    notes, split = _mended_header(rows, delimiter, named)
    width = max(map(len, rows[:_SAMPLE_ROWS]), default=0)
    doubts = (
        *split,
        *_doubt("swallowed_lines", _swallowed(rows, delimiter, width)),
        *_doubt("ragged_rows", _too_wide(rows, width)),
        *_doubt("cut_short", _cut_short(rows, width, text)),
    )
    ends = () if text.endswith(("\n", "\r")) else (_NO_LINE_END,)
    return [Grid("", _columns(rows), notes=(*notes, *_short(rows, width), *ends), doubts=doubts)]


def _columns(rows: Sequence[Sequence[str]]) -> list[pa.StringArray]:
    return [
        pa.array([cell or None for cell in column], type=pa.string())
        for column in zip_longest(*rows, fillvalue="")
    ]


def _delimiter(text: str, named: Callable[[Grid], int]) -> str:
    """The most regular one under which there is a header; where there is none under any, the one
    that splits most rows into equally many cells, the more the better.
    """
    samples: dict[str, Rows] = {}
    csv.field_size_limit(_MOST_IN_LINE)
    try:
        for delimiter in _DELIMITERS:
            reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
            samples[delimiter] = list(islice(reader, _SAMPLE_ROWS))
    except csv.Error as error:
        raise UnreadableFileError("văn bản không phải bảng") from error
    by_regularity = sorted(samples, key=lambda delimiter: -_regularity(samples[delimiter]))
    with_header = (d for d in by_regularity if named(Grid("", _columns(samples[d]))))
    return next(with_header, by_regularity[0])


def _regularity(rows: Rows) -> int:
    """Titles above a short table outnumber its rows."""
    widths = Counter(map(len, rows))
    return max((count * (width - 1) for width, count in widths.items()), default=0)


def _mended_header(
    rows: Rows, delimiter: str, named: Callable[[Grid], int]
) -> tuple[tuple[str, ...], tuple[Doubt, ...]]:
    """A header with more cells than any row below it holds delimiters that no quotes protect: its
    cells are joined, in `rows`, where that names columns which it did not name before; else a
    doubt, for the columns behind are another column's.
    """
    sample = rows[:_SAMPLE_ROWS]
    at = max(range(len(sample)), key=lambda index: len(sample[index]), default=0)
    width = max((len(row) for row in rows[at + 1 :] if len(row) > _FEW), default=0)
    if not 0 < width < len(rows[at]) or not named(Grid("", _columns([rows[at]]))):
        return (), ()
    header, joined = rows[at], []
    while len(header) > width:
        best = max(
            (_joined(header, index, delimiter) for index in range(len(header) - 1)),
            key=lambda cells: _named_within(cells, width, named),
        )
        if _named_within(best, width, named) <= _named_within(header, width, named):
            return (), (Doubt("split_header", {"header": len(rows[at]), "rows": width}),)
        joined += [cell for cell in best if cell not in header]
        header = best
    rows[at] = header
    names = ", ".join(f"“{cell}”" for cell in joined)
    return (f"tiêu đề {names} có dấu phân cách mà không có dấu nháy, đã ghép lại",), ()


def _joined(cells: list[str], index: int, delimiter: str) -> list[str]:
    """The cells with one and the next as they stood in the line."""
    return [*cells[:index], delimiter.join(cells[index : index + 2]), *cells[index + 2 :]]


def _named_within(cells: list[str], width: int, named: Callable[[Grid], int]) -> int:
    """How many of the first columns these headers name."""
    return named(Grid("", _columns([cells[:width]])))


def _rows(text: str, delimiter: str, limits: Limits) -> Rows:
    """Quotes as the standard has them, else as they come; never a quote that does not end."""
    try:
        return list(_counted(text, delimiter, limits, strict=True))
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise UnreadableFileError(
                "có dấu nháy kép mở mà không đóng, hoặc tệp bị cắt ngang"
            ) from error
    try:
        return list(_counted(text, delimiter, limits, strict=False))
    except csv.Error as error:
        raise UnreadableFileError("văn bản không phải bảng") from error


def _counted(text: str, delimiter: str, limits: Limits, *, strict: bool) -> Iterator[list[str]]:
    cells = 0
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict):
        cells += len(row)
        if cells > limits.cells:
            raise UnreadableFileError(f"bảng có hơn {limits.cells} ô, hãy chia nhỏ tệp")
        yield row


def _doubt(code: str, rows: list[int]) -> Iterator[Doubt]:
    if rows:
        yield Doubt(code, {"count": len(rows), "rows": _shown(rows)})


def _shown(rows: list[int]) -> str:
    return ", ".join(map(str, rows[:_NAMED_ROWS])) + (", …" if rows[_NAMED_ROWS:] else "")


def _short(rows: Rows, width: int) -> Iterator[str]:
    """Rows with some cells but fewer than the table: empty ones left out at the end, or damage."""
    short = [number for number, row in enumerate(rows, 1) if _FEW < len(row) < width]
    if short:
        yield f"{len(short)} dòng có ít ô hơn số cột: dòng {_shown(short)}"


def _swallowed(rows: Rows, delimiter: str, width: int) -> list[int]:
    """Rows with a cell that holds lines of the file: a quotation mark too many."""
    least = max(width // 2, 3)
    return [
        number
        for number, row in enumerate(rows, 1)
        if any("\n" in cell and cell.count(delimiter) >= least for cell in row)
    ]


def _too_wide(rows: Rows, width: int) -> list[int]:
    return [number for number, row in enumerate(rows, 1) if any(row[width:])]


def _cut_short(rows: Rows, width: int, text: str) -> list[int]:
    """The last row, where it ends before its columns do and the file without a line's end, or
    in the middle of one.
    """
    if text.endswith("\r") and "\r\n" in text:
        return [len(rows)]
    is_ended = text.endswith(("\n", "\r"))
    return [] if is_ended or not rows or len(rows[-1]) >= width else [len(rows)]
