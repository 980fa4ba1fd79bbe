"""Giao chỉ tiêu cán bộ: what each official is to reach (plan I.1, III.2, IV.1.2), to be signed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.report.gaps import GAP
from pipeline.report.layout.page import Column, Page
from pipeline.report.live_cells import live_rate, live_shortfall
from pipeline.values.text import key
from schemas.indicators import indicators

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Assignment, Fact, OfficialTarget, Plan, Unit
    from pipeline.report.content import Content
    from schemas.indicators import Indicator

_PLACE = 6  # columns before those of milestones, from 0
_NOTES = """\
Giao cho từng cán bộ không thấp hơn chỉ tiêu của đơn vị (kế hoạch mục III.2); chỉ tiêu riêng của \
cán bộ, nếu kế hoạch có ghi, được in ở đây. Cán bộ có phân công mà chưa có hồ sơ cũng được giao.
Công khai, minh bạch chỉ tính theo đơn vị nên không có ở đây. Còn thiếu: số hồ sơ còn thiếu so với \
chỉ tiêu đang áp dụng.
""".splitlines()


@dataclass(frozen=True)
class _Official:
    """An official of a unit: of the plan's assignments, or one whom dossiers name."""

    unit: Unit
    name: str
    title: str
    duties: str  # fields and procedures, in words


def write_assigned_targets(page: Page, content: Content) -> None:
    """A row an official and indicator that the unit has a target of; what an official does stands
    in the first.
    """
    plan = content.results.plan
    milestones = [label for label in (plan.middle_label, plan.end_label) if label]
    columns = (
        Column("TT", "key", 5),
        Column("Đơn vị", "wrapped", 16),
        Column("Cán bộ", "wrapped", 22),
        Column("Chức danh", "wrapped", 20),
        Column("Lĩnh vực, thủ tục phụ trách", "wrapped", 36),
        Column("Chỉ tiêu", "wrapped", 32),
        *(Column(f"Giao {label}", "percent", 10) for label in milestones),
        Column("Đã đạt", "percent", 10),
        Column("Còn thiếu (hồ sơ)", "count", 10),
        Column("Ký nhận", "text", 14),
    )
    page.line("GIAO CHỈ TIÊU CHO TỪNG CÁN BỘ", "title")
    for note in _NOTES:
        page.paragraph(note, len(columns), characters=150)
    if not page.table(columns, _rows(content), freeze=3, name="GiaoChiTieuCanBo"):
        page.line("Kế hoạch chưa phân công ai, và chưa có hồ sơ nào ghi tên cán bộ.", "note")
    page.gap()
    page.cell(page.row, 2, "Người lập biểu", "strong")
    office, name = _assigner(plan)
    page.cell(page.row, _PLACE, office, "strong")
    page.row += 5  # where they sign
    page.cell(page.row, _PLACE, name, "strong")


def _assigner(plan: Plan) -> tuple[str, str]:
    """Office and name of who assigns: the head of the UBND (plan III.2, IV.1.2), open where the
    plan names somebody else, who signs its reports.
    """
    if plan.is_signer_chair or not (plan.signer or plan.signer_title):
        return plan.signer_title or "Người giao chỉ tiêu", plan.signer
    return GAP, GAP


def _rows(content: Content) -> Iterator[list[Any]]:
    plan = content.results.plan
    facts = {
        (fact.unit_code, key(fact.official), fact.indicator): fact
        for fact in content.facts.cumulative("official")
    }
    own = {(t.unit, t.official_key, t.indicator): t for t in plan.official_targets}
    for number, official in enumerate(_officials(plan, content.facts.cumulative("official")), 1):
        duties = [official.title, official.duties]
        for entry in indicators("dossier", "rating"):
            place = (official.unit.code, key(official.name), entry.id)
            if targets := _targets(plan, official.unit, entry, own.get(place)):
                about = [number, official.unit.name, official.name, *duties, entry.heading]
                yield [*about, *targets, *_reached(content, facts.get(place)), None]
                duties = ["", ""]


def _targets(
    plan: Plan, unit: Unit, entry: Indicator, own: OfficialTarget | None
) -> list[int | None]:
    """What is to be reached by each milestone; empty where the unit has no target at all."""
    shared = plan.target(unit.code, entry.id)
    if shared is None or shared.day100_bp is None:
        return []
    target = own or shared
    return [target.day50_bp, target.day100_bp] if plan.middle_label else [target.day100_bp]


def _reached(content: Content, fact: Fact | None) -> list[Any]:
    """Rate and shortfall; none without a dossier that counts."""
    if fact is None:
        return [None, None]
    whose = str(content.key(fact))
    return [live_rate(content, fact, whose), live_shortfall(content, fact, whose)]


def _officials(plan: Plan, facts: list[Fact]) -> Iterator[_Official]:
    """Of each unit those who are assigned, in the plan's order, then others whom dossiers name."""
    for unit in plan.units:
        entries = [entry for entry in plan.assignments if entry.unit == unit.code]
        named = [entry.official for entry in entries]
        named += [fact.official for fact in facts if fact.unit_code == unit.code]
        spelled: dict[str, str] = {}
        for name in named:
            spelled.setdefault(key(name), name)
        for name in spelled.values():
            mine = [entry for entry in entries if key(entry.official) == key(name)]
            title = next((entry.title for entry in mine if entry.title), "")
            yield _Official(unit, name, title, _duties(plan, mine))


def _duties(plan: Plan, assigned: list[Assignment]) -> str:
    """Fields, and procedures that are assigned by themselves."""
    names = {entry.code: entry.name for entry in plan.procedures}
    parts = (
        names.get(entry.procedure, entry.procedure) if entry.procedure else entry.field
        for entry in assigned
    )
    return "; ".join(dict.fromkeys(parts))
