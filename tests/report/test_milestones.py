"""What the draft and the workbook say before, on and after the milestone, and at the end."""

from __future__ import annotations

import io
from datetime import date
from itertools import takewhile

import openpyxl
import pytest
from docx import Document

from pipeline.report import write_document, write_workbook
from tests.builders import PLAN_ROWS, TWO_UNITS, digitization, dossier, export, plan
from tests.outcomes import outcome

# 30% by 16/05, 60% by 29/06. A: 1 of 2 in April; B: none of 1 in April, and after the milestone.
ROWS = [
    dossier(code="A1"),
    dossier(code="A2", channel="BCCI"),
    dossier(code="B1", channel="BCCI", official="Bùi Thị B"),
    dossier(code="B2", channel="BCCI", official="Bùi Thị B", received="20/05/2024",
            due="25/05/2024", ended="23/05/2024"),
]  # fmt: skip
BEFORE, ON, AFTER, END = (
    date(2024, 4, 20), date(2024, 5, 16), date(2024, 5, 29), date(2024, 6, 29),
)  # fmt: skip


def _results(tmp_path, as_of, rows=ROWS, **differs):
    campaign = plan(tmp_path, **differs)
    return outcome(tmp_path, {"a.csv": export("dossiers", *rows)}, as_of, campaign).results(
        campaign, as_of
    )


def _draft(results, tmp_path):
    path = tmp_path / "a.docx"
    write_document(results, path)
    document = Document(str(path))
    tables = [[[cell.text for cell in row.cells] for row in t.rows] for t in document.tables]
    return [paragraph.text for paragraph in document.paragraphs], tables


def _online(paragraphs):
    return next(text for text in paragraphs if text.startswith("3. "))


def _people(paragraphs):
    """What follows the word that only dossiers are there: nobody may be judged yet."""
    first = paragraphs.index("III. TẬP THỂ, CÁ NHÂN") + 1
    last = next(n for n, text in enumerate(paragraphs) if text.startswith("Bảng 2"))
    doubt, *told = [text for text in paragraphs[first:last] if text]
    assert doubt.startswith("Số liệu chưa dùng để đánh giá được")
    return told


def test_before_the_milestone_nobody_has_missed_anything(tmp_path):
    """What is still to be done by then, of whom; no form of dealing with anybody is asked for."""
    paragraphs, tables = _draft(_results(tmp_path, BEFORE), tmp_path)
    assert _online(paragraphs) == (
        "3. Tỷ lệ dịch vụ công trực tuyến: đạt 33,33% (1/3 hồ sơ); năm 2023 đạt 0,2%; đã bằng hoặc "
        "hơn mức 30% phải đạt đến ngày 16/5/2024. Nếu chỉ nhận hồ sơ như 10 ngày qua thì không còn "
        "đạt được chỉ tiêu 60% vào cuối chiến dịch, vì đã có 2 hồ sơ nộp giấy; cao nhất còn có thể "
        "đạt 33,33%."
    )
    assert _people(paragraphs) == [
        "Chưa đến mốc đánh giá (ngày 16/5/2024), nên chưa kết luận tập thể, cá nhân nào chưa hoàn "
        "thành.",
        "Tập thể đang đạt mọi chỉ tiêu có số liệu: Xã Một.",
        "Cá nhân đang đạt mọi chỉ tiêu có số liệu: Nguyễn Văn A.",
        "Cá nhân còn phải thực hiện đến ngày 16/5/2024: Bùi Thị B (Tỷ lệ dịch vụ công trực tuyến "
        "thiếu 1).",
    ]
    assert [row[-1] for row in tables[2][1:]] == ["Còn hạn đến 16/05", "✔ Đang đạt"]


def test_after_the_milestone_what_was_reached_on_it_is_judged(tmp_path):
    """By its own target, though today's figure is below the end's; B missed it, A did not."""
    paragraphs, tables = _draft(_results(tmp_path, AFTER), tmp_path)
    assert _online(paragraphs) == (
        "3. Tỷ lệ dịch vụ công trực tuyến: đến mốc 50 ngày (ngày 16/5/2024) đạt 33,33% (1/3 hồ "
        "sơ), đạt chỉ tiêu được giao 30%, vượt 3,33 điểm phần trăm. Đến nay đạt 25,00% (1/4 hồ "
        "sơ); năm 2023 đạt 0,2%; còn thiếu 2 hồ sơ so với mức 60% phải đạt đến ngày 29/6/2024. "
        "Trong 10 ngày qua tổng số tăng 1 hồ sơ, số đạt không tăng. Nếu chỉ nhận hồ sơ như 10 ngày "
        "qua thì không còn đạt được chỉ tiêu 60% vào cuối chiến dịch, vì đã có 3 hồ sơ nộp giấy; "
        "cao nhất còn có thể đạt 57,75%."
    )
    assert _people(paragraphs) == [
        "Tập thể hoàn thành mọi chỉ tiêu đến hạn: Xã Một.",
        "Tập thể chưa hoàn thành: không có.",
        "Tập thể còn phải thực hiện đến ngày 29/6/2024: Xã Một (Tỷ lệ dịch vụ công trực tuyến "
        "thiếu 2).",
        "Cá nhân hoàn thành mọi chỉ tiêu đến hạn: Nguyễn Văn A.",
        "Cá nhân chưa hoàn thành: Bùi Thị B (Tỷ lệ dịch vụ công trực tuyến đến mốc 50 ngày thiếu "
        "1).",
        "Cá nhân còn phải thực hiện đến ngày 29/6/2024: Bùi Thị B (Tỷ lệ dịch vụ công trực tuyến "
        "thiếu 2); Nguyễn Văn A (Tỷ lệ dịch vụ công trực tuyến thiếu 1).",
        "[…… đơn vị bổ sung: hình thức biểu dương tập thể, cá nhân hoàn thành tốt ……]",
        "[…… đơn vị bổ sung: hình thức xử lý đối với tập thể, cá nhân chưa hoàn thành ……]",
    ]
    heading, *rows = tables[1]
    assert heading[3:6] == ["Giao 94 ngày", "Đến mốc 50 ngày", "Thực hiện"]
    assert rows[2][3:] == ["60%", "33,33%", "25,00%", "1/4", "2", "Còn hạn đến 29/06"]
    assert [row[-1] for row in tables[2][1:]] == ["✘ Chưa hoàn thành", "✔ Hoàn thành"]


def test_at_the_end_its_target_judges(tmp_path):
    """Nothing is ahead any more, and no target of the milestone is spoken of."""
    paragraphs, tables = _draft(_results(tmp_path, END), tmp_path)
    assert _people(paragraphs)[:4] == [
        "Tập thể hoàn thành mọi chỉ tiêu có số liệu: không có.",
        "Tập thể chưa hoàn thành: Xã Một (Tỷ lệ dịch vụ công trực tuyến thiếu 2).",
        "Cá nhân hoàn thành mọi chỉ tiêu có số liệu: không có.",
        "Cá nhân chưa hoàn thành: Bùi Thị B (Tỷ lệ dịch vụ công trực tuyến thiếu 2); Nguyễn Văn A "
        "(Tỷ lệ dịch vụ công trực tuyến thiếu 1).",
    ]
    assert "Đến mốc 50 ngày" not in tables[1][0]


def _statuses(tmp_path, as_of):
    """Sheet -> the words of its statuses and conclusions, of online where it names indicators."""
    path = tmp_path / "a.xlsx"
    write_workbook(_results(tmp_path, as_of), path)
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), data_only=True)
    found = {}
    for name, about, told in (
        ("Tóm tắt", "Chỉ tiêu", "Đánh giá"), ("Tổng quan", "Chỉ tiêu", "Đánh giá"),
        ("Theo cán bộ", "Chỉ tiêu", "Đánh giá"), ("Theo cán bộ", "Cán bộ", "Kết luận"),
    ):  # fmt: skip
        rows = [[cell.value for cell in row] for row in book[name].iter_rows()]
        first = next(n for n, row in enumerate(rows) if about in row and told in row)
        at, word = rows[first].index(about), rows[first].index(told)
        known = ("Tỷ lệ dịch vụ công trực tuyến", "Nguyễn Văn A", "Bùi Thị B")
        block = takewhile(any, rows[first + 1 :])
        found[name, told] = [row[word] for row in block if row[at] in known and row[word]]
    return found


@pytest.mark.parametrize(
    ("as_of", "of_unit", "of_officials"),
    [
        (BEFORE, "✔ Đạt", {"Còn hạn đến 16/05", "✔ Đang đạt"}),
        (ON, "✔ Đạt", {"✘ Chưa hoàn thành", "✔ Hoàn thành"}),
        (AFTER, "Còn hạn đến 29/06", {"✘ Chưa hoàn thành", "✔ Hoàn thành"}),
        (END, "✘ Chưa đạt", {"✘ Chưa hoàn thành"}),
    ],
)
def test_the_workbook_says_the_same(tmp_path, as_of, of_unit, of_officials):
    """On every sheet with statuses; the facts hold to the target in force all the while."""
    told = _statuses(tmp_path, as_of)
    assert set(told["Tóm tắt", "Đánh giá"]) == {of_unit}
    assert set(told["Tổng quan", "Đánh giá"]) == {of_unit}
    assert set(told["Theo cán bộ", "Kết luận"]) == of_officials
    assert ("✘ Chưa đạt" in told["Theo cán bộ", "Đánh giá"]) == (as_of in (ON, END))


def test_of_several_units_it_says_how_many(tmp_path):
    """So many of so many meet the target in force."""
    targets = [[code, "online", 0.2, 50, 30, None] for code in ("H21.65", "H21.66")]
    rows = [*ROWS, dossier(code="C", unit="Xã Hai")]
    results = _results(tmp_path, END, rows, **TWO_UNITS, **{"Chỉ tiêu": targets})
    paragraphs, _ = _draft(results, tmp_path)
    assert "1/2 đơn vị đạt mức này." in _online(paragraphs)


def test_after_the_end_further_windows_say_what_is_kept(tmp_path):
    """Of ten days each, the last cut; no fact of them, which end with the campaign."""
    late = [
        dossier(code="L1", received="02/07/2024", due="05/07/2024", ended="03/07/2024"),
        dossier(code="L2", received="12/07/2024", due="15/07/2024", ended="20/07/2024",
                channel="BCCI"),
    ]  # fmt: skip
    day = date(2024, 7, 20)
    results = _results(tmp_path, day, [*ROWS, *late])
    paragraphs, _ = _draft(results, tmp_path)
    assert [text for text in paragraphs if text.startswith("Sau chiến dịch")] == [
        "Sau chiến dịch, kỳ 1 (từ ngày 30/6/2024 đến ngày 09/7/2024): Tiến độ giải quyết đạt 100,00% "
        "(1/1 hồ sơ), giữ được mức 100%; Tỷ lệ dịch vụ công trực tuyến đạt 100,00% (1/1 hồ sơ), giữ "
        "được mức 60%.",
        "Sau chiến dịch, kỳ 2 (từ ngày 10/7/2024 đến ngày 19/7/2024): Tiến độ giải quyết đạt 0,00% (0/1 "
        "hồ sơ), không giữ được mức 100%; Tỷ lệ dịch vụ công trực tuyến đạt 0,00% (0/1 hồ sơ), không "
        "giữ được mức 60%.",
        "Sau chiến dịch, kỳ 3 (từ ngày 20/7/2024 đến ngày 20/7/2024): Tiến độ giải quyết đạt 0,00% (0/1 "
        "hồ sơ), không giữ được mức 100%.",
    ]
    names = {fact.period for fact in results.counts.facts}
    assert max(names - {"cumulative"}) == "10d-10"


def test_a_window_after_the_end_is_what_a_report_of_it_counts(tmp_path):
    """The numbers of a campaign that begins with the window and ends with it."""
    rows = [dossier(code=f"A{n}", received=f"{n + 1:02d}/07/2024", due="20/07/2024", ended=None,
                    channel="BCCI" if n % 3 else "2") for n in range(9)]  # fmt: skip
    later = _results(tmp_path, date(2024, 7, 9), rows)
    told = {f.indicator: (f.numerator, f.denominator) for f in later.analysis.maintained
            if f.scope == "unit"}  # fmt: skip
    items = dict(PLAN_ROWS["Kế hoạch"]) | {
        "Ngày bắt đầu": "30/06/2024", "Ngày kết thúc": "09/07/2024", "Mốc 50 ngày": None,
    }  # fmt: skip
    own = [[name, value] for name, value in items.items() if value]
    (tmp_path / "own").mkdir()
    alone = _results(tmp_path / "own", date(2024, 7, 9), rows, **{"Kế hoạch": own})
    assert told == {f.indicator: (f.numerator, f.denominator) for f in alone.counts.facts
                    if f.scope == "unit" and f.period == "cumulative"}  # fmt: skip


def test_the_draft_asks_for_the_backlog_first(tmp_path):
    """Two of two are not digitized; 100% takes both, and each of those that come in."""
    targets = [["H21.65", "digitization", 21.3, 80, 50, 100]]
    rows = [dossier(code="A"), dossier(code="B", received="12/04/2024", ended="13/04/2024",
                                       due="17/04/2024")]  # fmt: skip
    campaign = plan(tmp_path, **{"Chỉ tiêu": targets})
    files = {"a.csv": export("dossiers", *rows),
             "b.csv": export("digitization", digitization(code="A", result="Không"))}  # fmt: skip
    results = outcome(tmp_path, files, BEFORE, campaign).results(campaign, BEFORE)
    paragraphs, _ = _draft(results, tmp_path)
    asked = "làm xong 2 hồ sơ đã nhận"
    told = [text for text in paragraphs if asked in text]
    assert len(told) == 2
    assert told[1] == (
        "- Số hoá hồ sơ: làm xong 2 hồ sơ đã nhận và mỗi ngày có 0,1 hồ sơ nhận mới đạt, để bằng mức "
        "100% vào ngày 29/6/2024."
    )
