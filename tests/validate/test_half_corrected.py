"""A copy of which some rows are still wrong: each problem is told once, where its author is at work."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import openpyxl
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipeline.report import write_correction
from tests.builders import csv_bytes, dossier, export, table
from tests.outcomes import outcome

HEADER = 3  # the copy's header row, as Excel counts
# Wrong cells: by column, what is wrong and what is still wrong once somebody has tried.
FAULTS = {
    "Hình thức tiếp nhận": ("Fax", "Thư"),
    "Ngày hẹn trả": ("?", "32/01/2024"),
    "Trạng thái hồ sơ": ("Lạ", "Lạ lùng"),
}


def _copy(folder, result, file, changes):
    """The copy of an input as bytes; `changes`: dossier -> {header: value}."""
    path = folder / "copy.xlsx"
    write_correction(file, result.corrections[file], path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    columns = {cell.value: cell.column for cell in sheet[HEADER]}
    for row in range(HEADER + 1, sheet.max_row + 1):
        for header, value in changes.get(sheet.cell(row, columns["Mã hồ sơ"]).value, {}).items():
            sheet.cell(row, columns[header]).value = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _of_rows(result, rows):
    """Problems of rows, as (dossier, code)."""
    return sorted((rows[p.file][p.row], p.code) for p in result.rows() if p.row)


@given(
    st.lists(st.tuples(st.sampled_from(sorted(FAULTS)), st.booleans()), min_size=1, max_size=6),
    st.booleans(),
)
@settings(
    max_examples=20, deadline=None, suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)  # fmt: skip
def test_what_is_still_wrong_is_told_once(rows, is_tried):
    """Whichever rows are corrected, the others, touched or not, have one problem each, at the copy;
    every row is counted once, and facts are those of the corrected rows.
    """
    faulty = [dossier(code=f"A{n}") | {c: FAULTS[c][0]} for n, (c, _) in enumerate(rows)]
    mended = [dossier(code=f"A{n}") if is_right else row
              for n, (row, (_, is_right)) in enumerate(zip(faulty, rows, strict=True))]  # fmt: skip
    changes = {
        f"A{n}": {c: dossier()[c] if is_right else FAULTS[c][is_tried]}
        for n, (c, is_right) in enumerate(rows)
    }
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        truth = outcome(folder, {"a.csv": export("dossiers", *mended)})
        files = {"a.csv": export("dossiers", *faulty)}
        copy = _copy(folder, outcome(folder, files), "a.csv", changes)
        half = outcome(folder, files | {"sua_a.xlsx": copy})
    assert half.facts == truth.facts
    places = {
        "a.csv": {n + 2: f"A{n}" for n in range(len(rows))},
        "sua_a.xlsx": {n + HEADER + 1: f"A{n}" for n in range(len(rows))},
    }
    assert _of_rows(half, places) == _of_rows(truth, places)
    assert {p.file for p in half.rows() if p.row} <= {"sua_a.xlsx"}
    for source in half.sources:
        parts = (source.rows_kept, source.rows_rejected, source.rows_duplicate)
        assert (min(parts) >= 0, source.rows_read) == (True, sum(parts))
    assert sum(s.rows_rejected for s in half.sources) == sum(s.rows_rejected for s in truth.sources)


def test_rows_that_name_each_other_are_both_told(tmp_path):
    """References that lead in a circle, which no copy of ours has, silence nothing."""
    header, row = table("dossiers", [dossier(channel="Fax")])
    content = csv_bytes([["Dòng gốc", *header], ["", *row]])
    result = outcome(tmp_path, {"a.csv": content})
    (source,) = result.sources
    itself = csv_bytes([["Dòng gốc", *header], [f"{source.sha256[:8]}.0.2", *row]])
    again = outcome(tmp_path, {"a.csv": content, "b.csv": itself})
    assert [(p.file, p.code) for p in again.rows() if p.row] == [("b.csv", "bad_channel")]


def test_a_copy_whose_original_is_gone_says_so(tmp_path):
    """Its rows count; the problem names the copy and how many rows hang in the air."""
    files = {"a.csv": export("dossiers", dossier(channel="Fax"), dossier(code="B"))}
    fix = {dossier()["Mã hồ sơ"]: {"Hình thức tiếp nhận": "Trực tuyến"}}
    copy = _copy(tmp_path, outcome(tmp_path, files), "a.csv", fix)
    beside = outcome(tmp_path, files | {"sua_a.xlsx": copy})
    alone = outcome(tmp_path, {"a.csv": copy})
    assert beside.codes() == []
    assert [(p.severity, p.code, p.file) for p in alone.problems if p.code != "no_export"] == [
        ("warning", "copy_without_original", "a.csv")
    ]
    assert "bản xuất gốc của 1 dòng" in alone.problems[0].message
    assert alone.count("online") == (1, 1)


def test_an_original_of_the_other_year_is_none(tmp_path):
    """A copy in this year's folder corrects nothing of last year's, and says that it hangs in the air."""
    files = {"nam-truoc/a.csv": export("dossiers", dossier(channel="Fax"))}
    copy = _copy(tmp_path, outcome(tmp_path, files), "nam-truoc/a.csv", {})
    result = outcome(tmp_path, files | {"sua_a.xlsx": copy})
    found = [p.file for p in result.problems if p.code == "copy_without_original"]
    assert found == ["sua_a.xlsx"]


def test_identical_files_are_named_with_each_other(tmp_path):
    """Each but the first, with the first; a file of this year beside one of the year before is none."""
    content = export("dossiers", dossier())
    files = {"b.csv": content, "a.csv": content, "c.csv": content, "nam-truoc/a.csv": content}
    result = outcome(tmp_path, files)
    same = [(p.file, p.message) for p in result.problems if p.code == "identical_file"]
    assert [file for file, _ in same] == ["b.csv", "c.csv"]
    assert all("“a.csv”" in message for _, message in same)
    assert result.count("online") == (1, 1)
