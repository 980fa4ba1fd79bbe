"""Pages and files that are no log, and how they show it (other_pages.toml describes the fields)."""

from __future__ import annotations

from functools import cache

from schemas.reading import Entry, read


class Summary(Entry, frozen=True):
    """A kind of table of figures; `instead`: what to export instead; `is_handling`: it is the table
    06a, which the logs are held against.
    """

    name: str
    instead: str
    titles: tuple[str, ...]
    headings: tuple[str, ...] = ()
    is_handling: bool = False


class Filtered(Entry, frozen=True):
    """Words of titles that name a choice of dossiers."""

    lists: tuple[str, ...]
    late: tuple[str, ...]
    in_time: tuple[str, ...]
    returned: tuple[str, ...]


class Own(Entry, frozen=True):
    """How this program's own outputs show themselves."""

    sheets: tuple[str, ...]
    headings: tuple[tuple[str, ...], ...]
    lines: tuple[str, ...]
    stems: tuple[str, ...]


class OtherFile(Entry, frozen=True):
    """A kind of file without any table."""

    name: str
    suffixes: tuple[str, ...]
    begins: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


class _OtherPages(Entry, frozen=True):
    """The file other_pages.toml."""

    summary: tuple[Summary, ...]
    filtered: Filtered
    own: Own
    file: tuple[OtherFile, ...]


def summaries() -> tuple[Summary, ...]:
    """Kinds of tables of figures."""
    return _pages().summary


def filtered() -> Filtered:
    """Words of titles that name a choice of dossiers."""
    return _pages().filtered


def own() -> Own:
    """How this program's own outputs show themselves."""
    return _pages().own


def other_files() -> tuple[OtherFile, ...]:
    """Kinds of files without any table."""
    return _pages().file


@cache
def _pages() -> _OtherPages:
    return read("other_pages.toml", _OtherPages)
