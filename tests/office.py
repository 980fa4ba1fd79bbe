"""The workbook in real LibreOffice: calculated from scratch, printed, shown as pictures."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openxml_audit import FileFormat, OpenXmlValidator

if TYPE_CHECKING:
    from pathlib import Path

# Calculates every formula on load, whatever value the file says it had.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""


def converted(path: Path, folder: Path, kind: str, timeout: int = 300) -> Path:
    """The file as LibreOffice saves it in `folder`, every formula calculated anew."""
    if shutil.which("soffice") is None and not os.environ.get("CI"):
        pytest.skip(
            "LibreOffice is not installed (apt install libreoffice-calc libreoffice-writer)"
        )
    user = folder / "profile" / "user"
    user.mkdir(parents=True, exist_ok=True)
    (user / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    profile = f"-env:UserInstallation={user.parent.as_uri()}"
    subprocess.run(
        ["soffice", "--headless", profile, "--convert-to", kind, "--outdir", folder, path],
        check=True, capture_output=True, timeout=timeout,
    )  # fmt: skip
    return folder / f"{path.stem}.{kind.partition(':')[0]}"


def problems(path: Path) -> list[str]:
    """What the schemas and rules of Office Open XML have against a file."""
    result = OpenXmlValidator(FileFormat.OFFICE_2016, max_errors=0).validate(path)
    return [f"{error.part_uri}: {error.description}" for error in result.errors]


def values(path: Path) -> dict[tuple[str, str], Any]:
    """(sheet, address) -> the value that the file says a cell has."""
    return _cells(path, is_value=True)


def formulas(path: Path) -> dict[tuple[str, str], str]:
    """(sheet, address) -> formula, of the cells that have one."""
    cells = _cells(path, is_value=False)
    return {place: value for place, value in cells.items() if str(value).startswith("=")}


def _cells(path: Path, *, is_value: bool) -> dict[tuple[str, str], Any]:
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), data_only=is_value)
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and (is_value or cell.data_type == "f")
    }
