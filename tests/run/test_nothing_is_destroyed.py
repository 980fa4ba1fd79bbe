"""What staff have written into outputs/ and what they have of real exports stays."""

from __future__ import annotations

import csv
import io

import docx
import openpyxl

from tests.builders import TWO_UNITS, dossier, export, plan_bytes
from tests.run.office import NAMES, digest

WORKBOOK, DOCUMENT = NAMES[0], NAMES[-1]


def _write_into(path):
    """A person's sentence at the end of a document."""
    document = docx.Document(path)
    document.add_paragraph("Ý kiến của tôi")
    document.save(path)
    return path.read_bytes()


def test_an_edited_document_and_workbook_stay_and_the_new_ones_stand_beside(office):
    """With other exports a run gives new ones, named on the screen; the CSVs are renewed."""
    office.run()
    mine = _write_into(office.outputs / DOCUMENT)
    book = openpyxl.load_workbook(office.outputs / WORKBOOK)
    book.worksheets[0]["A1"] = "của tôi"
    book.save(office.outputs / WORKBOOK)
    signed = (office.outputs / WORKBOOK).read_bytes()
    office.put("them.csv", export("dossiers", dossier(code="MOI")))
    done = office.run()
    assert done.returncode == 0
    reports = office.reports()
    assert (reports[DOCUMENT], reports[WORKBOOK]) == (mine, signed)
    for name in (DOCUMENT, WORKBOOK):
        second = name.replace("2024-05-16", "2024-05-16_2")
        assert second in reports
        assert (
            f"{office.outputs / name}: đang mở, hoặc đã được sửa từ khi lập; bản mới: "
            in done.stdout
        )
    assert done.stdout.rstrip().endswith("phu-luc-ii_2024-05-16_2.xlsx")
    assert "bao-cao_2024-05-16_2.docx" in done.stdout
    assert ",41,41," in reports[NAMES[1]].decode("utf-8-sig")


def test_edited_news_stay_and_the_new_ones_stand_beside(office):
    """As the document; where nobody changed them they are renewed."""
    name = "tin-bai_2024-05-16.txt"
    office.run()
    (office.outputs / name).write_text("Bài của tôi", encoding="utf-8")
    office.put("them.csv", export("dossiers", dossier(code="MOI")))
    screen = office.run().stdout
    reports = office.reports()
    assert reports[name] == "Bài của tôi".encode()
    assert "(41/41 hồ sơ)" in reports["tin-bai_2024-05-16_2.txt"].decode("utf-8-sig")
    assert f"loa, nhóm Zalo: {office.outputs / 'tin-bai_2024-05-16_2.txt'}" in screen
    office.put("them.csv", export("dossiers", dossier(code="MOI", channel="BCCI")))
    office.run()
    assert "(40/41 hồ sơ)" in office.reports()["tin-bai_2024-05-16_2.txt"].decode("utf-8-sig")


def test_an_edited_document_is_not_doubled_where_nothing_is_new(office):
    """Again and again: the outputs are the same, and the screen says what was left alone."""
    office.run()
    _write_into(office.outputs / DOCUMENT)
    before = digest(office.reports())
    for _ in range(2):
        done = office.run("--no-cache")
        assert "không có gì mới để ghi" in done.stdout
        assert digest(office.reports()) == before


def test_workbooks_of_units_are_kept_likewise(office):
    """One that somebody has changed stays beside the new one."""
    office.put("ke-hoach.xlsx", plan_bytes(**TWO_UNITS))
    office.run("--split")
    path = next((office.outputs / "tung-don-vi_2024-05-16").iterdir())
    path.write_bytes(b"mine")
    office.put("them.csv", export("dossiers", dossier(code="MOI")))
    done = office.run("--split")
    names = {other.name for other in path.parent.iterdir()}
    assert (len(names), names > {path.name, f"{path.stem}_2.xlsx"}) == (3, True)
    assert (path.read_bytes(), done.returncode) == (b"mine", 0)


def test_a_copy_begun_to_correct_stays_and_what_is_new_stands_beside(office):
    """The export has another wrong row now: the new copy has both, the other one is untouched."""
    office.run()
    copies = office.outputs / "can-sua" / "thang 4"
    (copies / "sua_hồ sơ.xlsx").write_bytes(b"mine")
    rows = [dossier(code="X", channel="Fax"), dossier(code="Y", channel="Fax")]
    office.put("thang 4/hồ sơ.csv", export("dossiers", *rows))
    done = office.run()
    assert (copies / "sua_hồ sơ.xlsx").read_bytes() == b"mine"
    assert f"bản mới: {copies / 'sua_hồ sơ_2.xlsx'}" in done.stdout
    sheet = openpyxl.load_workbook(copies / "sua_hồ sơ_2.xlsx").worksheets[0]
    assert sheet.max_row == 5


def _only_samples(office):
    """The office's exports are gone; what is left is a sample."""
    real = {}
    for path in [p for p in office.inputs.rglob("*") if p.is_file() and p.name != "ke-hoach.xlsx"]:
        real[path.relative_to(office.inputs).as_posix()] = path.read_bytes()
        path.unlink()
    office.put("mau/m.csv", export("dossiers", dossier(code="M"), dossier(code="N", channel="Fax")))
    return real


def test_a_report_of_samples_takes_no_real_ones_place(office):
    """Each of its outputs has mau_ before its name; the real ones and their copies are untouched."""
    office.put("ke-hoach.xlsx", plan_bytes(**TWO_UNITS))
    office.run("--split")
    real = {p: p.read_bytes() for p in office.outputs.rglob("*.*") if ".bo-nho-dem" not in p.parts}
    _only_samples(office)
    done = office.run("--split")
    assert (done.returncode, "mau_phu-luc-ii_2024-05-16.xlsx" in done.stdout) == (0, True)
    assert "mau_bao-cao_2024-05-16.docx" in done.stdout
    visible = {p for p in real if not p.name.startswith(".")}
    assert {p: p.read_bytes() for p in visible} == {p: real[p] for p in visible}
    new = {p.relative_to(office.outputs).parts[0] for p in office.outputs.rglob("*")} - {
        p.relative_to(office.outputs).parts[0] for p in real
    }
    of_samples = {f"mau_{name}" for name in (*NAMES, "can-sua", "tung-don-vi_2024-05-16")}
    assert {name for name in new if not name.startswith(".")} == of_samples


def test_nothing_is_compared_with_a_sample_nor_a_sample_with_anything(office):
    """The report after a sample is a first one; so is a sample after a real report."""
    real = _only_samples(office)
    office.run()
    for name, content in real.items():
        office.put(name, content)
    office.run(as_of="26/05/2024")
    _only_samples(office)
    office.run(as_of="28/05/2024")
    for name in ("phu-luc-ii_2024-05-26.xlsx", "mau_phu-luc-ii_2024-05-28.xlsx"):
        book = openpyxl.load_workbook(office.outputs / name, read_only=True)
        assert "Thay đổi" not in book.sheetnames
        lines = [str(row[0].value) for row in book["Tóm tắt"].iter_rows()]
        assert any("chưa có báo cáo trước để so sánh" in line for line in lines)


def test_a_copy_saved_over_its_export_is_told_on_the_screen(office):
    """The mistake that the name of a copy prevents: still, the rows count and the file is named."""
    office.run()
    copy = office.outputs / "can-sua" / "thang 4" / "sua_hồ sơ.xlsx"
    office.put("thang 4/hồ sơ.xlsx", copy.read_bytes())
    (office.inputs / "thang 4" / "hồ sơ.csv").unlink()
    done = office.run()
    assert "Lưu ý: thang 4/hồ sơ.xlsx: Tệp là bản sửa, nhưng bản xuất gốc của 1 dòng" in done.stdout


def test_the_same_export_twice_is_told_on_the_screen(office):
    """Both names; the rows of one are duplicates."""
    office.put("copy.csv", (office.inputs / "dg.csv").read_bytes())
    done = office.run()
    assert "Lưu ý: dg.csv: Tệp giống hệt tệp “copy.csv”" in done.stdout
    sources = list(csv.DictReader(io.StringIO(office.reports()[NAMES[3]].decode("utf-8-sig"))))
    ratings = {source["file"]: source for source in sources if source["kind"] == "ratings"}
    kept = sorted((s["rows_kept"], s["rows_duplicate"]) for s in ratings.values())
    assert kept == [("0", "2"), ("2", "0")]
