"""What the plan's two rules that systems count differently are worth stands where people read."""

from __future__ import annotations

import re
from datetime import date
from itertools import product

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.notices import due_rules
from pipeline.report import write_document
from tests.builders import PLAN_ROWS, dossier, export, plan
from tests.command import pipeline
from tests.outcomes import outcome
from tests.report.commune import book_of, texts_of

AS_OF = date(2024, 5, 16)
_RATE = re.compile(r"[\d,]+% \((\d+)/(\d+)\)")
STATUSES = ("Đang xử lý", "Dừng xử lý", "Yêu cầu bổ sung giấy tờ")
LATE_IN_THE_DAY = {"due": "05/04/2024 16:00", "ended": "05/04/2024 17:00"}
WAITS = {"due": "10/04/2024", "ended": None, "status": "Dừng xử lý"}
DUE_RULES, WAITING_RULES = ("ngày", "giờ"), ("đúng hạn", "theo hạn")


def _campaign(tmp_path, due, waiting):
    rows = [*PLAN_ROWS["Kế hoạch"], ["So hạn theo", due], ["Hồ sơ đang chờ", waiting]]
    return plan(tmp_path, **{"Kế hoạch": rows})


_ROWS = st.lists(
    st.fixed_dictionaries({
        "due": st.sampled_from([None, "05/04/2024 16:00", "20/05/2024", "16/05/2024"]),
        "ended": st.sampled_from([None, "05/04/2024 15:00", "05/04/2024 17:00", "17/05/2024"]),
        "status": st.sampled_from(STATUSES),
    }),
    min_size=1, max_size=8,
)  # fmt: skip


@settings(max_examples=15, deadline=None)
@given(rows=_ROWS)
def test_what_a_rule_is_said_to_give_is_what_it_gives(rows, tmp_path_factory):
    """Every rate that is told is that of a report with this rule; nothing is told only where the
    other rule gives the same.
    """
    folder = tmp_path_factory.mktemp("rules")
    dossiers = [dossier(code=str(number), **row) for number, row in enumerate(rows)]
    files = {"a.csv": export("dossiers", *dossiers)}
    facts, told = {}, {}
    for rules in product(DUE_RULES, WAITING_RULES):
        campaign = _campaign(folder, *rules)
        result = outcome(folder, files, AS_OF, campaign)
        facts[rules] = result.count("on_time")
        told[rules] = due_rules(campaign, result.due_rules)
    for (due, waiting), lines in told.items():
        others = {
            "Hồ sơ đang chờ": facts[due, _other(WAITING_RULES, waiting)],
            "So hạn theo": facts[_other(DUE_RULES, due), waiting],
        }
        said = {name: line for name in others for line in lines if f"mục “{name}”" in line}
        assert said.keys() == {name for name, fact in others.items() if fact != facts[due, waiting]}
        for name, line in said.items():
            rates = [(int(n), int(d)) for n, d in _RATE.findall(line)]
            assert rates == [facts[due, waiting], others[name]]


def _other(rules, chosen):
    return rules[1 - rules.index(chosen)]


@pytest.mark.parametrize("waiting", WAITING_RULES)
def test_dossiers_that_wait_past_their_due_date_are_listed_apart(tmp_path, waiting):
    """In the workbook and in the document, by either rule."""
    campaign = _campaign(tmp_path, "ngày", waiting)
    rows = [dossier(code="CHO", **WAITS), dossier(code="TRE", **WAITS | {"status": "Đang xử lý"})]
    result = outcome(tmp_path, {"a.csv": export("dossiers", *rows)}, AS_OF, campaign)
    results = result.results(campaign, AS_OF)
    mark = "!" if waiting == "đúng hạn" else "✘"
    sheet = book_of(results, tmp_path)["Cần xử lý"]
    listed = {row[1]: row[2:4] for row in sheet.values}  # overdue; waiting and overdue
    assert (listed["CHO"], listed["TRE"]) == ((None, f"{mark} 36 ngày"), ("✘ 36 ngày", None))
    write_document(results, tmp_path / "a.docx")
    tables = Document(str(tmp_path / "a.docx")).tables
    table = next(t for t in tables if "Mã hồ sơ" in [cell.text for cell in t.rows[0].cells])
    assert [[cell.text for cell in row.cells] for row in table.rows] == [
        ["Thủ tục", "Mã hồ sơ", "Cán bộ", "Đơn vị", "Hẹn trả"],
        ["Thủ tục một", "CHO", "Nguyễn Văn A", "Xã Một", "10/04/2024"],
    ]


def test_the_choice_stands_on_the_screen_in_the_workbook_and_in_the_document(tmp_path):
    """In the same words."""
    campaign = _campaign(tmp_path, "giờ", "đúng hạn")
    rows = [dossier(code="A"), dossier(code="B", **LATE_IN_THE_DAY), dossier(code="C", **WAITS)]
    result = outcome(tmp_path, {"a.csv": export("dossiers", *rows)}, AS_OF, campaign)
    results = result.results(campaign, AS_OF)
    sentences = (
        "1 hồ sơ đang chờ (bổ sung, thực hiện nghĩa vụ tài chính, rút, dừng xử lý) đã quá hạn trả, "
        "liệt kê riêng ở trang “Cần xử lý”. Tiến độ giải quyết: tính là đúng hạn 66,67% (2/3) như "
        "báo cáo này, nếu tính theo hạn 33,33% (1/3) (mục “Hồ sơ đang chờ” của kế hoạch).",
        "1 hồ sơ xong trong ngày hẹn trả nhưng sau giờ hẹn. Tiến độ giải quyết: theo giờ 66,67% "
        "(2/3) như báo cáo này, nếu so hạn theo ngày 100,00% (3/3) (mục “So hạn theo” của kế "
        "hoạch).",
    )
    assert due_rules(campaign, result.due_rules) == sentences
    overview = texts_of(book_of(results, tmp_path)["Tóm tắt"])
    assert [text for text in overview if "mục “" in text] == [f"• {text}" for text in sentences]
    write_document(results, tmp_path / "a.docx")
    paragraphs = [p.text for p in Document(str(tmp_path / "a.docx")).paragraphs]
    assert [text for text in paragraphs if "mục “" in text] == list(sentences)
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    (inputs / "a.csv").write_bytes(export("dossiers", *rows))
    (tmp_path / "ke-hoach.xlsx").replace(inputs / "ke-hoach.xlsx")
    done = pipeline(
        "report", "--inputs", inputs, "--outputs", tmp_path / "o", "--as-of", "2024-05-16"
    )
    shown = " ".join(done.stdout.split())
    assert [sentence for sentence in sentences if f"Lưu ý: {sentence}" in shown] == list(
        sentences
    ), shown
