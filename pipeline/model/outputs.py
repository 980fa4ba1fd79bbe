"""How outputs are named (CONTRACT.md, outputs/)."""

from __future__ import annotations

from datetime import date

PARTS = ".dang-ghi"  # where outputs are written before they take their places
TEMPORARY = ".tam-"  # how folders begin of what commands that write no outputs keep for a while
_SAMPLE = "mau_"  # before each name of a report from the samples


def output_name(name: str, *, is_sample: bool) -> str:
    """The name of a file or folder below outputs/."""
    return f"{_SAMPLE}{name}" if is_sample else name


def dated_name(stem: str, as_of: date, suffix: str = "", *, is_sample: bool) -> str:
    """Of an output of a day: `so-lieu_2024-05-16.csv`."""
    return output_name(f"{stem}_{as_of.isoformat()}{suffix}", is_sample=is_sample)
