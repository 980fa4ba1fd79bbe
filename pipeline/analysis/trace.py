"""One number of the report: the dossiers that it counts, and where they are in the exports."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.model import CUMULATIVE, PipelineError
from pipeline.values.text import key, procedure_code
from schemas.indicators import indicator, indicators

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

    from pipeline.model import Plan, ProcedureCount, PublicityMark

SCOPES = ("total", "unit", "official", "field", "procedure")
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
    """The query with the unit as its code; raises PipelineError where there is no such thing."""
    known = [indicator.id for indicator in indicators()]
    _check("chỉ tiêu", query.indicator, known)
    _check("phạm vi", query.scope, list(SCOPES))
    _check("kỳ", query.period, periods)
    grain = indicator(query.indicator).grain
    if grain == "procedure" and query.period != CUMULATIVE:
        raise PipelineError(
            f"Chỉ tiêu {query.indicator} chỉ truy được ở kỳ {CUMULATIVE}.\nBỏ tùy chọn --period."
        )
    if grain in ("procedure", "publicity") and query.scope not in SCOPES[:2]:
        raise PipelineError(
            f"Chỉ tiêu {query.indicator} chỉ có ở phạm vi total và unit.\nĐổi --scope."
        )
    return TraceQuery(query.indicator, query.scope, _unit(query, plan), query.name, query.period)


def _check(what: str, name: str, known: list[str]) -> None:
    if name not in known:
        raise PipelineError(f"Không có {what} “{name}”.\nChọn một trong: {', '.join(known)}.")


def _unit(query: TraceQuery, plan: Plan) -> str:
    """The code of the unit; without a name the only one."""
    if query.scope == "total":
        return ""
    if not query.unit and len(plan.units) == 1:
        return plan.units[0].code
    for unit in plan.units:
        if key(query.unit) in map(key, (unit.code, unit.name, *unit.other_names)):
            return unit.code
    names = ", ".join(unit.name for unit in plan.units[:20])
    raise PipelineError(f"Không có đơn vị “{query.unit}”.\nChọn với --unit một trong: {names}.")


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
    return Traced(
        query,
        tuple(
            (row["code"], bool(row[name]), row["file"], row["sheet"], row["row_number"])
            for row in rows
            if row[name] is not None
            and (query.scope == "total" or row["unit_code"] in units)
            and (query.scope in SCOPES[:2] or _is_named(row[query.scope], query))
        ),
    )


def _is_named(text: Any, query: TraceQuery) -> bool:
    if not isinstance(text, str):
        return False
    if query.scope == "procedure":
        return text == procedure_code(query.name)
    return key(text) == key(query.name)
