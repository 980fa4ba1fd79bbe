"""The workbook that asks staff what headings and words mean that were not understood.

Filled in and dropped into inputs/ it is read like the plan (docs/decisions/18-taught.md).
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_col_to_name

from pipeline.report.layout.book import book_at
from pipeline.report.layout.theme import Theme
from pipeline.values.text import key
from schemas.contracts import KINDS, contracts
from schemas.taught import (
    CHOICES,
    GUIDE,
    HEADING_COLUMNS,
    HEADINGS,
    IGNORED,
    LEARNT,
    LEARNT_COLUMNS,
    WORD_COLUMNS,
    WORDS,
    heading_meanings,
    taught_vocabularies,
    word_meanings,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence
    from io import BytesIO
    from pathlib import Path

    from pipeline.model import Lesson, UnknownWord, Unread, UnreadColumn, UnreadSheet

_GUIDE_LINES = """\
TIÊU ĐỀ CỘT VÀ TỪ MÀ CHƯƠNG TRÌNH CHƯA HIỂU
1. Trang “Cột lạ”: ở ô tô vàng (Nghĩa là), chọn trong danh sách xem cột đó là gì. Hàng ghi “cần”: \
thiếu nó thì bảng không đọc được, hoặc một chỉ tiêu không có số liệu. Hàng khác để trống cũng \
được; chọn “Bỏ qua” thì lần sau không hỏi nữa.
2. Trang “Từ lạ”: chọn xem từ đó là từ nào trong các từ đã biết.
3. Cột “Gợi ý” là nghĩa gần nhất mà chương trình tìm được, chưa chắc đúng: xem lại bản xuất trước \
khi chọn.
4. Loại bản xuất (hồ sơ, thanh toán, …) không phải chọn: nó theo các cột. Một bản xuất hồ sơ cần \
có Mã hồ sơ, Ngày tiếp nhận và một cột nữa.
5. Lưu lại (vẫn là .xlsx), chép vào thư mục inputs/ rồi chạy lại báo cáo; tên tệp tùy ý. Từ đó, \
tiêu đề và từ này có nghĩa như đã chọn trong mọi tệp. Xóa tệp khỏi inputs/ thì thôi.
Trang “Đã dạy” (nếu có) chép lại những gì các tệp trong inputs/ đã nói: tệp này thay được tệp cũ.
Ngoài các từ ở trang “Từ lạ”, tệp này không có giá trị nào của bản xuất.
""".splitlines()
_WIDTHS = {
    "Tệp": 34, "Trang": 18, "Loại": 16, "Tiêu đề cột": 34, "Giá trị": 18, "Cần không": 16,
    "Cột": 26, "Từ": 34, "Số dòng": 10, "Gợi ý": 40, "Nghĩa là": 44,
}  # fmt: skip
_NEEDED = {True: "cần", False: "không bắt buộc"}
_CREATED = datetime(2024, 1, 1)  # noqa: DTZ001 - no clock: the same rows give the same bytes
_ALL = "Mọi loại"


def write_unread(unread: Unread, place: Path | BytesIO) -> None:
    """A guide, headings, words, what is taught already, all meanings; raises OSError."""
    with book_at(place, title="Tiêu đề cột và từ chưa hiểu", created=_CREATED) as book:
        writer = _Writer(book)
        writer.guide()
        writer.table(HEADINGS, HEADING_COLUMNS, *_heading_rows(unread.sheets))
        writer.table(WORDS, WORD_COLUMNS, *_word_rows(unread.sheets))
        if unread.lessons:
            rows = [_learnt_row(lesson) for lesson in unread.lessons]
            writer.table(LEARNT, LEARNT_COLUMNS, rows, [])
        writer.choices()


Row = list[str | int]


def _heading_rows(sheets: Iterable[UnreadSheet]) -> tuple[list[Row], list[str]]:
    """A row for each heading of a kind or, where that is not known, of a layout; those that are
    needed first. And the name of the list to choose from.
    """
    groups: dict[Hashable, list[tuple[UnreadSheet, UnreadColumn]]] = {}
    for sheet in sheets:
        layout = sheet.kind or tuple(key(column.heading) for column in sheet.columns)
        for column in sheet.columns:
            groups.setdefault((layout, key(column.heading)), []).append((sheet, column))
    listed = sorted(
        groups.values(), key=lambda group: not any(column.is_needed for _, column in group)
    )
    rows: list[Row] = [_heading_row(group) for group in listed]
    return rows, [group[0][0].kind or _ALL for group in listed]


def _heading_row(group: list[tuple[UnreadSheet, UnreadColumn]]) -> Row:
    sheet, column = next((entry for entry in group if entry[1].is_needed), group[0])
    kind = contracts()[sheet.kind].title if sheet.kind else "chưa rõ"
    need = _NEEDED[column.is_needed]
    file = _with_others(sheet.file, len(group) - 1)
    return [file, sheet.sheet, kind, column.heading, column.contents, need, column.suggestion, ""]


def _word_rows(sheets: Iterable[UnreadSheet]) -> tuple[list[Row], list[str]]:
    """A row for each word of a vocabulary, and the name of the list to choose from."""
    groups: dict[tuple[str, str], list[tuple[UnreadSheet, UnknownWord]]] = {}
    for sheet in sheets:
        for word in sheet.words:
            groups.setdefault((word.vocabulary, key(word.word)), []).append((sheet, word))
    rows: list[Row] = []
    for group in groups.values():
        sheet, word = group[0]
        count = sum(entry.rows for _, entry in group)
        file = _with_others(sheet.file, len(group) - 1)
        rows.append([file, sheet.sheet, word.heading, word.word, count, word.suggestion, ""])
    return rows, [vocabulary for vocabulary, _ in groups]


def _with_others(file: str, others: int) -> str:
    return f"{file} và {others} trang khác" if others else file


def _learnt_row(lesson: Lesson) -> Row:
    texts = ("", lesson.text) if lesson.is_word else (lesson.text, "")
    return [*texts, lesson.meaning]


def _choices() -> dict[str, list[str]]:
    """The lists to choose from, by their names: of all kinds, of each, of each vocabulary."""
    headings, words = heading_meanings(), word_meanings()
    return {
        _ALL: [IGNORED, *headings],
        **{
            kind: [IGNORED, *(title for title, (of, _) in headings.items() if of == kind)]
            for kind in KINDS
        },
        **{
            name: [title for title, (of, _) in words.items() if of == name]
            for name in taught_vocabularies()
        },
    }


class _Writer:
    """The workbook being written."""

    def __init__(self, book: Any) -> None:
        self._book, self._theme = book, Theme(book)
        self._lists = _choices()

    def guide(self) -> None:
        """What to do, in front."""
        sheet = self._book.add_worksheet(GUIDE)
        sheet.set_column(0, 0, 110)
        for row, line in enumerate(_GUIDE_LINES):
            sheet.write_string(row, 0, line, self._theme["wrapped_note" if row else "strong"])

    def table(self, name: str, columns: Sequence[str], rows: list[Row], lists: list[str]) -> None:
        """A table from A1 on; the last column of a row is chosen from the list of that name."""
        sheet = self._book.add_worksheet(name)
        for column, heading in enumerate(columns):
            sheet.write_string(0, column, heading, self._theme["heading"])
            sheet.set_column(column, column, _WIDTHS[heading])
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                self._cell(
                    sheet, number, column, value, is_choice=bool(lists) and column == len(row) - 1
                )
        for number, chosen in enumerate(lists, 1):
            choice = {"validate": "list", "source": self._source(chosen), "error_type": "warning"}
            sheet.data_validation(number, len(columns) - 1, number, len(columns) - 1, choice)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(rows), 1), len(columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def _cell(
        self, sheet: Any, row: int, column: int, value: str | int, *, is_choice: bool
    ) -> None:
        if not value:
            role = "choice" if is_choice else "wrapped"
            sheet.write_blank(row, column, None, self._theme[role])
        elif isinstance(value, int):
            sheet.write_number(row, column, value, self._theme["count"])
        else:
            sheet.write_string(row, column, value, self._theme["wrapped"])

    def _source(self, name: str) -> str:
        """Where the list of a name stands."""
        column = xl_col_to_name(list(self._lists).index(name))
        return f"='{CHOICES}'!${column}$2:${column}${len(self._lists[name]) + 1}"

    def choices(self) -> None:
        """All lists, a column each."""
        sheet = self._book.add_worksheet(CHOICES)
        sheet.set_column(0, len(self._lists) - 1, 40)
        for column, (name, titles) in enumerate(self._lists.items()):
            shown = contracts()[name].title if name in KINDS else name if name == _ALL else ""
            heading = shown or titles[0].partition(":")[0]
            sheet.write_string(0, column, heading, self._theme["heading"])
            for row, title in enumerate(titles, 1):
                sheet.write_string(row, column, title, self._theme["text"])
        sheet.freeze_panes(1, 0)
