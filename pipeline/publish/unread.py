"""What was not understood, for staff to say what it means: outputs/can-sua/cot-la.xlsx.

Written before the report, for without it there may be none. What somebody has begun to fill in is
never overwritten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model import Unread, UnreadSheet
from pipeline.publish.folder import CORRECTIONS
from pipeline.publish.written import is_taken, read_record, sha256, write_record
from pipeline.report import write_unread

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from pipeline.model import FileResult, Taught

NAME, SAMPLE_NAME = "cot-la.xlsx", "mau_cot-la.xlsx"
_WRITTEN = ".cot-la.json"  # the sha256 of each as it was written


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
    unread: Unread, read: set[str], outputs: Path, parts: Path, *, is_sample: bool
) -> tuple[Path, ...]:
    """Writes the workbook, removes one with nothing left to ask; returns it where it is left alone,
    because it is open or has been filled in and is not among the files `read` (digests).
    """
    path = outputs / CORRECTIONS / (SAMPLE_NAME if is_sample else NAME)
    record = path.parent / _WRITTEN
    written = read_record(record)
    if not unread.sheets and path.name not in written:
        return ()
    if is_taken(path, written.get(path.name, []), read):
        return (path,)
    path.parent.mkdir(exist_ok=True)
    if not unread.sheets:
        path.unlink(missing_ok=True)
        write_record(record, {name: known for name, known in written.items() if name != path.name})
        return ()
    part = parts / path.name
    write_unread(unread, part)
    # Should the run be killed in between, both what was and what comes is known as ours.
    new = [sha256(part)]
    write_record(record, written | {path.name: new + written.get(path.name, [])})
    part.replace(path)
    write_record(record, written | {path.name: new})
    return ()
