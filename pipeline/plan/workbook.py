"""The plan workbook as one checked value, and the target rule of plan III.2."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import fastexcel

from pipeline.model import Assignment, PipelineError, Plan, Procedure, Target, Unit
from pipeline.plan.targets import TargetCells, inherit, rule_target
from pipeline.values.dates import parse_date
from pipeline.values.text import clean, key, procedure_code
from schemas.contracts import vocabulary, vocabulary_names
from schemas.indicators import indicators
from schemas.plan import OPTIONAL_COLUMNS, PLAN_ITEMS, PLAN_SHEETS

if TYPE_CHECKING:
    from pathlib import Path

_REMEDY = "Sửa trong tệp kế hoạch rồi chạy lại (lệnh “pipeline plan new TỆP” tạo một tệp mẫu)."


class PlanError(PipelineError):
    """The plan can't be used; carries every fault found, one line each."""


@dataclass
class _Faults:
    """Faults and warnings collected while reading, so that staff see all of them at once."""

    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Row:
    """A row of a plan sheet: texts by column name, and where it stands."""

    sheet: str
    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def at(self, column: str) -> str:
        """Where a fault is, as staff read it."""
        return f"trang “{self.sheet}”, dòng {self.number}, cột “{column}”"


def read_plan(path: Path) -> Plan:
    """The plan; raises PlanError naming every fault, PipelineError where there is no file."""
    faults = _Faults()
    sheets = _sheets(path, faults)
    _raise(path, faults)
    plan = _plan(sheets, faults)
    _raise(path, faults)
    return plan


def _raise(path: Path, faults: _Faults) -> None:
    if faults.errors:
        lines = "\n".join(f"  - {fault}" for fault in dict.fromkeys(faults.errors))
        raise PlanError(f"Tệp kế hoạch {path.name} có lỗi:\n{lines}\n{_REMEDY}")


def _sheets(path: Path, faults: _Faults) -> dict[str, list[_Row]]:
    if not path.is_file():
        raise PlanError(f"Không có tệp kế hoạch: {path}\n{_REMEDY}")
    try:
        reader = fastexcel.read_excel(path.read_bytes())
        names = {key(name): name for name in reader.sheet_names}
        found = {}
        for sheet, columns in PLAN_SHEETS.items():
            if key(sheet) in names:
                found[sheet] = _rows(reader, names[key(sheet)], sheet, columns, faults)
            else:
                present = ", ".join(f"“{name}”" for name in reader.sheet_names)
                faults.errors.append(f"thiếu trang “{sheet}”; tệp đang có: {present}")
    except (fastexcel.FastExcelError, OSError) as error:
        raise PlanError(
            f"Không đọc được tệp kế hoạch {path.name}: tệp hỏng, có mật khẩu hoặc đang bị khóa.\n"
            "Đóng tệp trong Excel, hoặc lưu lại thành .xlsx không mật khẩu rồi chạy lại."
        ) from error
    return found


def _rows(
    reader: fastexcel.ExcelReader, name: str, sheet: str, columns: tuple[str, ...], faults: _Faults
) -> list[_Row]:
    loaded = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    batch, errors = loaded.to_arrow_with_errors()
    for error in errors.errors if errors else ():
        row, _ = error.position
        faults.errors.append(f"trang “{sheet}”, dòng {row + 1}: ô báo lỗi công thức")
    table = [[clean(cell or "") for cell in row.values()] for row in batch.to_pylist()]
    header = [key(cell) for cell in table[0]] if table else []
    missing = [column for column in columns if key(column) not in header]
    if missing:
        faults.errors.append(f"trang “{sheet}” thiếu cột: {', '.join(missing)} (tiêu đề ở dòng 1)")
        return []
    columns += tuple(name for name in OPTIONAL_COLUMNS.get(sheet, ()) if key(name) in header)
    places = {column: header.index(key(column)) for column in columns}
    return [
        _Row(sheet, number, {column: row[place] for column, place in places.items()})
        for number, row in enumerate(table[1:], start=2)
        if any(row)
    ]


def _plan(sheets: dict[str, list[_Row]], faults: _Faults) -> Plan:
    units = _units(sheets["Đơn vị"], faults)
    codes = {unit.code for unit in units}
    items = _items(sheets["Kế hoạch"], faults)
    procedures = _procedures(sheets["Danh mục TTHC"], faults)
    plan = Plan(
        **items,
        units=units,
        targets=tuple(_targets(sheets["Chỉ tiêu"], units, faults).values()),
        assignments=_assignments(sheets["Phân công"], codes, procedures, faults),
        procedures=procedures,
    )
    warnings = (*faults.warnings, *_doubts(plan)) if not faults.errors else ()
    return replace(plan, warnings=tuple(dict.fromkeys(warnings)))


def _items(rows: list[_Row], faults: _Faults) -> dict[str, Any]:
    by_item = {key(row["Mục"]): row for row in rows}
    values: dict[str, Any] = {}
    for item in PLAN_ITEMS:
        row = by_item.get(key(item.name))
        text = row["Giá trị"] if row else ""
        if not text:
            if item.required:
                faults.errors.append(f"trang “Kế hoạch” thiếu mục “{item.name}”")
            values[item.field] = _empty_value(item.kind)
            continue
        values[item.field] = _item_value(item.kind, text)
        if values[item.field] is None:
            fault = f"trang “Kế hoạch”, mục “{item.name}”: không đọc được “{text}”"
            faults.errors.append(fault + _choices(item.kind))
    values["cycle_days"] = values["cycle_days"] or 10
    _check_dates(values, faults)
    return values


def _empty_value(kind: str) -> Any:
    """What holds where an item is empty."""
    if kind in vocabulary_names():
        return next(iter(vocabulary(kind)))
    return "" if kind == "text" else None


def _choices(kind: str) -> str:
    """What an item of a vocabulary may say."""
    if kind not in vocabulary_names():
        return ""
    return f" (phải là {' hoặc '.join(words[0] for words in vocabulary(kind).values())})"


def _item_value(kind: str, text: str) -> Any:
    if kind in vocabulary_names():
        return _keys(kind).get(key(text))
    if kind == "date":
        moment = parse_date(text)
        return moment.date() if moment else None
    if kind == "count":
        return int(text) if text.isdecimal() and int(text) > 0 else None
    return text


def _check_dates(values: dict[str, Any], faults: _Faults) -> None:
    start, day50, end = (values.get(name) for name in ("start", "day50", "end"))
    if not (isinstance(start, date) and isinstance(end, date)):
        return
    if start > end:
        faults.errors.append(f"ngày bắt đầu {start:%d/%m/%Y} sau ngày kết thúc {end:%d/%m/%Y}")
    elif isinstance(day50, date) and not start <= day50 <= end:
        faults.errors.append(
            f"mốc 50 ngày {day50:%d/%m/%Y} không nằm giữa ngày bắt đầu và ngày kết thúc"
        )


def _units(rows: list[_Row], faults: _Faults) -> tuple[Unit, ...]:
    units = []
    seen: dict[str, str] = {}
    for row in rows:
        code, name = row["Mã đơn vị"], row["Tên đơn vị"]
        if not code or not name:
            faults.errors.append(f"{row.at('Mã đơn vị')}: thiếu mã hoặc tên đơn vị")
            continue
        others = tuple(other for part in row["Tên khác"].split(";") if (other := clean(part)))
        for text in {key(text) for text in (code, name, *others)}:
            if text in seen:
                faults.errors.append(f"{row.at('Tên đơn vị')}: “{name}” trùng tên với {seen[text]}")
            seen[text] = code
        units.append(Unit(code, name, others, row["Mã đơn vị cha"]))
    if not units and not faults.errors:
        faults.errors.append("trang “Đơn vị” không có đơn vị nào")
    faults.errors.extend(_wrong_parents(rows, {unit.code: unit.parent for unit in units}))
    return _in_tree_order(units)


def _in_tree_order(units: list[Unit]) -> tuple[Unit, ...]:
    """Each unit right behind the one above it and what is below that one's earlier children.

    Units that lead to no top, which is a fault of the plan, come last.
    """
    children: dict[str, list[Unit]] = {}
    for unit in units:
        children.setdefault(unit.parent, []).append(unit)
    ordered: list[Unit] = []
    waiting = children.get("", [])[::-1]
    while waiting:
        unit = waiting.pop()
        ordered.append(unit)
        waiting += children.get(unit.code, [])[::-1]
    placed = {unit.code for unit in ordered}
    return (*ordered, *(unit for unit in units if unit.code not in placed))


def _wrong_parents(rows: list[_Row], parents: dict[str, str]) -> Iterator[str]:
    """Parents that are not in the plan, and circles: a unit must not be above itself."""
    for row in rows:
        code, parent = row["Mã đơn vị"], row["Mã đơn vị cha"]
        if not parent or parents.get(code) != parent:
            continue
        if parent not in parents:
            yield (
                f"{row.at('Mã đơn vị cha')}: không có đơn vị nào mang mã “{parent}”; thêm một dòng "
                f"cho đơn vị cấp trên của {code}, hoặc để trống ô này"
            )
        elif code in (circle := _circle(code, parents)):
            yield (
                f"{row.at('Mã đơn vị cha')}: {' → '.join((*circle, circle[0]))} là một vòng khép "
                "kín; đơn vị cao nhất phải để trống ô này"
            )


def _circle(code: str, parents: dict[str, str]) -> tuple[str, ...]:
    """The codes that lead from a unit up to itself again; empty where they lead to the top."""
    path = [code]
    while (above := parents.get(path[-1], "")) and above not in path:
        path.append(above)
    return tuple(path) if above == code else ()


def _percent(row: _Row, column: str, faults: _Faults) -> int | None:
    """Percent in hundredths, half up; None where empty."""
    text = row[column].removesuffix("%").strip().replace(",", ".")
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        faults.errors.append(f"{row.at(column)}: “{row[column]}” không phải là số phần trăm")
        return None
    if not 0 <= value <= 100:
        faults.errors.append(f"{row.at(column)}: {row[column]}% không nằm trong 0 đến 100%")
        return None
    return int((value * 100).quantize(Decimal(1), rounding="ROUND_HALF_UP"))


def _targets(
    rows: list[_Row], units: tuple[Unit, ...], faults: _Faults
) -> dict[tuple[str, str], Target]:
    codes = {unit.code for unit in units}
    rules = {indicator.id: indicator.rule for indicator in indicators()}
    cells: dict[tuple[str, str], TargetCells] = {}
    known = []
    for row in rows:
        unit, indicator = row["Mã đơn vị"], row["Chỉ tiêu"]
        if unit not in codes:
            faults.errors.append(f"{row.at('Mã đơn vị')}: đơn vị “{unit}” không có ở trang Đơn vị")
        if indicator not in rules:
            listed = ", ".join(rules)
            fault = f"{row.at('Chỉ tiêu')}: không có chỉ tiêu “{indicator}” ({listed})"
            faults.errors.append(fault)
            continue
        if (unit, indicator) in cells:
            faults.errors.append(f"{row.at('Chỉ tiêu')}: “{indicator}” của {unit} ghi hai lần")
        columns = PLAN_SHEETS["Chỉ tiêu"][2:]
        cells[unit, indicator] = TargetCells(*(_percent(row, name, faults) for name in columns))
        known.append(row)
    targets = inherit(units, cells)
    for row in known:
        if target := targets.get((row["Mã đơn vị"], row["Chỉ tiêu"])):
            faults.warnings.extend(_doubtful_target(row, target, rules[target.indicator]))
    return targets


def _doubtful_target(row: _Row, target: Target, rule: str) -> Iterator[str]:
    ruled = rule_target(rule, target.baseline_bp, target.central_bp)
    place = row.at("Chỉ tiêu 100 ngày (%)")
    if target.day100_bp is None:
        yield (
            f"{place}: để trống, mà không có kết quả năm trước và chỉ "
            "tiêu trung ương để tính; chỉ tiêu này chưa được giao"
        )
    elif not target.by_rule and ruled is not None and target.day100_bp < ruled:
        yield (
            f"{place}: chỉ tiêu {_shown(target.day100_bp)} thấp hơn mức "
            f"{_shown(ruled)} theo mục III.2 của kế hoạch"
        )


def _shown(bp: int) -> str:
    return f"{Decimal(bp) / 100:f}".replace(".", ",") + "%"


def _procedures(rows: list[_Row], faults: _Faults) -> tuple[Procedure, ...]:
    levels = _keys("level")
    yes_no = _keys("yes_no")
    procedures: dict[str, Procedure] = {}
    for row in rows:
        printed = row["Mã TTHC"]
        code = procedure_code(printed)
        level, fee = levels.get(key(row["Mức độ"])), yes_no.get(key(row["Có phí"]) or key("Không"))
        if not code:
            faults.errors.append(f"{row.at('Mã TTHC')}: “{printed}” không có dạng 1.001193")
            continue
        if not level:
            faults.errors.append(
                f"{row.at('Mức độ')}: “{row['Mức độ']}” phải là Một phần, Toàn trình, Dịch vụ công"
            )
        if not fee:
            faults.errors.append(f"{row.at('Có phí')}: “{row['Có phí']}” phải là Có hoặc Không")
        if code in procedures:
            faults.errors.append(f"{row.at('Mã TTHC')}: thủ tục {code} ghi hai lần")
        procedures[code] = Procedure(
            code, printed, row["Tên TTHC"], row["Lĩnh vực"], level or "", fee == "yes"
        )
    return tuple(procedures.values())


def _keys(name: str) -> dict[str, str]:
    return {key(word): value for value, words in vocabulary(name).items() for word in words}


def _assignments(
    rows: list[_Row], units: set[str], procedures: tuple[Procedure, ...], faults: _Faults
) -> tuple[Assignment, ...]:
    assignments = []
    held: dict[tuple[str, str, str], Assignment] = {}
    for row in rows:
        official, unit = row["Cán bộ"], row["Mã đơn vị"]
        procedure = procedure_code(row["Mã TTHC"])
        if not official:
            faults.errors.append(f"{row.at('Cán bộ')}: thiếu tên cán bộ")
            continue
        if unit not in units:
            faults.errors.append(f"{row.at('Mã đơn vị')}: đơn vị “{unit}” không có ở trang Đơn vị")
        if row["Mã TTHC"] and not procedure:
            faults.errors.append(f"{row.at('Mã TTHC')}: “{row['Mã TTHC']}” không có dạng 1.001193")
        if not procedure and not row["Lĩnh vực"]:
            continue  # an official without assignments, listed for the record
        entry = Assignment(official, row["Chức danh"], unit, row["Lĩnh vực"], procedure)
        same = held.setdefault((unit, key(entry.field), procedure), entry)
        if key(same.official) != key(official):
            faults.errors.append(
                f"{row.at('Cán bộ')}: “{official}” và “{same.official}” cùng được phân công "
                f"“{procedure or entry.field}”"
            )
        if same is entry:
            assignments.append(entry)
    faults.warnings.extend(_unknown_assignments(assignments, procedures))
    return tuple(assignments)


def _unknown_assignments(
    assignments: list[Assignment], procedures: tuple[Procedure, ...]
) -> Iterator[str]:
    codes = {procedure.code for procedure in procedures}
    fields = {key(procedure.field) for procedure in procedures}
    for entry in assignments:
        if entry.procedure and entry.procedure not in codes:
            yield f"Phân công của {entry.official}: {entry.procedure} không có trong danh mục."
        elif entry.field and key(entry.field) not in fields:
            yield f"Phân công của {entry.official}: “{entry.field}” không có trong danh mục."


def _doubts(plan: Plan) -> Iterator[str]:
    """What the plan says of itself that does not fit; the run goes on."""
    if "100" in plan.campaign and plan.days != 100:
        yield (
            f"Kế hoạch ghi 100 ngày, nhưng từ {plan.start:%d/%m/%Y} đến {plan.end:%d/%m/%Y} là "
            f"{plan.days} ngày; báo cáo tính theo ngày, ngày thứ 100 là ngày kết thúc."
        )
    counts: tuple[tuple[str, str, int | None], ...] = (
        ("partial", "một phần", plan.partial_count),
        ("full", "toàn trình", plan.full_count),
    )
    for level, name, stated in counts:
        listed = sum(procedure.level == level for procedure in plan.procedures)
        if stated is not None and listed != stated:
            yield f"Kế hoạch ghi {stated} TTHC {name}, danh mục có {listed}."
    if not any(plan.target(unit.code, i.id) for unit in plan.units for i in indicators()):
        yield "Trang “Chỉ tiêu” chưa giao chỉ tiêu nào."
