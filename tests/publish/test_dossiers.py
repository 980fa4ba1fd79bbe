"""ho-so: the dossiers of a report that are too many for its workbook."""

from __future__ import annotations

from pipeline.publish import outputs
from pipeline.publish.dossiers import write_dossiers
from tests.builders import DAY50, dossier, export, plan, plan_bytes, rating
from tests.command import pipeline
from tests.outcomes import outcome


def test_a_row_a_dossier_as_the_sheet_has_it(tmp_path):
    """Marks, days, words for codes, where it stands; nothing that Excel takes for a formula."""
    files = {
        "a.csv": export("dossiers", dossier(code="A", official="=1+1"),
                        dossier(code="B", status="Không được tiếp nhận")),
        "d.csv": export("ratings", rating(code="C")),
    }  # fmt: skip
    campaign = plan(tmp_path)
    results = outcome(tmp_path, files, DAY50, campaign).results(campaign)
    write_dossiers(results.counts.detail_file, tmp_path / "ho-so.csv")
    heading, *rows = (tmp_path / "ho-so.csv").read_text("utf-8-sig").splitlines()
    assert heading == (
        '"Mã hồ sơ","Đơn vị","Cán bộ","Mã TTHC","Lĩnh vực","Hình thức","Tiếp nhận","Hẹn trả","Kết thúc",'
        '"Đúng hạn","Trực tuyến","TT trực tuyến","Hài lòng","Số hóa","KQ điện tử","TT toàn trình",'
        '"Không tính vì","Tệp","Trang","Dòng"'
    )
    assert sorted(rows) == [
        '"A","Xã Một","\'=1+1","1.000001","Hộ tịch","Trực tuyến",2024-04-01,2024-04-05,2024-04-03,1,1,,,,1,0,"",'
        '"a.csv","",2',
        '"B","Xã Một",,"1.000001","Hộ tịch","Trực tuyến",2024-04-01,2024-04-05,2024-04-03,,,,,,,,'
        '"Chưa hoặc không được tiếp nhận","a.csv","",3',
        '"C","Xã Một",,,,,,,,,,,1,,,,"Đánh giá; hồ sơ không có trong bản xuất","d.csv","",2',
    ]


def test_it_is_there_only_where_the_workbook_has_no_detail(tmp_path, monkeypatch):
    """With few dossiers there is none."""
    campaign = plan(tmp_path)
    results = outcome(tmp_path, {"a.csv": export("dossiers", dossier())}, DAY50, campaign)
    results = results.results(campaign)
    names = {stem: tmp_path / f"{stem}.{kind}" for stem, kind in outputs.OUTPUTS}
    outputs.write_others(results, names)
    assert not names["ho-so"].exists()
    monkeypatch.setattr("pipeline.report.detail.MAX_DETAIL", 0)
    outputs.write_others(results, names)
    assert names["ho-so"].exists()


def test_none_is_left_of_an_earlier_report_with_more_dossiers(tmp_path):
    """Beside a workbook that has its detail it would be of other exports."""
    inputs, old = tmp_path / "inputs", tmp_path / "outputs" / "ho-so_2024-05-16.csv"
    for folder in (inputs, old.parent):
        folder.mkdir()
    old.write_bytes(b"x")
    (inputs / "ke-hoach.xlsx").write_bytes(plan_bytes())
    (inputs / "a.csv").write_bytes(export("dossiers", dossier()))
    places = ("--inputs", inputs, "--outputs", old.parent, "--as-of", "16/05/2024")
    assert pipeline("report", *places).returncode == 0
    assert not old.exists()
