"""Problems of the catalogue `schemas/problems.toml`."""

from __future__ import annotations

from typing import Any

from pipeline.model import FileResult, InputFile, Problem, SheetResult, Source
from schemas.contracts import problem_types


def problem(
    code: str,
    file: str,
    *,
    sheet: str = "",
    row: int | None = None,
    column: str = "",
    value: str = "",
    **details: Any,
) -> Problem:
    """A problem of the catalogue, its message filled in; KeyError where there is no such code."""
    kind = problem_types()[code]
    return Problem(
        severity=kind.severity,
        code=code,
        file=file,
        sheet=sheet,
        row=row,
        column=column,
        value=value,
        message=kind.message.format(**({"value": value, "column": column} | details)),
        remedy=kind.remedy,
    )


def unreadable(file: InputFile, code: str, *, sha256: str = "", **details: Any) -> FileResult:
    """The result of a file of which nothing could be read."""
    failure = problem(code, file.name, **details)
    source = Source(file.name, sha256, sheet="", kind="", message=failure.message)
    return FileResult((SheetResult(source, {}, ""),), (failure,))
