"""What a server of child processes does once, so that no child does it again.

Imports what reading a file takes and converts a tiny export: contracts are read, patterns compiled.
"""

from __future__ import annotations

import gc
import os

# Arrow's own allocator sets a gigabyte of addresses aside, which a limit on memory counts.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")

import sys
import tempfile
from datetime import date
from pathlib import Path

import pyarrow as pa

from pipeline.convert import convert
from pipeline.model import InputFile, Limits
from pipeline.plan_keys import PlanKeys


class _NoPandas:
    """Arrow imports pandas when it is first handed values, in case they are its. No child has any,
    and the import takes longer than a file.
    """

    @staticmethod
    def find_spec(name: str, _path: object = None, _target: object = None) -> None:
        """Says that there is no pandas, and leaves the rest to the other finders."""
        if name == "pandas":
            raise ModuleNotFoundError(name)


sys.meta_path.insert(0, _NoPandas())
pa.array([0])
sys.meta_path.pop(0)

_EXPORT = "Mã hồ sơ;Ngày tiếp nhận;Tình trạng\nA;x;x\n"

with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "a.csv"
    path.write_text(_EXPORT, encoding="utf-8")
    keys = PlanKeys({}, None, {}, {}, {}, {})
    convert(InputFile(path, path.name), keys, date(2024, 1, 1), Path(folder), Limits())

# What is imported stays: children need not look through it for garbage, nor copy its pages.
gc.freeze()
