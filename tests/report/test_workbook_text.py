"""The text that sheets are reviewed in: whatever a person would see or print changes it."""

from __future__ import annotations

import pytest
import xlsxwriter

from pipeline.report.layout.theme import Theme
from tests.report.workbook_text import described

LATER = {
    "a value": lambda sheet, look: sheet.write_number("B4", 8, look["count"]),
    "text for a number": lambda sheet, look: sheet.write_string("B4", "7", look["count"]),
    "an empty text": lambda sheet, look: sheet.write_string("A6", "", look["text"]),
    "a look": lambda sheet, look: sheet.write_number("B4", 7, look["decimal"]),
    "a look outside": lambda sheet, look: sheet.write_string("A1", "Tên", look["strong"]),
    "a heading's look": lambda sheet, look: sheet.write_string("C3", "Hai", look["text"]),
    "a formula": lambda sheet, look: sheet.write_formula("C4", "=B4*3", look["count"], 14),
    "a row of a formula": lambda sheet, look: sheet.write_formula("C4", "=B5*2", look["count"], 14),
    "what stays of a formula": lambda sheet, look: sheet.write_formula(
        "C4", "=$B4*2", look["count"], 14
    ),
    "a formula's value": lambda sheet, look: sheet.write_formula("C4", "=B4*2", look["count"], 9),
    "a link": lambda sheet, look: sheet.write_url("A4", "internal:'X'!B5", look["text"], "A"),
    "a width": lambda sheet, _: sheet.set_column(1, 1, 9),
    "a width beside": lambda sheet, _: sheet.set_column(7, 7, 9),
    "a height": lambda sheet, _: sheet.set_row(4, 40),
    "a height of nothing": lambda sheet, _: sheet.set_row(1, 40),
    "a merge": lambda sheet, look: sheet.merge_range("A1:C1", "Tên", look["title"]),
    "a table": lambda sheet, _: sheet.add_table("A3:C5", {"name": "T", "header_row": False}),
    "a rule": lambda sheet, look: sheet.conditional_format(
        "C4:C5", {"type": "formula", "criteria": "=B4>1", "format": look.mark("bad")}
    ),
    "a rule's look": lambda sheet, look: sheet.conditional_format(
        "B4:B5", {"type": "formula", "criteria": "=B4>1", "format": look.mark("good")}
    ),
    "a row": lambda sheet, look: sheet.write_string("A6", "C", look["text"]),
    "a sparkline": lambda sheet, _: sheet.add_sparkline("D4", {"range": "X!B4:C4"}),
    "what stays on the screen": lambda sheet, _: sheet.freeze_panes(3, 1),
    "what is repeated": lambda sheet, _: sheet.repeat_rows(2),
    "what is printed": lambda sheet, _: sheet.print_area("A1:C4"),
    "the paper": lambda sheet, _: sheet.set_paper(8),
    "the direction": lambda sheet, _: sheet.set_landscape(),
    "the footer": lambda sheet, _: sheet.set_footer("&CDưới"),
    "the header": lambda sheet, _: sheet.set_header("&CTrên"),
}


def _texts(path, change=lambda _sheet, _look: None, chart="B4"):
    with xlsxwriter.Workbook(path) as book:
        sheet, look = book.add_worksheet("X"), Theme(book)
        sheet.write_string("A1", "Tên", look["title"])
        sheet.write_row("A3", ("Cột", "Một", "Hai"), look["heading"])
        for row, (name, number) in enumerate((("A", 7), ("B", 8)), 4):
            sheet.write_string(f"A{row}", name, look["text"])
            sheet.write_number(f"B{row}", number, look["count"])
            sheet.write_formula(f"C{row}", f"=B{row}*2", look["count"], 2 * number)
        rule = {"type": "formula", "criteria": "=B4>1", "format": look.mark("bad")}
        sheet.conditional_format("B4:B5", rule)
        bars = book.add_chart({"type": "bar"})
        bars.add_series({"values": f"=X!${chart[0]}$4:$B$5"})
        bars.set_title({"name": "Cột"})
        sheet.insert_chart("E4", bars)
        change(sheet, look)
    return described(path)


@pytest.mark.parametrize("what", LATER)
def test_a_change_is_seen(tmp_path, what):
    """Of values, formulas, looks, sizes, merges, tables, rules, links, sparklines and print set-up."""
    assert _texts(tmp_path / "1.xlsx") != _texts(tmp_path / "2.xlsx", LATER[what])


def test_what_a_chart_reads_is_seen(tmp_path):
    """And nothing changes without a change."""
    before = _texts(tmp_path / "1.xlsx")
    assert before != _texts(tmp_path / "2.xlsx", chart="A4")
    assert before == _texts(tmp_path / "3.xlsx")


def test_a_moved_table_reads_the_same(tmp_path):
    """Cells, formulas and rules by headings: what stands further down is told alike."""
    texts = []
    for top in (3, 9):
        with xlsxwriter.Workbook(tmp_path / f"{top}.xlsx") as book:
            sheet, look = book.add_worksheet("X"), Theme(book)
            sheet.write_row(f"A{top}", ("Một", "Hai"), look["heading"])
            sheet.write_number(f"A{top + 1}", 7, look["count"])
            sheet.write_formula(f"B{top + 1}", f"=SUM(A{top + 1},2)", look["count"], 9)
        lines = described(tmp_path / f"{top}.xlsx")["X"].split("\n")
        texts.append([line for line in lines if not line.startswith("line")])
    assert texts[0] == texts[1]
    assert texts[0][-4:] == [
        "  heading:",
        "  row | Một: 7 | Hai: -> 9",
        "      [Hai] =SUM([Một],2)",
        "",
    ]
