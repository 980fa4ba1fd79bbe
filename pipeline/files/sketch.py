"""What an export tells of the plan that it belongs to: units, procedures, officials, fees.

Read before there is a plan, so nothing is judged and nothing matched: texts as printed, what says
nothing left out. What may be personal leaves here as little as in a report.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.ingest import read_grids
from pipeline.ingest.tables.table import LocatedTable, locate_tables
from pipeline.model import NOTHING_TAUGHT
from pipeline.values.dates import parse_date
from pipeline.values.numbers import parse_amount
from pipeline.values.privacy import is_personal
from pipeline.values.text import clean, key, procedure_code
from pipeline.values.words import values_by_word
from schemas.contracts import contracts
from schemas.draft import draft_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pipeline.ingest.grid import Grid
    from pipeline.model import Limits, RawTable, Taught

# Our name -> type; those that a sheet lacks are null in every row.
_TEXT = pa.string()
COLUMNS: dict[str, pa.DataType] = {
    "code": _TEXT, "unit": _TEXT, "procedure": _TEXT, "printed": _TEXT, "name": _TEXT,
    "field": _TEXT, "level": _TEXT, "official": _TEXT, "amount": pa.int64(),
    "received": pa.date32(),
}  # fmt: skip
_KINDS = ("dossiers", "payments", "publicity")


@dataclass(frozen=True)
class Sketch:
    """The rows of a sheet by COLUMNS, each distinct text once; `amount` in hundredths of a đồng.

    `has`: the columns that the sheet has.
    """

    kind: str
    rows: pa.Table
    has: frozenset[str]


def sketch(path: Path, limits: Limits, taught: Taught = NOTHING_TAUGHT) -> tuple[Sketch, ...]:
    """Of every sheet that is of use; raises UnreadableFileError where the file can't be read."""
    return tuple(
        _sketch(grid, table, table.sheet.table)
        for grid in read_grids(path.read_bytes(), limits, taught)
        for table in locate_tables(grid)
        if table.sheet.table is not None and table.sheet.table.kind in _KINDS
    )


def _sketch(grid: Grid, located: LocatedTable, table: RawTable) -> Sketch:
    texts = dict(table.columns)
    positions = pc.subtract(table.rows, 1)
    for name, index in _other_columns(located).items():
        texts.setdefault(name, grid.columns[index].take(positions))
    columns = {name: _column(texts, name, len(table.rows)) for name in COLUMNS}
    has = {name for name in COLUMNS if _source(name) in texts}
    has |= {"amount"} if "fee" in texts else set()
    return Sketch(table.kind, pa.table(columns), frozenset(has))


def _other_columns(located: LocatedTable) -> dict[str, int]:
    """Columns that the kind's contract does not name: the level, and what a publicity list says."""
    if located.header is None:
        return {}
    dossiers = contracts()["dossiers"]
    wanted = {
        "level": draft_words().level,
        **{name: dossiers.column(name).spellings for name in ("procedure_name", "field")},
    }
    places = {key(text): index for index, text in enumerate(located.header.printed) if text}
    return {
        name: places[key(spelling)]
        for name, spellings in wanted.items()
        for spelling in reversed(spellings)
        if key(spelling) in places
    }


# Our name -> the contract's, where that differs.
_SOURCES = {"procedure": "procedure_code", "printed": "procedure_code", "name": "procedure_name"}


def _source(name: str) -> str:
    return _SOURCES.get(name, name)


def _column(texts: dict[str, pa.StringArray], name: str, length: int) -> pa.Array:
    text = texts.get(_source(name))
    if name == "amount" and text is None:
        text = texts.get("fee")
    if text is None:
        return pa.nulls(length, COLUMNS[name])
    encoded = pc.cast(text, _TEXT).dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    values = [_READINGS[name](distinct) for distinct in encoded.dictionary.to_pylist()]
    return pa.array(values, COLUMNS[name]).take(encoded.indices)


def _cleaned(text: str) -> str | None:
    """The text as shown; None where it says that there is none, or failed to be worked out."""
    silent = values_by_word("none") | values_by_word("error")
    return None if not clean(text) or key(text) in silent else clean(text)


def _public(text: str) -> str | None:
    return None if is_personal(text) else _cleaned(text)


def _received(text: str) -> Any:
    moment = parse_date(text)
    return moment.date() if moment else None


def _printed(text: str) -> str | None:
    return clean(text) if procedure_code(text) else None


_READINGS: dict[str, Callable[[str], Any]] = {
    "code": _cleaned, "unit": _public, "procedure": lambda text: procedure_code(text) or None,
    "printed": _printed, "name": _public, "field": _public,
    "level": lambda text: values_by_word("level").get(key(text)), "official": _cleaned,
    "amount": parse_amount, "received": _received,
}  # fmt: skip
