"""Where pages begin of a sheet that is printed at a size of its own, so that nothing is torn."""

from __future__ import annotations

from typing import Any

_MOST_BREAKS = 1_000  # Excel takes 1,023


class Paper:
    """What is laid on pages from the top down, in points of the sheet; `whole`: of a page, `free`:
    of the first one below what stands there already.
    """

    def __init__(self, whole: int, free: int) -> None:
        self._whole = whole
        self._free = free
        self._breaks: list[int] = []

    def lay(self, row: int, height: int, *, kept_with: int = 0) -> None:
        """What begins in a row and stays in one piece, with so many points that follow it."""
        if height + kept_with > self._free:
            self._breaks.append(row)
            self._free = self._whole
        self._free -= height

    def set_breaks(self, sheet: Any) -> None:
        """The rows that pages begin with."""
        sheet.set_h_pagebreaks(self._breaks[:_MOST_BREAKS])
