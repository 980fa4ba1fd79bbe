"""True numbers that would mislead beside each other: what keeps them apart, sheet by sheet."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from lxml import etree

from pipeline.model import Changes, PastFact
from pipeline.publish.last_run import LastRun
from pipeline.report import write_document, write_workbook
from pipeline.report.document.narrative import narrative
from pipeline.report.facts import Facts
from pipeline.run import Report
from pipeline.screen import report_shown
from tests.builders import DAY50, TREE, TWO_UNITS, dossier, export, payment, plan
from tests.office import converted, formulas, values
from tests.outcomes import outcome
from tests.report.commune import book_of, texts_of
from tests.report.drawings import drawn

ONLINE, PAYMENT = "Tỷ lệ dịch vụ công trực tuyến", "Tỷ lệ thanh toán trực tuyến"
DASHES = ["–"] * 3


def results_of(tmp_path, *rows, as_of=DAY50, campaign=None, payments=()):
    """What a run gives for dossiers and payments."""
    campaign = campaign or plan(tmp_path)
    files = {"a.csv": export("dossiers", *(rows or [dossier()]))}
    if payments:
        files["b.csv"] = export("payments", *payments)
    return outcome(tmp_path, files, as_of, campaign).results(campaign, as_of)


def sections_of(results):
    """The draft's paragraphs, section by section."""
    told = narrative(results, Facts(results.counts.facts))
    return [section.paragraphs for section in told.sections]


def screen_of(results):
    """The screen's lines."""
    last = LastRun("", {}, "")
    return report_shown(
        Report(results, Path("a.xlsx"), Path("a.docx"), Path("a.txt"), (), last)
    ).splitlines()


def rows_of(sheet, first):
    """The rows whose first cell begins with a text."""
    return [row for row in sheet.values if str(row[0]).startswith(first)]


# Procedures of several units


def test_services_of_several_units_are_told_apart_from_those_of_no_unit(tmp_path):
    """2 of 4 where each of two units answers for two; one of the two is used in no unit."""
    rows = [dossier(), dossier(code="B", unit="Xã Hai")]
    results = results_of(tmp_path, *rows, campaign=plan(tmp_path, **TWO_UNITS))
    sections = sections_of(results)
    first, third = sections[1], sections[4]
    assert [text for text in first if "DVC" in text] == [
        "7. Các chỉ tiêu khác: Cấp kết quả điện tử đạt 100,00% (2/2 hồ sơ); Hồ sơ trực tuyến toàn "
        "trình đạt 0,00% (0/2 hồ sơ); DVC trực tuyến có phát sinh hồ sơ đạt 50,00% (2/4 dịch vụ công, mỗi đơn vị đếm riêng rồi cộng lại)."
    ]
    assert (
        "Có 1/2 dịch vụ công trực tuyến chưa phát sinh hồ sơ trực tuyến ở bất kỳ đơn vị nào, gồm: Thủ tục "
        "hai."
    ) in third
    book = book_of(results, tmp_path)
    assert texts_of(book["DVC phát sinh hồ sơ"])[1:5] == [
        "Tất cả đơn vị (mỗi đơn vị đếm riêng rồi cộng lại): 2/4 dịch vụ có hồ sơ trực tuyến; chưa có số liệu về thủ tục có "
        "phí có thanh toán trực tuyến.",
        "Xã Một: 1/2 dịch vụ có hồ sơ trực tuyến; chưa có số liệu về thủ tục có phí có thanh toán trực tuyến.",
        "Xã Hai: 1/2 dịch vụ có hồ sơ trực tuyến; chưa có số liệu về thủ tục có phí có thanh toán trực tuyến.",
        "Tính chung, 1/2 dịch vụ công trực tuyến chưa phát sinh hồ sơ trực tuyến ở bất kỳ đơn vị nào.",
    ]
    assert [text for text in texts_of(book["Tổng quan"]) if "mỗi đơn vị đếm riêng" in text] == [
        "DVC trực tuyến có phát sinh hồ sơ; TTHC có giao dịch thanh toán trực tuyến: mỗi đơn vị đếm riêng "
        "rồi cộng lại, xem trang “DVC phát sinh hồ sơ”."
    ]


def test_of_one_unit_there_is_nothing_to_tell_apart(tmp_path):
    """Nor of a unit that alone answers for the catalogue below others."""
    alone = {"Đơn vị": TREE["Đơn vị"][:3]}
    for campaign in (plan(tmp_path), plan(tmp_path, **alone)):
        results = results_of(tmp_path, campaign=campaign)
        texts = [text for paragraphs in sections_of(results) for text in paragraphs]
        for sheet in book_of(results, tmp_path):
            texts += texts_of(sheet)
        assert not [text for text in texts if "đếm riêng" in text or "bất kỳ đơn vị" in text]


# Windows


def test_a_window_knows_nothing_of_what_is_paid_after_it(tmp_path):
    """The note says so, and by how many dossiers the windows and the cumulative figure differ."""
    rows = [dossier(code=code, fee="8.000") for code in "ABC"]
    payments = [payment(code="A"), payment(code="B", paid="20/04/2024")]
    results = results_of(tmp_path, *rows, payments=payments)
    sheet = book_of(results, tmp_path)["Tiến độ 10 ngày"]
    (first, *_, last) = rows_of(sheet, ("Kỳ 1", "Lũy kế"))
    assert [row[9] for row in (first, last)] == [0.3333, 0.6667]
    assert (
        "Một kỳ chỉ tính đến ngày cuối kỳ: hồ sơ nhận trong kỳ mà thanh toán, số hóa sau ngày đó chưa đạt ở "
        f"kỳ, nhưng đạt ở lũy kế. Cộng các kỳ và lũy kế của Xã Một: {PAYMENT} 1 và 2 hồ sơ."
    ) in texts_of(sheet)


def test_where_they_agree_no_figures_are_set_beside_each_other(tmp_path):
    """Paid on the window's last day; after the campaign the windows are not all of it."""
    paid = [payment(code="A", paid="06/04/2024 23:00:00")]
    for as_of in (DAY50, date(2024, 7, 9)):
        results = results_of(tmp_path, dossier(code="A", fee="1"), as_of=as_of, payments=paid)
        texts = texts_of(book_of(results, tmp_path)["Tiến độ 10 ngày"])
        assert next(text for text in texts if text.startswith("Một kỳ chỉ")).endswith("ở lũy kế.")


@pytest.mark.parametrize(
    ("as_of", "label", "days"),
    [(date(2024, 5, 13), "Kỳ 5 (cắt, 7 ngày)", "13/05, 10 → 7"),
     (date(2024, 6, 29), "Kỳ 10 (cắt, 4 ngày)", "29/06, 10 → 4"), (DAY50, "Kỳ 5", "")],
)  # fmt: skip
def test_a_cut_window_says_its_days_wherever_windows_stand(tmp_path, as_of, label, days):
    """In the table and below charts, on the overview, of the unit looked up, in the draft."""
    rows = [dossier(), dossier(code="B", received=as_of.strftime("%d/%m/%Y"), due=None, ended=None)]
    results = results_of(tmp_path, *rows, as_of=as_of, campaign=plan(tmp_path, **TWO_UNITS))
    book = book_of(results, tmp_path)
    progress = book["Tiến độ 10 ngày"]
    assert rows_of(progress, "Kỳ ")[-1][0] == label
    notes = [text for text in texts_of(progress) if text.startswith(f"{label}: cắt đến ")]
    told = " ".join(text for paragraphs in sections_of(results) for text in paragraphs)
    looked_up = rows_of(book["Tra cứu đơn vị"], label.split(" (", maxsplit=1)[0])[-1][0]
    (heading,) = {text for text in texts_of(book["Tổng quan"]) if text.startswith("Các kỳ 10")}
    if days:
        assert notes == [f"{label}: cắt đến {days} ngày, chưa so được với kỳ đủ ngày."]
        assert looked_up.startswith(f"{label}: ")
        assert heading == f"Các kỳ 10 ngày (kỳ cuối {days[-1]} ngày)"
        assert f"(cắt đến {days} ngày)" in told or "7 trong 10 ngày của kỳ)" in told
    else:
        assert (notes, heading, "→" in told, "cắt" in looked_up) == (
            [],
            "Các kỳ 10 ngày",
            False,
            False,
        )


def test_a_target_line_is_steps(tmp_path):
    """Two lines, neither of which has a value where the other has; one where the target stays."""
    write_workbook(results_of(tmp_path, as_of=date(2024, 5, 29)), tmp_path / "a.xlsx")
    progress = book_of(results_of(tmp_path, as_of=date(2024, 5, 29)), tmp_path)["Tiến độ 10 ngày"]
    charts = {
        drawing.what: drawing.read
        for drawings in drawn((tmp_path / "a.xlsx").read_bytes())
        for drawing in drawings
    }

    def plotted(heading):
        areas = charts[f"lineChart “{heading}”"][1::2]
        return [
            [cell.value for (cell,) in progress[area.split("!")[1].replace("$", "")]]
            for area in areas
        ]

    assert plotted(ONLINE)[1:] == [[0.3] * 5 + [None] * 2, [None] * 5 + [0.6] * 2]
    assert plotted("Tiến độ giải quyết")[1:] == [[1] * 7, [None] * 7]


# No data


def test_no_data_is_a_dash_in_tables_and_a_gap_in_charts(tmp_path):
    """Neither 0 nor empty, on every sheet, in the draft and on the screen."""
    results = results_of(tmp_path, campaign=plan(tmp_path, **TWO_UNITS))
    write_workbook(results, tmp_path / "a.xlsx")
    book = book_of(results, tmp_path)
    for name, columns in (("Tóm tắt", slice(1, 5)), ("Tra cứu đơn vị", slice(1, 7))):
        for row in rows_of(book[name], PAYMENT):
            assert set(row[columns]) == {"–"}, name
    by_unit = [row for row in book["Tổng quan"].values if row[:2] == ("Xã Hai", ONLINE)]
    assert [row[2:9] for row in by_unit] == [("–",) * 7]
    shown, plotted = zip(
        *((row[3:15], row[15:33]) for row in rows_of(book["Tiến độ 10 ngày"], "Kỳ 2")), strict=True
    )
    assert {row[0::2] for row in shown} == {("–",) * 6}
    assert {row[0::3] for row in plotted} == {(None,) * 6}
    write_document(results, tmp_path / "a.docx")
    table = Document(str(tmp_path / "a.docx")).tables[1]
    rows = {row.cells[0].text: [cell.text for cell in row.cells[4:7]] for row in table.rows}
    assert rows[PAYMENT] == DASHES
    (line,) = [line for line in screen_of(results) if line.startswith(f"│ {PAYMENT}")]
    assert [part.strip() for part in line.split("│")[2:-1]] == ["–", "–", "–", "–"]


def test_a_chart_calls_nothing_unknown_0_percent(tmp_path):
    """Its label says that there is no data; a target that is not there has none."""
    write_workbook(results_of(tmp_path), tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as package:
        chart = etree.fromstring(package.read("xl/charts/chart1.xml"))
    targets, reached = chart.xpath("//*[local-name()='ser']")

    def labels(series):
        return [
            (entry.xpath("./*[local-name()='idx']/@val")[0],
             "".join(entry.xpath(".//*[local-name()='t']/text()")) or "deleted")
            for entry in series.xpath(".//*[local-name()='dLbl']")
        ]  # fmt: skip

    unknown = ["0", "3", "4", "5"]
    assert labels(targets) == [(number, "deleted") for number in unknown]
    assert labels(reached) == [(number, "chưa có số liệu") for number in unknown]


def test_a_unit_without_data_is_looked_up_as_one(tmp_path):
    """LibreOffice finds a dash where another unit is chosen that has none."""
    results = results_of(tmp_path, dossier(unit="Xã Hai"), campaign=plan(tmp_path, **TWO_UNITS))
    path = tmp_path / "a.xlsx"
    write_workbook(results, path)
    cached, calculated = values(path), values(converted(path, tmp_path / "anew", "xlsx"))
    live = [place for place in formulas(path) if place[0] in ("Tra cứu đơn vị", "Tóm tắt")]
    assert {place: calculated.get(place) for place in live} == {p: cached.get(p) for p in live}
    rows = rows_of(book_of(results, tmp_path)["Tra cứu đơn vị"], ONLINE)
    assert [row[1:7] for row in rows] == [("–", "–", "–", 0.3, "–", "–")]


def test_what_had_no_data_before_is_not_compared_with_0(tmp_path):
    """Nor what has none now."""
    before = Changes(date(2024, 5, 6), (PastFact("H21.65", "online", 0, 0, None, ""),))
    campaign = plan(tmp_path)
    result = outcome(tmp_path, {"a.csv": export("dossiers", dossier())}, DAY50, campaign)
    sheet = book_of(result.results(campaign, changes=before), tmp_path)["Thay đổi"]
    rows = {row[1]: row[2:9] for row in sheet.values if row[0] == "Xã Một"}
    assert rows[ONLINE] == (*DASHES, 1, 1, 1, "–")
    assert rows[PAYMENT] == ("–",) * 7


# Overdue dossiers


@pytest.mark.parametrize(
    ("late", "waiting", "told"),
    [
        (2, 1, "Việc gấp nhất: 2 hồ sơ chưa xong và 1 hồ sơ đang chờ đã quá hạn trả, xem trang “Cần xử lý”."),
        (1, 0, "Việc gấp nhất: 1 hồ sơ chưa xong đã quá hạn trả, xem trang “Cần xử lý”."),
        (0, 3, "Việc gấp nhất: 3 hồ sơ đang chờ đã quá hạn trả, xem trang “Cần xử lý”."),
        (0, 0, ""),
    ],
)  # fmt: skip
def test_overdue_dossiers_are_named_before_other_work(tmp_path, late, waiting, told):
    """First of the tasks; on the screen and the first page before what was read."""
    rows = [dossier(code=f"L{n}", ended=None, status="Đang xử lý") for n in range(late)]
    rows += [dossier(code=f"W{n}", ended=None, status="Dừng xử lý") for n in range(waiting)]
    results = results_of(tmp_path, dossier(), *rows)
    tasks = sections_of(results)[5]
    screen, page = screen_of(results), texts_of(book_of(results, tmp_path)["Tóm tắt"])
    if told:
        assert tasks[0] == f"- {told}"
        for lines in (screen, [line.removeprefix("1. ")[: len(told)] for line in page]):
            place = lines.index(told)
            assert all(not line.startswith(("Đã đọc", "Lưu ý")) for line in lines[:place])
    else:
        assert not [line for line in (*tasks, *screen, *page) if "Việc gấp nhất" in line]
