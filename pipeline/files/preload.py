"""What a server of child processes does once, so that no child does it again.

Imports what reading a file takes and converts a tiny export: contracts are read, patterns compiled.
"""

from __future__ import annotations

import gc
import os

# Arrow's own allocator sets a gigabyte of addresses aside, which a limit on memory counts.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")

import tempfile
from datetime import date
from pathlib import Path

from pipeline.files.convert import convert
from pipeline.model import InputFile, Limits
from pipeline.plan.keys import PlanKeys
from pipeline.without_pandas import import_arrow

import_arrow()

_EXPORT = "Mã hồ sơ;Ngày tiếp nhận;Tình trạng\nA;x;x\n"

with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "a.csv"
    path.write_text(_EXPORT, encoding="utf-8")
    keys = PlanKeys({}, None, {}, {}, {}, {})
    convert(InputFile(path, path.name), keys, date(2024, 1, 1), Path(folder), Limits())

# What is imported stays: children need not look through it for garbage, nor copy its pages.
gc.freeze()
