"""Files that are no spreadsheet, whatever their names say: photos, documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model import OtherFileError
from schemas.other_pages import OtherFile, other_files

if TYPE_CHECKING:
    from collections.abc import Container


def refuse_other_files(content: bytes) -> None:
    """Raises OtherFileError that names what the bytes are, where they are none of ours."""
    for kind in other_files():
        if any(content.startswith(bytes.fromhex(begin)) for begin in kind.begins):
            raise OtherFileError(_reason(kind))


def package_reason(parts: Container[str]) -> str:
    """Why a zipped file with these entries is no workbook."""
    for kind in other_files():
        if any(part in parts for part in kind.parts):
            return _reason(kind)
    return "tệp nén này không phải bảng tính"


def _reason(kind: OtherFile) -> str:
    return f"đây là {kind.name}, không phải bảng tính"
