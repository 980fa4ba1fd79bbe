"""One table in every format that staff drop: each function gives a whole file's bytes.

A cell is None, a text, a number or a datetime; text stays text, whatever it resembles.
"""

from __future__ import annotations

import csv
import html
import io
import struct
import unicodedata
import zipfile
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

import xlsxwriter
import xlwt

EPOCH_1900, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
_STRICT = (
    (b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"),
    (b"http://schemas.openxmlformats.org/officeDocument/2006/relationships", b"http://purl.oclc.org/ooxml/officeDocument/relationships"),
    (b"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties", b"http://purl.oclc.org/ooxml/officeDocument/extendedProperties"),
    (b"http://schemas.openxmlformats.org/drawingml/2006/main", b"http://purl.oclc.org/ooxml/drawingml/main"),
)  # fmt: skip


def shown(value):
    """The cell as text files have it: dates day first."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime(
            "%d/%m/%Y %H:%M:%S" if value.time() != datetime.min.time() else "%d/%m/%Y"
        )
    return str(value)


def xlsx(rows, *, date_1904=False, in_memory=True):
    """As xlsxwriter makes it; `in_memory=False` writes strings into the cells."""
    stream = io.BytesIO()
    options = {
        "strings_to_formulas": False,
        "date_1904": date_1904,
        "constant_memory": not in_memory,
    }
    book = xlsxwriter.Workbook(stream, options)
    day = book.add_format({"num_format": "dd/mm/yyyy hh:mm:ss"})
    sheet = book.add_worksheet("Dữ liệu")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            write_cell(sheet, number, column, value, day)
    book.close()
    return stream.getvalue()


def write_cell(sheet, row, column, value, day):
    """A cell of xlsxwriter's, `day` being the format of dates."""
    if isinstance(value, datetime):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    elif value is not None:
        sheet.write_number(row, column, value)


def packed(entries):
    """A package of (name, content) in this order; a name may be a ZipInfo."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in entries:
            package.writestr(name, content)
    return stream.getvalue()


def unpacked(content):
    """The entries of a package: (name, bytes) in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return [(name, package.read(name)) for name in package.namelist()]


def repacked(content, change):
    """A package with each entry's bytes replaced by change(name, bytes); None leaves it out."""
    changed = ((name, change(name, part)) for name, part in unpacked(content))
    return packed((name, part) for name, part in changed if part is not None)


def strict_xlsx(rows):
    """Excel's "Strict Open XML Spreadsheet": other namespaces, dates as ISO 8601 texts."""

    def change(_name, part):
        for transitional, strict in _STRICT:
            part = part.replace(transitional, strict)
        return part

    return repacked(xlsx(rows), change)


def prefixed_xlsx(rows):
    """As `prefixed`, of a table."""
    return prefixed(xlsx(rows))


def prefixed(content):
    """Every element of the sheet under a namespace prefix, as some systems write."""

    def change(name, part):
        if not name.startswith("xl/worksheets/"):
            return part
        part = part.replace(b"</", b"</x:").replace(b"<", b"<x:").replace(b"<x:/x:", b"</x:")
        return part.replace(b"<x:?", b"<?").replace(b" xmlns=", b" xmlns:x=")

    return repacked(content, change)


def xls(rows, *, date_1904=False):
    """BIFF8, as old systems write it."""
    book = xlwt.Workbook(encoding="utf-8")
    book.dates_1904 = date_1904
    sheet = book.add_sheet("Dữ liệu")
    day = xlwt.easyxf(num_format_str="dd/mm/yyyy hh:mm:ss")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, datetime):
                sheet.write(number, column, value, day)
            elif value is not None:
                sheet.write(number, column, value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def ods(rows):
    """OpenDocument, with the repeated empty cells and rows that LibreOffice ends a sheet with."""

    def cell(value):
        if value is None:
            return "<table:table-cell/>"
        if isinstance(value, datetime):
            return f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}"><text:p>{shown(value)}</text:p></table:table-cell>'
        if isinstance(value, int | float):
            return f'<table:table-cell office:value-type="float" office:value="{value}"><text:p>{value}</text:p></table:table-cell>'
        paragraphs = "".join(f"<text:p>{escape(line)}</text:p>" for line in value.split("\n"))
        return f'<table:table-cell office:value-type="string">{paragraphs}</table:table-cell>'

    body = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.3" '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="Dữ liệu">{body}<table:table-row table:number-rows-repeated="1000">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{mime}"/><manifest:file-entry '
        'manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    return packed(
        [
            (zipfile.ZipInfo("mimetype"), mime),
            ("content.xml", content),
            ("META-INF/manifest.xml", manifest),
        ]
    )


def record(kind, data=b""):
    """A record of an .xlsb ([MS-XLSB] 2.1.4)."""
    number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = len(data), b""
    while size > 127:
        length, size = length + bytes([size & 0x7F | 0x80]), size >> 7
    return number + length + bytes([size]) + data


def wide(value):
    """A text of an .xlsb: its length and UTF-16."""
    return struct.pack("<I", len(value.encode("utf-16-le")) // 2) + value.encode("utf-16-le")


def _cell(column, value):
    head = struct.pack("<II", column, 1 if isinstance(value, datetime) else 0)
    if isinstance(value, str):
        return record(6, head + wide(value))  # BrtCellSt
    number = (value - EPOCH_1900).total_seconds() / 86400 if isinstance(value, datetime) else value
    return record(5, head + struct.pack("<d", number))  # BrtCellReal


def xlsb(rows):
    """Excel's binary workbook: the fewest records that make one ([MS-XLSB] 2.3)."""
    sheet = record(129) + record(148, struct.pack("<IIII", 0, len(rows), 0, 30)) + record(145)
    for number, row in enumerate(rows):
        sheet += record(0, struct.pack("<IIHHBI", number, 0, 300, 0, 0, 0))  # BrtRowHdr
        sheet += b"".join(_cell(c, value) for c, value in enumerate(row) if value is not None)
    sheet += record(146) + record(130)
    book = record(131) + record(153, struct.pack("<II", 0, 0) + wide("")) + record(143)
    book += (
        record(156, struct.pack("<II", 0, 1) + wide("rId1") + wide("Dữ liệu"))
        + record(144)
        + record(132)
    )
    xf = struct.pack("<HHHHHBBHH", 0, 0, 0, 0, 0, 0, 0, 0, 0)
    styles = record(278) + record(617, struct.pack("<I", 2))
    styles += (
        record(47, xf) + record(47, struct.pack("<HH", 0, 22) + xf[4:]) + record(618) + record(279)
    )
    types = "application/vnd.ms-excel."
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    relations = f'{head}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    content_types = (
        f'{head}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="bin" ContentType="{types}sheet.binary.macroEnabled.main"/>'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/></Types>'
    )
    of_package = f'{relations}<Relationship Id="rId1" Type="{relation}/officeDocument" Target="xl/workbook.bin"/></Relationships>'
    of_book = (
        f'{relations}<Relationship Id="rId1" Type="{relation}/worksheet" Target="worksheets/sheet1.bin"/>'
        f'<Relationship Id="rId2" Type="{relation}/styles" Target="styles.bin"/></Relationships>'
    )
    return packed(
        [
            ("[Content_Types].xml", content_types),
            ("_rels/.rels", of_package),
            ("xl/_rels/workbook.bin.rels", of_book),
            ("xl/workbook.bin", book),
            ("xl/worksheets/sheet1.bin", sheet),
            ("xl/styles.bin", styles),
        ]
    )


def xls_that_kills(rows):
    """An .xls that claims two thousand million rows: its reader asks for memory for all of them
    and aborts, which no exception handler sees.
    """
    content = xls(rows)
    at = content.index(b"\x00\x02\x0e\x00")  # the record DIMENSIONS: number, size, first row, end
    return content[: at + 8] + b"\xff\xff\xff\x7f" + content[at + 12 :]


def text(rows, delimiter=",", encoding="utf-8-sig"):
    """Delimited text; Windows-1258 writes tone marks as characters of their own."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator="\r\n").writerows(
        [map(shown, row) for row in rows]
    )
    content = stream.getvalue()
    if encoding == "cp1258":
        return b"".join(map(_cp1258, unicodedata.normalize("NFC", content)))
    return content.encode(encoding)


def _cp1258(character):
    """One character; what the code page has no letter for is a letter and a combining tone."""
    try:
        return character.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", character)
        tone = next(mark for mark in parts if mark in "\u0300\u0301\u0303\u0309\u0323")
        letter = unicodedata.normalize("NFC", parts.replace(tone, ""))
        return (letter + tone).encode("cp1258")


def html_page(rows, *, charset=False):
    """HTML that calls itself .xls, without a charset tag by default."""
    body = "".join(
        "<tr>"
        + "".join(f"<td>{html.escape(shown(value)).replace(chr(10), '<br>')}</td>" for value in row)
        + "</tr>"
        for row in rows
    )
    meta = '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">' if charset else ""
    return f"<html><head>{meta}</head><body><table border=1>{body}</table></body></html>".encode()


def xml_2003(rows):
    """XML Spreadsheet 2003."""

    def cell(value):
        if value is None:
            return "<Cell/>"
        if isinstance(value, datetime):
            return f'<Cell><Data ss:Type="DateTime">{value.isoformat()}.000</Data></Cell>'
        kind = "String" if isinstance(value, str) else "Number"
        return f'<Cell><Data ss:Type="{kind}">{escape(str(value))}</Data></Cell>'

    body = "".join(f"<Row>{''.join(map(cell, row))}</Row>" for row in rows)
    namespace = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{namespace}" xmlns:ss="{namespace}">'
        f"<Worksheet ss:Name={quoteattr('Dữ liệu')}><Table>{body}</Table></Worksheet></Workbook>"
    ).encode()


# Name of the file -> the bytes of a table in that format.
FORMATS = {
    "a.xlsx": xlsx,
    "inline.xlsx": lambda rows: xlsx(rows, in_memory=False),
    "1904.xlsx": lambda rows: xlsx(rows, date_1904=True),
    "strict.xlsx": strict_xlsx,
    "prefix.xlsx": prefixed_xlsx,
    "a.xlsb": xlsb,
    "a.xls": xls,
    "1904.xls": lambda rows: xls(rows, date_1904=True),
    "a.ods": ods,
    "bom.csv": text,
    "utf8.csv": lambda rows: text(rows, ";", "utf-8"),
    "utf16.csv": lambda rows: text(rows, "\t", "utf-16"),
    "utf16le.csv": lambda rows: text(rows, ",", "utf-16-le"),
    "cp1258.csv": lambda rows: text(rows, ";", "cp1258"),
    "a.tsv": lambda rows: text(rows, "\t", "utf-8"),
    "html.xls": html_page,
    "charset.xls": lambda rows: html_page(rows, charset=True),
    "xml.xls": xml_2003,
    "really-xlsx.csv": xlsx,
    "really-csv.xlsx": text,
}  # fmt: skip
