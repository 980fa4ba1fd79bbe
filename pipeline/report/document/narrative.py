"""The report in sentences that a clerk would write, from the facts (plan IV.4.1, IV.4.2).

What the data cannot know stands between square brackets, for a person to fill in.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline import notices
from pipeline.causes import brief
from pipeline.model import CUMULATIVE, MIDDLE, PACE_DAYS, EditionKind, edition, rate_bp
from pipeline.report.conclusions import MET, MISSED, ON_COURSE, UNKNOWN, conclusions
from pipeline.report.document.sender import sender
from pipeline.report.facts import (
    EACH_BY_ITSELF,
    counted_anywhere,
    is_recorded,
    units_with_catalogue,
)
from pipeline.report.volumes import Volume, volumes
from pipeline.values.dates import official_day
from pipeline.values.text import decimal, percent, short_percent, tenths
from schemas.indicators import DOSSIERS, indicator, indicators

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.model import (
        Difficulty,
        Edition,
        Fact,
        Forecast,
        PastFact,
        Period,
        Plan,
        Problem,
        Results,
    )
    from pipeline.report.conclusions import Conclusion
    from pipeline.report.facts import Facts

_MOST_NAMES = 10  # of units, officials or procedures in a sentence; all are in the workbook
_MOST_CAUSES = 3
_WHOLE_BP = 10_000
_BUSIEST, _MANY = 3, 10  # procedures to simplify, and the fewest dossiers that one of them has
_HEADINGS = {entry.id: entry.heading for entry in indicators()}
_REST = "xem tệp Phụ lục II kèm theo"
MEASURES = "[…… đơn vị bổ sung: hình thức xử lý đối với tập thể, cá nhân chưa hoàn thành ……]"
PRAISE = "[…… đơn vị bổ sung: hình thức biểu dương tập thể, cá nhân hoàn thành tốt ……]"
CAUSES = "[…… đơn vị bổ sung: nguyên nhân, khó khăn, vướng mắc khác ……]"
PROPOSALS = "[…… đơn vị bổ sung: đề xuất, kiến nghị ……]"


@dataclass(frozen=True)
class Section:
    """A heading and the paragraphs below it."""

    heading: str
    paragraphs: tuple[str, ...]


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
        Section("I. KẾT QUẢ THỰC HIỆN", tuple(_results(results, facts))),
        Section("II. TẬP THỂ, CÁ NHÂN", tuple(_met(results))),
        Section(
            "III. KHÓ KHĂN, VƯỚNG MẮC",
            (*_difficulties(results, facts), *_of_officials(difficulties), CAUSES),
        ),
        Section("IV. ĐỀ XUẤT, KIẾN NGHỊ", (*_proposed(difficulties), PROPOSALS)),
    )
    closing = f"Trên đây là báo cáo {kind} {plan.campaign} của {body}./."
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


def whose(results: Results) -> str:
    """The code of the unit above all others, else all units' (empty)."""
    return results.plan.top


def _results(results: Results, facts: Facts) -> Iterator[str]:
    """An indicator a paragraph, then those that the plan only names, then the windows."""
    code = whose(results)
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
            _reached(results, fact),
            _units(results, facts, entry.id),
            _changed(results, fact, before, forecast),
            _forecast(forecast),
        ]
        yield f"{number}. {entry.heading}: " + " ".join(filter(None, sentences))
    others = [facts.of_unit(code, i.id) for i in indicators() if not i.main]
    several = units_with_catalogue(results, code) > 1
    known = [
        f"{_HEADINGS[f.indicator]} {_counted(f, of_each_unit=several)}"
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
        yield from _of_window(results.plan, this, facts, code)
    else:
        yield from _windows(results, facts, code)


def _busiest(results: Results, facts: Facts, code: str) -> Iterator[str]:
    """The procedures that most dossiers come to, with how many of these still come on paper: what
    to simplify (plan IV.1.4). A few dossiers are no reason to.
    """
    every, *procedures = volumes(results, facts, [code])[code] or [Volume("")]
    names = {entry.code: entry.name for entry in results.plan.procedures}
    busiest = [v for v in procedures[:_BUSIEST] if v.received >= _MANY and v.procedure in names]
    shown = [
        f"{names[volume.procedure]} ({volume.received}/{every.received} hồ sơ{_on_paper(volume)})"
        for volume in busiest
    ]
    if shown:
        yield (
            f"Thủ tục có nhiều hồ sơ tiếp nhận nhất, cần rà soát để đơn giản hóa, tái cấu trúc quy "
            f"trình: {'; '.join(shown)}; nên làm thủ tục nào trước, xem trang “Dịch vụ nhiều hồ "
            "sơ” của tệp Phụ lục II."
        )


def _on_paper(volume: Volume) -> str:
    counted = volume.counted("online")
    if counted is None:
        return ""
    online, known = counted
    if online == known:
        return ", đều nộp trực tuyến"
    return f", còn {percent(rate_bp(known - online, known))} nộp giấy"


def _of_window(plan: Plan, this: Edition, facts: Facts, code: str) -> Iterator[str]:
    """What the report's own days brought, beside the cumulative figures."""
    window = this.window
    counted = [
        facts.of_unit(code, entry.id, window.name)
        for entry in indicators("dossier", "rating")
        if entry.main
    ]
    if known := [f"{_HEADINGS[f.indicator]} {_counted(f)}" for f in counted if f.denominator]:
        days = f"từ ngày {official_day(window.start)} đến ngày {official_day(window.end)}"
        if plan.is_cut(window):
            days += f", {window.days} trong {plan.cycle_days} ngày của kỳ"
        yield f"Riêng kỳ này ({days}): {'; '.join(known)}."


def _counted(fact: Fact, *, of_each_unit: bool = False) -> str:
    """`of_each_unit`: procedures are counted for several units."""
    entry = indicator(fact.indicator)
    how = f", {EACH_BY_ITSELF}" if of_each_unit and entry.grain == "procedure" else ""
    counted = f"{fact.numerator}/{fact.denominator} {entry.counted}"
    return f"đạt {percent(fact.rate_bp)} ({counted}{how})"


def _reached(results: Results, fact: Fact) -> str:
    if not fact.denominator:
        return "chưa có số liệu."
    target = results.plan.target(fact.unit_code, fact.indicator)
    last = f"; năm {results.plan.start.year - 1} đạt {short_percent(target.baseline_bp)}" if (
        target and target.baseline_bp is not None) else ""  # fmt: skip
    if fact.target_bp is None:
        return f"{_counted(fact)}{last}."
    verdict = results.analysis.verdicts[fact.scope, fact.unit_code, fact.official, fact.indicator]
    if verdict.ahead is None:
        return f"{_counted(fact)}, {_judged(fact)}{last}."
    day = official_day(results.plan.deadline(results.as_of))
    ahead = f"{_counted(fact)}{last}; {_to_go(fact)} phải đạt đến ngày {day}."
    return f"{_on_milestone(results.plan, verdict.due)}{ahead}"


def _units(results: Results, facts: Facts, name: str) -> str:
    """How many of the units that have no others below them meet their targets in force."""
    plan = results.plan
    lowest = [unit.code for unit in plan.units if not plan.children(unit.code)]
    statuses = [facts.of_unit(code, name).status for code in lowest]
    if len(lowest) == 1 or not any(statuses):
        return ""
    return f"{statuses.count('dat')}/{len(lowest)} đơn vị đạt mức này."


def _judged(fact: Fact) -> str:
    """Against a target that is due."""
    target, points = short_percent(fact.target_bp), decimal(abs(fact.variance_bp or 0))
    if fact.status == "dat":
        over = f", vượt {points} điểm phần trăm" if fact.variance_bp else ""
        return f"đạt chỉ tiêu được giao {target}{over}"
    unit = indicator(fact.indicator).counted
    return (
        f"chưa đạt chỉ tiêu được giao {target}, thấp hơn {points} điểm phần trăm, còn thiếu "
        f"{fact.shortfall} {unit}"
    )


def _to_go(fact: Fact) -> str:
    """Against a target that is not due yet."""
    target = short_percent(fact.target_bp)
    if fact.status == "dat":
        return f"đã bằng hoặc hơn mức {target}"
    unit = indicator(fact.indicator).counted
    return f"còn thiếu {fact.shortfall} {unit} so với mức {target}"


def _on_milestone(plan: Plan, fact: Fact | None) -> str:
    """What was reached by the milestone, where the end asks for more."""
    if fact is None:
        return ""
    day = official_day(fact.period_end)
    return f"đến mốc {plan.middle_label} (ngày {day}) {_counted(fact)}, {_judged(fact)}. Đến nay "


def _changed(
    results: Results,
    fact: Fact,
    before: dict[tuple[str, str], PastFact],
    ahead: Forecast | None,
) -> str:
    """Since the previous report; without one, what the last ten days brought."""
    then = before.get((fact.unit_code, fact.indicator))
    if results.analysis.changes and then and then.rate_bp is not None and fact.rate_bp is not None:
        points = fact.rate_bp - then.rate_bp
        day = official_day(results.analysis.changes.as_of)
        if not points:
            return f"Không thay đổi so với báo cáo số liệu đến ngày {day}."
        word = "Tăng" if points > 0 else "Giảm"
        shown = decimal(abs(points))
        return (
            f"{word} {shown} điểm phần trăm so với báo cáo số liệu đến ngày {day} "
            f"({percent(then.rate_bp)})."
        )
    if (
        indicator(fact.indicator).counted != DOSSIERS
        or ahead is None
        or not ahead.grown
        or ahead.gained is None
    ):
        return ""
    gained = f"{'tăng' if ahead.gained > 0 else 'giảm'} {abs(ahead.gained)} hồ sơ"
    return (
        f"Trong {PACE_DAYS} ngày qua tổng số tăng {ahead.grown} hồ sơ, số đạt "
        f"{gained if ahead.gained else 'không tăng'}."
    )


def _forecast(forecast: Forecast | None) -> str:
    """What the target of the end asks for, where it can still be reached."""
    if forecast is None or forecast.gained is None or not forecast.denominator:
        return ""
    aim = forecast.day100
    if aim.is_reachable is None:
        return ""
    target = short_percent(aim.target_bp)
    if not aim.is_reachable:
        return _out_of_reach(forecast, target)
    needed = ""
    if forecast.status != "dat" and aim.needed:
        needed = f"mỗi ngày cần thêm {tenths(aim.needed)} {indicator(forecast.indicator).counted}"
    if not (forecast.gained or forecast.grown):  # nothing that could go on so
        return f"Để đạt chỉ tiêu {target} vào cuối chiến dịch, {needed}." if needed else ""
    word = "đạt" if forecast.status == "dat" else "chưa đạt"
    needed = needed and f"; để đạt, {needed}"
    return (
        f"Nếu giữ nhịp hiện nay, cuối chiến dịch dự kiến {percent(forecast.projected_bp)}, {word} "
        f"chỉ tiêu {target}{needed}."
    )


def _out_of_reach(forecast: Forecast, target: str) -> str:
    """All of them is out of reach with the first that is lost; less, only if no more come in."""
    entry = indicator(forecast.indicator)
    if forecast.day100.target_bp == _WHOLE_BP:
        which = f"Không còn đạt được chỉ tiêu {target} vào cuối chiến dịch"
    else:
        which = (
            f"Nếu chỉ nhận {entry.counted} như {PACE_DAYS} ngày qua thì không còn đạt được chỉ "
            f"tiêu {target} vào cuối chiến dịch"
        )
    return (
        f"{which}, vì đã có {forecast.lost} {entry.counted} {entry.lost_as.lower()}; cao nhất còn "
        f"có thể đạt {percent(forecast.best_bp)}."
    )


def _windows(results: Results, facts: Facts, code: str) -> Iterator[str]:
    plan = results.plan
    _, *windows = plan.periods(results.as_of)
    for name in (i.id for i in indicators() if i.has_both_milestones):
        rates = {
            f"kỳ {number}{_cut(plan, window)}": percent(fact.rate_bp)
            for number, window in enumerate(windows, start=1)
            if (fact := facts.of_unit(code, name, window.name)).denominator
            and is_recorded(results.inputs.last_records, indicator(name), window.start)
        }
        if rates:
            cycle = f"kỳ {plan.cycle_days} ngày"
            if indicator(name).numerator_log:
                # what comes later counts in the cumulative rate alone
                cycle += ", mỗi kỳ chỉ tính đến ngày cuối kỳ"
            yield f"Diễn biến {_HEADINGS[name]} theo từng {cycle}: {_course(rates)}."


def _course(rates: dict[str, str]) -> str:
    """Window -> rate; the same in all is said once."""
    if len(rates) > 1 and len(set(rates.values())) == 1:
        return f"cả {len(rates)} kỳ có số liệu đều {next(iter(rates.values()))}"
    return "; ".join(f"{window}: {rate}" for window, rate in rates.items())


def _cut(plan: Plan, window: Period) -> str:
    """Of how many days a window is that has fewer than the others."""
    if not plan.is_cut(window):
        return ""
    return f" (cắt đến {window.end:%d/%m}, {plan.cycle_days} → {window.days} ngày)"


def _met(results: Results) -> Iterator[str]:
    """Who met the targets that are due, who did not, and who has what to do (plan IV.4.1)."""
    plan = results.plan
    known = {scope: conclusions(results, scope) for scope in ("unit", "official")}
    is_due = any(entry.due for entries in known.values() for entry in entries)
    if not is_due:
        day = official_day(plan.deadline(results.as_of))
        yield (
            f"Chưa đến mốc đánh giá (ngày {day}), nên chưa kết luận tập thể, cá nhân nào chưa hoàn "
            "thành."
        )
    for scope, word in (("unit", "Tập thể"), ("official", "Cá nhân")):
        yield from _concluded(results, known[scope], word, is_due=is_due)
    states = {entry.state for entries in known.values() for entry in entries}
    yield from (text for state, text in ((MET, PRAISE), (MISSED, MEASURES)) if state in states)


def _concluded(
    results: Results, entries: list[Conclusion], word: str, *, is_due: bool
) -> Iterator[str]:
    names: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        name = _name(results, entry)
        names[entry.state].append(f"{name}{_lacking(results, entry.missed)}")
    is_ahead = any(entry.ahead for entry in entries)
    if is_due:
        which = "mọi chỉ tiêu đến hạn" if is_ahead else "mọi chỉ tiêu có số liệu"
        yield f"{word} hoàn thành {which}{_people(names[MET])}."
        yield f"{word} chưa hoàn thành{_people(names[MISSED])}."
    else:
        yield f"{word} đang đạt mọi chỉ tiêu có số liệu{_people(names[ON_COURSE])}."
    if names[UNKNOWN]:
        yield f"{word} chưa đủ số liệu để kết luận{_people(names[UNKNOWN])}."
    to_do = [f"{_name(results, e)}{_lacking(results, e.to_do)}" for e in entries if e.to_do]
    if to_do:
        day = official_day(results.plan.deadline(results.as_of))
        yield f"{word} còn phải thực hiện đến ngày {day}{_people(to_do)}."


def _people(names: list[str]) -> str:
    """After a colon; how many where not all are named."""
    count = f" ({len(names)})" if len(names) > _MOST_NAMES else ""
    return f"{count}: {_listed(names, '; ')}"


def _name(results: Results, entry: Conclusion) -> str:
    several = len(results.plan.units) > 1
    if entry.official and several:
        return f"{entry.official} ({entry.unit})"
    return entry.official or entry.unit


def _lacking(results: Results, facts: list[Fact]) -> str:
    """What is missing of each, and of the milestone where it is past."""
    if not facts:
        return ""
    middle = f" đến mốc {results.plan.middle_label}"
    shortfalls = (
        f"{_HEADINGS[f.indicator]}{middle if f.period == MIDDLE else ''} thiếu {f.shortfall}"
        for f in facts
    )
    return f" ({', '.join(shortfalls)})"


def _listed(names: Iterable[str], between: str) -> str:
    """The first names, how many more; none is "không có"."""
    known = list(names)
    rest = len(known) - _MOST_NAMES
    more = f" và {rest} trường hợp khác ({_REST})" if rest > 0 else ""
    return between.join(known[:_MOST_NAMES]) + more if known else "không có"


def _difficulties(results: Results, facts: Facts) -> Iterator[str]:
    if overdue := notices.overdue(results):
        yield overdue
    yield from _procedures(results)
    code = whose(results)
    unknown = [_HEADINGS[i.id] for i in indicators() if i.main
               and not facts.of_unit(code, i.id, CUMULATIVE).denominator]  # fmt: skip
    if unknown:
        yield f"Chưa có số liệu để tính: {'; '.join(unknown)}."
    read, rejected = (
        sum(getattr(source, name) for source in results.inputs.sources)
        for name in ("rows_read", "rows_rejected")
    )
    if rejected:
        errors = [p for p in results.inputs.problems if p.severity == "error" and p.file]
        yield (
            f"Dữ liệu xuất từ hệ thống còn sai sót: {rejected} trên {read} dòng của "
            f"{len({p.file for p in errors})} tệp bị loại, chưa được tính; cần sửa theo trang “Lỗi "
            f"dữ liệu” của tệp Phụ lục II. Nguyên nhân chính: {_causes(errors)}."
        )


def _of_officials(difficulties: list[Difficulty]) -> Iterator[str]:
    """What officials met with (plan IV.4.2), as the plan workbook has it."""
    for entry in difficulties:
        if entry.content:
            day = f"ngày {official_day(entry.day)}" if entry.day else ""
            who = ", ".join(filter(None, (entry.official, day)))
            yield f"- {entry.content.rstrip('.')}{f' ({who})' if who else ''}."


def _proposed(difficulties: list[Difficulty]) -> Iterator[str]:
    """What officials propose, each once."""
    proposals = dict.fromkeys(entry.proposal for entry in difficulties if entry.proposal)
    yield from (f"- {proposal.rstrip('.')}." for proposal in proposals)


def _causes(errors: list[Problem]) -> str:
    """The gravest, whole files first, then those of most rows."""
    lines = brief(errors, _MOST_CAUSES)
    lines.sort(key=lambda line: (line.count > 0, -line.count))
    return "; ".join(
        f"{line.message.rstrip('.')} ({f'{line.count} dòng' if line.count else line.file})"
        for line in lines[:_MOST_CAUSES]
    )


def _procedures(results: Results) -> Iterator[str]:
    """Procedures of the catalogue that no unit has an online dossier or payment of."""
    names = {entry.code: entry.name for entry in results.plan.procedures}
    several = units_with_catalogue(results, "") > 1
    for entry in indicators("procedure"):
        most = counted_anywhere(results, entry.id)
        lacking = [names[code] for code, is_some in sorted(most.items()) if not is_some]
        if lacking:
            where = " ở bất kỳ đơn vị nào" if several else ""
            listed = _listed(lacking, "; ")
            yield f"Có {len(lacking)}/{len(most)} {entry.none}{where}, gồm: {listed}."
