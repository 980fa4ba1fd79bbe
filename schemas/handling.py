"""How the table 06a/VPCP shows what it counts (handling.toml describes the fields)."""

from __future__ import annotations

from functools import cache

from schemas.reading import Entry, read


class Part(Entry, frozen=True):
    """What a section adds up of: dossiers received online, finished before their due day, …"""

    id: str
    title: str
    words: tuple[str, ...]


class Group(Entry, frozen=True):
    """Words of a heading that is of several parts; `is_whole`: whatever parts it names itself."""

    parts: tuple[str, ...]
    words: tuple[str, ...]
    is_whole: bool = False


class Section(Entry, frozen=True):
    """Received, finished or open."""

    id: str
    title: str
    words: tuple[str, ...]
    part: tuple[Part, ...]
    group: tuple[Group, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """The ids of all its parts, in order."""
        return tuple(part.id for part in self.part)


class HandlingWords(Entry, frozen=True):
    """The file handling.toml."""

    period: tuple[str, ...]
    reporter: tuple[str, ...]
    receiver: tuple[str, ...]
    field: tuple[str, ...]
    unit: tuple[str, ...]
    before: tuple[str, ...]
    other: tuple[str, ...]
    section: tuple[Section, ...]


@cache
def handling_words() -> HandlingWords:
    """The words and sections."""
    return read("handling.toml", HandlingWords)


@cache
def section(name: str) -> Section:
    """The section of an id; KeyError where there is none."""
    return {entry.id: entry for entry in handling_words().section}[name]


def measure_title(name: str, parts: tuple[str, ...]) -> str:
    """A section's parts in words: "Tiếp nhận: trực tiếp, bưu chính"; none or all of them are
    its total.
    """
    of = section(name)
    if not parts or set(parts) == set(of.parts):
        return f"{of.title}: tổng số"
    titles = {part.id: part.title for part in of.part}
    return f"{of.title}: {', '.join(titles[part] for part in parts)}"
