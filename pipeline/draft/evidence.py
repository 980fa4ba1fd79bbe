"""What all exports together tell of a plan: each fact with how often it was seen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.draft.own_units import own_units
from pipeline.draft.units import UnitSeen, seen_units
from pipeline.values.text import key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from pipeline.files.sketch import Sketch
    from pipeline.model import Plan


@dataclass(frozen=True)
class Choice:
    """The value that most dossiers have, in how many of those that have any, and the others."""

    value: str = ""
    count: int = 0
    of: int = 0
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProcedureSeen:
    """A procedure: `code` is N.NNNNNN or empty, `printed` as most exports have it.

    `dossiers`: how many are of it, `paid` of them with a fee or a payment; `is_fee_told`: whether
    any export says what dossiers cost.
    """

    code: str
    printed: str
    name: Choice
    field: Choice
    level: Choice
    dossiers: int
    paid: int
    is_fee_told: bool


@dataclass(frozen=True)
class OfficialSeen:
    """An official of a unit (its code), how many dossiers they have by field and by procedure."""

    unit: str
    name: str
    dossiers: int
    fields: dict[str, int]
    procedures: dict[str, int]


@dataclass(frozen=True)
class Evidence:
    """All of it; `first` and `last`: the days on which the latest year's dossiers were received.

    `strays`: what stands in the column of units, but is hardly one; `others`: units of other plans,
    whose rows tell nothing of this one.
    """

    units: tuple[UnitSeen, ...]
    strays: tuple[UnitSeen, ...]
    others: tuple[UnitSeen, ...]
    procedures: tuple[ProcedureSeen, ...]
    officials: tuple[OfficialSeen, ...]
    dossiers: int
    first: date | None
    last: date | None


def evidence(
    sketches: Iterable[tuple[Sketch, bool]], today: date, plan: Plan | None = None
) -> Evidence:
    """Of sketches, each with whether it is of last year's exports; a day after today is a slip.
    `plan`: the one that there is already.
    """
    every = _rows(sketches)
    units = own_units(seen_units(_dossiers(every)), plan)
    rows = every[~every["unit"].isin({text for other in units.others for text in other.texts})]
    dossiers = _dossiers(rows)
    paid = set(rows.loc[(rows["kind"] == "payments") & (rows["amount"] > 0), "code"].dropna())
    dossiers = dossiers.assign(paid=(dossiers["amount"] > 0) | dossiers["code"].isin(paid))
    listed = rows[rows["kind"] == "publicity"].assign(code=None, paid=False)
    is_fee_told = bool(paid) or bool(dossiers["amount"].notna().any())
    now = dossiers[~dossiers["is_past"]]
    received = [day for day in now["received"].dropna() if day <= today]
    year = max(received).year if received else 0
    received = [day for day in received if day.year == year]
    return Evidence(
        units=units.own,
        strays=units.strays,
        others=units.others,
        procedures=_procedures(pd.concat([dossiers, listed]), is_fee_told=is_fee_told),
        officials=_officials(now, units.own),
        dossiers=dossiers["code"].nunique(),
        first=min(received, default=None),
        last=max(received, default=None),
    )


def _dossiers(rows: pd.DataFrame) -> pd.DataFrame:
    """Each once, of the rows of every kind."""
    return rows[rows["kind"] == "dossiers"].drop_duplicates(["code", "unit", "procedure"])


def _rows(sketches: Iterable[tuple[Sketch, bool]]) -> pd.DataFrame:
    """Every row; `is_past`: of last year's exports."""
    frames = [
        sketch.rows.to_pandas(date_as_object=True).astype("object")
        .assign(kind=sketch.kind, is_past=is_past)
        for sketch, is_past in sketches
    ]  # fmt: skip
    rows = pd.concat(frames, ignore_index=True).where(lambda frame: frame.notna(), None)
    rows["amount"] = pd.to_numeric(rows["amount"])
    rows["field"] = _one_spelling(rows["field"])
    return rows.assign(id=_ids(rows))


def _one_spelling(texts: pd.Series) -> pd.Series:
    """Texts that differ by case, spaces or the like as most rows write them."""
    counts = Counter(texts.dropna())
    spelled: dict[str, str] = {}
    for text, _ in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])):
        spelled.setdefault(key(text), text)
    return texts.map(lambda text: None if text is None else spelled[key(text)])


def _ids(rows: pd.DataFrame) -> pd.Series:
    """What a row's procedure is known by: its code, that of the same name elsewhere, the name."""
    named = rows.dropna(subset=["procedure", "name"])
    codes = dict(zip(map(key, named["name"]), named["procedure"], strict=True))
    names = rows["name"].map(lambda name: name and (codes.get(key(name)) or key(name)))
    return rows["procedure"].where(rows["procedure"].notna(), names)


def _procedures(rows: pd.DataFrame, *, is_fee_told: bool) -> tuple[ProcedureSeen, ...]:
    """By field, then code or name."""
    found = [
        ProcedureSeen(
            code=_choice(of_one["procedure"]).value,
            printed=_choice(of_one["printed"]).value,
            name=_choice(of_one["name"]),
            field=_choice(of_one["field"]),
            level=_choice(of_one["level"]),
            dossiers=of_one["code"].nunique(),
            paid=of_one.loc[of_one["paid"], "code"].nunique(),
            is_fee_told=is_fee_told,
        )
        for _, of_one in rows.groupby("id", sort=True)
    ]
    return tuple(sorted(found, key=lambda seen: (seen.field.value, seen.code, seen.name.value)))


def _choice(values: pd.Series) -> Choice:
    """Most rows' value; of equals the one that sorts first."""
    counts = Counter(values.dropna())
    if not counts:
        return Choice()
    ranked = sorted(counts, key=lambda value: (-counts[value], value))
    return Choice(ranked[0], counts[ranked[0]], counts.total(), tuple(ranked[1:]))


def _officials(rows: pd.DataFrame, units: tuple[UnitSeen, ...]) -> tuple[OfficialSeen, ...]:
    """By unit, who has most dossiers first."""
    named = rows.dropna(subset=["official"])
    codes = {text: unit.code for unit in units for text in unit.texts}
    only = units[0].code if len(units) == 1 and named["unit"].isna().all() else None
    named = named.assign(
        official=_one_spelling(named["official"]),
        unit_code=named["unit"].map(lambda text: codes.get(text, only)),
    ).dropna(subset=["unit_code"])
    found = [
        OfficialSeen(
            str(unit), str(name), len(of_one), dict(Counter(of_one["field"].dropna())),
            dict(Counter(of_one["procedure"].dropna())),
        )
        for (unit, name), of_one in named.groupby(["unit_code", "official"])
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda seen: (seen.unit, -seen.dossiers, seen.name)))
