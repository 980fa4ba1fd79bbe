"""Reports of campaigns that are not plan 35/KH-UBND: of another length, without a middle."""

from __future__ import annotations

import io
import re

import docx
import openpyxl
import pytest

from tests.builders import PLAN_ROWS, dossier, export, plan_bytes
from tests.command import pipeline

_HUNDRED = re.compile(r"\b(?:50|100) ngày")


def _plan(**differs):
    """A plan of 94 days whose name says no number, with items replaced; None leaves one out."""
    rows = dict(PLAN_ROWS["Kế hoạch"]) | differs
    items = [[name, value] for name, value in rows.items() if value is not None]
    return plan_bytes(**{"Kế hoạch": items})


def _texts(reports, day="2024-06-29"):
    """Every text of the workbook and of the draft."""
    book = openpyxl.load_workbook(io.BytesIO(reports[f"phu-luc-ii_{day}.xlsx"]))
    yield from (str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value)
    draft = docx.Document(io.BytesIO(reports[f"bao-cao_{day}.docx"]))
    yield from (paragraph.text for paragraph in draft.paragraphs)
    yield from (c.text for table in draft.tables for row in table.rows for c in row.cells)


@pytest.mark.parametrize(
    ("middle", "said"),
    [
        (None, {"Chỉ tiêu 94 ngày và duy trì trong thời gian tiếp theo", "Giao 94 ngày"}),
        ("26/04/2024", {"Chỉ tiêu 30 ngày", "94 ngày và duy trì trong thời gian tiếp theo",
                        "Giao 30 ngày", "Giao 94 ngày", "Cần mỗi ngày (30)"}),
    ],
    ids=["no middle", "day 30"],
)  # fmt: skip
def test_a_campaign_is_printed_as_what_it_is(office, middle, said):
    """Headings and sentences name its own days; nothing speaks of 50 or 100 days."""
    items = {"Mốc 50 ngày": middle, "Quy tắc chỉ tiêu": "không"}
    office.put("ke-hoach.xlsx", _plan(**items))
    done = office.run(as_of="29/06/2024")
    assert done.returncode == 0, done.stderr
    texts = list(_texts(office.reports()))
    assert said <= set(texts)
    assert any("(tổng kết 94 ngày)" in text for text in texts)
    named = [text for text in texts if _HUNDRED.search(text)]
    # The plan's own column, where it is told that it is not used.
    assert [text for text in named if "Không dùng cột “Chỉ tiêu 50 ngày (%)”" not in text] == []
    assert [text for text in texts if "III.2)." in text] == []


def test_windows_are_as_long_as_the_plan_says(office):
    """Tabs and headings name its days."""
    office.put("ke-hoach.xlsx", _plan(**{"Chu kỳ báo cáo (ngày)": 7}))
    office.run(as_of="29/06/2024")
    book = openpyxl.load_workbook(io.BytesIO(office.reports()["phu-luc-ii_2024-06-29.xlsx"]))
    assert [name for name in book.sheetnames if "ngày" in name] == ["Tiến độ 7 ngày"]
    texts = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert {
        "Các kỳ 7 ngày (kỳ cuối 3 ngày)",
        "TIẾN ĐỘ TỪNG KỲ 7 NGÀY",
    } <= texts
    assert any(text.endswith("Từng kỳ 7 ngày và lũy kế, có biểu đồ") for text in texts)
    assert [text for text in texts if "kỳ 10 ngày" in text.casefold()] == []


def test_what_a_plan_does_not_know_is_on_the_screen(office):
    """With the nearest name that it does; the report is written."""
    office.put("ke-hoach.xlsx", plan_bytes(**{"Phan công": [["x"]]}))
    done = office.run()
    assert done.returncode == 0
    told = "Không đọc trang “Phan công”: kế hoạch không có trang này; gần nhất là “Phân công”."
    assert told in " ".join(done.stdout.split())


def test_data_up_to_a_friday_close_what_ends_on_the_saturday(office):
    """The draft is the final report, and the screen says so and how to have the very day."""
    office.put("ke-hoach.xlsx", plan_bytes())
    last = dossier(code="L", received="24/06/2024", due="01/07/2024", ended="28/06/2024")
    office.put("a.csv", export("dossiers", last))
    done = pipeline("report", "--inputs", office.inputs, "--outputs", office.outputs)
    assert done.returncode == 0, done.stderr
    shown = " ".join(done.stdout.split())
    assert (
        "Số liệu đến 28/06/2024; từ đó đến mốc 29/06/2024 chỉ còn ngày nghỉ cuối tuần, nên dự thảo là "
        "báo cáo của mốc này. Muốn ghi số liệu đến đúng mốc: gõ ngày mốc khi bao-cao.cmd hỏi, hoặc thêm --as-of 29/06/2024."
    ) in shown
    assert any("(tổng kết 94 ngày)" in text for text in _texts(office.reports(), "2024-06-28"))
