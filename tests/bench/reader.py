"""One ordinary .xlsx: a bare parse in this process, and through a child with limits and guards."""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path

import fastexcel

from pipeline.files.children import child_pool
from pipeline.ingest import read_grids
from pipeline.model import Limits

ROUNDS = 15


def bare(path: str) -> int:
    """Parses every sheet to Arrow; rows in all."""
    reader = fastexcel.read_excel(Path(path).read_bytes())
    sheets = [
        reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_arrow()
        for name in reader.sheet_names
    ]
    return sum(sheet.num_rows for sheet in sheets)


def guarded(path: str) -> int:
    """As the pipeline reads it: guards, then cells as text; rows in all."""
    return sum(grid.height for grid in read_grids(Path(path).read_bytes(), Limits()))


def main(path: str) -> None:
    """Prints both medians, taken in turn, and their ratio."""
    here, there = [], []
    limits = Limits()
    with child_pool(1, limits) as pool:
        pool.schedule(guarded, args=(path,)).result()
        for _ in range(ROUNDS):
            began = time.perf_counter()
            rows = bare(path)
            here.append(time.perf_counter() - began)
            began = time.perf_counter()
            read = pool.schedule(guarded, args=(path,), timeout=limits.seconds).result()
            there.append(time.perf_counter() - began)
            if rows != read:
                sys.exit(f"{rows} rows in process, {read} through the child")
    one, other = statistics.median(here), statistics.median(there)
    print(
        f"{Path(path).name}: bare {one * 1000:.0f} ms, through a child {other * 1000:.0f} ms, x {other / one:.2f}"
    )


if __name__ == "__main__":
    main(sys.argv[1])
