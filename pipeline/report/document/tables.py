"""The draft's tables as texts: results, units, officials, dossiers that wait."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.model import MIDDLE
from pipeline.report.conclusions import conclusions, words
from pipeline.report.detail import waiting_late
from pipeline.report.facts import status_words
from pipeline.values.text import grouped, percent, short_percent
from schemas.indicators import indicators

if TYPE_CHECKING:
    from pipeline.model import Fact, Results
    from pipeline.report.facts import Facts


@dataclass(frozen=True)
class Table:
    """A title, headings and rows of as many texts; the first column is the widest."""

    title: str
    headings: tuple[str, ...]
    rows: list[list[str]]


def results_table(results: Results, facts: Facts) -> Table:
    """Bảng 1, an indicator a row; between milestones with what was reached by the first."""
    plan, code = results.plan, results.plan.top
    milestones = [label for label in (plan.middle_label, plan.end_label) if label]
    reached = {
        verdict.due.indicator: verdict.due.rate_bp
        for (_, unit, official, _), verdict in results.analysis.verdicts.items()
        if verdict.due and verdict.due.period == MIDDLE and (unit, official) == (code, "")
    }
    headings = (
        "Chỉ tiêu", f"Năm {plan.start.year - 1}", *(f"Giao {label}" for label in milestones),
        *([f"Đến mốc {plan.middle_label}"] if reached else []), "Thực hiện",
        "Số đạt / tổng", "Còn thiếu", "Đánh giá",
    )  # fmt: skip
    rows = []
    for indicator in indicators():
        fact, target = facts.of_unit(code, indicator.id), plan.target(code, indicator.id)
        asked = plan.target_pair(code, "", indicator.id)[-len(milestones) :]
        targets = (target.baseline_bp if target else None, *asked)
        is_known = fact.denominator and fact.shortfall is not None
        rows.append([
            indicator.heading, *(short_percent(bp) or "–" for bp in targets),
            *([percent(reached.get(indicator.id))] if reached else []), percent(fact.rate_bp),
            f"{grouped(fact.numerator)}/{grouped(fact.denominator)}" if fact.denominator else "–",
            grouped(fact.shortfall or 0) if is_known else "–",
            status_words(results, fact)[fact.status],
        ])  # fmt: skip
    return Table("Bảng 1. Kết quả so với chỉ tiêu được giao", headings, rows)


def units_table(results: Results, facts: Facts) -> Table:
    """Bảng 1b, a unit a row: where it stands among its siblings, and its rates."""
    main = [indicator for indicator in indicators() if indicator.main]
    overall = {entry.unit_code: entry.overall for entry in results.analysis.standings}
    rows = [
        [
            unit.name, str(overall.get(unit.code) or "–"),
            *(percent(facts.of_unit(unit.code, entry.id).rate_bp) for entry in main),
        ]
        for unit in results.plan.units
    ]  # fmt: skip
    headings = ("Đơn vị", "Xếp hạng", *(indicator.heading for indicator in main))
    return Table("Bảng 1b. Kết quả của từng đơn vị", headings, rows)


def officials_table(results: Results, facts: Facts) -> Table:
    """Bảng 2, an official a row: what was reached, what is missing of the target in force."""
    known, named = conclusions(results, "official"), words(results)
    measured: dict[tuple[str, str], dict[str, Fact]] = defaultdict(dict)
    for fact in facts.cumulative("official"):
        measured[fact.unit_code, fact.official][fact.indicator] = fact
    concerned = {fact.indicator for entry in known for fact in (*entry.due, *entry.ahead)}
    shown = [indicator for indicator in indicators() if indicator.id in concerned]
    rows = []
    for entry in known:
        by_indicator = measured[entry.unit_code, entry.official]
        rates = [percent(f.rate_bp) if (f := by_indicator.get(i.id)) else "–" for i in shown]
        missing = sum(fact.shortfall or 0 for fact in by_indicator.values())
        name = f"{entry.official} ({entry.unit})" if len(results.plan.units) > 1 else entry.official
        rows.append([name, *rates, grouped(missing), named[entry.state]])
    headings = ("Cán bộ", *(i.heading for i in shown), "Thiếu (lượt)", "Kết luận")
    return Table("Bảng 2. Kết quả của từng cán bộ", headings, rows)


def waiting_table(results: Results) -> Table | None:
    """Bảng 3, a dossier a row: those that wait past their due date, the longest overdue first; None
    where there are none.
    """
    if not any(counted.waiting_late for counted in results.counts.due_rules):
        return None
    names = {entry.code: entry.name for entry in results.plan.procedures}
    rows = [
        [
            names.get(row["procedure"], row["procedure"] or "–"), row["code"],
            row["official"] or "–", row["unit"], f"{row['due_on']:%d/%m/%Y}",
        ]
        for row in waiting_late(results)
    ]  # fmt: skip
    headings = ("Thủ tục", "Mã hồ sơ", "Cán bộ", "Đơn vị", "Hẹn trả")
    return Table("Bảng 3. Hồ sơ đang chờ đã quá hạn trả", headings, rows)
