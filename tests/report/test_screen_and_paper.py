"""What of the workbook is seen on a small screen, on paper, and by who sees no colours."""

from __future__ import annotations

import re
import zipfile
from itertools import pairwise

import openpyxl
import pytest
from lxml import etree

from pipeline.report import write_workbook
from tests.builders import TREE, plan
from tests.office import converted
from tests.outcomes import outcome
from tests.report.commune import AS_OF, READ, SHEETS, SIGNED, book_of, results_of

SCREEN = 1366 - 50  # pixels beside the numbers of rows and the scroll bar
PRINTED = ["Tóm tắt", *SIGNED, "Cần xử lý", "Theo cán bộ", "Tiến độ 10 ngày"]
SEVERAL = ["Tổng quan", "Xếp hạng", "Bảng nhiệt", "Tra cứu đơn vị", "Cần xử lý", "Theo cán bộ"]


@pytest.mark.parametrize("differs", [{}, TREE])
def test_at_most_ten_sheets_are_in_front(tmp_path, differs):
    """What is signed and what people work with, whatever units there are."""
    names = book_of(results_of(tmp_path, plan(tmp_path, **differs)), tmp_path).sheetnames
    front = ["Tóm tắt", *SIGNED, *(SEVERAL if differs else READ)]
    assert names[: len(front)] == front
    assert len(front) <= 10
    assert not [name for name in names if name.startswith("CL ")]


def test_nothing_is_printed_but_what_is_meant_for_paper(tmp_path):
    """Who prints the whole file gets seven pages of a commune: each other sheet's print area is an
    empty cell.
    """
    path = tmp_path / "a.xlsx"
    write_workbook(results_of(tmp_path, plan(tmp_path)), path)
    book = openpyxl.load_workbook(path)
    kept_off = [sheet for sheet in book if sheet.title not in PRINTED]
    for sheet in kept_off:
        (cell,) = sheet.print_area.rsplit("!")[-1].replace("$", "").split(":")[:1]
        assert sheet[cell].value is None, sheet.title
    pages = re.findall(rb"/Type\s*/Page\b[^s]", converted(path, tmp_path, "pdf").read_bytes())
    assert len(pages) == len(PRINTED)


@pytest.mark.parametrize("differs", [{}, TREE])
def test_where_people_work_nobody_scrolls_sideways(tmp_path, differs):
    """All columns that are to be read fit a screen of 1366 pixels, at no less than 80%."""
    book = book_of(results_of(tmp_path, plan(tmp_path, **differs)), tmp_path)
    for name in (*SIGNED, *(SEVERAL if differs else READ), "Tóm tắt", "Dự báo", "Đã lỡ"):
        sheet = book[name]
        read = sheet.max_column
        if name == "Theo cán bộ":  # what counts only stands behind what is read
            read = (
                next(c.column for row in sheet for c in row if str(c.value).startswith("Thiếu: "))
                - 1
            )
        pixels = sum(
            round(dimension.width * 7)
            for dimension in sheet.column_dimensions.values()
            for column in range(dimension.min, dimension.max + 1)
            if column <= read and dimension.customWidth
        )
        zoom = sheet.sheet_view.zoomScale or 100
        assert pixels * zoom / 100 <= SCREEN, name
        assert zoom >= 80, name


def _grey(colour):
    """How light a colour (RRGGBB) is in black and white, 0 to 255 (ITU-R BT.601)."""
    red, green, blue = (int(colour[-6:][at : at + 2], 16) for at in (0, 2, 4))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_colours_differ_in_grey(tmp_path):
    """Good and bad, and the three of the heat map, are told apart on a printer without colours; text
    is dark on all of them.
    """
    book = book_of(results_of(tmp_path, plan(tmp_path, **TREE)), tmp_path)
    rules = {
        rule.dxf.fill.bgColor.rgb: rule.dxf.font.color.rgb
        for area in book["Tổng quan"].conditional_formatting
        for rule in area.rules
    }
    heat = {
        cell.fill.fgColor.rgb: cell.font.color.rgb
        for row in book["Bảng nhiệt"].iter_rows(min_row=3, max_row=5, min_col=2, max_col=2)
        for cell in row
    }
    assert (len(rules), len(heat)) == (2, 3)
    for colours in (rules, heat):
        greys = sorted(map(_grey, colours))
        assert all(lighter - darker >= 25 for darker, lighter in pairwise(greys))
        assert all(_grey(ground) - _grey(text) >= 110 for ground, text in colours.items())


def test_who_sees_no_chart_is_told_what_it_shows(tmp_path):
    """Alternative texts have the figures, not the title alone."""
    path = tmp_path / "a.xlsx"
    write_workbook(results_of(tmp_path, plan(tmp_path)), path)
    with zipfile.ZipFile(path) as package:
        drawings = [name for name in package.namelist() if re.search(r"drawing\d+\.xml$", name)]
        told = [
            text
            for name in sorted(drawings)
            for text in etree.fromstring(package.read(name)).xpath("//@descr")
        ]
    assert told[0] == (
        "Kết quả so với chỉ tiêu đang áp dụng: Xã Một: Tỷ lệ công khai, minh bạch 100,00%, giao –; Tiến độ "
        "giải quyết 100,00%, giao 100,00%; Tỷ lệ dịch vụ công trực tuyến 50,00%, giao 30,00%; Tỷ lệ thanh toán trực "
        "tuyến 100,00%, giao –; Mức độ hài lòng 100,00%, giao –; Số hoá hồ sơ 50,00%, giao –."
    )
    assert len(told) == 8
    assert all(re.search(r": .*\d", text) for text in told)


def test_no_sheet_is_empty(tmp_path):
    """Where there is nothing to list, to compare or to mend, there is no sheet for it."""
    campaign = plan(tmp_path)
    names = book_of(
        outcome(tmp_path, {}, AS_OF, campaign).results(campaign, AS_OF), tmp_path
    ).sheetnames
    assert sorted(set(SHEETS) - set(names)) == [
        "Chênh lệch lĩnh vực", "Chênh lệch thủ tục", "Công khai TTHC", "Dịch vụ nhiều hồ sơ",
        "Theo cán bộ", "Đã lỡ",
    ]  # fmt: skip
    assert set(names) <= set(SHEETS)
