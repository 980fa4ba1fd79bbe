"""`make lock` writes sbom.cdx.json: what requirements.txt pins, as CycloneDX 1.6.

Written here and not by a generator: those that read a lock write where a registry is, the day and
what happens to be installed. Only licences come from what is installed; of what is not, none is said.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import pipeline

ROOT = Path(__file__).resolve().parents[2]
NAME = "sbom.cdx.json"
_ITSELF = "phu-luc-ii"
_HASH = re.compile(r"--hash=(sha256):([0-9a-f]{64})")
_LONGEST = 64  # characters: longer ones are whole texts


@dataclass(frozen=True)
class Pinned:
    """A package of the lock, where it is needed (a marker, or empty), and its files' hashes."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]

    @property
    def purl(self) -> str:
        """The package's address that names no host."""
        return f"pkg:pypi/{canonicalize_name(self.name)}@{self.version}"


def pinned(lock: str) -> list[Pinned]:
    """All of a lock with hashes, in its order."""
    packages = []
    for entry in lock.replace("\\\n", " ").splitlines():
        if not entry.strip() or entry.startswith("#"):
            continue
        requirement = Requirement(entry.partition("--hash")[0].strip())
        (specifier,) = requirement.specifier
        marker = str(requirement.marker or "")
        hashes = tuple(content for _, content in _HASH.findall(entry))
        packages.append(Pinned(requirement.name, specifier.version, marker, hashes))
    return packages


def bill(lock: str) -> dict[str, object]:
    """The bill of materials."""
    packages = pinned(lock)
    itself = {
        "type": "application", "bom-ref": _ITSELF, "name": _ITSELF, "version": pipeline.__version__,
        "licenses": [{"license": {"id": "MIT"}}],
    }  # fmt: skip
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": itself},
        "components": [_component(package) for package in packages],
        "dependencies": [{"ref": _ITSELF, "dependsOn": [package.purl for package in packages]}],
    }


def _component(package: Pinned) -> dict[str, object]:
    marker = [{"name": "python:marker", "value": package.marker}] if package.marker else []
    return {
        "type": "library",
        "bom-ref": package.purl,
        "name": package.name,
        "version": package.version,
        "purl": package.purl,
        "hashes": [{"alg": "SHA-256", "content": content} for content in package.hashes],
        **({"licenses": licences} if (licences := _licences(package.name)) else {}),
        **({"properties": marker} if marker else {}),
    }


def _licences(name: str) -> list[dict[str, object]]:
    """As the package says it of itself: an expression, a name, or what it is classified as."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return []
    if expression := said.get("License-Expression"):
        return [{"expression": expression}]
    licence = (said.get("License") or "").strip()
    if licence and len(licence) <= _LONGEST and "\n" not in licence:
        return [{"license": {"name": licence}}]
    classes = [
        entry for entry in said.get_all("Classifier") or [] if entry.startswith("License ::")
    ]
    return [{"license": {"name": entry.rpartition(" :: ")[2]}} for entry in classes]


def written(lock: str) -> str:
    """The file's text."""
    return json.dumps(bill(lock), indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    text = written((ROOT / "requirements.txt").read_text(encoding="utf-8"))
    (ROOT / NAME).write_text(text, encoding="utf-8")
