"""One number of the report: the dossiers that it counts, where they are in the exports, and which
row of another export decides of each.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow.parquet as pq

from pipeline.aggregate import detail, procedures, proofs, villages_of_dossiers
from pipeline.model import CUMULATIVE, NO_VILLAGE, PipelineError
from pipeline.plan.nearest import nearest
from pipeline.values.text import key, procedure_code
from schemas.indicators import indicator, indicators

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.aggregate.engine import Engine
    from pipeline.model import Plan, PublicityMark

SCOPES = {
    "total": "toàn bộ", "unit": "đơn vị", "official": "cán bộ", "field": "lĩnh vực",
    "procedure": "thủ tục", "village": "thôn",
}  # fmt: skip
_WHOLE = ("total", "unit")
_PERIODS = {CUMULATIVE: "lũy kế"}
_DETAIL = ["unit_code", "code", "procedure", "field", "official", "file", "sheet", "row_number"]
_NOWHERE = {"file": "", "sheet": "", "row_number": None}  # in no export


@dataclass(frozen=True)
class TraceQuery:
    """Which number: `name` is the official, field, procedure or village; `unit` a name or code."""

    indicator: str
    scope: str = "total"
    unit: str = ""
    name: str = ""
    period: str = CUMULATIVE


class Place(NamedTuple):
    """A row of an export: `kind` of export, "" where nothing says so. `row` is None for a procedure
    of the catalogue, which is in none.
    """

    kind: str
    file: str
    sheet: str
    row: int | None


class TracedRow(NamedTuple):
    """What is in the denominator: a dossier or procedure, whether it is in the numerator, too,
    where it stands, and the row that decides so, None where no other does.
    """

    code: str
    counts: bool
    place: Place
    proof: Place | None


@dataclass(frozen=True)
class Traced:
    """The number, and a row for all that is in its denominator."""

    query: TraceQuery
    rows: tuple[TracedRow, ...]

    @property
    def numerator(self) -> int:
        """How many count."""
        return sum(row.counts for row in self.rows)


def check_query(query: TraceQuery, plan: Plan, periods: list[str]) -> TraceQuery:
    """The query with ids for names and the unit as its code; raises PipelineError where there is no
    such thing.
    """
    headings = {entry.id: entry.heading for entry in indicators()}
    name = _id("chỉ tiêu", query.indicator, headings)
    scope = _id("phạm vi", query.scope, SCOPES)
    period = _id("kỳ", query.period, {other: _PERIODS.get(other, other) for other in periods})
    counted = indicator(name)
    if counted.grain in ("procedure", "publicity") and scope not in _WHOLE:
        raise PipelineError(
            f"Chỉ tiêu {counted.heading} chỉ có ở phạm vi total và unit.\nĐổi --scope."
        )
    if scope not in _WHOLE and not query.name:
        raise PipelineError(f"Phạm vi {scope} cần tên {SCOPES[scope]}.\nGhi tên ở --key.")
    return TraceQuery(name, scope, _unit(scope, query.unit, plan), query.name, period)


def _id(what: str, name: str, known: dict[str, str]) -> str:
    """The id that is meant by id or name; `known`: id -> name."""
    ids = {key(text): other for other, shown in known.items() for text in (shown, other)}
    if key(name) in ids:
        return ids[key(name)]
    near = nearest(name, [*known, *known.values()])
    listed = (shown if shown == other else f"{shown} ({other})" for other, shown in known.items())
    raise PipelineError(f"Không có {what} “{name}”; {near}.\nChọn một trong: {'; '.join(listed)}.")


def _unit(scope: str, name: str, plan: Plan) -> str:
    """The code of the unit; without a name the only one."""
    if scope == "total":
        return ""
    if not name and len(plan.units) == 1:
        return plan.units[0].code
    codes = {
        key(text): unit.code
        for unit in reversed(plan.units)
        for text in (*unit.other_names, unit.name, unit.code)
    }
    if name and key(name) in codes:
        return codes[key(name)]
    near = nearest(name, [unit.name for unit in plan.units])
    what = f"Không có đơn vị “{name}”" if name else "Kế hoạch có nhiều đơn vị"
    raise PipelineError(f"{what}; {near}.\nGhi tên hoặc mã đơn vị ở --unit.")


def traced(
    query: TraceQuery, plan: Plan, engine: Engine, publicity: Iterable[PublicityMark]
) -> Traced:
    """What the number counts, after `aggregate.count`, in the order of the detail; a unit's with
    all that is below it.
    """
    below = plan.descendants(query.unit) if query.scope == "unit" else ()
    units = {query.unit, *(unit.code for unit in below)}
    rows = _rows(query, engine, publicity)
    own = [row for row in rows if query.scope == "total" or row["unit_code"] in units]
    if query.scope not in _WHOLE:
        _check_key(query, plan, (row[query.scope] for row in own))
        own = [row for row in own if _is_named(row[query.scope], query)]
    name = query.indicator
    found = proofs(engine, name, query.period)
    by_code = {(unit, code): Place(*place) for unit, code, *place in found}
    return Traced(
        query, tuple(_traced_row(row, name, by_code) for row in own if row[name] is not None)
    )


def _rows(
    query: TraceQuery, engine: Engine, publicity: Iterable[PublicityMark]
) -> Iterable[dict[str, Any]]:
    """All that the indicator may count, by columns of the detail and what it counts for."""
    name, grain = query.indicator, indicator(query.indicator).grain
    if grain == "procedure":
        return ({**row._asdict(), **_NOWHERE, "code": row.procedure, name: row.mark(name)}
                for row in procedures(engine, query.period))  # fmt: skip
    if grain == "publicity":
        return ({**row._asdict(), "code": row.procedure, name: row.mark(name)}
                for row in publicity)  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "detail.parquet"
        detail(engine, query.period, path)
        rows: list[dict[str, Any]] = pq.read_table(path, columns=[*_DETAIL, name]).to_pylist()
    return _with_villages(rows, engine) if query.scope == "village" else rows


def _with_villages(rows: list[dict[str, Any]], engine: Engine) -> Iterable[dict[str, Any]]:
    """A rating without a dossier is of none, a dossier without a village of NO_VILLAGE."""
    villages = villages_of_dossiers(engine)
    names = {dossier: village or NO_VILLAGE for dossier, village in villages.items()}
    return ({**row, "village": names.get((row["unit_code"], row["code"]))} for row in rows)


def _traced_row(row: dict[str, Any], name: str, by_code: dict[tuple[str, str], Place]) -> TracedRow:
    place = Place("", row["file"], row["sheet"], row["row_number"])
    proof = by_code.get((row["unit_code"], row["code"]))
    is_other = proof is not None and proof[1:] != place[1:]
    return TracedRow(row["code"], bool(row[name]), place, proof if is_other else None)


def _check_key(query: TraceQuery, plan: Plan, texts: Iterable[Any]) -> None:
    """Raises PipelineError where neither a dossier nor the plan has the name; `texts`: the names of
    the unit's dossiers.
    """
    planned = {
        "official": [entry.official for entry in plan.assignments],
        "field": [entry.field for entry in plan.procedures],
        "procedure": [entry.code for entry in plan.procedures],
        "village": [],
    }[query.scope]
    known = dict.fromkeys(text for text in (*texts, *planned) if isinstance(text, str) and text)
    if not any(_is_named(text, query) for text in known):
        what = f"Không có {SCOPES[query.scope]} “{query.name}”"
        raise PipelineError(f"{what}; {nearest(query.name, sorted(known))}.\nGõ lại --key.")


def _is_named(text: Any, query: TraceQuery) -> bool:
    if not isinstance(text, str):
        return False
    if query.scope == "procedure":
        return text == procedure_code(query.name)
    return key(text) == key(query.name)
