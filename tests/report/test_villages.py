"""Theo thôn: only where an export names villages; nothing of it stands anywhere else."""

from __future__ import annotations

import openpyxl
import pyarrow.parquet as pq

from pipeline.report import write_workbook
from tests.aggregate.test_villages import with_villages
from tests.builders import dossier, export, payment, plan, plan_bytes
from tests.command import pipeline
from tests.office import converted, formulas, problems, values
from tests.outcomes import outcome
from tests.report.commune import book_of, texts_of
from tests.test_privacy import _unpacked

SHEET = "Theo thôn"


def _files():
    rows = [
        ("Thôn Hòa", dossier(code="A", fee="8.000")),
        ("Thôn Hòa", dossier(code="B", fee="8.000", channel="BCCI")),
        ("Làng A", dossier(code="C", channel="Trực tiếp")),
        (None, dossier(code="D")), (None, dossier(code="E")), (None, dossier(code="F")),
        ("Số 5, đường Lê Lợi", dossier(code="G")),
    ]  # fmt: skip
    return {"a.csv": with_villages(rows), "b.csv": export("payments", payment(code="A"))}


def test_villages_by_their_dossiers_those_without_a_name_last(tmp_path):
    """Shares are formulas, and LibreOffice calculates the same; nothing of nothing is a dash."""
    campaign, path = plan(tmp_path), tmp_path / "a.xlsx"
    results = outcome(tmp_path, _files(), campaign=campaign).results(campaign)
    sheet = book_of(results, tmp_path)[SHEET]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert rows == [
        [1, "Xã Một", "Thôn Hòa", 2, 1, 1, 0.5, 2, 1, 0.5],
        [2, "Xã Một", "Làng A", 1, 0, 1, 0, 0, 0, "–"],
        [3, "Xã Một", "(không ghi thôn)", 3, 3, 0, 1, 0, 0, "–"],
        [4, "Xã Một", "(khác)", 1, 1, 0, 1, 0, 0, "–"],
    ]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("D5", "$4:$4")
    write_workbook(results, path)
    live = {place for place in formulas(path) if place[0] == SHEET}
    cached, calculated = values(path), values(converted(path, tmp_path / "anew", "xlsx"))
    assert len(live) == 8
    assert {place: calculated.get(place) for place in live} == {p: cached.get(p) for p in live}
    assert problems(path) == []


def test_what_no_export_tells_is_a_dash(tmp_path):
    """Channels and fees."""
    campaign = plan(tmp_path)
    content = with_villages([("Thôn 1", dossier())], without=("Hình thức tiếp nhận",))
    results = outcome(tmp_path, {"a.csv": content}, campaign=campaign).results(campaign)
    sheet = book_of(results, tmp_path)[SHEET]
    assert [cell.value for cell in sheet[5]] == [1, "Xã Một", "Thôn 1", 1, *["–"] * 6]


def test_without_villages_there_is_no_sheet(tmp_path):
    """No empty page."""
    campaign = plan(tmp_path)
    files = {"a.csv": export("dossiers", dossier())}
    results = outcome(tmp_path, files, campaign=campaign).results(campaign)
    assert SHEET not in book_of(results, tmp_path).sheetnames


def test_villages_stand_on_their_sheet_alone(tmp_path):
    """In no other sheet, file or copy to correct but the cache; what is more than a name nowhere."""
    inputs, outputs = tmp_path / "inputs", tmp_path / "outputs"
    inputs.mkdir()
    (inputs / "ke-hoach.xlsx").write_bytes(plan_bytes())
    rows = [
        ("Làng Bí Mật", dossier(code="A")),
        ("Nhà riêng, Làng Kín", dossier(code="B")),
        ("Nhà riêng, Làng Kín", dossier(code="C", channel="Fax")),
    ]
    (inputs / "a.csv").write_bytes(with_villages(rows))
    done = pipeline(
        "report", "--inputs", inputs, "--outputs", outputs, "--as-of", "2024-05-16", "--split"
    )
    assert done.returncode == 0, done.stderr
    written = [path for path in outputs.rglob("*") if path.is_file()]
    assert any("can-sua" in str(path) for path in written)
    for path in written:
        content = _unpacked(path)
        assert "Nhà riêng" not in content, path
        is_shown = "phu-luc-ii" in path.name or ".bo-nho-dem" in path.parts
        assert is_shown or "Bí Mật" not in content, path
    book = openpyxl.load_workbook(outputs / "phu-luc-ii_2024-05-16.xlsx")
    shown = [sheet.title for sheet in book if "Làng Bí Mật" in texts_of(sheet)]
    assert shown == [SHEET]
    detail = pq.read_table(outputs / "chi-tiet_2024-05-16.parquet")
    assert "village" not in detail.column_names
