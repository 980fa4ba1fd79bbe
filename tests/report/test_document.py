"""The report document: what it says, how it is laid out, what it leaves to a person."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
from docx import Document

from pipeline.model import Changes, Index, PastFact
from pipeline.report.document.document import write_document
from tests.builders import DAY50, PLAN_ROWS, dossier, export, plan
from tests.office import converted, problems
from tests.outcomes import outcome

NASTY = "=1+1 [H'Bia]: \x07" + "x" * 46


def _results(tmp_path, as_of=DAY50, campaign=None, rows=None, **differs):
    campaign = campaign or plan(tmp_path)
    rows = rows or [dossier(), dossier(code="B", channel="BCCI", official="Bùi Thị B"),
                    dossier(code="C", channel="BCCI", official="Bùi Thị B"),
                    dossier(code="D", channel="BCCI", official="Bùi Thị B")]  # fmt: skip
    result = outcome(tmp_path, {"a.csv": export("dossiers", *rows)}, as_of, campaign)
    return result.results(campaign, as_of, **differs)


def _texts(results, tmp_path):
    path = tmp_path / "a.docx"
    write_document(results, path)
    document = Document(io.BytesIO(path.read_bytes()))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs], cells


def test_it_has_every_part_that_the_decree_asks_for(tmp_path):
    """Bodies, motto, number, place and date, title, recipients, signature; open parts are blanks."""
    paragraphs, cells = _texts(_results(tmp_path), tmp_path)
    for part in (
        "ỦY BAN NHÂN DÂN XÃ MỘT\nCÔNG AN XÃ MỘT\n",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n",
        "Số: ……… /BC-CAX",
        "Một, ngày …… tháng …… năm 2024",
    ):
        assert part in cells
    assert paragraphs[paragraphs.index("BÁO CÁO") + 1].startswith("Kết quả thực hiện Chiến dịch")
    assert any(cell.startswith("Nơi nhận:\n- UBND xã Một (b/c);\n") for cell in cells)
    assert "TRƯỞNG CÔNG AN XÃ\n\n\n\n\n………" in cells
    assert "Kính gửi: UBND xã Một" in paragraphs
    assert [text for text in paragraphs if text.startswith("[……")] == [
        "[…… đơn vị bổ sung: văn bản chỉ đạo, hội nghị, tuyên truyền, kiểm tra đã thực hiện ……]",
        "[…… đơn vị bổ sung: hình thức biểu dương tập thể, cá nhân hoàn thành tốt ……]",
        "[…… đơn vị bổ sung: hình thức xử lý đối với tập thể, cá nhân chưa hoàn thành ……]",
        "[…… đơn vị bổ sung: đánh giá khác ……]",
        "[…… đơn vị bổ sung: nguyên nhân, khó khăn, vướng mắc khác ……]",
        "[…… đơn vị bổ sung: nhiệm vụ khác trong thời gian tới ……]",
        "[…… đơn vị bổ sung: đề xuất, kiến nghị ……]",
    ]


def test_at_the_end_the_issuer_reports_to_the_body_above(tmp_path):
    """With what the plan says of its papers: the body above, who gets a copy, who signs for whom."""
    items = {
        "Cơ quan cấp trên": "UBND huyện Hai", "Nơi nhận": "Như trên; Lưu: VP", "Người ký": "Siu Ba",
        "Chức vụ người ký": "Phó Chủ tịch",
    }  # fmt: skip
    rows = [[name, value] for name, value in (dict(PLAN_ROWS["Kế hoạch"]) | items).items()]
    campaign = plan(tmp_path, **{"Kế hoạch": rows})
    paragraphs, cells = _texts(_results(tmp_path, campaign.end, campaign), tmp_path)
    assert "Số: ……… /BC-UBND" in cells
    assert "Kính gửi: UBND huyện Hai" in paragraphs
    assert any("của UBND xã Một, UBND xã Một báo cáo kết quả" in text for text in paragraphs)
    assert "ỦY BAN NHÂN DÂN HUYỆN HAI\nỦY BAN NHÂN DÂN XÃ MỘT\n" in cells
    assert "Nơi nhận:\n- Như trên;\n- Lưu: VP;" in cells
    assert "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\n\n\n\n\nSiu Ba" in cells


@pytest.mark.parametrize(
    ("as_of", "kind"),
    [
        (date(2024, 5, 6), "định kỳ 10 ngày, lần thứ 4"),
        (date(2024, 5, 16), "sơ kết 50 ngày"),
        (date(2024, 6, 29), "tổng kết 94 ngày"),
        (date(2024, 7, 9), "duy trì sau chiến dịch"),
    ],
)
def test_the_day_of_the_figures_says_which_report_it_is(tmp_path, as_of, kind):
    """Periodic, of day 50, of the end, of the time after it; no other command."""
    paragraphs, _ = _texts(_results(tmp_path, as_of), tmp_path)
    assert f"Kết quả thực hiện Chiến dịch cao điểm ({kind})" in paragraphs


def test_a_periodic_report_has_its_own_days_beside_all(tmp_path):
    """What was counted in its window; the reports of milestones have the course of all windows."""
    rows = [dossier(received="01/04/2024"), dossier(code="B", received="07/05/2024", ended=None),
            dossier(code="C", received="08/05/2024", ended=None, due=None, channel="BCCI")]  # fmt: skip
    paragraphs, _ = _texts(_results(tmp_path, date(2024, 5, 10), rows=rows), tmp_path)
    own = [text for text in paragraphs if text.startswith("Riêng kỳ này")]
    assert own == [
        "Riêng kỳ này (từ ngày 07/5/2024 đến ngày 10/5/2024, 4 trong 10 ngày của kỳ): Tiến độ giải quyết "
        "đạt 50,00% (1/2 hồ sơ); Tỷ lệ dịch vụ công trực tuyến đạt 50,00% (1/2 hồ sơ)."
    ]
    assert not any(text.startswith("Diễn biến") for text in paragraphs)
    of_the_end, _ = _texts(_results(tmp_path, date(2024, 6, 29), rows=rows), tmp_path)
    assert not any(text.startswith("Riêng kỳ này") for text in of_the_end)
    assert any(text.startswith("Diễn biến") for text in of_the_end)


def test_after_the_end_the_targets_are_maintained(tmp_path):
    """The opening says how long after; no day 104 of a campaign of 94 days."""
    paragraphs, _ = _texts(_results(tmp_path, date(2024, 7, 9)), tmp_path)
    assert any("(10 ngày sau khi chiến dịch kết thúc) như sau:" in text for text in paragraphs)
    assert (
        "Trên đây là báo cáo kết quả duy trì các chỉ tiêu của Chiến dịch cao điểm của UBND xã Một./."
        in paragraphs
    )


def test_its_sentences_are_the_facts(tmp_path):
    """Counts, target, variance and shortfall; last year; who met the targets and who did not."""
    paragraphs, _ = _texts(_results(tmp_path), tmp_path)
    assert (
        "3. Tỷ lệ dịch vụ công trực tuyến: đạt 25,00% (1/4 hồ sơ), chưa đạt chỉ tiêu được giao 30%, "
        "thấp hơn 5,00 điểm phần trăm, còn thiếu 1 hồ sơ; năm 2023 đạt 0,2%. Nếu chỉ nhận hồ sơ "
        "như 10 ngày qua thì không còn đạt được chỉ tiêu 60% vào cuối chiến dịch, vì đã có 3 hồ sơ "
        "nộp giấy; cao nhất còn có thể đạt 25,00%."
    ) in paragraphs
    assert (
        "2. Tiến độ giải quyết: đạt 100,00% (4/4 hồ sơ), đạt chỉ tiêu được giao 100%; năm 2023 "
        "đạt 99,77%." in paragraphs
    )
    assert "1. Tỷ lệ công khai, minh bạch: chưa có số liệu." in paragraphs
    assert "Cá nhân hoàn thành mọi chỉ tiêu có số liệu: Nguyễn Văn A." in paragraphs
    assert (
        "Cá nhân chưa hoàn thành: Bùi Thị B (Tỷ lệ dịch vụ công trực tuyến thiếu 1)." in paragraphs
    )
    assert (
        "Có 1/2 dịch vụ công trực tuyến chưa phát sinh hồ sơ trực tuyến, gồm: Thủ tục hai."
        in paragraphs
    )


def test_difficulties_and_proposals_of_officials_are_carried_over(tmp_path):
    """In their own words, with who and when, up to the day of the figures; a proposal once."""
    sheet = [
        ["Ngày", "Cán bộ", "Nội dung", "Đề xuất"],
        ["12/04/2024", "Nguyễn Văn A", "Mạng hay đứt.", "Thêm một đường truyền"],
        [None, None, "Máy quét hỏng", "Thêm một đường truyền"],
        ["17/05/2024", "Nguyễn Văn A", "Chuyện ngày mai", "Chuyện ngày mai"],
    ]
    campaign = plan(tmp_path, **{"Khó khăn": sheet})
    paragraphs, _ = _texts(_results(tmp_path, campaign=campaign), tmp_path)
    third, fourth = (
        paragraphs.index("V. KHÓ KHĂN, VƯỚNG MẮC"),
        paragraphs.index("VI. NHIỆM VỤ THỜI GIAN TỚI"),
    )
    assert [text for text in paragraphs[third:fourth] if text.startswith("- ")] == [
        "- Mạng hay đứt (Nguyễn Văn A, ngày 12/4/2024).", "- Máy quét hỏng.",
    ]  # fmt: skip
    assert [text for text in paragraphs[fourth:] if text.startswith("- ")] == [
        "- Thêm một đường truyền."
    ]


def test_it_says_what_changed_since_the_previous_report(tmp_path):
    """In points, up or down, with the day and the rate then."""
    before = Changes(date(2024, 5, 6), (PastFact("H21.65", "online", 1, 2, 5000, "dat"),))
    paragraphs, _ = _texts(_results(tmp_path, changes=before), tmp_path)
    online = next(text for text in paragraphs if text.startswith("3."))
    assert "Giảm 25,00 điểm phần trăm so với báo cáo số liệu đến ngày 06/5/2024 (50,00%)." in online


def test_names_of_every_kind_and_samples(tmp_path):
    """Nothing that Word could not open; a sample says so."""
    rows = [dossier(official=NASTY), dossier(code="B", official="Nguyễn Văn A")]
    paragraphs, cells = _texts(_results(tmp_path, rows=rows, is_sample=True), tmp_path)
    assert any("[H'Bia]" in cell for cell in cells)
    assert paragraphs[0].startswith("SỐ LIỆU MẪU")


def test_many_units_and_officials_stay_readable(tmp_path):
    """135 units with 2 officials each: lists and tables are cut, and say so."""
    units = [[n, f"H21.{n}", f"Xã {n:03d}", None] for n in range(1, 136)]
    targets = [[unit[1], "online", 0.2, 50, 30, None] for unit in units]
    rows = [
        dossier(code=f"A{n}", official=f"Cán bộ {n}", unit=unit[2], channel="BCCI")
        for unit in units for n in range(2)
    ]  # fmt: skip
    campaign = plan(tmp_path, **{"Đơn vị": units, "Chỉ tiêu": targets})
    paragraphs, _ = _texts(_results(tmp_path, campaign=campaign, rows=rows), tmp_path)
    assert any("và 125 trường hợp khác" in text for text in paragraphs)
    assert "Còn 75 dòng nữa, xem tệp Phụ lục II kèm theo." in paragraphs
    assert "Còn 210 dòng nữa, xem tệp Phụ lục II kèm theo." in paragraphs


def test_the_same_results_give_the_same_document(tmp_path):
    """No clock, also not in the chart's own workbook."""
    results = _results(tmp_path)
    for name in ("1.docx", "2.docx"):
        write_document(results, tmp_path / name)
    assert (tmp_path / "1.docx").read_bytes() == (tmp_path / "2.docx").read_bytes()
    with zipfile.ZipFile(tmp_path / "1.docx") as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert "word/charts/chart1.xml" in package.namelist()


def test_libreoffice_opens_it_and_word_has_nothing_to_repair(tmp_path):
    """Valid by the schemas and rules of Office Open XML; printed to PDF."""
    write_document(_results(tmp_path), tmp_path / "a.docx")
    assert problems(tmp_path / "a.docx") == []
    assert converted(tmp_path / "a.docx", tmp_path / "out", "pdf").read_bytes().startswith(b"%PDF")


def test_the_index_stands_beside_last_years_on_what_has_data(tmp_path):
    """Points of known parts out of what these can give; the plan's points of the year before are of
    the whole index, which is said.
    """
    items = {"Điểm 766 năm trước": 57.78, "Xếp hạng năm trước": "05/10"}
    rows = [[name, value] for name, value in (dict(PLAN_ROWS["Kế hoạch"]) | items).items()]
    campaign = plan(tmp_path, **{"Kế hoạch": rows})
    result = outcome(tmp_path, {"a.csv": export("dossiers", dossier())}, DAY50, campaign)
    paragraphs, _ = _texts(result.results(campaign, DAY50), tmp_path)
    assert (
        "Bộ chỉ số theo Quyết định 766/QĐ-TTg: 34,00 trên 38 điểm có số liệu; năm 2023 đạt 57,78 "
        "trên 100 điểm, xếp hạng 05/10 (chưa so được: năm trước tính cả phần nay chưa có số liệu)."
    ) in paragraphs
    without = result.results(plan(tmp_path), DAY50)
    assert (
        "Bộ chỉ số theo Quyết định 766/QĐ-TTg: 34,00 trên 38 điểm có số liệu."
        in _texts(without, tmp_path)[0]
    )
    untold = result.results(plan(tmp_path), DAY50, index=Index())
    assert not any(text.startswith("Bộ chỉ số") for text in _texts(untold, tmp_path)[0])
