"""The rows of a plan that the exports' evidence proposes, each guess with its reason and count."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING

from pipeline.draft.results import NO_RESULTS
from pipeline.plan.template import Proposed, Row
from pipeline.values.text import key
from schemas.contracts import vocabulary
from schemas.indicators import indicators
from schemas.plan import PLAN_ITEMS

if TYPE_CHECKING:
    from pipeline.draft.evidence import Choice, Evidence, OfficialSeen, ProcedureSeen
    from pipeline.draft.results import Results
    from pipeline.draft.units import UnitSeen

_CYCLE_DAYS = 10
_MOST_OTHERS = 3  # that a reason lists
_SEVERAL = 5  # dossiers: fewer may be chance
_TYPED = "Chưa rõ từ bản xuất: gõ theo kế hoạch của đơn vị."


def whole_plan(evidence: Evidence, results: Results = NO_RESULTS) -> dict[str, list[Row]]:
    """The rows of every sheet; `results`: last year's."""
    return {
        "Kế hoạch": [[cell] for cell in _items(evidence)],
        "Đơn vị": unit_rows(evidence.units, first=1),
        "Chỉ tiêu": target_rows(evidence.units, results),
        "Phân công": assignment_rows(evidence.officials, evidence.procedures),
        "Danh mục TTHC": procedure_rows(evidence.procedures),
    }


def _items(evidence: Evidence) -> Iterator[Proposed | float | None]:
    """In the order of the sheet."""
    unit = evidence.units[0]
    seen = "Đề xuất theo ngày tiếp nhận {} trong bản xuất; gõ ngày của kế hoạch."
    proposed: dict[str, Proposed | float | None] = {
        "number": Proposed(None, _TYPED),
        "issued": Proposed(None, _TYPED),
        "campaign": Proposed(None, _TYPED),
        "start": Proposed(evidence.first, seen.format("đầu tiên")),
        "end": Proposed(evidence.last, seen.format("cuối cùng")),
        "day50": Proposed(
            None, "Để trống nếu kế hoạch không có mốc giữa: cả chiến dịch một chỉ tiêu."
        ),
        "cycle_days": Proposed(_CYCLE_DAYS, "Đề xuất: mười ngày báo cáo một lần."),
        "target_rule": Proposed(
            _first_word("target_rule", "none"),
            "Đề xuất: ô chỉ tiêu để trống là chưa giao. Ghi III.2 nếu kế hoạch tính chỉ tiêu theo "
            "kết quả năm trước và mức của Trung ương cộng 10%.",
        ),
    }
    if len(evidence.units) == 1 and unit.is_name_known:
        proposed["issuer"] = Proposed(
            f"UBND {unit.name[:1].lower()}{unit.name[1:]}", "Đề xuất theo tên đơn vị."
        )
    return (proposed.get(item.field) for item in PLAN_ITEMS)


def unit_rows(units: Iterable[UnitSeen], first: int) -> list[Row]:
    """Numbered from `first` on."""
    return [
        [
            number,
            Proposed(unit.code, _code_reason(unit), is_guess=not unit.is_code_known),
            Proposed(unit.name, _unit_reason(unit), is_guess=not unit.is_name_known),
            "; ".join(unit.others) or None,
        ]
        for number, unit in enumerate(units, start=first)
    ]


def other_units(units: Iterable[UnitSeen]) -> tuple[str, ...]:
    """What the guide says of units that the exports name and the plan does not take; a line each
    below the first, which says so.
    """
    named = sorted(units, key=lambda unit: -unit.dossiers)
    if not named:
        return ()
    dossiers = sum(unit.dossiers for unit in named)
    first = (
        f"{dossiers} hồ sơ trong bản xuất ghi {len(named)} đơn vị khác, không "
        "đưa vào kế hoạch và không được tính vào báo cáo. Đơn vị nào thật ra là của mình thì "
        "thêm ở trang Đơn vị: một dòng mới, hoặc cách viết ở cột Tên khác."
    )
    return (first, *(f"   {unit.texts[0]}: {unit.dossiers} hồ sơ" for unit in named))


def _code_reason(unit: UnitSeen) -> str:
    if unit.is_code_known:
        return "Phần đầu của mã hồ sơ trong bản xuất."
    return "Mã tạm: không rõ từ mã hồ sơ; ghi mã của đơn vị."


def _unit_reason(unit: UnitSeen) -> str:
    if not unit.is_name_known:
        return "Bản xuất không có cột đơn vị: ghi tên đơn vị."
    return f"Thấy trong {unit.dossiers} hồ sơ."


def target_rows(units: Iterable[UnitSeen], results: Results = NO_RESULTS) -> list[Row]:
    """A row for each indicator of Phụ lục II; what is to be reached, only the plan knows."""
    typed = Proposed(None, _TYPED)
    return [
        [
            unit.code,
            indicator.heading,
            results.get((unit.code, indicator.id), typed),
            *[typed] * 3,
        ]
        for unit in units
        for indicator in indicators()
        if indicator.main
    ]


def assignment_rows(
    officials: Iterable[OfficialSeen],
    procedures: Iterable[ProcedureSeen],
    taken: Container[tuple[str, str]] = frozenset(),
) -> list[Row]:
    """Who has most dossiers of a field answers for it, and who has most of a procedure for that,
    where that is somebody else. `taken`: by unit, keys of fields and codes of procedures that
    somebody answers for already.
    """
    by_unit: dict[str, list[OfficialSeen]] = defaultdict(list)
    for official in officials:
        by_unit[official.unit].append(official)
    fields = {seen.code: seen.field.value for seen in procedures}
    return [
        _assignment(official, group, kind, what)
        for unit, group in by_unit.items()
        for official, kind, what in _answering(group, fields)
        if (unit, what if kind == "procedures" else key(what)) not in taken
    ]


def _answering(
    officials: list[OfficialSeen], fields: dict[str, str]
) -> Iterator[tuple[OfficialSeen, str, str]]:
    """Of a unit's officials: who, for a field or a procedure, and which."""
    by_field = _most({official.name: official.fields for official in officials})
    by_procedure = _most({official.name: official.procedures for official in officials})
    others = {
        code: name
        for code, name in by_procedure.items()
        if name != by_field.get(fields.get(code, "")) and _is_usual(officials, name, code)
    }
    for official in officials:
        for kind, answering in (("fields", by_field), ("procedures", others)):
            for what in _whose(official, answering):
                yield official, kind, what


def _whose(official: OfficialSeen, answering: dict[str, str]) -> list[str]:
    return sorted(what for what, name in answering.items() if name == official.name)


def _is_usual(officials: list[OfficialSeen], name: str, code: str) -> bool:
    """Whether somebody has most dossiers of a procedure, and not by chance."""
    count = next(o.procedures[code] for o in officials if o.name == name)
    return count >= _SEVERAL and 2 * count > _total(officials, "procedures", code)


def _assignment(official: OfficialSeen, officials: list[OfficialSeen], kind: str, what: str) -> Row:
    count, of = getattr(official, kind)[what], _total(officials, kind, what)
    reason = f"Xử lý {count} trong {of} hồ sơ có tên cán bộ."
    assigned = Proposed(what, reason, is_guess=count < of or of < _SEVERAL)
    places = [assigned, None] if kind == "fields" else [None, assigned]
    return [official.name, None, official.unit, *places]


def _most(counts: dict[str, dict[str, int]]) -> dict[str, str]:
    """What -> who has most of it; of equals the one who has most dossiers."""
    ranked: dict[str, Counter[str]] = defaultdict(Counter)
    for name, of_one in counts.items():
        for what, count in of_one.items():
            ranked[what][name] += count
    return {what: names.most_common(1)[0][0] for what, names in ranked.items()}


def _total(officials: list[OfficialSeen], kind: str, what: str) -> int:
    return sum(getattr(official, kind).get(what, 0) for official in officials)


def procedure_rows(procedures: Iterable[ProcedureSeen]) -> list[Row]:
    """The catalogue."""
    return [
        [
            _code(seen),
            _chosen(seen.name, "tên"),
            _chosen(seen.field, "lĩnh vực"),
            _level(seen.level),
            _fee(seen),
        ]
        for seen in procedures
    ]


def _code(seen: ProcedureSeen) -> Proposed:
    count = f"Thấy trong {seen.dossiers} hồ sơ." if seen.dossiers else (
        "Có trong danh mục công khai, chưa có hồ sơ nào.")  # fmt: skip
    if not seen.code:
        return Proposed(None, f"{count} Bản xuất không ghi mã: tra trên Cổng dịch vụ công.")
    return Proposed(seen.printed, count, is_guess=False)


def _chosen(choice: Choice, what: str) -> Proposed:
    """Yellow where exports differ, or do not say."""
    if not choice.value:
        return Proposed(None, f"Bản xuất không ghi {what}, hoặc ghi lẫn dữ liệu cá nhân: gõ lại.")
    if not choice.others:
        return Proposed(choice.value, is_guess=False)
    others = "; ".join(f"“{other}”" for other in choice.others[:_MOST_OTHERS])
    return Proposed(choice.value, f"Ở {choice.count} trong {choice.of} dòng; còn có {others}.")


def _level(choice: Choice) -> Proposed:
    if not choice.value:
        return Proposed(
            _first_word("level", "information"),
            "Bản xuất không ghi mức độ: tạm coi là không trực tuyến. Chọn lại theo danh mục.",
        )
    value = vocabulary("level")[choice.value][0]
    reason = f"Ghi ở {choice.count} trong {choice.of} dòng có mức độ."
    return Proposed(value, reason, is_guess=bool(choice.others))


def _fee(seen: ProcedureSeen) -> Proposed:
    yes, no = (_first_word("yes_no", value) for value in ("yes", "no"))
    if seen.paid:
        return Proposed(yes, f"Có thu phí ở {seen.paid} trong {seen.dossiers} hồ sơ.")
    if seen.dossiers and seen.is_fee_told:
        return Proposed(no, f"Thấy {seen.dossiers} hồ sơ, không hồ sơ nào có phí.")
    return Proposed(None, "Bản xuất không cho biết có phí hay không: để trống là Không.")


def _first_word(name: str, value: str) -> str:
    return vocabulary(name)[value][0]
