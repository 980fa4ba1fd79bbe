"""The plan workbook as a file like any other: guards look at its bytes before a reader does."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from pipeline.ingest.guards.other_files import refuse_other_files
from pipeline.ingest.guards.reasons import DAMAGED
from pipeline.ingest.guards.worksheet_xml import refers_to_nothing
from pipeline.ingest.readers.workbook import inspect_workbook, panics_refused
from pipeline.model import UnreadableFileError
from pipeline.plan.errors import unreadable_plan
from pipeline.plan.sheets import content_of
from pipeline.plan.workbook import plan_of

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.model import Limits, Plan


def read_plan_file(path: Path, limits: Limits) -> tuple[Plan, str]:
    """The plan and the sha256 of the bytes that it was read from.

    Raises PlanError that names every fault, or why the file gives no plan.
    """
    content = content_of(path, limits.file_bytes)
    try:
        _inspect(content, limits)
        with panics_refused():
            plan = plan_of(content, path)
    except UnreadableFileError as error:
        raise unreadable_plan(path, str(error)) from error
    return plan, hashlib.sha256(content).hexdigest()


def _inspect(content: bytes, limits: Limits) -> None:
    """Raises UnreadableFileError where no reader should see the bytes, or a sheet is damaged."""
    if not content.strip(b"\0 \t\r\n"):
        raise UnreadableFileError("tệp rỗng")
    refuse_other_files(content)
    parts = inspect_workbook(content, limits)
    sheets = (part.xml(content) for part in parts if part.xml)
    if any(part.is_damaged for part in parts) or any(map(refers_to_nothing, sheets)):
        raise UnreadableFileError(DAMAGED)
