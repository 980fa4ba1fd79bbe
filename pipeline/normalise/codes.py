"""Codes leave normalise as two columns: `code`, by which logs of one dossier meet, and `written`,
the code as it was written, null where that is the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from pipeline.normalise.columns import Columns


def code_and_written(columns: Columns) -> dict[str, pa.Array]:
    """The two columns of a log's code."""
    written = columns.value("code")
    code = compared(written)
    if code is written:
        return {"code": code, "written": pa.nulls(len(code), pa.string())}
    is_same = pc.equal(code, written)
    return {"code": code, "written": pc.if_else(is_same, pa.scalar(None, pa.string()), written)}


def compared(written: pa.Array) -> pa.Array:
    """Written codes as they are compared, whatever their letter case; the array itself where
    nothing differs.
    """
    code = pc.utf8_upper(written)
    return written if code.equals(written) else code
