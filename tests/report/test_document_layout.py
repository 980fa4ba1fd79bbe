"""How the draft is laid out: numbers in one piece, gaps to be seen, headings, the signature."""

from __future__ import annotations

import re
from itertools import pairwise

from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.shared import Cm

from pipeline.report import write_document
from tests.builders import DAY50, dossier, export, plan
from tests.outcomes import outcome

SECTIONS = [
    "I. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI", "II. KẾT QUẢ THỰC HIỆN", "III. TẬP THỂ, CÁ NHÂN",
    "IV. ĐÁNH GIÁ CHUNG", "V. KHÓ KHĂN, VƯỚNG MẮC", "VI. NHIỆM VỤ THỜI GIAN TỚI",
    "VII. ĐỀ XUẤT, KIẾN NGHỊ",
]  # fmt: skip


def _document(tmp_path, rows=None, campaign=None):
    campaign = campaign or plan(tmp_path)
    rows = rows or [dossier(), dossier(code="B", channel="BCCI", ended="09/04/2024")]
    found = outcome(tmp_path, {"a.csv": export("dossiers", *rows)}, DAY50, campaign)
    path = tmp_path / "a.docx"
    write_document(found.results(campaign), path)
    return Document(str(path))


def _runs(document):
    paragraphs = list(document.paragraphs)
    for table in document.tables:
        paragraphs += [p for row in table.rows for cell in row.cells for p in cell.paragraphs]
    return [run for paragraph in paragraphs for run in paragraph.runs]


def test_every_gap_is_yellow_and_nothing_else_is(tmp_path):
    """Also the short ones of number and date."""
    runs = _runs(_document(tmp_path))
    yellow = {run.text for run in runs if run.font.highlight_color == WD_COLOR_INDEX.YELLOW}
    assert {"………", "……"} <= yellow
    assert all("……" in text for text in yellow)
    assert not [run.text for run in runs if "……" in run.text and run.text not in yellow]


def test_sections_are_headings_in_the_fonts_of_the_body(tmp_path):
    """So that Word's navigation shows them."""
    document = _document(tmp_path)
    headings = [p for p in document.paragraphs if p.style.name == "Heading 1"]
    assert [paragraph.text for paragraph in headings] == SECTIONS
    fonts = document.styles["Heading 1"].element.rPr.rFonts.attrib
    assert set(fonts.values()) == {"Times New Roman"}


def test_the_signature_never_stands_alone_on_a_page(tmp_path):
    """The last sentence goes with it, and its table is not torn."""
    document = _document(tmp_path)
    closing = next(p for p in document.paragraphs if p.text.startswith("Trên đây là"))
    following = closing._p.getnext()
    kept = [p for p in document.paragraphs if p._p in (closing._p, following)]
    assert [paragraph.paragraph_format.keep_with_next for paragraph in kept] == [True, True]
    assert document.tables[-1].rows[0]._tr.trPr.xpath("w:cantSplit")


def test_numbers_stay_in_one_piece(tmp_path):
    """Each column is as wide as its longest number in the widest font that may stand in, with
    thousands grouped; a page holds them all.
    """
    rows = [dossier(code=f"A{n}") for n in range(1_234)]
    document = _document(tmp_path, rows)
    for table in document.tables[1:-1]:
        widths = [column.width for column in table.columns]
        assert sum(widths) <= Cm(16.51)
        for row in table.rows[1:]:
            for cell, width in list(zip(row.cells, widths, strict=True))[1:]:
                if re.fullmatch(r"[\d.,/%]+", cell.text):
                    assert width >= Cm(0.4 + 0.22 * len(cell.text)), cell.text
                    assert cell._tc.tcPr.xpath("w:noWrap")
    assert "1.234/1.234" in [cell.text for row in document.tables[1].rows for cell in row.cells]


def test_what_is_good_and_what_is_next_comes_from_the_figures(tmp_path):
    """Met, missed, and what each target still asks for; the overdue dossier before all."""
    rows = [dossier(), dossier(code="B", ended=None, status="Đang xử lý")]
    texts = [paragraph.text for paragraph in _document(tmp_path, rows).paragraphs]
    of = {name: texts[texts.index(name) + 1 : texts.index(after)]
          for name, after in pairwise(SECTIONS)}  # fmt: skip
    assert of[SECTIONS[3]][:2] == [
        "Ưu điểm: hoàn thành 1 chỉ tiêu đến hạn (Tỷ lệ dịch vụ công trực tuyến).",
        "Hạn chế: chưa hoàn thành 1 chỉ tiêu đến hạn (Tiến độ giải quyết).",
    ]
    assert of[SECTIONS[5]][0] == (
        "- Việc gấp nhất: 1 hồ sơ chưa xong đã quá hạn trả, xem trang “Cần xử lý”."
    )


def test_a_table_without_rows_is_its_heading(tmp_path):
    """Nobody is named in any dossier: Bảng 2 is there, and empty."""
    document = _document(tmp_path, [dossier(official="", procedure="1.000009.H21", area="")])
    headings = [row.cells[0].text for table in document.tables for row in table.rows[:1]]
    assert "Cán bộ" in headings
    assert [len(table.rows) for table in document.tables if table.cell(0, 0).text == "Cán bộ"] == [
        1
    ]
