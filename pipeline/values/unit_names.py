"""Names of units without the offices and places around them (DOMAIN.md, Inputs, "units").

"UBND xã Ia Ake, huyện Phú Thiện" names the unit "Xã Ia Ake". A place type is part of a name; a name
without any is the one unit whose name it is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING

from pipeline.values.text import key
from pipeline.values.words import JOINTS, affix_keys
from schemas.contracts import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable


def bare_name(text: str) -> str:
    """The key of a name without offices and places, "" where nothing is left."""
    shown, shorter = "", key(text).strip(JOINTS)
    while shown != shorter:
        shown, shorter = shorter, _without_office(_without_place(shorter)).strip(JOINTS)
    return shown


def bare_names(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Bare name, with and without its place type, -> code, of names and codes of units; what names
    two units names none.
    """
    codes: dict[str, set[str]] = defaultdict(set)
    for name, code in names:
        bare = bare_name(name)
        for shown in (bare, _without_type(bare)):
            codes[shown].add(code)
    return {shown: min(of) for shown, of in codes.items() if shown and len(of) == 1}


def _without_office(shown: str) -> str:
    before, behind = affix_keys("unit")
    for office in before:
        if shown.startswith(office):
            return shown.removeprefix(office)
    for office in behind:
        if shown.endswith(office):
            return shown.removesuffix(office)
    return shown


def _without_place(shown: str) -> str:
    return _place_above().sub("", shown)


def _without_type(bare: str) -> str:
    return _place_type().sub("", bare, count=1)


@cache
def _place_above() -> re.Pattern[str]:
    """The last place behind a name: ", tỉnh Y", " - Tỉnh Y"."""
    joints = re.escape(JOINTS.replace(".", ""))
    return re.compile(rf"(?<=.)[{joints}]+(?:{_any_of('above')})[^{joints}]*\)?$")


@cache
def _place_type() -> re.Pattern[str]:
    return re.compile(rf"^(?:{_any_of('own', 'above')})")


def _any_of(*groups: str) -> str:
    types = (key(word) for group in groups for word in vocabulary("place_type")[group])
    return "|".join(map(re.escape, sorted(types, key=len, reverse=True)))
