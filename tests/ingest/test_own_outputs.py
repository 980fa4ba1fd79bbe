"""What this program writes, put into inputs/: named as its own, nothing of it read as an export."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, datetime

import openpyxl
import pytest

from pipeline.files.discover import discover
from pipeline.ingest import read_tables
from pipeline.model import Changes, LastYear, Limits
from pipeline.publish.outputs import OUTPUTS
from pipeline.report import write_workbook
from pipeline.report.workbook import _SHEETS, SUMMARY
from schemas.other_pages import own
from tests.builders import (
    TREE,
    csv_bytes,
    digitization,
    dossier,
    export,
    payment,
    plan,
    plan_bytes,
    portal,
    publicity,
    rating,
    table,
    xlsx_bytes,
)
from tests.command import pipeline
from tests.outcomes import outcome

AS_OF = date(2024, 5, 16)
VILLAGES = [[*row, name] for row, name in zip(
    table("dossiers", [dossier(code="T", unit="Xã Hai", channel="BCCI")]), ("Thôn", "Thôn 1"), strict=True
)]  # fmt: skip
FILES = {
    "a.csv": export("dossiers", dossier(fee="8.000"), dossier(code="B", unit="Xã Hai", channel="BCCI")),
    "b.csv": export("payments", payment()),
    "c.csv": export("digitization", digitization()),
    "d.csv": export("ratings", rating()),
    "e.csv": export("publicity", publicity(unit="Xã Một")),
    "f.csv": export("portal", portal()),
    "g.csv": csv_bytes(VILLAGES),
}  # fmt: skip


def _told(content):
    """Kind and doubts of each of a file's sheets."""
    return [(s.table and s.table.kind, [d.code for d in s.doubts]) for s in read_tables(content)]


OWN = [(None, ["own_output"])]


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Every sheet that a workbook may have: name -> the texts of its rows."""
    folder = tmp_path_factory.mktemp("pages")
    campaign = plan(folder, **TREE)
    wrong = {"h.csv": export("dossiers", dossier(code="X", channel="?"))}
    results = outcome(folder, FILES | wrong, AS_OF, campaign).results(campaign, AS_OF)
    past = LastYear(2023, (), {"H21": 12}, 0)
    changes = Changes(date(2024, 5, 6), ())
    results = replace(results, analysis=replace(results.analysis, last_year=past, changes=changes))
    write_workbook(results, folder / "a.xlsx")
    book = openpyxl.load_workbook(io.BytesIO((folder / "a.xlsx").read_bytes()), data_only=True)
    return {
        sheet.title: [list(map(_text, row)) for row in sheet.iter_rows(values_only=True)]
        for sheet in book
    }


def _text(value):
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def test_every_sheet_saved_by_itself_is_named(pages):
    """As a workbook or as text, under another name, and with an empty sheet beside it."""
    expected = {SUMMARY, *(sheet.name.format(cycle=10) for sheet in _SHEETS)}
    assert set(pages) == expected
    for name, rows in pages.items():
        for content in (
            xlsx_bytes({name: rows}),
            csv_bytes(rows),
            xlsx_bytes({"A": rows, "B": []}),
        ):
            assert _told(content) == OWN, name


def test_a_workbook_with_some_of_the_sheets_is_named(pages):
    """Whichever were deleted, in whatever order."""
    names = list(pages)
    for chosen in (names[::2], names[1::2], names[-3:][::-1]):
        assert _told(xlsx_bytes({name: pages[name] for name in chosen})) == OWN


def test_an_export_beside_a_sheet_of_ours_is_read(pages):
    """The sheet is named, and nothing of it read."""
    rows = table("dossiers", [dossier()])
    told = _told(xlsx_bytes({"Hồ sơ": rows, "Định nghĩa": pages["Định nghĩa"]}))
    assert told == [("dossiers", []), *OWN]


@pytest.mark.parametrize("title", ["DANH SÁCH HỒ SƠ THEO THÔN, TỔ DÂN PHỐ", "CHI TIẾT HỒ SƠ",
                                   "CÔNG KHAI THỦ TỤC HÀNH CHÍNH", "HỒ SƠ CẦN XỬ LÝ"])  # fmt: skip
def test_an_export_with_a_title_like_ours_is_read(title):
    """What any system may write above its lists."""
    assert _told(csv_bytes([[title], *table("dossiers", [dossier()])]))[0][0] == "dossiers"


def test_all_stems_of_outputs_are_known():
    """The names that files get."""
    assert own().stems == tuple(stem for stem, _ in OUTPUTS)


@pytest.mark.parametrize("prefix", ["", "mau_"])
def test_what_is_no_spreadsheet_is_named_by_its_name(tmp_path, prefix):
    """Also a second one, and one that a browser has loaded again."""
    for stem, suffix in OUTPUTS:
        for rest in ("", "_2", " (1)"):
            (tmp_path / f"{prefix}{stem}_2024-05-16{rest}.{suffix}").write_bytes(b"x")
    (tmp_path / "báo cáo.docx").write_bytes(b"x")
    found = discover(tmp_path, tmp_path / "ke-hoach.xlsx", Limits())
    codes = {problem.file: problem.code for problem in found.problems}
    assert codes.pop("báo cáo.docx") == "other_file"
    assert set(codes.values()) == {"own_output"}
    kinds = {name.rpartition(".")[2] for name in codes}
    assert kinds == {"parquet", "html", "txt", "docx"}


def test_a_run_over_its_own_outputs_counts_nothing_twice(tmp_path):
    """All outputs but the copies to correct put into inputs/: the same facts, each told."""
    inputs, outputs = tmp_path / "inputs", tmp_path / "outputs"
    inputs.mkdir()
    (inputs / "ke-hoach.xlsx").write_bytes(plan_bytes())
    for name in ("a.csv", "b.csv", "d.csv", "e.csv", "f.csv"):
        (inputs / name).write_bytes(FILES[name].replace("Xã Hai".encode(), "Xã Một".encode()))
    arguments = ("report", "--inputs", inputs, "--as-of", AS_OF, "--outputs")
    assert pipeline(*arguments, outputs).returncode == 0
    written = [path for path in outputs.glob("*_*") if path.is_file()]
    for path in written:
        (inputs / path.name).write_bytes(path.read_bytes())
    assert pipeline(*arguments, tmp_path / "again").returncode == 0
    name = "so-lieu_2024-05-16.csv"
    assert (tmp_path / "again" / name).read_bytes() == (outputs / name).read_bytes()
    text = (tmp_path / "again" / "loi_2024-05-16.csv").read_text("utf-8-sig")
    told = {row["file"]: row["code"] for row in csv.DictReader(io.StringIO(text))}
    assert {path.name: told.get(path.name) for path in written} == dict.fromkeys(
        (path.name for path in written), "own_output"
    )


def test_what_staff_fill_in_is_no_output_to_leave_out(tmp_path):
    """Copies to correct are read, the workbook that asks what is meant teaches."""
    inputs, outputs = tmp_path / "inputs", tmp_path / "outputs"
    inputs.mkdir()
    (inputs / "ke-hoach.xlsx").write_bytes(plan_bytes())
    wrong = dossier(code="B", channel="Bưu cục lạ")
    (inputs / "a.csv").write_bytes(export("dossiers", dossier(), wrong))
    arguments = ("report", "--inputs", inputs, "--as-of", AS_OF, "--outputs", outputs)
    assert pipeline(*arguments).returncode == 0
    for name in ("sua_a.xlsx", "cot-la.xlsx"):
        (inputs / name).write_bytes((outputs / "can-sua" / name).read_bytes())
    assert pipeline(*arguments).returncode == 0
    text = (outputs / "loi_2024-05-16.csv").read_text("utf-8-sig")
    assert "own_output" not in text
    sources = (outputs / "nguon_2024-05-16.csv").read_text("utf-8-sig")
    rows = {row["file"]: row for row in csv.DictReader(io.StringIO(sources))}
    assert rows["sua_a.xlsx"]["kind"] == "dossiers"
    assert rows["cot-la.xlsx"]["message"].startswith("nói nghĩa của")
