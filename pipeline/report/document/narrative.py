"""The report in sentences that a clerk would write, from the facts (plan IV.4.1, IV.4.2).

What the data cannot know stands between square brackets, for a person to fill in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline import notices
from pipeline.model import EditionKind, edition, rate_bp
from pipeline.report.document.attainment import changed, counted, forecast_sentence, reached, units
from pipeline.report.document.course import after_end, of_window, windows
from pipeline.report.document.obstacles import obstacles, of_officials, proposed
from pipeline.report.document.outlook import TASKS, assessment, tasks
from pipeline.report.document.people import people
from pipeline.report.document.tables import (
    Table,
    officials_table,
    results_table,
    units_table,
    waiting_table,
)
from pipeline.report.document.wording import HEADINGS
from pipeline.report.facts import units_with_catalogue
from pipeline.report.sender import sender
from pipeline.report.volumes import Volume, volumes
from pipeline.values.dates import official_day
from pipeline.values.text import grouped, key, percent
from schemas.indicators import indicators

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Edition, Plan, Results
    from pipeline.report.facts import Facts

_BUSIEST, _MANY = 3, 10  # procedures to simplify, and the fewest dossiers that one of them has
DIRECTION = "[…… đơn vị bổ sung: văn bản chỉ đạo, hội nghị, tuyên truyền, kiểm tra đã thực hiện ……]"
ASSESSMENT = "[…… đơn vị bổ sung: đánh giá khác ……]"
CAUSES = "[…… đơn vị bổ sung: nguyên nhân, khó khăn, vướng mắc khác ……]"
PROPOSALS = "[…… đơn vị bổ sung: đề xuất, kiến nghị ……]"


@dataclass(frozen=True)
class Section:
    """A heading, the paragraphs and the tables below it; `has_chart`: the chart of results, too."""

    heading: str
    paragraphs: tuple[str, ...]
    tables: tuple[Table, ...] = ()
    has_chart: bool = False


@dataclass(frozen=True)
class Narrative:
    """The report's words; `subject` is what it is about (trích yếu)."""

    subject: str
    opening: str
    sections: tuple[Section, ...]
    closing: str


def narrative(results: Results, facts: Facts) -> Narrative:
    """Periodic, up to the milestone or of the whole campaign, by the day of the figures."""
    plan = results.plan
    this = edition(plan, results.as_of)
    body, kind = sender(plan, is_final=this.is_final).body, _kind(plan, this)
    difficulties = [d for d in plan.difficulties if d.day is None or d.day <= results.as_of]
    subject = f"Kết quả thực hiện {plan.campaign} ({kind})"
    issued = f" ngày {official_day(plan.issued)}" if plan.issued else ""
    opening = (
        f"Thực hiện Kế hoạch số {plan.number}{issued} của {plan.issuer}, {body} báo cáo kết "
        f"quả thực hiện từ ngày {official_day(plan.start)} đến ngày {official_day(results.as_of)} "
        f"({_day(results, this)}) như sau:"
    )
    sections = (
        Section("I. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI", (*_assigned(results), DIRECTION)),
        Section(
            "II. KẾT QUẢ THỰC HIỆN", tuple(_results(results, facts)),
            (results_table(results, facts),
             *([units_table(results, facts)] if len(plan.units) > 1 else [])),
            has_chart=True,
        ),
        Section(
            "III. TẬP THỂ, CÁ NHÂN", tuple(people(results)),
            tuple(filter(None, (officials_table(results, facts), waiting_table(results)))),
        ),
        Section("IV. ĐÁNH GIÁ CHUNG", (*assessment(results), ASSESSMENT)),
        Section(
            "V. KHÓ KHĂN, VƯỚNG MẮC",
            (*obstacles(results, facts), *of_officials(difficulties), CAUSES),
        ),
        Section("VI. NHIỆM VỤ THỜI GIAN TỚI", (*tasks(results), TASKS)),
        Section("VII. ĐỀ XUẤT, KIẾN NGHỊ", (*proposed(difficulties), PROPOSALS)),
    )  # fmt: skip
    told = f"{kind} {plan.campaign}"
    if this.kind is EditionKind.MAINTAINED:
        told = f"kết quả duy trì các chỉ tiêu của {plan.campaign}"
    closing = f"Trên đây là báo cáo {told} của {body}./."
    return Narrative(subject, opening, sections, closing)


def _kind(plan: Plan, this: Edition) -> str:
    """A periodic report has its number; after the end the targets are maintained (plan III.3)."""
    return {
        EditionKind.PERIODIC: f"định kỳ {plan.cycle_days} ngày, lần thứ {this.number}",
        EditionKind.MIDDLE: f"sơ kết {plan.middle_label}",
        EditionKind.FINAL: f"tổng kết {plan.end_label}",
        EditionKind.MAINTAINED: "duy trì sau chiến dịch",
    }[this.kind]


def _day(results: Results, this: Edition) -> str:
    """Where the day of the figures lies in the campaign."""
    plan, day = results.plan, results.plan.day_of_campaign(results.as_of)
    if this.kind is EditionKind.MAINTAINED:
        return f"{day - plan.days} ngày sau khi chiến dịch kết thúc"
    closes = ""
    if this.milestone and this.milestone > results.as_of:
        closes = f"; từ đó đến {official_day(this.milestone)} không còn ngày làm việc"
    return f"ngày thứ {day}, chiến dịch có {plan.days} ngày{closes}"


def _assigned(results: Results) -> Iterator[str]:
    """How many officials have targets of their own duties (plan IV.1.2)."""
    officials = {(entry.unit, key(entry.official)) for entry in results.plan.assignments}
    if officials:
        yield (
            f"Đã giao chỉ tiêu cho {grouped(len(officials))} cán bộ, công chức (trang “Giao chỉ "
            "tiêu cán bộ” của tệp Phụ lục II)."
        )


def _results(results: Results, facts: Facts) -> Iterator[str]:
    """An indicator a paragraph, then those that the plan only names, then the windows."""
    code = results.plan.top
    before = (
        {(f.unit_code, f.indicator): f for f in results.analysis.changes.facts}
        if results.analysis.changes
        else {}
    )
    ahead = {(f.scope, f.unit_code, f.indicator): f for f in results.analysis.forecasts}
    main = [entry for entry in indicators() if entry.main]
    for number, entry in enumerate(main, start=1):
        fact = facts.of_unit(code, entry.id)
        forecast = ahead.get((fact.scope, code, entry.id))
        sentences = [
            reached(results, fact),
            units(results, facts, entry.id),
            changed(results, fact, before, forecast),
            forecast_sentence(forecast),
        ]
        yield f"{number}. {entry.heading}: " + " ".join(filter(None, sentences))
    others = [facts.of_unit(code, i.id) for i in indicators() if not i.main]
    several = units_with_catalogue(results, code) > 1
    known = [
        f"{HEADINGS[f.indicator]} {counted(f, of_each_unit=several)}"
        for f in others
        if f.denominator
    ]
    if known:
        yield f"{len(main) + 1}. Các chỉ tiêu khác: {'; '.join(known)}."
    if index := notices.index766(results):
        yield index
    yield from _busiest(results, facts, code)
    yield from notices.due_rules(results.plan, results.counts.due_rules)
    this = edition(results.plan, results.as_of)
    if this.kind is EditionKind.PERIODIC:
        yield from of_window(results.plan, this, facts, code)
    else:
        yield from windows(results, facts, code)
        yield from after_end(results, code)


def _busiest(results: Results, facts: Facts, code: str) -> Iterator[str]:
    """The procedures that most dossiers come to, with how many of these still come on paper: what
    to simplify (plan IV.1.4). A few dossiers are no reason to, nor are dossiers that all come
    online and are handled in time.
    """
    every, *procedures = volumes(results, facts, [code])[code] or [Volume("")]
    names = {entry.code: entry.name for entry in results.plan.procedures}
    busiest = [
        volume
        for volume in procedures[:_BUSIEST]
        if volume.received >= _MANY and volume.procedure in names and _is_burdened(volume)
    ]
    shown = [
        f"{names[volume.procedure]} ({grouped(volume.received)}/{grouped(every.received)} hồ sơ"
        f"{_on_paper(volume)})"
        for volume in busiest
    ]
    if shown:
        yield (
            f"Thủ tục có nhiều hồ sơ tiếp nhận nhất, cần rà soát để đơn giản hóa, tái cấu trúc quy "
            f"trình: {'; '.join(shown)}; nên làm thủ tục nào trước, xem trang “Dịch vụ nhiều hồ "
            "sơ” của tệp Phụ lục II."
        )


def _is_burdened(volume: Volume) -> bool:
    """Whether some come on paper or are late, or nobody knows."""
    return volume.short("online") != 0 or volume.short("on_time") != 0


def _on_paper(volume: Volume) -> str:
    counted = volume.counted("online")
    if counted is None:
        return ""
    online, known = counted
    if online == known:
        return ", đều nộp trực tuyến"
    if not online:
        return ", đều nộp giấy"
    return f", còn {percent(rate_bp(known - online, known))} nộp giấy"
