"""What was not understood, for staff to say what it means: outputs/can-sua/cot-la.xlsx.

Written before the report, for without it there may be none. What somebody has begun to fill in is
never overwritten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model import Unread, UnreadSheet
from pipeline.publish.folder import sync, unread_name
from pipeline.publish.written import NewFiles
from pipeline.report import write_unread

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pipeline.model import FileResult, Taught
    from pipeline.publish.written import Kept, Written


def unread_of(results: Iterable[FileResult], taught: Taught) -> Unread:
    """What of all sheets was not understood, and what has been taught so far."""
    sheets = tuple(
        UnreadSheet(
            sheet.source.file, sheet.source.sheet, sheet.source.kind, sheet.unread,
            sheet.unknown_words,
        )
        for result in results
        for sheet in result.sheets
        if sheet.unread or sheet.unknown_words
    )  # fmt: skip
    return Unread(sheets, taught.lessons)


def publish_unread(
    unread: Unread, read: set[str], written: Written, parts: Path, *, is_sample: bool
) -> tuple[Kept, ...]:
    """Writes the workbook, removes one with nothing left to ask; returns it where it is left alone,
    because it is open or has been filled in and is not among the files `read` (digests).
    """
    name, copies = unread_name(is_sample=is_sample), {}
    if unread.sheets:
        copies[name] = parts / "cot-la.xlsx"
        write_unread(unread, copies[name])
        sync(copies[name])
    new = NewFiles(copies, (name.removesuffix(".xlsx"),), returned=read)
    ((_, kept),) = written.put(new)
    return kept
