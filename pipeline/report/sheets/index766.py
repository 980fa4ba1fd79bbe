"""Chỉ số 766: points by unit and group, what the next point costs, and every sub-indicator."""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Any

from pipeline import notices
from pipeline.report.layout.page import Column, Page
from pipeline.values.text import decimal
from schemas.index766 import TOTAL, groups, measure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.model import Score, Step
    from pipeline.report.content import Content

_SCORES = (
    Column("Đơn vị", "wrapped", 21),
    Column("Nhóm", "wrapped", 21),
    Column("Chỉ số thành phần", "wrapped", 44),
    Column("Tử số", "count", 11),
    Column("Mẫu số", "count", 11),
    Column("Tỷ lệ", "percent", 11),
    Column("Đủ điểm từ", "percent", 11),
    Column("Điểm", "decimal", 11),
    Column("Tối đa", "count", 11),
    Column("Xếp hạng", "centered", 11),
    Column("Nguồn", "wrapped", 23),
    Column("Ngày số liệu", "day", 13),
)
_UNITS = (
    Column("Đơn vị", "wrapped", 21),
    Column("Số liệu", "wrapped", 21),
    Column("Không có số liệu của", "wrapped", 44),
    *(Column(f"{group.name} ({group.max})", "decimal", 11) for group in groups()),
    Column("Tổng điểm (100)", "decimal", 11),
    Column("Xếp hạng", "centered", 23),
)
_STEPS = (
    Column("Đơn vị", "wrapped", 21),
    Column("Nhóm", "wrapped", 21),
    Column("Thêm bao nhiêu, được bao nhiêu điểm", "wrapped", 44),
    Column("Cần thêm", "count", 11),
    Column("Được thêm", "decimal", 11),
    Column("Đang có", "decimal", 11),
    Column("Tối đa", "count", 11),
    Column("Cần thêm để đủ điểm", "count", 11),
)
_STEPS_OF_A_UNIT = 5  # where there are several units
_GROUPS = {group.id: group.name for group in groups()} | {TOTAL: "TỔNG"}
_SOURCES = {"portal": "Cổng dịch vụ công", "logs": "Tự tính từ sổ hồ sơ"}
_NOTES = """\
Điểm từng chỉ số thành phần = điểm tối đa x tỷ lệ : mức đủ điểm, làm tròn hai chữ số thập phân rồi \
mới cộng vào nhóm. Số của cổng được dùng trước; cổng không có thì tự tính từ sổ hồ sơ.
Ô không có điểm là không có số liệu, không phải 0 điểm; tổng chỉ cộng phần có số liệu.
Xếp hạng trong các đơn vị cùng cấp trên có số liệu của cùng những chỉ số thành phần; bằng điểm thì \
cùng hạng.
“Cần thêm” tính trên đúng số liệu hiện có. “Hồ sơ mới” là hồ sơ nhận thêm: hồ sơ đã qua không đổi \
được nữa, và mỗi hồ sơ nhận thêm làm tăng cả mẫu số. Cột cuối để “–”: hồ sơ mới không thể đưa lên \
đủ điểm.
Hài lòng trong giải quyết TTHC tự tính theo công thức của cổng: 100% trừ hồ sơ quá hạn, trừ hồ sơ \
bị đánh giá Chưa hài lòng hoặc Không hài lòng; không phải kết quả khảo sát.
""".splitlines()


def write_index(page: Page, content: Content) -> None:
    """Units and groups, the next points, then the sub-indicators."""
    scores, steps = content.results.analysis.index.scores, content.results.analysis.index.steps
    page.line("CHỈ SỐ 766 (QUYẾT ĐỊNH 766/QĐ-TTg)", "title")
    totals = [score for score in scores if score.group == TOTAL]
    for line in (*_notes(totals), *filter(None, [notices.index766(content.results)])):
        page.line(line, "strong")
    page.gap()
    page.block(_UNITS, _unit_rows(scores))
    page.gap()
    page.line("THÊM ĐIỂM TỪ ĐÂU, việc được nhiều điểm trên mỗi hồ sơ, thủ tục ở trên", "strong")
    page.block(_STEPS, _step_rows(content, steps))
    page.gap()
    for note in _NOTES:
        page.paragraph(f"• {note}", len(_SCORES), characters=200)
    page.gap()
    page.table(_SCORES, map(_score_row, scores), freeze=1, name="ChiSo766")


def _notes(totals: list[Score]) -> Iterator[str]:
    """What the points are worth: official figures, or a partial sum."""
    expected = max((score.expected for score in totals), default=0)
    if totals and all(score.source == "portal" for score in totals):
        yield "Mọi chỉ số thành phần lấy từ số liệu cổng dịch vụ công."
        return
    yield "CHƯA PHẢI ĐIỂM CHÍNH THỨC: có chỉ số thành phần tự tính hoặc không có số liệu."
    if len(totals) > 1:
        complete = sum(score.known == expected for score in totals)
        yield (
            f"{complete}/{len(totals)} đơn vị có đủ {expected} chỉ số thành phần; các đơn vị khác "
            "chỉ có điểm của phần có số liệu."
        )
    elif totals:
        yield (
            f"Tính được {totals[0].known}/{expected} chỉ số thành phần. Bỏ thêm số liệu cổng vào "
            "inputs/ để đủ (xem README)."
        )


def _unit_rows(scores: tuple[Score, ...]) -> Iterator[list[Any]]:
    by_unit: dict[str, dict[str, Score]] = defaultdict(dict)
    for score in scores:
        if not score.measure:
            by_unit[score.unit_code][score.group] = score
    for by_group in by_unit.values():
        total = by_group[TOTAL]
        lacking = [group.name for group in groups() if by_group[group.id].points is None]
        note = ", ".join(lacking) or None
        points = [by_group[group.id].points for group in groups()]
        yield [total.unit, _completeness(total), note, *points, total.points, _rank(total)]


def _completeness(score: Score) -> str:
    if score.points is None:
        return "Không có số liệu"
    if score.known < score.expected:
        return f"Chưa đủ: {score.known}/{score.expected}"
    return "Đủ, của cổng" if score.source == "portal" else "Đủ, có phần tự tính"


def _rank(score: Score) -> str | None:
    """As the plan writes it: 05/10; a single unit has none."""
    return f"{score.rank:02d}/{score.peers:02d}" if score.peers > 1 else None


def _step_rows(content: Content, steps: tuple[Step, ...]) -> Iterator[list[Any]]:
    scores = {
        (s.unit_code, s.measure): s for s in content.results.analysis.index.scores if s.measure
    }
    by_unit: dict[str, list[Step]] = defaultdict(list)
    for step in steps:
        by_unit[step.unit_code].append(step)
    most = None if len(content.results.plan.units) == 1 else _STEPS_OF_A_UNIT
    for unit_steps in by_unit.values():
        for step in islice(unit_steps, most):
            score, entry = scores[step.unit_code, step.measure], measure(step.measure)
            task = f"Thêm {_grouped(step.count)} {entry.more} = +{decimal(step.gain)} điểm"
            task += " (đủ điểm)" if step.is_full else ""
            yield [
                score.unit, _GROUPS[score.group], task, step.count, step.gain, score.points,
                score.max_points, step.full_count,
            ]  # fmt: skip


def _grouped(count: int) -> str:
    return f"{count:,}".replace(",", ".")


def _score_row(score: Score) -> list[Any]:
    if not score.measure:
        name = "Cả nhóm" if score.group != TOTAL else "Cả bộ chỉ số"
        return [
            score.unit, _GROUPS[score.group], name, None, None, None, None, score.points,
            score.max_points, _rank(score), _completeness(score), None,
        ]  # fmt: skip
    entry, figure = measure(score.measure), score.figure
    return [
        score.unit, _GROUPS[score.group], entry.name, figure and figure.numerator,
        figure and figure.denominator, figure and figure.shown_bp, score.full_bp, score.points,
        score.max_points, None, _source(score), figure and figure.day,
    ]  # fmt: skip


def _source(score: Score) -> str:
    if score.figure is not None:
        return _SOURCES[score.source]
    return "Không có số liệu" if score.points is None else "Không chấm ở cấp này"
