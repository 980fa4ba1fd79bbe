"""One number of the report: the dossiers that it counts, and where they are in the exports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.model import CUMULATIVE, PipelineError
from pipeline.plan.nearest import nearest
from pipeline.values.text import key, procedure_code
from schemas.indicators import indicator, indicators

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

    from pipeline.model import Plan, ProcedureCount, PublicityMark

SCOPES = {
    "total": "toàn bộ", "unit": "đơn vị", "official": "cán bộ", "field": "lĩnh vực",
    "procedure": "thủ tục",
}  # fmt: skip
_WHOLE = ("total", "unit")
_PERIODS = {CUMULATIVE: "lũy kế"}
_NOWHERE = {"file": "", "sheet": "", "row_number": None}  # in no export


@dataclass(frozen=True)
class TraceQuery:
    """Which number: `name` is the official, field or procedure; `unit` its name or code."""

    indicator: str
    scope: str = "total"
    unit: str = ""
    name: str = ""
    period: str = CUMULATIVE


@dataclass(frozen=True)
class Traced:
    """The number, and a line for all that is in its denominator.

    `rows`: code, whether it is in the numerator, file, sheet and row (None for a procedure of the
    catalogue, which is in no export).
    """

    query: TraceQuery
    rows: tuple[tuple[str, bool, str, str, int | None], ...]

    @property
    def numerator(self) -> int:
        """How many count."""
        return sum(counts for _, counts, *_ in self.rows)


def check_query(query: TraceQuery, plan: Plan, periods: list[str]) -> TraceQuery:
    """The query with ids for names and the unit as its code; raises PipelineError where there is no
    such thing.
    """
    headings = {entry.id: entry.heading for entry in indicators()}
    name = _id("chỉ tiêu", query.indicator, headings)
    scope = _id("phạm vi", query.scope, SCOPES)
    period = _id("kỳ", query.period, {other: _PERIODS.get(other, other) for other in periods})
    counted = indicator(name)
    if counted.grain == "procedure" and period != CUMULATIVE:
        raise PipelineError(
            f"Chỉ tiêu {counted.heading} chỉ truy được ở kỳ {CUMULATIVE}.\nBỏ tùy chọn --period."
        )
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
    query: TraceQuery,
    plan: Plan,
    detail: pa.Table,
    procedures: Iterable[ProcedureCount],
    publicity: Iterable[PublicityMark],
) -> Traced:
    """The rows of the tables (model.Results) that the number counts, in their order; a unit's with
    those of all that is below it.
    """
    name, grain = query.indicator, indicator(query.indicator).grain
    rows: Iterable[dict[str, Any]]
    if grain == "procedure":
        rows = ({**row._asdict(), **_NOWHERE, "code": row.procedure, name: row.mark(name)}
                 for row in procedures)  # fmt: skip
    elif grain == "publicity":
        rows = ({**row._asdict(), "code": row.procedure, name: row.mark(name)}
                 for row in publicity)  # fmt: skip
    else:
        rows = detail.to_pylist()
    below = plan.descendants(query.unit) if query.scope == "unit" else ()
    units = {query.unit, *(unit.code for unit in below)}
    own = [row for row in rows if query.scope == "total" or row["unit_code"] in units]
    if query.scope not in _WHOLE:
        _check_key(query, plan, (row[query.scope] for row in own))
        own = [row for row in own if _is_named(row[query.scope], query)]
    return Traced(
        query,
        tuple(
            (row["code"], bool(row[name]), row["file"], row["sheet"], row["row_number"])
            for row in own
            if row[name] is not None
        ),
    )


def _check_key(query: TraceQuery, plan: Plan, texts: Iterable[Any]) -> None:
    """Raises PipelineError where neither a dossier nor the plan has the name; `texts`: the names of
    the unit's dossiers.
    """
    planned = {
        "official": [entry.official for entry in plan.assignments],
        "field": [entry.field for entry in plan.procedures],
        "procedure": [entry.code for entry in plan.procedures],
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
