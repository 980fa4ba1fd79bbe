"""Files whose structure is damaged at one row: the same rows are read, or the file is refused, or
the loss is told with its row. Never fewer rows in silence, whatever the format.
"""

from __future__ import annotations

import io
import re
import struct

import olefile
import pytest
from xlwt.CompoundDoc import XlsDoc

from pipeline.ingest import read_tables
from pipeline.model import UnreadableFileError
from schemas.contracts import problem_types
from tests.builders import dossier, payment, publicity, rating, table
from tests.formats import (
    FORMATS,
    html_page,
    ods,
    prefixed_xlsx,
    record,
    repacked,
    text,
    xls,
    xlsb,
    xlsx,
    xml_2003,
)

COUNT = 6
_WHOLE = {"returned": "04/04/2024", "fee": "8.000", "applicant": "-"}
TABLES = {
    "dossiers": table("dossiers", [dossier(code=f"A{n:02d}", **_WHOLE) for n in range(COUNT)]),
    "payments": table("payments", [payment(code=f"A{n:02d}") for n in range(COUNT)]),
    "ratings": table("ratings", [rating(code=f"A{n:02d}") for n in range(COUNT)], ("Đơn vị",)),
    "publicity": table("publicity", [publicity(procedure=f"1.00000{n}") for n in range(COUNT)]),
}
SHEET = "xl/worksheets/sheet1.xml"
# Doubts that tell of rows that are lost or spoiled, and name them, or of a header that is.
_WITH_ROWS = {"lost_cells", "ragged_rows", "short_rows", "swallowed_lines", "cut_short"}
_TELLING = _WITH_ROWS | {"split_header", "damaged_records", "unreadable_sheet", "not_recognised"}


def _read(content):
    """Every row, by its number, as (column, text) pairs, and the doubts."""
    sheets = read_tables(content)
    rows = {
        (sheet.name, number): tuple((name, sheet.table.columns[name][index].as_py())
                                    for name in sorted(sheet.table.columns))
        for sheet in sheets if sheet.table
        for index, number in enumerate(sheet.table.rows.to_pylist())
    }  # fmt: skip
    return rows, [doubt for sheet in sheets for doubt in sheet.doubts], sheets


def judged(content, clean):
    """ "same", "refused", "told" with a row, or what was lost in silence."""
    try:
        rows, doubts, sheets = _read(content)
    except UnreadableFileError as error:
        return f"refused: {error}"
    if sorted(rows.values(), key=str) == sorted(_read(clean)[0].values(), key=str):
        return "same"
    told = [doubt for doubt in doubts if doubt.code in _TELLING]
    assert all(doubt.details["rows"] for doubt in told if doubt.code in _WITH_ROWS)
    is_error = any(problem_types()[doubt.code].severity == "error" for doubt in doubts)
    notes = [note for sheet in sheets for note in sheet.notes if "ít ô hơn số cột" in note]
    return "told" if told or notes or is_error else f"{len(rows)} rows in silence"


def _xml(pattern, replacement, entry=SHEET):
    """A change of the n-th row's XML, found by a pattern with {n}."""

    def change(content, n):
        counted = pattern.replace("{n}", str(n + 1)).replace("{before}", str(n))
        new = replacement.replace("{n}", str(n + 1)).replace("{before}", str(n))

        def mend(name, part):
            return re.sub(counted.encode(), new.encode(), part, count=1) if name == entry else part

        return repacked(content, mend)

    return change


def _renumbered(content, n):
    """The row and its cells say that they are in the row before."""

    def change(part):
        old, new = b"%d" % (n + 1), b"%d" % max(n, 1)
        part = part.replace(b'<row r="%s"' % old, b'<row r="%s"' % new)
        return re.sub(rb'<c r="([A-Z]+)%s"' % old, rb'<c r="\g<1>%s"' % new, part)

    return repacked(content, lambda name, part: change(part) if name == SHEET else part)


def _without_references(content, n):
    """Two rows joined whose cells do not say where they are; empty ones stand there, too."""

    def change(part):
        part = re.sub(rb"<c [^>]*/>", b"", part)
        part = re.sub(rb'</row><row r="%d"[^>]*>' % (n + 1), b"", part)
        return re.sub(rb'(<(?:row|c)\b[^>]*?) r="[A-Z]*\d+"', rb"\1", part)

    return repacked(content, lambda name, part: change(part) if name == SHEET else part)


def _numbered_twice(content, n):
    """Cells without references, in rows of which two say the same number."""

    def change(part):
        part = re.sub(rb'(<c\b) r="[A-Z]*\d+"', rb"\1", part)
        return part.replace(b'<row r="%d"' % (n + 1), b'<row r="%d"' % max(n, 1))

    return repacked(content, lambda name, part: change(part) if name == SHEET else part)


ROW = '(<row r="{n}".*?</row>)'
WORKSHEET = {
    "two rows joined": _xml('</row><row r="{n}"[^>]*>', ""),
    "a second table": _xml('<row r="{n}"', '</sheetData><sheetData><row r="{n}"'),
    "rows behind the table": _xml(f"{ROW}(.*)</sheetData>", r"\2</sheetData>\1"),
    "row in a comment": _xml(ROW, r"<!--\1-->"),
    "row as text": _xml(ROW, r"<![CDATA[\1]]>"),
    "row within something": _xml(ROW, r"<rwo>\1</rwo>"),
    "row of another name": _xml('<row (r="{n}".*?)</row>', r"<rwo \1</rwo>"),
    "cell of another name": _xml('<c (r="A{n}".*?)</c>', r"<d \1</d>"),
    "cell outside of its row": _xml('(<row r="{n}"[^>]*>)(<c .*?</c>)', r"\2\1"),
    "row twice": _xml(ROW, r"\1\1"),
    "row begins late": _xml('<row r="{n}"', '<rwo r="{n}"'),
    "row number repeated": _renumbered,
    "no references, joined": _without_references,
    "no references, a number twice": _numbered_twice,
}  # fmt: skip


def _brt_rows(content, n, change):
    """Changes the record of the n-th row's header."""
    header = record(0, struct.pack("<IIHHBI", n, 0, 300, 0, 0, 0))
    return repacked(
        content,
        lambda name, part: part.replace(header, change(header), 1) if name.endswith("sheet1.bin") else part,
    )  # fmt: skip


BINARY = {
    "row header of another kind": lambda c, n: _brt_rows(c, n, lambda h: b"\x7f" + h[1:]),
    "row header lost": lambda c, n: _brt_rows(c, n, lambda _: b""),
    "row header repeats the one before": lambda c, n: _brt_rows(
        c, n, lambda h: h[:2] + struct.pack("<I", max(n - 1, 0)) + h[6:]
    ),
    "row header far off": lambda c, n: _brt_rows(
        c, n, lambda h: h[:2] + struct.pack("<I", 0x00200000) + h[6:]
    ),
    "row header goes back": lambda c, n: _brt_rows(c, n, lambda h: h[:2] + bytes(4) + h[6:]),
    "the table ends before the row": lambda c, n: _brt_rows(
        c, n, lambda h: record(146) + record(145) + h
    ),
    "the sheet ends before the row": lambda c, n: _brt_rows(
        c, n, lambda h: record(146) + record(130) + h
    ),
}


def _xls_cells(content, n, change):
    """Changes the record of each cell of the n-th row: (kind, data) -> bytes."""
    stream = olefile.OleFileIO(io.BytesIO(content)).openstream("Workbook").read()
    position, parts = 0, []
    while position + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, position)
        data = stream[position + 4 : position + 4 + size]
        is_of_row = kind in (0x00FD, 0x0203, 0x027E) and data[:2] == struct.pack("<H", n)
        parts.append(change(kind, data) if is_of_row else stream[position : position + 4 + size])
        position += 4 + size
    changed = io.BytesIO()
    XlsDoc().save(changed, b"".join(parts))
    return changed.getvalue()


def _biff(kind, data):
    return struct.pack("<HH", kind, len(data)) + data


COMPOUND = {
    "cells say the row before": lambda c, n: _xls_cells(
        c, n, lambda k, d: _biff(k, struct.pack("<H", max(n - 1, 0)) + d[2:])
    ),
    "cells all in one column": lambda c, n: _xls_cells(
        c, n, lambda k, d: _biff(k, d[:2] + bytes(2) + d[4:])
    ),
    "a substream within": lambda c, n: _xls_cells(
        c, n, lambda k, d: _biff(0x0809, bytes(16)) + _biff(0x000A, b"") + _biff(k, d)
    ),
    "the sheet ends before the row": lambda c, n: _xls_cells(
        c, n, lambda k, d: _biff(0x000A, b"") + _biff(k, d)
    ),
}  # fmt: skip


def _nth(pattern, replacement):
    """Replaces the n-th match in a text file."""

    def change(content, n):
        page = content.decode()
        matches = list(re.finditer(pattern, page, re.DOTALL))
        match = matches[min(n, len(matches) - 1)]
        return (page[: match.start()] + match.expand(replacement) + page[match.end() :]).encode()

    return change


PAGE = {
    "two rows joined": _nth("</tr><tr>", ""),
    "no <tr>": _nth("</tr><tr>", "</tr>"),
    "no </tr>": _nth("</tr><tr>", "<tr>"),
    "<tr> of another name": _nth("</tr><tr>", "</tr><xr>"),
    "the table ends": _nth("</tr><tr>", "</tr></table><tr>"),
    "the page ends": _nth("</tr><tr>", "</tr></body></html><tr>"),
    "a comment that does not end": _nth("</tr><tr>", "</tr><!--<tr>"),
    "a script that does not end": _nth("</tr><tr>", "</tr><script><tr>"),
    "a text field that does not end": _nth("</tr><tr>", "</tr><textarea><tr>"),
    "a quote that does not end": _nth("</tr><tr>", '</tr><tr title="x>'),
    "a cell lost": _nth("<tr><td>(.*?)</td>", r"<tr>"),
    "<td> lost": _nth("</td><td>", ""),
    "<td> twice": _nth("</td><td>", "</td><td></td><td>"),
    "<td> of another name": _nth("</td><td>", "</td><xd>"),
    "a table that begins within": _nth("<tr><td>", "<tr><td><table><tr><td>"),
}
LINES = {
    "two lines joined": _nth("\r\n", ""),
    "two lines joined by a delimiter": _nth("\r\n", ";"),
    "a quote around two lines": _nth("([^\r\n]+\r\n[^\r\n]+)", r'"\1"'),
    "a delimiter lost": _nth(";", ""),
    "a delimiter twice": _nth(";([^;\r\n]+;)", r";;\1"),
    "a quote that does not end": _nth("\r\n", '\r\n"'),
}
XML = {
    "two rows joined": _nth("</Row><Row>", ""),
    "row of another name": _nth("<Row>(.*?)</Row>", r"<Rwo>\1</Rwo>"),
    "cell of another name": _nth("<Row><Cell>(.*?)</Cell>", r"<Row><Cel>\1</Cel>"),
    "row goes back": _nth("</Row><Row>", '</Row><Row ss:Index="1">'),
    "cell goes back": _nth("(<Row><Cell>.*?</Cell>)<Cell>", r'\1<Cell ss:Index="1">'),
    "data outside of its cell": _nth("<Row><Cell>(.*?)</Cell>", r"<Row>\1"),
    "a second table": _nth("</Row><Row>", "</Row></Table><Table><Row>"),
}
CONTENT = "content.xml"


def _ods(pattern, replacement):
    change = _nth(pattern, replacement)
    return lambda content, n: repacked(
        content, lambda name, part: change(part, n) if name == CONTENT else part
    )


ODS_ROW = "<table:table-row>(.*?)</table:table-row>"
OPEN = {
    "two rows joined": _ods("</table:table-row><table:table-row>", ""),
    "row of another name": _ods(ODS_ROW, r"<table:table-rwo>\1</table:table-rwo>"),
    "row in a comment": _ods(ODS_ROW, r"<!--\g<0>-->"),
    "row within something": _ods(ODS_ROW, r"<table:odd>\g<0></table:odd>"),
    "cell of another name": _ods(
        "<table:table-row><table:table-cell(.*?)</table:table-cell>",
        r"<table:table-row><table:table-cel\1</table:table-cel>",
    ),
    "the table ends": _ods(
        "</table:table-row><table:table-row>",
        "</table:table-row></table:table><table:table-row>",
    ),
    "a second table": _ods(
        "</table:table-row><table:table-row>",
        '</table:table-row></table:table><table:table table:name="B"><table:table-row>',
    ),
    "a row within a row": _ods(
        "<table:table-row>(.*?)</table:table-row>(<table:table-row>.*?</table:table-row>)",
        r"<table:table-row>\1\2</table:table-row>",
    ),
}
DAMAGES = [
    *(("xlsx", xlsx, *damage) for damage in WORKSHEET.items()),
    *(("inline", FORMATS["inline.xlsx"], *damage) for damage in WORKSHEET.items()),
    ("prefixed", prefixed_xlsx, "a second table", lambda c, n: repacked(c, lambda name, part: part.replace(
        b'<x:row r="%d"' % (n + 1), b'</x:sheetData><x:sheetData><x:row r="%d"' % (n + 1)) if name == SHEET else part)),
    *(("xlsb", xlsb, *damage) for damage in BINARY.items()),
    *(("xls", xls, *damage) for damage in COMPOUND.items()),
    *(("html", html_page, *damage) for damage in PAGE.items()),
    *(("csv", lambda rows: text(rows, ";", "utf-8"), *damage) for damage in LINES.items()),
    *(("xml", xml_2003, *damage) for damage in XML.items()),
    *(("ods", ods, *damage) for damage in OPEN.items()),
]  # fmt: skip


@pytest.mark.parametrize(
    ("write", "damage"),
    [pytest.param(write, damage, id=f"{kind}: {name}") for kind, write, name, damage in DAMAGES],
)
def test_no_row_is_lost_in_silence(write, damage):
    """Every kind of export, damaged at the header and at each of its rows."""
    for kind, rows in TABLES.items():
        clean = write(rows)
        for n in range(COUNT + 1):
            outcome = judged(damage(clean, n), clean)
            assert not outcome.endswith("silence"), (kind, n, outcome)


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("write", [xlsx, lambda rows: text(rows, ";", "utf-8")])
def test_rows_above_the_header_are_named(kind, write):
    """As a table has them that was sorted together with its header; titles are none."""
    header, *rows = TABLES[kind]
    titles = [["UBND xã Một", None, "Năm 2024"], ["Từ ngày 01/04/2024"]]
    doubts = _read(write([*titles, *rows[:2], header, *rows[2:]]))[1]
    assert [(d.code, d.details) for d in doubts if d.code == "rows_above_header"] == [
        ("rows_above_header", {"count": 2, "rows": "3, 4"})
    ]
    assert "rows_above_header" not in [d.code for d in _read(write([*titles, header, *rows]))[1]]
