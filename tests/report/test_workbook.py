"""The workbook as people see it, read back with openpyxl."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline import __version__
from pipeline.model import Problem
from pipeline.plan.workbook import read_plan
from pipeline.report import write_workbook
from tests.builders import TWO_UNITS, dossier, export, plan
from tests.formats import packed, unpacked
from tests.office import problems
from tests.outcomes import outcome
from tests.report.commune import (
    AS_OF,
    MORE,
    NASTY,
    READ,
    SHEETS,
    SIGNED,
    TECHNICAL,
    book_of,
    results_of,
    texts_of,
)

SAMPLES = Path(__file__).parents[2] / "inputs"
# Several tables, or none, so that no heading is repeated on paper.
NOT_TABLES = (
    "Tóm tắt", "Theo cán bộ", "Tiến độ 10 ngày", "Cần xử lý", "Dịch vụ nhiều hồ sơ", "Theo lĩnh vực",
)  # fmt: skip


@pytest.fixture
def book(tmp_path):
    """The workbook of a small commune."""
    return book_of(results_of(tmp_path, plan(tmp_path)), tmp_path)


def test_the_form_has_the_plans_very_targets(tmp_path):
    """Phụ lục II for Ia Ake, of the committed plan: 17 columns, the same texts as issued."""
    campaign = read_plan(SAMPLES / "ke-hoach.xlsx")
    result = outcome(
        tmp_path, {"a.csv": export("dossiers", dossier(unit="Xã Ia Ake"))}, AS_OF, campaign
    )
    results = result.results(campaign, AS_OF, problems=())
    sheet = book_of(results, tmp_path)["Phụ lục II"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][0] == "PHỤ LỤC II"
    assert rows[1][0] == (
        "Giao chỉ tiêu cụ thể của UBND xã được giao theo tiến độ 50 ngày, 100 ngày và thời gian thực hiện tiếp theo"
    )
    assert rows[2][0] == "(Kèm theo Kế hoạch số 35/KH-UBND ngày 06/4/2024 của UBND xã)"
    assert rows[7] == [
        1, "Xã Ia Ake", 0.758, 1, 0.9977, 1, 0.002, 0.3, 0.6, 0, 0.2, 0.55, 1, 1, 0.213, 0.5, 1,
    ]  # fmt: skip
    formats = [cell.number_format.split("]")[-1] for cell in sheet[8][2:]]
    assert formats == [
        "0.0%", "0%", "0.00%", "0%", "0.0%", "0%", "0%", "0.00%", "0%", "0%", "0%", "0%", "0.0%", "0%",
        "0%",
    ]  # fmt: skip
    # below the targets in force: that of day 50 on day 50
    assert rows[8] == [
        "", "Thực hiện đến 16/05/2024", "", "–", "", 1, "", 1, "", "", "–", "", "", "–", "", "–", "",
    ]  # fmt: skip
    assert rows[9][1:9] == ["Chênh lệch (điểm %)", "", "–", "", 0, "", 70, ""]
    groups = [text for text in rows[4] if text]
    assert groups == [
        "TT", "Địa phương", "Tỷ lệ công khai, minh bạch", "Tiến độ giải quyết",
        "Tỷ lệ dịch vụ công trực tuyến", "Tỷ lệ thanh toán trực tuyến", "Mức độ hài lòng", "Số hoá hồ sơ",
    ]  # fmt: skip
    maintained = ["Năm 2023", "Chỉ tiêu 50 ngày và duy trì trong thời gian tiếp theo"]
    both = ["Năm 2023", "Chỉ tiêu 50 ngày", "100 ngày và duy trì trong thời gian tiếp theo"]
    assert rows[5][2:] == [*maintained, *maintained, *both, *both, *maintained, *both]
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A5:A7", "B5:B7", "C5:D5", "G5:I5", "J5:L5", "O5:Q5", "C6:C7"} <= merged


def test_every_sheet_is_there_and_ready_to_print(book):
    """In order; A4, one page wide, page numbers, the unit and the day below."""
    assert book.sheetnames == SHEETS
    for sheet in book:
        assert sheet.page_setup.paperSize == 9
        if sheet.title not in SIGNED[:2]:
            stands = sheet.title == "Tóm tắt"
            assert sheet.page_setup.orientation == ("portrait" if stands else "landscape")
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert sheet.page_setup.fitToWidth in (None, 1)  # 1 where the file leaves it out
            assert sheet.page_setup.fitToHeight in ((None, 1) if stands else (0,))
        assert "Xã Một" in sheet.oddFooter.left.text
        assert "16/05/2024" in sheet.oddFooter.center.text
        assert sheet.oddFooter.right.text == "Trang &P/&N"
    for name in set(SHEETS) - {*NOT_TABLES, "Kết quả thực hiện"}:
        assert book[name].print_title_rows, name
        assert book[name].freeze_panes, name


def test_the_results_form_has_an_indicator_a_row(book):
    """Targets, result, variance, shortfall and verdict; percentages as numbers; no target and no
    data are dashes, never 0.
    """
    rows = [[cell.value for cell in row] for row in book["Kết quả thực hiện"].iter_rows()]
    at = next(n for n, row in enumerate(rows) if row[0] == "Chỉ tiêu")
    assert rows[at] == [
        "Chỉ tiêu", "Năm 2023", "Giao 50 ngày", "Giao 94 ngày", "Thực hiện đến 16/05/2024",
        "Chênh lệch (điểm %)", "Còn thiếu", "Đánh giá",
    ]  # fmt: skip
    told = {row[0]: row[1:] for row in rows[at + 1 : at + 7]}
    assert told["Tỷ lệ dịch vụ công trực tuyến"] == [0.002, 0.3, 0.6, 0.5, 20, 0, "✔ Đạt"]
    assert told["Số hoá hồ sơ"] == ["–", "–", "–", 0.5, "–", "–", "–"]


def test_what_is_signed_is_printed_large_and_in_one_piece(tmp_path):
    """Phụ lục II lies, at least 9 points; Kết quả stands, at least 11; each a page wide, with who
    made it and who signs; a unit's rows and the last unit's signature are never torn.
    """
    units = [[n, f"H21.{n}", f"Xã Số {n}", None] for n in range(1, 31)]
    campaign = plan(tmp_path, **{"Đơn vị": units, "Chỉ tiêu": [], "Phân công": []})
    rows = [dossier(code=f"A{n}", unit=f"Xã Số {n}") for n in range(1, 31)]
    results = outcome(tmp_path, {"a.csv": export("dossiers", *rows)}, AS_OF, campaign)
    book = book_of(results.results(campaign, AS_OF), tmp_path)
    for name, orientation, points, each in (
        ("Phụ lục II", "landscape", 9, 3), ("Kết quả thực hiện", "portrait", 11, 8),
    ):  # fmt: skip
        sheet = book[name]
        assert sheet.page_setup.orientation == orientation
        assert not sheet.sheet_properties.pageSetUpPr.fitToPage
        sizes = {
            cell.font.sz for row in sheet.iter_rows() for cell in row if cell.value is not None
        }
        assert min(sizes) * (sheet.page_setup.scale or 100) / 100 >= points
        begins = [n for n, row in enumerate(sheet.iter_rows(values_only=True), start=1)
                  if any("Xã Số" in str(value) for value in row[:2])]  # fmt: skip
        assert len(begins) == 30
        inside = {row for first in begins for row in range(first + 1, first + each)}
        breaks = {entry.id + 1 for entry in sheet.row_breaks.brk}  # the first row of each page
        assert breaks
        assert not breaks & inside
        texts = texts_of(sheet)
        assert texts[-3:] == ["NGƯỜI LẬP BIỂU", "TRƯỞNG CÔNG AN XÃ", "………"]
        assert max(breaks) <= begins[-1]


def test_the_first_page_tells_the_day_the_shortfall_and_what_was_rejected(book):
    """In words, with links to every sheet."""
    page = "\n".join(texts_of(book["Tóm tắt"]))
    for text in (
        "ngày thứ 50 của chiến dịch (94 ngày",
        "✔ Đạt",
        "1 bị loại",
        "a.csv",
        "Lưu ý thêm",
    ):
        assert text in page
    links = [
        cell.hyperlink.location
        for row in book["Tóm tắt"].iter_rows()
        for cell in row
        if cell.hyperlink
    ]
    assert {f"'{name}'!A1" for name in SHEETS[1:]} <= set(links)


def test_text_from_inputs_is_text(tmp_path):
    """Nothing that an input says becomes a formula or a link."""
    problem = Problem("bad_channel", "=a.csv", sheet="+1", values=("http://x.vn",))
    book = book_of(
        results_of(tmp_path, plan(tmp_path), extra=(problem,)), tmp_path, data_only=False
    )
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    texts = {NASTY, "=cmd|x", "=a.csv", "http://x.vn", "+1"}
    assert texts <= {cell.value for cell in cells if cell.data_type == "s"}
    assert not [cell for cell in cells if cell.data_type == "f" and NASTY in cell.value]
    assert all(cell.hyperlink.target is None for cell in cells if cell.hyperlink)


def test_the_facts_sheet_is_the_facts(tmp_path):
    """Contract columns under headings in words, percentages with two decimals, days as days."""
    results = results_of(tmp_path, plan(tmp_path))
    rows = list(book_of(results, tmp_path)["Số liệu"].values)
    assert rows[0] == (
        "Số liệu đến", "Phạm vi", "Mã đơn vị", "Đơn vị", "Cán bộ", "Lĩnh vực", "Mã TTHC", "Kỳ", "Từ ngày",
        "Đến ngày", "Mã chỉ tiêu", "Số đạt", "Tổng số", "Kết quả (%)", "Giao (%)", "Chênh lệch (điểm %)",
        "Còn thiếu", "Đánh giá",
    )  # fmt: skip
    assert len(rows) - 1 == len(results.counts.facts)
    online = next(row for row in rows if row[10] == "online" and row[1] == "unit")
    assert online[11:] == (1, 2, 50, 30, 20, 0, "dat")


def test_samples_say_so_on_every_sheet(tmp_path):
    """On screen and in print."""
    for sheet in book_of(results_of(tmp_path, plan(tmp_path), is_sample=True), tmp_path):
        assert "SỐ LIỆU MẪU" in str(sheet["A1"].value)
        assert "SỐ LIỆU MẪU" in sheet.oddHeader.center.text


def test_several_units(tmp_path):
    """A row of the form for each unit in the plan's order, all together first where it reads so."""
    book = book_of(results_of(tmp_path, plan(tmp_path, **TWO_UNITS)), tmp_path)
    reached = ["Thực hiện đến 16/05/2024", "Chênh lệch (điểm %)"]
    form = [row[1] for row in book["Phụ lục II"].iter_rows(min_row=8, max_row=13, values_only=True)]
    assert form == ["Xã Một", *reached, "Xã Hai", *reached]
    assert "Tất cả đơn vị" in texts_of(book["Tiến độ 10 ngày"])


def test_what_a_chart_reads_is_a_number_or_empty(book):
    """A dash for no data would be drawn as 0%; so charts read columns of their own."""
    plotted = [row[15:] for row in book["Tiến độ 10 ngày"].values if str(row[0]).startswith("Kỳ ")]
    assert len(plotted) == 5
    assert {type(value) for row in plotted for value in row} == {int, float, type(None)}


def test_formulas_and_links_name_what_there_is(tmp_path):
    """Every table's name is its own, its headings are its columns; links lead to sheets."""
    live = book_of(results_of(tmp_path, plan(tmp_path)), tmp_path, data_only=False)
    tables = {table.name: (sheet, table) for sheet in live for table in sheet.tables.values()}
    assert len(tables) == sum(len(sheet.tables) for sheet in live)
    for sheet, table in tables.values():
        heads = [cell.value for cell in sheet[table.ref][0]]
        assert heads == [column.name for column in table.tableColumns]
        assert len(set(map(str.casefold, heads))) == len(heads)
    used = set()
    for sheet in live:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    used |= set(re.findall(r"([A-Za-z]+)\[([^\]]+)\]", cell.value))
                    for place in re.findall(r'HYPERLINK\("#(.+?)"', cell.value):
                        assert place.rsplit("!", 1)[0].strip("'") in SHEETS
                if cell.hyperlink:
                    assert cell.hyperlink.location.rsplit("!", 1)[0].strip("'") in SHEETS
    columns = {name: [c.name for c in table.tableColumns] for name, (_, table) in tables.items()}
    assert used
    assert all(column in columns[name] for name, column in used)


def test_the_same_results_give_the_same_bytes(tmp_path):
    """No clock, no chance."""
    results = results_of(tmp_path, plan(tmp_path))
    for name in ("1.xlsx", "2.xlsx"):
        write_workbook(results, tmp_path / name)
    assert (tmp_path / "1.xlsx").read_bytes() == (tmp_path / "2.xlsx").read_bytes()


def test_what_to_do_comes_by_official_the_most_urgent_first(tmp_path):
    """Overdue before due soon before the rest; a line a dossier, counts above, and above these what
    turns the unmet targets. One that waits is listed though it counts as on time, one on paper is
    not: nothing can be done about it.
    """
    late, soon = {"due": "13/05/2024"}, {"due": "18/05/2024"}
    rows = [
        dossier(code="TRE", ended=None, status="Đang xử lý", **late),
        dossier(code="SAP", ended=None, status="Đang xử lý", **soon),
        dossier(code="CHO", ended=None, status="Dừng xử lý", **late),
        dossier(code="GIAY", procedure="1.000002.H21", channel="Trực tiếp"),
        dossier(code="DU"),
        dossier(code="KHAC", official="Bùi Thị B", e_result="Không"),
    ]
    campaign = plan(tmp_path)
    result = outcome(tmp_path, {"a.csv": export("dossiers", *rows)}, AS_OF, campaign)
    sheet = book_of(result.results(campaign, AS_OF), tmp_path)["Cần xử lý"]
    lines = [
        [cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)
    ]
    assert lines[4] == ["Tiến độ giải quyết", 1, 0.8333, 1, 0, "không còn đạt được"]
    lines = [line for line in lines if line]
    assert lines[6:8] == [
        ["Bùi Thị B", 1, 0, 0, 0, 0, 0, 1],
        ["Nguyễn Văn A", 3, 1, 1, 1, 0, 0, 0],
    ]
    assert [row[:8] for row in sheet.values if str(row[1]).isupper()] == [
        ("Bùi Thị B", "KHAC", None, None, None, None, None, "✘"),
        ("Nguyễn Văn A", "TRE", "✘ 3 ngày", None, None, None, None, None),
        ("Nguyễn Văn A", "CHO", None, "! 3 ngày", None, None, None, None),
        ("Nguyễn Văn A", "SAP", None, None, "! 2 ngày", None, None, None),
    ]


def test_nothing_that_excel_would_repair(tmp_path):
    """Valid by the schemas and rules of Office Open XML, whatever the names; a fault is seen."""
    path = tmp_path / "a.xlsx"
    write_workbook(results_of(tmp_path, plan(tmp_path, **TWO_UNITS)), path)
    assert problems(path) == []
    spoilt = [
        (name, content.replace(b"<tableColumns", b"<sideways/><tableColumns"))
        for name, content in unpacked(path.read_bytes())
    ]
    path.write_bytes(packed(spoilt))
    assert problems(path) != []


def test_what_stays_on_the_screen_leaves_room_to_scroll(tmp_path):
    """With thirty officials the counts above a list are not frozen, only its first columns."""
    rows = [dossier(code=f"A{n}", official=f"Cán bộ {n}", e_result="Không") for n in range(30)]
    campaign = plan(tmp_path)
    result = outcome(tmp_path, {"a.csv": export("dossiers", *rows)}, AS_OF, campaign)
    book = book_of(result.results(campaign, AS_OF), tmp_path)
    assert book["Cần xử lý"].freeze_panes == "C1"
    assert book["Chi tiết hồ sơ"].freeze_panes == "B4"


def test_the_properties_say_which_version_made_it(book):
    """So that whoever gets the file can say so in a report of a fault."""
    assert book.properties.description == f"Phiên bản {__version__}"
    assert book.properties.creator == "UBND xã Một"


def test_tabs_say_which_sheets_are_signed_and_which_are_looked_up(book):
    """Blue for what is signed, green to read and work with, pale for more, grey for the technical."""
    shown = {sheet.title: sheet.sheet_properties.tabColor.rgb for sheet in book}
    assert shown == {
        **dict.fromkeys(["Tóm tắt", *READ], "FF70AD47"),
        **dict.fromkeys(SIGNED, "FF1F4E79"),
        **dict.fromkeys(MORE, "FFBDD7EE"),
        **dict.fromkeys(TECHNICAL, "FFA6A6A6"),
    }
