"""Our numbers beside the portal's, and what could explain how they differ.

The portal publishes no single dossiers, so no difference can be traced to one; what can be counted
is listed with where to find it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.model import Difference, Figure
from schemas.index766 import edge_minutes, measures

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from pipeline.aggregate.engine import Row
    from pipeline.model import Index, Plan, Problem, Source, Unit

# What counts dossiers; the others count procedures or ratings.
_OF_DOSSIERS = (
    "on_time", "online", "online_payment", "e_result", "digitization", "reuse",
    "dossier_satisfaction",
)  # fmt: skip
_NO_UNIT = ("no_unit", "unknown_unit")


def reconcile(
    plan: Plan,
    as_of: date,
    index: Index,
    doubts: Iterable[Row],
    sources: Iterable[Source],
    problems: Iterable[Problem],
) -> tuple[Difference, ...]:
    """A row for every portal figure of a measure that logs can give, in the plan's order.

    `doubts` as aggregate has them.
    """
    by_measure = {(figure.unit, figure.measure): figure for figure in index.portal}
    evidence = _Evidence(plan, as_of, doubts, tuple(sources), tuple(problems))
    differences = []
    for unit in plan.units:
        for entry in measures():
            portal = by_measure.get((unit.code, entry.id))
            if entry.logs and portal is not None:
                none = Figure(unit.code, entry.id, "logs", 0, 0)
                ours = index.logs.get((unit.code, entry.id), none)
                differences.append(evidence.difference(unit, ours, portal))
    return tuple(differences)


class _Evidence:
    """What a run knows of the reasons for differences."""

    def __init__(
        self, plan: Plan, as_of: date, doubts: Iterable[Row], sources: tuple[Source, ...],
        problems: tuple[Problem, ...],
    ) -> None:  # fmt: skip
        self._plan, self._as_of = plan, as_of
        self._doubts = {unit: counts for unit, *counts in doubts}
        of_dossiers = [s for s in sources if s.kind == "dossiers" and not s.is_last_years]
        logs = {(source.file, source.sheet) for source in of_dossiers}
        self._rejected = sum(source.rows_rejected for source in of_dossiers)
        self._no_unit = sum(
            p.count for p in problems if p.code in _NO_UNIT and (p.file, p.sheet) in logs
        )

    def difference(self, unit: Unit, ours: Figure, portal: Figure) -> Difference:
        difference = Difference(unit.code, unit.name, ours.measure, ours, portal, ())
        reasons: tuple[str, ...]
        if not ours.denominator:
            reasons = ("Bản xuất không cho số liệu này; chỉ có số của cổng.",)
        elif any((difference.more, difference.more_counted, difference.more_bp)):
            reasons = (*self._days(portal), *_counts(difference), *self._dossiers(difference))
        else:
            reasons = ("Khớp.",)
        return Difference(unit.code, unit.name, ours.measure, ours, portal, reasons)

    def _days(self, portal: Figure) -> Iterator[str]:
        if portal.day is None:
            yield "Số liệu cổng không ghi ngày."
        elif portal.day != self._as_of:
            yield (
                f"Khác ngày: cổng đến {portal.day:%d/%m/%Y}, báo cáo đến {self._as_of:%d/%m/%Y}."
            )

    def _dossiers(self, difference: Difference) -> Iterator[str]:
        """What of the dossier log could be counted otherwise."""
        if difference.measure not in _OF_DOSSIERS:
            return
        near, duplicates, not_accepted = self._of_all(difference.unit_code)
        if near:
            days = f"{self._plan.start:%d/%m/%Y} và {self._as_of:%d/%m/%Y}"
            yield (
                f"{near} hồ sơ tiếp nhận trong {edge_minutes()} phút quanh nửa đêm đầu kỳ, cuối kỳ "
                f"(trang Chi tiết hồ sơ, ngày tiếp nhận quanh {days})."
            )
        if duplicates:
            yield f"{duplicates} dòng trùng đã bỏ (trang Nguồn dữ liệu, cột Trùng)."
        if not_accepted:
            yield (
                f"{not_accepted} hồ sơ Mới đăng ký hoặc Không được tiếp nhận, báo cáo không tính "
                "(trang Chi tiết hồ sơ)."
            )
        if self._no_unit:
            yield (
                f"{self._no_unit} dòng bị loại vì không rõ đơn vị, có thể của đơn vị này (trang "
                "Lỗi dữ liệu, mã no_unit, unknown_unit)."
            )
        if others := self._rejected - self._no_unit:
            yield f"{others} dòng hồ sơ bị loại vì lỗi khác, của mọi đơn vị (trang Lỗi dữ liệu)."

    def _of_all(self, unit: str) -> tuple[int, int, int]:
        """Near midnight, duplicates, not accepted: of a unit and those below it."""
        codes = (unit, *(below.code for below in self._plan.descendants(unit)))
        rows = [self._doubts.get(code, (0, 0, 0)) for code in codes]
        near, duplicates, not_accepted = (
            sum(map(int, column)) for column in zip(*rows, strict=True)
        )
        return near, duplicates, not_accepted


def _counts(difference: Difference) -> Iterator[str]:
    """By how many the two differ, and in which of them they are missing."""
    if difference.more is None:
        yield "Cổng chỉ cho tỷ lệ, không cho số hồ sơ để so."
    elif difference.more > 0:
        yield f"Mẫu số: báo cáo nhiều hơn {difference.more}, cổng không đếm hoặc chưa đồng bộ."
    elif difference.more < 0:
        yield f"Mẫu số: cổng nhiều hơn {-difference.more}, có thể thiếu bản xuất hoặc thiếu trang."
    if difference.more_counted:
        word = "nhiều" if difference.more_counted > 0 else "ít"
        yield f"Tử số: báo cáo {word} hơn {abs(difference.more_counted)}."
