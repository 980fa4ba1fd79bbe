"""What staff may teach: the layout of the workbook that asks them, and the meanings to choose."""

from __future__ import annotations

from functools import cache

from schemas.contracts import KINDS, ORIGIN, contracts, vocabulary
from schemas.reading import Entry, read

# The sheets of outputs/can-sua/cot-la.xlsx (CONTRACT.md, outputs/). `LEARNT` repeats what is taught
# already, so that a newer workbook may take the place of an older one.
GUIDE, HEADINGS, WORDS, LEARNT, CHOICES = "Hướng dẫn", "Cột lạ", "Từ lạ", "Đã dạy", "Nghĩa"
# Columns that are read again; the others are there to be understood by.
HEADING, WORD, MEANING = "Tiêu đề cột", "Từ", "Nghĩa là"
FILE, SHEET, KIND, COLUMN = "Tệp", "Trang", "Loại", "Cột"  # which one of several is meant
HEADING_COLUMNS = (FILE, SHEET, KIND, HEADING, "Giá trị", "Cần không", "Gợi ý", MEANING)
WORD_COLUMNS = (FILE, SHEET, COLUMN, WORD, "Số dòng", "Gợi ý", MEANING)
LEARNT_COLUMNS = (HEADING, WORD, MEANING)
IGNORED = "Bỏ qua"


class _PassedOver(Entry, frozen=True):
    """Headings of columns that serve no number."""

    headings: tuple[str, ...]
    begins: tuple[str, ...]


class _TaughtFile(Entry, frozen=True):
    """The file taught.toml."""

    vocabulary: dict[str, str]
    passed_over: _PassedOver


def passed_over() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Headings of columns that serve no number, and what others of them begin with."""
    return _file().passed_over.headings, _file().passed_over.begins


def taught_vocabularies() -> tuple[str, ...]:
    """The vocabularies whose unknown words are asked for."""
    return tuple(_file().vocabulary)


@cache
def heading_meanings() -> dict[str, tuple[str, str]]:
    """ "Hồ sơ: Ngày tiếp nhận" -> kind and our name of the column, in the contracts' order."""
    return {
        heading_title(kind, column.name): (kind, column.name)
        for kind in KINDS
        for column in contracts()[kind].columns
        if column != ORIGIN
    }


@cache
def word_meanings() -> dict[str, tuple[str, str]]:
    """ "Trạng thái hồ sơ: Đang xử lý" -> vocabulary and our value."""
    return {
        word_title(name, value): (name, value)
        for name in taught_vocabularies()
        for value in vocabulary(name)
    }


def heading_title(kind: str, name: str) -> str:
    """A column as the workbook calls it."""
    contract = contracts()[kind]
    title = f"{contract.title[:1].upper()}{contract.title[1:]}"
    return f"{title}: {contract.column(name).spellings[0]}"


def word_title(name: str, value: str) -> str:
    """A value as the workbook calls it: by its first spelling that is a word."""
    spelled = vocabulary(name)[value]
    word = next((word for word in spelled if word[:1].isalpha()), spelled[0])
    return f"{_file().vocabulary[name]}: {word}"


@cache
def _file() -> _TaughtFile:
    return read("taught.toml", _TaughtFile)
