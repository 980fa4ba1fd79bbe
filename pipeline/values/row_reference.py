"""How a row of a corrected copy names its original: "<file>.<sheet>.<row>", the file by the
beginning of its content's sha256, the sheet by its position.
"""

from __future__ import annotations

import re

_LENGTH = 8  # of a sha256: enough to tell the files of a folder apart
_REFERENCE = re.compile(rf"([0-9a-f]{{{_LENGTH}}})\.(\d{{1,4}})\.(\d{{1,7}})")


def file_reference(sha256: str) -> str:
    """The mark of a file's content."""
    return sha256[:_LENGTH]


def sheet_reference(sha256: str, sheet: int) -> str:
    """What the mark of a sheet's rows begins with; ".<row>" follows."""
    return f"{file_reference(sha256)}.{sheet}"


def parse_reference(text: str) -> tuple[str, int, int] | None:
    """The file's mark, sheet and row that a text names, None where it names none."""
    match = _REFERENCE.search(text)
    return (match[1], int(match[2]), int(match[3])) if match else None
