"""Texts to tell the people how the campaign goes (plan IV.2, IV.3.2): a piece of news for the
commune's website and loudspeakers, and short lines for a Zalo group.

They name nobody and no dossier: of the plan they have the unit, the campaign and days alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline import notices
from pipeline.model import edition, is_due
from pipeline.report.facts import Facts
from pipeline.report.gaps import with_gaps
from pipeline.values.dates import official_day
from pipeline.values.text import percent, short_percent
from schemas.indicators import indicator, indicators

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pipeline.model import Fact, Results

_SAMPLE = "SỐ LIỆU MẪU, CHỈ ĐỂ XEM THỬ: KHÔNG ĐĂNG."
_DOUBTED = (
    "CHƯA ĐƯỢC ĐĂNG: số liệu còn thiếu hoặc sai, lý do ở trang “Tóm tắt” của tệp {workbook}. "
    "Bổ sung, chạy lại rồi mới đăng."
)
_THANKS = "Trân trọng cảm ơn người dân, doanh nghiệp đã ủng hộ."
_HOW_TO = (
    "Nộp hồ sơ trực tuyến: vào https://dichvucong.gov.vn, đăng nhập bằng VNeID, chọn thủ "
    "tục, điền thông tin, gửi kèm giấy tờ, nộp phí, lệ phí nếu có. Cần hướng dẫn, mời gặp Bộ phận "
    "tiếp nhận và trả kết quả hoặc Tổ công nghệ số cộng đồng."
)
_UNKNOWN = "chưa có số liệu"


def write_news(results: Results, path: Path) -> None:
    """Writes the texts as Notepad reads them: UTF-8 with a BOM, lines that end with CR and LF."""
    text = "\n".join(news(replace(results, plan=with_gaps(results.plan))))
    path.write_text(f"{text}\n", encoding="utf-8-sig", newline="\r\n")


def news(results: Results) -> Iterator[str]:
    """Line by line; what must not be published yet says so first."""
    facts, day = Facts(results.counts.facts), official_day(results.as_of)
    reached = [facts.of_unit(results.plan.top, i.id) for i in indicators() if i.main]
    if results.inputs.is_sample:
        yield _SAMPLE
    if notices.unreliable(results):
        yield _DOUBTED.format(workbook=results.output("phu-luc-ii", ".xlsx"))
    yield "TIN CHO TRANG THÔNG TIN ĐIỆN TỬ VÀ LOA TRUYỀN THANH"
    yield ""
    yield f"{_whose(results)}: kết quả dịch vụ công trực tuyến đến ngày {day}"
    yield ""
    yield from _article(results, reached)
    yield ""
    yield f"CHO NHÓM ZALO (số liệu đến ngày {day})"
    yield ""
    yield from map(_short, reached)


def _whose(results: Results) -> str:
    plan = results.plan
    return plan.unit(plan.top).name if plan.top else f"{len(plan.units)} đơn vị"


def _article(results: Results, reached: list[Fact]) -> Iterator[str]:
    plan, due = results.plan, results.plan.deadline(results.as_of)
    is_over = edition(plan, results.as_of).is_final
    days = f"từ ngày {official_day(plan.start)} đến ngày {official_day(plan.end)}"
    yield f"{_whose(results)} {'đã' if is_over else 'đang'} thực hiện {plan.campaign} ({days})."
    known, is_judged = [f for f in reached if f.denominator], not notices.unreliable(results)
    if known:
        has_targets = any(fact.target_bp is not None for fact in known)
        yield (
            f"Kết quả, so với chỉ tiêu đến ngày {official_day(due)}:" if has_targets else "Kết quả:"
        )
    for fact in known:
        pair = plan.target_pair(fact.unit_code, "", fact.indicator)
        yield _told(fact, is_due=is_due(plan, results.as_of, pair), is_judged=is_judged)
    if unknown := [indicator(f.indicator).heading for f in reached if not f.denominator]:
        yield f"{_UNKNOWN.capitalize()}: {'; '.join(unknown)}."
    yield _THANKS
    yield _HOW_TO


def _told(fact: Fact, *, is_due: bool, is_judged: bool) -> str:
    """A result beside its target; nothing is missed before its day."""
    entry = indicator(fact.indicator)
    counted = f"{fact.numerator}/{fact.denominator} {entry.counted}"
    told = f"- {entry.heading}: {percent(fact.rate_bp)} ({counted})"
    if fact.target_bp is None:
        return f"{told}."
    verdict = {
        ("dat", True): ", đã đạt", ("dat", False): ", đang đạt", ("chua_dat", True): ", chưa đạt",
    }.get((fact.status, is_due), "") if is_judged else ""  # fmt: skip
    return f"{told}; chỉ tiêu {short_percent(fact.target_bp)}{verdict}."


def _short(fact: Fact) -> str:
    """Numbers alone."""
    entry = indicator(fact.indicator)
    if not fact.denominator:
        return f"{entry.heading}: {_UNKNOWN}"
    target = "" if fact.target_bp is None else f", giao {short_percent(fact.target_bp)}"
    return f"{entry.heading}: {percent(fact.rate_bp)} ({fact.numerator}/{fact.denominator}){target}"
