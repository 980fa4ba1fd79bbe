"""Theo lĩnh vực: the form 06a/VPCP from the logs, and who of those that owe a fee pay online (plan
IV.1.5), field by field.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from pipeline.model import HandlingCount, rate_bp
from pipeline.report.content import MANY_UNITS
from pipeline.report.layout import cells
from pipeline.report.layout.cells import Live, Styled
from pipeline.report.layout.page import Column, Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pipeline.model import Fact, Results
    from pipeline.report.content import Content

_PAYMENT = "online_payment"
_NO_FIELD = "(không ghi lĩnh vực)"
_NUMBER, _FIELD = Column("TT", "key", 5), Column("Lĩnh vực", "wrapped", 30)
_WIDTH = 9.0
_NOTES = """\
Lũy kế từ {start:%d/%m/%Y} đến {as_of:%d/%m/%Y}, theo cột của biểu II.06a/VPCP: nhận giải quyết = \
đã giải quyết + đang giải quyết. Trước hạn, đúng hạn (trong ngày hẹn trả), quá hạn theo mục “So \
hạn theo” của kế hoạch.
Đang chờ: chờ công dân bổ sung, nộp phí, xin rút, hoặc dừng xử lý. Biểu do hệ thống in gộp các hồ \
sơ này vào trong hạn; ở đây để riêng, hồ sơ đã quá hẹn một cột.
Thanh toán: dòng Cộng so với chỉ tiêu của cả đơn vị, nên còn thiếu không phải là tổng của các lĩnh \
vực.
""".splitlines()
_PAYMENTS = (
    _NUMBER,
    _FIELD,
    Column("Phải nộp phí, lệ phí", "count", _WIDTH),
    Column("Đã nộp trực tuyến", "count", _WIDTH),
    Column("Tỷ lệ", "percent", _WIDTH),
    Column("Chỉ tiêu đang áp dụng", "percent", _WIDTH),
    Column("Còn thiếu (hồ sơ)", "count", _WIDTH),
)


@dataclass(frozen=True)
class _Section:
    """A heading over a total and its parts: each a heading, and what HandlingCount calls it."""

    heading: str
    parts: tuple[tuple[str, str], ...]


_SECTIONS = (
    _Section("Nhận giải quyết", (
        ("Trực tuyến", "online"), ("Trực tiếp", "counter"), ("Bưu chính", "post"),
        ("Chưa rõ hình thức", "channel_unknown"), ("Từ kỳ trước", "carried_over"),
    )),
    _Section("Đã giải quyết", (
        ("Trước hạn", "before_due"), ("Đúng hạn", "on_due"), ("Quá hạn", "late"),
    )),
    _Section("Đang giải quyết", (
        ("Trong hạn", "within"), ("Quá hạn", "past_due"),
        ("Đang chờ", "waiting"), ("Đang chờ, đã quá hẹn", "waiting_past_due"),
    )),
)  # fmt: skip
_COUNTED = HandlingCount._fields[HandlingCount._fields.index("field") + 1 :]


@dataclass(frozen=True)
class Handled:
    """The campaign's dossiers of a field, by the parts of HandlingCount."""

    field: str
    counts: Counter[str]

    def of(self, section: _Section) -> int:
        """All parts of a section."""
        return sum(self.counts[name] for _, name in section.parts)

    @property
    def unknown(self) -> int:
        """Received in the campaign, from exports that do not tell when dossiers end or are due."""
        received, *others = _SECTIONS
        return self.of(received) - sum(self.of(section) for section in others)

    @property
    def unknown_before(self) -> int:
        """Likewise, received before: nobody knows whether they were still open."""
        return self.counts["untimed"] - self.unknown


def handled(results: Results, code: str) -> list[Handled]:
    """What a unit and those below it handled in [start, as_of] (of all units where the code is
    empty), a field each, by name; without a field last.
    """
    period, codes = (results.plan.start, results.as_of), _codes(results, code)
    by_field: dict[str, Counter[str]] = {}
    for row in results.counts.handling:
        if (row.start, row.end) == period and row.unit_code in codes:
            counts = by_field.setdefault(row.field, Counter())
            counts.update({name: getattr(row, name) for name in _COUNTED})
    names = sorted(by_field, key=lambda name: (not name, name))
    return [Handled(name, by_field[name]) for name in names]


def _codes(results: Results, code: str) -> set[str]:
    return {code, *(unit.code for unit in results.plan.descendants(code))}


def write_fields(page: Page, content: Content) -> None:
    """Two tables a unit (all together first; of many those above others)."""
    results = content.results
    page.line("TÌNH HÌNH GIẢI QUYẾT VÀ THANH TOÁN TRỰC TUYẾN THEO LĨNH VỰC", "title")
    sections, has_unknown = _shown(results)
    columns = _columns(sections, has_unknown=has_unknown)
    for note in _NOTES:
        page.paragraph(
            note.format(start=results.plan.start, as_of=results.as_of), len(columns), 130
        )
    for index, column in enumerate(columns):
        page.set_width(index, column.width)
    facts = [f for f in content.facts.cumulative("field") if f.indicator == _PAYMENT]
    for code, name in content.blocks:
        page.gap()
        page.line(name, "strong")
        _write_handled(page, handled(results, code), sections, columns)
        page.gap()
        page.line(f"Thanh toán trực tuyến theo lĩnh vực: {name}", "strong")
        codes = _codes(results, code)
        _write_payments(page, content, code, [fact for fact in facts if fact.unit_code in codes])


def _shown(results: Results) -> tuple[tuple[_Section, ...], bool]:
    """The sections, with the dossiers of unknown channel where there are any; whether there are
    dossiers of which nobody knows when they end or are due.
    """
    everything = handled(results, "")
    has_channels = not any(entry.counts["channel_unknown"] for entry in everything)
    hidden = "channel_unknown" if has_channels else ""
    sections = tuple(
        _Section(section.heading, tuple(part for part in section.parts if part[1] != hidden))
        for section in _SECTIONS
    )
    return sections, any(entry.unknown for entry in everything)


def _columns(sections: Sequence[_Section], *, has_unknown: bool) -> list[Column]:
    figures = [
        Column(heading, "count", _WIDTH)
        for section in sections
        for heading in ("Tổng số", *(heading for heading, _ in section.parts))
    ]
    unknown = [Column("Chưa rõ kết quả", "count", _WIDTH)] if has_unknown else []
    return [_NUMBER, _FIELD, *figures, *unknown]


def _write_handled(
    page: Page, entries: list[Handled], sections: Sequence[_Section], columns: Sequence[Column]
) -> None:
    """The form: sections over their parts, a row a field, the last their sums."""
    if not entries:
        page.line("Không có hồ sơ.", "note")
        return
    top = page.row
    _write_sections(page, sections)
    page.block(columns, _handled_rows(page, entries, sections, columns))
    alone = [0, 1, *([len(columns) - 1] if columns[-1].heading == "Chưa rõ kết quả" else [])]
    for index in alone:  # over both rows of the heading
        heading = page.theme["heading"]
        page.sheet.merge_range(top, index, top + 1, index, columns[index].heading, heading)
    if before := sum(entry.unknown_before for entry in entries):
        page.line(
            f"Ngoài bảng: {before} hồ sơ nhận trước kỳ, ở bản xuất không có cột hẹn trả hoặc ngày "
            "kết thúc, không rõ còn phải giải quyết hay không.",
            "note",
        )


def _write_sections(page: Page, sections: Sequence[_Section]) -> None:
    column = len((_NUMBER, _FIELD))
    for section in sections:
        last = column + len(section.parts)
        heading = page.theme["heading"]
        page.sheet.merge_range(page.row, column, page.row, last, section.heading, heading)
        column = last + 1
    page.row += 1


def _handled_rows(
    page: Page, entries: list[Handled], sections: Sequence[_Section], columns: Sequence[Column]
) -> Iterator[list[Any]]:
    """Sums of parts and of fields are formulas."""
    first = page.row + 1  # as Excel counts
    rows = [_figures(entry, sections) for entry in entries]
    width = len(columns) - len((_NUMBER, _FIELD))
    for number, (entry, figures) in enumerate(zip(entries, rows, strict=True), start=1):
        live = _live(page.row + 1, figures, sections)
        yield [number, entry.field or _NO_FIELD, *live[:width]]
    sums = [sum(column) for column in zip(*rows, strict=True)][:width]
    yield ["", Styled("Cộng", "wrapped_total"), *_summed(first, page.row, sums)]


def _figures(entry: Handled, sections: Sequence[_Section]) -> list[int]:
    """Each section's total and parts, and what of the first is in no other."""
    of_sections = (
        [entry.of(section), *(entry.counts[name] for _, name in section.parts)]
        for section in sections
    )
    return [*(figure for figures in of_sections for figure in figures), entry.unknown]


def _live(row: int, figures: list[int], sections: Sequence[_Section]) -> list[Any]:
    """A row's figures, with totals as formulas over their parts."""
    live: list[Any] = list(figures)
    totals, at = [], 0
    for section in sections:
        column, parts = at + len((_NUMBER, _FIELD)), len(section.parts)
        area = f"{xl_col_to_name(column + 1)}{row}:{xl_col_to_name(column + parts)}{row}"
        live[at] = Live(f"=SUM({area})", figures[at])
        totals.append(f"{xl_col_to_name(column)}{row}")
        at += parts + 1
    live[at] = Live(f"={'-'.join(totals)}", figures[at])
    return live


def _summed(first: int, last: int, sums: Sequence[int]) -> list[Styled]:
    """The sums of the columns behind the field's name, from row to row."""
    letters = map(xl_col_to_name, range(2, 2 + len(sums)))
    return [
        Styled(Live(f"=SUM({letter}{first}:{letter}{last})", value), "count_total")
        for letter, value in zip(letters, sums, strict=True)
    ]


def _write_payments(page: Page, content: Content, code: str, facts: list[Fact]) -> None:
    """A row a field in which dossiers owe a fee, most of them first, and their sum."""
    whole = content.facts.of_unit(code, _PAYMENT)
    if not whole.denominator:
        page.line("Chưa có số liệu: không có hồ sơ phải nộp phí, hoặc chưa có bản xuất.", "note")
        return
    page.block(_PAYMENTS, _payment_rows(page, content, whole, facts))


def _payment_rows(
    page: Page, content: Content, whole: Fact, facts: list[Fact]
) -> Iterator[list[Any]]:
    """Numbers of dossiers are formulas over the marks, but for those that no field has."""
    first = page.row + 1
    for number, (name, of_field) in enumerate(_by_field(facts, whole), start=1):
        owing, paid = (
            sum(getattr(f, part) for f in of_field) for part in ("denominator", "numerator")
        )
        live = _counted(content, of_field) if name else None
        shown = [Live(f"={live[1]}", owing), Live(f"={live[0]}", paid)] if live else [owing, paid]
        yield [number, name or _NO_FIELD, *shown, *_measured(page.row, paid, owing, whole)]
    sums = _summed(first, page.row, [whole.denominator, whole.numerator])
    total = _measured(page.row, whole.numerator, whole.denominator, whole)
    styled = (Styled(value, f"{column.role}_total")
              for value, column in zip(total, _PAYMENTS[4:], strict=True))  # fmt: skip
    yield ["", Styled("Cộng", "wrapped_total"), *sums, *styled]


def _by_field(facts: list[Fact], whole: Fact) -> list[tuple[str, list[Fact]]]:
    """Field -> its facts, one a unit; what the whole has besides is without a field."""
    fields: dict[str, list[Fact]] = {}
    for fact in facts:
        fields.setdefault(fact.field, []).append(fact)
    rest = whole._replace(
        numerator=whole.numerator - sum(fact.numerator for fact in facts),
        denominator=whole.denominator - sum(fact.denominator for fact in facts),
    )
    if rest.denominator:
        fields[""] = [rest]
    return sorted(fields.items(), key=lambda e: (-sum(f.denominator for f in e[1]), e[0]))


def _counted(content: Content, facts: list[Fact]) -> tuple[str, str] | None:
    """Formulas of numerator and denominator of several units; None where they would be too long."""
    counts = [content.counts(fact, str(content.key(fact))) for fact in facts[: MANY_UNITS + 1]]
    known = [count for count in counts if count is not None]
    if len(facts) > MANY_UNITS or len(known) < len(counts):
        return None
    return "+".join(count[0] for count in known), "+".join(count[1] for count in known)


def _measured(row: int, paid: int, owing: int, whole: Fact) -> list[Any]:
    """Rate, target in force and what is missing to it, beside the numbers in the row."""
    d, n, _, target = (xl_rowcol_to_cell(row, column) for column in range(2, 6))
    rate = Live(f"={cells.rate(n, d)}", rate_bp(paid, owing))
    bp = whole.target_bp
    if bp is None:
        return [rate, None, None]
    missing = max(0, -(-bp * owing // 10_000) - paid)
    return [rate, bp, Live(f"={cells.shortfall(n, d, cells.basis(target))}", missing)]
