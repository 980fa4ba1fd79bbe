"""One number of the report: the dossiers that it is made of, and where they are in the exports."""

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
class Asked:
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

    asked: Asked
    rows: tuple[tuple[str, bool, str, str, int | None], ...]

    @property
    def numerator(self) -> int:
        """How many count."""
        return sum(counts for _, counts, *_ in self.rows)


def check_asked(asked: Asked, plan: Plan, periods: list[str]) -> Asked:
    """What was asked, the unit as its code; raises PipelineError where there is no such thing."""
    known = [indicator.id for indicator in indicators()]
    _check("chỉ tiêu", asked.indicator, known)
    _check("phạm vi", asked.scope, list(SCOPES))
    _check("kỳ", asked.period, periods)
    grain = indicator(asked.indicator).grain
    if grain == "procedure" and asked.period != CUMULATIVE:
        raise PipelineError(
            f"Chỉ tiêu {asked.indicator} chỉ truy được ở kỳ {CUMULATIVE}.\nBỏ tùy chọn --period."
        )
    if grain in ("procedure", "publicity") and asked.scope not in SCOPES[:2]:
        raise PipelineError(
            f"Chỉ tiêu {asked.indicator} chỉ có ở phạm vi total và unit.\nĐổi --scope."
        )
    return Asked(asked.indicator, asked.scope, _unit(asked, plan), asked.name, asked.period)


def _check(what: str, given: str, known: list[str]) -> None:
    if given not in known:
        raise PipelineError(f"Không có {what} “{given}”.\nChọn một trong: {', '.join(known)}.")


def _unit(asked: Asked, plan: Plan) -> str:
    """The code of the unit; without a name the only one."""
    if asked.scope == "total":
        return ""
    if not asked.unit and len(plan.units) == 1:
        return plan.units[0].code
    for unit in plan.units:
        if key(asked.unit) in map(key, (unit.code, unit.name, *unit.other_names)):
            return unit.code
    names = ", ".join(unit.name for unit in plan.units[:20])
    raise PipelineError(f"Không có đơn vị “{asked.unit}”.\nChọn với --unit một trong: {names}.")


def traced(
    asked: Asked,
    plan: Plan,
    detail: pa.Table,
    procedures: Iterable[ProcedureCount],
    publicity: Iterable[PublicityMark],
) -> Traced:
    """The rows of the tables (model.Results) that the number counts, in their order; a unit's with
    those of all that is below it.
    """
    name, grain = asked.indicator, indicator(asked.indicator).grain
    found: Iterable[dict[str, Any]]
    if grain == "procedure":
        found = ({**row._asdict(), **_NOWHERE, "code": row.procedure, name: row.mark(name)}
                 for row in procedures)  # fmt: skip
    elif grain == "publicity":
        found = ({**row._asdict(), "code": row.procedure, name: row.mark(name)}
                 for row in publicity)  # fmt: skip
    else:
        found = detail.to_pylist()
    below = plan.descendants(asked.unit) if asked.scope == "unit" else ()
    units = {asked.unit, *(unit.code for unit in below)}
    return Traced(
        asked,
        tuple(
            (row["code"], bool(row[name]), row["file"], row["sheet"], row["row_number"])
            for row in found
            if row[name] is not None
            and (asked.scope == "total" or row["unit_code"] in units)
            and (asked.scope in SCOPES[:2] or _is_named(row[asked.scope], asked))
        ),
    )


def _is_named(text: Any, asked: Asked) -> bool:
    if not isinstance(text, str):
        return False
    if asked.scope == "procedure":
        return text == procedure_code(asked.name)
    return key(text) == key(asked.name)
