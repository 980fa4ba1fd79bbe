"""What a page is that is no log: a summary, a list of some dossiers alone, our own output."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from pipeline.ingest.tables.handling import read_handling, use_of
from pipeline.ingest.tables.handling_sums import handling_doubts
from pipeline.model import Doubt
from pipeline.values.text import clean, key
from schemas.other_pages import filtered, own, summaries
from schemas.taught import HEADINGS, WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from pipeline.ingest.grid import Grid
    from pipeline.ingest.tables.header import Header
    from pipeline.model import HandlingTable, RawSheet
    from schemas.other_pages import Summary

_BRACKETS = re.compile(r"\([^()]*\)")  # a remark is no part of a heading
_OWN_ROWS = 6  # the first ones of a sheet of ours, which have its title and what it is
_ROWS = 40  # the first ones, which have titles and headings


def summary_of(grid: Grid) -> Summary | None:
    """What a page of figures is, None where it is no known one."""
    texts = {cell for row in grid.head(_ROWS) for cell in row if cell}
    cells = {key(shown) for text in texts for shown in (text, _BRACKETS.sub(" ", text))}
    for summary in summaries():
        headings = set(map(key, summary.headings))
        is_titled = any(_first(cell, summary.titles) for cell in cells)
        if is_titled or (headings and headings <= cells):
            return summary
    return None


def summary_page(grid: Grid, summary: Summary) -> tuple[list[Doubt], HandlingTable | None]:
    """What to export instead of a page of figures; the table, where logs can be held against it,
    and what is wrong with it.
    """
    details = {"name": summary.name, "instead": summary.instead}
    if not summary.is_handling:
        return [Doubt("summary", details | {"use": ""})], None
    table = read_handling(grid)
    doubt = Doubt("summary", details | {"use": f"; {use_of(table)}"})
    return [doubt, *handling_doubts(table)], table


def under_titles(sheets: list[RawSheet]) -> list[RawSheet]:
    """Tables 06a whose titles stand apart, in the table before them, as one system writes them."""
    joined = list(sheets)
    for position, (sheet, follows) in enumerate(pairwise(sheets)):
        titles, table = sheet.handling, follows.handling
        if titles and table and table.rows and not titles.columns:
            whole = table.with_titles(titles)
            use = {"use": f"; {use_of(whole)}"}
            doubts = tuple(
                replace(doubt, details=doubt.details | use) if doubt.code == "summary" else doubt
                for doubt in follows.doubts
            )
            notes = (*sheet.notes, f"tiêu đề của biểu ở “{follows.name}”")
            joined[position] = replace(sheet, doubts=(), notes=notes, handling=None)
            joined[position + 1] = replace(follows, doubts=doubts, handling=whole)
    return joined


def filtered_doubts(grid: Grid, header: Header) -> Iterator[Doubt]:
    """The word in the title of a list of dossiers that says that it has but some of them."""
    if header.contract.kind != "dossiers":
        return
    for row in range(grid.top, header.first):
        choices = (_choice(clean(cell)) for cell in grid.row(row) if cell)
        if word := next(filter(None, choices), ""):
            yield Doubt("filtered_list", {"word": word})
            return


def _choice(title: str) -> str:
    """The word of a title that names a choice, "" where none does."""
    words, shown = filtered(), key(title)
    if not title.isupper() and not shown.startswith(tuple(map(key, words.lists))):
        return ""
    late, in_time = _first(shown, words.late), _first(shown, words.in_time)
    return "" if late and in_time else late or in_time or _first(shown, words.returned)


def _first(shown: str, words: Iterable[str]) -> str:
    return next((word for word in words if key(word) in shown), "")


def is_lesson(grids: Sequence[Grid]) -> bool:
    """Whether a file is a workbook that teaches headings and words, and not read as one."""
    return {key(HEADINGS), key(WORDS)} <= {key(grid.name) for grid in grids}


def is_own_output(grids: Sequence[Grid]) -> bool:
    """Whether a file is what this program wrote; copies to correct are exports."""
    if set(own().sheets) <= {grid.name for grid in grids}:
        return True
    filled = [grid for grid in grids if grid.height]
    return bool(filled) and all(map(is_own_page, filled))


def is_own_page(grid: Grid) -> bool:
    """Whether a sheet is one that this program wrote, wherever somebody has put it."""
    if not grid.height:
        return False
    heads = [clean(cell or "") for cell in grid.row(0)]
    if any(tuple(heads[: len(begin)]) == begin for begin in own().headings):
        return True
    first = map(key, grid.columns[0].slice(0, _OWN_ROWS).drop_null().to_pylist())
    return any(line in text for text in first if text for line in _own_lines())


@cache
def _own_lines() -> tuple[str, ...]:
    return tuple(map(key, own().lines))
