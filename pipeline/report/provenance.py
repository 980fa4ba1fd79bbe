"""What a workbook says that it was made from, in the lines above the table of *Nguồn dữ liệu*: how
they are written, and how `pipeline verify` reads them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline import __version__
from pipeline.model import EarlierReport, Made
from pipeline.values.dates import parse_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from pipeline.model import Results

SHEET, FACTS_SHEET, CHANGES_SHEET = "Nguồn dữ liệu", "Số liệu", "Thay đổi"
# Columns of the table below the lines.
FILE, ROWS_READ, SHA256 = "Tệp", "Dòng đọc", "Mã băm SHA-256"
_DAY, _VERSION, _PLAN = "Số liệu đến", "Phiên bản chương trình", "Tệp kế hoạch"
_LAST_DAY = "Loại dòng tiếp nhận sau"
_COMPARED, _NOT_COMPARED, _UNIT = "So với báo cáo", "Không so với báo cáo", "Riêng của đơn vị"
EARLIER = (_COMPARED, _NOT_COMPARED)  # lines that name an earlier report
_GIVEN, _LATEST = "ngày do người lập chọn", "ngày mới nhất của các bản xuất"
_NONE = "chưa có báo cáo trước"


def stated(results: Results) -> Iterator[list[Any]]:
    """The lines as cells: a label, its value, and what belongs to that (a digest)."""
    made = results.made
    yield [_DAY, _shown(results.as_of), _GIVEN if made.is_day_given else _LATEST]
    yield [_VERSION, __version__]
    yield [_PLAN, made.plan, made.plan_digest]
    if not any(report.is_compared for report in made.earlier):
        yield [_COMPARED, _NONE]
    for report in made.earlier:
        label = _COMPARED if report.is_compared else _NOT_COMPARED
        yield [label, _shown(report.as_of), report.facts, report.detail]
    if made.last_day:
        yield [_LAST_DAY, _shown(made.last_day)]
    if made.unit:
        yield [_UNIT, made.unit]


def _shown(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def read(rows: Iterable[list[Any]]) -> tuple[Made, date | None, str]:
    """What the lines say, whoever wrote them: all that can be made of it, the day (None where it
    says none) and the version of the program.
    """
    said: dict[str, list[list[str]]] = {}
    for label, *values in rows:
        said.setdefault(str(label), []).append([*map(_text, values), "", "", ""])
    day, how, *_ = _first(said, _DAY)
    plan, digest, *_ = _first(said, _PLAN)
    earlier = [
        EarlierReport(as_of, facts, detail, is_compared=label == _COMPARED)
        for label in EARLIER
        for text, facts, detail, *_ in said.get(label, ())
        if (as_of := _day(text))
    ]
    made = Made(
        plan, digest, is_day_given=how == _GIVEN, last_day=_day(_first(said, _LAST_DAY)[0]),
        earlier=tuple(earlier), unit=_first(said, _UNIT)[0],
    )  # fmt: skip
    return made, _day(day), _first(said, _VERSION)[0]


def _day(text: str) -> date | None:
    moment = parse_date(text)
    return moment and moment.date()


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _first(said: dict[str, list[list[str]]], label: str) -> list[str]:
    return said.get(label, [["", "", "", ""]])[0]
