"""Words that several sections of the draft have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schemas.indicators import indicators

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_NAMES = 10  # of units, officials or procedures in a sentence; all are in the workbook
HEADINGS = {entry.id: entry.heading for entry in indicators()}
_REST = "xem tệp Phụ lục II kèm theo"


def listed(names: Iterable[str], between: str) -> str:
    """The first names, how many more; none is "không có"."""
    known = list(names)
    rest = len(known) - MOST_NAMES
    more = f" và {rest} trường hợp khác ({_REST})" if rest > 0 else ""
    return between.join(known[:MOST_NAMES]) + more if known else "không có"
