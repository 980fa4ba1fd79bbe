"""Problems of the catalogue `schemas/problems.toml`."""

from __future__ import annotations

from typing import Any

from pipeline.model import FileResult, InputFile, Problem, SheetResult, Source


def problem(
    code: str, file: str, *, sheet: str = "", column: str = "", value: str = "", **details: Any
) -> Problem:
    """A problem of the catalogue with a file or a sheet as a whole; KeyError where there is no such
    code, or where its message names something else.
    """
    whole = Problem(code, file, sheet, column, (value,), details=details)
    whole.message_of(0)
    return whole


def unreadable(file: InputFile, code: str, *, sha256: str = "", **details: Any) -> FileResult:
    """The result of a file of which nothing could be read."""
    failure = problem(code, file.name, **details)
    source = Source(file.name, sha256, sheet="", kind="", message=failure.message)
    return FileResult((SheetResult(source, {}, ""),), (failure,))
