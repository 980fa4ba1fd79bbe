"""How dossiers were handled in a period: what the table 06a/VPCP says, what logs give, and how the
two differ. Sections and their parts: schemas/handling.toml.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

FIELD, GROUP, TOTAL = "field", "group", "total"  # what a row of the table is of


@dataclass(frozen=True)
class HandlingColumn:
    """A column of figures: its heading as printed, its place from 0, and what it counts."""

    heading: str
    index: int
    section: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class HandlingRow:
    """A row of figures: the number that Excel shows, the name in it, what it is of, and a figure a
    column, None where the cell holds none. `is_upper`: it is numbered as groups are, and ends the
    one before it, also where it is a field without anything below it.
    """

    row: int
    name: str
    grain: str
    figures: tuple[int | None, ...]
    is_upper: bool = False


@dataclass(frozen=True)
class HandlingTable:
    """A table 06a/VPCP as it stands on a sheet.

    `start`, `end`: None where it does not say which days it counts. `reporter`: whose it says that
    it is; `places`: names of places and offices above it. `is_by_unit`: its rows are units, not
    fields. `unread`: cells and rows that should hold figures or a name, and do not. Nothing of it
    is counted in a fact.
    """

    start: date | None
    end: date | None
    reporter: str
    places: tuple[str, ...]
    is_by_unit: bool = False
    columns: tuple[HandlingColumn, ...] = ()
    rows: tuple[HandlingRow, ...] = ()
    unread: tuple[str, ...] = ()

    def with_titles(self, titles: HandlingTable) -> HandlingTable:
        """The same under titles that stand apart from it; its own go before them."""
        start, end = (self.start, self.end) if self.start else (titles.start, titles.end)
        reporter, places = self.reporter or titles.reporter, (*titles.places, *self.places)
        return replace(self, start=start, end=end, reporter=reporter, places=places)

    def is_within(self, first: date, last: date) -> bool:
        """Whether it says which days it counts, and all of them are within two days."""
        return bool(self.start and self.end and first <= self.start and self.end <= last)


class HandlingCount(NamedTuple):
    """What logs give for a unit's own dossiers of a field in a period (handling_count.sql): the
    parts of the three sections, each dossier in one part of `received` where it is new or carried
    over, and in one of what follows.

    `channel_unknown`: received, from exports without a channel column. `waiting`,
    `waiting_past_due`: open, waiting for the citizen or stopped, not yet past their due day or past
    it; in no other part. `untimed`: from exports that can't tell when dossiers end or are due; of
    `received` if at all.
    """

    start: date
    end: date
    unit_code: str
    field: str
    online: int
    counter: int
    post: int
    channel_unknown: int
    carried_over: int
    before_due: int
    on_due: int
    late: int
    within: int
    past_due: int
    waiting: int
    waiting_past_due: int
    untimed: int


@dataclass(frozen=True)
class HandlingDifference:
    """A figure of the table beside ours: of a field, of a unit or of all (`is_total`).

    `parts`: none where it is the whole section. `theirs`: None where the table has no row for it.
    `reasons`: Vietnamese sentences.
    """

    unit_code: str
    unit: str
    field: str
    is_total: bool
    section: str
    parts: tuple[str, ...]
    theirs: int | None
    ours: int
    reasons: tuple[str, ...]

    @property
    def indicator(self) -> str:
        """Its name in doi-soat: 06a_received_online; `total` where it is the whole section's."""
        return f"06a_{self.section}_{'_'.join(self.parts) or 'total'}"

    @property
    def more(self) -> int | None:
        """How many more we have; None beside nothing."""
        return None if self.theirs is None else self.ours - self.theirs


@dataclass(frozen=True)
class HandlingCheck:
    """A table 06a held against the logs, or the reason why it can't be (Vietnamese, "" if it is).

    `units`: the codes of those whose dossiers were counted; `notes`: what to know when reading it.
    """

    file: str
    sheet: str
    start: date | None
    end: date | None
    units: tuple[str, ...] = ()
    reason: str = ""
    notes: tuple[str, ...] = ()
    differences: tuple[HandlingDifference, ...] = ()

    @property
    def received(self) -> HandlingDifference | None:
        """Of all that was there to be handled: what shows whether an export is complete."""
        for difference in self.differences:
            if difference.is_total and (difference.section, difference.parts) == ("received", ()):
                return difference
        return None
