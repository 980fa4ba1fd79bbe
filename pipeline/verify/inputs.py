"""The exports and the plan that a workbook names beside those that are there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline import __version__
from pipeline.files.cache import sha256
from pipeline.model import InputFile

if TYPE_CHECKING:
    from pathlib import Path

    from pipeline.files.discover import InputFiles
    from pipeline.verify.said import Said


@dataclass(frozen=True)
class InputDifferences:
    """Names of exports, `missing` with the rows that were read of them; `plan`, `version`: what
    the workbook names, empty where it is the same as here; `is_plan_known`: whether the workbook
    has the digest of its plan.
    """

    missing: dict[str, int]
    added: tuple[str, ...]
    changed: tuple[str, ...]
    plan: str = ""
    is_plan_here: bool = True
    is_plan_known: bool = True
    version: str = ""

    @property
    def is_same(self) -> bool:
        """Whether the report is made from the same again."""
        return not (self.missing or self.added or self.changed or self.plan or self.version)


def input_differences(found: InputFiles, plan_file: Path, said: Said) -> InputDifferences:
    """Of what is there. Of a workbook of one unit alone the exports of others are no additions."""
    here = {file.name: sha256(file) for file in (*found.files, *found.teaching)}
    refused = {sheet.source.file for result in found.unusable for sheet in result.sheets}
    plan = sha256(InputFile(plan_file, plan_file.name))
    is_other_plan = plan != said.made.plan_digest
    return InputDifferences(
        missing={
            name: rows for name, (_, rows) in sorted(said.files.items())
            if name not in here and name not in refused
        },
        added=() if said.made.unit else tuple(sorted(here.keys() - said.files.keys())),
        changed=tuple(
            name for name, (digest, _) in sorted(said.files.items())
            if digest and here.get(name, digest) != digest
        ),
        plan=(said.made.plan or "?") if is_other_plan else "",
        is_plan_here=bool(plan), is_plan_known=bool(said.made.plan_digest),
        version=(said.version or "?") if said.version != __version__ else "",
    )  # fmt: skip
