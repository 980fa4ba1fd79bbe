"""What a sheet says of its own size, held against the rows that were found."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.ingest.grid import LAST_ROW
from pipeline.ingest.guards.cell_positions import named_rows
from pipeline.ingest.tables.totals import counted, is_total_label
from pipeline.model import Doubt
from pipeline.values.text import clean, key
from schemas.contracts import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.ingest.grid import Grid
    from pipeline.ingest.tables.header import Header

_NUMBER = re.compile(r"\d{1,7}")
_CODE = re.compile(r"(?!\(?\d{1,3}\)?$)[^\s\d]*\d\S*")  # as no heading nor column's number is
_LAST_ROWS = (65_536, LAST_ROW)  # of .xls, and of the later formats
_NAMED_GAPS = 3
_FEW_CELLS = 4  # half of which a title has at most
_MOSTLY = 0.5  # of the steps are by one, else the column is no numbering


@dataclass(frozen=True)
class Numbering:
    """The numbers in the column that numbers the rows, and the rows as Excel shows them that they
    stand in; both are empty where no column does.
    """

    numbers: np.ndarray
    rows: np.ndarray

    @property
    def ends(self) -> tuple[int, int] | None:
        """The first and the last number, None where there is none."""
        return (int(self.numbers[0]), int(self.numbers[-1])) if len(self.numbers) else None

    def gaps(self) -> Iterator[Doubt]:
        """Places where the numbering jumps; it may start at any number, for pages go on."""
        steps = np.diff(self.numbers)
        jumps = np.flatnonzero(steps > 1)
        if len(jumps):
            places = [
                f"{self.numbers[at]}→{self.numbers[at + 1]} (dòng {self.rows[at + 1]})"
                for at in jumps
            ]
            shown = ", ".join(places[:_NAMED_GAPS]) + (", …" if places[_NAMED_GAPS:] else "")
            yield Doubt("numbering_gap", {"count": int((steps[jumps] - 1).sum()), "places": shown})


_NO_NUMBERING = Numbering(np.array([], dtype=np.int64), np.array([], dtype=np.int64))


def numbering(grid: Grid, header: Header, data: np.ndarray) -> Numbering:
    """The numbering of the rows `data`, indexes of the grid."""
    words = {key(word) for word in vocabulary("numbering")["header"]}
    column = next((i for i, text in enumerate(header.printed) if key(text) in words), None)
    if column is None or not len(data):
        return _NO_NUMBERING
    texts = pc.utf8_trim_whitespace(grid.columns[column].take(pa.array(data)))
    is_number = np.asarray(pc.fill_null(pc.match_substring_regex(texts, r"^\d{1,7}$"), False))
    numbers = texts.filter(pa.array(is_number)).cast(pa.int64()).to_numpy()
    steps = np.diff(numbers)
    if not len(steps) or (steps == 1).mean() < _MOSTLY:
        return _NO_NUMBERING
    return Numbering(numbers, data[is_number] + 1)


def rows_above(grid: Grid, header: Header) -> Iterator[Doubt]:
    """Rows of data above the header, as a table has that was sorted together with it."""
    place = header.columns[header.contract.required[0]]
    named = sorted(header.columns.values())
    rows = []
    for index in range(grid.top, header.first):
        cells = [clean(cell) if cell else "" for cell in grid.row(index)]
        filled = sum(bool(cells[column]) for column in named)
        if _CODE.fullmatch(cells[place]) and 2 * filled > max(len(named), _FEW_CELLS):
            rows.append(index + 1)
    if rows:
        yield Doubt("rows_above_header", {"count": len(rows), "rows": named_rows(rows)})


def full_sheet(grid: Grid, data: np.ndarray) -> Iterator[Doubt]:
    """Rows of data, indexes of the grid, down to the last one that a format has."""
    if len(data) and data[-1] + 1 == grid.height and grid.height in _LAST_ROWS:
        yield Doubt("sheet_full", {"rows": f"{grid.height:,}".replace(",", ".")})


def total_doubts(
    grid: Grid, header: Header, data: np.ndarray, noise: np.ndarray
) -> Iterator[Doubt]:
    """A total that is more than the rows listed; `data` and `noise` are indexes of the grid."""
    rows = [*range(grid.top, header.first), *(int(index) for index in noise)]
    totals = [total for index in rows for total in _totals(grid.row(index), header)]
    if totals and max(totals) > len(data):
        yield Doubt("fewer_than_total", {"rows": len(data), "total": max(totals)})


def _totals(cells: list[str | None], header: Header) -> Iterator[int]:
    """How many rows a total row or a title claims: "Tổng số: 125 hồ sơ", or "Tổng" and a number
    in the next cell or under the code; a sum of money stands elsewhere.
    """
    texts = [clean(cell) if cell else "" for cell in cells]
    for text in texts:
        yield from (int(re.sub(r"[.,]", "", number)) for number in counted().findall(text))
    label = next((i for i, text in enumerate(texts) if text and is_total_label(text)), None)
    if label is None:
        return
    typed = {header.columns[c.name]: c.type for c in header.contract.columns
             if c.name in header.columns}  # fmt: skip
    for index in {label + 1, header.columns[header.contract.required[0]]}:
        if index < len(texts) and typed.get(index, "text") in ("text", "code", "procedure_code"):
            yield from (int(text) for text in _NUMBER.findall(texts[index])
                        if text == texts[index])  # fmt: skip
