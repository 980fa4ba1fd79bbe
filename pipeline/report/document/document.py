"""The report as a Word document in the layout of Nghị định 30/2020/NĐ-CP, Phụ lục I (FORM.md)."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from pipeline import notices
from pipeline.model import edition
from pipeline.report.document.chart import add_chart
from pipeline.report.document.narrative import narrative
from pipeline.report.facts import Facts
from pipeline.report.gaps import with_gaps
from pipeline.report.sender import sender
from schemas.indicators import indicators

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pipeline.model import Plan, Results
    from pipeline.report.document.narrative import Narrative
    from pipeline.report.document.tables import Table
    from pipeline.report.sender import Sender

_MOST_ROWS = 60  # of a table; all are in the workbook
_BLANK = re.compile(r"(\[……[^\]]*\]|……+)")
_NUMBER = re.compile(r"[\d.,/%–-]+")
# Centimetres; of 10 points in a font as wide as any that stands in for Times New Roman.
_TEXT_WIDTH, _FIRST, _PADDING, _CHARACTER, _BOLD = 16.5, 2.8, 0.42, 0.225, 0.25
_LAST = 2.0  # of what is concluded
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f￾￿]")
_RECIPIENTS = (
    "- Thường trực Đảng ủy, HĐND;",
    "- Chủ tịch, PCT UBND;",
    "- Lưu: VT.",
)
_SAMPLE = "SỐ LIỆU MẪU: chưa có bản xuất nào, báo cáo này chỉ để xem thử"


def write_document(results: Results, path: Path) -> None:
    """Writes the draft; the same results give the same bytes. OSError where it can't write."""
    from docx import Document  # noqa: PLC0415 - only a report pays for it

    results = replace(results, plan=with_gaps(results.plan))
    document, facts = Document(), Facts(results.counts.facts)
    narration = narrative(results, facts)
    _set_up(document, results, narration)
    sent = sender(results.plan, is_final=edition(results.plan, results.as_of).is_final)
    _write_head(document, results, sent)
    _write_title(document, results, narration, sent)
    _write_body(document, results, facts, narration)
    _write_signature(document, results.plan, sent)
    _save(document, path)


def _set_up(document: Any, results: Results, narration: Narrative) -> None:
    """Page, fonts, language and properties."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Mm, Pt  # noqa: PLC0415

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.different_first_page_header_footer = True
    normal = document.styles["Normal"]
    normal.font.size = Pt(14)
    normal.paragraph_format.space_after = Pt(0)
    _set_font(normal)
    language = OxmlElement("w:lang")
    for name in ("w:val", "w:eastAsia"):
        language.set(qn(name), "vi-VN")
    normal.element.rPr.append(language)
    _drop_copy_of_styles(document)
    _number_pages(section.header.paragraphs[0])
    moment = datetime.combine(results.as_of, time())
    properties = document.core_properties
    properties.title, properties.subject = narration.subject[:255], results.plan.number[:255]
    properties.language, properties.author = "vi-VN", results.plan.issuer[:255]
    properties.created = properties.modified = moment
    properties.comments, properties.last_modified_by = "", ""


def _set_font(style: Any) -> None:
    """Times New Roman for every script, whatever the template's theme says."""
    from docx.oxml.ns import qn  # noqa: PLC0415

    style.font.name = "Times New Roman"
    fonts = style.element.rPr.rFonts
    for name in [name for name in fonts.attrib if name.lower().endswith("theme")]:
        del fonts.attrib[name]
    for name in ("w:ascii", "w:eastAsia", "w:cs", "w:hAnsi"):
        fonts.set(qn(name), "Times New Roman")


def _drop_copy_of_styles(document: Any) -> None:
    """The library's template has a second list of styles, which would contradict ours."""
    relations = document.part.rels
    for name in [n for n, relation in relations.items() if "stylesWithEffects" in relation.reltype]:
        del relations[name]


def _number_pages(paragraph: Any) -> None:
    """The number in the middle of the top margin; the first page has none."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.oxml import parse_xml  # noqa: PLC0415
    from docx.oxml.ns import nsdecls  # noqa: PLC0415

    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>2</w:t></w:r></w:fldSimple>'
    paragraph.paragraph_format.element.append(parse_xml(field))  # the library has no fields


def _write_head(document: Any, results: Results, sent: Sender) -> None:
    """Bodies and number on the left; the motto, place and date on the right."""
    from docx.shared import Mm  # noqa: PLC0415

    issuer = results.plan.issuer
    place = re.sub(r"^UBND (xã|phường|thị trấn|huyện|quận|thị xã|thành phố|tỉnh) ", "", issuer)
    table = document.add_table(rows=2, cols=2)
    _set_widths(table, [Mm(63), Mm(102)])
    left, right = table.rows[0].cells
    _line(left, _in_full(sent.superior), size=13)
    _line(left, _in_full(sent.body), size=13, is_bold=True)
    _rule(left, Mm(22), Mm(22))
    _line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=13, is_bold=True)
    _line(right, "Độc lập - Tự do - Hạnh phúc", size=14, is_bold=True)
    _rule(right, Mm(18), Mm(18))
    left, right = table.rows[1].cells
    _line(left, f"Số: ……… /{sent.letters}", size=13)
    _line(right, f"{place}, ngày …… tháng …… năm {results.as_of.year}", size=14, is_italic=True)


def _in_full(body: str) -> str:
    """A body's name as it heads a paper: ỦY BAN NHÂN DÂN XÃ MỘT of UBND xã Một."""
    return re.sub(r"^UBND\b", "Ủy ban nhân dân", body).upper()


def _line(
    holder: Any, text: str, *, size: float, is_bold: bool = False, is_italic: bool = False,
    align: str = "CENTER",
) -> Any:  # fmt: skip
    """A line of a cell or of the document; a cell's first empty paragraph is used up."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415

    paragraphs = holder.paragraphs
    is_cell = hasattr(holder, "merge")
    free = is_cell and len(paragraphs) == 1 and not paragraphs[0].runs
    paragraph = paragraphs[0] if free else holder.add_paragraph()
    paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, align)
    _runs(paragraph, text, size=size, is_bold=is_bold, is_italic=is_italic)
    return paragraph


def _runs(
    paragraph: Any, text: str, *, size: float, is_bold: bool = False, is_italic: bool = False
) -> None:
    """Text as it is, with what a person has to fill in marked."""
    from docx.enum.text import WD_COLOR_INDEX  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    for part in filter(None, _BLANK.split(_ILLEGAL.sub(" ", text))):
        run = paragraph.add_run(part)
        run.font.size, run.bold, run.italic = Pt(size), is_bold, is_italic
        if _BLANK.fullmatch(part):
            run.font.highlight_color = WD_COLOR_INDEX.YELLOW


def _rule(holder: Any, left: Any, right: Any) -> None:
    """A line across, between two indents."""
    from docx.oxml import parse_xml  # noqa: PLC0415
    from docx.oxml.ns import nsdecls  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    paragraph = holder.add_paragraph()
    paragraph.paragraph_format.left_indent = left
    paragraph.paragraph_format.right_indent = right
    paragraph.paragraph_format.line_spacing = Pt(4)
    properties = paragraph.paragraph_format.element.get_or_add_pPr()
    properties.insert_element_before(  # the library has no borders
        parse_xml(
            f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="6" w:space="1" '
            'w:color="000000"/></w:pBdr>'
        ),
        "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr",
    )  # fmt: skip


def _write_title(document: Any, results: Results, narration: Narrative, sent: Sender) -> None:
    from docx.shared import Mm, Pt, RGBColor  # noqa: PLC0415

    if results.inputs.is_sample:
        _line(document, _SAMPLE, size=13, is_bold=True)
    if reasons := notices.unreliable(results):
        text = f"{notices.UNRELIABLE}: {'; '.join(reasons)}. Xóa dòng này khi đã bổ sung đủ."
        for run in _line(document, text, size=13, is_bold=True).runs:
            run.font.color.rgb = RGBColor(0xC0, 0x00, 0x00)
    title = _line(document, "BÁO CÁO", size=14, is_bold=True)
    title.paragraph_format.space_before = Pt(12)
    _line(document, narration.subject, size=14, is_bold=True)
    _rule(document, Mm(55), Mm(55))
    addressee = _line(document, f"Kính gửi: {sent.addressee}", size=14)
    addressee.paragraph_format.space_before = Pt(6)


def _write_body(document: Any, results: Results, facts: Facts, narration: Narrative) -> None:
    _paragraph(document, narration.opening)
    for section in narration.sections:
        _heading(document, section.heading)
        for text in section.paragraphs:
            _paragraph(document, text)
        for table in section.tables:
            _write_table(document, table)
        if section.has_chart:
            _write_chart(document, results, facts)
    closing = _paragraph(document, narration.closing)
    closing.paragraph_format.keep_with_next = True  # a signature never stands alone on a page


def _heading(document: Any, text: str) -> None:
    """In a style that a table of contents is made of, in the fonts of the body."""
    from docx.shared import Pt, RGBColor  # noqa: PLC0415

    heading = _paragraph(document, text, is_bold=True)
    style = document.styles["Heading 1"]
    style.font.size = Pt(14)
    _set_font(style)
    style.font.color.rgb = RGBColor(0, 0, 0)
    heading.style = style


def _write_chart(document: Any, results: Results, facts: Facts) -> None:
    main = [entry for entry in indicators() if entry.main]
    shown = [(entry.heading, facts.of_unit(results.plan.top, entry.id)) for entry in main]
    bars = [(heading, fact.rate_bp, fact.target_bp) for heading, fact in shown]
    add_chart(document, bars, "Biểu đồ. Kết quả và chỉ tiêu đang áp dụng")


def _paragraph(document: Any, text: str, *, is_bold: bool = False) -> Any:
    """Justified, its first line indented."""
    from docx.shared import Cm, Pt  # noqa: PLC0415

    paragraph = _line(document, text, size=14, is_bold=is_bold, align="JUSTIFY")
    paragraph.paragraph_format.first_line_indent = Cm(1.27)
    paragraph.paragraph_format.space_before = Pt(6)
    paragraph.paragraph_format.keep_with_next = is_bold
    return paragraph


def _write_table(document: Any, table: Table) -> None:
    """Ruled; its heading repeats, no row breaks over a page, no number in its cell."""
    from docx.shared import Cm, Pt  # noqa: PLC0415

    caption = _line(document, table.title, size=13, is_bold=True)
    caption.paragraph_format.space_before, caption.paragraph_format.space_after = Pt(10), Pt(4)
    caption.paragraph_format.keep_with_next = True
    ruled = document.add_table(rows=0, cols=len(table.headings))
    ruled.style = "Table Grid"
    shown = table.rows[:_MOST_ROWS]
    for number, texts in enumerate([list(table.headings), *shown]):
        row = ruled.add_row()
        _set_properties(row, "w:cantSplit", *(() if number else ("w:tblHeader",)))
        for column, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            align = "LEFT" if number and not column else "CENTER"
            _line(cell, text, size=10, is_bold=number == 0, align=align)
            if _NUMBER.fullmatch(text):
                _set_whole(cell)
    _set_widths(ruled, [Cm(width) for width in _widths(table)])
    if len(table.rows) > len(shown):
        more = f"Còn {len(table.rows) - len(shown)} dòng nữa, xem tệp Phụ lục II kèm theo."
        _line(document, more, size=12, is_italic=True, align="LEFT")


def _widths(table: Table) -> list[float]:
    """Centimetres: of each column but the first what its longest word takes, numbers in one piece;
    the first has the rest, and what is too much for the page is taken from all.
    """
    columns = list(zip(table.headings, *table.rows[:_MOST_ROWS], strict=True))[1:]
    needed = [
        _PADDING + max([_longest(heading) * _BOLD, *(_longest(t) * _CHARACTER for t in texts)])
        for heading, *texts in columns
    ]
    needed[-1] = max(needed[-1], _LAST)
    room = _TEXT_WIDTH - _FIRST
    if sum(needed) > room:
        needed = [width * room / sum(needed) for width in needed]
    return [_TEXT_WIDTH - sum(needed), *needed]


def _longest(text: str) -> int:
    return max(map(len, text.split(" ")))


def _set_whole(cell: Any) -> None:
    """Its text stays on one line."""
    from docx.oxml import OxmlElement  # noqa: PLC0415

    paragraph = cell.paragraphs[0].paragraph_format.element
    paragraph.getparent().get_or_add_tcPr().append(OxmlElement("w:noWrap"))


def _set_properties(row: Any, *properties: str) -> None:
    """Properties of a table's row that the library has not, by its first cell."""
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415

    paragraph = row.cells[0].paragraphs[0].paragraph_format.element
    holder = next(paragraph.iterancestors(qn("w:tr"))).get_or_add_trPr()
    holder.extend(OxmlElement(name) for name in properties)


def _set_widths(table: Any, widths: Sequence[Any]) -> None:
    """Of columns and of every cell: programs disagree on which of them counts."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def _write_signature(document: Any, plan: Plan, sent: Sender) -> None:
    """Nơi nhận on the left, the signer's office and name on the right, open where the plan leaves
    them out.
    """
    from docx.shared import Mm  # noqa: PLC0415

    document.add_paragraph().paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=2)
    _set_widths(table, [Mm(75), Mm(90)])
    _set_properties(table.rows[0], "w:cantSplit")
    left, right = table.rows[0].cells
    _line(left, "Nơi nhận:", size=12, is_bold=True, is_italic=True, align="LEFT")
    default = (f"- {sent.addressee} (b/c);", *_RECIPIENTS)
    for text in [f"- {name};" for name in plan.recipients] or default:
        _line(left, text, size=11, align="LEFT")
    for office in sent.offices:
        _line(right, office, size=14, is_bold=True)
    for _ in range(4):
        right.add_paragraph()
    _line(right, sent.signer, size=14, is_bold=True)


def _save(document: Any, path: Path) -> None:
    """As the library packs it, but with no clock in the package."""
    packed = io.BytesIO()
    document.save(packed)
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(path, "w") as target:
        for entry in source.infolist():
            member = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, source.read(entry))
