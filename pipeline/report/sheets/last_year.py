"""Năm trước: what last year's exports give beside what the plan says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.report.layout.page import Column, Page
from schemas.indicators import indicators

if TYPE_CHECKING:
    from pipeline.model import LastYear, LastYearFact
    from pipeline.report.content import Content

_COLUMNS = (
    Column("Đơn vị", "wrapped", 24),
    Column("Chỉ tiêu", "wrapped", 40),
    Column("Số đạt", "count", 12),
    Column("Tổng số", "count", 12),
    Column("Tính được", "percent", 13),
    Column("Kế hoạch ghi", "percent", 13),
    Column("Chênh lệch (điểm %)", "decimal", 13),
    Column("Dùng làm kết quả năm trước", "wrapped", 36),
    Column("Số tháng có hồ sơ", "count", 11),
)
_NOTES = """\
Đếm bằng đúng công thức của báo cáo, cho cả năm {year} (01/01 đến 31/12), từ bản xuất trong \
inputs/nam-truoc; không có thư mục đó thì từ hồ sơ năm {year} trong các bản xuất khác, nếu đơn vị \
có hồ sơ ở đủ 12 tháng.
Kế hoạch đã ghi kết quả năm trước thì dùng số của kế hoạch; chỉ ô để trống mới lấy số tính được. \
Chênh lệch lớn: kiểm tra bản xuất năm trước có đủ không, hoặc số trong kế hoạch lấy từ đâu (Cổng \
đếm theo quy tắc khác).
""".splitlines()


def write_last_year(page: Page, content: Content) -> None:
    """A row a unit and indicator."""
    last_year = content.results.analysis.last_year
    if last_year is None:
        return
    page.line(f"KẾT QUẢ NĂM {last_year.year} TÍNH TỪ BẢN XUẤT", "title")
    for note in _NOTES:
        page.paragraph(note.format(year=last_year.year), len(_COLUMNS), characters=180)
    page.gap()
    headings = {indicator.id: indicator.heading for indicator in indicators()}
    rows = (_row(fact, headings, last_year) for fact in last_year.facts)
    if not page.table(_COLUMNS, rows, freeze=2, name="NamTruoc"):
        page.line("Bản xuất năm trước không cho số liệu nào.")


def _row(fact: LastYearFact, headings: dict[str, str], last_year: LastYear) -> list[Any]:
    stated = fact.stated_bp
    unused = "Không: kế hoạch không giao" if stated is None else "Không: kế hoạch đã ghi"
    return [
        fact.unit, headings[fact.indicator], fact.numerator, fact.denominator, fact.rate_bp,
        stated, None if stated is None else fact.rate_bp - stated,
        "Có: kế hoạch để trống" if fact.is_used else unused,
        last_year.months[fact.unit_code],
    ]  # fmt: skip
