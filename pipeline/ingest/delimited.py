"""Delimited text (.csv, .tsv and whatever is so inside): `,` `;` tab or `|`, quoted fields."""

from __future__ import annotations

import csv
import io
from itertools import zip_longest

import pyarrow as pa

from pipeline.ingest.grid import Grid
from pipeline.model import UnreadableFileError

_DELIMITERS = ",;\t|"
_SAMPLE_ROWS = 50
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_delimited(content: bytes) -> Grid:
    """The text as one sheet without a name; the delimiter is the one that makes most columns."""
    text = _decoded(content)
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text)))
    columns = [
        pa.array([cell or None for cell in column], type=pa.string())
        for column in zip_longest(*rows, fillvalue="")
    ]
    return Grid("", hidden=False, columns=columns)


def _decoded(content: bytes) -> str:
    encoding = next((name for bom, name in _BOMS if content.startswith(bom)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFileError("không phải bảng tính, cũng không phải văn bản UTF-8") from error
    if "\x00" in text:
        raise UnreadableFileError("có ký tự NUL, không phải văn bản")
    return text


def _delimiter(text: str) -> str:
    def width(delimiter: str) -> int:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        widths = sorted(len(row) for row, _ in zip(reader, range(_SAMPLE_ROWS), strict=False))
        return widths[len(widths) // 2] if widths else 0

    return max(_DELIMITERS, key=width)
