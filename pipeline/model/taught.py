"""Headings and words that no schema has, and what staff say that they mean."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Lesson:
    """A row of a workbook that teaches: a heading or a word, what it means by its title, and where
    that is said ("cot-la.xlsx, trang “Cột lạ”, dòng 5").
    """

    text: str
    meaning: str
    place: str
    is_word: bool = False


@dataclass(frozen=True)
class Taught:
    """What headings and words mean beside what the schemas say, texts as they are compared.

    `headings`: (kind, heading) -> our name of the column; `ignored`: headings that say nothing;
    `words`: (vocabulary, word) -> our value; `places`: (kind or vocabulary, text) -> where it is
    said; `lessons`: all that holds, as it was said.
    """

    headings: dict[tuple[str, str], str] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()
    words: dict[tuple[str, str], str] = field(default_factory=dict)
    places: dict[tuple[str, str], str] = field(default_factory=dict)
    lessons: tuple[Lesson, ...] = ()

    def says(self, kind: str, heading: str) -> bool:
        """Whether something is taught of a heading, as it is compared, in exports of a kind."""
        return (kind, heading) in self.headings or heading in self.ignored

    def is_heading(self, text: str) -> bool:
        """Whether a heading, as it is compared, names a column of some kind."""
        return any(heading == text for _, heading in self.headings)


NOTHING_TAUGHT = Taught()


@dataclass(frozen=True)
class UnreadColumn:
    """A column that nothing was made of: its heading, what sort of values it holds in words (never
    one of them), and the nearest meaning by its title, "" where none is near. `is_needed`: the
    sheet is not read, or lacks a column that a number hangs on.
    """

    heading: str
    contents: str
    suggestion: str
    is_needed: bool


@dataclass(frozen=True)
class UnknownWord:
    """A word that its column's vocabulary does not have, in so many rows under a heading."""

    vocabulary: str
    heading: str
    word: str
    rows: int
    suggestion: str


@dataclass(frozen=True)
class UnreadSheet:
    """What of a sheet was not understood; `kind` is empty where that was not either."""

    file: str
    sheet: str
    kind: str
    columns: tuple[UnreadColumn, ...]
    words: tuple[UnknownWord, ...]


@dataclass(frozen=True)
class Unread:
    """What of all sheets was not understood, and what was taught so far."""

    sheets: tuple[UnreadSheet, ...] = ()
    lessons: tuple[Lesson, ...] = ()

    @property
    def is_needed(self) -> bool:
        """Whether a sheet or a number waits for an answer."""
        return any(
            sheet.words or any(column.is_needed for column in sheet.columns)
            for sheet in self.sheets
        )
