"""Formulas that a program wrote and did not calculate are neither empty nor 0."""

from __future__ import annotations

import re

import pytest

from pipeline.ingest import read_tables
from tests.builders import Formula, dossier, table, xlsx_bytes
from tests.formats import ods, repacked, xlsx, xml_2003

ROWS = table("dossiers", [dossier(code=f"A{n}", fee="Phí" if n == 1 else 8000) for n in (1, 2)])


def _xlsx(cell, calculated):
    """The first dossier's fee as this cell; `calculated` are the workbook's words on that."""

    def change(name, part):
        if name == "xl/worksheets/sheet1.xml":
            return re.sub(rb'<c r="M2"[^>]*>.*?</c>', cell.encode(), part)
        if name == "xl/workbook.xml":
            return re.sub(rb"<calcPr[^>]*/>", f"<calcPr{calculated}/>".encode(), part)
        return part

    return repacked(xlsx(ROWS), change)


def _fee(content):
    (sheet,) = read_tables(content)
    return sheet.table.columns["fee"][0].as_py() or None, [doubt.code for doubt in sheet.doubts]


UNKNOWN, FULL = "#CHƯA TÍNH", ' fullCalcOnLoad="1"'


@pytest.mark.parametrize(
    ("cell", "calculated", "text"),
    [
        ('<c r="M2"><f>A1</f></c>', "", UNKNOWN),
        ('<c r="M2"><f>A1</f><v/></c>', "", UNKNOWN),
        ('<c r="M2"><f>A1</f><v></v></c>', "", UNKNOWN),
        ('<c r="M2"><f t="shared" si="0"/><v />\n</c>', "", UNKNOWN),
        ('<c r="M2"><f>A1</f><v>0</v></c>', FULL, UNKNOWN),
        ('<c r="M2"><f>A1</f><v>0.0</v></c>', FULL, UNKNOWN),
        ('<c r="M2" t="str"><f>A1</f><v></v></c>', FULL, UNKNOWN),
        ('<c r="M2"><f>A1</f><v>0</v></c>', "", "0"),
        ('<c r="M2" t="str"><f>A1</f><v></v></c>', "", None),
        ('<c r="M2"><v>0</v></c>', FULL, "0"),
        ('<c r="M2"><f>A1</f><v>5000</v></c>', FULL, "5000"),
        ('<c r="M2"/>', FULL, None),
    ],
)
def test_what_was_never_calculated_is_told_from_empty_and_zero(cell, calculated, text):
    """No value, an empty one, or a 0 in a workbook that asks to be calculated anew."""
    assert _fee(_xlsx(cell, calculated))[0] == text


def _ods(cell):
    return repacked(
        ods(ROWS),
        lambda name, part: re.sub(
            b'<table:table-cell office:value-type="string"><text:p>Ph\xc3\xad</text:p></table:table-cell>',
            cell.encode(), part,
        ) if name == "content.xml" else part,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("attributes", "content", "text"),
    [
        ("", "", UNKNOWN),
        (' office:value-type="float" office:value="0"', "<text:p>0</text:p>", "0"),
        (' office:value-type="string"', "<text:p></text:p>", None),
        (' office:value-type="float" office:value="5000"', "<text:p>5000</text:p>", "5000"),
    ],
)
def test_the_same_in_ods(attributes, content, text):
    """A formula without the type of its value has none."""
    cell = f'<table:table-cell table:formula="of:=[.A1]"{attributes}>{content}</table:table-cell>'
    assert _fee(_ods(cell))[0] == text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("", UNKNOWN),
        ('<Data ss:Type="Number"></Data>', UNKNOWN),
        ('<Data ss:Type="Number">0</Data>', "0"),
        ('<Data ss:Type="String"></Data>', None),
        ('<Data ss:Type="Number">5000</Data>', "5000"),
    ],
)
def test_the_same_in_xml(data, text):
    """A formula without data."""
    plain = '<Cell><Data ss:Type="String">Phí</Data></Cell>'.encode()
    cell = f'<Cell ss:Formula="=A1">{data}</Cell>'.encode()
    assert _fee(xml_2003(ROWS).replace(plain, cell))[0] == text


@pytest.mark.parametrize(
    ("values", "told"), [((0, 0), ["formulas_idle"]), ((0, ""), ["formulas_idle"]), ((0, 5000), [])]
)
def test_a_column_whose_formulas_all_give_nothing_is_told(values, told):
    """A program that does not calculate writes that, too; totals below do not count."""
    rows = table("dossiers", [dossier(code="A1", fee=Formula("=A9", value)) for value in values])
    total = [None] * len(rows[0])
    total[0], total[12] = "Tổng cộng", Formula("=SUM(M2:M3)", sum(v or 0 for v in values))
    content = repacked(
        xlsx_bytes({"S": [*rows, total]}), lambda _, part: part.replace(b' fullCalcOnLoad="1"', b"")
    )
    (sheet,) = read_tables(content)
    assert [doubt.code for doubt in sheet.doubts] == told
