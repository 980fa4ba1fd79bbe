"""ho-so: each dossier and what it counts for, where there are too many for the workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import csv

from pipeline.report.detail import CHANNELS, NOTES
from schemas.indicators import listed

if TYPE_CHECKING:
    from pathlib import Path

_BOM = b"\xef\xbb\xbf"  # by which Excel knows UTF-8
_FORMULA_START = r"^[=+\-@\t\r]"
_COLUMNS = {
    "code": "Mã hồ sơ", "unit": "Đơn vị", "official": "Cán bộ", "procedure": "Mã TTHC",
    "field": "Lĩnh vực", "is_online": "Hình thức", "received_on": "Tiếp nhận",
    "due_on": "Hẹn trả", "finished_on": "Kết thúc",
    **{entry.id: entry.column for entry in listed()},
    "note": "Không tính vì", "file": "Tệp", "sheet": "Trang", "row_number": "Dòng",
}  # fmt: skip


def write_dossiers(detail_file: Path, path: Path) -> None:
    """A row a dossier as the sheet Chi tiết hồ sơ has it, from the detail (Parquet), some rows at a
    time.
    """
    detail = pq.ParquetFile(detail_file)
    with path.open("wb") as stream:
        stream.write(_BOM)
        schema = _shown(detail.schema_arrow.empty_table()).schema
        with csv.CSVWriter(stream, schema) as writer:
            for batch in detail.iter_batches(columns=list(_COLUMNS)):
                writer.write_table(_shown(pa.Table.from_batches([batch])))


def _shown(rows: pa.Table) -> pa.Table:
    """The columns in order, under their headings, codes as words, no text that is a formula."""
    columns = {heading: _column(rows[name], name) for name, heading in _COLUMNS.items()}
    return pa.table(columns)


def _column(values: Any, name: str) -> Any:
    if name == "is_online":
        return pc.if_else(values, CHANNELS[True], CHANNELS[False])
    if name == "note":
        return _replaced(values.cast(pa.string()), NOTES)
    if not pa.types.is_string(values.type) and not pa.types.is_dictionary(values.type):
        return values
    texts = values.cast(pa.string())
    is_formula = pc.match_substring_regex(texts, _FORMULA_START)
    return pc.if_else(is_formula, pc.binary_join_element_wise("'", texts, ""), texts)


def _replaced(values: Any, words: dict[str, str]) -> Any:
    known = pa.array(list(words), pa.string())
    return pa.array(list(words.values()), pa.string()).take(pc.index_in(values, known))
