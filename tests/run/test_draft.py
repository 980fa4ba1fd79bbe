"""`pipeline plan draft`: from exports to a plan that a report can be made by."""

from __future__ import annotations

import csv
import io
from datetime import date

import openpyxl
import pytest

from tests.builders import dossier, export, payment, plan_bytes, publicity
from tests.command import pipeline

YELLOW = "FFFFFF00"
UNIT = {"unit": "UBND xã Chư A Thai"}


def _dossiers():
    """A commune that no shipped plan knows; procedures that none has."""
    rows = [
        dossier(code=f"H21.70-240401-{n:04d}", procedure="2.000815", name="Chứng thực bản sao",
                area="Chứng thực", fee="8.000", official="Siu Hai", **UNIT)
        for n in range(6)
    ]  # fmt: skip
    rows += [dossier(code=f"H21.70-240402-{n:04d}", received="30/05/2024", due="05/06/2024",
                     ended="03/06/2024", procedure="1.001193", name="Đăng ký khai sinh", official="Ksor Ba",
                     channel="Trực tiếp", applicant="Nguyễn Thị ZZPD", **UNIT)
             for n in range(4)]  # fmt: skip
    return rows


@pytest.fixture
def commune(office):
    """An office with exports of another commune, and no plan."""
    for path in sorted(office.inputs.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    office.put("ho so.csv", export("dossiers", *_dossiers()))
    office.put(
        "gd.csv", export("payments", payment(code="H21.70-240401-0001"), without=("Đơn vị",))
    )
    office.put("ck.csv", export("publicity", publicity(procedure="1.001193"), without=("Đơn vị",)))
    return office


def _draft(office, *arguments):
    return pipeline("plan", "draft", "--inputs", office.inputs, *arguments)


def _typed(path, values):
    """Types into the workbook as a person does: {(sheet, cell): value}."""
    book = openpyxl.load_workbook(path)
    for (sheet, place), value in values.items():
        book[sheet][place].value = value
    book.save(path)


def test_from_exports_to_a_report_typing_only_dates_and_targets(commune):
    """The whole way; nothing is rejected, nothing is missing from the catalogue."""
    done = _draft(commune)
    assert done.returncode == 0, done.stderr
    assert "Đã xem 10 hồ sơ: 1 đơn vị, 2 thủ tục, 2 cán bộ." in done.stdout
    path = commune.inputs / "ke-hoach.xlsx"
    _typed(path, {
        ("Kế hoạch", "B2"): "12/KH-UBND", ("Kế hoạch", "B5"): "Chiến dịch cao điểm",
        ("Kế hoạch", "B6"): date(2024, 4, 1), ("Kế hoạch", "B7"): date(2024, 6, 29),
        ("Chỉ tiêu", "F4"): 60,
    })  # fmt: skip
    checked = pipeline("plan", "check", path)
    assert (checked.returncode, checked.stdout) == (
        0,
        "Kế hoạch 12/KH-UBND dùng được: 1 đơn vị, 2 thủ tục, 01/04/2024 đến 29/06/2024.\n",
    )
    done = commune.run(as_of="29/06/2024")
    assert done.returncode == 0, done.stderr
    reports = commune.reports()
    facts = csv.DictReader(io.StringIO(reports["so-lieu_2024-06-29.csv"].decode("utf-8-sig")))
    online = [f for f in facts if (f["indicator"], f["period"]) == ("online", "cumulative")]
    assert {
        (f["scope"], f["official"] or f["unit"]): (
            f["numerator"],
            f["denominator"],
            f["target_pct"],
        )
        for f in online
        if f["scope"] in {"unit", "official"}
    } == {
        ("unit", "Xã Chư A Thai"): ("6", "10", "60.00"),
        ("official", "Siu Hai"): ("6", "6", "60.00"),
        ("official", "Ksor Ba"): ("0", "4", "60.00"),
    }
    problems = csv.DictReader(io.StringIO(reports["loi_2024-06-29.csv"].decode("utf-8-sig")))
    assert {p["code"] for p in problems} == {"no_export"}


def test_a_draft_reads_back_as_it_is(commune):
    """Before anything is typed, too: dates are proposed, targets are not yet given."""
    _draft(commune)
    checked = pipeline("plan", "check", commune.inputs / "ke-hoach.xlsx")
    assert checked.returncode == 0, checked.stderr
    assert "01/04/2024 đến 30/05/2024" in checked.stdout


def test_what_is_guessed_is_yellow_with_its_reason(commune):
    """Every yellow cell has a comment, and counts stand in it; lists are there to choose from."""
    done = _draft(commune)
    book = openpyxl.load_workbook(commune.inputs / "ke-hoach.xlsx")
    yellow = [
        cell for sheet in book for row in sheet.iter_rows() for cell in row
        if cell.fill.fgColor.rgb == YELLOW
    ]  # fmt: skip
    assert f"{len(yellow)} ô tô vàng" in done.stdout
    assert [cell.coordinate for cell in yellow if cell.comment is None] == []
    fee = next(
        cell for cell in yellow if (cell.parent.title, cell.value) == ("Danh mục TTHC", "Có")
    )
    assert fee.comment.text == "Có thu phí ở 6 trong 6 hồ sơ."
    choices = {
        (sheet.title, str(choice.sqref)): choice.formula1
        for sheet in book for choice in sheet.data_validations.dataValidation
    }  # fmt: skip
    assert choices["Danh mục TTHC", "D2:D2001"] == '"Toàn trình,Một phần,Dịch vụ công"'
    assert choices["Danh mục TTHC", "E2:E2001"] == '"Có,Không"'
    assert choices["Chỉ tiêu", "B2:B2001"] == "'Hướng dẫn'!$D$2:$D$11"
    assert choices["Chỉ tiêu", "A2:A2001"] == "'Đơn vị'!$B$2:$B$500"
    assert book.sheetnames[-1] == "Hướng dẫn"


def test_personal_data_are_in_no_draft(commune):
    """Applicants' names stay in the exports."""
    _draft(commune)
    book = openpyxl.load_workbook(commune.inputs / "ke-hoach.xlsx")
    texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [text for text in texts if "ZZPD" in text] == []


def test_a_second_draft_proposes_only_what_is_new(commune):
    """In a copy; the plan and what people wrote in it stay, byte by byte and cell by cell."""
    _draft(commune)
    path = commune.inputs / "ke-hoach.xlsx"
    _typed(path, {("Kế hoạch", "B2"): "12/KH-UBND", ("Chỉ tiêu", "F4"): 60,
                  ("Danh mục TTHC", "B2"): "Tên do người sửa"})  # fmt: skip
    before = path.read_bytes()
    done = _draft(commune)
    assert "đã có mọi đơn vị, thủ tục, cán bộ" in done.stdout
    rows = [dossier(code=f"H21.70-240501-{n}", procedure=f"1.00400{n}", name=f"=1+{n}", area="Lạ", **UNIT)
            for n in range(3)]  # fmt: skip
    commune.put("moi.csv", export("dossiers", *rows))
    done = _draft(commune)
    assert "3 thủ tục, 1 phân công có trong bản xuất, chưa có trong kế hoạch" in done.stdout
    assert path.read_bytes() == before
    copy = openpyxl.load_workbook(commune.inputs / "ke-hoach-moi.xlsx")
    plan = openpyxl.load_workbook(path)
    for sheet in plan:
        kept = [[cell.value for cell in row] for row in sheet.iter_rows()]
        copied = [[cell.value for cell in row] for row in copy[sheet.title].iter_rows()]
        assert copied[: len(kept)] == kept
    catalogue = list(copy["Danh mục TTHC"].iter_rows(min_row=plan["Danh mục TTHC"].max_row + 1))
    assert [row[1].value for row in catalogue] == ["=1+0", "=1+1", "=1+2"]
    assert {cell.fill.fgColor.rgb for row in catalogue for cell in row} == {YELLOW}
    checked = pipeline("plan", "check", commune.inputs / "ke-hoach-moi.xlsx")
    assert "1 đơn vị, 5 thủ tục" in checked.stdout, checked.stderr


def test_neighbours_are_left_to_their_own_plan(commune):
    """Nearly all dossiers are of one unit: the others stand in the guide with their counts, and
    nothing of theirs is proposed, neither at first nor again.
    """
    for path in commune.inputs.glob("*.csv"):
        path.unlink()
    own = [dossier(code=f"H21.70-240401-{n:04d}", **UNIT) for n in range(20)]
    theirs = [
        dossier(code=f"H21.71-240401-{n}", unit="UBND xã Ia Piar", procedure="1.009999",
                official="Rơ Lan")
        for n in range(4)
    ]  # fmt: skip
    commune.put("ho so.csv", export("dossiers", *own, *theirs))
    done = _draft(commune)
    assert "Đã xem 20 hồ sơ: 1 đơn vị, 1 thủ tục, 1 cán bộ." in done.stdout
    left_out = "Không đưa vào kế hoạch 4 hồ sơ của 1 đơn vị khác: UBND xã Ia Piar (4)."
    assert left_out in done.stdout
    book = openpyxl.load_workbook(commune.inputs / "ke-hoach.xlsx")
    assert [row[2].value for row in book["Đơn vị"].iter_rows(min_row=2)] == ["Xã Chư A Thai"]
    guide = [cell.value for cell in book["Hướng dẫn"]["A"] if cell.value]
    assert guide[-1] == "   UBND xã Ia Piar: 4 hồ sơ"
    assert guide[-2].startswith("4 hồ sơ trong bản xuất ghi 1 đơn vị khác, không đưa vào kế hoạch")
    again = _draft(commune)
    assert left_out in again.stdout
    assert "không có gì để thêm" in again.stdout


def _of_2023():
    """Ten dossiers of the year before, six of them online, in two months."""
    days = ("10/03/2023", "12/04/2023")
    channels = ["Trực tuyến"] * 6 + ["Trực tiếp"] * 4
    return export("dossiers", *(
        dossier(code=f"H21.70-2303-{n}", received=days[n % 2], due="30/04/2023", ended="20/04/2023",
                procedure="2.000815", channel=channel, **UNIT)
        for n, channel in enumerate(channels)
    ))  # fmt: skip


def _results_of(path):
    """Last year's results of a plan workbook: (unit, indicator) -> what stands there, and why."""
    sheet = openpyxl.load_workbook(path)["Chỉ tiêu"]
    return {
        (row[0].value, row[1].value): (row[2].value, row[2].comment.text, row[2].fill.fgColor.rgb)
        for row in sheet.iter_rows(min_row=2) if row[2].value is not None
    }  # fmt: skip


ONLINE_2023 = (
    60,
    "Tính từ bản xuất trong inputs/nam-truoc: 6/10 trong năm 2023. Chỉ có hồ sơ của 2 tháng: xem lại.",
    YELLOW,
)


def test_last_years_results_are_drafted_from_its_exports(commune):
    """As a report counts them, with numerator and denominator; the rest is left to be typed."""
    commune.put("nam-truoc/cu.csv", _of_2023())
    done = _draft(commune)
    assert "kết quả năm trước tính từ bản xuất trong inputs/nam-truoc: xem lại." in done.stdout
    path = commune.inputs / "ke-hoach.xlsx"
    results = _results_of(path)
    assert {name: result[0] for (_, name), result in results.items()} == {
        "Tỷ lệ dịch vụ công trực tuyến": 60, "Tiến độ giải quyết": 100,
    }  # fmt: skip
    assert results["H21.70", "Tỷ lệ dịch vụ công trực tuyến"] == ONLINE_2023
    checked = pipeline("plan", "check", path)
    assert checked.returncode == 0, checked.stderr
    done = commune.run(as_of="30/05/2024")
    assert "kế hoạch đã ghi kết quả năm trước" in " ".join(done.stdout.split())


def test_results_that_a_plan_leaves_empty_are_added_later(commune):
    """In the copy; what was typed stays, and nothing is added twice."""
    _draft(commune)
    path = commune.inputs / "ke-hoach.xlsx"
    rows = openpyxl.load_workbook(path)["Chỉ tiêu"].iter_rows(min_row=2)
    places = {row[1].value: row[2].coordinate for row in rows}
    _typed(path, {("Chỉ tiêu", places["Tiến độ giải quyết"]): 90})
    commune.put("nam-truoc/cu.csv", _of_2023())
    done = _draft(commune)
    assert "1 kết quả năm trước có trong bản xuất, chưa có trong kế hoạch" in done.stdout
    copy = commune.inputs / "ke-hoach-moi.xlsx"
    results = {name: result for (_, name), result in _results_of(copy).items()}
    assert results["Tỷ lệ dịch vụ công trực tuyến"] == ONLINE_2023
    assert results["Tiến độ giải quyết"][0] == 90
    copy.replace(path)
    assert "không có gì để thêm" in _draft(commune).stdout


def test_drafts_are_no_exports_and_are_never_written_over(commune):
    """A third one has another name; a report passes both over."""
    _draft(commune)
    commune.put(
        "moi.csv", export("dossiers", dossier(code="H21.70-240501-1", procedure="1.004000", **UNIT))
    )
    _draft(commune)
    first = (commune.inputs / "ke-hoach-moi.xlsx").read_bytes()
    _draft(commune)
    assert (commune.inputs / "ke-hoach-moi.xlsx").read_bytes() == first
    assert (commune.inputs / "ke-hoach-moi-2.xlsx").exists()
    done = commune.run(as_of="30/05/2024")
    assert (done.returncode, "ke-hoach-moi" in done.stdout) == (0, False)


def test_a_plan_of_another_commune_is_left_alone(commune):
    """A whole plan is drafted beside it."""
    existing = plan_bytes()
    commune.put("ke-hoach.xlsx", existing)
    done = _draft(commune)
    assert (commune.inputs / "ke-hoach.xlsx").read_bytes() == existing
    assert "Kế hoạch đang có là của Xã Một, không của đơn vị nào trong bản xuất" in done.stdout
    checked = pipeline("plan", "check", commune.inputs / "ke-hoach-moi.xlsx")
    assert "1 đơn vị, 2 thủ tục" in checked.stdout


def test_without_exports_nothing_is_drafted(office):
    """Status 3: samples are nobody's plan."""
    for path in office.inputs.rglob("*.*"):
        path.unlink()
    office.put("mau/ho-so.csv", export("dossiers", dossier()))
    done = _draft(office)
    assert (done.returncode, (office.inputs / "ke-hoach.xlsx").exists()) == (3, False)
    assert "Traceback" not in done.stderr


def test_a_file_that_cannot_be_read_is_named(commune):
    """The others are read."""
    commune.put("hong.xlsx", b"PK\x03\x04")
    done = _draft(commune)
    assert done.returncode == 0
    assert "hong.xlsx: " in done.stdout


def test_a_plan_with_faults_is_not_drafted_upon(commune):
    """Status 2 and the fault; it is mended first."""
    commune.put("ke-hoach.xlsx", plan_bytes(**{"Đơn vị": []}))
    done = _draft(commune)
    assert (done.returncode, "không có đơn vị nào" in done.stderr) == (2, True)
