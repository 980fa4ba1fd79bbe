"""Exports on their way from bytes to accepted rows, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pipeline.model.handling import HandlingTable
from pipeline.model.taught import UnknownWord, UnreadColumn
from schemas.contracts import problem_types

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd
    import pyarrow as pa

LESSON = "nói nghĩa của"  # how the message begins of a workbook that teaches
SAMPLES = "mau"  # below inputs/: read where there is no other export
LAST_YEAR = "nam-truoc"  # below inputs/: exports of the year before
# Where copies to correct and cot-la.xlsx are, as remedies say it, and where those of samples are.
_COPIES, _COPIES_OF_SAMPLES = "outputs/can-sua/", "outputs/mau_can-sua/"


@dataclass(frozen=True)
class Problem:
    """One thing wrong in an input, however many rows have it (CONTRACT.md, problems, has a line of
    each): with a file or a sheet as a whole, or with the cells of one column in some rows.

    `column` is the header as printed. `values`: each text that is wrong once, never from a column
    that no contract names; `nearest`: of each, what the message says of the plan's nearest name
    (none: nothing of any). `rows`: the row numbers that Excel shows, ascending, None where it is of
    a whole; `value_of`: of each row the position in `values`. `details`: what else the message
    names. `is_teachable`: the sheet has columns that somebody may say the meaning of.
    `is_consequence`: the rows hang on rejected dossiers; `consequences`: kind of export ->
    of each row (of a whole: one number) how many rows of that kind hang on it.
    """

    code: str
    file: str
    sheet: str = ""
    column: str = ""
    values: tuple[str, ...] = ("",)
    nearest: tuple[str, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)
    rows: pa.Int32Array | None = None
    value_of: pa.Int32Array | None = None
    is_teachable: bool = False
    is_consequence: bool = False
    consequences: dict[str, pa.Int32Array] = field(default_factory=dict)

    @property
    def severity(self) -> str:
        """`error`: what has it is rejected; `warning`: it counts."""
        return problem_types()[self.code].severity

    @property
    def remedy(self) -> str:
        """What to do about it."""
        kind = problem_types()[self.code]
        whole = f"{kind.remedy} {kind.unread}" if self.is_teachable and kind.unread else kind.remedy
        is_sample = self.file.startswith(f"{SAMPLES}/")
        return whole.replace(_COPIES, _COPIES_OF_SAMPLES) if is_sample else whole

    @property
    def mended_in(self) -> str:
        """Where a person mends it: `copy` (of the rows), `plan` or `export`."""
        return problem_types()[self.code].mended_in

    @property
    def count(self) -> int:
        """How many rows have it; 1 where it is of a whole."""
        return 1 if self.rows is None else len(self.rows)

    @property
    def message(self) -> str:
        """What is wrong, with the first of the values."""
        return self.message_of(0)

    def message_of(self, position: int) -> str:
        """What is wrong, with one of the values."""
        nearest = self.nearest[position] if self.nearest else ""
        return self.message_with(self.values[position], nearest)

    def message_with(self, value: str, nearest: str = "") -> str:
        """What is wrong, with a value."""
        named = {"value": value, "column": self.column, "nearest": nearest} | self.details
        return problem_types()[self.code].message.format(**named)

    def of_rows(self, chosen: pa.BooleanArray) -> Problem:
        """The same of some of its rows."""
        rows, value_of = self.rows, self.value_of
        if rows is None or value_of is None:
            return self
        return replace(self, rows=rows.filter(chosen), value_of=value_of.filter(chosen))


@dataclass(frozen=True)
class Source:
    """One input sheet and what became of its rows (CONTRACT.md, outputs/nguon).

    rows_read = rows_kept + rows_rejected + rows_duplicate + rows_ignored, always.
    """

    file: str
    sha256: str
    sheet: str
    kind: str
    rows_read: int = 0
    rows_kept: int = 0
    rows_rejected: int = 0
    rows_duplicate: int = 0
    rows_ignored: int = 0
    message: str = ""

    @property
    def is_lesson(self) -> bool:
        """Whether it is no export, but a workbook that teaches what headings and words mean."""
        return not self.kind and self.message.startswith(LESSON)

    @property
    def is_last_years(self) -> bool:
        """Whether it lies in the folder for exports of the year before."""
        return self.file.casefold().startswith(f"{LAST_YEAR}/")


@dataclass(frozen=True)
class InputFile:
    """A file below inputs/: where it is, and how it is named in messages (with /)."""

    path: Path
    name: str

    @property
    def is_last_years(self) -> bool:
        """Whether it lies in the folder for exports of the year before."""
        return self.name.casefold().startswith(f"{LAST_YEAR}/")


@dataclass(frozen=True)
class Limits:
    """What reading one file may cost; the defaults fit an office PC of 4 GiB.

    `memory_mib`: what the process that reads it may hold; `seconds`: how long it may take;
    `cells`: how many cells, empty ones between others included, one sheet may have.
    """

    memory_mib: int = 1024
    seconds: int = 20
    cells: int = 8_000_000

    @property
    def file_bytes(self) -> int:
        """A larger file is not even opened."""
        return self.memory_mib << 18

    @property
    def inflated_bytes(self) -> int:
        """What the entries of a zipped workbook may come to."""
        return self.memory_mib << 19


@dataclass(frozen=True)
class Doubt:
    """Something wrong with a sheet as a whole: a code of the problem catalogue and its details."""

    code: str
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class RawTable:
    """The data rows of one sheet as text, under our column names.

    `headers` maps our column names to the header as printed; `columns` maps them to Arrow string
    arrays of equal length, null where the cell is empty, "#N/A" and the like where it holds an
    error; `rows` are the row numbers that Excel shows; `numbering` is the first and last number in
    the column that numbers the rows. Columns that no contract names are gone.
    """

    kind: str
    headers: dict[str, str]
    columns: dict[str, pa.StringArray]
    rows: pa.Int32Array
    rows_ignored: int
    numbering: tuple[int, int] | None = None


@dataclass(frozen=True)
class TypedTable:
    """A table in our values, as `schemas/<kind>.py` describes it: `frame` has a row a data row.

    `headers`, `texts` (as in the cells) and `rows` are those of the RawTable. `nearest`: a text of
    no unit of the plan -> the name of the unit that it is most like.
    """

    kind: str
    headers: dict[str, str]
    texts: dict[str, pa.StringArray]
    frame: pd.DataFrame
    rows: pa.Int32Array
    nearest: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RawSheet:
    """A sheet as read: its table, if it has one, and what is wrong with it as a whole.

    `notes` go to the source's message. `unread`: its columns that nothing was made of. `handling`:
    the table 06a that it is.
    """

    name: str
    table: RawTable | None
    doubts: tuple[Doubt, ...] = ()
    notes: tuple[str, ...] = ()
    unread: tuple[UnreadColumn, ...] = ()
    handling: HandlingTable | None = None


@dataclass(frozen=True)
class Origin:
    """A row of a corrected copy and the row that it takes the place of.

    `content` and `sheet` name the original: how its sha256 begins, and its sheet's position.
    """

    row: int
    is_accepted: bool
    content: str
    sheet: int
    original: int


@dataclass(frozen=True)
class SheetResult:
    """A sheet of an export, validated: its source line before duplicates are known, the headers
    of the columns that it has by our names, and the file with its accepted rows (empty: none).

    `texts_file` holds the rows that may need a correction as they were: `row_number`, and text
    columns by our names. `numbering`: the first and last number in the column that numbers the
    rows. `unread`: columns that nothing was made of; `unknown_words`: those of vocabularies.
    `handling`: the table 06a that it is; then it has no rows.
    """

    source: Source
    headers: dict[str, str]
    rows_file: str
    texts_file: str = ""
    origins: tuple[Origin, ...] = ()
    numbering: tuple[int, int] | None = None
    unread: tuple[UnreadColumn, ...] = ()
    unknown_words: tuple[UnknownWord, ...] = ()
    handling: HandlingTable | None = None


@dataclass(frozen=True)
class Correction:
    """The rows of one sheet that need a correction, for a copy that staff correct.

    `headers` as printed, by our names; `texts` has `row_number` and a text column for each;
    `reference` begins the references of the copy's rows; `problems` are those of the rows.
    `rows_left_out`: how many more there are than anybody corrects by hand.
    """

    sheet: str
    kind: str
    headers: dict[str, str]
    texts: pa.Table
    reference: str
    problems: tuple[Problem, ...]
    rows_left_out: int = 0


@dataclass(frozen=True)
class FileResult:
    """One export from bytes to accepted rows: the unit of work, and of the cache."""

    sheets: tuple[SheetResult, ...]
    problems: tuple[Problem, ...]
