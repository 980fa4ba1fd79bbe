"""Số liệu, Nguồn dữ liệu, Lỗi dữ liệu and Định nghĩa: what everything else is a view of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.causes import lines
from pipeline.model import Fact
from pipeline.report.layout.page import Column, Page
from pipeline.report.provenance import FILE, ROWS_READ, SHA256, stated
from schemas.contracts import contracts
from schemas.indicators import indicators

if TYPE_CHECKING:
    from pipeline.model import Source
    from pipeline.report.content import Content

_DAYS = ("as_of", "period_start", "period_end")
_HEADINGS = {
    "as_of": "Số liệu đến", "scope": "Phạm vi", "unit_code": "Mã đơn vị", "unit": "Đơn vị",
    "official": "Cán bộ", "field": "Lĩnh vực", "procedure": "Mã TTHC", "period": "Kỳ",
    "period_start": "Từ ngày", "period_end": "Đến ngày", "indicator": "Mã chỉ tiêu",
    "numerator": "Số đạt", "denominator": "Tổng số", "rate_bp": "Kết quả (%)",
    "target_bp": "Giao (%)", "variance_bp": "Chênh lệch (điểm %)", "shortfall": "Còn thiếu",
    "status": "Đánh giá",
}  # fmt: skip
_WIDTHS = {"unit": 20, "official": 24, "field": 24, "indicator": 30, "status": 16}
_SOURCES = (
    Column(FILE, "wrapped", 38),
    Column("Trang", "wrapped", 22),
    Column("Loại", "wrapped", 18),
    Column(ROWS_READ, "count", 10),
    Column("Dùng được", "count", 10),
    Column("Bị loại", "count", 10),
    Column("Trùng", "count", 10),
    Column("Bỏ qua", "count", 10),
    Column("Ghi chú", "wrapped", 44),
    Column(SHA256, "wrapped", 36),
)
_PROBLEMS = (
    Column("Mức", "centered", 11),
    Column("Tệp", "wrapped", 28),
    Column("Trang", "wrapped", 16),
    Column("Cột", "wrapped", 18),
    Column("Số dòng", "centered", 9),
    Column("Các dòng", "wrapped", 22),
    Column("Giá trị", "wrapped", 22),
    Column("Vấn đề", "wrapped", 46),
    Column("Cách xử lý", "wrapped", 46),
    Column("Mã", "text", 27),
)
_DEFINITIONS = (
    Column("Chỉ tiêu", "wrapped", 28),
    Column("Mẫu số", "wrapped", 42),
    Column("Tử số", "wrapped", 42),
    Column("Căn cứ", "wrapped", 48),
    Column("Mã", "text", 30),
)
_ELSEWHERE = (
    "Số của lĩnh vực, thủ tục: trang Chênh lệch lĩnh vực, Chênh lệch thủ tục (lũy kế); "
    "mọi kỳ: tệp {file} cùng thư mục."
)
_NOTES = """\
Tỷ lệ = Tử số : Mẫu số x 100%, hiện hai chữ số thập phân. Mẫu số bằng 0 là “không có số liệu”, \
không phải 0% hay 100%.
Đạt hay chưa đạt so bằng số hồ sơ nguyên, không so bằng tỷ lệ đã làm tròn: 59,996% là chưa đạt 60%.
Còn thiếu: trong chính số hồ sơ đó, cần thêm bao nhiêu hồ sơ đạt thì hoàn thành chỉ tiêu.
Chênh lệch tính bằng điểm phần trăm: tỷ lệ đã hiện trừ chỉ tiêu.
Ngày so theo giờ nếu cả hai ngày đều ghi giờ, nếu không thì so theo ngày; đúng hạn chót là đúng hạn.
Hồ sơ Mới đăng ký hoặc Không được tiếp nhận không tính vào chỉ tiêu nào.
""".splitlines()
_TARGET_RULE = (
    "Chỉ tiêu {end} của dịch vụ công trực tuyến và thanh toán trực tuyến: số lớn hơn giữa kết quả "
    "năm trước và mức tối thiểu của Trung ương, cộng 10%, không quá 100% (Kế hoạch mục III.2)."
)


def write_facts_sheet(page: Page, content: Content) -> None:
    """The table of facts as in so-lieu, percentages with two decimals, headings in words."""
    columns = [Column(_HEADINGS[n], _role(n), _WIDTHS.get(n, 13)) for n in Fact._fields]
    facts = content.listed_facts
    if len(facts) < len(content.facts.rows):
        page.line(_ELSEWHERE.format(file=content.results.output("so-lieu", ".csv")), "note")
    content.first_fact_row = page.row + 2
    page.table(columns, (_values(fact) for fact in facts), freeze=0, name="SoLieu")


def _values(fact: Fact) -> tuple[object, ...]:
    return tuple("" if value is None else value for value in fact) if None in fact else fact


def _role(name: str) -> str:
    if name in _DAYS:
        return "day"
    if name.endswith("_bp"):
        return "decimal"
    return "count" if name in ("numerator", "denominator", "shortfall") else "text"


def _kind(source: Source) -> str:
    if source.kind:
        return contracts()[source.kind].title
    return "nghĩa của tiêu đề, từ" if source.is_lesson else "không nhận ra"


def write_sources(page: Page, content: Content) -> None:
    """What the report is made from, then a row per input sheet: what became of its rows."""
    page.line("NGUỒN DỮ LIỆU", "title")
    for values in stated(content.results):
        page.write_row(values, ["plain"] * len(values))
    page.line(
        "Dòng đọc = dùng được + bị loại + trùng + bỏ qua (dòng nhóm, tổng, số thứ tự cột).", "note"
    )
    rows = (
        [source.file, source.sheet, _kind(source), source.rows_read,
         source.rows_kept, source.rows_rejected, source.rows_duplicate, source.rows_ignored,
         source.message, source.sha256]
        for source in content.results.inputs.sources
    )  # fmt: skip
    page.table(_SOURCES, rows, freeze=1, name="NguonDuLieu")


def write_problems(page: Page, content: Content) -> None:
    """A line a cause: where, which rows, an example, what to do; whole files first."""
    page.line("LỖI DỮ LIỆU", "title")
    page.line("Lỗi: dòng hoặc tệp bị loại, không tính vào số nào. Cảnh báo: vẫn được tính.", "note")
    results = content.results
    file = f"loi_{results.as_of.isoformat()}.csv"
    page.line(f"Mỗi nguyên nhân một dòng; từng dòng dữ liệu một: tệp {file} cùng thư mục.", "note")
    rows = (
        ["✘ Lỗi" if line.problem.severity == "error" else "! Cảnh báo", line.file, line.sheet,
         line.problem.column, line.count or "", f"xem {file}" if line.others else line.rows,
         line.value, f"{line.message} {line.follows}".rstrip(), line.problem.remedy,
         line.problem.code]
        for line in lines(results.inputs.problems)
    )  # fmt: skip
    page.table(_PROBLEMS, rows, freeze=0, name="LoiDuLieu")


def write_definitions(page: Page, content: Content) -> None:
    """Every indicator's formula and legal source."""
    page.line("ĐỊNH NGHĨA CÁC CHỈ TIÊU", "title")
    rows = ([i.heading, i.denominator, i.numerator, i.source, i.id] for i in indicators())
    page.table(_DEFINITIONS, rows, freeze=1)
    page.gap()
    plan = content.results.plan
    rule = [_TARGET_RULE.format(end=plan.end_label)] if plan.target_rule != "none" else []
    for note in (*_NOTES, *rule):
        page.paragraph(f"• {note}", len(_DEFINITIONS), characters=165)
