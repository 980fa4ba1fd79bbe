"""What was written for people to fill in, and whether they have begun to."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from pipeline.publish.folder import owner_files

if TYPE_CHECKING:
    from pathlib import Path


def is_taken(path: Path, written: list[str], dropped: set[str]) -> bool:
    """Whether the file is open, or has been changed by hand and waits for its author. `written`:
    digests of it as it was written; `dropped`: of files that lie in inputs/.
    """
    if not path.exists():
        return False
    now = sha256(path)
    return bool(owner_files(path)) or (now not in written and now not in dropped)


def read_record(path: Path) -> dict[str, list[str]]:
    """Name -> digests of the file as it was written; empty where there is no record."""
    try:
        record: dict[str, list[str]] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return record


def write_record(path: Path, record: dict[str, list[str]]) -> None:
    """For the next run."""
    text = json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")


def sha256(path: Path) -> str:
    """The digest of a file's content."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
