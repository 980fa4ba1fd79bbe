"""Is every row of the clean file kept with its values, or named?

A row counts as named where a problem names its number, or where one says of the whole sheet that
rows or values are missing; an error of another row tells nothing about this one. What no program can
know is what the bytes themselves say: another plain reader finds another value in the cell, or the
row nowhere. Then the pipeline must keep what that reader found, as it keeps it from a clean workbook
that has the other reader's cells.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from tests.builders import csv_bytes, xlsx_bytes
from tests.formats import xlsx
from tests.fuzz.other_readers import TEXTS, Found, UnreadError, other_reading
from tests.fuzz.reading import Reading, Values
from tests.fuzz.seeds import ROWS, Seed

# Nothing of the sheet or file is read, and this is said.
_UNREAD = {
    "date_order", "file_too_big", "file_too_large", "legacy_font", "lesson_form", "missing_column", "no_spreadsheet",
    "no_table", "not_recognised", "other_file", "own_output", "summary", "taught_twice", "too_few_rows",
    "too_many_tables", "unreadable_file", "unreadable_sheet",
}  # fmt: skip
# Rows may be missing from the table, and this is said: as many as the problem counts, or any number.
_MISSING = {"fewer_than_total", "numbering_gap"}
_ANY_NUMBER = {"cut_short", "damaged_records", "sheet_full"}
# A column is not read, or not to be trusted, and this is said.
_OF_COLUMN = {
    "column_absent", "column_empty", "column_nearly", "formulas_idle", "heading_twice", "split_header",
}  # fmt: skip
# All columns are another's, or empty.
_OF_TABLE = {"heading_twice", "split_header"}
_NO_LINE_END = "không kết thúc bằng xuống dòng"
_RATING = "Mức độ hài lòng"
_OWN_LENGTH, _TITLE = 4, 2

SAME, REFUSED, NAMED = "same", "not read, and said so", "named"
ANOTHER, GONE = "another value in the bytes", "no such row in the bytes"
LOST, CHANGED = "FOUND: row lost in silence", "FOUND: value changed in silence"
INVENTED, TOTAL = "FOUND: row that nobody else reads", "FOUND: fewer rows than the total"
FINDINGS = (LOST, CHANGED, INVENTED, TOTAL)


@dataclass(frozen=True)
class Clean:
    """A seed, what the pipeline keeps of it, and what another reader finds in it."""

    seed: Seed
    reading: Reading
    found: Found

    @cached_property
    def rows(self) -> list[tuple[int, tuple[str, ...], Values]]:
        """Number, texts and kept values of every row of data."""
        texts = dict(self.found.rows)
        return [(number, texts[number], values) for number, values in self.reading.rows]

    @cached_property
    def own(self) -> dict[int, set[str]]:
        """The texts of each row that no other row has."""
        count = Counter(text for _, texts, _ in self.rows for text in set(texts))
        whole = {number: "\x1f".join(texts) for number, texts, _ in self.rows}
        return {
            number: {
                text for text in texts
                if count[text] == 1 and len(text) >= _OWN_LENGTH
                and not any(text in other for n, other in whole.items() if n != number)
            }
            for number, texts, _ in self.rows
        }  # fmt: skip


def is_plain(clean: Clean, got: Reading) -> str:
    """ "same" or "not read", which needs no other reader, or ""."""
    kept = Counter(values for _, values in got.rows)
    if kept == Counter(values for _, values in clean.reading.rows):
        return SAME
    return REFUSED if not kept and any(told.code in _UNREAD for told in got.told) else ""


def judged(clean: Clean, got: Reading, content: bytes, read: Callable[[bytes], Reading]) -> str:
    """The outcome of a mutated file; `read`: what the pipeline keeps of an .xlsx."""
    if plain := is_plain(clean, got):
        return plain
    try:
        found = other_reading(clean.seed.format, content)
        expected = read(_rewritten(found, clean.seed.format))
    except (UnreadError, ValueError, TypeError):
        return _Judge(clean, got, None, None).outcome()
    return _Judge(clean, got, found, expected).outcome()


def _rewritten(found: Found, name: str) -> bytes:
    if name in TEXTS:
        return csv_bytes(found.sheets[0])
    if len(found.sheets) > 1 and not found.is_1904:
        return xlsx_bytes({f"Trang {n}": rows for n, rows in enumerate(found.sheets)})
    return xlsx(found.sheets[0], date_1904=found.is_1904)


class _Judge:
    """One mutated file; `found` and `expected` are None where no other reader reads it."""

    def __init__(
        self, clean: Clean, got: Reading, found: Found | None, expected: Reading | None
    ) -> None:
        self._clean, self._got, self._expected = clean, got, expected
        self._found = found.rows if found else clean.found.rows
        self._is_read = found is not None
        self._kept = _by_number(got)
        self._named = set().union(*(told.rows for told in got.told))
        self._budget = sum(told.count for told in got.told if told.code in _MISSING)
        self._more = sum(told.count - len(told.rows) for told in got.told if told.is_more)
        self._outcomes: Counter[str] = Counter()

    def outcome(self) -> str:
        """The worst of all rows."""
        places = self._places() if self._is_read else self._places_of_kept()
        for number, texts, values in self._clean.rows:
            at, is_intact = places.get(number, (None, False))
            self._outcomes[self._of_row(at, values, is_intact=is_intact, width=len(texts))] += 1
        aligned = {at for at, _ in places.values()}
        for at in self._kept.keys() - aligned:
            self._outcomes[self._of_another(at)] += 1
        if self._outcomes[GONE] and self._is_total_there():
            self._outcomes[TOTAL] += 1
        worst = (*FINDINGS, ANOTHER, GONE, NAMED, REFUSED)
        return next(outcome for outcome in (*worst, SAME) if self._outcomes[outcome])

    def _places(self) -> dict[int, tuple[int, bool]]:
        """Where each row of the clean file is in the mutated one, and whether it is as it was."""
        old = [texts for _, texts, _ in self._clean.rows]
        new = [texts for _, texts in self._found]
        places: dict[int, tuple[int, bool]] = {}
        matcher = SequenceMatcher(None, old, new, autojunk=False)
        for a, b, size in matcher.get_matching_blocks():
            for step in range(size):
                places[self._clean.rows[a + step][0]] = (self._found[b + step][0], True)
        taken = {at for at, _ in places.values()}
        rest = [
            (number, "\x1f".join(texts)) for number, texts in self._found if number not in taken
        ]
        exact = {texts: number for number, texts in self._found}
        for number, texts, _ in self._clean.rows:
            if number in places:
                continue
            if texts in exact:  # moved
                places[number] = (exact[texts], True)
                continue
            own = self._clean.own[number]
            shared = [(sum(text in whole for text in own), -at) for at, whole in rest]
            most, at = max(shared, default=(0, 0))
            if most:
                places[number] = (-at, False)
        return places

    def _places_of_kept(self) -> dict[int, tuple[int, bool]]:
        """Where rows are kept that have the codes of the clean file's; others are where they were."""
        kept = {dict(values).get("code"): number for number, values in self._got.rows}
        return {
            number: (kept.get(dict(values).get("code"), number), False)
            for number, _, values in self._clean.rows
        }

    def _of_row(self, at: int | None, values: Values, *, is_intact: bool, width: int) -> str:
        kept = self._kept.get(at, []) if at is not None else []
        if values in kept:
            return SAME
        if at is not None and self._is_named(at):
            return NAMED
        return self._changed(at, kept) if kept else self._lost(at, is_intact=is_intact, width=width)

    def _lost(self, at: int | None, *, is_intact: bool, width: int) -> str:
        """A row that is not kept; one that ran together with the headings is their column's."""
        is_heading = at == self._clean.found.rows[0][0]
        if (is_heading and self._is_column_told()) or self._is_missing_told():
            return NAMED
        if self._says_nothing(at):
            return ANOTHER
        if at is None:
            if self._more > 0:
                self._more -= 1
                return NAMED
            return GONE if self._is_read else LOST
        texts = dict(self._found).get(at, ())
        is_title = sum(map(bool, texts)) <= _TITLE < width
        return GONE if self._is_read and is_title and not is_intact else LOST

    def _changed(self, at: int | None, kept: list[Values]) -> str:
        if self._is_column_told() or self._is_doubtful():
            return NAMED
        if self._expected is None or at is None:
            return CHANGED
        return ANOTHER if _by_number(self._expected).get(at) == kept else CHANGED

    def _of_another(self, at: int) -> str:
        """A kept row at a place where no row of the clean file is."""
        if self._is_named(at):
            return NAMED
        if self._expected is not None and _by_number(self._expected).get(at) == self._kept[at]:
            return ANOTHER
        return NAMED if self._is_doubtful() or self._is_column_told() else INVENTED

    def _is_named(self, at: int) -> bool:
        if at in self._named:
            return True
        if self._more > 0:
            self._more -= 1
            return True
        return False

    def _says_nothing(self, at: int | None) -> bool:
        """An empty rating is no rating, as the contract has it: the row is counted as ignored."""
        headings = self._clean.found.rows[0][1]
        if at is None or _RATING not in headings:
            return False
        texts = dict(self._found).get(at, ())
        return not any(texts[headings.index(_RATING) :][:1])

    def _is_column_told(self) -> bool:
        return any(told.code in _OF_COLUMN for told in self._got.told) or self._got.unread > 0

    def _is_doubtful(self) -> bool:
        return any(told.code == "damaged_records" for told in self._got.told)

    def _is_missing_told(self) -> bool:
        codes = {told.code for told in self._got.told}
        if codes & (_UNREAD | _ANY_NUMBER | _OF_TABLE) or _NO_LINE_END in self._got.notes:
            return True
        self._budget -= 1
        return self._budget >= 0

    def _is_total_there(self) -> bool:
        """The total still stands in the bytes, with fewer rows of data above it."""
        rows = [texts for _, texts in self._found if len(list(filter(None, texts))) > 1]
        has_total = any(f"Tổng số: {ROWS} " in text for _, texts in self._found for text in texts)
        return has_total and len(rows) - 1 < ROWS


def _by_number(reading: Reading) -> dict[int, list[Values]]:
    rows: dict[int, list[Values]] = defaultdict(list)
    for number, values in reading.rows:
        rows[number].append(values)
    return rows
