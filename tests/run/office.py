"""The outputs of an office, by name and content."""

from __future__ import annotations

import hashlib

NAMES = (
    "phu-luc-ii_2024-05-16.xlsx",
    "so-lieu_2024-05-16.csv",
    "loi_2024-05-16.csv",
    "nguon_2024-05-16.csv",
    "chi-so-766_2024-05-16.csv",
    "doi-soat_2024-05-16.csv",
    "chi-tiet_2024-05-16.parquet",
    "tin-bai_2024-05-16.txt",
    "bang-dieu-hanh_2024-05-16.html",
    "bao-cao_2024-05-16.docx",
)


def digest(files):
    """The SHA-256 of each file by name."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
