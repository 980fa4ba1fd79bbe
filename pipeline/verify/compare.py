"""Two workbooks sheet by sheet, in a child: one sheet of each is held at a time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.report.provenance import CHANGES_SHEET, SHEET
from pipeline.verify.book import Book, Sheet
from pipeline.verify.cells import Difference, Kind, differences, hidden
from pipeline.verify.formulas import Tables
from pipeline.verify.unchecked import without_changes

if TYPE_CHECKING:
    from pipeline.model import Limits


@dataclass(frozen=True)
class SheetDifferences:
    """Of a sheet in both workbooks: how many differences of each kind, the first of them; whether
    it is hidden (None: as it should be).
    """

    name: str
    counts: dict[Kind, int]
    first: tuple[Difference, ...]
    is_hidden: bool | None = None


@dataclass(frozen=True)
class Compared:
    """Of two workbooks. `tables`: those that reach over other cells. `cells`: how many of ours, on
    `looked_at` sheets, were looked at; `unchecked`: how many could not be, for they stand on an
    earlier report. `is_same_file`: nothing had to be looked at, all bytes are the same. `is_1904`:
    days are counted from 1904, so that all are shown four years later. `filtered`: how many rows a
    filter hides, by sheet, which is no difference.
    """

    sheets: tuple[SheetDifferences, ...] = ()
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    is_reordered: bool = False
    tables: tuple[str, ...] = ()
    looked_at: int = 0
    cells: int = 0
    unchecked: int = 0
    is_same_file: bool = False
    is_1904: bool = False
    filtered: dict[str, int] = field(default_factory=dict)

    @property
    def is_same(self) -> bool:
        """Whether nothing differs."""
        differs = self.sheets or self.missing or self.extra or self.is_reordered or self.tables
        return not (differs or self.is_1904)


def compared(given: Path, own: Path, limits: Limits, most: int, *, has_earlier: bool) -> Compared:
    """At most so many differences of each sheet are told; all are counted. `has_earlier`: whether
    what stands on an earlier report can be compared, too.

    Raises UnreadableFileError where the given workbook can't be read.
    """
    theirs, ours = Book(given.read_bytes(), limits), Book(own.read_bytes(), limits)
    left_out = () if has_earlier else (CHANGES_SHEET,)
    names = [name for name in theirs.names if name not in left_out]
    own_names = [name for name in ours.names if name not in left_out]
    common = [name for name in names if name in own_names]
    places, own_places = theirs.tables(), ours.tables()
    tables = Tables.of(own_places)
    cells = unchecked = 0
    sheets, filtered = [], {}
    for name in common:
        mine, our = theirs.sheet(name), ours.sheet(name)
        if not has_earlier:
            mine, our, count = without_changes(mine, our)
            unchecked += count
        if mine.shown.filtered:
            filtered[name] = len(mine.shown.filtered)
        cells += sum(map(len, our.rows.values()))
        if found := sheet_differences(mine, our, tables, most):
            sheets.append(found)
    return Compared(
        tuple(sheets),
        missing=tuple(name for name in own_names if name not in common),
        extra=tuple(name for name in names if name not in common),
        is_reordered=common != [name for name in own_names if name in common],
        tables=tuple(
            name for name, place in places.items()
            if own_places.get(name, place) != place and (has_earlier or place[0] != SHEET)
        ),
        looked_at=len(common), cells=cells, unchecked=unchecked,
        is_1904=theirs.is_1904 != ours.is_1904, filtered=filtered,
    )  # fmt: skip


def sheet_differences(
    given: Sheet, own: Sheet, tables: Tables, most: int
) -> SheetDifferences | None:
    """None where nothing differs."""
    found = hidden(given, own) + differences(given, own, tables)
    is_hidden = None if given.is_visible == own.is_visible else not given.is_visible
    if not found and is_hidden is None:
        return None
    counts = Counter(difference.kind for difference in found)
    return SheetDifferences(given.name, dict(counts), tuple(found[:most]), is_hidden)
