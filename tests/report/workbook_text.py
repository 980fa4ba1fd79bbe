"""A workbook as text that a reviewer can read: everything that a person would see or print."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
from lxml import etree

if TYPE_CHECKING:
    from pathlib import Path


def described(path: Path) -> str:
    """Properties, then every sheet: set-up, widths, merges, tables, rules, links, cells; charts."""
    content = path.read_bytes()
    live = openpyxl.load_workbook(io.BytesIO(content))
    cached = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    lines = [f"title: {live.properties.title}", f"subject: {live.properties.subject}"]
    looks: dict[str, str] = {}
    for sheet in live:
        lines += ["", f"== {sheet.title}", *_set_up(sheet), *_furniture(sheet)]
        lines += _cells(sheet, cached[sheet.title], looks)
    lines += ["", "== looks", *(f"{name}: {look}" for look, name in looks.items())]
    lines += ["", "== charts and sparklines", *_drawn(content)]
    return "\n".join(lines) + "\n"


def _set_up(sheet: Any) -> list[str]:
    page, fit = sheet.page_setup, sheet.sheet_properties.pageSetUpPr
    widths = [
        f"{letter}={dimension.width:g}" for letter, dimension in sheet.column_dimensions.items()
    ]
    heights = [f"{row}={d.height:g}" for row, d in sheet.row_dimensions.items() if d.height]
    footer = sheet.oddFooter
    return [
        f"page: {page.orientation}, paper {page.paperSize}, fit {fit and fit.fitToPage}",
        f"header: {sheet.oddHeader.center.text}",
        f"footer: {footer.left.text} | {footer.center.text} | {footer.right.text}",
        f"frozen: {sheet.freeze_panes}, repeated: {sheet.print_title_rows}, "
        f"print area: {sheet.print_area}",
        f"widths: {' '.join(widths)}",
        f"heights: {' '.join(heights)}",
    ]


def _furniture(sheet: Any) -> list[str]:
    merged = sorted(str(area) for area in sheet.merged_cells.ranges)
    tables = [
        f"table: {t.name} {t.ref}: {', '.join(c.name for c in t.tableColumns)}"
        for t in sheet.tables.values()
    ]
    rules = [
        f"rule: {area.sqref} {rule.type} {rule.operator} {rule.text or rule.formula}"
        for area in sheet.conditional_formatting
        for rule in area.rules
    ]
    return [f"merged: {' '.join(merged)}", *tables, *rules]


def _cells(sheet: Any, cached: Any, looks: dict[str, str]) -> list[str]:
    lines = []
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is None and not cell.has_style:
                continue
            look = looks.setdefault(_look(cell), f"look{len(looks)}")
            value = cell.value
            if cell.data_type == "f":
                value = f"{value} -> {cached[cell.coordinate].value!r}"
            link = f" [to {cell.hyperlink.location}]" if cell.hyperlink else ""
            lines.append(f"{cell.coordinate} {look} {value}{link}")
    return lines


def _look(cell: Any) -> str:
    font, align = cell.font, cell.alignment
    marks = [word for word in ("bold", "italic", "underline") if getattr(font, word[0])]
    colour = font.color.rgb if font.color and font.color.type == "rgb" else "-"
    fill = cell.fill.fgColor.rgb if cell.fill.patternType else "-"
    border = cell.border.left.style or "-"
    placed = [str(align.horizontal or "-"), str(align.vertical or "-")]
    placed += ["wrap"] if align.wrap_text else []
    return (
        f"{font.name} {font.size:g} {'+'.join(marks)} colour {colour} fill {fill} "
        f"border {border} {' '.join(placed)} format {cell.number_format}"
    )


def _drawn(content: bytes) -> list[str]:
    """Charts by type, title and what they read; sparklines by place and range."""
    lines = []
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in sorted(package.namelist(), key=lambda n: [len(n), n]):
            if re.fullmatch(r"xl/charts/chart\d+\.xml", name):
                chart = etree.fromstring(package.read(name))
                types = chart.xpath("//*[local-name()='plotArea']/*")
                kind = next(etree.QName(e).localname for e in types if e.tag.endswith("Chart"))
                said = "".join(chart.xpath("//*[local-name()='title']//*[local-name()='t']/text()"))
                read = chart.xpath("//*[local-name()='ser']//*[local-name()='f']/text()")
                lines.append(f"{kind} “{said}”: {'; '.join(read)}")
            elif name.startswith("xl/worksheets/sheet"):
                sheet = etree.fromstring(package.read(name))
                found = sheet.xpath("//*[local-name()='sparkline']")
                lines += [f"sparkline {line[1].text} <- {line[0].text}" for line in found]
    return lines
