"""The text that sheets are reviewed in: whatever a person would see or print changes it."""

from __future__ import annotations

import pytest
import xlsxwriter

from pipeline.report.layout.theme import Theme
from tests.report.workbook_text import described

LATER = {
    "a value": lambda sheet, theme: sheet.write_number("B4", 8, theme["count"]),
    "text for a number": lambda sheet, theme: sheet.write_string("B4", "7", theme["count"]),
    "an empty text": lambda sheet, theme: sheet.write_string("A6", "", theme["text"]),
    "a format": lambda sheet, theme: sheet.write_number("B4", 7, theme["decimal"]),
    "a format outside": lambda sheet, theme: sheet.write_string("A1", "Tên", theme["strong"]),
    "a heading's format": lambda sheet, theme: sheet.write_string("C3", "Hai", theme["text"]),
    "a formula": lambda sheet, theme: sheet.write_formula("C4", "=B4*3", theme["count"], 14),
    "a row of a formula": lambda sheet, theme: sheet.write_formula(
        "C4", "=B5*2", theme["count"], 14
    ),
    "what stays of a formula": lambda sheet, theme: sheet.write_formula(
        "C4", "=$B4*2", theme["count"], 14
    ),
    "a formula's value": lambda sheet, theme: sheet.write_formula("C4", "=B4*2", theme["count"], 9),
    "a link": lambda sheet, theme: sheet.write_url("A4", "internal:'X'!B5", theme["text"], "A"),
    "a width": lambda sheet, _: sheet.set_column(1, 1, 9),
    "a width beside": lambda sheet, _: sheet.set_column(7, 7, 9),
    "a height": lambda sheet, _: sheet.set_row(4, 40),
    "a height of nothing": lambda sheet, _: sheet.set_row(1, 40),
    "a merge": lambda sheet, theme: sheet.merge_range("A1:C1", "Tên", theme["title"]),
    "a table": lambda sheet, _: sheet.add_table("A3:C5", {"name": "T", "header_row": False}),
    "a rule": lambda sheet, theme: sheet.conditional_format(
        "C4:C5", {"type": "formula", "criteria": "=B4>1", "format": theme.highlight("bad")}
    ),
    "a rule's format": lambda sheet, theme: sheet.conditional_format(
        "B4:B5", {"type": "formula", "criteria": "=B4>1", "format": theme.highlight("good")}
    ),
    "a row": lambda sheet, theme: sheet.write_string("A6", "C", theme["text"]),
    "a sparkline": lambda sheet, _: sheet.add_sparkline("D4", {"range": "X!B4:C4"}),
    "what stays on the screen": lambda sheet, _: sheet.freeze_panes(3, 1),
    "what is repeated": lambda sheet, _: sheet.repeat_rows(2),
    "what is printed": lambda sheet, _: sheet.print_area("A1:C4"),
    "the paper": lambda sheet, _: sheet.set_paper(8),
    "the direction": lambda sheet, _: sheet.set_landscape(),
    "the footer": lambda sheet, _: sheet.set_footer("&CDưới"),
    "the header": lambda sheet, _: sheet.set_header("&CTrên"),
}


def _texts(path, change=lambda _sheet, _theme: None, chart="B4"):
    with xlsxwriter.Workbook(path) as book:
        sheet, theme = book.add_worksheet("X"), Theme(book)
        sheet.write_string("A1", "Tên", theme["title"])
        sheet.write_row("A3", ("Cột", "Một", "Hai"), theme["heading"])
        for row, (name, number) in enumerate((("A", 7), ("B", 8)), 4):
            sheet.write_string(f"A{row}", name, theme["text"])
            sheet.write_number(f"B{row}", number, theme["count"])
            sheet.write_formula(f"C{row}", f"=B{row}*2", theme["count"], 2 * number)
        rule = {"type": "formula", "criteria": "=B4>1", "format": theme.highlight("bad")}
        sheet.conditional_format("B4:B5", rule)
        bars = book.add_chart({"type": "bar"})
        bars.add_series({"values": f"=X!${chart[0]}$4:$B$5"})
        bars.set_title({"name": "Cột"})
        sheet.insert_chart("E4", bars)
        change(sheet, theme)
    return described(path)


@pytest.mark.parametrize("what", LATER)
def test_a_change_is_seen(tmp_path, what):
    """Of values, formulas, formats, sizes, merges, tables, rules, links, sparklines and print set-up."""
    assert _texts(tmp_path / "1.xlsx") != _texts(tmp_path / "2.xlsx", LATER[what])


def test_what_a_chart_reads_is_seen(tmp_path):
    """And nothing changes without a change."""
    before = _texts(tmp_path / "1.xlsx")
    assert before != _texts(tmp_path / "2.xlsx", chart="A4")
    assert before == _texts(tmp_path / "3.xlsx")


def test_a_moved_table_reads_the_same(tmp_path):
    """Cells, formulas and rules by headings: what stands further down is described alike."""
    texts = []
    for top in (3, 9):
        with xlsxwriter.Workbook(tmp_path / f"{top}.xlsx") as book:
            sheet, theme = book.add_worksheet("X"), Theme(book)
            sheet.write_row(f"A{top}", ("Một", "Hai"), theme["heading"])
            sheet.write_number(f"A{top + 1}", 7, theme["count"])
            sheet.write_formula(f"B{top + 1}", f"=SUM(A{top + 1},2)", theme["count"], 9)
        lines = described(tmp_path / f"{top}.xlsx")["X"].split("\n")
        texts.append([line for line in lines if not line.startswith("line")])
    assert texts[0] == texts[1]
    assert texts[0][-4:] == [
        "  heading:",
        "  row | Một: 7 | Hai: -> 9",
        "      [Hai] =SUM([Một],2)",
        "",
    ]
