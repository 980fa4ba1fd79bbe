"""Tables 06a beside what the logs give: whether the exports are complete.

A system that prints a table 06a counts the dossiers that its exports list; what the table has more
is missing in the exports.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pipeline.model import (
    FIELD,
    TOTAL,
    HandlingCheck,
    HandlingCount,
    HandlingDifference,
)
from pipeline.plan.keys import PlanKeys
from pipeline.values.text import key
from schemas.handling import handling_words, section

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from pipeline.model import (
        HandlingRow,
        HandlingTable,
        Plan,
        SheetResult,
        Source,
    )

_DAY = "%d/%m/%Y"
_MOST = 5  # names that a note gives
_COUNTED = HandlingCount._fields[HandlingCount._fields.index("field") + 1 :]


def completeness(
    plan: Plan, as_of: date, sheets: Iterable[SheetResult], counts: Sequence[HandlingCount]
) -> tuple[HandlingCheck, ...]:
    """Each table 06a, held against what the logs give, or with the reason why it can't be.

    `counts`: of every period that such a table states.
    """
    tables = [(sheet.source, sheet.handling) for sheet in sheets if sheet.handling]
    if not tables:
        return ()
    keys = PlanKeys.of(plan)
    checks = (_check(plan, keys, as_of, source, table, counts) for source, table in tables)
    return tuple(sorted(checks, key=lambda check: (check.file, check.sheet)))


def with_checks(sources: Iterable[Source], checks: Iterable[HandlingCheck]) -> tuple[Source, ...]:
    """The sources, each table's with what became of it."""
    uses = {(check.file, check.sheet): _use(check) for check in checks}
    return tuple(
        replace(source, message=f"{source.message} {text}") if text else source
        for source in sources
        for text in (uses.get((source.file, source.sheet)),)
    )


def _use(check: HandlingCheck) -> str:
    if check.reason:
        return f"Không đối soát: {check.reason}."
    differing = sum(bool(difference.more) for difference in check.differences)
    if not differing:
        return f"Đã đối soát: {len(check.differences)} số đều khớp."
    return f"Đã đối soát: {differing} số lệch (trang “Đối soát”)."


def _check(
    plan: Plan,
    keys: PlanKeys,
    as_of: date,
    source: Source,
    table: HandlingTable,
    counts: Sequence[HandlingCount],
) -> HandlingCheck:
    check = HandlingCheck(source.file, source.sheet, table.start, table.end)
    units, reason = _whose(plan, keys, table)
    if reason := _unusable(plan, as_of, source, table) or reason:
        return replace(check, reason=reason)
    logs = _Logs(plan, [c for c in counts if (c.start, c.end) == (table.start, table.end)])
    differences = tuple(_differences(plan, table, _subjects(plan, keys, table, units, logs)))
    return replace(
        check,
        units=units,
        notes=tuple(_notes(plan, keys, as_of, table, logs.of(units))),
        differences=differences,
    )


def _unusable(plan: Plan, as_of: date, source: Source, table: HandlingTable) -> str:
    """Why a table's figures have nothing of ours beside them; "" where they have."""
    if source.is_last_years:
        return "biểu của năm trước"
    if not table.rows:
        return "không thấy cột hoặc dòng số liệu của biểu"
    if table.start is None or table.end is None:
        return "biểu không ghi từ ngày nào đến ngày nào"
    last = max(as_of, plan.end)
    if not table.is_within(plan.start, last):
        return (
            f"biểu đếm từ {table.start:{_DAY}} đến {table.end:{_DAY}}, không nằm trong thời gian "
            f"{plan.start:{_DAY}} đến {last:{_DAY}} mà báo cáo tính; xuất biểu cho thời gian đó"
        )
    if table.start > as_of:
        return f"biểu đếm từ {table.start:{_DAY}}, sau ngày số liệu {as_of:{_DAY}}"
    return ""


def _whose(plan: Plan, keys: PlanKeys, table: HandlingTable) -> tuple[tuple[str, ...], str]:
    """The codes of the units whose dossiers a table counts, or why that is not known."""
    if listed := _listed(keys, table):
        return tuple(sorted({below for code in listed for below in _with_below(plan, code)})), ""
    if table.is_by_unit:
        return (), "không dòng nào là đơn vị của kế hoạch"
    code = keys.unit(table.reporter) if table.reporter else _lowest(plan, keys, table.places)
    if code is None and table.reporter:
        return (), f"biểu của “{table.reporter}”, không phải đơn vị của kế hoạch"
    code = code or keys.only_unit
    if code is None:
        return (), "không rõ biểu của đơn vị nào trong kế hoạch (ghi ở “Đơn vị báo cáo” của biểu)"
    return _with_below(plan, code), ""


def _listed(keys: PlanKeys, table: HandlingTable) -> list[str]:
    """The codes of the units that a table's rows are of, whatever the heading above them; none
    where they are fields.
    """
    named = (keys.unit(row.name) for row in table.rows if row.grain == FIELD)
    return [code for code in named if code]


def _with_below(plan: Plan, code: str) -> tuple[str, ...]:
    return (code, *(unit.code for unit in plan.descendants(code)))


def _lowest(plan: Plan, keys: PlanKeys, places: Iterable[str]) -> str | None:
    """The one unit that places above a table name: the others named are above it."""
    named = {code for place in places if (code := keys.unit(place))}
    lowest = [
        code for code in named
        if named <= {code, *(unit.code for unit in plan.ancestors(code))}
    ]  # fmt: skip
    return lowest[0] if lowest else None


class _Logs:
    """What the logs give in one period."""

    def __init__(self, plan: Plan, counts: Iterable[HandlingCount]) -> None:
        self._is_waiting_on_time = plan.waiting_rule == "on_time"
        self._counts: dict[tuple[str, str], list[HandlingCount]] = defaultdict(list)
        for count in counts:
            self._counts[count.unit_code, _field_key(count.field)].append(count)

    def of(self, units: Iterable[str], field: str | None = None) -> dict[str, int]:
        """What counts for each part, of some units and a field, None for all."""
        wanted = set(units)
        rows = [
            count for (unit, of_field), counts in self._counts.items()
            if unit in wanted and field in (None, of_field) for count in counts
        ]  # fmt: skip
        sums = {name: sum(getattr(row, name) for row in rows) for name in _COUNTED}
        late = "within" if self._is_waiting_on_time else "past_due"
        sums["within"] += sums["waiting"]
        sums[late] += sums["waiting_past_due"]
        return sums

    def fields(self, units: Iterable[str]) -> dict[str, str]:
        """Key and name of each field of some units."""
        wanted = set(units)
        return {
            field: counts[0].field
            for (unit, field), counts in sorted(self._counts.items())
            if unit in wanted
        }


def _field_key(name: str) -> str:
    """As compared: without "Lĩnh vực" before it."""
    shown = key(name)
    for before in map(key, handling_words().before):
        shown = shown.removeprefix(before)
    return shown


@dataclass(frozen=True)
class _Subject:
    """What a row of the table is of, and what the logs give for it; no rows: the table has none."""

    unit: str
    field: str
    is_total: bool
    rows: tuple[HandlingRow, ...]
    ours: dict[str, int]


def _subjects(
    plan: Plan, keys: PlanKeys, table: HandlingTable, units: tuple[str, ...], logs: _Logs
) -> Iterator[_Subject]:
    """All together first."""
    rows = [row for row in table.rows if row.grain == FIELD]
    if listed := _listed(keys, table):
        own = [row for row in rows if keys.unit(row.name)]
        yield _Subject("", "", is_total=True, rows=tuple(own), ours=logs.of(units))
        for row, code in zip(own, listed, strict=True):
            ours = logs.of(_apart(plan, code, listed))
            yield _Subject(code, "", is_total=False, rows=(row,), ours=ours)
        return
    totals = [row for row in table.rows if row.grain == TOTAL][-1:]
    ours = logs.of(units)
    yield _Subject(units[0], "", is_total=True, rows=tuple(totals or rows), ours=ours)
    yield from _of_fields(rows, units, logs)


def _apart(plan: Plan, code: str, listed: Sequence[str]) -> set[str]:
    """A unit with what is below it, but for what has a row of its own."""
    units = set(_with_below(plan, code))
    below = [other for other in listed if other in units and other != code]
    return units.difference(*(_with_below(plan, other) for other in below))


def _of_fields(
    rows: Iterable[HandlingRow], units: tuple[str, ...], logs: _Logs
) -> Iterator[_Subject]:
    """Rows of one field are added up; then the fields that only the logs have."""
    by_field: dict[str, list[HandlingRow]] = defaultdict(list)
    for row in rows:
        by_field[_field_key(row.name)].append(row)
    for field, alike in by_field.items():
        name, ours = alike[0].name, logs.of(units, field)
        yield _Subject(units[0], name, is_total=False, rows=tuple(alike), ours=ours)
    for field, name in logs.fields(units).items():
        if field not in by_field:
            shown = name or "(không ghi lĩnh vực)"
            ours = logs.of(units, field)
            yield _Subject(units[0], shown, is_total=False, rows=(), ours=ours)


def _differences(
    plan: Plan, table: HandlingTable, subjects: Iterable[_Subject]
) -> Iterator[HandlingDifference]:
    names = {unit.code: unit.name for unit in plan.units}
    measures = _measures(table)
    for subject in subjects:
        theirs = {measure: _stated(subject.rows, columns) for measure, columns in measures.items()}
        for (of, parts), stated in theirs.items():
            ours = _ours(subject.ours, of, parts)
            total = theirs.get((of, ()))
            is_agreed = bool(parts) and total is not None and total == _ours(subject.ours, of, ())
            yield HandlingDifference(
                subject.unit, names.get(subject.unit, ""), subject.field, subject.is_total,
                of, parts, stated, ours, (_reason(of, stated, ours, is_total_agreed=is_agreed),),
            )  # fmt: skip


def _measures(table: HandlingTable) -> dict[tuple[str, tuple[str, ...]], list[int]]:
    """Section and parts, none for all of them -> the columns that count them together."""
    measures: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
    for position, column in enumerate(table.columns):
        is_whole = column.parts == section(column.section).parts
        measures[column.section, () if is_whole else column.parts].append(position)
    return measures


def _stated(rows: Iterable[HandlingRow], columns: Iterable[int]) -> int | None:
    """The sum of some figures; None where there is none."""
    figures = [row.figures[column] for row in rows for column in columns]
    known = [figure for figure in figures if figure is not None]
    return sum(known) if known else None


def _ours(ours: dict[str, int], of: str, parts: tuple[str, ...]) -> int:
    if parts:
        return sum(ours[part] for part in parts)
    unknown = ours["channel_unknown"] if of == "received" else 0
    return unknown + sum(ours[part] for part in section(of).parts)


def _reason(of: str, theirs: int | None, ours: int, *, is_total_agreed: bool) -> str:
    """What a difference means, in plain words."""
    if theirs is None:
        return "Biểu không có số này."
    if theirs == ours:
        return "Khớp."
    if is_total_agreed:
        return "Tổng khớp, hai bên xếp khác nhau."
    if of == "received":
        more = "Bản xuất thiếu" if theirs > ours else "Bản xuất nhiều hơn biểu"
    else:
        more = "Theo bản xuất ít hơn" if theirs > ours else "Theo bản xuất nhiều hơn"
    return f"{more} {abs(theirs - ours)} hồ sơ."


def _notes(
    plan: Plan, keys: PlanKeys, as_of: date, table: HandlingTable, ours: dict[str, int]
) -> Iterator[str]:
    """What to know when reading the differences."""
    if table.end and table.end > as_of:
        yield f"Biểu đếm đến {table.end:{_DAY}}, số liệu của bản xuất đến {as_of:{_DAY}}."
    if waiting := ours["waiting"] + ours["waiting_past_due"]:
        counted = "trong hạn" if plan.waiting_rule == "on_time" else "theo hạn trả"
        yield (
            f"{waiting} hồ sơ đang chờ (bổ sung, rút, dừng xử lý): ở đây xếp vào đang giải quyết, "
            f"{counted} (mục “Hồ sơ đang chờ” của kế hoạch); biểu có thể xếp vào đúng hạn."
        )
    if ours["untimed"]:
        yield (
            f"{ours['untimed']} hồ sơ ở bản xuất không có cột hạn trả hoặc ngày kết thúc: không "
            "xếp được vào đã hay đang giải quyết, trước hay quá hạn."
        )
    if ours["channel_unknown"]:
        yield f"{ours['channel_unknown']} hồ sơ ở bản xuất không có cột hình thức tiếp nhận."
    names = [row.name for row in table.rows if row.grain == FIELD] if _listed(keys, table) else []
    if strangers := [name for name in names if not keys.unit(name)]:
        rest = f" và {len(strangers) - _MOST} nữa" if len(strangers) > _MOST else ""
        shown = ", ".join(strangers[:_MOST]) + rest
        yield f"Không phải đơn vị của kế hoạch, không so và không có trong tổng: {shown}."
