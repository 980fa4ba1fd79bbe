"""Tables whose codes are numbers that a format of zeros shows, in every format that has formats of
numbers: a column's texts become numbers, and what was the text is what is shown.
"""

from __future__ import annotations

import io
import re
import struct
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
import xlwt

from tests.formats import (
    html_page,
    ods,
    prefixed,
    record,
    repacked,
    shown,
    wide,
    xlsb,
    xml_2003,
)

_STYLE = 7  # of a number that is shown by zeros, where the writer numbers styles


def _number(text):
    """The whole number that the end of a code is."""
    return int(re.search(r"\d+$", text)[0])


def _numbered(rows, column):
    head, *body = rows
    return [head, *([*row[:column], _number(row[column]), *row[column + 1 :]] for row in body)]


def _xlsx(rows, column, code, *, is_formula=False):
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"strings_to_formulas": False})
    sheet, style = book.add_worksheet(), book.add_format({"num_format": code})
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            if number and place == column and is_formula:
                sheet.write_formula(number, place, "=1", style, _number(value))
            elif number and place == column:
                sheet.write_number(number, place, _number(value), style)
            elif value is None:  # a cell all the same: the next one may not say where it is
                sheet.write_blank(number, place, None, style)
            else:
                sheet.write_string(number, place, shown(value))
    book.close()
    return stream.getvalue()


def without_references(content):
    """An .xlsx whose rows and cells do not say where they are."""

    def change(name, part):
        if not name.startswith("xl/worksheets/"):
            return part
        return re.sub(rb'(<(?:row|c)) r="[A-Z]*\d+"', rb"\1", part)

    return repacked(content, change)


def _xls(rows, column, code, *, is_formula=False):  # noqa: ARG001 - its writer gives formulas no results
    book = xlwt.Workbook(encoding="utf-8")
    sheet, style = book.add_sheet("S"), xlwt.easyxf(num_format_str=code)
    for number, row in enumerate(rows):
        for place, value in enumerate(row):
            if number and place == column:
                sheet.write(number, place, _number(value), style)
            elif value is not None:
                sheet.write(number, place, shown(value))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _xlsb(rows, column, code, *, is_formula=False):
    """The number in a cell of the kind that has eight bytes, or of the one that has four."""
    numbers = {_number(row[column]) for row in rows[1:]}

    def change(name, part):
        if name.endswith("styles.bin"):
            format_ = record(615, struct.pack("<I", 1)) + record(
                44, struct.pack("<H", 164) + wide(code)
            )
            style = record(47, struct.pack("<HHHHHBBHH", 0, 164, 0, 0, 0, 0, 0, 0, 0))
            of_styles = record(626, struct.pack("<I", 1)) + style + record(627)  # not of cells
            begin, end = record(617, struct.pack("<I", 2)), record(618)
            part = part.replace(begin, format_ + record(616) + of_styles + begin)
            return part.replace(end, style + end)
        if name.endswith("sheet1.bin"):
            for number in numbers:
                plain = record(5, struct.pack("<IId", column, 0, number))
                part = part.replace(plain, _brt(column, number, is_formula=is_formula))
        return part

    return repacked(xlsb(_numbered(rows, column)), change)


def _brt(column, number, *, is_formula):
    head = struct.pack("<II", column, 2)
    if is_formula:  # its result, options and the tokens of "=1"
        tokens = struct.pack("<HIBHI", 0, 3, 0x1E, 1, 0)
        return record(9, head + struct.pack("<d", number) + tokens)
    if number < 1 << 29:
        return record(2, head + struct.pack("<I", number << 2 | 2))
    return record(5, head + struct.pack("<d", number))


def _ods(rows, column, code, *, is_formula=False):
    """The content keeps what is shown beside the number; only the style says that digits are
    several.
    """
    formula = ' table:formula="of:=1"' if is_formula else ""

    def change(name, content):
        if name != "content.xml":
            return content
        style = (
            b'<office:automatic-styles><number:number number:min-integer-digits="%d" '
            b'xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0"/>'
            b"</office:automatic-styles><office:body>" % code.count("0")
        )
        text = content.replace(b"<office:body>", style).decode()
        for row in rows[1:]:
            number = _number(row[column])
            old = f'office:value-type="float" office:value="{number}"><text:p>{number}<'
            new = f'office:value-type="float" office:value="{number}"{formula}><text:p>{escape(row[column])}<'
            text = text.replace(old, new)
        return text.encode()

    return repacked(ods(_numbered(rows, column)), change)


def _xml(rows, column, code, *, is_formula=False):
    formula = ' ss:Formula="=1"' if is_formula else ""
    book = xml_2003(_numbered(rows, column)).decode()
    style = f'<Styles><Style ss:ID="s{_STYLE}"><NumberFormat ss:Format={quoteattr(code)}/></Style></Styles>'
    cell = '<Cell><Data ss:Type="Number">'
    styled = book.replace(cell, cell.replace("<Cell", f'<Cell ss:StyleID="s{_STYLE}"{formula}'))
    return styled.replace("<Worksheet", f"{style}<Worksheet", 1).encode()


def _html(rows, column, code, *, is_formula=False):
    """In a class of the page, or in the cell's own style."""
    css = "mso-number-format:" + '"' + code.replace('"', r"\0022").replace("-", r"\-") + '"'
    page = html_page(_numbered(rows, column), charset=True).decode()
    for row in rows[1:]:
        number = _number(row[column])
        own = f"style={quoteattr(css)}" if is_formula else f"class=xl{_STYLE}"
        page = page.replace(f"<td>{number}</td>", f"<td {own}>{number}</td>")
    return page.replace("</head>", f"<style>.xl{_STYLE}{{{css};}}</style></head>").encode()


# Format -> the bytes of a table with a column of such numbers: rows, column, code of the format.
PADDED = {
    "xlsx": _xlsx,
    "prefix": lambda *table, **differs: prefixed(_xlsx(*table, **differs)),
    "bare": lambda *table, **differs: without_references(_xlsx(*table, **differs)),
    "xlsb": _xlsb, "xls": _xls, "ods": _ods, "xml": _xml, "html": _html,
}  # fmt: skip
