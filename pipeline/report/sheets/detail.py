"""Chi tiết hồ sơ: a row a dossier, with its marks and where it stands in the exports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_range_abs

from pipeline.report.detail import CHANNELS, NOTES
from pipeline.report.layout.page import Column, Page, quoted
from schemas.indicators import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.report.content import Content

_COLUMNS = (
    Column("Mã hồ sơ", "text", 25),
    Column("Đơn vị", "text", 16),
    Column("Cán bộ", "text", 22),
    Column("Mã TTHC", "text", 11),
    Column("Thủ tục", "text", 34),
    Column("Lĩnh vực", "text", 16),
    Column("Hình thức", "text", 19),
    Column("Tiếp nhận", "day", 11.5),
    Column("Hẹn trả", "day", 11.5),
    Column("Kết thúc", "day", 11.5),
    *(Column(indicator.column, "mark", 8.5) for indicator in listed()),
    Column("Không tính vì", "text", 26),
    Column("Tệp", "text", 26),
    Column("Trang", "text", 18),
    Column("Dòng", "count", 8),
    Column("Số ĐV", "key", 7),
    Column("Số CB", "key", 7),
    Column("Số LV", "key", 7),
    Column("Số TTHC", "key", 7),
    Column("Số thủ tục", "key", 7),
)
_KEYS = 5  # columns at the end, which are not printed
_FIRST_MARK = 10


def write_detail(page: Page, content: Content) -> None:
    """The rows, by unit and official; says for links where each one's rows are."""
    page.line("CHI TIẾT HỒ SƠ", "title")
    page.line(
        "1: được tính là đạt; 0: có tính, chưa đạt; trống: không tính vào chỉ tiêu đó. Mọi tỷ lệ "
        "của báo cáo đếm từ các cột này; tệp, trang, dòng là chỗ của hồ sơ trong bản xuất.",
        "note",
    )
    first = page.row + 1
    columns = content.detail.columns if content.detail else None
    rows = [] if columns is None else _rows(columns, content)
    page.table(_COLUMNS, rows, freeze=1, name="HoSo")
    page.shown = len(_COLUMNS) - _KEYS
    _note_places(page, content, columns, first)


def _rows(columns: dict[str, list[Any]], content: Content) -> Any:
    names, keys = content.procedure_names, content.keys
    units = [keys["unit"].get((unit, "")) for unit in columns["unit_code"]]
    shown: list[Any] = [
        columns["code"],
        columns["unit"],
        columns["official"],
        columns["procedure"],
        [names.get(code) for code in columns["procedure"]],
        columns["field"],
        [CHANNELS.get(is_online) for is_online in columns["is_online"]],
        *(columns[name] for name in ("received_on", "due_on", "finished_on")),
        *(columns[indicator.id] for indicator in listed()),
        [NOTES[note] for note in columns["note"]],
        *(columns[name] for name in ("file", "sheet", "row_number")),
        units,
        *(
            map(keys[scope].get, zip(columns["unit_code"], columns[scope], strict=True))
            for scope in ("official", "field", "procedure")
        ),
        [
            None if note else content.procedure_numbers.get(code, 0)
            for code, note in zip(columns["procedure"], columns["note"], strict=True)
        ],
    ]
    return zip(*shown, strict=True)


def _note_places(
    page: Page, content: Content, columns: dict[str, list[Any]] | None, first: int
) -> None:
    """Where each indicator's marks are: of all, of each unit and of each official."""

    def note(top: int, bottom: int, *whose: str) -> None:
        for column, indicator in enumerate(listed(), start=_FIRST_MARK):
            area = xl_range_abs(top, column, bottom, column)
            content.places["HoSo", indicator.column, *whose] = f"{quoted(page.name)}!{area}"

    if columns is None:
        return
    note(first - 1, first - 1)
    own = _ends(columns["unit_code"])
    plan = content.results.plan
    for unit in plan.units:
        ends = [own[u.code] for u in (unit, *plan.descendants(unit.code)) if u.code in own]
        if ends:
            tops, bottoms = zip(*ends, strict=True)
            note(first + min(tops), first + max(bottoms), unit.code, "")
    whose = zip(columns["unit_code"], columns["official"], strict=True)
    for (code, official), (top, bottom) in _ends(whose).items():
        if official is not None:
            note(first + top, first + bottom, code, official)


def _ends(values: Iterable[Any]) -> dict[Any, tuple[int, int]]:
    """Where each value stands first and last."""
    ends: dict[Any, tuple[int, int]] = {}
    for place, value in enumerate(values):
        ends[value] = (ends.get(value, (place, place))[0], place)
    return ends
