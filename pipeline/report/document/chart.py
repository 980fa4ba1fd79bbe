"""A native chart in a Word document, which whoever finishes the report can still edit.

python-docx has no charts and python-pptx has; a chart's part is the same in both.
"""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pipeline.report.layout.book import book_at
from pipeline.report.layout.theme import LABEL_FORMAT

if TYPE_CHECKING:
    from collections.abc import Sequence

_DARK, _LIGHT = "1F4E79", "BDD7EE"
_CREATED = datetime(2024, 1, 1)  # noqa: DTZ001 - no clock: the same figures give the same bytes
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WIDTH, _HEIGHT = 5_940_000, 3_200_000  # EMU: 165 x 89 mm

Bar = tuple[str, int | None, int | None]  # heading, result and target in hundredths of a percent


def add_chart(document: Any, bars: Sequence[Bar], title: str) -> None:
    """A paragraph with the chart of results and targets."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.opc.packuri import PackURI  # noqa: PLC0415
    from docx.opc.part import Part  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    package = document.part.package
    chart = Part(PackURI("/word/charts/chart1.xml"), _CHART_TYPE, _chart_xml(bars, title), package)
    book = Part(PackURI("/word/embeddings/chart1.xlsx"), _BOOK_TYPE, _book(bars), package)
    chart.relate_to(book, f"{_OFFICE}/package")  # rId1, as the chart names it
    place = document.part.relate_to(chart, f"{_OFFICE}/chart")
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_before = Pt(10)
    paragraph.add_run().font.element.append(_drawing(place, title))  # the library has no charts


def _drawing(place: str, title: str) -> Any:
    from docx.oxml import parse_xml  # noqa: PLC0415

    drawing = parse_xml(
        '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{_WIDTH}" cy="{_HEIGHT}"/>'
        '<wp:docPr id="1" name="Biểu đồ 1"/><wp:cNvGraphicFramePr/><a:graphic>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        f'xmlns:r="{_OFFICE}" r:id="{place}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
    drawing[0][1].set("descr", title)
    return drawing


def _chart_xml(bars: Sequence[Bar], title: str) -> bytes:
    from pptx import Presentation  # noqa: PLC0415
    from pptx.chart.data import CategoryChartData  # noqa: PLC0415
    from pptx.dml.color import RGBColor  # noqa: PLC0415
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION  # noqa: PLC0415
    from pptx.util import Emu, Pt  # noqa: PLC0415

    data = CategoryChartData(number_format="0.0%")
    data.categories = [heading for heading, _, _ in bars]
    for name, values in _series(bars):
        data.add_series(name, values)
    slides = Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[6])
    frame = slide.shapes.add_chart(
        XL_CHART_TYPE.BAR_CLUSTERED, Emu(0), Emu(0), Emu(_WIDTH), Emu(_HEIGHT), data
    )
    chart = frame.chart
    chart.font.name, chart.font.size = "Times New Roman", Pt(11)
    chart.has_title = True
    chart.chart_title.text_frame.text = title
    chart.chart_title.text_frame.paragraphs[0].font.size = Pt(13)
    chart.has_legend = True
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.category_axis.reverse_order = True
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, 1
    chart.value_axis.tick_labels.number_format = "0%"
    chart.value_axis.tick_labels.number_format_is_linked = False
    for series, colour in zip(chart.plots[0].series, (_LIGHT, _DARK), strict=True):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = RGBColor.from_string(colour)
        series.format.line.color.rgb = RGBColor.from_string("404040")
        labels = series.data_labels
        labels.show_value, labels.number_format = True, LABEL_FORMAT
        labels.number_format_is_linked = False
        labels.font.size = Pt(10)
    # The library numbers axes below 0, which the schema does not allow.
    return re.sub(rb'val="-(\d{10})"', rb'val="\1"', chart.part.blob)


def _series(bars: Sequence[Bar]) -> list[tuple[str, list[float | None]]]:
    """Targets before results, as they stand from the top of a group down."""
    targets = [None if target is None else target / 10_000 for _, _, target in bars]
    results = [None if result is None else result / 10_000 for _, result, _ in bars]
    return [("Chỉ tiêu", targets), ("Kết quả", results)]


def _book(bars: Sequence[Bar]) -> bytes:
    """The figures that the chart refers to."""
    stream = io.BytesIO()
    with book_at(stream, created=_CREATED) as book:
        sheet = book.add_worksheet("Sheet1")
        for row, (heading, _, _) in enumerate(bars, start=1):
            sheet.write_string(row, 0, heading)
        for column, (name, values) in enumerate(_series(bars), start=1):
            sheet.write_string(0, column, name)
            for row, value in enumerate(values, start=1):
                if value is not None:
                    sheet.write_number(row, column, value)
    return stream.getvalue()
