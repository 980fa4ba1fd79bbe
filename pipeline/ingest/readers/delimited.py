"""Delimited text (.csv, .tsv and whatever is so inside): `,` `;` tab or `|`, quoted fields."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import islice, zip_longest
from typing import TYPE_CHECKING

import numpy as np
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
    width = _header_width(rows, named) or _usual_width(rows)
    doubts = (
        *split,
        *_doubt("swallowed_lines", _swallowed(rows, delimiter, width)),
        *_doubt("cut_short", _cut_short(rows, width, text)),
    )
    ends = () if text.endswith(("\n", "\r")) else (_NO_LINE_END,)
    notes = (*notes, *_short(rows, width), *ends)
    reaches = np.fromiter(map(len, rows), np.int64, len(rows))
    return [
        Grid("", _columns(rows), notes=notes, doubts=doubts, may_be_joined=True, reaches=reaches)
    ]


def _header_width(rows: Rows, named: Callable[[Grid], int]) -> int:
    """The cells of the row that is a header by itself, 0 where none is."""
    headers = (row for row in rows[:_SAMPLE_ROWS] if len(row) > _FEW and named(_grid([row])))
    return len(next(headers, []))


def _usual_width(rows: Rows) -> int:
    """The cells of most rows that have several; of two numbers as frequent the smaller, for two
    rows that ran together are one that is longer.
    """
    widths = Counter(len(row) for row in rows[:_SAMPLE_ROWS] if len(row) > _FEW)
    return max(widths, key=lambda width: (widths[width], -width), default=0)


def _grid(rows: Sequence[Sequence[str]]) -> Grid:
    return Grid("", _columns(rows))


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
    with_header = (d for d in by_regularity if named(_grid(samples[d])))
    return next(with_header, by_regularity[0])


def _regularity(rows: Rows) -> int:
    """Titles above a short table outnumber its rows."""
    widths = Counter(map(len, rows))
    return max((count * (width - 1) for width, count in widths.items()), default=0)


def _mended_header(
    rows: Rows, delimiter: str, named: Callable[[Grid], int]
) -> tuple[tuple[str, ...], tuple[Doubt, ...]]:
    """A header with more cells than most rows below it holds delimiters that no quotes protect: its
    cells are joined, in `rows`, where that names columns which it did not name before, or is itself
    the name of one. A doubt where it still has more cells than any row, for the columns behind are
    another column's then.
    """
    sample = rows[:_SAMPLE_ROWS]
    at = max(range(len(sample)), key=lambda index: len(sample[index]), default=0)
    widths = [len(row) for row in sample[at + 1 :] if len(row) > _FEW]
    if not widths or not named(_grid([sample[at]])):
        return (), ()
    header, joined = _trimmed(sample[at]), list[str]()
    width = Counter(widths).most_common(1)[0][0]
    while len(header) > width and (best := _best_join(header, delimiter, width, named)):
        joined += [cell for cell in best if cell not in header]
        header = best
    if len(header) > max(widths):
        details = {"header": len(sample[at]), "rows": max(widths)}
        return (), (Doubt("split_header", details),)
    if not joined:
        return (), ()
    rows[at] = header
    names = ", ".join(f"“{cell}”" for cell in joined)
    return (f"tiêu đề {names} có dấu phân cách mà không có dấu nháy, đã ghép lại",), ()


def _trimmed(cells: list[str]) -> list[str]:
    """Without the empty cells at the end."""
    last = max((index for index, cell in enumerate(cells) if cell.strip()), default=-1)
    return cells[: last + 1]


def _best_join(
    header: list[str], delimiter: str, width: int, named: Callable[[Grid], int]
) -> list[str] | None:
    """The header with the two cells joined that are one name, None where nobody can tell: what they
    give is a column's name, or more of the first columns have names then. Within a name a space
    stands behind the comma, between two names none does.
    """
    before = _named_within(header, width, named)
    candidates = []
    for index in range(len(header) - 1):
        joined = _joined(header, index, delimiter)
        count = _named_within(joined, width, named)
        without = _named_within([*joined[:index], "", *joined[index + 1 :]], width, named)
        is_apart = _is_apart(header, index + 1)
        is_name = is_apart and without < count
        if count > before or (is_name and count >= before - 1):
            candidates.append((is_name, is_apart, count, -index))
    if not candidates:
        return None
    best = max(candidates)
    places = [-index for *alike, index in candidates if alike == list(best[:-1])]
    is_sure = best[0] or max(places) - min(places) < len(places)  # else columns between them differ
    return _joined(header, min(places), delimiter) if is_sure else None


def _is_apart(header: list[str], index: int) -> bool:
    """Whether a cell begins with a space, and most others do not."""
    spaced = [cell[:1].isspace() for cell in header[1:] if cell.strip()]
    return header[index][:1].isspace() and 2 * sum(spaced) < len(spaced)


def _joined(cells: list[str], index: int, delimiter: str) -> list[str]:
    """The cells with one and the next as they stood in the line."""
    return [*cells[:index], delimiter.join(cells[index : index + 2]), *cells[index + 2 :]]


def _named_within(cells: list[str], width: int, named: Callable[[Grid], int]) -> int:
    """How many of the first columns these headers name."""
    return named(_grid([cells[:width]]))


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
    short = [
        number
        for number, row in enumerate(rows, 1)
        if _FEW < len(row) < width or 1 < len(row) == width - 1
    ]
    if short:
        yield f"{len(short)} dòng có ít ô hơn số cột: dòng {_shown(short)}"
    if width < (usual := _usual_width(rows)):
        yield f"tiêu đề có {width} ô, ít ô hơn số cột của các dòng dưới nó: {usual}"


def _swallowed(rows: Rows, delimiter: str, width: int) -> list[int]:
    """Rows with a cell that holds lines of the file: a quotation mark too many."""
    least = max(width // 2, 3)
    return [
        number
        for number, row in enumerate(rows, 1)
        if any("\n" in cell and cell.count(delimiter) >= least for cell in row)
    ]


def _cut_short(rows: Rows, width: int, text: str) -> list[int]:
    """The last row, where it ends before its columns do and the file without a line's end, or
    in the middle of one.
    """
    if text.endswith("\r") and "\r\n" in text:
        return [len(rows)]
    is_ended = text.endswith(("\n", "\r"))
    return [] if is_ended or not rows or len(rows[-1]) >= width else [len(rows)]
