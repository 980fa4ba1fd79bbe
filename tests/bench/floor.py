"""A bare fastexcel parse of every export to Arrow, one process, no further work."""

from __future__ import annotations

import sys
from pathlib import Path

import fastexcel

for path in sorted(Path(sys.argv[1]).glob("*-*.xlsx")):
    if path.name != "ke-hoach.xlsx":
        reader = fastexcel.read_excel(path.read_bytes())
        for name in reader.sheet_names:
            reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string").to_arrow()
