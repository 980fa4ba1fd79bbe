"""Names of units without the offices and places around them (DOMAIN.md, Inputs, "units").

"UBND xã Ia Ake, huyện Phú Thiện" names the unit "Xã Ia Ake". A place type is part of a name; a name
without any is the one unit whose name it is.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

from pipeline.values.text import key
from pipeline.values.words import JOINTS, affix_keys
from schemas.contracts import vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable

_NEAR = 0.8  # of 1: below that, names are of two places ("Ia Piar", "Ia Ake")


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


def nearest_name(text: str, bare: Iterable[str]) -> str:
    """The bare name that a text means rather than any other: one that stands in it, or is spelled
    nearly so, marks above letters and place types left aside; "" where none is near.
    """
    shown = bare_name(text)
    known = {_plain(name): name for name in bare}
    own = {_plain(name) for name in (shown, _without_type(shown)) if name}
    for name in (alike for spelled in own for alike in _alike(spelled, known)):
        return known[name]
    types = _place_type()
    inside = [name for name in known.values() if types.match(name) and name in shown]
    return max(inside, key=len, default="")


def _alike(spelled: str, known: Iterable[str]) -> list[str]:
    return get_close_matches(spelled, known, n=1, cutoff=_NEAR)


def _plain(shown: str) -> str:
    """Without marks above and through letters."""
    letters = unicodedata.normalize("NFD", shown.replace("đ", "d"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


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
    begin = rf"(?:(?<=[^{joints}])|(?<=^.))"  # of joints that follow each other, the first alone
    return re.compile(rf"{begin}[{joints}]+(?:{_any_of('above')})[^{joints}]*\)?$")


@cache
def _place_type() -> re.Pattern[str]:
    return re.compile(rf"^(?:{_any_of('own', 'above')})")


def _any_of(*groups: str) -> str:
    types = (key(word) for group in groups for word in vocabulary("place_type")[group])
    return "|".join(map(re.escape, sorted(types, key=len, reverse=True)))
