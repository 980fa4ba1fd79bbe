"""Tables with merged cells in every format that can merge: only a merge's first cell has a value,
as spreadsheets write them. A merge is first row, first column, last row, last column, from 0.
"""

from __future__ import annotations

import io
import struct

import xlwt
from lxml import etree, html
from xlsxwriter.utility import xl_range

from tests.formats import html_page, ods, repacked, shown, xlsb, xlsx, xml_2003

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"


def _covered(merges):
    return {
        (row, column)
        for top, left, bottom, right in merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    } - {merge[:2] for merge in merges}


def _emptied(rows, merges):
    covered = _covered(merges)
    return [
        [None if (r, c) in covered else value for c, value in enumerate(row)]
        for r, row in enumerate(rows)
    ]


def _xlsx(rows, merges):
    ranges = "".join(f'<mergeCell ref="{xl_range(*merge)}"/>' for merge in merges)
    cells = f"</sheetData><mergeCells>{ranges}</mergeCells>".encode()
    return repacked(
        xlsx(_emptied(rows, merges)), lambda _, part: part.replace(b"</sheetData>", cells)
    )


def _xlsb(rows, merges):
    records = b"".join(
        b"\xb0\x01\x10" + struct.pack("<IIII", top, bottom, left, right)
        for top, left, bottom, right in merges
    )
    end = b"\x82\x01\x00"
    return repacked(
        xlsb(_emptied(rows, merges)),
        lambda name, part: part.removesuffix(end) + records + end
        if name.endswith("sheet1.bin") else part,
    )  # fmt: skip


def _xls(rows, merges):
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("S")
    for number, row in enumerate(_emptied(rows, merges)):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(number, column, shown(value))
    for top, left, bottom, right in merges:
        sheet.merge(top, bottom, left, right)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _ods(rows, merges):
    def change(name, part):
        if name != "content.xml":
            return part
        book = etree.fromstring(part)
        cells = [list(row) for row in book.iter(f"{_TABLE}table-row")]
        for row, column in _covered(merges):
            cells[row][column].tag = f"{_TABLE}covered-table-cell"
        for top, left, bottom, right in merges:
            cells[top][left].set(f"{_TABLE}number-rows-spanned", str(bottom - top + 1))
            cells[top][left].set(f"{_TABLE}number-columns-spanned", str(right - left + 1))
        return etree.tostring(book)

    return repacked(ods(_emptied(rows, merges)), change)


def _html(rows, merges):
    page = html.document_fromstring(html_page(rows, charset=True))
    cells = [list(row) for row in page.iter("tr")]
    for top, left, bottom, right in merges:
        cells[top][left].set("rowspan", str(bottom - top + 1))
        cells[top][left].set("colspan", str(right - left + 1))
    for row, column in _covered(merges):
        cells[row][column].getparent().remove(cells[row][column])
    return html.tostring(page, encoding="utf-8")


def _xml(rows, merges):
    book = etree.fromstring(xml_2003(rows))
    cells = [list(row) for row in book.iter(f"{_SS}Row")]
    for row in cells:
        for number, cell in enumerate(row, 1):
            cell.set(f"{_SS}Index", str(number))
    for top, left, bottom, right in merges:
        cells[top][left].set(f"{_SS}MergeDown", str(bottom - top))
        cells[top][left].set(f"{_SS}MergeAcross", str(right - left))
    for row, column in _covered(merges):
        cells[row][column].getparent().remove(cells[row][column])
    return etree.tostring(book, encoding="utf-8", xml_declaration=True)


# Format -> the bytes of a table with merges.
MERGED = {"xlsx": _xlsx, "xlsb": _xlsb, "xls": _xls, "ods": _ods, "html": _html, "xml": _xml}
