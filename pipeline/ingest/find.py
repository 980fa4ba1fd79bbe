"""The table of a sheet: its header, its data rows under our names, its noise passed over."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from pipeline.ingest.grid import Grid
from pipeline.ingest.header import Header, find_header
from pipeline.ingest.noise import noise_and_blank
from pipeline.model import RawSheet, RawTable

_HIDDEN = "trang bị ẩn"


def find_table(grid: Grid) -> RawSheet:
    """The sheet's table, or the problem that says why there is none."""
    notes = (_HIDDEN,) if grid.hidden else ()
    if grid.is_damaged:
        return RawSheet(grid.name, None, "unreadable_sheet", notes=notes)
    if grid.height == 0:
        return RawSheet(grid.name, None, notes=(*notes, "trang trống"))
    header = find_header(grid)
    if header is None:
        return RawSheet(grid.name, None, "not_recognised", notes=notes)
    if header.missing:
        return RawSheet(grid.name, None, "missing_column", _details(header), notes)
    table = _table(grid, header)
    problem = "" if len(table.rows) else "too_few_rows"
    return RawSheet(grid.name, table, problem, notes=notes)


def _details(header: Header) -> dict[str, str]:
    """What is missing and what was there; only headers that the contract names are repeated."""
    missing = (header.contract.column(name).spellings[0] for name in header.missing)
    present = (header.printed[index] for index in sorted(header.columns.values()))
    return {
        "title": header.contract.title,
        "missing": ", ".join(missing),
        "present": ", ".join(present),
    }


def _table(grid: Grid, header: Header) -> RawTable:
    """Only columns that the contract names leave here: personal data stops at the reader."""
    noise, blank = noise_and_blank(grid, header)
    data = pa.array(np.flatnonzero(~noise & ~blank) + header.last + 1, type=pa.int32())
    return RawTable(
        kind=header.contract.kind,
        headers={name: header.printed[index] for name, index in header.columns.items()},
        columns={name: grid.columns[index].take(data) for name, index in header.columns.items()},
        rows=pa.array(data.to_numpy() + 1, type=pa.int32()),
        rows_ignored=int(noise.sum()),
    )
