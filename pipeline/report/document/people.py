"""Who met the targets that are due, who did not, and who has what to do (plan IV.1.8, IV.4.1)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from pipeline import notices
from pipeline.model import MIDDLE
from pipeline.report.conclusions import MET, MISSED, ON_COURSE, UNKNOWN, conclusions
from pipeline.report.document.wording import HEADINGS, MOST_NAMES, listed
from pipeline.values.dates import official_day
from pipeline.values.text import grouped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Fact, Results
    from pipeline.report.conclusions import Conclusion

MEASURES = "[…… đơn vị bổ sung: hình thức xử lý đối với tập thể, cá nhân chưa hoàn thành ……]"
PRAISE = "[…… đơn vị bổ sung: hình thức biểu dương tập thể, cá nhân hoàn thành tốt ……]"


def people(results: Results) -> Iterator[str]:
    """Who met the targets that are due, who did not, and who has what to do (plan IV.4.1)."""
    plan = results.plan
    known = {scope: conclusions(results, scope) for scope in ("unit", "official")}
    is_due = any(entry.due for entries in known.values() for entry in entries)
    if notices.unreliable(results):
        yield "Số liệu chưa dùng để đánh giá được (lý do ở đầu dự thảo); dưới đây chỉ để rà soát."
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
        yield f"{word} hoàn thành {which}{_names(names[MET])}."
        yield f"{word} chưa hoàn thành{_names(names[MISSED])}."
    else:
        yield f"{word} đang đạt mọi chỉ tiêu có số liệu{_names(names[ON_COURSE])}."
    if names[UNKNOWN]:
        yield f"{word} chưa đủ số liệu để kết luận{_names(names[UNKNOWN])}."
    to_do = [f"{_name(results, e)}{_lacking(results, e.to_do)}" for e in entries if e.to_do]
    if to_do:
        day = official_day(results.plan.deadline(results.as_of))
        yield f"{word} còn phải thực hiện đến ngày {day}{_names(to_do)}."


def _names(names: list[str]) -> str:
    """After a colon; how many where not all are named."""
    count = f" ({len(names)})" if len(names) > MOST_NAMES else ""
    return f"{count}: {listed(names, '; ')}"


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
        f"{HEADINGS[f.indicator]}{middle if f.period == MIDDLE else ''} thiếu "
        f"{grouped(f.shortfall or 0)}"
        for f in facts
    )
    return f" ({', '.join(shortfalls)})"
