"""Units as exports spell them: an office before a place's name names no other unit (DOMAIN.md)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.values.text import clean, key
from pipeline.values.words import affix_keys

if TYPE_CHECKING:
    import pandas as pd

_UNIT_CODE = re.compile(r"[A-Z]\d+(?:\.\d+)+")
_DOSSIER_CODE = re.compile(r"(?P<unit>[A-Z]\d+(?:\.\d+)+)-\d{6}-")  # H21.65-220914-0011
_BETWEEN = re.compile(r"(?<!\s)(?:\s*[,;]\s*|\s+[-–]\s+)")


_SEVERAL = 5  # dossiers: fewer, and with nothing else that speaks for a unit, are a slip


@dataclass(frozen=True)
class UnitSeen:
    """A unit: `texts` are all that exports write for it, most dossiers' first.

    `is_code_known`: whether its code is what its dossiers' codes begin with; `is_name_known`: false
    where no export has a column for it.
    """

    code: str
    name: str
    texts: tuple[str, ...]
    dossiers: int
    is_code_known: bool
    is_name_known: bool = True

    @property
    def is_stray(self) -> bool:
        """Whether so little speaks for it that it is rather a slip of somebody's pen."""
        return self.is_name_known and not self.is_code_known and self.dossiers < _SEVERAL

    @property
    def others(self) -> tuple[str, ...]:
        """Spellings that the name and the code do not cover."""
        covered = {key(self.name), key(self.code)}
        return tuple({key(text): text for text in self.texts if key(text) not in covered}.values())


def seen_units(dossiers: pd.DataFrame) -> tuple[UnitSeen, ...]:
    """Of rows with `unit` and `code`; by name."""
    counts = Counter(dossiers["unit"].dropna())
    texts: dict[str, Counter[str]] = defaultdict(Counter)
    for text, count in counts.items():
        texts[_place(text)][text] = count
    codes = _codes(dossiers)
    for code in [place for place in texts if _is_code(place)]:
        for place in texts:  # an export that prints the code in the name's place
            if codes.get(place) == code and place != code:
                texts[place] += texts[code]
                del texts[code]
                break
    if not texts:
        return (_nameless(dossiers),)
    ordered = sorted(texts, key=lambda place: (-texts[place].total(), place))
    return tuple(
        UnitSeen(
            code=codes.get(place) or (place if _is_code(place) else f"DV{number}"),
            name=_name(texts[place]),
            texts=tuple(text for text, _ in texts[place].most_common()),
            dossiers=texts[place].total(),
            is_code_known=place in codes,
        )
        for number, place in enumerate(ordered, start=1)
    )


def place_name(text: str) -> str:
    """The place that a unit's text names: without the office, and without what it lies in."""
    pieces = (_without_office(piece) for piece in _BETWEEN.split(clean(text)))
    return next((piece for piece in pieces if piece), clean(text))


def _place(text: str) -> str:
    return text if _is_code(text) else key(place_name(text))


def _is_code(text: str) -> bool:
    return _UNIT_CODE.fullmatch(text) is not None


def _without_office(text: str) -> str:
    words = text.split()
    offices, _ = affix_keys("unit")
    for count in range(len(words), 0, -1):
        if key(" ".join(words[:count])) in offices:
            return _without_office(" ".join(words[count:]))
    return text


def _name(texts: Counter[str]) -> str:
    """As most dossiers write it, but not in capitals throughout where any does otherwise."""
    names: Counter[str] = Counter()
    for text, count in texts.items():
        if not _is_code(text):
            names[place_name(text)] += count
    ranked = sorted(names, key=lambda name: (name.isupper(), -names[name], name))
    name = ranked[0] if ranked else next(iter(texts))
    return name[:1].upper() + name[1:]


def _codes(dossiers: pd.DataFrame) -> dict[str, str]:
    """Place -> what most of its dossiers' codes begin with, if most of these are that place's."""
    pairs: Counter[tuple[str, str]] = Counter()
    for unit, code in zip(dossiers["unit"], dossiers["code"], strict=True):
        if unit and code and not _is_code(unit) and (match := _DOSSIER_CODE.match(code)):
            pairs[_place(unit), match["unit"]] += 1
    of_place: dict[str, str] = {}
    of_code: dict[str, str] = {}
    for (place, code), _ in pairs.most_common():
        of_place.setdefault(place, code)
        of_code.setdefault(code, place)
    return {place: code for place, code in of_place.items() if of_code[code] == place}


def _nameless(dossiers: pd.DataFrame) -> UnitSeen:
    codes = Counter(
        match["unit"] for code in dossiers["code"].dropna() if (match := _DOSSIER_CODE.match(code))
    )
    code = codes.most_common(1)[0][0] if codes else ""
    return UnitSeen(
        code or "DV1", "(ghi tên đơn vị)", (), dossiers["code"].nunique(), bool(code),
        is_name_known=False,
    )  # fmt: skip
