"""What was found, in lines to read: first what the report was made from, then sheets and cells."""

from __future__ import annotations

import re
from datetime import date
from itertools import takewhile
from typing import TYPE_CHECKING

from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import from_excel

from pipeline import __version__
from pipeline.report.provenance import SHEET
from pipeline.verify.book import Truth
from pipeline.verify.cells import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.verify.book import Cell, Value
    from pipeline.verify.cells import Difference
    from pipeline.verify.compare import Compared, SheetDifferences
    from pipeline.verify.inputs import InputDifferences
    from pipeline.verify.verify import Opened, Verified

_COUNTED = {
    Kind.VALUE: "{} ô khác giá trị",
    Kind.FORMULA: "{} ô khác công thức",
    Kind.NO_FORMULA: "{} ô công thức bị thay bằng giá trị gõ tay",
    Kind.FORMAT: "{} ô giữ nguyên giá trị nhưng hiện khác",
    Kind.MISSING_ROW: "thiếu {} dòng",
    Kind.EXTRA_ROW: "thừa {} dòng",
    Kind.REORDERED: "dòng bị đổi thứ tự",
    Kind.HIDDEN_ROWS: "dòng bị ẩn",
    Kind.HIDDEN_COLUMNS: "cột bị ẩn",
    Kind.CONDITION: "{} định dạng có điều kiện làm số hiện khác",
}
_SHOWN = {
    Kind.HIDDEN_ROWS: "dòng bị ẩn: {}",
    Kind.HIDDEN_COLUMNS: "cột bị ẩn: {}",
    Kind.CONDITION: "{}: định dạng có điều kiện làm số hiện theo “{}”",
}
_LONGEST = 160  # characters of a value
_BEFORE = 60  # of these before the first one that differs
_EMPTY = "(trống)"
_NOT_COMPARED = "Không so: màu, độ rộng, biểu đồ, ghi chú, vùng in."


def lines_of_inputs(opened: Opened) -> Iterator[str]:
    """Which day, which version; what of the exports, the plan and the program is not the same."""
    said, inputs = opened.said, opened.inputs
    yield (
        f"{opened.path.name}: số liệu đến {said.as_of:%d/%m/%Y}, {len(said.files)} bản xuất, "
        f"kế hoạch {_short(said.made.plan) or '?'}, phiên bản {_short(said.version) or '?'}."
    )
    for name, rows in inputs.missing.items():
        yield f"Thiếu bản xuất: {_short(name)} (khi lập đã đọc {rows} dòng)."
    for name in inputs.added:
        yield (
            f"Thừa bản xuất: {name} (khi lập không có, hoặc dòng của nó trên trang “{SHEET}” đã "
            "bị xóa)."
        )
    for name in inputs.changed:
        yield f"Bản xuất đã khác: {_short(name)} (cùng tên, khác nội dung: mã SHA-256 khác)."
    if inputs.plan:
        yield _plan(inputs)
    if inputs.version:
        version = _short(inputs.version)
        yield f"Chương trình khác: tệp do phiên bản {version} lập, nay là {__version__}."
    if not inputs.is_same:
        yield "Muốn kiểm từng ô thì dùng đúng những thứ đã dùng khi lập; dưới đây so với số nay có."


def _plan(inputs: InputDifferences) -> str:
    plan = _short(inputs.plan)
    if not inputs.is_plan_here:
        return f"Thiếu kế hoạch: không có tệp {plan} đã dùng khi lập."
    if not inputs.is_plan_known:
        return (
            f"Kế hoạch: không rõ khi lập dùng tệp nào, trang “{SHEET}” không còn ghi mã SHA-256 "
            "của nó."
        )
    return f"Kế hoạch khác: tệp {plan} khi lập có nội dung khác (mã SHA-256 khác)."


def lines_of_cells(verified: Verified) -> Iterator[str]:
    """The verdict, what could not be compared, then every sheet that differs."""
    compared = verified.compared
    yield _verdict(verified)
    if compared.is_1904:
        yield "Cả tệp: ngày bị đổi sang tính từ năm 1904, nên mọi ngày hiện lệch 4 năm 1 ngày."
    if days := [f"{day:%d/%m/%Y}" for day in verified.not_there]:
        yield (
            f"KHÔNG KIỂM ĐƯỢC: trang “Thay đổi” và {compared.unchecked} ô so với trước ở trang "
            f"“Tóm tắt”, “Nguồn dữ liệu”. Tệp so với báo cáo {', '.join(days)}, nhưng bên cạnh tệp "
            "không có đúng so-lieu và chi-tiet của ngày đó."
        )
    for name in compared.missing:
        yield f"Trang “{name}”: bị thiếu."
    for name in compared.extra:
        yield f"Trang “{_short(name)}”: thừa, báo cáo không có trang này."
    if compared.is_reordered:
        yield "Các trang bị đổi thứ tự."
    for name in compared.tables:
        yield f"Bảng “{name}”: phạm vi hoặc tiêu đề khác, nên công thức tính trên các ô khác."
    for sheet in compared.sheets:
        yield from _sheet(sheet)
    for name, rows in compared.filtered.items():
        yield f"Trang “{name}”: đang lọc, {rows} dòng không hiện (vẫn so; không tính là khác)."


def _verdict(verified: Verified) -> str:
    compared = verified.compared
    if compared.is_same_file:
        return "GIỐNG HỆT: tính lại từ các bản xuất ra đúng tệp này, từng byte."
    looked_at = f"{compared.looked_at} trang, {compared.cells} ô (giá trị, công thức, cả trang ẩn)"
    if compared.is_same:
        rest = ", phần kiểm được" if verified.not_there else ""
        return f"GIỐNG HỆT{rest}: {looked_at}. {_NOT_COMPARED}"
    return f"KHÁC với số tính lại từ các bản xuất: {_whole(compared)}. Đã so {looked_at}."


def _whole(compared: Compared) -> str:
    counts: dict[Kind, int] = {}
    for sheet in compared.sheets:
        for kind, count in sheet.counts.items():
            counts[kind] = counts.get(kind, 0) + count
    parts = [*_counted(counts)]
    if others := len(compared.missing) + len(compared.extra):
        parts.append(f"{others} trang thiếu hoặc thừa")
    hidden = sum(sheet.is_hidden is not None for sheet in compared.sheets)
    parts += ["hệ ngày 1904"] if compared.is_1904 else []
    parts += [f"{hidden} trang bị ẩn hoặc bỏ ẩn"] if hidden else []
    parts += [f"{len(compared.tables)} bảng khác phạm vi"] if compared.tables else []
    return ", ".join(parts) or "thứ tự các trang"


def _counted(counts: dict[Kind, int]) -> Iterator[str]:
    for kind, text in _COUNTED.items():
        if kind in counts:
            yield text.format(counts[kind])


def _sheet(sheet: SheetDifferences) -> Iterator[str]:
    hidden = {True: "bị ẩn", False: "bị bỏ ẩn"}
    parts = [hidden[sheet.is_hidden]] if sheet.is_hidden is not None else []
    yield f"Trang “{sheet.name}”: {', '.join((*parts, *_counted(sheet.counts)))}."
    for difference in sheet.first:
        yield f"  {_told(difference)}"
    if rest := sum(sheet.counts.values()) - len(sheet.first):
        yield f"  … và {rest} chỗ khác; xem hết: thêm --all."


def _told(difference: Difference) -> str:
    place = difference.place
    if difference.kind in _SHOWN:
        shown = _short(difference.number_format)
        return _SHOWN[difference.kind].format(_short(place), shown)
    match difference.kind:
        case Kind.MISSING_ROW:
            return f"thiếu dòng {place} của báo cáo: {_row(difference.own)}"
        case Kind.EXTRA_ROW:
            return f"thừa dòng {place}: {_row(difference.given)}"
        case Kind.REORDERED:
            return f"từ dòng {place}: {difference.rows} dòng khác thứ tự, nội dung giữ nguyên"
    (given,), (own,) = difference.given, difference.own
    return f"{place}: {_cells(difference.kind, given, own)}"


def _cells(kind: Kind, given: Cell, own: Cell) -> str:
    if kind == Kind.NO_FORMULA:
        return f"{_typed_over(given)} {_shown(given)}; đúng ra: {_short(own.formula)}"
    if kind == Kind.FORMULA:
        start = _start(given.formula, own.formula)
        return f"tệp có công thức {_short(given.formula, start)}; tính lại: {_formula(own, start)}"
    if kind == Kind.FORMAT:
        shown, right = _short(given.number_format), _short(own.number_format)
        what = "chữ" if isinstance(own.value, str) else "số"
        return f"{what} {_number(own)} giữ nguyên, định dạng “{shown}”, đúng ra “{right}”"
    lost = f", {_typed_over(given)}" if own.formula and not given.formula else ""
    changed = own.formula and given.formula and own.formula != given.formula
    more = f" (công thức {_short(given.formula)})" if changed else lost
    start = _start(given.value, own.value)
    return f"tệp ghi {_shown(given, start)}, tính lại {_shown(own, start)}{more}"


def _typed_over(cell: Cell) -> str:
    return f"công thức bị thay bằng {'chữ' if isinstance(cell.value, str) else 'số'}"


def _start(one: Value, other: Value) -> int:
    """Where two long texts are shown from, so that what differs is seen; 0: all of them."""
    if not (isinstance(one, str) and isinstance(other, str)):
        return 0
    pairs = zip(_line(one), _line(other), strict=False)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return same - _BEFORE if same > _LONGEST - _BEFORE else 0


def _formula(cell: Cell, start: int) -> str:
    return _short(cell.formula, start) if cell.formula else f"không có công thức, {_shown(cell)}"


def _row(cells: tuple[Cell, ...]) -> str:
    return " | ".join(map(_shown, cells))


def _shown(cell: Cell, start: int = 0) -> str:
    """As the cell shows it, where that is plain: a day, a percentage; else the number itself."""
    value = cell.value
    if isinstance(value, Truth):
        return value.value
    if isinstance(value, str):
        return f"“{_short(value, start)}”"
    if value is None:
        return _EMPTY
    if is_date_format(cell.number_format):
        return _day(value)
    if "%" in cell.number_format:
        return f"{_comma(value * 100)}%"
    return _comma(value)


def _number(cell: Cell) -> str:
    return _comma(cell.value) if isinstance(cell.value, (int, float)) else _shown(cell)


def _day(value: float) -> str:
    try:
        moment = from_excel(value)
    except (OverflowError, ValueError):
        return _comma(value)
    return f"{moment:%d/%m/%Y}" if isinstance(moment, date) else _comma(value)


def _comma(value: float) -> str:
    return f"{value:.12g}".replace(".", ",")


def _short(text: str, start: int = 0) -> str:
    """In one line, of a long one a part from there."""
    text = _line(text)
    rest = text[start:] if start else text
    return ("…" if start else "") + (rest if len(rest) <= _LONGEST else f"{rest[:_LONGEST]}…")


def _line(text: str) -> str:
    """What a terminal would obey, or show in another order, is a point."""
    return "".join(c if c.isprintable() else "·" for c in re.sub(r"\s+", " ", text))
