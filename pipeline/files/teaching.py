"""Workbooks that teach what headings and words mean (outputs/can-sua/cot-la.xlsx, filled in).

Read before the exports, by a child like any file. A row that can't hold, because of another one or
of what the program knows, is an error that names both, and neither of them holds.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

import pyarrow as pa

from pipeline.files.meanings import (
    kinds_called,
    titles_typed,
    vocabularies_below,
    vocabulary_of,
)
from pipeline.ingest import read_grids
from pipeline.ingest.tables.headings import spelling_of, spellings
from pipeline.model import (
    LESSON,
    FileResult,
    InputFile,
    Lesson,
    Limits,
    Problem,
    SheetResult,
    Source,
    Taught,
    UnreadableFileError,
)
from pipeline.model.problems import problem, unreadable
from pipeline.values.privacy import public
from pipeline.values.text import clean, key
from pipeline.values.words import value_of
from schemas.taught import (
    COLUMN,
    FILE,
    HEADING,
    HEADINGS,
    IGNORED,
    KIND,
    LEARNT,
    MEANING,
    SHEET,
    WORD,
    WORDS,
    heading_meanings,
    heading_title,
    word_meanings,
    word_title,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from pipeline.ingest.grid import Grid

_SHEETS = (HEADINGS, WORDS, LEARNT)


@dataclass(frozen=True)
class _Row:
    """A filled-in row: the lesson, and the file, sheet and number where it stands.

    `asked_of`: the file and sheet of the export that it was asked of; `of`: the kind of export by
    its title, or the word's heading; "" where the row does not say it. `titles`: the meanings that
    fit what was typed.
    """

    lesson: Lesson
    file: str
    sheet: str
    number: int
    asked_of: tuple[str, str] = ("", "")
    of: str = ""
    titles: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The meaning as the schemas write it; "" where there is no such, or several."""
        return self.titles[0] if len(self.titles) == 1 else ""

    def meant(self, of: Collection[str]) -> _Row:
        """With the meanings that fit, of some kinds or vocabularies or of all."""
        typed, is_word = self.lesson.meaning, self.lesson.is_word
        return replace(self, titles=titles_typed(typed, of, is_word=is_word))

    def problem(self, code: str, **details: str) -> Problem:
        """One of this row."""
        text, lesson = public(self.lesson.text), self.lesson
        found = problem(
            code, self.file, sheet=self.sheet, column=WORD if lesson.is_word else HEADING,
            value=text, meaning=public(lesson.meaning), **details,
        )  # fmt: skip
        rows, first = pa.array([self.number], pa.int32()), pa.array([0], pa.int32())
        return replace(found, rows=rows, value_of=first)


@dataclass
class _File:
    """A workbook as it was read: its rows, and what is wrong with it."""

    name: str
    sha256: str
    rows: list[_Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def result(self) -> FileResult:
        """Its source, which says how much of it holds."""
        bad = {(entry.sheet, _number(entry)) for entry in self.problems}
        held = [row for row in self.rows if (row.sheet, row.number) not in bad]
        words = sum(row.lesson.is_word for row in held)
        message = f"{LESSON} {len(held) - words} tiêu đề cột và {words} từ"
        source = Source(self.name, self.sha256, sheet="", kind="", message=message)
        return FileResult((SheetResult(source, {}, ""),), tuple(self.problems))


def _number(fault: Problem) -> int | None:
    """The row that a fault is of, None where it is of a whole sheet."""
    return None if fault.rows is None else int(fault.rows[0].as_py())


def read_teaching(
    files: Iterable[InputFile], limits: Limits
) -> tuple[Taught, tuple[FileResult, ...]]:
    """What the workbooks teach together, and what became of each."""
    read: list[_File] = []
    failed = []
    for file in files:
        try:
            read.append(_read(file, limits))
        except UnreadableFileError as error:
            failed.append(unreadable(file, error.code, reason=str(error)))
        except OSError:
            failed.append(unreadable(file, "unreadable_file", reason="không mở được"))
    taught = _taught(read)
    return taught, (*(entry.result() for entry in read), *failed)


def _read(file: InputFile, limits: Limits) -> _File:
    content = file.path.read_bytes()
    found = _File(file.name, hashlib.sha256(content).hexdigest())
    for grid in read_grids(content, limits):
        if key(grid.name) in map(key, _SHEETS):
            _read_sheet(grid, found)
    return found


def _read_sheet(grid: Grid, found: _File) -> None:
    """The rows of a sheet that say what something means."""
    rows = [[clean(cell or "") for cell in row] for row in grid.head(grid.height)]
    header = next((at for at, row in enumerate(rows) if MEANING in row), None)
    wanted = {HEADINGS: (HEADING,), WORDS: (WORD,)}.get(grid.name, (HEADING, WORD))
    if header is None or not set(wanted) <= set(rows[header]):
        missing = ", ".join((*wanted, MEANING))
        found.problems.append(
            problem("lesson_columns", found.name, sheet=grid.name, missing=missing)
        )
        return
    for number, row in enumerate(rows[header + 1 :], header + 2):
        # Of two columns with one heading the first counts.
        cells = dict(zip(reversed(rows[header]), reversed(row), strict=True))
        for name in wanted:
            if cells[MEANING] and cells[name]:
                found.rows.append(_row(cells, name, found.name, grid.name, number))


def _row(cells: dict[str, str], name: str, file: str, sheet: str, number: int) -> _Row:
    """Of a row's cells by their headings; `name`: whether it speaks of a heading or a word."""
    is_word = name == WORD
    place = f"{file}, trang “{sheet}”, dòng {number}"
    lesson = Lesson(cells[name], cells[MEANING], place, is_word=is_word)
    asked_of = cells.get(FILE, ""), cells.get(SHEET, "")
    of = cells.get(COLUMN if is_word else KIND, "")
    return _Row(lesson, file, sheet, number, asked_of, of)


def _meant(rows: list[_Row]) -> list[_Row]:
    """The rows with the meanings that fit. Where only a meaning's own words were typed and several
    kinds have them, it is of the sheet's kind, which the row says or else the sheet's other rows;
    a word's meaning is of the vocabulary of its column.
    """
    rows = [row if row.lesson.is_word else row.meant(kinds_called(row.of)) for row in rows]
    kinds, vocabularies = _kinds(rows), _vocabularies(rows)

    def meant(row: _Row) -> _Row:
        if row.lesson.is_word:
            return row.meant(vocabularies_below(row.of) | vocabularies[key(row.of)])
        of = kinds[row.asked_of]
        return row.meant(of) if len(row.titles) > 1 and len(of) == 1 else row

    return [meant(row) for row in rows]


def _kinds(rows: list[_Row]) -> dict[tuple[str, str], set[str]]:
    """File and sheet -> the kinds of which headings of it have a meaning by themselves."""
    kinds: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows:
        if row.asked_of[0] and row.title in heading_meanings():
            kinds[row.asked_of].add(heading_meanings()[row.title][0])
    return kinds


def _vocabularies(rows: list[_Row]) -> dict[str, set[str]]:
    """Heading, as it is compared -> the vocabularies of the columns that it is taught to mean."""
    vocabularies: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if not row.lesson.is_word and row.title in heading_meanings():
            of = vocabulary_of(*heading_meanings()[row.title])
            vocabularies[key(row.lesson.text)] |= {of} - {""}
    return vocabularies


def _taught(files: list[_File]) -> Taught:
    """All that holds; what does not becomes a problem of its file."""
    problems: dict[str, list[Problem]] = {entry.name: entry.problems for entry in files}
    understood = []
    for row in _meant([row for entry in files for row in entry.rows]):
        if fault := _fault(row):
            problems[row.file].append(fault)
        else:
            understood.append(row)
    contradicted = list(_contradictions(understood))
    for fault in contradicted:
        problems[fault.file].append(fault)
    bad = {(fault.file, fault.sheet, _number(fault)) for fault in contradicted}
    return _of([row for row in understood if (row.file, row.sheet, row.number) not in bad])


def _fault(row: _Row) -> Problem | None:
    """What is wrong with a row by itself: no such meaning, several of them, or the program knows
    another one.
    """
    lesson = row.lesson
    meanings = word_meanings() if lesson.is_word else heading_meanings()
    if len(row.titles) > 1:
        return row.problem("lesson_ambiguous", meanings=", ".join(f"“{t}”" for t in row.titles))
    if row.title == IGNORED:
        return None
    if not row.title:
        (near,) = get_close_matches(lesson.meaning, meanings, n=1, cutoff=0.0)
        return row.problem("lesson_meaning", nearest=near)
    known = _known(lesson, *meanings[row.title])
    return row.problem("lesson_known", known=known) if known else None


def _known(lesson: Lesson, kind: str, name: str) -> str:
    """The title of what a text means already, "" where it means nothing or just that. `kind`: of
    an export, or a vocabulary.
    """
    if lesson.is_word:
        value = value_of(kind, lesson.text)
        return word_title(kind, value) if value and value != name else ""
    column, _ = spellings(kind).get(spelling_of(kind, lesson.text), ("", 0))
    return heading_title(kind, column) if column and column != name else ""


def _contradictions(rows: list[_Row]) -> Iterator[Problem]:
    """A problem for each row of which another one says something else."""
    by_text: dict[tuple[bool, str], list[_Row]] = defaultdict(list)
    for row in rows:
        by_text[row.lesson.is_word, key(row.lesson.text)].append(row)
    for group in by_text.values():
        for row in group:
            other = next((other for other in group if _differ(row, other)), None)
            if other is not None:
                yield row.problem(
                    "lesson_contradicted", other=other.title, place=other.lesson.place
                )


def _differ(row: _Row, other: _Row) -> bool:
    """Whether two rows of one text can't both hold: a heading may mean one thing in one kind of
    export, another in another.
    """
    kinds = {_subject(row)[1], _subject(other)[1]}
    return row.title != other.title and (len(kinds) == 1 or "" in kinds)


def _subject(row: _Row) -> tuple[bool, str, str]:
    """What a row speaks of: whether of a word, of which kind of export or vocabulary ("" where it
    is of none), and the text as it is compared.
    """
    meanings = word_meanings() if row.lesson.is_word else heading_meanings()
    kind, _ = meanings.get(row.title, ("", ""))
    return row.lesson.is_word, kind, key(row.lesson.text)


def _of(rows: list[_Row]) -> Taught:
    """What rows without contradictions teach, in an order that does not hang on theirs."""
    headings: dict[tuple[str, str], str] = {}
    words: dict[tuple[str, str], str] = {}
    ignored: set[str] = set()
    places: dict[tuple[str, str], str] = {}
    lessons: dict[tuple[bool, str, str], Lesson] = {}
    for row in sorted(rows, key=lambda row: (_subject(row), row.lesson.place)):
        is_word, kind, text = _subject(row)
        title = row.title
        lessons.setdefault(
            (is_word, kind, text), Lesson(row.lesson.text, title, "", is_word=is_word)
        )
        places.setdefault((kind, text), row.lesson.place)
        if not kind:
            ignored.add(text)
        elif is_word:
            words[kind, text] = word_meanings()[title][1]
        else:
            headings[kind, text] = heading_meanings()[title][1]
    return Taught(headings, tuple(sorted(ignored)), words, places, tuple(lessons.values()))
