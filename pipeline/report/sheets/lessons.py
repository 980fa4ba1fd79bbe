"""Đã lỡ: dossiers that no work makes count any more, to learn from (plan IV.1.2, IV.1.8)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.report.layout.page import Column, Page
from pipeline.report.variances import units_of
from schemas.contracts import vocabulary
from schemas.indicators import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.report.content import Content
    from pipeline.report.fewest import Row
    from schemas.indicators import Indicator

_RATINGS = [words[0] for words in vocabulary("rating").values()]
_NOBODY = "(chưa rõ cán bộ)"


def _late(row: Row) -> str:
    """Finished late; what is still open is to be done first of all (Cần xử lý)."""
    if row["on_time"] != 0 or row["is_open"]:
        return ""
    days = (row["finished_on"] - row["due_on"]).days
    return f"✘ trễ {days} ngày" if days else "✘ sau giờ hẹn"


def _on_paper(row: Row) -> str:
    if row["online"] != 0:
        return ""
    return "✘ dù toàn trình" if row["is_full"] else "✘"


def _paid_otherwise(row: Row) -> str:
    return "✘" if row["online_payment"] == 0 and row["is_paid_otherwise"] else ""


def _disliked(row: Row) -> str:
    return f"✘ {_RATINGS[int(row['rating_rank'])]}" if row["satisfaction"] == 0 else ""


# Indicator -> what became of a dossier, "" where nothing did.
_LOSSES: dict[str, Callable[[Row], str]] = {
    "on_time": _late,
    "online": _on_paper,
    "online_payment": _paid_otherwise,
    "satisfaction": _disliked,
}


def has_lessons(content: Content) -> bool:
    """Whether there is any such dossier."""
    return next(_rows(content), None) is not None


def write_lessons(page: Page, content: Content) -> None:
    """A row a dossier, with a column for the reason, which a person fills in."""
    page.line("HỒ SƠ ĐÃ LỠ", "title")
    page.line(
        "Không thể làm cho đạt nữa: ghi nguyên nhân để rút kinh nghiệm. Hồ sơ đang quá hạn nhưng "
        "chưa xong ở trang “Cần xử lý”.",
        "note",
    )
    columns = (
        *units_of(content),
        Column("Cán bộ", "text", 22),
        Column("Mã hồ sơ", "text", 25),
        *(Column(entry.lost_as, "centered", 14) for entry in _losses()),
        Column("Nguyên nhân (ghi tay)", "text", 30),
        Column("Thủ tục", "text", 32),
        Column("Tiếp nhận", "day", 11.5),
        Column("Hẹn trả", "day", 11.5),
        Column("Kết thúc", "day", 11.5),
    )
    page.table(columns, _rows(content), freeze=len(units_of(content)) + 2, name="DaLo")


def _losses() -> list[Indicator]:
    return [entry for entry in listed() if entry.id in _LOSSES]


def _rows(content: Content) -> Iterator[list[Any]]:
    """By unit and official, as the detail has them."""
    losses, has_units = [_LOSSES[entry.id] for entry in _losses()], bool(units_of(content))
    for row in content.rows:
        texts = [lost(row) or None for lost in losses]
        if any(texts):
            yield [
                *([row["unit"]] if has_units else []), row["official"] or _NOBODY, row["code"],
                *texts, None, content.procedure_names.get(row["procedure"], row["procedure"]),
                row["received_on"], row["due_on"], row["finished_on"],
            ]  # fmt: skip
